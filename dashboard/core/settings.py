"""Where things live and what an office may set.

Each setting can be given by an environment variable, so that nothing in the repository has to be
edited on a server:

- `INTEGRITAS_DATA_DIR`, `INTEGRITAS_SQL_DIR`, `INTEGRITAS_BUILD_DIR`: folders.
- `INTEGRITAS_STORE_DIR`: the folder of the store, where changed facts are kept with their history
  (docs/store.md); it is made by the first change.
- `INTEGRITAS_FOCUS_REGIONS`: region codes separated by commas, shown first (default 63,64,62,13).
- `INTEGRITAS_FRAME_ANCESTORS`: which pages may show a figure or the dashboard in a frame, as in a
  Content-Security-Policy: `'self'` (default), or addresses such as `https://intranet.example.go.id`.
- `INTEGRITAS_PUBLIC_ADDRESS`: how readers reach the dashboard, such as
  `https://integritas.example.go.id`, with the path where the dashboard stands below one; links
  that leave use it, and it is all that a proxy needs (docs/proxies.md).
- `INTEGRITAS_HOSTS`: other names or numbers of hosts that readers open it by, separated by commas.
  Who asks for another host than these, the public one and this machine gets links without a host:
  none can lead away.
- `INTEGRITAS_CORS`: whether scripts of pages of other origins may read figures, rows and shapes:
  `any` (default) or `none`.
- `INTEGRITAS_REQUESTS_PER_MINUTE`: figures that one client may ask for in a minute (default 600).
- `INTEGRITAS_LANG`: language of the command line, `id` (default) or `en`.

A setting that cannot be used is never replaced by a default in silence: it stops the start.
"""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dashboard.core.i18n import LANGUAGES, Words, language_of, message
from dashboard.core.numbers import whole_number

NAME = "Integritas Daerah"
ROOT = Path(__file__).resolve().parents[2]
DEFAULT_FOCUS_REGIONS = ("63", "64", "62", "13")

_PREFIX = "INTEGRITAS_"
_EXAMPLES = {
    "INTEGRITAS_CORS": "any, none",
    "INTEGRITAS_FOCUS_REGIONS": "63,64,62,13",
    "INTEGRITAS_LANG": "id, en",
    "INTEGRITAS_FRAME_ANCESTORS": "'self' https://intranet.example.go.id",
    "INTEGRITAS_HOSTS": "dasbor.example.go.id,10.20.30.40",
    "INTEGRITAS_PUBLIC_ADDRESS": "https://integritas.example.go.id",
    "INTEGRITAS_REQUESTS_PER_MINUTE": "600",
}
# Nothing that would end the directive or the header: no comma, no semicolon, no control character.
_ANCESTOR = re.compile(
    r"'self'|'none'|\*|https?:|(https?://)?"
    r"(?!(self|none)$)((\*\.)?[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(:([0-9]{1,5}|\*))?(/[A-Za-z0-9._~/-]*)?"
)
_HOST = re.compile(r"[A-Za-z0-9._-]+")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._\-\[\]:]+(/[A-Za-z0-9._~/-]*)?")


class BadSetting(Exception):
    """A setting that cannot be used; `message(say)` says which, why, and what would be possible.

    `reason` is a message with places for `name`, `value` and what `values` gives.
    """

    def __init__(self, name: str, value: object, reason: str = "", **values: object) -> None:
        super().__init__(f"{name}={value}")
        self.name, self.value, self.reason, self.values = name, str(value), reason, values

    def message(self, say: Words) -> str:
        """The setting, what is wrong with it, and how to mend it; one line."""
        value = "".join(
            c if c.isprintable() else c.encode("unicode_escape").decode() for c in self.value
        )
        if self.reason:
            return say(self.reason, name=self.name, value=value, **self.values)
        return say(
            "The setting {name}={value} cannot be used. Examples: {examples}",
            name=self.name,
            value=value,
            examples=_EXAMPLES[self.name],
        )


def language() -> str:
    """The language of the command line, also where another setting cannot be used."""
    return language_of(os.environ.get("INTEGRITAS_LANG", ""))


def _codes(given: str | tuple[str, ...]) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    codes = tuple(code.strip() for code in parts if code.strip())
    if len(set(codes)) < len(codes):
        raise ValueError
    return codes or DEFAULT_FOCUS_REGIONS


def _language(given: str) -> str:
    if given not in LANGUAGES:
        raise ValueError
    return given


def _ancestors(given: str) -> str:
    parts = given.split()
    if not given.isprintable() or not all(map(_ANCESTOR.fullmatch, parts)):
        raise ValueError
    if "'none'" in parts and len(parts) > 1:  # browsers then pass over 'none'
        raise ValueError
    return " ".join(given.split())


def _hosts(given: str | tuple[str, ...]) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    hosts = tuple(host.strip().strip("[]").rstrip(".").lower() for host in parts if host.strip())
    for host in hosts:
        if not _HOST.fullmatch(host):
            ip_address(host)
    return hosts


def _address(given: str) -> str:
    if given and not _ADDRESS.fullmatch(given):
        raise ValueError
    return given.rstrip("/")


def _number(given: str | int) -> int:
    number = whole_number(str(given), 1, 10**9 - 1)
    if number is None:
        raise ValueError
    return number


_Folder = Annotated[Path, AfterValidator(Path.resolve)]


class Settings(BaseSettings):
    """The folders and choices in force, read from the environment when made.

    Raises:
        BadSetting: one of them cannot be used.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_ignore_empty=True, frozen=True)

    data_dir: _Folder = ROOT / "data"
    sql_dir: _Folder = ROOT / "sql"
    build_dir: _Folder = ROOT / "build"
    store_dir: _Folder = ROOT / "store"
    focus_regions: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_codes)] = (
        DEFAULT_FOCUS_REGIONS
    )
    frame_ancestors: Annotated[str, AfterValidator(_ancestors)] = "'self'"
    public_address: Annotated[str, AfterValidator(_address)] = ""
    cors: Literal["any", "none"] = "any"
    hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = ()
    requests_per_minute: Annotated[int, BeforeValidator(_number)] = 600
    lang: Annotated[str, AfterValidator(_language)] = LANGUAGES[0]

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            fault = error.errors()[0]
            name = _PREFIX + str(fault["loc"][0]).upper()
            raise BadSetting(name, str(fault["input"])) from None


_NO_FOLDER = message(
    "The setting {name}={value} cannot be used: there is no such folder. Name the folder, or leave "
    "the setting out to use the one beside the program."
)
_NO_QUERIES = message(
    "The setting {name}={value} cannot be used: the folder holds no queries in {missing}. Name a "
    "copy of the folder sql/ of the program, with stg, mart, check and query, or leave the setting "
    "out."
)
_INSIDE = message(
    "The setting {name}={value} cannot be used: what is built would lie inside {other}, among what "
    "it is built from. Name a folder outside of it."
)


def check_folders(settings: Settings) -> None:
    """Check the folders that a build is made from, and that it is not made inside of them.

    Raises:
        BadSetting: the facts or the queries are not there, or the build would lie among them.
    """
    for name in ("data_dir", "sql_dir"):
        folder: Path = getattr(settings, name)
        if not os.path.isdir(folder):  # noqa: PTH112 (False as well where nothing may be looked up)
            raise BadSetting(_PREFIX + name.upper(), folder, _NO_FOLDER)
        if settings.build_dir.is_relative_to(folder):
            raise BadSetting("INTEGRITAS_BUILD_DIR", settings.build_dir, _INSIDE, other=folder)
    parts = ("stg", "mart", "check", "query")
    missing = [part for part in parts if not any((settings.sql_dir / part).rglob("*.sql"))]
    if missing:
        raise BadSetting(
            "INTEGRITAS_SQL_DIR", settings.sql_dir, _NO_QUERIES, missing=", ".join(missing)
        )

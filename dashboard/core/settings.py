"""Where things live and what an office may set.

Each setting can be given by an environment variable, so that nothing in the repository has to be
edited on a server:

- `INTEGRITAS_DATA_DIR`, `INTEGRITAS_SQL_DIR`, `INTEGRITAS_BUILD_DIR`: folders.
- `INTEGRITAS_FOCUS_REGIONS`: region codes separated by commas, shown first (default 63,64,62,13).
- `INTEGRITAS_FRAME_ANCESTORS`: which pages may show a figure or the dashboard in a frame, as in a
  Content-Security-Policy: `'self'` (default), or addresses such as `https://intranet.example.go.id`.
- `INTEGRITAS_PUBLIC_ADDRESS`: how readers reach the dashboard, such as
  `https://integritas.example.go.id`, where a proxy does not pass it on; links that leave use it.
- `INTEGRITAS_REQUESTS_PER_MINUTE`: figures that one client may ask for in a minute (default 600).
- `INTEGRITAS_LANG`: language of the command line, `id` (default) or `en`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.core.i18n import Words

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_FOCUS_REGIONS = ("63", "64", "62", "13")


def _folder(variable: str, default: Path) -> Path:
    return Path(os.environ.get(variable) or default).resolve()


def _focus_regions() -> tuple[str, ...]:
    given = os.environ.get("INTEGRITAS_FOCUS_REGIONS", "")
    return tuple(code.strip() for code in given.split(",") if code.strip()) or DEFAULT_FOCUS_REGIONS


class BadSetting(Exception):
    """A setting that cannot be used; `message(say)` says which and what would be possible."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}={value}")
        self.name, self.value = name, value

    def message(self, say: Words) -> str:
        """The setting and an example of what it may be."""
        return say(
            "The setting {name}={value} cannot be used. Examples: {examples}",
            name=self.name,
            value=self.value,
            examples=_EXAMPLES[self.name],
        )


_EXAMPLES = {
    "INTEGRITAS_FRAME_ANCESTORS": "'self' https://intranet.example.go.id",
    "INTEGRITAS_PUBLIC_ADDRESS": "https://integritas.example.go.id",
    "INTEGRITAS_REQUESTS_PER_MINUTE": "600",
}
# Nothing that would end the directive or the header: no comma, no semicolon, no control character.
_ANCESTOR = re.compile(
    r"'self'|'none'|\*|https?:|(https?://)?[A-Za-z0-9*._\-\[\]:]+(/[A-Za-z0-9._~/-]*)?"
)
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._\-\[\]:]+(/[A-Za-z0-9._~/-]*)?")


def _frame_ancestors() -> str:
    given = os.environ.get("INTEGRITAS_FRAME_ANCESTORS") or "'self'"
    if not given.isprintable() or not all(map(_ANCESTOR.fullmatch, given.split())):
        raise BadSetting("INTEGRITAS_FRAME_ANCESTORS", given)
    return " ".join(given.split())


def _public_address() -> str:
    given = os.environ.get("INTEGRITAS_PUBLIC_ADDRESS", "")
    if given and not _ADDRESS.fullmatch(given):
        raise BadSetting("INTEGRITAS_PUBLIC_ADDRESS", given)
    return given.rstrip("/")


def _requests_per_minute() -> int:
    given = os.environ.get("INTEGRITAS_REQUESTS_PER_MINUTE") or "600"
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 10**9):
        raise BadSetting("INTEGRITAS_REQUESTS_PER_MINUTE", given)
    return int(given)


def language() -> str:
    """The language of the command line, also where another setting cannot be used."""
    given = os.environ.get("INTEGRITAS_LANG", "id")
    return given if given in ("id", "en") else "id"


@dataclass(frozen=True)
class Settings:
    """The folders and choices in force, read from the environment when made."""

    data_dir: Path = field(
        default_factory=lambda: _folder("INTEGRITAS_DATA_DIR", ROOT / "data"),
    )
    sql_dir: Path = field(default_factory=lambda: _folder("INTEGRITAS_SQL_DIR", ROOT / "sql"))
    build_dir: Path = field(default_factory=lambda: _folder("INTEGRITAS_BUILD_DIR", ROOT / "build"))
    focus_regions: tuple[str, ...] = field(default_factory=_focus_regions)
    lang: str = field(default_factory=language)
    frame_ancestors: str = field(default_factory=_frame_ancestors)
    public_address: str = field(default_factory=_public_address)
    requests_per_minute: int = field(default_factory=_requests_per_minute)

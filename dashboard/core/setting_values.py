"""What each kind of setting may be; what cannot be used raises `ValueError`."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr

from dashboard.core.i18n import LANGUAGES
from dashboard.core.numbers import whole_number
from dashboard.core.settings_source import STARTED_IN

DEFAULT_FOCUS_REGIONS = ("63", "64", "62", "13")
_SHORTEST_SECRET = 32
_MOST_HOURS = 720
_MOST_SECONDS = 3600
_DISCOVERY = "/.well-known/openid-configuration"
# Nothing that would end the directive or the header: no comma, no semicolon, no control character.
_ANCESTOR = re.compile(
    r"'self'|'none'|\*|https?:|(https?://)?"
    r"(?!(self|none)$)((\*\.)?[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(:([0-9]{1,5}|\*))?(/[A-Za-z0-9._~/-]*)?"
)
_HOST = re.compile(r"[A-Za-z0-9._-]+")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._\-\[\]:]+(/[A-Za-z0-9._~/-]*)?")
_OF_THIS_MACHINE = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?(/.*)?")
# No password: that stands in a setting of its own, which is never shown.
_REPOSITORY = re.compile(
    r"((https|ssh)://([A-Za-z0-9._-]+@)?(?=[A-Za-z0-9\[])"
    r"|http://([A-Za-z0-9._-]+@)?(localhost|127\.0\.0\.1|\[::1\])(?=[:/])|file://(?=/))"
    r"[A-Za-z0-9._~:/\[\]%+-]*|/[^\x00-\x1f\x7f]*"
)
_CLAIM = re.compile(r"[A-Za-z0-9_:/-]+(\.[A-Za-z0-9_:/-]+)*|https?://[A-Za-z0-9._:/-]+")
_SCOPE = re.compile(r"openid( [\x21\x23-\x5b\x5d-\x7e]+)*")
_SPARK_REMOTE = re.compile(r"sc://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}(/[\x21-\x7e]*)?")
_TOKEN = re.compile(r"[A-Za-z0-9._-]+:[0-9a-f]{64}")


def _parts(given: Any) -> list[str]:
    """The parts of a list of the file, or of a text with commas; none is empty."""
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise ValueError
    return [part.strip() for part in parts if part.strip()]


def names(given: Any) -> tuple[str, ...]:
    """Names, each once."""
    return tuple(dict.fromkeys(_parts(given)))


def codes(given: Any) -> tuple[str, ...]:
    """Codes of regions, no two equal; none are the default ones."""
    found = _parts(given)
    if len(set(found)) < len(found):
        raise ValueError
    return tuple(found) or DEFAULT_FOCUS_REGIONS


def language(given: str) -> str:
    """A language that there is."""
    if given not in LANGUAGES:
        raise ValueError
    return given


def ancestors(given: str) -> str:
    """The sources of `frame-ancestors`, as in a Content-Security-Policy."""
    parts = given.split()
    if not given.isprintable() or not all(map(_ANCESTOR.fullmatch, parts)):
        raise ValueError
    if "'none'" in parts and len(parts) > 1:  # browsers then pass over 'none'
        raise ValueError
    return " ".join(parts)


def hosts(given: Any) -> tuple[str, ...]:
    """Names or numbers of hosts, in small letters."""
    found = tuple(host.strip("[]").rstrip(".").lower() for host in _parts(given))
    for host in found:
        if not _HOST.fullmatch(host):
            ip_address(host)
    return found


def address(given: str) -> str:
    """An address of the web without a slash at its end, or none."""
    if given and not _ADDRESS.fullmatch(given):
        raise ValueError
    return given.rstrip("/")


def metadata(given: str) -> str:
    """The address of a provider's openid-configuration; its issuer's is completed.

    Whoever could change what it answers could sign in as anybody: only over TLS, or on this
    machine.
    """
    found = address(given)
    if found and not found.startswith("https://") and not _OF_THIS_MACHINE.fullmatch(found):
        raise ValueError
    return found if not found or found.endswith(_DISCOVERY) else found + _DISCOVERY


def positive(given: Any) -> int:
    """A whole number from 1."""
    return _number(given, 10**9 - 1)


def interval(given: Any) -> int:
    """Seconds from one up to a day."""
    return _number(given, 86_400)


def repository(given: str) -> str:
    """A repository of git: a folder, or an address that carries nobody's password in the open."""
    if given and not _REPOSITORY.fullmatch(given):
        raise ValueError
    return given


def hours(given: Any) -> int:
    """Hours up to thirty days: Streamlit keeps no sign-in longer."""
    return _number(given, _MOST_HOURS)


def timeout(given: Any) -> int:
    """Seconds up to an hour, at least one."""
    return _number(given, _MOST_SECONDS)


def spark_remote(given: str) -> str:
    """The address of a Spark Connect server, with its port; parameters behind it may be given."""
    if given and not _SPARK_REMOTE.fullmatch(given):
        raise ValueError
    return given


def one_line(given: str) -> str:
    """A text of one line without spaces around it."""
    if not given.isprintable():
        raise ValueError
    return given.strip()


def seconds(given: Any) -> int:
    """Seconds up to an hour; none is none."""
    return _number(given, _MOST_SECONDS, first=0)


def port(given: Any) -> int:
    """A port, or 0 for none."""
    return _number(given, 65_535, first=0)


def few(given: Any) -> int:
    """A number of programs that one machine may run beside each other."""
    return _number(given, 16)


def host(given: str) -> str:
    """The name or number of one host."""
    [found] = hosts(given)
    return found


def _number(given: Any, last: int, *, first: int = 1) -> int:
    number = whole_number(str(given), first, last)
    if number is None:
        raise ValueError
    return number


def folder(given: Path) -> Path:
    """A folder by its whole path."""
    try:
        return (STARTED_IN / given).resolve()
    except (OSError, RuntimeError):  # links that lead in a circle
        raise ValueError from None


def log(given: Literal["stderr"] | Path | None) -> Literal["stderr"] | Path | None:
    """A file by its whole path, or what stands for none."""
    return folder(given) if isinstance(given, Path) else given


def long_secret(given: SecretStr) -> SecretStr:
    """A secret that nobody guesses, or none."""
    if 0 < len(given.get_secret_value()) < _SHORTEST_SECRET:
        raise ValueError
    return given


def claim(given: str) -> str:
    """The name of a claim; points lead inwards."""
    if not _CLAIM.fullmatch(given):
        raise ValueError
    return given


def scope(given: str) -> str:
    """What is asked of an identity provider, `openid` first."""
    found = " ".join(given.split())
    if not _SCOPE.fullmatch(found):
        raise ValueError
    return found


def tokens(given: Any) -> tuple[str, ...]:
    """Tokens of scripts, each as `name:SHA-256`."""
    found = tuple(_parts(given))
    of_names = [one.partition(":")[0] for one in found]
    if not all(map(_TOKEN.fullmatch, found)) or len(set(of_names)) < len(of_names):
        raise ValueError
    return found

"""Where settings come from: the environment, and one TOML file below it.

`INTEGRITAS_SETTINGS` names the file; without it, `integritas.toml` in the program's folder counts
where it is there. What the environment says wins. The file is read once in a process, as the
environment is: nobody who edits it changes a running dashboard by half.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.core.i18n import Words, message

ROOT = Path(__file__).resolve().parents[2]
try:  # the server changes its working folder later: relative paths are counted from the first one
    STARTED_IN = Path.cwd()
except FileNotFoundError:  # it was removed
    STARTED_IN = ROOT
PREFIX = "INTEGRITAS_"
FILE = "INTEGRITAS_SETTINGS"
HIDDEN = "•••"
_DEFAULT_FILE = ROOT / "integritas.toml"
_MOST_BYTES = 1 << 20
_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s]*(?=@)|(?<=[;/]token=)[^;\s]+")
_POSITION = re.compile(r"line (\d+), column (\d+)")
_SECRETS: set[str] = set()  # names of settings whose values are never shown


class BadSetting(Exception):
    """A setting that cannot be used; `message(say)` says which, why, and what would be possible.

    `reason` is a message with places for `name`, `value` and what `values` gives; without one,
    `values` gives `examples`.
    """

    def __init__(self, name: str, value: object, reason: str = "", **values: object) -> None:
        super().__init__(name)
        self.name, self.reason, self.values = name, reason, values
        self.value = shown(name, str(value))

    def message(self, say: Words) -> str:
        """Where it stands, the setting, what is wrong with it, and how to mend it; one line."""
        sentence = say(
            self.reason or _EXAMPLES,
            name=self.name,
            value=_printable(self.value),
            **self.values,
        )
        place = place_in_file(self.name)
        return f"{_printable(place)}: {sentence}" if place else sentence


_EXAMPLES = message("The setting {name}={value} cannot be used. Examples: {examples}")
_NO_FILE = message(
    "The setting {name}={value} cannot be used: there is no such file, or it cannot be read. Name "
    "the file with the settings, or leave the setting out."
)
_NO_TOML = message(
    "The setting {name}={value} cannot be used: the file is no TOML (line {line}, column "
    '{column}). Write one setting a line: name = "value".'
)
_NO_TEXT = message(
    "The setting {name}={value} cannot be used: the file is no text in UTF-8 of at most 1 MB. Save "
    "it as UTF-8."
)
_UNKNOWN = message("There is no setting {name}. Remove it, or correct its name.")
_UNKNOWN_NEAR = message("There is no setting {name}. Is {nearest} meant? Correct or remove it.")


def keep_secret(name: str) -> None:
    """Never show the value of a setting."""
    _SECRETS.add(name)


def shown(name: str, value: str) -> str:
    """A value as it may be shown: no secret, and no credentials within an address."""
    if name in _SECRETS:
        return HIDDEN if value else ""
    return _CREDENTIALS.sub(HIDDEN, value)


def file() -> Path | None:
    """The file of the settings; None where there is none.

    A file that is named need not be there: reading it says so.
    """
    if named := os.environ.get(FILE, ""):
        return (STARTED_IN / named).resolve()
    return _DEFAULT_FILE if _DEFAULT_FILE.is_file() else None


def of_file() -> Mapping[str, Any]:
    """The values that the file gives, by the small name of the setting; empty ones left out.

    Raises:
        BadSetting: the file cannot be read.
    """
    path = file()
    return {} if path is None else {k: v for k, v in _read(path).items() if v not in ("", [])}


def of_environment() -> dict[str, str]:
    """The values that the environment gives, by the small name of the setting; none is empty."""
    return {
        name.upper().removeprefix(PREFIX).lower(): value
        for name, value in os.environ.items()
        if name.upper().startswith(PREFIX) and value
    }


def of_spark() -> dict[str, str]:
    """What the variable that every program of Spark reads says: settings of ours win over it."""
    remote = os.environ.get("SPARK_REMOTE", "")
    return {"spark_remote": remote} if remote.startswith("sc://") else {}


def check_names(known: Collection[str]) -> None:
    """Look for names that no setting has, in the environment and in the file.

    Args:
        known: the small names of all settings.

    Raises:
        BadSetting: there is one; the sentence names the nearest setting.
    """
    allowed = {PREFIX + name.upper() for name in known} | {FILE}
    for name, value in os.environ.items():
        if name.upper().startswith(PREFIX) and name.upper() not in allowed:
            raise _unknown(name, value, sorted(allowed))
    path = file()
    for key in _read(path) if path is not None else ():
        if key not in known:
            raise _unknown(key, "", sorted(known))


def place_in_file(name: str) -> str:
    """The file and line where the value in force stands; empty where it is of the environment.

    Args:
        name: of the setting, as in the environment, or a key of the file.
    """
    path, key = file(), name.removeprefix(PREFIX).lower()
    if path is None or os.environ.get(name) or name == FILE:
        return ""
    try:
        lines = _text(path).splitlines()
    except (OSError, ValueError):
        return ""
    key_at = re.compile(
        rf"""\s*\[*["']?{re.escape(key if key in _read(path) else name)}["']?\s*[=.\]]"""
    )
    numbers = (number for number, line in enumerate(lines, 1) if key_at.match(line))
    return f"{path}:{number}" if (number := next(numbers, 0)) else ""


def _unknown(name: str, value: str, known: list[str]) -> BadSetting:
    by_end = {one.upper().removeprefix(PREFIX): one for one in known}
    near = difflib.get_close_matches(name.upper().removeprefix(PREFIX), by_end, 1)
    nearest = by_end[near[0]] if near else ""
    reason = _UNKNOWN_NEAR if nearest else _UNKNOWN
    return BadSetting(name, value, reason, nearest=nearest)


def _text(path: Path) -> str:
    with path.open("rb") as opened:
        data = opened.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError
    return data.decode("utf-8-sig")


@cache
def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except OSError:
        raise BadSetting(FILE, path, _NO_FILE) from None
    except tomllib.TOMLDecodeError as error:
        found = _POSITION.search(str(error))
        end = (len(_text(path).splitlines()), 1)
        line, column = found.groups() if found else end
        raise BadSetting(FILE, path, _NO_TOML, line=line, column=column) from None
    except (ValueError, RecursionError):
        raise BadSetting(FILE, path, _NO_TEXT) from None


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)

"""The dictionary of indicators.yaml as plain values: labels, units, colours and caveats."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def dictionary() -> dict[str, Any]:
    """The whole dictionary, read once."""
    path = Path(__file__).with_name("indicators.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def label(group: str, code: str | None, lang: str, form: str = "label") -> str:
    """What a code of the data is called, e.g. `label("classes", "rentan", "en")`.

    An unknown code is shown as it stands: a new code in the facts must never break a page.
    """
    if code is None:
        return ""
    entry = dictionary()[group].get(code)
    return str(entry[form][lang]) if entry else code


def colour(group: str, code: str) -> str:
    """The colour of a class, an event kind or a level."""
    return str(dictionary()[group][code]["colour"])


def shade(spi_class: str, band_lower: float) -> str:
    """The shade of a score band inside its class; the class colour where there is none."""
    entry = dictionary()["classes"][spi_class]
    return str(entry.get("shades", {}).get(f"{band_lower:g}", entry["colour"]))


def decimals(indicator: str) -> int:
    """How many decimals the indicator is shown with."""
    return int(dictionary()["indicators"][indicator]["decimals"])


def unit(indicator: str, lang: str) -> str:
    """The unit of an indicator in words."""
    return str(dictionary()["indicators"][indicator]["unit"][lang])


def caveat(code: str, lang: str) -> str:
    """A standard caveat, written once."""
    return str(dictionary()["caveats"][code][lang])


def ink(role: str) -> str:
    """A colour of text and lines: text, muted, line, outline, highlight."""
    return str(dictionary()["ink"][role])


def series_colours() -> tuple[str, ...]:
    """The palette of series that are not classes, in order of use."""
    return tuple(dictionary()["series"])

"""The words and colours of the data as plain values.

indicators.yaml holds labels, units, colours and caveats; columns.yaml describes columns and marts.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

# Kinds of columns that hold a code, and the group of the dictionary that names the codes.
CODES = {
    "class": "classes",
    "class_if_reported": "classes",  # empty where none was reported
    "scope": "scopes",
    "level_group": "level_groups",
    "event_type": "event_types",
    "lane": "events",
    "island": "island_groups",
    "knowledge": "knowledge",
    "reliability": "reliability",
    "owner_type": "owner_types",
    "award": "awards",
    "subject": "subjects",
    "zone_scope": "zone_scopes",
    "activity_type": "activity_types",
    "topic": "topics",
    "involvement": "involvement",
    "month": "months",
    "sector": "sectors",
    "office_kind": "office_kinds",
    "level": "levels",
    "precision": "date_precisions",
    "outcome": "outcomes",
    "series": "series_kinds",
    "step": "step_kinds",
    "note_kind": "note_kinds",
    "alias_kind": "alias_kinds",
    "year_basis": "year_bases",
    "table": "tables",
    "completeness": "completeness",
    "absence": "absence",
}


def read_yaml(text: str) -> Any:
    """The content of a text in YAML; libyaml reads it in a tenth of the time, where it is there."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 (both read plain values only)


@cache
def dictionary() -> dict[str, Any]:
    """The whole dictionary, read once."""
    path = Path(__file__).with_name("indicators.yaml")
    loaded: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return loaded


@cache
def columns() -> dict[str, Any]:
    """The description of columns and marts, read once: columns, marts, queries, renamed."""
    path = Path(__file__).with_name("columns.yaml")
    loaded: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return loaded


def heading(column: str, lang: str, *, short: bool = False) -> str:
    """What the head of a table calls a column; `short` where there is little room.

    Raises:
        KeyError: nobody described the column, or it has no short heading.
    """
    entry = columns()["columns"][column]
    words = entry["short"] if short else entry.get("heading", entry.get("label"))
    return str(words[lang])


def kind(column: str, table: str = "") -> str:
    """How a table writes a column (`score`, `count`, `topic` ...); empty where none shows it.

    `table` is the table of the facts, where a column's codes are others there.
    """
    own = columns()["kinds"].get(table, {}).get(column)
    return str(own or columns()["columns"].get(column, {}).get("kind", ""))


def group_of(column: str, table: str = "") -> str | None:
    """The group of the dictionary that names the codes of a column; None where it holds none."""
    return CODES.get(kind(column, table))


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


def lightest_shade(spi_class: str) -> str:
    """The lightest shade of a class: for what is known by its class alone."""
    entry = dictionary()["classes"][spi_class]
    shades = (str(shade) for shade in entry.get("shades", {"": entry["colour"]}).values())
    return max(shades, key=lambda shade: sum(bytes.fromhex(shade[1:])))


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

"""Indicators that an office declares: a table of values by region and year, and its own words.

A table of `datapackage.json` says it with the property `indicator`; docs/indicators.md shows one
whole. What cannot be drawn, ranked or told in both languages is refused with a reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, message

Both = dict[str, str]  # a text in each language
# What is wrong with a declaration: a message, and what its places hold.
Fault = tuple[str, dict[str, object]]

PROPERTY = "indicator"
KINDS = ("score", "count", "share")
DIRECTIONS = ("higher_is_better", "lower_is_better", "none")
LEVELS = ("provinsi", "kabupaten", "kota")
MOST_DECIMALS = 4
# Of the table: which type each column has that says where, when and by whom a value is known.
_COLUMNS = {"region_code": "string", "year": "year", "source_id": "string"}
_LINKS = {"region_code": "regions", "source_id": "sources"}
_NEEDED = ("id", "value", "kind", "label", "unit")
_TEXTS = ("label", "long", "unit")
_KNOWN = (*_NEEDED, "long", "source_owner", "decimals", "direction", "levels", "caveats", "classes")
_OF_CLASS = ("id", "from", "label", "colour")
# Ids whose figures would have the addresses of others: `<id>-map`, `<id>-ranking`.
RESERVED = ("spi", "ott")
ENDS = ("_regency",)
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST_ID = 40
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class IndicatorClass:
    """A class of values, from `lower` up to the next class; `colour` is `#RRGGBB`."""

    code: str
    lower: float
    label: Both = field(hash=False)
    colour: str


@dataclass(frozen=True)
class Indicator:
    """An indicator as a table declares it.

    Attributes:
        id: begins the ids of its figures; a public name that does not change.
        table: whose rows it is.
        value: the column of its values.
        kind: `score`, `count` or `share`.
        direction: which way is better, one of `DIRECTIONS`.
        decimals: how many its values are shown with.
        label, long, unit: its short name, its full one, and its unit.
        source_owner: who publishes it; empty where nobody says.
        levels: the kinds of regions that it is known of, some of `LEVELS`.
        caveats: what must be known of its numbers.
        classes: lowest first; empty for none.
    """

    id: str
    table: str
    value: str
    kind: str
    direction: str
    decimals: int
    label: Both = field(hash=False)
    long: Both = field(hash=False)
    unit: Both = field(hash=False)
    source_owner: str
    levels: tuple[str, ...]
    caveats: tuple[Both, ...] = field(hash=False)
    classes: tuple[IndicatorClass, ...]

    @property
    def figure_prefix(self) -> str:
        """How the ids of its figures begin."""
        return self.id.replace("_", "-")

    @property
    def has_provinces(self) -> bool:
        """Whether it is known of provinces."""
        return "provinsi" in self.levels

    @property
    def has_regencies(self) -> bool:
        """Whether it is known of kabupaten or kota."""
        return self.levels != ("provinsi",)

    @property
    def entry(self) -> dict[str, Any]:
        """What the dictionary would say of it."""
        return {
            "label": self.label,
            "long": self.long,
            "unit": self.unit,
            "decimals": self.decimals,
            "direction": self.direction,
            "source_owner": self.source_owner,
            "caveats": self.caveats,
            "classes": {
                one.code: {"label": one.label, "colour": one.colour} for one in self.classes
            },
        }


def declared(package: Mapping[str, Any]) -> tuple[Indicator, ...]:
    """The indicators of a description that was checked, in the order of its tables."""
    return tuple(_indicator(one) for one in package["resources"] if PROPERTY in one)


def _indicator(resource: Mapping[str, Any]) -> Indicator:
    said = resource[PROPERTY]
    is_count = said["kind"] == "count"
    return Indicator(
        id=said["id"],
        table=resource["name"],
        value=said["value"],
        kind=said["kind"],
        direction=said.get("direction", "none"),
        decimals=said.get("decimals", 0 if is_count else 2),
        label=said["label"],
        long=said.get("long", said["label"]),
        unit=said["unit"],
        source_owner=said.get("source_owner", ""),
        levels=tuple(level for level in LEVELS if level in said.get("levels", LEVELS[:1])),
        caveats=tuple(said.get("caveats", ())),
        classes=tuple(
            IndicatorClass(one["id"], float(one["from"]), one["label"], one["colour"])
            for one in said.get("classes", ())
        ),
    )


# --- what is wrong with a declaration ------------------------------------------------------------


def faults(resource: Mapping[str, Any]) -> Iterator[Fault]:
    """Find what is wrong with the indicator of a table whose schema is sound; nothing without one.

    Later faults may follow from the first one.
    """
    if PROPERTY not in resource:
        return
    said = resource[PROPERTY]
    if not isinstance(said, dict):
        yield _cannot_be(PROPERTY, said)
        return
    for name in said:
        if name not in _KNOWN:
            yield message("the property {name} is not known"), {"name": f"{PROPERTY}.{name}"}
    for name in _NEEDED:
        if name not in said:
            yield message("the indicator does not say its {name}"), {"name": name}
            return
    yield from _id_faults(said["id"])
    yield from _text_faults(said)
    yield from _choice_faults(said)
    yield from _table_faults(resource, said)
    yield from _class_faults(resource, said)


def repeated_ids(resources: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Fault]]:
    """Find tables whose indicator has the id of an earlier one."""
    tables: dict[str, str] = {}
    for resource in resources:
        if PROPERTY in resource:
            id_ = resource[PROPERTY]["id"]
            if id_ in tables:
                text = message("the indicator {id} is declared by the table {table} already")
                yield resource["name"], (text, {"id": id_, "table": tables[id_]})
            tables.setdefault(id_, resource["name"])


def _cannot_be(name: str, value: object) -> Fault:
    text = message("the property {name} cannot be {value}")
    return text, {"name": name, "value": json.dumps(value, ensure_ascii=False)}


def _id_faults(id_: object) -> Iterator[Fault]:
    if not isinstance(id_, str) or not _ID.fullmatch(id_) or len(id_) > _LONGEST_ID:
        text = message(
            "{id} cannot be the id of an indicator; use small letters, digits and underscores"
        )
        yield text, {"id": json.dumps(id_, ensure_ascii=False)}
    elif id_ in RESERVED or id_.endswith(ENDS) or id_ in dictionary.dictionary()["indicators"]:
        yield (
            message("the id {id} is that of an indicator of this program; choose another"),
            {"id": id_},
        )


def _text_faults(said: Mapping[str, Any]) -> Iterator[Fault]:
    for name in _TEXTS:
        yield from _both_faults(f"{PROPERTY}.{name}", said.get(name, said["label"]))
    if not isinstance(said.get("source_owner", ""), str):
        yield _cannot_be(f"{PROPERTY}.source_owner", said["source_owner"])
    caveats = said.get("caveats", [])
    if not isinstance(caveats, list):
        yield _cannot_be(f"{PROPERTY}.caveats", caveats)
        return
    for caveat in caveats:
        yield from _both_faults(f"{PROPERTY}.caveats", caveat)


def _both_faults(name: str, text: object) -> Iterator[Fault]:
    """A text that is missing in a language: pages would show an empty place there."""
    for lang in LANGUAGES:
        said = text.get(lang) if isinstance(text, dict) else None
        if not isinstance(said, str) or not said.strip():
            yield message("{name} has no text in the language {lang}"), {"name": name, "lang": lang}


def _choice_faults(said: Mapping[str, Any]) -> Iterator[Fault]:
    for name, possible in (("kind", KINDS), ("direction", DIRECTIONS)):
        if name in said and said[name] not in possible:
            yield _not_one_of(name, said[name], possible)
    decimals = said.get("decimals", 0)
    most = 0 if said["kind"] == "count" else MOST_DECIMALS
    is_number = isinstance(decimals, int) and not isinstance(decimals, bool)
    if not is_number or not 0 <= decimals <= most:
        yield _cannot_be(f"{PROPERTY}.decimals", decimals)
    levels = said.get("levels", LEVELS[:1])
    if not isinstance(levels, list | tuple) or not levels:
        yield _cannot_be(f"{PROPERTY}.levels", levels)
    elif wrong := [level for level in levels if level not in LEVELS]:
        yield _not_one_of("levels", wrong[0], LEVELS)


def _not_one_of(name: str, value: object, possible: Iterable[str]) -> Fault:
    return message("{name} cannot be {value}; possible are {known}"), {
        "name": f"{PROPERTY}.{name}",
        "value": json.dumps(value, ensure_ascii=False),
        "known": ", ".join(possible),
    }


def _table_faults(resource: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[Fault]:
    """What is lacking in the table for values of regions and years, each with its source."""
    fields = {one["name"]: one for one in resource["schema"]["fields"]}
    types = ("integer",) if said["kind"] == "count" else ("number", "integer")
    value = said["value"]
    if not isinstance(value, str) or value not in fields:
        yield (
            message("the indicator takes its values from the column {value}, which is not there"),
            {"value": json.dumps(value, ensure_ascii=False)},
        )
    elif fields[value]["type"] not in types:
        yield (
            message("the values of the indicator are of the type {type}; possible are {known}"),
            {
                "type": fields[value]["type"],
                "known": ", ".join(types),
                "column": value,
            },
        )
    for name, type_ in _COLUMNS.items():
        own = fields.get(name, {})
        if own.get("type") != type_ or not own.get("constraints", {}).get("required"):
            text = message("an indicator needs the column {name}, of the type {type} and required")
            yield text, {"name": name, "type": type_}
    yield from _link_faults(resource["schema"])
    key = resource["schema"].get("primaryKey", [])
    if set([key] if isinstance(key, str) else key) != set(_COLUMNS):
        text = message("the primaryKey of an indicator is {columns}: one value for each")
        yield text, {"columns": ", ".join(_COLUMNS)}


def _link_faults(schema: Mapping[str, Any]) -> Iterator[Fault]:
    links = schema.get("foreignKeys", [])
    for column, table in _LINKS.items():
        wanted = ([column], {"resource": table, "fields": [column]})
        if not isinstance(links, list) or wanted not in [_link(one) for one in links]:
            text = message("a foreign key must lead from {column} of an indicator to {table}")
            yield text, {"column": column, "table": table}


def _link(link: object) -> tuple[Any, Any]:
    """A foreign key with its columns as lists, as far as it is one."""
    own = link.get("fields") if isinstance(link, dict) else None
    target = link.get("reference") if isinstance(link, dict) else None
    if isinstance(target, dict) and isinstance(target.get("fields"), str):
        target = {**target, "fields": [target["fields"]]}
    return ([own] if isinstance(own, str) else own), target


def _class_faults(resource: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[Fault]:
    """Classes without gaps: from the least value on, each from its bound to the next one's."""
    classes = said.get("classes", [])
    if not isinstance(classes, list) or not all(isinstance(one, dict) for one in classes):
        yield _cannot_be(f"{PROPERTY}.classes", classes)
        return
    if not classes:
        return
    if said["kind"] == "count":
        yield message("counts have no classes; leave out {name}"), {"name": f"{PROPERTY}.classes"}
    for one in classes:
        missing = [name for name in _OF_CLASS if name not in one]
        if missing:
            text = message("a class of the indicator does not say its {name}")
            yield text, {"name": missing[0]}
            return
        if not isinstance(one["id"], str) or not _ID.fullmatch(one["id"]):
            yield _cannot_be(f"{PROPERTY}.classes.id", one["id"])
        if not isinstance(one["colour"], str) or not _COLOUR.fullmatch(one["colour"]):
            text = message("the colour {value} of a class is none; write it as #1F5A94")
            yield text, {"value": json.dumps(one["colour"], ensure_ascii=False)}
        yield from _both_faults(f"{PROPERTY}.classes.label", one["label"])
    yield from _bound_faults(resource, said, classes)


def _bound_faults(
    resource: Mapping[str, Any], said: Mapping[str, Any], classes: list[dict[str, Any]]
) -> Iterator[Fault]:
    bounds = [one["from"] for one in classes]
    are_numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in bounds)
    codes = [one["id"] for one in classes]
    if not are_numbers or sorted(set(bounds)) != bounds or len(set(map(str, codes))) < len(codes):
        text = message("the classes of the indicator must differ and rise: {value}")
        yield text, {"value": json.dumps(list(zip(codes, bounds, strict=True)))}
        return
    fields = {one["name"]: one for one in resource["schema"]["fields"]}
    column = fields.get(str(said["value"]), {})
    is_number = column.get("type") in ("number", "integer")
    least = column.get("constraints", {}).get("minimum") if is_number else None
    if least is None or float(least) != float(bounds[0]):
        text = message(
            "the first class begins at {first}, and the column {value} has no minimum of {first}"
        )
        yield text, {"first": bounds[0], "value": said["value"]}

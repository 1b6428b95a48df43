"""The file `data/datapackage.json`: read once, and checked before anything is read by it.

What the validation does not know (a type, a constraint, a property of a column) is refused, never
passed over.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.core.i18n import message
from dashboard.facts import indicators
from dashboard.facts.messages import BrokenFacts, FactError

# What is wrong with a description: a message, and what its places hold.
Fault = tuple[str, dict[str, object]]

DESCRIPTION = "datapackage.json"
# How a value of a type is spelled, so that every engine reads the same thing.
SPELLING = {
    "integer": r"-?(0|[1-9][0-9]*)",
    "number": r"-?(0|[1-9][0-9]*)(\.[0-9]+)?",
    "year": r"[0-9]{4}",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
_OF_EVERY_TYPE = ("required", "unique", "enum")
_LIMITS = ("minimum", "maximum")
_CONSTRAINTS = {
    "string": (*_OF_EVERY_TYPE, "pattern"),
    **dict.fromkeys(SPELLING, (*_OF_EVERY_TYPE, *_LIMITS)),
}
_TEXTS = ("title", "title_en", "description", "description_en", "unit", "unit_en", "example")
# What this project says of a column beyond the standard: a text that holds a year, a month or a
# day, and a date or year that may lie after the day of the facts.
_MARKS = {"partial_date": ("string",), "may_be_planned": ("string", "year", "date")}
_OF_FIELD = ("name", "type", "format", "constraints", "synonyms", *_TEXTS, *_MARKS)
_OF_SCHEMA = ("$schema", "fields", "missingValues", "primaryKey", "foreignKeys")
_DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
# A version stands in names of files and in addresses.
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}")
_CREATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}|$)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def description_error(fault: Fault, table: str = "") -> FactError:
    """A fault of the description itself."""
    at = FactError(table, None, None, None, "description", file=DESCRIPTION)
    text, values = fault
    return replace(at, value=table, detail=text, values=tuple(values.items()))


def _fault(text: str, **values: object) -> Fault:
    return text, values


def encoding_error(path: Path, at: FactError) -> FactError | None:
    """Name the first byte that is not UTF-8, in the line that it stands in; None when all are."""
    with path.open("rb") as lines:
        for row, line in enumerate(lines, start=1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                byte = f"0x{line[error.start]:02X}"
                return replace(at, row=row, value=byte, rule="encoding")
    return None


def read_package(data_dir: Path) -> dict[str, Any]:
    """Read the description and check all of it that has a say in what is right.

    Raises:
        BrokenFacts: the file is missing, is no JSON, or says something that cannot be checked.
    """
    package = _load_json(data_dir)
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(package, dict) or not isinstance(resources, list) or not resources:
        fault: FactError | None = description_error(_fault(message("resources is missing")))
    else:
        faults = (_resource_fault(resource) for resource in resources)
        fault = (
            _package_fault(package)
            or next(filter(None, faults), None)
            or next(_link_faults(resources), None)
        )
    if fault:
        raise BrokenFacts([fault], data_dir)
    return dict(package or {})


def created_day(package: dict[str, Any]) -> dt.date:
    """The day that the facts are of.

    Raises:
        ValueError: `created` is missing or is no day.
    """
    created = package.get("created")
    if not isinstance(created, str) or not _CREATED.match(created):
        raise ValueError
    return dt.datetime.fromisoformat(created).date()


def _package_fault(package: dict[str, Any]) -> FactError | None:
    """Name what is wrong with version and day of the facts; None when nothing is."""
    at = FactError("", None, None, None, "", file=DESCRIPTION)
    for name in ("version", "created"):
        if name not in package:
            return replace(at, rule=f"missing-{name}")
    version, created = package["version"], package["created"]
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        return replace(at, rule="version", value=_written(version))
    try:
        created_day(package)
    except ValueError:
        return replace(at, rule="created", value=_written(created))
    return None


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _load_json(data_dir: Path) -> Any:
    path = data_dir / DESCRIPTION
    at = FactError("", None, None, None, "", file=DESCRIPTION)
    if not path.is_file():
        raise BrokenFacts([replace(at, rule="missing-description")], data_dir)
    try:
        found = encoding_error(path, at)
        text = "" if found else path.read_text(encoding="utf-8-sig")
        if text.strip():
            loaded = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
            json.dumps(loaded, ensure_ascii=False).encode()  # half a character cannot be shown
            return loaded
        found = found or replace(at, rule="empty-file")
    except OSError as error:
        found = replace(at, rule="unreadable", detail=error.strerror or str(error))
    except json.JSONDecodeError as error:
        found = replace(at, row=error.lineno, rule="invalid-json", detail=error.msg)
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number too long
        found = replace(at, rule="invalid-json", detail=str(error))
    raise BrokenFacts([found], data_dir)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names differ: of two that are the same, JSON readers keep one unsaid."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice} stands twice in one object")
    return made


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _resource_fault(resource: object) -> FactError | None:
    """Name what is wrong with a table's entry; None when nothing is."""
    name = resource.get("name") if isinstance(resource, dict) else None
    if not isinstance(resource, dict) or not isinstance(name, str) or not _NAME.fullmatch(name):
        return FactError("", None, None, str(name), "name", file=DESCRIPTION)
    path = resource.get("path")
    if not _is_inside(path, name):
        return FactError(name, None, None, str(path), "path", file=DESCRIPTION)
    dialect = resource.get("dialect", {})
    if not isinstance(dialect, dict) or not dialect.items() <= _DIALECT.items():
        fault = _fault(message("the dialect of the CSV file is another than the one read"))
        return description_error(fault, name)
    if str(resource.get("encoding", "utf-8")).lower() not in ("utf-8", "utf8"):
        return description_error(_fault(message("the encoding is not utf-8")), name)
    if not_text := _not_text(resource):
        return description_error(not_text, name)
    rows = resource.get("minimum_rows", 0)
    if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
        return description_error(_cannot_be("minimum_rows", rows), name)
    if not isinstance(resource.get("confidential", False), bool):
        return description_error(_cannot_be("confidential", resource["confidential"]), name)
    broken = _schema_fault(resource.get("schema")) or next(indicators.faults(resource), None)
    return description_error(broken, name) if broken else None


def _not_text(described: dict[str, Any]) -> Fault | None:
    """Name a text of a table or column that is none."""
    for name in _TEXTS:
        if not isinstance(described.get(name, ""), str):
            return _cannot_be(name, described[name])
    synonyms = described.get("synonyms", [])
    if not isinstance(synonyms, list) or not all(isinstance(text, str) for text in synonyms):
        return _cannot_be("synonyms", synonyms)
    return None


def _cannot_be(name: str, value: object) -> Fault:
    text = message("the property {name} cannot be {value}")
    return _fault(text, name=name, value=json.dumps(value, ensure_ascii=False))


def _is_inside(path: object, name: str) -> bool:
    """Tell whether a path is one of the three places that a table may live in."""
    parts = path if isinstance(path, list) else [path]
    allowed = re.compile(rf"{name}\.csv|{name}\.parquet|{name}/[^/\\]+\.parquet")
    return bool(parts) and all(isinstance(p, str) and allowed.fullmatch(p) for p in parts)


def _schema_fault(schema: object) -> Fault | None:
    """Name what is wrong with a table's schema; None when nothing is."""
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        return _fault(message("schema.fields is missing"))
    if unknown := [name for name in schema if name not in _OF_SCHEMA]:
        return _fault(message("the property {name} is not known"), name=unknown[0])
    fields = schema["fields"]
    if not fields or not all(isinstance(field, dict) for field in fields):
        return _fault(message("schema.fields is not a list of columns"))
    names = [field.get("name") for field in fields]
    for name in names:
        # Engines take a and A for one column, and rowid for one of their own.
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name == "rowid":
            text = message(
                "{name} cannot be the name of a column; use small letters, digits and underscores"
            )
            return _fault(text, name=json.dumps(name, ensure_ascii=False))
    if len(set(names)) < len(names):
        return _fault(message("two columns have the same name"))
    missing = schema.get("missingValues", [""])
    if not isinstance(missing, list) or not all(isinstance(value, str) for value in missing):
        return _fault(message("missingValues is not a list of texts"))
    key = schema.get("primaryKey", [])
    if not isinstance(key, str | list) or not all(name in names for name in as_list(key)):
        return _fault(message("primaryKey names a column that is not there"))
    for field in fields:
        if fault := _field_fault(field) or _not_text(field):
            text, values = fault
            return text, {**values, "column": field["name"]}
    return None


def _field_fault(field: dict[str, Any]) -> Fault | None:
    """Name what is wrong with a column's type and constraints; None when nothing is."""
    type_, constraints = field.get("type"), field.get("constraints", {})
    if unknown := [name for name in field if name not in _OF_FIELD]:
        return _fault(message("the property {name} is not known"), name=unknown[0])
    if not isinstance(type_, str) or type_ not in _CONSTRAINTS:
        known = ", ".join(_CONSTRAINTS)
        return _fault(message("the type {type} is not one of {known}"), type=type_, known=known)
    if field.get("format", "default") != "default":
        return _fault(message("the format {format} is not known"), format=field["format"])
    for name in _MARKS.keys() & field.keys():
        if not isinstance(field[name], bool) or (field[name] and type_ not in _MARKS[name]):
            return _cannot_be(name, field[name])
    if not isinstance(constraints, dict):
        return _fault(message("constraints is not an object"))
    for name, value in constraints.items():
        if name not in _CONSTRAINTS[type_]:
            text = message("the constraint {name} is not known for the type {type}")
            return _fault(text, name=name, type=type_)
        if not _fits(name, value, type_):
            text = message("the constraint {name} cannot be {value}")
            return _fault(text, name=name, value=json.dumps(value, ensure_ascii=False))
    return None


def _fits(constraint: str, value: object, type_: str) -> bool:
    """Tell whether a constraint has a value that it can be checked by."""
    if constraint in ("required", "unique"):
        return isinstance(value, bool)
    if constraint == "pattern":
        return isinstance(value, str)
    values = value if constraint == "enum" else [value]
    spelling = re.compile(SPELLING.get(type_, r"(?s).+"))
    return (
        isinstance(values, list)
        and bool(values)
        and all(spelling.fullmatch(str(one)) and not isinstance(one, bool) for one in values)
    )


def _link_faults(resources: list[dict[str, Any]]) -> Iterator[FactError]:
    """Find tables described twice, and foreign keys to a place that is not described."""
    columns: dict[str, set[str]] = {}
    for resource in resources:
        if resource["name"] in columns:
            twice = _fault(message("the table is described twice"))
            yield description_error(twice, resource["name"])
        columns[resource["name"]] = {field["name"] for field in resource["schema"]["fields"]}
    for resource in resources:
        name = resource["name"]
        try:
            fits = all(
                columns[name].issuperset(own)
                and columns[table].issuperset(others)
                and len(own) == len(others) > 0
                for own, table, others in links_of(resource)
            )
        except (AttributeError, KeyError, TypeError):
            fits = False
        if not fits:
            text = message("a foreign key points to a table or column that is not there")
            yield description_error(_fault(text), name)
    for name, twice in indicators.repeated_ids(resources):
        yield description_error(twice, name)


def links_of(resource: dict[str, Any]) -> Iterator[tuple[list[str], str, list[str]]]:
    """The foreign keys of a table: its columns, the table that they point into, the columns there.

    One without a target points into the table itself.
    """
    for link in resource["schema"].get("foreignKeys", []):
        target = link["reference"]
        table = target.get("resource") or resource["name"]
        yield as_list(link["fields"]), table, as_list(target["fields"])


def as_list(value: Any) -> list[str]:
    """One name or several, as the standard allows both."""
    return [value] if isinstance(value, str) else list(value)

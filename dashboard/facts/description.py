"""The description of the facts, `data/datapackage.json`: tables, columns, rules, and their files.

Every part of it that has a say in what is right is read here. What the validation does not know
(a type, a constraint, a property of a column) is refused, never passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from pathlib import Path
from typing import Any, Literal

from dashboard.facts.messages import BrokenFacts, FactError

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
_OF_FIELD = ("name", "type", "format", "constraints", *_TEXTS)
_OF_SCHEMA = ("$schema", "fields", "missingValues", "primaryKey", "foreignKeys")
_DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Field:
    """A column as the description tells it; the texts are in Bahasa Indonesia and English.

    `constraints` maps the name of a rule to its value, in the words of the Table Schema standard;
    `example` is a value that keeps to the pattern.
    """

    name: str
    type: str
    title_id: str
    title_en: str
    description_id: str
    description_en: str
    unit_id: str | None
    unit_en: str | None
    example: str | None
    constraints: dict[str, Any] = attribute(hash=False)


@dataclass(frozen=True)
class Link:
    """A foreign key: the columns whose values must stand in columns of another table."""

    columns: tuple[str, ...]
    table: str
    table_columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of facts, the files that it lives in, and its rules."""

    name: str
    format: Literal["csv", "parquet"]
    files: tuple[Path, ...]
    fields: tuple[Field, ...]
    missing: tuple[str, ...]
    key: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)


def tables(data_dir: Path) -> tuple[Table, ...]:
    """List the tables that the description names, in its order, and where each one lives.

    What lies on disk decides between `<name>.csv`, `<name>.parquet` and `<name>/*.parquet`.

    Raises:
        BrokenFacts: the description is broken, or a table has no file or more than one form.
    """
    errors: list[FactError] = []
    found = []
    for resource in _resources(data_dir):
        table = _locate(data_dir, resource, errors)
        if table is not None:
            found.append(table)
    if errors:
        raise BrokenFacts(errors, data_dir)
    return tuple(found)


def description_error(reason: str, table: str = "") -> FactError:
    """A fault of the description itself."""
    where = f"{table}: " if table else ""
    return FactError(table, None, None, None, "description", where + reason, DESCRIPTION)


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


def _resources(data_dir: Path) -> list[dict[str, Any]]:
    """Read the description and check all of it that has a say in what is right."""
    package = _load_json(data_dir)
    resources = package.get("resources") if isinstance(package, dict) else None
    fault = None
    if not isinstance(resources, list) or not resources:
        fault = description_error("resources is missing")
    elif not isinstance(package.get("version"), str):
        fault = description_error("version is missing")
    else:
        faults = (_resource_fault(resource) for resource in resources)
        fault = next(filter(None, faults), None) or next(_link_faults(resources), None)
    if fault or resources is None:
        raise BrokenFacts([fault] if fault else [], data_dir)
    return resources


def _load_json(data_dir: Path) -> Any:
    path = data_dir / DESCRIPTION
    at = FactError("", None, None, None, "", file=DESCRIPTION)
    if not path.is_file():
        raise BrokenFacts([replace(at, rule="missing-description")], data_dir)
    try:
        found = encoding_error(path, at)
        text = "" if found else path.read_text(encoding="utf-8-sig")
        if text.strip():
            return json.loads(text)
        found = found or replace(at, rule="empty-file")
    except OSError as error:
        found = replace(at, rule="unreadable", detail=error.strerror or str(error))
    except json.JSONDecodeError as error:
        found = replace(at, row=error.lineno, rule="invalid-json", detail=error.msg)
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number too long
        found = replace(at, rule="invalid-json", detail=str(error))
    raise BrokenFacts([found], data_dir)


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
        return description_error("the dialect of the CSV file is another than the one read", name)
    reason = _schema_fault(resource.get("schema"))
    return description_error(reason, name) if reason else None


def _is_inside(path: object, name: str) -> bool:
    """Tell whether a path is one of the three places that a table may live in."""
    parts = path if isinstance(path, list) else [path]
    allowed = re.compile(rf"{name}\.csv|{name}\.parquet|{name}/[^/\\]+\.parquet")
    return bool(parts) and all(isinstance(p, str) and allowed.fullmatch(p) for p in parts)


def _schema_fault(schema: object) -> str:
    """Name what is wrong with a table's schema; empty when nothing is."""
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        return "schema.fields is missing"
    if unknown := [name for name in schema if name not in _OF_SCHEMA]:
        return f"the property {unknown[0]} is not known"
    fields = schema["fields"]
    if not fields or not all(isinstance(field, dict) for field in fields):
        return "schema.fields is not a list of columns"
    names = [field.get("name") for field in fields]
    if not all(isinstance(name, str) and name for name in names) or len(set(names)) < len(names):
        return "a column has no name, or two have the same"
    missing = schema.get("missingValues", [""])
    if not isinstance(missing, list) or not all(isinstance(value, str) for value in missing):
        return "missingValues is not a list of texts"
    key = schema.get("primaryKey", [])
    if not isinstance(key, str | list) or not all(name in names for name in _as_list(key)):
        return "primaryKey names a column that is not there"
    faults = ((field["name"], _field_fault(field)) for field in fields)
    return next((f"{name}: {fault}" for name, fault in faults if fault), "")


def _field_fault(field: dict[str, Any]) -> str:
    """Name what is wrong with a column's type and constraints; empty when nothing is."""
    type_, constraints = field.get("type"), field.get("constraints", {})
    if unknown := [name for name in field if name not in _OF_FIELD]:
        return f"the property {unknown[0]} is not known"
    if not isinstance(type_, str) or type_ not in _CONSTRAINTS:
        return f"the type {type_} is not one of {', '.join(_CONSTRAINTS)}"
    if field.get("format", "default") != "default":
        return f"the format {field['format']} is not known"
    if not isinstance(constraints, dict):
        return "constraints is not an object"
    for name, value in constraints.items():
        if name not in _CONSTRAINTS[type_]:
            return f"the constraint {name} is not known for the type {type_}"
        if not _fits(name, value, type_):
            return f"the constraint {name} cannot be {json.dumps(value, ensure_ascii=False)}"
    return ""


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
            yield description_error("the table is described twice", resource["name"])
        columns[resource["name"]] = {field["name"] for field in resource["schema"]["fields"]}
    for resource in resources:
        name = resource["name"]
        try:
            fits = all(
                columns[name].issuperset(link.columns)
                and columns[link.table].issuperset(link.table_columns)
                and len(link.columns) == len(link.table_columns) > 0
                for link in _links(resource)
            )
        except (AttributeError, KeyError, TypeError):
            fits = False
        if not fits:
            reason = "a foreign key points to a table or column that is not there"
            yield description_error(reason, name)


def _links(resource: dict[str, Any]) -> tuple[Link, ...]:
    """The foreign keys of a table; one without a target points into the table itself."""
    return tuple(
        Link(
            tuple(_as_list(link["fields"])),
            link["reference"].get("resource") or resource["name"],
            tuple(_as_list(link["reference"]["fields"])),
        )
        for link in resource["schema"].get("foreignKeys", [])
    )


def _locate(data_dir: Path, resource: dict[str, Any], errors: list[FactError]) -> Table | None:
    name, schema = resource["name"], resource["schema"]
    single = data_dir / f"{name}.parquet"
    folder = data_dir / name
    forms: list[tuple[Literal["csv", "parquet"], tuple[Path, ...]]] = []
    if (data_dir / f"{name}.csv").is_file():
        forms.append(("csv", (data_dir / f"{name}.csv",)))
    if single.is_file():
        forms.append(("parquet", (single,)))
    if parts := tuple(sorted(path for path in folder.glob("*.parquet") if path.is_file())):
        forms.append(("parquet", parts))
    if len(forms) != 1:
        # Two forms of one table could disagree, and nobody would see which one is shown.
        rule = "ambiguous-file" if forms else "missing-file"
        present = ", ".join(files[0].relative_to(data_dir).as_posix() for _, files in forms)
        errors.append(FactError(name, None, None, present or f"{name}.csv", rule, file=name))
        return None
    return Table(
        name,
        *forms[0],
        fields=tuple(map(_field, schema["fields"])),
        missing=tuple(schema.get("missingValues", [""])),
        key=tuple(_as_list(schema.get("primaryKey", []))),
        links=_links(resource),
    )


def _field(described: dict[str, Any]) -> Field:
    title = str(described.get("title", described["name"]))
    description = str(described.get("description", ""))
    return Field(
        name=described["name"],
        type=described["type"],
        title_id=title,
        title_en=str(described.get("title_en", title)),
        description_id=description,
        description_en=str(described.get("description_en", description)),
        unit_id=described.get("unit"),
        unit_en=described.get("unit_en", described.get("unit")),
        example=described.get("example"),
        constraints=described.get("constraints", {}),
    )


def _as_list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)

"""The description of the facts as objects: day, version, tables, columns, rules, and their files.

It is made once from `data/datapackage.json` (package.py checks that file) and handed on to whoever
needs it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from dataclasses import field as attribute
from pathlib import Path
from typing import Any, Literal

from dashboard.facts.messages import BrokenFacts, FactError
from dashboard.facts.package import as_list, created_day, links_of, read_package


@dataclass(frozen=True)
class Field:
    """A column as the description tells it; the texts are in Bahasa Indonesia and English.

    `constraints` maps the name of a rule to its value, in the words of the Table Schema standard;
    `example` is a value that keeps to the pattern. A `partial_date` is a text that holds a year, a
    month or a day; what `may_be_planned` may lie after the day of the facts. `synonyms` are what
    sheets of offices call the column, in either language.
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
    is_partial_date: bool
    may_be_planned: bool
    constraints: dict[str, Any] = attribute(hash=False)
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A foreign key: the columns whose values must stand in columns of another table."""

    columns: tuple[str, ...]
    table: str
    table_columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of facts, the files that it lives in, and its rules.

    With less than `minimum_rows` it is not whole: something was lost on the way here. The rows of
    one that `is_confidential` are about single persons: only what is counted of them leaves.
    """

    name: str
    format: Literal["csv", "parquet"]
    files: tuple[Path, ...]
    fields: tuple[Field, ...]
    missing: tuple[str, ...]
    key: tuple[str, ...]
    links: tuple[Link, ...]
    minimum_rows: int
    is_confidential: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True)
class Description:
    """All that `datapackage.json` says of the facts in `folder`, which are of the day `created`.

    `package` is the file itself, as JSON.
    """

    folder: Path
    version: str
    created: dt.date
    tables: tuple[Table, ...]
    package: dict[str, Any] = attribute(hash=False, repr=False)


def read_description(data_dir: Path) -> Description:
    """Read the description, and find where each table that it names lives.

    What lies on disk decides between `<name>.csv`, `<name>.parquet` and `<name>/*.parquet`.

    Raises:
        BrokenFacts: the description is broken, or a table has no file or more than one form.
    """
    package = read_package(data_dir)
    errors: list[FactError] = []
    located = [_locate(data_dir, resource, errors) for resource in package["resources"]]
    if errors:
        raise BrokenFacts(errors, data_dir)
    tables = tuple(table for table in located if table is not None)
    return Description(data_dir, package["version"], created_day(package), tables, package)


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
        key=tuple(as_list(schema.get("primaryKey", []))),
        links=tuple(
            Link(tuple(own), table, tuple(others)) for own, table, others in links_of(resource)
        ),
        minimum_rows=resource.get("minimum_rows", 0),
        is_confidential=resource.get("confidential", False),
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
        is_partial_date=described.get("partial_date", False),
        may_be_planned=described.get("may_be_planned", False),
        constraints=described.get("constraints", {}),
        synonyms=tuple(described.get("synonyms", ())),
    )

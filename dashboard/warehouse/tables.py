"""The tables that readers take away: what there is, and what each column means.

A table of facts is read through its staging view (the published columns with their types), a mart
as it is. The rows of a confidential table stay where they are: no page, file or SQL box has them.
Descriptions come from the build's copy of datapackage.json or core/columns.yaml.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile
from pathlib import Path
from typing import Any

from dashboard import facts
from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, Words
from dashboard.warehouse import indicators
from dashboard.warehouse.engine import Warehouse, cached

Both = dict[str, str]  # a text in each language
_OF_RESPONDENTS = "mart_spi_response"  # shown where there is any


@dataclass(frozen=True, eq=False)
class Column:
    """A column and what it means. `published` is its name in the file of facts, if another."""

    name: str
    type: str
    label: Both
    text: Both
    unit: Both | None = None
    published: str = ""

    def described(self, say: Words) -> str:
        """Label, meaning and unit in one text."""
        label, text = self.label[say.lang], self.text[say.lang]
        if not text.startswith(label):
            text = f"{label}. {text}"
        if self.unit:
            text += " " + say("Unit: {unit}.", unit=self.unit[say.lang])
        if self.published:
            text += " " + say("In the file of facts: {column}.", column=self.published)
        return text


@dataclass(frozen=True, eq=False)
class Table:
    """A table of facts or a mart."""

    name: str
    view: str
    is_mart: bool
    title: Both
    text: Both
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def region_column(self) -> str | None:
        """The column that says which region a row is about."""
        return next((n for n in ("region_code", "province_code") if n in self.names), None)

    def shown(self, lang: str) -> tuple[Column, ...]:
        """The columns for a reader: texts in one language, without what only machines read."""
        other = next(one for one in LANGUAGES if one != lang)

        def is_for_reader(column: Column) -> bool:
            base, _, end = column.name.rpartition("_")
            is_other_language = end == other and f"{base}_{lang}" in self.names
            is_of_machines = base == "search" or column.type.startswith("DOUBLE[")
            is_said_twice = column.name == "source_id" and "source_ids" in self.names
            return not (is_other_language or is_of_machines or is_said_twice)

        return tuple(column for column in self.columns if is_for_reader(column))

    @property
    def year_column(self) -> Column | None:
        """The column that says which year a row is about: a year, else the first date."""
        years = [column for column in self.columns if column.name == "year"]
        return next(iter(years + [c for c in self.columns if c.type == "DATE"]), None)


@cache
def _examples() -> dict[str, Any]:
    text = Path(__file__).with_name("examples.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = dictionary.read_yaml(text)
    return loaded


@cached()
def tables(warehouse: Warehouse) -> dict[str, Table]:
    """Every table by its name: marts first, then facts as the description lists them."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for row in warehouse.records("data/columns"):
        columns.setdefault(row["view_name"], []).append((row["column_name"], row["data_type"]))
    path = warehouse.build.folder / facts.DESCRIPTION
    package = json.loads(path.read_text(encoding="utf-8"))
    found = [
        *(
            _mart(name, columns[name])
            for name in _marts(columns)
            if (name != indicators.MART or indicators.declared(warehouse))
            and (name != _OF_RESPONDENTS or _has_rows(warehouse, name))
        ),
        *(
            _fact(resource, columns[f"stg_{resource['name']}"])
            for resource in package["resources"]
            if f"stg_{resource['name']}" in columns and not resource.get("confidential")
        ),
    ]
    return {table.name: table for table in found}


def _has_rows(warehouse: Warehouse, name: str) -> bool:
    return warehouse.browse(name, lambda all_: all_.limit(1)).num_rows > 0


@cached()
def every_column(warehouse: Warehouse) -> frozenset[str]:
    """The names of all columns of all tables."""
    return frozenset(name for table in tables(warehouse).values() for name in table.names)


@cached(64)
def columns_of(warehouse: Warehouse, query: str) -> dict[str, Column]:
    """What each column of a figure's query means, by name: as its tables say, else in general.

    A name that neither knows is left out.
    """
    known = {table.view: table for table in tables(warehouse).values()}
    named = re.findall(r"\b(?:stg|mart)_\w+", warehouse.text_of(query))
    found = {name: _column(name, "", described) for name, described in _columns().items()}
    for view in reversed(named):  # the first table named is the one that the rows come from
        if view in known:
            found |= {column.name: column for column in known[view].columns}
    own = dictionary.columns()["queries"].get(query.rpartition("/")[2], {})
    return found | {name: _column(name, "", described) for name, described in own.items()}


def _columns() -> dict[str, dict[str, Any]]:
    """The columns that have a label of their own; the others are described by the facts."""
    return {
        name: described
        for name, described in dictionary.columns()["columns"].items()
        if "label" in described
    }


def _marts(columns: Iterable[str]) -> list[str]:
    """Marts in the order of their descriptions; one without is shown all the same, last."""
    known = list(dictionary.columns()["marts"])
    marts = [name for name in columns if name.startswith("mart_")]
    return sorted(marts, key=lambda name: known.index(name) if name in known else len(known))


def _mart(name: str, columns: list[tuple[str, str]]) -> Table:
    described = dictionary.columns()["marts"].get(name, {})
    untitled = dict.fromkeys(("id", "en"), name)
    own = {**_columns(), **described.get("columns", {})}
    return Table(
        name,
        name,
        True,
        described.get("title", untitled),
        described.get("grain", untitled),
        tuple(_column(column, kind, own.get(column, {})) for column, kind in columns),
    )


def _column(name: str, kind: str, described: dict[str, Any], published: str = "") -> Column:
    unsaid = {"id": name, "en": name}
    return Column(
        name,
        kind,
        described.get("label", unsaid),
        described.get("text", unsaid),
        described.get("unit"),
        published,
    )


def _fact(resource: dict[str, Any], columns: list[tuple[str, str]]) -> Table:
    name = resource["name"]
    renamed = dictionary.columns()["renamed"].get(name, {})
    fields = {field["name"]: field for field in resource["schema"]["fields"]}

    def column(own: str, kind: str) -> Column:
        field = fields.get(renamed.get(own, own))
        described = _columns().get(own, {})
        if field is None or (own in renamed and described):  # made by the staging layer
            return _column(own, kind, described, renamed.get(own, ""))
        described = {"label": _both(field, "title"), "text": _both(field, "description")}
        if "unit" in field:
            described["unit"] = _both(field, "unit")
        return _column(own, kind, described, renamed.get(own, ""))

    return Table(
        name,
        f"stg_{name}",
        False,
        _both(resource, "title"),
        _both(resource, "description"),
        tuple(column(own, kind) for own, kind in columns),
    )


def _both(described: dict[str, Any], key: str) -> Both:
    """A text of the description in both languages, Indonesian where English is missing."""
    text = str(described.get(key, described.get("name", "")))
    return {"id": text, "en": str(described.get(f"{key}_en", text))}


def offered(warehouse: Warehouse) -> tuple[tuple[str, str], ...]:
    """What the SQL box offers: view of the build and name in the box."""
    return tuple((table.view, table.name) for table in tables(warehouse).values())


def examples(warehouse: Warehouse, lang: str) -> dict[str, str]:
    """Titles of the SQL box's examples, by their names."""
    described = _examples()
    there = warehouse.names("example")
    return {n: entry["title"][lang] for n, entry in described.items() if f"example/{n}" in there}


def example(warehouse: Warehouse, name: str, lang: str) -> str:
    """An example to start from; its first comment is in the reader's language."""
    described = _examples()[name]
    comments = [described[key][lang] for key in ("title", "note") if key in described]
    lines = warehouse.text_of(f"example/{name}").splitlines()
    return "\n".join(
        [
            *(f"-- {comment}" for comment in comments),
            *dropwhile(lambda line: line.startswith("--"), lines),
        ]
    )

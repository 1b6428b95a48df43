"""What a state of the facts says, thing by thing: what two of them are compared by.

A thing is a score of a region and year, an operation, a stage of a unit, or a row of another table;
table, region and key name it in every state.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard import facts
from dashboard.figures.model import Row
from dashboard.warehouse import choices, indicators
from dashboard.warehouse.engine import Warehouse, cached
from dashboard.warehouse.tables import Both, Table, tables

if TYPE_CHECKING:
    import pyarrow as pa

SCORES, OBSERVATIONS = "mart_spi", "spi_results"
OPERATIONS, ZONES = "ott_incidents", "wbk_status"
AWARDS = ("wbk", "wbbm")
NATION = choices.NATION

# Tables whose rows are told in another way, or are no news of a region.
_TOLD_OTHERWISE = frozenset(
    {
        *(OBSERVATIONS, OPERATIONS, ZONES),
        *("spi_class_reports", "spi_classes", "ott_offices", "corrections", "coverage"),
        *("regions", "region_aliases", "sources", "population"),
    }
)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
# What is said about a row rather than by it.
_BESIDE = ("source_id", "reliability", "region_code")
# The figure that shows the rows of a table; those of a table without one stand on the page Data.
_FIGURES = {
    "bimtek_activity": "bimtek-timeline",
    "regulations": "regulation-subjects",
    "ott_yearly": "ott-by-year",
    "wbk_yearly": "wbk-by-year",
    "spi_survey_years": "coverage-matrix",
    "spi_method_notes": "spi-trend",
}

Thing = tuple[str, str, str]  # table, region code, key


@dataclass(frozen=True)
class State:
    """What a state of the facts says of one thing.

    Attributes:
        facts: its values, as JSON can hold them.
        about: what a sentence needs beside them: region, year, the year before.
        figure, parameters: the figure that shows it, and how its address asks for it.
        source_ids: where it stands.
    """

    facts: dict[str, Any]
    about: dict[str, Any]
    figure: str
    parameters: dict[str, str]
    source_ids: tuple[str, ...] = ()


def parts(warehouse: Warehouse) -> dict[str, pa.Table]:
    """The rows that may become news, by query of `sql/query/changes` or by table of the facts.

    Two states of the facts that give equal rows of a part say the same there.
    """
    others = _other_tables(warehouse)
    return {
        **{name: warehouse.ask(name) for name in _READ},
        **{name: warehouse.browse(others[name].view, lambda all_: all_) for name in others},
    }


def read(warehouse: Warehouse, part: str, rows: pa.Table) -> dict[Thing, State]:
    """What the rows of a part say, thing by thing."""
    if part in _READ:
        return dict(map(_READ[part], rows.to_pylist()))
    table = _other_tables(warehouse)[part]
    key = _key_columns(table, _primary_keys(warehouse)[part])
    return dict(_of_table(warehouse, table, key, row) for row in rows.to_pylist())


def labels(warehouse: Warehouse, table: str) -> Mapping[str, Both]:
    """What a reader calls the columns of a table."""
    known = tables(warehouse).get(table)
    found = {column.name: column.label for column in known.columns} if known else {}
    return {**found, "awarded_by": found["award_by"]} if "award_by" in found else found


def _observation(row: Row) -> tuple[Thing, State]:
    """What a source printed as a score, or the mean of its respondents: a thing of its own."""
    of_respondents = " respondents" if row["is_of_respondents"] else ""
    key = f"{row['scope']} {row['year']} {row['source_id']}{of_respondents}"
    return (OBSERVATIONS, row["region_code"], key), State(
        {"score": row["score"], "is_excluded": row["is_excluded"]},
        {"region": row["region_name"], "scope": row["scope"], "year": row["year"]},
        "spi-trend",
        _score_parameters(row),
        (row["source_id"],),
    )


def _score(row: Row) -> tuple[Thing, State]:
    """A score that is shown, or a class that is known alone."""
    names = ("score", "low", "high", "is_disputed", "spi_class", "reported_reliability")
    about = (
        *("scope", "year", "previous_year", "previous_score", "has_method_change"),
        *("has_class_change", "crossed_split_year", "previous_class", "previous_class_year"),
        "is_class_comparable",
    )
    return (SCORES, row["region_code"], f"{row['scope']} {row['year']}"), State(
        {name: row[name] for name in names},
        {"region": row["region_name"], **{name: row[name] for name in about}},
        "spi-trend",
        _score_parameters(row),
        tuple(row["source_ids"]),
    )


def _score_parameters(row: Row) -> dict[str, str]:
    parameters = {"region": row["region_code"], "year": str(row["year"])}
    if row["region_code"] == NATION:
        return {**parameters, "region": "", "reference": row["scope"]}
    if row["scope"] in ("pemprov", "agregat_wilayah"):
        parameters["scope"] = row["scope"]
    return parameters


def _incident(row: Row) -> tuple[Thing, State]:
    """An operation."""
    beside = ("incident_id", "region_code", "region_name", "year", "source_ids")
    year = str(row["year"])
    return (OPERATIONS, row["region_code"], row["incident_id"]), State(
        {name: _plain(value) for name, value in row.items() if name not in beside},
        {"region": row["region_name"], "year": row["year"]},
        "ott-timeline",
        {"region": _asked_region(row["region_code"]), "from_year": year, "year": year},
        tuple(row["source_ids"]),
    )


def _zone(row: Row) -> tuple[Thing, State]:
    """A stage of a unit, or of a group of units."""
    return (ZONES, row["region_code"], f"{row['unit_name']} · {row['stage']}"), State(
        {name: row[name] for name in ("year", "unit_count", "awarded_by", "is_year_inferred")},
        {
            "region": row["region_name"],
            "year": row["year"],
            "unit": row["unit_name"],
            "stage": row["stage"],
        },
        "wbk-ladder",
        {"region": _asked_region(row["region_code"]), "year": str(row["year"])},
        tuple(row["source_ids"]),
    )


_READ: dict[str, Callable[[Row], tuple[Thing, State]]] = {
    "changes/scores": _score,
    "changes/observations": _observation,
    "changes/incidents": _incident,
    "changes/zones": _zone,
}


def _asked_region(code: str) -> str:
    """What an address asks for: no region is the nation."""
    return "" if code == NATION else code


@cached()
def _other_tables(warehouse: Warehouse) -> dict[str, Table]:
    """Every other table that is described with a key, also one of tomorrow."""
    keys = _primary_keys(warehouse)
    return {
        name: table
        for name, table in tables(warehouse).items()
        if not table.is_mart
        and name not in _TOLD_OTHERWISE
        and keys.get(name)
        and _key_columns(table, keys[name])
    }


def _key_columns(table: Table, primary_key: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a key as the staging layer calls them; none where one of them is not there."""
    named = {column.published or column.name: column.name for column in table.columns}
    return tuple(named[one] for one in primary_key) if set(primary_key) <= set(named) else ()


def _of_table(
    warehouse: Warehouse, table: Table, primary_key: tuple[str, ...], row: Row
) -> tuple[Thing, State]:
    code = row.get("region_code") or NATION
    own = [name for name in primary_key if name != "region_code"]
    values = {name: _plain(row[name]) for name in table.names}
    key = " ".join(str(values[name]) for name in own)
    column = table.year_column
    when = row[column.name] if column else None
    year = when.year if isinstance(when, dt.date) else when
    # A day that is known by its year or month only is a text.
    partial = next((values[name] for name in own if _PARTIAL_DATE.fullmatch(str(values[name]))), "")
    parameters = {"region": _asked_region(code)}
    if year is not None:
        parameters |= {"from_year": str(year), "year": str(year)}
    return (
        (table.name, code, key),
        State(
            {name: value for name, value in values.items() if name not in (*_BESIDE, *own)},
            {
                "region": choices.name_of(warehouse, code) or code,
                "year": year,
                "date": _plain(when) if isinstance(when, dt.date) else None,
                "date_precision": row.get("date_precision") or "day",
                "partial_date": partial if column is None else "",
                "title": table.title,
                "key": {name: values[name] for name in own if name != "source_id"},
            },
            _figure(warehouse, table.name),
            parameters,
            (row["source_id"],) if row.get("source_id") else (),
        ),
    )


def _figure(warehouse: Warehouse, table: str) -> str:
    """The figure that shows the rows of a table; a declared indicator has its own."""
    declared = indicators.declared(warehouse).values()
    own = (f"{one.figure_prefix}-trend" for one in declared if one.table == table)
    return next(own, _FIGURES.get(table, ""))


@cached()
def _primary_keys(warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    """The columns that name a row of each table, as the build's own description says it."""
    text = (warehouse.build.folder / facts.DESCRIPTION).read_text(encoding="utf-8")
    found = {}
    for resource in json.loads(text)["resources"]:
        key = resource["schema"].get("primaryKey", ())
        found[resource["name"]] = (key,) if isinstance(key, str) else tuple(key)
    return found


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value

"""The declared indicators of a build: which there are, and of which years they are known."""

from __future__ import annotations

import json

from dashboard import facts
from dashboard.facts import Indicator
from dashboard.warehouse.engine import Warehouse, cached

MART = "mart_indicator"


@cached()
def declared(warehouse: Warehouse) -> dict[str, Indicator]:
    """The indicators that the facts of a build declare and have values of, by their ids."""
    path = warehouse.build.folder / facts.DESCRIPTION
    found = facts.declared(json.loads(path.read_text(encoding="utf-8")))
    known = _years(warehouse) if found else {}
    return {one.id: one for one in found if one.id in known}


@cached()
def _years(warehouse: Warehouse) -> dict[str, tuple[tuple[int, bool], ...]]:
    found: dict[str, tuple[tuple[int, bool], ...]] = {}
    for row in warehouse.records("indicator/indicator_years"):
        year = (int(row["year"]), bool(row["is_full"]))
        found[row["indicator"]] = (*found.get(row["indicator"], ()), year)
    return found


def years(warehouse: Warehouse, indicator: str) -> tuple[int, ...]:
    """The years with a value of a declared indicator, oldest first."""
    return tuple(year for year, _is_full in _years(warehouse)[indicator])


def full_years(warehouse: Warehouse, indicator: str) -> tuple[int, ...]:
    """Those of its years in which it is known of at least half as many regions as at its best."""
    return tuple(year for year, is_full in _years(warehouse)[indicator] if is_full)


@cached()
def samples(warehouse: Warehouse) -> frozenset[str]:
    """The declared indicators whose tables are samples, which are never ranked."""
    if not declared(warehouse):
        return frozenset()
    return frozenset(row["indicator"] for row in warehouse.records("indicator/indicator_sample"))


def label(warehouse: Warehouse, indicator: str, lang: str) -> str:
    """The short name of a declared indicator."""
    return declared(warehouse)[indicator].label[lang]

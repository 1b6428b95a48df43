"""What was done in a region, as far as found: activities, zones that passed, regulations."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, registry
from dashboard.figures.model import Row
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of

_PASSED = ("wbk", "wbbm")


@dataclass(frozen=True, eq=False)
class Actions:
    """What was found.

    Attributes:
        headline: how many of each kind, with the years that are counted.
        kinds: name, number and newest of each kind of which something was found.
        sources: of the newest ones.
    """

    headline: str
    kinds: tuple[tuple[str, str, str], ...]
    sources: tuple[Source, ...]


@cached(64)
def actions(warehouse: Warehouse, selection: Selection) -> Actions:
    """What was found of the first chosen region, counted as the scorecard counts it."""
    say, one = words(selection.lang), replace(selection, region=selection.region[:1])
    answer = registry.answer(warehouse, "spi-scorecard", one)
    [row] = answer.rows
    end = answer.selection.to_year or answer.selection.year or 0

    def records(query: str) -> list[Row]:
        return queries.records(warehouse, query, one, region_code=one.region[0], year=end)

    zones = records("region/region_wbk")
    passed = [
        zone for zone in zones if zone["event_type"] in _PASSED and zone["award_by"] != "internal"
    ]
    activities, rules = records("region/region_activities"), records("region/region_regulations")
    found = (
        ("activities_seen", row["activities_seen"], activities, _activity),
        ("wbk_seen", row["wbk_seen"], passed, _zone),
        ("regulations_seen", row["regulations_seen"], rules, _rule),
    )
    kinds, newest = [], []
    for column, n, rows, text_of in found:
        label = dictionary.heading(column, say.lang, short=True)
        if n and rows:
            kinds.append((label, say.number(n, 0), text_of(rows[0], say)))
            newest.append(rows[0])
        else:
            kinds.append((label, "–", say("not found yet")))
    return Actions(
        _headline(row, end, warehouse, one, say), tuple(kinds), sources_of(warehouse, newest)
    )


def _headline(row: Row, end: int, warehouse: Warehouse, selection: Selection, say: Words) -> str:
    counts = [
        text
        for n, text in (
            (
                row["activities_seen"],
                say.plural("{n} activity", "{n} activities", row["activities_seen"] or 0),
            ),
            (
                row["wbk_seen"],
                say.plural("{n} WBK/WBBM unit", "{n} WBK/WBBM units", row["wbk_seen"] or 0),
            ),
            (
                row["regulations_seen"],
                say.plural("{n} regulation", "{n} regulations", row["regulations_seen"] or 0),
            ),
        )
        if n
    ]
    values = {"region": row["region_label"], "year": end}
    if not counts:
        return say("{region}: no activity, zone or regulation found up to {year}", **values)
    return say("{region}: {found} found up to {year}", found=say.list(counts), **values)


def _activity(row: Row, say: Words) -> str:
    when = say.date(row["event_date"], row["date_precision"], "medium")
    return f"{when}: {say.pick(row, 'title')}"


def _zone(row: Row, say: Words) -> str:
    stage = dictionary.label("stages", row["event_type"], say.lang)
    return f"{row['year']}: {row['unit_name']} ({stage})"


def _rule(row: Row, say: Words) -> str:
    number = f" {row['regulation_number']}" if row["regulation_number"] else ""
    instrument = dictionary.label("instruments", row["event_type"], say.lang)
    return f"{row['year']}: {instrument}{number}, {say.pick(row, 'title')}"

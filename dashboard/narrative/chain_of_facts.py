"""The dated facts of one region in sequence: scores, operations, activities, zones, regulations.

A sequence in time, never a cause. Of many facts those are told that a reader asks for first.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, sentences, years
from dashboard.figures.model import Row
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of

_PASSED, _FELL_SHORT = ("wbk", "wbbm"), ("belum lolos",)
_MOST_OPERATIONS, _MOST_FACTS = 3, 8


@dataclass(frozen=True, eq=False)
class Chain:
    """Facts in sequence.

    Attributes:
        steps: when, and what with its kind, oldest first.
        n_others: how many dated facts of the same years are not told.
        sources: of those that are told.
    """

    steps: tuple[tuple[str, str], ...]
    n_others: int
    sources: tuple[Source, ...]


@cached(64)
def chain(warehouse: Warehouse, selection: Selection) -> Chain:
    """The facts of the first chosen region: its last scores, the last operations, what followed.

    Each operation is followed by the first activity found after it; the newest activity, award,
    shortfall and regulation are told too, each with how many there are of its year.
    """
    say = words(selection.lang)
    year = years.best_known(warehouse, selection)
    first, _last = years.ott_window(warehouse, selection)
    rows = queries.records(
        warehouse,
        "region/response_timeline",
        selection,
        from_year=first,
        to_year=max(year, years.newest_event(warehouse, selection)),
    )
    is_province = choices.regions(warehouse)[selection.region[0]].level == "provinsi"
    told = sorted(_told(rows, year), key=rows.index)
    steps = tuple(
        (
            say.date(row["event_date"], row["date_precision"], "medium"),
            f"{_kind(row, say)}: {_what(row, rows, say, is_province=is_province)}",
        )
        for row in told
    )
    return Chain(steps, len(rows) - len(told), sources_of(warehouse, told))


def _told(rows: list[Row], year: int) -> list[Row]:
    """Those that are told, the most wanted first."""
    lanes: dict[str, list[Row]] = {}
    for row in rows:
        lanes.setdefault(row["lane"], []).append(row)
    scores = [row for row in lanes.get("spi", []) if row["year"] == year]
    previous = [row for row in lanes.get("spi", []) if row["year"] < year][-1:]
    newer = [row for row in lanes.get("spi", []) if row["year"] > year][-1:]
    operations = lanes.get("ott", [])[-_MOST_OPERATIONS:]
    activities, zones = lanes.get("activity", []), lanes.get("wbk", [])
    followed = [one for row in reversed(operations) for one in _after(row, activities)[:1]]
    wanted = [
        *(scores, newer, previous, operations[-1:], followed[:1], activities[-1:]),
        *(_newest(zones, _PASSED), _newest(zones, _FELL_SHORT), operations, followed),
        lanes.get("regulation", [])[-1:],
    ]
    told: list[Row] = []
    for row in (row for group in wanted for row in group):
        if not any(row is one for one in told):
            told.append(row)
    return told[:_MOST_FACTS]


def _after(operation: Row, activities: Iterable[Row]) -> list[Row]:
    """The activities that came after an operation, as far as its date tells."""
    day: dt.date = operation["event_date"]
    if operation["date_precision"] != "day":  # within one month or year the order is unknown
        month = 12 if operation["date_precision"] == "year" else day.month
        day = dt.date(day.year, month, calendar.monthrange(day.year, month)[1])
    return [
        row for row in activities if row["event_date"] > day and row["date_precision"] != "year"
    ]


def _newest(zones: list[Row], stages: tuple[str, ...]) -> list[Row]:
    return [row for row in zones if row["event_type"] in stages][-1:]


def _kind(row: Row, say: Words) -> str:
    """What kind of fact it is; of an activity which kind of it."""
    if row["lane"] == "activity":
        kind = dictionary.label("event_types", row["event_type"], say.lang)
        return kind[:1].upper() + kind[1:]
    return dictionary.label("events", row["lane"], say.lang)


def _what(row: Row, rows: list[Row], say: Words, *, is_province: bool) -> str:
    """A fact in words; of a province it says where it happened."""
    if row["lane"] == "spi":
        score = sentences.starred(row, say)
        return f"{score} ({sentences.class_label(row, say)})" if row["spi_class"] else score
    text = say.pick(row, "title")
    if row["lane"] == "wbk":
        text = f"{text}: {dictionary.label('event_types', row['event_type'], say.lang)}"
        group = _PASSED if row["event_type"] in _PASSED else _FELL_SHORT
        same = [
            one
            for one in rows
            if one["lane"] == "wbk"
            and one["event_type"] in group
            and one["event_date"] == row["event_date"]
        ]
        if len(same) > 1:
            text += " " + say.plural(
                "(and {n} other of that year)", "(and {n} others of that year)", len(same) - 1
            )
    elif row["lane"] == "activity" and is_province:
        place = row["region_label"]
        text = text if place in text else f"{text} ({place})"
    return text

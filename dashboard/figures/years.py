"""Which years are meant: every rule once and by its name, for figures, sentences and pages.

A selection without a year means the newest one that the facts support. Functions that take a
warehouse and a selection and return a selection are what a figure's `resolve` can be: in what they
return, `year` is the last year and `from_year` the first one, if there is a span.

A page of events has a span of its own, whose end its address calls `to_year`: `year` is the
survey's there. Figures know `year` alone; the functions at the end translate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from dashboard.core.selection import Selection
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse

T = TypeVar("T")

# The years that may be asked for, by the kind that a figure names.
KNOWN: dict[str, Callable[[Warehouse], tuple[int, ...]]] = {
    "survey": choices.survey_years,
    "ott": choices.ott_years,
    "bimtek": choices.bimtek_years,
    "wbk": choices.wbk_years,
}


def resolved(selection: Selection, from_year: int | None, year: int) -> Selection:
    """The selection with its years filled in."""
    return replace(selection, from_year=from_year, year=year)


def within(year: int, known: tuple[int, ...]) -> int:
    """The year, or the nearest known one."""
    return min(max(year, known[0]), known[-1])


# --- one year ------------------------------------------------------------------------------------


def newest_survey(warehouse: Warehouse, selection: Selection) -> int:
    """The asked year, or that of the newest survey, whoever has a score in it."""
    return selection.year or choices.survey_years(warehouse)[-1]


def best_known(warehouse: Warehouse, selection: Selection) -> int:
    """The asked year, or the newest one in which most provinces have a score."""
    return selection.year or choices.best_known_year(warehouse, selection.scope)


def newest_event(warehouse: Warehouse, selection: Selection) -> int:
    """The asked year, or the last one that any fact may lie in."""
    return selection.year or choices.ott_years(warehouse)[-1]


def in_best_known(warehouse: Warehouse, selection: Selection) -> Selection:
    """One year: the best known one."""
    return resolved(selection, None, best_known(warehouse, selection))


def up_to_newest_event(warehouse: Warehouse, selection: Selection) -> Selection:
    """Everything up to the newest year of events."""
    return resolved(selection, None, newest_event(warehouse, selection))


# --- a span of surveys ---------------------------------------------------------------------------


def survey_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """From the first survey to the newest one."""
    first = selection.from_year or choices.survey_years(warehouse)[0]
    return resolved(selection, first, newest_survey(warehouse, selection))


def survey_starts(warehouse: Warehouse, selection: Selection) -> tuple[int, ...]:
    """The surveys that a span up to the newest one may begin with."""
    last = newest_survey(warehouse, selection)
    return tuple(year for year in choices.survey_years(warehouse) if year <= last)


def baselines(warehouse: Warehouse, selection: Selection) -> tuple[int, ...]:
    """The surveys before the best known one, which a change may be measured from."""
    last = best_known(warehouse, selection)
    return tuple(year for year in choices.survey_years(warehouse) if year < last)


def since_baseline(warehouse: Warehouse, selection: Selection) -> Selection:
    """The best known survey against the one before it; the first one has none."""
    earlier = baselines(warehouse, selection)
    first = selection.from_year if selection.from_year in earlier else max(earlier, default=None)
    return resolved(selection, first, best_known(warehouse, selection))


# --- a span of events ----------------------------------------------------------------------------


def _span(selection: Selection, first: int, last: int) -> Selection:
    year = selection.year or last
    return resolved(selection, min(selection.from_year or first, year), year)


def ott_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """Every year of the list of operations, the partial ones too."""
    known = choices.ott_years(warehouse)
    return _span(selection, known[0], known[-1])


def complete_ott_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """The years in which the list of operations is complete; an address may ask for others."""
    return _span(selection, *choices.complete_ott_years(warehouse))


def complete_ott_starts(warehouse: Warehouse, selection: Selection) -> tuple[tuple[int, ...], int]:
    """The years that such a span may begin with, the asked one among them, and the default."""
    first, last = choices.complete_ott_years(warehouse)
    end = selection.year or last
    asked = min(selection.from_year or first, end)
    return tuple(sorted({*range(first, end + 1), asked})), min(first, end)


def complete_part(warehouse: Warehouse, selection: Selection) -> Selection:
    """The part of a span for which the list is complete; the span itself if there is none."""
    first, last = choices.complete_ott_years(warehouse)
    start = max(selection.from_year or first, first)
    end = min(selection.year or last, last)
    return resolved(selection, start, end) if start <= end else selection


def complete_before(warehouse: Warehouse, year: int, length: int) -> tuple[int, int]:
    """The last complete years up to a year, at most so many: the first and the last of them."""
    first, last = choices.complete_ott_years(warehouse)
    end = min(year, last)
    return max(end - length + 1, first), end


def wbk_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """Every year that integrity zones are known of."""
    known = choices.wbk_years(warehouse)
    return _span(selection, known[0], known[-1])


def bimtek_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """The years in which activities have been found, and no others."""
    return event_span(selection, choices.bimtek_years(warehouse))


# --- the span of a page --------------------------------------------------------------------------


def event_span(selection: Selection, known: tuple[int, ...]) -> Selection:
    """A page's own span inside the known years, as figures ask it.

    Without a choice it runs from the first year to the shared year, or to the last one.
    """
    end = within(selection.last_year or known[-1], known)
    start = min(within(selection.from_year or known[0], known), end)
    return replace(selection, from_year=start, year=end, to_year=None)


def chosen_span(
    selection: Selection, known: tuple[int, ...], span: tuple[int, int]
) -> dict[str, int | None]:
    """What a choice of a page's span changes in a selection; a default is not stated."""
    first, last = known[0], within(selection.year or known[-1], known)
    return {
        "from_year": None if span[0] == first else span[0],
        "to_year": None if span[1] == last else span[1],
    }


def on_page(selection: Selection, from_year: int, to_year: int) -> Selection:
    """The selection of a page of events with a span of its own."""
    return replace(selection, year=None, from_year=from_year, to_year=to_year)


def query_of_page(query: Mapping[str, T]) -> dict[str, T]:
    """What a figure was asked, as the page of events asks it that shows the figure."""
    others = {name: values for name, values in query.items() if name != "year"}
    return {**others, "to_year": query["year"]} if "year" in query else others


def query_of_figure(query: Mapping[str, T]) -> dict[str, T]:
    """What a page was asked, as its figures ask it."""
    return {**query, "year": query["to_year"]} if "to_year" in query else dict(query)

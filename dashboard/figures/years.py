"""Which years are meant: every rule once and by its name, for figures, sentences and pages.

A page has one year, that of the scores it compares, and one window of years. Without an asked year
that is the newest survey in which most provinces have a score, and the window runs on to what is
known after it; an asked year ends the window too. Functions that take a warehouse and a selection
and return a selection are what a figure's `resolve` can be.

Figures of scores call the year `year` and the end of the window `to_year`: series, operations
beside a score and newer scores are told up to it. Figures of events alone have a window only, whose
end they call `year`; the functions at the end translate from and to their pages, where `year` is
the survey's and `to_year` the end.
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


def resolved(
    selection: Selection, from_year: int | None, year: int, to_year: int | None = None
) -> Selection:
    """The selection with its years filled in."""
    return replace(selection, from_year=from_year, year=year, to_year=to_year)


def span_text(first: int | None, last: int | None) -> str:
    """Years from the first to the last, or the one year."""
    return "–".join(str(year) for year in dict.fromkeys((first, last)) if year is not None)


def within(year: int, known: tuple[int, ...]) -> int:
    """The year, or the nearest known one."""
    return min(max(year, known[0]), known[-1])


# --- the year and the window of a page -----------------------------------------------------------


def best_known(warehouse: Warehouse, selection: Selection) -> int:
    """The year of a page: the asked one, or the newest in which most provinces have a score."""
    return selection.year or choices.best_known_year(warehouse, selection.scope)


def window_end(warehouse: Warehouse, selection: Selection) -> int:
    """The last year of a page's window: the asked one, or the newest survey or complete list."""
    newest = max(choices.survey_years(warehouse)[-1], choices.complete_ott_years(warehouse)[1])
    return selection.last_year or newest


def ott_window(warehouse: Warehouse, selection: Selection) -> tuple[int, int]:
    """The years in which a page counts operations: those with a complete list, up to its end."""
    first, last = choices.complete_ott_years(warehouse)
    end = min(window_end(warehouse, selection), last)
    return min(selection.from_year or first, end), end


def in_ott_window(warehouse: Warehouse, selection: Selection) -> Selection:
    """What a page with a year of scores asks a figure of operations alone: its window."""
    return resolved(selection, *ott_window(warehouse, selection))


def newest_event(warehouse: Warehouse, selection: Selection) -> int:
    """The asked year, or the last one that any fact may lie in."""
    return selection.last_year or choices.ott_years(warehouse)[-1]


def in_best_known(warehouse: Warehouse, selection: Selection) -> Selection:
    """One year, and the end of the window up to which newer scores are named."""
    year, end = best_known(warehouse, selection), window_end(warehouse, selection)
    return resolved(selection, None, year, max(year, end))


def up_to_newest_event(warehouse: Warehouse, selection: Selection) -> Selection:
    """Everything up to the newest year of events."""
    return resolved(selection, None, newest_event(warehouse, selection))


# --- a span of surveys ---------------------------------------------------------------------------


def survey_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """From the first survey to the asked or newest one; a statement of all of them, of no year."""
    known = choices.survey_years(warehouse)
    return resolved(selection, selection.from_year or known[0], selection.year or known[-1])


def survey_window(warehouse: Warehouse, selection: Selection) -> Selection:
    """A page's year, in the surveys from the first one to the end of its window."""
    known, year = choices.survey_years(warehouse), best_known(warehouse, selection)
    end = max(year, within(window_end(warehouse, selection), known))
    return resolved(selection, min(selection.from_year or known[0], year), year, end)


def event_window(warehouse: Warehouse, selection: Selection) -> Selection:
    """A page's year, in the window in which it counts operations."""
    year = best_known(warehouse, selection)
    first, last = ott_window(warehouse, selection)
    return resolved(selection, first, year, max(year, last))


def survey_starts(warehouse: Warehouse, selection: Selection) -> tuple[int, ...]:
    """The surveys that a span up to the page's year may begin with."""
    last = best_known(warehouse, selection)
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


def wbk_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """Every year that integrity zones are known of."""
    known = choices.wbk_years(warehouse)
    return _span(selection, known[0], known[-1])


def bimtek_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """The years in which activities have been found, and no others."""
    return event_span(selection, choices.bimtek_years(warehouse))


# --- the span of a page --------------------------------------------------------------------------


def event_span(
    selection: Selection, known: tuple[int, ...], usual: tuple[int, int] | None = None
) -> Selection:
    """A page's own span inside the known years, as figures ask it.

    Without a choice it holds the usual years (all that are known), up to the shared year.
    """
    first, last = usual or (known[0], known[-1])
    if selection.year is None:  # whoever asks for a later start than usual asks for its years
        last = max(last, selection.from_year or last)
    end = within(selection.to_year or min(selection.year or last, last), known)
    start = min(within(selection.from_year or first, known), end)
    return replace(selection, from_year=start, year=end, to_year=None)


def chosen_span(
    selection: Selection,
    known: tuple[int, ...],
    usual: tuple[int, int] | None,
    span: tuple[int, int],
) -> dict[str, int | None]:
    """What a choice of a page's span changes in a selection; a default is not stated."""
    default = event_span(replace(selection, from_year=None, to_year=None), known, usual)
    return {
        "from_year": None if span[0] == default.from_year else span[0],
        "to_year": None if span[1] == default.year else span[1],
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

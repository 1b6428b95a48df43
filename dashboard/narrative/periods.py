"""Of which year and which window of years a page speaks, in a few words beside its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.core.i18n import Words, words
from dashboard.core.pages import FIRST, PAGES
from dashboard.core.selection import Selection
from dashboard.figures import years
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse


def of_page(warehouse: Warehouse, path: str, selection: Selection) -> str:
    """The year and the window of a page as a reader chose them; empty where it has none.

    Args:
        warehouse: where the facts are.
        path: one of `PAGES`; empty for the first of them.
        selection: of the page, not yet resolved.
    """
    say, page = words(selection.lang), PAGES[path or FIRST]
    asked = replace(selection, from_year=None) if page.has_baseline else selection
    return " · ".join(_SENTENCES[kind](warehouse, asked, say) for kind in page.periods)


def _spi(warehouse: Warehouse, asked: Selection, say: Words) -> str:
    return say("SPI {year}", year=years.best_known(warehouse, asked))


def _ott_window(warehouse: Warehouse, asked: Selection, say: Words) -> str:
    return say("OTT {span}", span=years.span_text(*years.ott_window(warehouse, asked)))


def _ott_span(warehouse: Warehouse, asked: Selection, say: Words) -> str:
    known, complete = choices.ott_years(warehouse), choices.complete_ott_years(warehouse)
    return say("OTT {span}", span=_span(years.event_span(asked, known, complete)))


def _bimtek(warehouse: Warehouse, asked: Selection, say: Words) -> str:
    chosen = years.event_span(asked, choices.bimtek_years(warehouse))
    return say("activities {span}", span=_span(chosen))


def _wbk(warehouse: Warehouse, asked: Selection, say: Words) -> str:
    chosen = years.event_span(asked, choices.wbk_years(warehouse))
    return say("integrity zones {span}", span=_span(chosen))


def _regulations(warehouse: Warehouse, asked: Selection, say: Words) -> str:
    return say("regulations up to {year}", year=years.newest_event(warehouse, asked))


def _span(chosen: Selection) -> str:
    return years.span_text(chosen.from_year, chosen.year)


_SENTENCES: dict[str, Callable[[Warehouse, Selection, Words], str]] = {
    "spi": _spi,
    "ott_window": _ott_window,
    "ott_span": _ott_span,
    "bimtek": _bimtek,
    "wbk": _wbk,
    "regulations": _regulations,
}

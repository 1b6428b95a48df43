"""Which figures a page shows for what a reader chose, where that decides; the first one leads it.

Pages, first screens and previews of links ask here, so that they show the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.core.pages import PAGES
from dashboard.core.selection import MOST_REGIONS, NATIONWIDE, OTT_INDICATORS, Selection
from dashboard.figures import registry
from dashboard.warehouse import choices, indicators
from dashboard.warehouse.engine import Warehouse

# From here on lines in one chart cannot be told apart; more than one question may hold are lines.
MANY_REGIONS = range(6, MOST_REGIONS + 1)
Shown = tuple[tuple[str, Selection], ...]  # ids of figures, and what each is asked
REGENCIES = "regencies"


def shown(warehouse: Warehouse, page: str, chosen: Selection) -> Shown:
    """The figures with which a page begins, and what each is asked.

    Args:
        warehouse: where the facts are.
        page: one of `PAGES`.
        chosen: what the reader chose.
    """
    rule = _RULES.get(page)
    return rule(warehouse, chosen) if rule else ((PAGES[page].leading, chosen),)


def is_of_regencies(warehouse: Warehouse, chosen: Selection) -> bool:
    """Whether the map shows kabupaten and kota: operations are known by province only."""
    own = indicators.declared(warehouse).get(chosen.indicator)
    if own is not None and not (own.has_provinces and own.has_regencies):
        return own.has_regencies
    return chosen.region_level == REGENCIES and chosen.indicator not in OTT_INDICATORS


def focus(warehouse: Warehouse, chosen: Selection) -> str:
    """The region that a reader points at on the map, as far as the map shows it.

    Before the first choice it is the first chosen region, or its province; empty is none.
    """
    code = chosen.focus or next(iter(chosen.region), "")
    if not code:
        return ""
    if not is_of_regencies(warehouse, chosen):
        return choices.regions(warehouse)[code].province_code
    return code if code in choices.regencies(warehouse, chosen.within) else ""


def _map(warehouse: Warehouse, chosen: Selection) -> Shown:
    """One indicator on the map; the region that a reader points at is outlined."""
    pointed = focus(warehouse, chosen) if chosen.focus else ""
    asked = replace(chosen, region=(pointed,)) if pointed else chosen
    if chosen.indicator in OTT_INDICATORS:
        return (("ott-map", asked),)
    own = indicators.declared(warehouse).get(chosen.indicator)
    prefix = own.figure_prefix if own else "spi"
    end = "regency-map" if is_of_regencies(warehouse, chosen) else "map"
    return ((f"{prefix}-{end}", asked),)


def _rankings(warehouse: Warehouse, chosen: Selection) -> Shown:
    """The ranking of each kind among the chosen regions; without a choice that of provinces.

    A reader may ask for the kabupaten and kota of a place instead. A declared indicator has the
    rankings that it is known for; where it has none, its trend stands here.
    """
    own = indicators.declared(warehouse).get(chosen.own_indicator)
    if own is None:
        return _rankings_of("spi", warehouse, chosen)
    rankings = _rankings_of(own.figure_prefix, warehouse, chosen)
    there = tuple(one for one in rankings if registry.find(warehouse, one[0]))
    return there or ((f"{own.figure_prefix}-trend", chosen),)


def _rankings_of(prefix: str, warehouse: Warehouse, chosen: Selection) -> Shown:
    of_provinces, of_regencies = f"{prefix}-ranking", f"{prefix}-regency-ranking"
    if chosen.region_level == REGENCIES:
        return ((of_regencies, chosen),)
    regions, kinds = choices.regions(warehouse), choices.kinds_of(warehouse, chosen.region)
    figures = [(of_provinces, chosen)] if not kinds or "provinsi" in kinds else []
    for kind in (kind for kind in kinds if kind != "provinsi"):
        codes = [code for code in chosen.region if regions[code].level == kind]
        # A kota has its like all over the country; kabupaten are many.
        within = NATIONWIDE if kind == "kota" else choices.place_around(warehouse, tuple(codes))
        figures.append((of_regencies, replace(chosen, within=within, kind=kind)))
    return tuple(figures)


def _trend(warehouse: Warehouse, chosen: Selection) -> Shown:
    """Lines in one chart; scores of many regions in a small chart each."""
    own = indicators.declared(warehouse).get(chosen.own_indicator)
    if own is not None:
        return ((f"{own.figure_prefix}-trend", chosen),)
    is_of_many = len(chosen.region) in MANY_REGIONS
    return (("spi-trend-panels" if is_of_many else "spi-trend", chosen),)


_RULES: dict[str, Callable[[Warehouse, Selection], Shown]] = {
    "peta": _map,
    "tren": _trend,
    "bandingkan": _rankings,
}

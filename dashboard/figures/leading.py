"""Which figures a page shows for what a reader chose, where that decides; the first one leads it.

Pages, first screens and previews of links ask here, so that they show the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.core.pages import PAGES
from dashboard.core.selection import MOST_REGIONS, NATIONWIDE, OTT_INDICATORS, Selection
from dashboard.warehouse import choices
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


def is_of_regencies(chosen: Selection) -> bool:
    """Whether the map shows kabupaten and kota: operations are known by province only."""
    return chosen.region_level == REGENCIES and chosen.indicator not in OTT_INDICATORS


def focus(warehouse: Warehouse, chosen: Selection) -> str:
    """The region that a reader points at on the map, as far as the map shows it.

    Before the first choice it is the first chosen region, or its province; empty is none.
    """
    code = chosen.focus or next(iter(chosen.region), "")
    if not code:
        return ""
    if not is_of_regencies(chosen):
        return choices.regions(warehouse)[code].province_code
    return code if code in choices.regencies(warehouse, chosen.within) else ""


def _map(warehouse: Warehouse, chosen: Selection) -> Shown:
    """One indicator on the map; the region that a reader points at is outlined."""
    pointed = focus(warehouse, chosen) if chosen.focus else ""
    asked = replace(chosen, region=(pointed,)) if pointed else chosen
    if chosen.indicator in OTT_INDICATORS:
        return (("ott-map", asked),)
    return (("spi-regency-map" if is_of_regencies(chosen) else "spi-map", asked),)


def _rankings(warehouse: Warehouse, chosen: Selection) -> Shown:
    """The ranking of each kind among the chosen regions; without a choice that of provinces.

    A reader may ask for the kabupaten and kota of a place instead.
    """
    if chosen.region_level == REGENCIES:
        return (("spi-regency-ranking", chosen),)
    regions, kinds = choices.regions(warehouse), choices.kinds_of(warehouse, chosen.region)
    figures = [("spi-ranking", chosen)] if not kinds or "provinsi" in kinds else []
    for kind in (kind for kind in kinds if kind != "provinsi"):
        codes = [code for code in chosen.region if regions[code].level == kind]
        # A kota has its like all over the country; kabupaten are many.
        within = NATIONWIDE if kind == "kota" else choices.place_around(warehouse, tuple(codes))
        figures.append(("spi-regency-ranking", replace(chosen, within=within, kind=kind)))
    return tuple(figures)


def _trend(_warehouse: Warehouse, chosen: Selection) -> Shown:
    """Lines in one chart, of many regions a small chart each."""
    is_of_many = len(chosen.region) in MANY_REGIONS
    return (("spi-trend-panels" if is_of_many else "spi-trend", chosen),)


_RULES: dict[str, Callable[[Warehouse, Selection], Shown]] = {
    "peta": _map,
    "tren": _trend,
    "bandingkan": _rankings,
}

"""Presets of briefings: a whole tray from one choice, which the reader may then change."""

from __future__ import annotations

from dataclasses import replace

from dashboard import charts
from dashboard.briefing import compose
from dashboard.core.selection import Selection
from dashboard.export.tray import STATEMENTS, Item, Tray, item
from dashboard.figures import leading, registry
from dashboard.narrative import region as narrative_region
from dashboard.warehouse import choices
from dashboard.warehouse.choices import Region
from dashboard.warehouse.engine import Warehouse

# A slide that compares more than this is read by nobody at the back of a room.
MOST_PEERS = 12
# Operations that a chain of facts cannot hold, so that they have a slide of their own.
_MANY_OPERATIONS = 4
_COMPARED = ("spi-change", "ott-timeline", "bimtek-timeline", "wbk-ladder", "regulation-subjects")
# Statements that carry a figure, which may have nothing to draw.
_WITH_FIGURES = ("change", "peers", "kind", "actions")
_INDICATORS = "indicator-scorecard"
_REFERENCES = ("nasional", "pulau")


def one_region(warehouse: Warehouse, code: str, selection: Selection) -> Tray:
    """The briefing on one province, kabupaten or kota: a story from where it stands to next steps.

    Args:
        warehouse: where the facts are.
        code: of the region.
        selection: year, scope and language of the reader; its regions do not matter.
    """
    region = choices.regions(warehouse)[code]
    own = replace(selection, region=(code,), reference=_REFERENCES)
    peers = replace(own, region=(code, *_peers(warehouse, own)))
    row = narrative_region.profile_row(warehouse, own)
    parts = replace(own, within=region.province_code, region=_pointed(region))
    return _tray(
        warehouse,
        selection.lang,
        ("summary", own),
        ("position", own),
        ("change", own),
        ("peers" if len(peers.region) > 1 else "", peers),
        ("kind" if row["score_rank"] is not None else "", own),
        ("spi-regency-map" if _are_known(warehouse, parts) else "", parts),
        (_indicators(warehouse), own),
        ("operations" if row["ott_count"] >= _MANY_OPERATIONS else "", own),
        ("actions", own),
        ("unknown", own),
        ("next-steps", own),
    )


def _indicators(warehouse: Warehouse) -> str:
    """The scorecard of declared indicators; empty where the facts declare none."""
    return _INDICATORS if registry.find(warehouse, _INDICATORS) else ""


def _are_known(warehouse: Warehouse, selection: Selection) -> bool:
    """Whether any kabupaten or kota has a score or a class in the briefing's year."""
    rows = registry.answer(warehouse, "spi-regency-map", selection).rows
    return any(row["score"] is not None or row["reported_class"] for row in rows)


def _pointed(region: Region) -> tuple[str, ...]:
    """What is outlined on the map of a province's kabupaten and kota."""
    return () if region.level == "provinsi" else (region.code,)


def compare(warehouse: Warehouse, codes: tuple[str, ...], selection: Selection) -> Tray:
    """The briefing that lays several regions side by side.

    Args:
        warehouse: where the facts are.
        codes: of the regions, in the reader's order.
        selection: year, scope and language of the reader.
    """
    chosen = replace(selection, region=codes, reference=_REFERENCES[:1], own_indicator="")
    [(trend, _asked)] = leading.shown(warehouse, "tren", chosen)
    return _tray(
        warehouse,
        selection.lang,
        ("summary", chosen),
        ("comparison", chosen),
        ("spi-scorecard", chosen),
        (_indicators(warehouse), chosen),
        (trend, chosen),
        *((figure, chosen) for figure in _COMPARED),
        ("unknown", chosen),
        ("next-steps", chosen),
    )


def nota(warehouse: Warehouse, code: str, selection: Selection) -> Tray:
    """What one page on a region says: where it stands, its scores, what is not known, what next.

    Args:
        warehouse: where the facts are.
        code: of the region.
        selection: year, scope and language of the reader.
    """
    own = replace(selection, region=(code,), reference=_REFERENCES[:1])
    subjects = ("position", "spi-trend", "unknown", "next-steps")
    return _tray(warehouse, selection.lang, *((subject, own) for subject in subjects))


def nota_of(warehouse: Warehouse, tray: Tray, code: str, selection: Selection) -> Tray:
    """The nota on one region, with the reader's own words where the tray asks the same.

    Args:
        warehouse: where the facts are.
        tray: what the reader collected, its language and titles.
        code: of the region.
        selection: year and scope of the reader.
    """
    preset = nota(warehouse, code, replace(selection, lang=tray.lang))
    own = {item.subject: item for item in tray.items if item.selection.region == (code,)}
    items = tuple(own.get(item.subject, item) for item in preset.items)
    titles = tray.titles if regions_of(tray) == [code] else {}
    return replace(preset, items=items, titles=titles)


def regions_of(tray: Tray) -> list[str]:
    """The codes of the regions that a tray is about: those of its statements, else of all items."""
    positions = [item for item in tray.items if item.subject == "position"]
    items = positions or tray.items
    return list(dict.fromkeys(code for item in items for code in item.selection.region))


def _peers(warehouse: Warehouse, selection: Selection) -> tuple[str, ...]:
    """Whom a region is compared with; of very many those whose scores are nearest to its own."""
    code = selection.region[0]
    neighbours = choices.neighbours(warehouse, code)
    if len(neighbours) <= MOST_PEERS:
        return neighbours
    every = replace(selection, region=(code, *neighbours))
    rows = registry.answer(warehouse, "spi-scorecard", every).rows
    scores = {row["region_code"]: row["score"] for row in rows if row["score"] is not None}
    if code not in scores:
        return tuple(scores)[:MOST_PEERS] or neighbours[:MOST_PEERS]
    own = scores.pop(code)
    return tuple(sorted(scores, key=lambda one: abs(scores[one] - own))[:MOST_PEERS])


def _tray(warehouse: Warehouse, lang: str, *wanted: tuple[str, Selection]) -> Tray:
    """The tray of these subjects, without figures of which nothing is known."""
    items: list[Item] = []
    for subject, selection in wanted:
        if not subject:
            continue
        asked = item(subject, selection)
        if _has_something(warehouse, asked):
            items.append(asked)
    return Tray(tuple(items), lang)


def _has_something(warehouse: Warehouse, asked: Item) -> bool:
    """Whether a part shows any fact: a figure without a mark or a source is left out."""
    if asked.subject in STATEMENTS:
        if asked.subject not in _WITH_FIGURES:
            return True
        part = compose.part_of(warehouse, asked, asked.selection.lang)
        is_told = part.grid is not None and bool(part.grid.rows)
        return bool(part.sources) and (part.is_drawable or is_told)
    answer = registry.answer(warehouse, asked.subject, asked.selection)
    return bool(answer.sources) and charts.is_drawable(answer)

"""Presets of briefings: a whole tray from one choice, which the reader may then change."""

from __future__ import annotations

from dataclasses import replace

from dashboard import charts
from dashboard.core.selection import Selection
from dashboard.export.tray import STATEMENTS, Item, Tray, item
from dashboard.figures import leading, registry
from dashboard.narrative import region as narrative_region
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse

# A slide that compares more than this is read by nobody at the back of a room.
MOST_PEERS = 12
_PROVINCE = ("spi-map", "spi-trend", "spi-regencies", "ott-timeline", "bimtek-timeline")
_REGENCY = ("spi-regencies", "spi-trend", "response-timeline", "ott-timeline", "bimtek-timeline")
_AFTER = ("wbk-ladder", "regulation-subjects")
_COMPARED = (
    *("spi-change", "ott-timeline", "bimtek-timeline"),
    *("wbk-ladder", "regulation-subjects", "coverage-matrix"),
)
_REFERENCES = ("nasional", "pulau")


def one_region(warehouse: Warehouse, code: str, selection: Selection) -> Tray:
    """The briefing on one province, kabupaten or kota: where it stands, what happened, its peers.

    Args:
        warehouse: where the facts are.
        code: of the region.
        selection: year, scope and language of the reader; its regions do not matter.
    """
    region = choices.regions(warehouse)[code]
    own = replace(selection, region=(code,), reference=_REFERENCES)
    figures = _PROVINCE if region.level == "provinsi" else _REGENCY
    peers = replace(own, region=(code, *_peers(warehouse, own)))
    return _tray(
        warehouse,
        selection.lang,
        ("position", own),
        *((figure, own) for figure in (*figures, *_AFTER)),
        ("spi-scorecard" if len(peers.region) > 1 else "", peers),
        ("unknown", own),
    )


def compare(warehouse: Warehouse, codes: tuple[str, ...], selection: Selection) -> Tray:
    """The briefing that lays several regions side by side.

    Args:
        warehouse: where the facts are.
        codes: of the regions, in the reader's order.
        selection: year, scope and language of the reader.
    """
    chosen = replace(selection, region=codes, reference=_REFERENCES[:1])
    [(trend, _asked)] = leading.shown(warehouse, "tren", chosen)
    return _tray(
        warehouse,
        selection.lang,
        ("comparison", chosen),
        *((figure, chosen) for figure in ("spi-scorecard", trend, *_COMPARED)),
        ("unknown", chosen),
    )


def nota(warehouse: Warehouse, code: str, selection: Selection) -> Tray:
    """What one page on a region says: where it stands, its scores over the years, what is unknown.

    Args:
        warehouse: where the facts are.
        code: of the region.
        selection: year, scope and language of the reader.
    """
    own = replace(selection, region=(code,), reference=_REFERENCES[:1])
    subjects = ("position", "spi-trend", "unknown")
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
    """Whom a region is compared with: its island's provinces, or the nearest scores of its kind."""
    code = selection.region[0]
    neighbours = choices.neighbours(warehouse, code)
    if choices.regions(warehouse)[code].level == "provinsi":
        return neighbours[:MOST_PEERS]
    peers = narrative_region.nearby(warehouse, selection).peers
    return tuple(one.code for one in peers)[:MOST_PEERS] or neighbours[:MOST_PEERS]


def _tray(warehouse: Warehouse, lang: str, *wanted: tuple[str, Selection]) -> Tray:
    """The tray of these subjects, without figures of which nothing is known."""
    items: list[Item] = []
    for subject, selection in wanted:
        if not subject:
            continue
        if subject not in STATEMENTS:
            answer = registry.answer(warehouse, subject, selection)
            if not (answer.sources and charts.is_drawable(answer)):
                continue
        items.append(item(subject, selection))
    return Tray(tuple(items), lang)

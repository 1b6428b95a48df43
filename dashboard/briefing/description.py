"""What an item of a tray says and asks, in words, and the page that shows the same."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from dashboard.briefing import compose
from dashboard.briefing.content import Part
from dashboard.core.i18n import Words
from dashboard.core.pages import SHARED
from dashboard.core.selection import PARAMETERS, Selection
from dashboard.export.tray import STATEMENTS, Item, parameters_of
from dashboard.figures import addresses, registry
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse

NAMED_REGIONS = 4


@lru_cache(maxsize=1024)
def part_of(warehouse: Warehouse, subject: str, selection: Selection, lang: str) -> Part:
    """What an item says without the reader's own words."""
    return compose.part_of(warehouse, Item(subject, selection), lang)


def headline(warehouse: Warehouse, item: Item, lang: str) -> str:
    """What an item says by itself."""
    return part_of(warehouse, item.subject, item.selection, lang).title


def question(warehouse: Warehouse, item: Item, say: Words) -> list[str]:
    """What an item asks: kind, regions, period and filters, in words."""
    names, chosen, plain = parameters_of(item.subject), item.selection, Selection()
    texts = []
    if item.subject in STATEMENTS:
        texts.append(say("In words"))
    if "region" in names:
        texts.append(regions(warehouse, chosen.region, say))
    part = part_of(warehouse, item.subject, chosen, say.lang)
    period = part.answer.period if part.answer is not None else str(chosen.year or "")
    if "year" in names and chosen.year is None:
        period = say("{period} (newest)", period=period) if period else say("newest year")
    if period:
        texts.append(period)
    for name in names:
        value = getattr(chosen, name)
        group = PARAMETERS[name].group
        if group and value != getattr(plain, name):
            codes = value if isinstance(value, tuple) else (value,)
            labels = [choices.label_of(warehouse, group, code, say.lang) for code in codes]
            texts.append(", ".join(labels) or say("no comparison"))
    return texts


def regions(warehouse: Warehouse, codes: tuple[str, ...], say: Words) -> str:
    """A few regions by name."""
    regions = choices.regions(warehouse)
    if not codes:
        return say("All regions")
    names = [regions[code].label for code in codes[:NAMED_REGIONS]]
    if len(codes) > NAMED_REGIONS:
        names.append(say.plural("{n} other", "{n} others", len(codes) - NAMED_REGIONS))
    return say.list(names)


def page_of(warehouse: Warehouse, item: Item, lang: str) -> tuple[str, dict[str, list[str]]]:
    """The page that shows an item, and what it is asked there."""
    selection = replace(item.selection, lang=lang)
    if item.subject in compose.PAGES:
        return compose.PAGES[item.subject], selection.query(SHARED)
    address = addresses.page(registry.answer(warehouse, item.subject, selection))
    parts = urlsplit(address)
    return parts.path.strip("/"), parse_qs(parts.query, keep_blank_values=True)

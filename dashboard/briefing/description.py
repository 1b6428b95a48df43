"""What an item of a tray says and asks, in words and as a small picture, and its page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from dashboard.briefing import compose, presets
from dashboard.briefing.content import Part
from dashboard.core.i18n import Words
from dashboard.core.pages import SHARED
from dashboard.core.selection import MOST_REGIONS, PARAMETERS, Selection
from dashboard.export import thumbnail
from dashboard.export.thumbnail import Tile
from dashboard.export.tray import OWN, STATEMENTS, WITH_BODY, Item, Tray, parameters_of
from dashboard.export.tray import item as item_of
from dashboard.figures import addresses, registry
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse, cached

NAMED_REGIONS = 4


@cached(1024)
def part_of(warehouse: Warehouse, subject: str, selection: Selection, lang: str) -> Part:
    """What an item says without the reader's own words."""
    return compose.part_of(warehouse, Item(subject, selection), lang)


def headline(warehouse: Warehouse, item: Item, lang: str) -> str:
    """What an item says by itself; of one in the reader's own words, what stands in its title."""
    if item.subject in OWN:
        return compose.part_of(warehouse, item, lang).title
    return part_of(warehouse, item.subject, item.selection, lang).title


def question(warehouse: Warehouse, item: Item, say: Words) -> list[str]:
    """What an item asks: kind, regions, period and filters, in words."""
    names, chosen, plain = parameters_of(item.subject), item.selection, Selection()
    if item.subject in OWN:
        return [say("Own words")]
    part = part_of(warehouse, item.subject, chosen, say.lang)
    texts = []
    if item.subject in STATEMENTS and part.answer is None:
        texts.append(say("In words"))
    if "region" in names:
        texts.append(regions(warehouse, chosen.region, say))
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
    if registry.find(warehouse, item.subject) is not None and not part.is_drawable:
        texts.append(say("nothing to draw: no facts are known of this choice"))
    return texts


def picture(warehouse: Warehouse, item: Item, lang: str) -> str:
    """The address (`data:`) of a small picture of an item, with the reader's own words."""
    own = item.texts_in(lang)
    if item.subject in OWN:
        part = compose.part_of(warehouse, item, lang)
        title = "" if item.is_empty_in(lang) else part.title
        lines = (part.message,) if part.is_divider else part.sentences
        words = thumbnail.Words(title, lines=lines, is_divider=part.is_divider)
        return thumbnail.of_words(words)
    part = part_of(warehouse, item.subject, item.selection, lang)
    if part.answer is not None and part.is_drawable:
        return thumbnail.of_answer(warehouse, part.answer)
    lines, rows = part.sentences, (len(part.rows), len(part.columns))
    if part.grid is not None:
        rows = (len(part.grid.rows), len(part.grid.head))
    if item.subject in WITH_BODY and own.lines:
        lines, rows = own.lines, (0, 0)
        if part.grid is not None:
            lines, rows = (), (len(own.lines), len(part.grid.head))
    tiles = tuple(Tile(one.value, one.colour, one.ink) for one in part.numbers)
    return thumbnail.of_words(thumbnail.Words(own.title.strip() or part.title, tiles, lines, rows))


def regions(warehouse: Warehouse, codes: tuple[str, ...], say: Words) -> str:
    """A few regions by name."""
    regions = choices.regions(warehouse)
    if not codes:
        return say("All regions")
    names = [regions[code].label for code in codes[:NAMED_REGIONS]]
    if len(codes) > NAMED_REGIONS:
        names.append(say.plural("{n} other", "{n} others", len(codes) - NAMED_REGIONS))
    return say.list(names)


def body(warehouse: Warehouse, item: Item, lang: str) -> str:
    """What stands on an item by itself, as the reader's own words would: one a line."""
    if item.subject in OWN:
        return ""
    part = part_of(warehouse, item.subject, item.selection, lang)
    if part.grid is not None:
        return "\n".join(" | ".join(cells).rstrip(" |") for cells in part.grid.rows)
    return "\n".join(part.sentences)


def summary(tray: Tray, selection: Selection) -> Item:
    """The item that sums up a tray: on its regions, or on those of the filter, in its one year."""
    regions = tuple(presets.regions_of(tray)) or selection.region
    year = next(iter(tray.years)) if len(tray.years) == 1 else None
    return item_of("summary", Selection(region=regions[:MOST_REGIONS], year=year))


def page_of(warehouse: Warehouse, item: Item, lang: str) -> tuple[str, dict[str, list[str]]] | None:
    """The page that shows an item, and what it is asked there; none of the reader's own words."""
    if item.subject in OWN:
        return None
    selection = replace(item.selection, lang=lang)
    if item.subject in compose.PAGES:
        return compose.PAGES[item.subject], selection.query(SHARED)
    address = addresses.page(registry.answer(warehouse, item.subject, selection))
    parts = urlsplit(address)
    return parts.path.strip("/"), parse_qs(parts.query, keep_blank_values=True)

"""What an item of a tray says and asks, in words and as a small picture, and its page."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from dashboard.briefing import content
from dashboard.core.i18n import Words, words
from dashboard.core.pages import SHARED
from dashboard.core.selection import PARAMETERS, Selection
from dashboard.export import thumbnail
from dashboard.export.thumbnail import Tile
from dashboard.export.tray import OWN, STATEMENTS, WITH_BODY, Item, parameters_of
from dashboard.figures import addresses, registry
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse

NAMED_REGIONS = 4


@lru_cache(maxsize=1024)
def part_of(warehouse: Warehouse, subject: str, selection: Selection, lang: str) -> content.Part:
    """What an item says without the reader's own words."""
    return content.part_of(warehouse, Item(subject, selection), lang)


def headline(warehouse: Warehouse, item: Item, lang: str) -> str:
    """What an item says by itself; of one in the reader's own words, what kind it is."""
    say = words(lang)
    if item.subject in OWN:
        return {"text": say("Text slide"), "divider": say("Divider")}[item.subject]
    return part_of(warehouse, item.subject, item.selection, lang).title


def question(warehouse: Warehouse, item: Item, say: Words) -> list[str]:
    """What an item asks: kind, regions, period and filters, in words."""
    names, chosen, plain = parameters_of(item.subject), item.selection, Selection()
    if item.subject in OWN:
        return [say("Own words")]
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
    if part.answer is not None and not part.is_drawable:
        texts.append(say("nothing to draw: no facts are known of this choice"))
    return texts


def picture(warehouse: Warehouse, item: Item, lang: str) -> str:
    """The address (`data:`) of a small picture of an item, with the reader's own words."""
    own = item.texts_in(lang)
    if item.subject in OWN:
        is_divider = item.subject == "divider"
        lines = (own.message.strip(),) if is_divider else own.lines
        return thumbnail.of_words(
            thumbnail.Words(own.title.strip(), lines=lines, is_divider=is_divider)
        )
    part = part_of(warehouse, item.subject, item.selection, lang)
    if part.answer is not None and part.is_drawable:
        return thumbnail.of_answer(warehouse, part.answer)
    title = own.title.strip() or part.title
    if item.subject in WITH_BODY and own.lines:
        return thumbnail.of_words(thumbnail.Words(title, lines=own.lines))
    return thumbnail.of_words(
        thumbnail.Words(
            title,
            tuple(Tile(one.value, one.colour, one.ink) for one in part.numbers),
            part.sentences,
            (len(part.rows), len(part.columns)),
        )
    )


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
    """The sentences that stand on an item by themselves, one a line."""
    if item.subject in OWN:
        return ""
    return "\n".join(part_of(warehouse, item.subject, item.selection, lang).sentences)


def page_of(warehouse: Warehouse, item: Item, lang: str) -> tuple[str, dict[str, list[str]]] | None:
    """The page that shows an item, and what it is asked there; none of the reader's own words."""
    if item.subject in OWN:
        return None
    selection = replace(item.selection, lang=lang)
    if item.subject in content.PAGES:
        return content.PAGES[item.subject], selection.query(SHARED)
    address = addresses.page(registry.answer(warehouse, item.subject, selection))
    parts = urlsplit(address)
    return parts.path.strip("/"), parse_qs(parts.query, keep_blank_values=True)

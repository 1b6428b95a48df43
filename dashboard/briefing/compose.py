"""From a tray to what a briefing says: its parts in order, its title, its sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.briefing.content import Briefing, Part, TextTable, statement
from dashboard.briefing.statements import STATEMENTS
from dashboard.briefing.statements.own import own
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import words
from dashboard.core.pages import SHARED
from dashboard.core.selection import Selection
from dashboard.export.sources import source_text
from dashboard.export.tray import OWN, Item, Texts, Tray, parameters_of
from dashboard.figures import addresses, registry, years
from dashboard.figures.model import Answer
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.sources import joined

# The page of the dashboard that shows a statement too.
PAGES = {
    "summary": "profil",
    "position": "profil",
    "change": "profil",
    "peers": "bandingkan",
    "kind": "bandingkan",
    "operations": "profil",
    "actions": "profil",
    "comparison": "bandingkan",
    "unknown": "metodologi",
    "next-steps": "metodologi",
}
_PAGES_OF_EVENTS = ("ott", "bimtek", "zona", "regulasi")
_NAMED_REGIONS = 4
_STEP_CELLS = 3  # of a reader's own steps: step | who | when


def compose(
    warehouse: Warehouse,
    tray: Tray,
    address: str = "",
    progress: Callable[[int, int, str], None] = lambda done, of, title: None,
) -> Briefing:
    """The briefing of everything that a tray names, in its language.

    Args:
        warehouse: where the facts are.
        tray: what it shall say.
        address: of the dashboard, before the path, for links to the live figures.
        progress: is called before each part with its place, their number, and what it is about.
    """
    parts = []
    for place, item in enumerate(tray.items):
        progress(place, len(tray.items), item.subject)
        asked = in_window(warehouse, tray, item)
        parts.append(part_of(warehouse, asked, tray.lang, address))
    title = printable(tray.titles.get(tray.lang, "")).strip() or default_title(warehouse, tray)
    told = next((item.selection for item in tray.items if item.subject in STATEMENTS), Selection())
    return _briefing(warehouse, title, replace(told, lang=tray.lang), parts, address)


def in_window(warehouse: Warehouse, tray: Tray, item: Item) -> Item:
    """An item as a briefing asks it: beside statements, events are counted as these count them.

    A figure of events that states no years is asked those of the briefing's window, as far as its
    facts are known; alone in a briefing it has its own.
    """
    figure, stated = registry.REGISTRY.get(item.subject), item.selection
    is_of_events = figure is not None and figure.page in _PAGES_OF_EVENTS
    if not is_of_events or stated.year is not None or stated.from_year is not None:
        return item
    if not any(one.subject in STATEMENTS for one in tray.items):
        return item
    asked = years.in_ott_window(warehouse, stated)
    known = registry.REGISTRY[item.subject].offer(warehouse).years
    span = [years.within(year, known) for year in (asked.from_year, asked.year) if year]
    windowed = years.resolved(asked, *span).only(parameters_of(item.subject))
    return replace(item, selection=replace(windowed, lang=stated.lang))


def of_answer(warehouse: Warehouse, answer: Answer, address: str = "") -> Briefing:
    """The briefing of one figure as it was asked: one part, called after it."""
    part = _figure(answer, address)
    return _briefing(warehouse, part.title, answer.selection, [part], address)


def _briefing(
    warehouse: Warehouse, title: str, asked: Selection, parts: list[Part], address: str
) -> Briefing:
    say = words(asked.lang)
    window = years.span_text(*years.ott_window(warehouse, asked))
    return Briefing(
        title=title,
        subtitle=say(
            "SPI scores of {year}, events of {span}: what is known, with its sources",
            year=years.best_known(warehouse, asked),
            span=window,
        ),
        lang=asked.lang,
        parts=tuple(parts),
        sources=joined(part.sources for part in parts),
        facts_date=warehouse.build.facts_date,
        facts_version=warehouse.build.facts_version,
        revision=warehouse.revision,
        address=address,
    )


def default_title(warehouse: Warehouse, tray: Tray) -> str:
    """A title made of the regions that most of the tray is about."""
    say, known = words(tray.lang), choices.regions(warehouse)
    # The first statement is about the regions of the briefing, later ones also about their peers.
    statements = [item for item in tray.items if item.subject in PAGES and item.selection.region]
    chosen = [item.selection.region for item in statements or tray.items if item.selection.region]
    if not chosen:
        return say("Integrity of Indonesia's regions")
    codes = chosen[0]
    if len(codes) == 1:
        return say("Integrity of {region}", region=known[codes[0]].name)
    names = [known[code].label for code in codes]
    if len(names) > _NAMED_REGIONS:
        return say("Integrity of {n} regions compared", n=len(names))
    return say("Integrity compared: {regions}", regions=say.list(names))


def part_of(warehouse: Warehouse, item: Item, lang: str, address: str = "") -> Part:
    """One item.

    Raises:
        KeyError: its subject is neither a figure, a statement nor a part of the reader's own.
    """
    selection = replace(item.selection, lang=lang)
    if registry.find(warehouse, item.subject) is not None:
        part = _figure(registry.answer(warehouse, item.subject, selection), address)
    elif item.subject in OWN:
        part = own(warehouse, item.subject, lang)
    elif not selection.region:
        say = words(lang)
        part = statement(warehouse, item.subject, lang, title=say("Choose a region"), subtitle="")
    else:
        part = STATEMENTS[item.subject](warehouse, selection)
        part = replace(part, address=_page(item.subject, part, selection, address))
    return _with_own_words(part, item.texts_in(lang))


def _with_own_words(part: Part, texts: Texts) -> Part:
    """The part with what the reader wrote: a title, a message, a note, sentences or steps."""
    part = replace(
        part,
        title=printable(texts.title).strip() or part.title,
        message=printable(texts.message).strip(),
        note=printable(texts.note).strip(),
    )
    lines = tuple(one for line in texts.body.splitlines() if (one := printable(line).strip()))
    if part.subject in OWN and not printable(texts.title).strip():
        return _titled(part, lines)
    if not lines:
        return part
    if part.subject in ("text", "summary"):
        return replace(part, sentences=lines, refers=())
    if part.subject == "next-steps" and part.grid is not None:
        own_steps = TextTable(part.grid.head, tuple(map(_cells, lines)))
        return replace(part, grid=own_steps, sentences=())
    return part


def _titled(part: Part, lines: tuple[str, ...]) -> Part:
    """A part of the reader's own without a title: what it says first stands in its place."""
    if part.subject == "text" and lines:
        return replace(part, title=lines[0], sentences=lines[1:], refers=())
    return replace(part, title=part.message, message="") if part.message else part


def _cells(line: str) -> tuple[str, ...]:
    cells = [cell.strip() for cell in line.split("|", _STEP_CELLS - 1)]
    return tuple(cells + [""] * (_STEP_CELLS - len(cells)))


def _figure(answer: Answer, address: str) -> Part:
    say = words(answer.selection.lang)
    return Part(
        subject=answer.figure.id,
        title=answer.headline,
        message="",
        subtitle=answer.subtitle,
        note="",
        answer=answer,
        numbers=(),
        sentences=(),
        rows=answer.rows,
        columns=answer.figure.columns,
        caveats=answer.caveats,
        source_line=source_text(answer.sources, answer.facts_version, say),
        sources=answer.sources,
        address=addresses.address(answer, addresses.PAGE, base=address) if address else "",
        reading=answer.reading,
    )


def _page(subject: str, part: Part, selection: Selection, address: str) -> str:
    """Where a statement stands live: its figure's page, else the page that says the same."""
    if not address:
        return ""
    if part.answer is not None:
        return addresses.address(part.answer, addresses.PAGE, base=address)
    return addresses.page_at(PAGES[subject], selection.query(SHARED), address)

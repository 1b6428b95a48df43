"""What a briefing says: every title, sentence, number and source, before a format is chosen.

A figure says here what it says on the screen, because it is the same answer. A statement (where a
region stands, how regions compare, what is unknown) is written by the same sentences as the pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard import charts
from dashboard.briefing.xml_text import printable
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.pages import SHARED
from dashboard.core.selection import Selection
from dashboard.export import table
from dashboard.export.sources import source_text
from dashboard.export.table import SourceLink
from dashboard.export.tray import Item, Tray
from dashboard.figures import addresses, registry
from dashboard.figures import sentences as figure_sentences
from dashboard.figures.model import Answer, Row
from dashboard.narrative import comparison as narrative_comparison
from dashboard.narrative import overview, region_cards
from dashboard.narrative import region as narrative_region
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse

# The page of the dashboard that shows a statement too.
PAGES = {"position": "profil", "comparison": "bandingkan", "unknown": "metodologi"}
_NAMED_REGIONS = 4


@dataclass(frozen=True)
class KeyNumber:
    """A number that a part shows large: what it is, the number, and what must stand with it.

    Attributes:
        colour, ink: of the class that the number lies in and of text on it; empty without one.
    """

    label: str
    value: str
    note: str
    colour: str = ""
    ink: str = ""


@dataclass(frozen=True, eq=False)
class Part:
    """One slide, or one section of a paper.

    Attributes:
        subject: a figure's id, or the name of a statement.
        title: the message.
        message: the reader's own sentence under it; empty without one.
        subtitle: what is shown.
        note: the reader's own words for the speaker.
        answer: the figure; none for a statement.
        numbers, sentences: of a statement.
        rows, columns: the table behind the part, as `dashboard.export.table` writes it.
        caveats: what must be known of the numbers.
        source_line: the line that travels with them.
        sources: all of them.
        address: where the same is shown live; empty where the dashboard has no address.
        reading: the alternative text.
    """

    subject: str
    title: str
    message: str
    subtitle: str
    note: str
    answer: Answer | None
    numbers: tuple[KeyNumber, ...]
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    caveats: tuple[str, ...]
    source_line: str
    sources: tuple[Source, ...]
    address: str
    reading: str

    @cached_property
    def is_drawable(self) -> bool:
        """Whether the part has a chart, map or drawn table."""
        return self.answer is not None and charts.is_drawable(self.answer)


@dataclass(frozen=True, eq=False)
class Briefing:
    """A whole briefing.

    Attributes:
        title, subtitle: of the cover.
        parts: in order.
        sources: of all parts, official ones first.
        facts_date, facts_version, revision: of which facts.
        address: of the dashboard; empty where it has none.
    """

    title: str
    subtitle: str
    lang: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    facts_date: dt.date
    facts_version: str
    revision: str
    address: str

    @property
    def say(self) -> Words:
        """The words of the briefing's language."""
        return words(self.lang)

    def written(self, warehouse: Warehouse, part: Part) -> list[dict[str, str | list[SourceLink]]]:
        """The rows of a part as texts by label, as the pages write them."""
        return table.written(part.rows, part.columns, self.say, warehouse)

    @cached_property
    def facts_line(self) -> str:
        """Of which day the facts are, and of which version."""
        return self.say("Integritas Daerah · facts of {date}", date=self.say.date(self.facts_date))


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
        parts.append(part_of(warehouse, item, tray.lang, address))
    title = printable(tray.titles.get(tray.lang, "")).strip() or default_title(warehouse, tray)
    return _briefing(warehouse, title, tray.lang, parts, address)


def of_answer(warehouse: Warehouse, answer: Answer, address: str = "") -> Briefing:
    """The briefing of one figure as it was asked: one part, called after it."""
    part = _figure(answer, address)
    return _briefing(warehouse, part.title, answer.selection.lang, [part], address)


def _briefing(
    warehouse: Warehouse, title: str, lang: str, parts: list[Part], address: str
) -> Briefing:
    say = words(lang)
    return Briefing(
        title=title,
        subtitle=say("Integrity of regional governments: what is known, with its sources"),
        lang=lang,
        parts=tuple(parts),
        sources=_joined(part.sources for part in parts),
        facts_date=warehouse.build.facts_date,
        facts_version=warehouse.build.facts_version,
        revision=warehouse.revision,
        address=address,
    )


def default_title(warehouse: Warehouse, tray: Tray) -> str:
    """A title made of the regions that most of the tray is about."""
    say, known = words(tray.lang), choices.regions(warehouse)
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
        KeyError: its subject is neither a figure nor a statement.
    """
    selection = replace(item.selection, lang=lang)
    if item.subject in registry.REGISTRY:
        part = _figure(registry.answer(warehouse, item.subject, selection), address)
    else:
        part = _STATEMENTS[item.subject](warehouse, selection)
        part = replace(part, address=_page(item.subject, selection, address))
    own = item.texts_in(lang)
    return replace(
        part,
        title=printable(own.title).strip() or part.title,
        message=printable(own.message).strip(),
        note=printable(own.note).strip(),
    )


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


def _statement(
    warehouse: Warehouse,
    subject: str,
    lang: str,
    *,
    title: str,
    subtitle: str,
    sources: tuple[Source, ...],
    sentences: tuple[str, ...] = (),
    numbers: tuple[KeyNumber, ...] = (),
    rows: tuple[Row, ...] = (),
    columns: tuple[str, ...] = (),
    caveats: tuple[str, ...] = (),
) -> Part:
    say = words(lang)
    return Part(
        subject=subject,
        title=title,
        message="",
        subtitle=subtitle,
        note="",
        answer=None,
        numbers=numbers,
        sentences=sentences,
        rows=rows,
        columns=columns,
        caveats=tuple(dictionary.caveat(code, lang) for code in caveats),
        source_line=source_text(sources, warehouse.build.facts_version, say),
        sources=sources,
        address="",
        reading=title,
    )


def _position(warehouse: Warehouse, selection: Selection) -> Part:
    """Where one region stands: its numbers, the sentences of its profile, its scores by year."""
    say = words(selection.lang)
    profile = narrative_region.profile(warehouse, selection)
    one = replace(selection, region=selection.region[:1])
    [row], [card] = (
        region_cards.card_rows(warehouse, one),
        region_cards.region_cards(warehouse, one),
    )
    scores = narrative_region.parts(warehouse, one)[0]
    return _statement(
        warehouse,
        "position",
        selection.lang,
        title=profile.headline,
        subtitle=say(
            "Score of {year}, how it moved, its rank, and operations (OTT).", year=row["year"]
        ),
        sources=_joined((profile.sources, card.sources, scores.sources)),
        sentences=(*profile.sentences, f"{card.activity}."),
        numbers=_key_numbers(row, card, say),
        rows=scores.rows,
        columns=scores.columns,
        caveats=("spi_sources", "ott_found", "allegations"),
    )


def _key_numbers(row: Row, card: region_cards.RegionCard, say: Words) -> tuple[KeyNumber, ...]:
    """Score, change, rank and operations of a region; what is unknown says so and is no zero."""
    entry = dictionary.dictionary()["classes"][card.class_code]
    span = f"{row['ott_from_year']}–{row['ott_year']}"
    change, rank = region_cards.NOTHING, region_cards.NOTHING
    since, among = card.change or say("no data"), card.rank
    beside = "; ".join(text for text in (card.note, card.newest) if text)
    standing = f"{card.class_label} ({beside})" if beside else card.class_label
    if row["change"] is not None:
        change = say.signed(row["change"])
        since = say("points from {year}", year=row["previous_year"])
        if row["has_method_change"]:
            since = say("points from {year}; the method changed", year=row["previous_year"])
    if row["score_rank"] is not None:
        rank = say.number(row["score_rank"], 0)
        among = say(
            "of {n} known {whose}",
            n=row["n_ranked"],
            whose=figure_sentences.whose(row["scope"], say),
        )
    return (
        KeyNumber(card.score_label, card.score, standing, entry["colour"], entry["ink"]),
        KeyNumber(say("Change"), change, since),
        KeyNumber(say("Rank"), rank, among),
        KeyNumber("OTT", say.number(row["ott_count"], 0), say("in {span}", span=span)),
    )


def _comparison(warehouse: Warehouse, selection: Selection) -> Part:
    """How far regions lie apart, and on what the comparison rests."""
    say = words(selection.lang)
    comparison = narrative_comparison.comparison(warehouse, selection)
    return _statement(
        warehouse,
        "comparison",
        selection.lang,
        title=comparison.headline,
        subtitle=say("The chosen regions by score, with the distance to the national index."),
        sources=comparison.sources,
        sentences=(comparison.references, *comparison.basis),
        rows=comparison.rows,
        columns=narrative_comparison.COMPARED,
        caveats=("spi_sources",),
    )


def _unknown(warehouse: Warehouse, selection: Selection) -> Part:
    """What is not known of the chosen regions, and how complete the facts are as a whole."""
    say, known = words(selection.lang), choices.regions(warehouse)
    profiles = [
        (known[code], narrative_region.profile(warehouse, replace(selection, region=(code,))))
        for code in selection.region
    ]
    gaps: tuple[str, ...]
    if len(profiles) == 1:
        [(region, one)] = profiles
        title = say("What is not known of {region}", region=region.name)
        gaps = one.gaps or (say("No gap is known in the facts of {region}.", region=region.name),)
    else:
        title = say("What is not known")
        gaps = tuple(
            f"{region.label}: {' '.join(one.gaps)}" for region, one in profiles if one.gaps
        )
    return _statement(
        warehouse,
        "unknown",
        selection.lang,
        title=title,
        subtitle=say("What has not been found may exist: missing is never zero."),
        sources=_joined(one.sources for _region, one in profiles),
        sentences=(*gaps, *(f"{one}." for one in overview.completeness(warehouse, selection))),
        caveats=("activity_sample", "zone_sample", "ott_partial"),
    )


_STATEMENTS: dict[str, Callable[[Warehouse, Selection], Part]] = {
    "position": _position,
    "comparison": _comparison,
    "unknown": _unknown,
}


def _page(subject: str, selection: Selection, address: str) -> str:
    """The dashboard's page that shows a statement."""
    if not address:
        return ""
    return addresses.page_at(PAGES[subject], selection.query(SHARED), address)


def _joined(groups: Iterable[Iterable[Source]]) -> tuple[Source, ...]:
    """The sources of several groups, each once, official ones first."""
    listed = dict.fromkeys(source for group in groups for source in group)
    return tuple(sorted(listed, key=lambda source: not source.is_official))

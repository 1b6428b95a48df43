"""The nota: one region on exactly one page of A4, in the form of a nota dinas (DOCX).

Heights are known before any office program sees the page, in the widest font that may stand in for
ours. Where there is too much for it, whole sentences and sources go, in a fixed order, and the page
says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dashboard.briefing import document, table_layout
from dashboard.briefing.content import Briefing, Part, TextTable
from dashboard.briefing.document import Progress
from dashboard.briefing.docx import nota_form, paper_tables
from dashboard.briefing.docx.blocks import POINTS, Block, Sheet
from dashboard.briefing.docx.elements import Inline, Run
from dashboard.briefing.docx.word_document import Look, Page, WordDocument, looks
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.export import pictures
from dashboard.export.sources import Reference, reference
from dashboard.figures import sentences
from dashboard.figures.addresses import Size
from dashboard.narrative import regencies
from dashboard.narrative.regencies import Regencies
from dashboard.warehouse.engine import Warehouse

_PAGE = Page(left=22, right=18, top=12, bottom=10)
_PIXELS, _SCALE = 506, 4  # across the page: its smallest letters are of 10 points there
_RESERVE = 12.0
_CAPTION_LINES, _SENTENCE_LINES = 2, 3
_MOST_SERIES, _MOST_YEARS = 3, 6  # of the table in place of a picture
# Closer than in a paper: styles whose measures are others on this one page.
_LOOKS: dict[str, dict[str, Any]] = {
    "Pesan": {"size": 10.5, "pitch": 14.0, "before": 6.0, "after": 3.0},
    "Heading2": {"size": 10.5, "pitch": 14.0, "before": 5.0, "after": 2.0},
    "ListBullet": {"pitch": 12.5, "after": 1.0},
    "Caption": {"pitch": 12.0, "before": 2.0, "after": 1.0},
    "Tampak": {"pitch": 12.5, "after": 3.0},
    "Sumber": {"pitch": 12.0, "before": 2.0, "after": 0.0},
    "IsiTabel": {"pitch": 12.0, "before": 0.0, "after": 0.0},
}
_STEPS = "next-steps"
_MOST_SOURCES = 8
_PICTURE = 8.0  # points around a picture in its line


@dataclass(frozen=True)
class _Plan:
    """How much of each thing stands on the page: numbers of sentences and of lines."""

    sentences: int = 6
    regencies: int = 3
    gaps: int = 4
    steps: int = 4
    chart: int = 72  # millimetres; of 0 the scores stand in a table instead
    scores: int = 1
    title: int = 2
    message: int = 4
    caveats: int = 4
    sources: int = 4


# What goes first where there is too much: the picture, whose letters must not become small. The
# page keeps where the region stands, its kabupaten and kota, what is not known and what comes next.
_LESS: tuple[tuple[str, int], ...] = (
    *(("chart", 68), ("sources", 3), ("caveats", 3), ("chart", 0), ("caveats", 2), ("gaps", 3)),
    *(("message", 3), ("sources", 2), ("sentences", 5), ("steps", 3), ("gaps", 2)),
    *(("sentences", 4), ("message", 2), ("steps", 2), ("sentences", 3), ("regencies", 2)),
    *(("gaps", 1), ("message", 1), ("title", 1), ("steps", 1), ("scores", 0), ("sentences", 2)),
    *(("regencies", 1), ("sources", 0), ("caveats", 1), ("sentences", 1), ("caveats", 0)),
)


def nota(
    warehouse: Warehouse, briefing: Briefing, progress: Progress, about: Selection | None = None
) -> bytes:
    """One page on a region: of the briefing its first statement, figure and list of gaps.

    Args:
        warehouse: where the facts are.
        briefing: what may be said.
        progress: is called before each part with its place, their number and its title.
        about: whose kabupaten and kota are named, and of which year; none names none.
    """
    parts = briefing.parts
    note = _Note(
        _sheet(),
        briefing,
        position=_first(parts, "position") or _first(parts, "comparison"),
        figure=next((one for one in parts if one.is_drawable), None),
        unknown=_first(parts, "unknown"),
        steps=_first(parts, _STEPS),
        near=regencies.that_matter(warehouse, replace(about, lang=briefing.lang))
        if about is not None and about.region
        else Regencies(),
    )
    picture = None
    for place, part in enumerate(note.parts):
        progress(place, len(note.parts), document.one_line(part.title))
        if part is note.figure and (chart := note.plan().chart):
            picture, _missing = document.drawn(part, _drawing(warehouse, chart), briefing.say)
    word = WordDocument(briefing.lang, briefing.facts_date, _PAGE)
    word.restyle({style: note.sheet.looks[style] for style in _LOOKS})
    note = replace(note, picture=picture)
    for block in note.blocks(note.plan()):
        block.write(word, False)
    progress(len(note.parts), len(note.parts), "")
    return word.save(
        title=document.one_line(briefing.title),
        subject=briefing.subtitle,
        version=briefing.facts_version,
    )


def _sheet() -> Sheet:
    closer: dict[str, Look] = {
        style: replace(look, **_LOOKS.get(style, {})) for style, look in looks().items()
    }
    return Sheet(closer, _PAGE.width * POINTS, _PAGE.height * POINTS - _RESERVE)


def _drawing(warehouse: Warehouse, chart: int) -> Callable[[Part], bytes]:
    size = Size(_PIXELS, round(_PIXELS * chart / _PAGE.width), _SCALE)

    def draw(part: Part) -> bytes:
        assert part.answer is not None  # noqa: S101 (only figures are drawn)
        return pictures.picture_sync(warehouse, part.answer, "png", size, is_bare=True)

    return draw


@dataclass(frozen=True)
class _Note:
    """What the page says: where the region stands, one figure, what is not known.

    Attributes:
        near: the kabupaten and kota that matter.
        picture: of the figure; empty bytes stand for one that is still to be drawn.
    """

    sheet: Sheet
    briefing: Briefing
    position: Part | None
    figure: Part | None
    unknown: Part | None
    steps: Part | None
    near: Regencies
    picture: bytes | None = b""

    @property
    def parts(self) -> list[Part]:
        parts = (self.position, self.figure, self.unknown, self.steps)
        return [part for part in parts if part is not None]

    def plan(self) -> _Plan:
        """The richest plan that fits the page."""
        plan = _Plan()
        for field, value in _LESS:
            if sum(block.height for block in self.blocks(plan)) <= self.sheet.height:
                break
            plan = replace(plan, **{field: value})
        return plan

    def blocks(self, plan: _Plan) -> list[Block]:
        """Everything on the page, from top to bottom."""
        say, briefing, sheet = self.briefing.say, self.briefing, self.sheet
        body = [
            *nota_form.head(sheet, document.one_line(briefing.title), say),
            *self._position(plan),
            *self._near(plan, say),
            *self._figure(plan, say),
            *self._listed(self.unknown, plan.gaps, plan),
            *self._listed(self._suggested(say), plan.steps, plan),
        ]
        left_out = len(self.parts) < len(briefing.parts) or any(block.is_cut for block in body)
        left_out |= self.figure is not None and not plan.chart
        left_out |= len(self.near.sentences) > plan.regencies
        for part, most in (
            (self.position, plan.sentences),
            (self.unknown, plan.gaps),
            (self.steps, plan.steps),
        ):
            left_out |= part is not None and len(_told(part)) > most
        caveats, is_short = self._caveats(plan)
        sources, is_few = self._sources(plan, say)
        about, shown = self._about(left_out or is_short or is_few, say)
        return [*body, *nota_form.foot(sheet, about, shown, say), *caveats, *sources]

    def _position(self, plan: _Plan) -> list[Block]:
        part, sheet = self.position, self.sheet
        if part is None:
            return []
        title = document.one_line(part.title)
        blocks = [sheet.text("Pesan", title, plan.title, bold=True, comment=part.note)]
        if part.message:
            blocks.append(sheet.text("Pesan", part.message, plan.message))
        return [*blocks, *self._bullets(part.sentences[: plan.sentences])]

    def _near(self, plan: _Plan, say: Words) -> list[Block]:
        if not self.near.sentences:
            return []
        title = say("Kabupaten and kota to look at")
        told = self.near.sentences[: plan.regencies]
        return [self.sheet.text("Heading2", title, 1), *self._bullets(told)]

    def _figure(self, plan: _Plan, say: Words) -> list[Block]:
        """The figure where it has room for letters that can be read, else its scores by year."""
        part, picture, sheet = self.figure, self.picture, self.sheet
        if part is None:
            return []
        blocks = [self._heading(part, plan)]
        if part.message:
            blocks.append(sheet.text("Tampak", part.message, plan.message))
        if not plan.chart or picture is None:
            grid = _by_year(part, say) if plan.scores else None
            return [*blocks, _table(grid, part.title, sheet)] if grid is not None else []

        def write(word: WordDocument, _new_page: bool) -> None:
            name = document.figure_name(1, say)
            word.picture(picture, plan.chart, name=name, title=part.title, alternative=part.reading)

        blocks.append(Block(plan.chart * POINTS + _PICTURE, write))
        live = Run(say("The figure as it is now"), address=part.address) if part.address else None
        return [*blocks, sheet.text("Caption", part.subtitle, _CAPTION_LINES, after=live)]

    def _suggested(self, say: Words) -> Part | None:
        """The next steps, called what they are."""
        if self.steps is None:
            return None
        title = say("{title} (suggestions)", title=document.one_line(self.steps.title))
        return replace(self.steps, title=title)

    def _listed(self, part: Part | None, most: int, plan: _Plan) -> list[Block]:
        """What is not known, or the next steps: so many of them."""
        if part is None:
            return []
        blocks = [self._heading(part, plan)]
        if part.message:
            blocks.append(self.sheet.text("Tampak", part.message, plan.message))
        return [*blocks, *self._bullets(_told(part)[:most])]

    def _heading(self, part: Part, plan: _Plan) -> Block:
        title = document.one_line(part.title)
        return self.sheet.text("Heading2", title, plan.title, comment=part.note)

    def _bullets(self, sentences: tuple[str, ...]) -> list[Block]:
        return [self.sheet.text("ListBullet", sentence, _SENTENCE_LINES) for sentence in sentences]

    def _caveats(self, plan: _Plan) -> tuple[list[Block], bool]:
        """What must be known of the numbers, and whether some of it was left out."""
        every = list(dict.fromkeys(one for part in self.parts for one in part.caveats))
        caveats = list(every)
        while caveats and self.sheet.lines("Sumber", " ".join(caveats)) > plan.caveats:
            caveats.pop()
        if not caveats:
            return [], bool(every)
        return [self.sheet.text("Sumber", " ".join(caveats))], len(caveats) < len(every)

    def _about(self, is_short: bool, say: Words) -> tuple[list[Inline], str]:
        """Which facts the page rests on, and where everything is: the text, and how it reads."""
        facts = say(
            "Facts of {date}, version {version}.",
            date=say.date(self.briefing.facts_date),
            version=self.briefing.facts_version,
        )
        short = say("One page does not hold everything: the dashboard does.") if is_short else ""
        told = " ".join(text for text in (facts, short) if text)
        page = next((part.address for part in self.parts if part.address), "")
        live = self.briefing.address.partition("://")[2] if page else ""
        inline: list[Inline] = [told]
        inline += [" ", Run(live, address=page)] if live else []
        return inline, f"{told} {live}".rstrip()

    def _sources(self, plan: _Plan, say: Words) -> tuple[list[Block], bool]:
        """The first sources with addresses to type, and whether there are more."""
        every = self._references(say)
        listed = [f"{one.described(say)}: {one.printed}" for one in every[:_MOST_SOURCES]]

        def told(most: int, names: str) -> str:
            values = {"n": len(every), "names": names, "more": len(every) - most}
            if most == len(every):
                return say("Sources ({n}): {names}.", **values)
            return say("Sources ({n}): {names}; and {more} more in the dashboard.", **values)

        most = len(listed)
        while most and (
            self.sheet.lines("Sumber", told(most, "; ".join(listed[:most]))) > plan.sources
        ):
            most -= 1
        if not most:
            return [], bool(every)
        before, _mark, after = told(most, _MARK).partition(_MARK)
        inline: list[Inline] = [before]
        for place, one in enumerate(every[:most]):
            inline += ["; "] * bool(place)
            inline += [f"{one.described(say)}: ", Run(one.printed, address=one.printed_link)]
        inline.append(after)
        shown = told(most, "; ".join(listed[:most]))
        return [self.sheet.runs("Sumber", *inline, shown=shown)], most < len(every)

    def _references(self, say: Words) -> list[Reference]:
        """All sources of the page, official ones first."""
        groups = (*(part.sources for part in self.parts), self.near.sources)
        named = dict.fromkeys(source for sources in groups for source in sources)
        return [
            reference(source, say, self.briefing.address)
            for source in sorted(named, key=lambda one: not one.is_official)
        ]


# --- blocks --------------------------------------------------------------------------------------


def _first(parts: tuple[Part, ...], subject: str) -> Part | None:
    return next((one for one in parts if one.subject == subject), None)


def _told(part: Part) -> tuple[str, ...]:
    """The sentences of a part, then the rows of its table: what is not known, a step and who."""
    rows = part.grid.rows if part.grid is not None else ()
    form = "{} ({})." if part.subject == _STEPS else "{}: {}."
    return (*part.sentences, *(form.format(*row) if row[1] else f"{row[0]}." for row in rows))


_MARK = "\0"  # where the named sources stand in their sentence


def _by_year(part: Part, say: Words) -> TextTable | None:
    """The scores of a figure of series, a column a year; none where it has no such rows."""
    rows = [row for row in part.rows if "series_key" in row]
    years = sorted({row["year"] for row in rows})[-_MOST_YEARS:]
    if not years:
        return None
    series: dict[str, dict[int, str]] = {}
    for row in rows:
        known = sentences.class_alone(row, say) or say("no data")
        text = sentences.starred(row, say) if row["score"] is not None else known
        series.setdefault(sentences.series_name(row, say), {})[row["year"]] = text
    return TextTable(
        (say("SPI score"), *map(str, years)),
        tuple(
            (name, *(scores.get(year, say("no data")) for year in years))
            for name, scores in list(series.items())[:_MOST_SERIES]
        ),
    )


def _table(grid: TextTable, title: str, sheet: Sheet) -> Block:
    layout = replace(table_layout.of_texts(grid), caption=title)
    return Block(sum(sheet.rows(layout)), lambda word, _new: paper_tables.put_table(word, layout))

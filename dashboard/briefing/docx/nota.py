"""The nota: one region on exactly one page of A4 (DOCX).

Lines have an exact height, so that the page is measured before any office program sees it. Where
there is too much for it, whole sentences and sources go, in a fixed order, and the page says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.briefing import document, table_layout
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.document import Progress
from dashboard.briefing.docx import paper
from dashboard.briefing.docx.elements import SPACE_ABOVE, Inline, Run
from dashboard.briefing.docx.word_document import Look, Page, WordDocument
from dashboard.briefing.font_metrics import FONT
from dashboard.briefing.table_layout import TableLayout
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import Words
from dashboard.export import pictures, table
from dashboard.figures.addresses import Size
from dashboard.warehouse.engine import Warehouse

_PAGE = Page(left=20, right=20, top=14, bottom=12)
_POINTS = 72 / 25.4  # in a millimetre
_PIXELS = 643  # of a picture across the page: 96 an inch
_SCALE = 3
_RESERVE = 12.0
_BULLET = 14.2  # points of a list's indent
_CELL = 12.0  # points of a cell's margins
_HEADING_LINES, _CAPTION_LINES, _SENTENCE_LINES = 2, 2, 3
_MOST_ROWS = 8  # of the table in place of a picture
_LOOKS = {
    "Header": Look(7.5, 11, after=5),
    "Title": Look(17, 23, after=3, bold=True),
    "Pesan": Look(10, 14, after=5),
    "Heading2": Look(10.5, 14, before=8, after=3, bold=True),
    "ListBullet": Look(8.5, 12, after=2),
    "Caption": Look(7.5, 10.5, before=3, after=2),
    "Tampak": Look(8.5, 12, after=3),
    "Sumber": Look(7, 9.2, before=2, after=1),
    "LabelAngka": Look(7.5, 11, before=2),
    "AngkaPokok": Look(16, 21, bold=True),
    "CatatanAngka": Look(7.5, 11, after=2),
    "IsiTabel": Look(7.5, 10, before=1, after=1),
}
_RULE = 14.0  # points of the line above a title
_PICTURE = 8.0  # points around a picture in its line


@dataclass(frozen=True)
class _Plan:
    """How much of each thing stands on the page: numbers of sentences and of lines."""

    sentences: int = 6
    gaps: int = 7
    chart: int = 84  # millimetres
    title: int = 2
    message: int = 4
    caveats: int = 8
    sources: int = 7


# What goes first where there is too much: sources before gaps before sentences.
_LESS: tuple[tuple[str, int], ...] = (
    *(("sources", 5), ("chart", 76), ("gaps", 6), ("sources", 4), ("chart", 70), ("caveats", 6)),
    *(("sources", 3), ("gaps", 5), ("chart", 64), ("sentences", 5), ("message", 3)),
    *(("sources", 2), ("caveats", 5), ("chart", 58), ("gaps", 4), ("sources", 1), ("caveats", 4)),
    *(("message", 2), ("chart", 52), ("sentences", 4), ("caveats", 3), ("gaps", 3)),
    *(("sentences", 3), ("message", 1), ("chart", 46), ("title", 1), ("caveats", 2)),
    *(("gaps", 2), ("chart", 40), ("sentences", 2), ("gaps", 1)),
)


@dataclass(frozen=True)
class _Block:
    """Something on the page: its height in points, how it is written, and whether it was cut."""

    height: float
    write: Callable[[WordDocument], None]
    is_cut: bool = False


def nota(warehouse: Warehouse, briefing: Briefing, progress: Progress) -> bytes:
    """One page on a region: of the briefing its first statement, figure and list of gaps.

    Args:
        warehouse: where the facts are.
        briefing: what may be said.
        progress: is called before each part with its place, their number and its title.
    """
    parts = briefing.parts
    note = _Note(
        briefing,
        position=next((one for one in parts if not one.answer and one.subject != "unknown"), None),
        figure=next((one for one in parts if one.is_drawable), None),
        unknown=next((one for one in parts if one.subject == "unknown"), None),
    )
    picture, missing = None, ""
    for place, part in enumerate(note.parts):
        progress(place, len(note.parts), document.one_line(part.title))
        if part is note.figure:
            draw = _drawing(warehouse, note.plan().chart)
            picture, missing = document.drawn(part, draw, briefing.say)
    if picture is None:
        note = replace(note, missing=missing, table=_rows(warehouse, briefing, note))
    word = WordDocument(briefing.lang, briefing.facts_date, _PAGE)
    word.restyle(_LOOKS)
    for block in replace(note, picture=picture).blocks(note.plan()):
        block.write(word)
    progress(len(note.parts), len(note.parts), "")
    return word.save(
        title=document.one_line(briefing.title),
        subject=briefing.subtitle,
        version=briefing.facts_version,
    )


def _drawing(warehouse: Warehouse, chart: int) -> Callable[[Part], bytes]:
    size = Size(_PIXELS, round(_PIXELS * chart / _PAGE.width), _SCALE)

    def draw(part: Part) -> bytes:
        assert part.answer is not None  # noqa: S101 (only figures are drawn)
        return pictures.picture_sync(warehouse, part.answer, "png", size, is_bare=True)

    return draw


def _rows(warehouse: Warehouse, briefing: Briefing, note: _Note) -> TableLayout | None:
    """The table in place of the picture, without its sources: the page names them at its end."""
    whole = next((one for one in (note.position, note.figure) if one and one.rows), None)
    if whole is None:
        return None
    columns = tuple(one for one in whole.columns if not table_layout.holds_sources(one))
    part = replace(whole, rows=whole.rows[:_MOST_ROWS], columns=columns)
    return table_layout.lay_out(warehouse, briefing, part, {})


@dataclass(frozen=True)
class _Note:
    """What the page says: where the region stands, one figure, what is not known.

    Attributes:
        picture: of the figure; empty bytes stand for one that is still to be drawn.
        missing: why there is none.
        table: the table in its place.
    """

    briefing: Briefing
    position: Part | None
    figure: Part | None
    unknown: Part | None
    picture: bytes | None = b""
    missing: str = ""
    table: TableLayout | None = None

    @property
    def parts(self) -> list[Part]:
        return [part for part in (self.position, self.figure, self.unknown) if part is not None]

    def plan(self) -> _Plan:
        """The richest plan that fits the page."""
        plan, room = _Plan(), _PAGE.height * _POINTS - _RESERVE
        for field, value in _LESS:
            if sum(block.height for block in self.blocks(plan)) <= room:
                break
            plan = replace(plan, **{field: value})
        return plan

    def blocks(self, plan: _Plan) -> list[_Block]:
        """Everything on the page, from top to bottom."""
        say, briefing = self.briefing.say, self.briefing
        about = (say("Briefing note"), briefing.facts_line, briefing.facts_version)
        head = [_text("Header", " · ".join(about), 1)]
        title = _text("Title", document.one_line(briefing.title), plan.title)
        head.append(replace(title, height=title.height + _RULE))
        body = [
            *head,
            *self._position(plan),
            *self._figure(plan, say),
            *self._unknown(plan),
        ]
        left_out = len(self.parts) < len(briefing.parts) or any(block.is_cut for block in body)
        for part, most in ((self.position, plan.sentences), (self.unknown, plan.gaps)):
            left_out |= part is not None and len(part.sentences) > most
        return [*body, *self._small(plan, say, left_out)]

    def _position(self, plan: _Plan) -> list[_Block]:
        part = self.position
        if part is None:
            return []
        blocks = [_text("Pesan", document.one_line(part.title), 2, bold=True, comment=part.note)]
        if part.message:
            blocks.append(_text("Pesan", part.message, plan.message))
        if part.numbers:
            blocks.append(_numbers(part))
        return [
            *blocks,
            *_bullets(part.sentences[: plan.sentences], space_above=bool(part.numbers)),
        ]

    def _figure(self, plan: _Plan, say: Words) -> list[_Block]:
        part, picture, table = self.figure, self.picture, self.table
        if part is None:
            return []
        blocks = [_heading(part)]
        if part.message:
            blocks.append(_text("Tampak", part.message, plan.message))
        if picture is None:
            blocks.append(_text("Tampak", self.missing, 2))
            return [*blocks, _table(table)] if table is not None else blocks

        def write(word: WordDocument) -> None:
            name = document.figure_name(1, say)
            word.picture(picture, plan.chart, name=name, title=part.title, alternative=part.reading)

        blocks.append(_Block(plan.chart * _POINTS + _PICTURE, write))
        live = Run(say("The figure as it is now"), address=part.address) if part.address else None
        return [*blocks, _text("Caption", part.subtitle, _CAPTION_LINES, after=live)]

    def _unknown(self, plan: _Plan) -> list[_Block]:
        part = self.unknown
        if part is None:
            return []
        blocks = [_heading(part)]
        if part.message:
            blocks.append(_text("Tampak", part.message, plan.message))
        return [*blocks, *_bullets(part.sentences[: plan.gaps])]

    def _small(self, plan: _Plan, say: Words, left_out: bool) -> list[_Block]:
        """Caveats, sources and the way to everything else, in small letters."""
        every = list(dict.fromkeys(one for part in self.parts for one in part.caveats))
        caveats = list(every)
        while len(caveats) > 1 and _count("Sumber", " ".join(caveats)) > plan.caveats:
            caveats.pop()
        blocks = (
            [_text("Sumber", " ".join(caveats), plan.caveats, space_above=True)] if caveats else []
        )
        named = list(dict.fromkeys(source for part in self.parts for source in part.sources))
        links = table.source_links(sorted(named, key=lambda one: not one.is_official), say)
        most = len(links)
        while most and _count("Sumber", _sources_text(links, most, say)) > plan.sources:
            most -= 1
        left_out |= most < len(links) or len(caveats) < len(every)
        closing = say("One page does not hold everything: the dashboard does.") if left_out else ""
        address = next((part.address for part in self.parts if part.address), "")
        text = _sources_text(links, most, say)

        def write(word: WordDocument) -> None:
            inline: list[Inline] = []
            if links:
                before, after = _sources_text(links, most, say, mark=_MARK).split(_MARK)
                inline.append(before)
                for place, link in enumerate(links[:most]):
                    inline += ["; "] * bool(place)
                    inline += [Run(link.text, address=link.address), link.after]
                inline.append(after)
            word.paragraph("Sumber", *inline)

        if links:
            lines = _count("Sumber", text)
            blocks.append(_Block(_height("Sumber", lines), write))
        live = Run(say("Open in the dashboard"), address=address) if address else None
        if closing or live:
            blocks.append(_text("Sumber", closing, 1, after=live))
        return blocks


# --- blocks --------------------------------------------------------------------------------------

_MARK = "\0"  # where the named sources stand in their sentence


def _sources_text(links: list[table.SourceLink], most: int, say: Words, mark: str = "") -> str:
    """The sentence that names sources: their number, some of them, and how many more."""
    names = mark or "; ".join(link.text + link.after for link in links[:most])
    if most == len(links):
        return say("Sources ({n}): {names}.", n=len(links), names=names)
    return say(
        "Sources ({n}): {names}; and {more} more in the dashboard.",
        n=len(links),
        names=names,
        more=len(links) - most,
    )


def _text(
    style: str,
    text: str,
    most: int,
    *,
    bold: bool = False,
    comment: str = "",
    after: Run | None = None,
    space_above: bool = False,
) -> _Block:
    """A paragraph of at most so many lines; what is more ends in an ellipsis."""
    shown, lines, is_cut = _cut(
        style, printable(text), f" {after.text}" if after else "", most, bold
    )

    def write(word: WordDocument) -> None:
        inline: list[Inline] = [Run(shown, bold=bold)]
        if after is not None:
            inline += [" ", after] if shown else [after]
        word.paragraph(style, *inline, comment=comment.strip(), space_above=space_above)

    height = _height(style, lines) + SPACE_ABOVE * space_above
    return _Block(height, write, is_cut)


@lru_cache(maxsize=512)
def _cut(style: str, text: str, more: str, most: int, bold: bool) -> tuple[str, int, bool]:
    """A text that leaves room for what comes after it, its lines, and whether it was cut."""
    count = _count(style, text + more, bold=bold)
    if count <= most:
        return text, count, False
    text = text[: sum(len(line) + 1 for line in _lines(style, text, bold=bold)[:most])]
    while text and _count(style, f"{text}…{more}", bold=bold) > most:
        words = text.rstrip().split(" ")
        # A word of many lines is cut itself.
        text = " ".join(words[:-1]) if len(words) > 1 else text[: len(text) * 7 // 8]
    return f"{text.rstrip()}…", most, True


def _heading(part: Part) -> _Block:
    return _text("Heading2", document.one_line(part.title), _HEADING_LINES, comment=part.note)


def _bullets(sentences: tuple[str, ...], *, space_above: bool = False) -> list[_Block]:
    return [
        _text("ListBullet", sentence, _SENTENCE_LINES, space_above=space_above and not place)
        for place, sentence in enumerate(sentences)
    ]


def _numbers(part: Part) -> _Block:
    room = _PAGE.width * _POINTS / len(part.numbers) - _CELL
    height = 2.0
    for style, texts in (
        ("LabelAngka", [one.label for one in part.numbers]),
        ("AngkaPokok", [one.value for one in part.numbers]),
        ("CatatanAngka", [one.note for one in part.numbers]),
    ):
        height += _height(style, max(_count(style, text, room) for text in texts))
    return _Block(height, lambda word: paper.key_numbers(word, part.numbers, part.title))


def _table(table: TableLayout) -> _Block:
    look = _LOOKS["IsiTabel"]
    rows = len(table.rows) + 1
    height = table.lines * look.pitch + rows * (look.before + look.after + 1)
    return _Block(height, lambda word: paper.put_table(word, table))


def _height(style: str, lines: int) -> float:
    look = _LOOKS[style]
    return look.before + lines * look.pitch + look.after


def _count(style: str, text: str, room: float = 0, *, bold: bool = False) -> int:
    """How many lines a text takes."""
    return len(_lines(style, text, room, bold=bold))


@lru_cache(maxsize=2048)
def _lines(style: str, text: str, room: float = 0, *, bold: bool = False) -> tuple[str, ...]:
    look = _LOOKS[style]
    room = room or _PAGE.width * _POINTS - (_BULLET if style == "ListBullet" else 0)
    return tuple(FONT.lines(text, look.size, room, bold=bold or look.bold))

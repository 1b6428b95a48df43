"""The briefing as a paper on A4 (DOCX): every part a section, every number with its source.

Pages begin where they are told to (`pages`), so that the list of contents is right. The annex comes
last: its tables go on by themselves from page to page, as tables that can be worked with.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

from dashboard import charts
from dashboard.briefing import document
from dashboard.briefing.content import Briefing, KeyNumber, Part
from dashboard.briefing.document import Outline, Progress, Section
from dashboard.briefing.docx import pages, paper_tables
from dashboard.briefing.docx.blocks import CELL, POINTS, Block, Sheet
from dashboard.briefing.docx.elements import Cell, Field, Inline, Run, Tab
from dashboard.briefing.docx.word_document import Page, WordDocument, looks
from dashboard.core.i18n import Words
from dashboard.export import pictures
from dashboard.export.sources import reference
from dashboard.figures.addresses import Size
from dashboard.warehouse.engine import Warehouse

_PICTURE = Size(476, None, 4)  # between the margins its smallest letters are of 10 points
_MOST_PICTURE, _LEAST_PICTURE = 175.0, 95.0  # millimetres of height
_PLACE = "\0"  # where a sentence holds what Word counts
_PAGE = Page(bottom=25)
_RULE, _RESERVE = 14.0, 16.0  # points of the line above a title, and left free on each page


def paper(warehouse: Warehouse, briefing: Briefing, progress: Progress) -> bytes:
    """The paper of a briefing.

    Args:
        warehouse: where the facts are.
        briefing: what it says.
        progress: is called before each part with its place, their number and its title.
    """

    def draw(part: Part) -> bytes:
        assert part.answer is not None  # noqa: S101 (only figures are drawn)
        return pictures.picture_sync(
            warehouse, charts.on_paper(part.answer), "png", _PICTURE, is_bare=True
        )

    whole = document.outline(warehouse, briefing, draw, progress)
    word = WordDocument(briefing.lang, briefing.facts_date, _PAGE)
    sheet = Sheet(looks(), _PAGE.width * POINTS, _PAGE.height * POINTS - _RESERVE)
    _Paper(whole, sheet).write(word)
    word.footer(briefing.facts_line, Tab(), *_page_of_pages(briefing.say))
    title = document.one_line(briefing.title)
    return word.save(title=title, subject=briefing.subtitle, version=briefing.facts_version)


@dataclass(frozen=True, eq=False)
class _Paper:
    """The blocks of a paper, and the pages that they come on."""

    whole: Outline[bytes]
    sheet: Sheet

    @property
    def _say(self) -> Words:
        return self.whole.briefing.say

    def _headings(self) -> list[str]:
        """Every heading of the list of contents, in order."""
        say, whole = self._say, self.whole
        rest = [say("Sources")] if whole.sources else []
        rest += [say("Annex: tables")] if whole.annexed else []
        return [*(one.part.title for one in whole.sections), *rest]

    def write(self, word: WordDocument) -> None:
        """Everything, from the title to the annex."""
        say, whole, titles = self._say, self.whole, self._headings()
        breaks: list[bool] = []
        cover = self._cover(titles, breaks)
        sections = [block for one in whole.sections for block in self._section(one)]
        number = len(whole.sections)
        sources: list[Block] = []
        if whole.sources:
            number += 1
            sources = self._sources(titles[number - 1], number)
        placed = pages.placed(
            [part for part in (cover, sections, sources) if part], self.sheet.height
        )
        found = pages.headings(placed)
        last = placed[-1].page
        for one in placed[: len(cover)]:
            one.block.write(word, one.begins_page)
        if titles:
            entries = [
                (text, _heading_bookmark(place), found.get(place, last + 1))
                for place, text in enumerate(titles, 1)
            ]
            word.contents(say("Contents"), entries, breaks)
        for one in placed[len(cover) :]:
            one.block.write(word, one.begins_page)
        if whole.annexed:
            bookmark = _heading_bookmark(len(titles))
            word.across()
            word.paragraph("Heading1", titles[-1], bookmark=bookmark)
            for section in whole.annexed:
                assert section.table is not None  # noqa: S101 (`annexed` has only such)
                paper_tables.flowing(word, section.table, say)

    def _cover(self, titles: list[str], breaks: list[bool]) -> list[Block]:
        """Title and list of contents; which of its entries begin a page goes to `breaks`."""
        say, briefing, sheet = self._say, self.whole.briefing, self.sheet
        facts = say(
            "Facts of {date}, version {version}.",
            date=say.date(briefing.facts_date),
            version=briefing.facts_version,
        )
        title = sheet.text("Title", document.one_line(briefing.title))
        blocks = [
            replace(title, height=title.height + _RULE),
            sheet.text("Subtitle", briefing.subtitle),
            sheet.text("Tampak", facts),
        ]
        if titles:
            height = sheet.high("TOCHeading", 1)
            blocks.append(Block(height, lambda _word, _new: None, stays=True))
        for text in titles:
            height = sheet.high("TOC1", sheet.lines("TOC1", f"{text} … 000"))
            blocks.append(Block(height, lambda _word, new: breaks.append(new)))
        return blocks

    # --- sections --------------------------------------------------------------------------------

    def _section(self, section: Section[bytes]) -> list[Block]:
        """A section; its picture is a little smaller where a page then holds all of it."""
        blocks = self._blocks(section, _MOST_PICTURE)
        over = sum(block.height for block in blocks) - self.sheet.height
        if section.picture is None or over <= 0:
            return blocks
        smaller = (_height(section.picture, _MOST_PICTURE) - over) / POINTS
        return self._blocks(section, smaller) if smaller > _LEAST_PICTURE else blocks

    def _blocks(self, section: Section[bytes], most_picture: float) -> list[Block]:
        part, sheet, say = section.part, self.sheet, self._say
        blocks = [
            sheet.text(
                "Heading1",
                part.title,
                bookmark=_heading_bookmark(section.number),
                heading=section.number,
                comment=part.note,
                stays=True,
            )
        ]
        is_short = not part.numbers and not part.sentences  # its picture comes next
        if part.message:
            blocks.append(sheet.text("Pesan", part.message, stays=is_short or bool(part.numbers)))
        if part.answer is None and part.subtitle and not part.refers:  # a summary's names slides
            blocks.append(sheet.text("Tampak", part.subtitle, stays=True))
        if part.numbers:
            blocks.append(_key_numbers(part, sheet))
        for place, sentence in enumerate(part.sentences):
            blocks.append(
                sheet.text(
                    "ListBullet",
                    sentence,
                    space_above=bool(part.numbers) and not place,
                    after=self._told_by(part.refers[place]) if place < len(part.refers) else None,
                )
            )
        if section.picture is not None:
            blocks += self._picture(section, section.picture, most_picture)
        elif section.missing:
            stays = section.table is not None
            blocks.append(sheet.text("Tampak", section.missing, stays=stays))
        below = self._below(section)
        if part.grid is not None:
            blocks += paper_tables.of_texts(part, sheet, say, _staying(blocks))
            blocks[-1] = replace(blocks[-1], stays=bool(below))
        if section.table is None or section.is_annexed:
            return [*blocks, *below]
        above = _staying(blocks) if section.picture is None else 0
        table = paper_tables.numbered(section.table, sheet, say, above)
        return [*blocks, *table, *below] if section.picture is None else [*blocks, *below, *table]

    def _told_by(self, subject: str) -> Run | None:
        """The way to the section that tells a sentence in full."""
        say = self._say
        for section in self.whole.sections:
            if section.part.subject == subject:
                text = say("(section {n})", n=section.number)
                return Run(text, anchor=_heading_bookmark(section.number))
        return None

    def _picture(self, section: Section[bytes], content: bytes, most: float) -> list[Block]:
        part, say = section.part, self._say
        name = document.figure_name(section.figure, say)

        def write(word: WordDocument, new_page: bool) -> None:
            word.picture(
                content,
                most,
                name=name,
                title=part.title,
                alternative=part.reading,
                new_page=new_page,
            )

        def caption(word: WordDocument, _new_page: bool) -> None:
            word.caption(say("Figure"), section.figure, part.subtitle, _figure(section.figure))

        look = self.sheet.looks["Gambar"]
        # Programs leave a part of the line below a picture in its line.
        height = look.before + look.after + _height(content, most) + look.size
        lines = self.sheet.lines("Caption", f"{name}. {part.subtitle}", bold=True)
        return [
            Block(height, write, stays=True),
            Block(self.sheet.high("Caption", lines), caption, stays=part.grid is None),
        ]

    def _below(self, section: Section[bytes]) -> list[Block]:
        """The source line with the numbers of the sources, the caveats, and where to see it."""
        part, say = section.part, self._say
        inline: list[Inline] = [part.source_line] if part.source_line else []
        if section.cited:
            inline += [" ", *paper_tables.cited(section.cited)]
        if part.caveats:
            inline.append(" " + " ".join(part.caveats))
        if section.is_annexed and section.table is not None:
            name = document.table_name(section.table.number, say)
            text = say("The numbers are in {table}, in the annex.", table=name)
            inline += [" ", Run(text, anchor=paper_tables.table_bookmark(section.table.number))]
        if part.address:
            live = "The figure as it is now" if part.answer else "Open in the dashboard"
            inline += [" ", Run(say(live), address=part.address)]
        shown = "".join(one if isinstance(one, str) else getattr(one, "text", "") for one in inline)
        return [self.sheet.runs("Sumber", *inline, shown=shown)] if shown else []

    def _sources(self, title: str, number: int) -> list[Block]:
        """All sources: number, title, publisher, date, and an address to type."""
        say, address = self._say, self.whole.briefing.address
        bookmark = _heading_bookmark(number)
        blocks = [self.sheet.text("Heading1", title, bookmark=bookmark, heading=number, stays=True)]
        for place, source in enumerate(self.whole.sources, 1):
            one = reference(source, say, address)
            described, name = one.described(say), one.title or one.publisher
            inline: list[Inline] = [f"[{place}]", Tab(), Run(name, address=one.address)]
            inline += [f"{described.removeprefix(name)}. "]
            inline.append(Run(one.printed, address=one.printed_link))
            shown = f"{described}. {one.printed}"
            blocks.append(
                self.sheet.runs(
                    "DaftarSumber",
                    *inline,
                    shown=shown,
                    bookmark=paper_tables.source_bookmark(place),
                )
            )
        return blocks


def key_numbers(word: WordDocument, numbers: tuple[KeyNumber, ...], title: str) -> None:
    """What a part shows large: a column a number, the class on its colour."""
    rows: list[list[Cell]] = [
        [Cell(((one.label,),), "LabelAngka") for one in numbers],
        [Cell(((one.value,),), "AngkaPokok", fill=one.colour, ink=one.ink) for one in numbers],
        [Cell(((one.note,),), "CatatanAngka", fill=one.colour, ink=one.ink) for one in numbers],
    ]
    shares = (1 / len(numbers),) * len(numbers)
    word.table("TabelAngka", shares, rows, title=title, keep_together=True)


def key_numbers_height(part: Part, sheet: Sheet) -> float:
    """The height of `key_numbers` in points."""
    room = sheet.width / len(part.numbers) - CELL
    return 2.0 + sum(
        sheet.high(style, max(sheet.lines(style, text, room) for text in texts))
        for style, texts in (
            ("LabelAngka", [one.label for one in part.numbers]),
            ("AngkaPokok", [one.value for one in part.numbers]),
            ("CatatanAngka", [one.note for one in part.numbers]),
        )
    )


def _key_numbers(part: Part, sheet: Sheet) -> Block:
    return Block(
        key_numbers_height(part, sheet),
        lambda word, _new_page: key_numbers(word, part.numbers, part.title),
        stays=bool(part.sentences),
    )


def _staying(blocks: list[Block]) -> float:
    """The height in points of the last blocks that stay on the page of what follows."""
    height = 0.0
    for block in reversed(blocks):
        if not block.stays:
            break
        height += block.height
    return height


def _height(picture: bytes, most: float) -> float:
    """The height in points of a picture as wide as the text, at most so many millimetres."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as image:
        return min(_PAGE.width * image.height / image.width, most) * POINTS


# --- parts of a paragraph ------------------------------------------------------------------------


def _page_of_pages(say: Words) -> list[Inline]:
    """Which page of how many, as Word counts them."""
    inline: list[Inline] = []
    text = say(
        "Page {page} of {pages}", page=f"{_PLACE}PAGE{_PLACE}", pages=f"{_PLACE}NUMPAGES{_PLACE}"
    )
    for place, words in enumerate(text.split(_PLACE)):
        if place % 2:
            inline.append(Field(words, "1"))
        elif words:
            inline.append(words)
    return inline


def _heading_bookmark(number: int) -> str:
    return f"_Toc{number:08d}"


def _figure(number: int) -> str:
    return f"Gambar_{number}"

"""The briefing as a paper on A4 (DOCX): every part a section, every number with its source."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import charts
from dashboard.briefing import document, table_layout
from dashboard.briefing.content import Briefing, KeyNumber, Part
from dashboard.briefing.document import Outline, Progress, Section
from dashboard.briefing.docx.elements import Cell, Field, Inline, Run, Tab
from dashboard.briefing.docx.word_document import WordDocument
from dashboard.briefing.table_layout import CellText, TableLayout
from dashboard.core.i18n import Words
from dashboard.export import pictures, table
from dashboard.figures.addresses import SIZES
from dashboard.warehouse.engine import Warehouse

_MOST_PICTURE = 200.0  # millimetres of height
_PLACE = "\0"  # where a sentence holds what Word counts


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
            warehouse, charts.on_paper(part.answer), "png", SIZES["a4-column"], is_bare=True
        )

    whole = document.outline(warehouse, briefing, draw, progress)
    say, title = briefing.say, document.one_line(briefing.title)
    word = WordDocument(briefing.lang, briefing.facts_date)
    word.paragraph("Title", title)
    word.paragraph("Subtitle", briefing.subtitle)
    word.paragraph(
        "Tampak",
        say(
            "Facts of {date}, version {version}.",
            date=say.date(briefing.facts_date),
            version=briefing.facts_version,
        ),
    )
    headings = [(one.part.title, _heading_bookmark(one.number)) for one in whole.sections]
    rest = [(say("Annex: tables"), "annex")] if whole.annexed else []
    rest += [(say("Sources"), "sources")] if whole.sources else []
    for number, (text, _name) in enumerate(rest, len(headings) + 1):
        headings.append((text, _heading_bookmark(number)))
    if headings:
        word.contents(say("Contents"), headings)
    for section in whole.sections:
        _section(word, section, say)
    for (text, bookmark), (_text, kind) in zip(headings[len(whole.sections) :], rest, strict=True):
        if kind == "annex":
            word.paragraph("Heading1", text, bookmark=bookmark, new_page=True)
            for section in whole.annexed:
                _table(word, section, say)
        else:
            _sources(word, whole, text, bookmark)
    word.footer(briefing.facts_line, Tab(), *_page_of_pages(say))
    return word.save(title=title, subject=briefing.subtitle, version=briefing.facts_version)


# --- sections ------------------------------------------------------------------------------------


def _section(word: WordDocument, section: Section[bytes], say: Words) -> None:
    part = section.part
    word.paragraph(
        "Heading1",
        part.title,
        bookmark=_heading_bookmark(section.number),
        comment=part.note.strip(),
        new_page=section.number == 1,
    )
    if part.message:
        word.paragraph("Pesan", part.message)
    if part.answer is None and part.subtitle:
        word.paragraph("Tampak", part.subtitle)
    if part.numbers:
        key_numbers(word, part.numbers, part.title)
    for place, sentence in enumerate(part.sentences):
        word.paragraph("ListBullet", sentence, space_above=bool(part.numbers) and not place)
    if section.picture is not None:
        name = document.figure_name(section.figure, say)
        word.picture(
            section.picture, _MOST_PICTURE, name=name, title=part.title, alternative=part.reading
        )
        word.caption(
            say("Figure"),
            section.figure,
            part.subtitle,
            _figure(section.figure),
        )
    elif section.missing:
        word.paragraph("Tampak", section.missing, keep_with_next=section.table is not None)
    if section.table is not None and not section.is_annexed:
        if section.picture is None:
            _table(word, section, say)
            _below(word, section, say)
        else:
            _below(word, section, say)
            _table(word, section, say)
    else:
        _below(word, section, say)


def key_numbers(word: WordDocument, numbers: tuple[KeyNumber, ...], title: str) -> None:
    """What a part shows large: a column a number, the class on its colour."""
    rows: list[list[Cell]] = [
        [Cell(((one.label,),), "LabelAngka") for one in numbers],
        [Cell(((one.value,),), "AngkaPokok", fill=one.colour, ink=one.ink) for one in numbers],
        [Cell(((one.note,),), "CatatanAngka", fill=one.colour, ink=one.ink) for one in numbers],
    ]
    shares = (1 / len(numbers),) * len(numbers)
    word.table("TabelAngka", shares, rows, title=title, keep_together=True)


def _below(word: WordDocument, section: Section[bytes], say: Words) -> None:
    """The source line with the numbers of the sources, the caveats, and where to see it live."""
    part = section.part
    inline: list[Inline] = [part.source_line]
    if section.cited:
        inline += [" ", *_cited(section.cited)]
    if part.caveats:
        inline.append(" " + " ".join(part.caveats))
    if section.is_annexed and section.table is not None:
        name = document.table_name(section.table.number, say)
        text = say("The numbers are in {table}, in the annex.", table=name)
        inline += [" ", Run(text, anchor=_table_bookmark(section.table.number))]
    if part.address:
        live = "The figure as it is now" if part.answer else "Open in the dashboard"
        inline += [" ", Run(say(live), address=part.address)]
    word.paragraph("Sumber", *inline)


def _table(word: WordDocument, section: Section[bytes], say: Words) -> None:
    layout = section.table
    assert layout is not None  # noqa: S101 (its callers checked)
    word.caption(
        say("Table"),
        layout.number,
        layout.caption,
        _table_bookmark(layout.number),
        space_above=True,
    )
    put_table(word, layout)
    if layout.notes:
        word.paragraph("Sumber", " ".join(layout.notes))


def put_table(word: WordDocument, layout: TableLayout) -> None:
    """A table of facts without its caption."""
    head = [
        Cell(((text,),), right=right) for text, right in zip(layout.head, layout.right, strict=True)
    ]
    rows = [
        [
            Cell(tuple(_line(line) for line in cell), right=right)
            for cell, right in zip(row, layout.right, strict=True)
        ]
        for row in layout.rows
    ]
    word.table(
        "TabelFakta",
        layout.shares,
        [head, *rows],
        title=layout.caption,
        keep_together=layout.lines <= table_layout.MOST_INLINE,
        keep_with_next=bool(layout.notes),
    )


def _line(line: tuple[CellText, ...]) -> tuple[Inline, ...]:
    inline: list[Inline] = []
    for text in line:
        if inline:
            inline.append("; ")
        if text.label:
            inline.append(f"{text.label}: ")
        inline += [text.text] if text.text else _cited(text.cited, ("", ""))
    return tuple(inline)


def _sources(word: WordDocument, whole: Outline[bytes], text: str, bookmark: str) -> None:
    """All sources in two columns, each a link."""
    say = whole.briefing.say
    word.paragraph("Heading1", text, bookmark=bookmark, new_page=True)
    word.columns(2)
    links = table.source_links(whole.sources, say)
    for number, link in enumerate(links, 1):
        word.paragraph(
            "DaftarSumber",
            f"[{number}]",
            Tab(),
            Run(link.text, address=link.address),
            link.after,
            bookmark=_source(number),
        )


# --- parts of a paragraph ------------------------------------------------------------------------


def _cited(cited: Iterable[int], brackets: tuple[str, str] = ("[", "]")) -> list[Inline]:
    """Numbers of sources, runs of them together; each leads to the list."""
    inline: list[Inline] = [brackets[0]]
    for place, (first, last) in enumerate(table_layout.ranges(cited)):
        inline += [", "] * bool(place)
        inline.append(Run(table_layout.range_text(first, last), anchor=_source(first)))
    return [*inline, brackets[1]]


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


def _table_bookmark(number: int) -> str:
    return f"Tabel_{number}"


def _source(number: int) -> str:
    return f"Sumber_{number}"

"""The briefing as a paper on A4 (DOCX): every part a section, every number with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dashboard.briefing import document
from dashboard.briefing.content import Briefing, KeyNumber, Part
from dashboard.briefing.document import Bit, Grid, Outline, Section
from dashboard.briefing.docx.elements import Cell, Field, Paper, Piece, Run, Tab
from dashboard.core.i18n import Words
from dashboard.export import pictures, table
from dashboard.figures.addresses import SIZES
from dashboard.warehouse.engine import Warehouse

Told = Callable[[int, int, str], None]
_MOST_PICTURE = 200.0  # millimetres of height
_PLACE = "\0"  # where a sentence holds what Word counts


def paper(warehouse: Warehouse, briefing: Briefing, told: Told) -> bytes:
    """The paper of a briefing.

    Args:
        warehouse: where the facts are.
        briefing: what it says.
        told: is called before each part with its place, their number and its title.
    """

    def draw(part: Part) -> bytes:
        assert part.answer is not None  # noqa: S101 (only figures are drawn)
        return pictures.picture_sync(
            warehouse, part.answer, "png", SIZES["a4-column"], is_bare=True
        )

    whole = document.outline(warehouse, briefing, draw, told)
    say, title = briefing.say, document.one_line(briefing.title)
    made = Paper(briefing.lang, briefing.facts_date)
    made.paragraph("Title", title)
    made.paragraph("Subtitle", briefing.subtitle)
    made.paragraph(
        "Tampak",
        say(
            "Facts of {date}, version {version}.",
            date=say.date(briefing.facts_date),
            version=briefing.facts_version,
        ),
    )
    headings = [(one.part.title, _heading(one.number)) for one in whole.sections]
    rest = [(say("Annex: tables"), "annex")] if whole.annexed else []
    rest += [(say("Sources"), "sources")] if whole.sources else []
    for number, (text, _name) in enumerate(rest, len(headings) + 1):
        headings.append((text, _heading(number)))
    if headings:
        made.contents(say("Contents"), headings)
    for section in whole.sections:
        _section(made, section, say)
    for (text, bookmark), (_text, kind) in zip(headings[len(whole.sections) :], rest, strict=True):
        if kind == "annex":
            made.paragraph("Heading1", text, bookmark=bookmark, new_page=True)
            for section in whole.annexed:
                _table(made, section, say)
        else:
            _sources(made, whole, text, bookmark)
    made.footer(briefing.facts_line, Tab(), *_page_of_pages(say))
    return made.save(title=title, subject=briefing.subtitle, version=briefing.facts_version)


# --- sections ------------------------------------------------------------------------------------


def _section(made: Paper, section: Section[bytes], say: Words) -> None:
    part = section.part
    made.paragraph(
        "Heading1",
        part.title,
        bookmark=_heading(section.number),
        remark=part.note.strip(),
        new_page=section.number == 1,
    )
    if part.message:
        made.paragraph("Pesan", part.message)
    if part.answer is None and part.subtitle:
        made.paragraph("Tampak", part.subtitle)
    if part.numbers:
        key_numbers(made, part.numbers, part.title)
    for place, sentence in enumerate(part.sentences):
        made.paragraph("ListBullet", sentence, gap=bool(part.numbers) and not place)
    if section.picture is not None:
        name = document.figure_name(section.figure, say)
        made.picture(
            section.picture, _MOST_PICTURE, name=name, title=part.title, alternative=part.reading
        )
        made.caption(
            say("Figure"), section.figure, part.subtitle, _figure(section.figure), keep=True
        )
    elif section.missing:
        made.paragraph("Tampak", section.missing, keep=section.grid is not None)
    if section.grid is not None and not section.is_annexed:
        if section.picture is None:
            _table(made, section, say)
            _told_below(made, section, say)
        else:
            _told_below(made, section, say)
            _table(made, section, say)
    else:
        _told_below(made, section, say)


def key_numbers(made: Paper, numbers: tuple[KeyNumber, ...], title: str) -> None:
    """What a part shows large: a column a number, the class on its colour."""
    rows: list[list[Cell]] = [
        [Cell(((one.label,),), "LabelAngka") for one in numbers],
        [Cell(((one.value,),), "AngkaPokok", fill=one.colour, ink=one.ink) for one in numbers],
        [Cell(((one.note,),), "CatatanAngka", fill=one.colour, ink=one.ink) for one in numbers],
    ]
    shares = (1 / len(numbers),) * len(numbers)
    made.table("TabelAngka", shares, rows, title=title, together=True)


def _told_below(made: Paper, section: Section[bytes], say: Words) -> None:
    """The source line with the numbers of the sources, the caveats, and where to see it live."""
    part = section.part
    pieces: list[Piece | str] = [part.source_line]
    if section.cited:
        pieces += [" ", *_cited(section.cited)]
    if part.caveats:
        pieces.append(" " + " ".join(part.caveats))
    if section.is_annexed and section.grid is not None:
        name = document.table_name(section.grid.number, say)
        told = say("The numbers are in {table}, in the annex.", table=name)
        pieces += [" ", Run(told, anchor=_grid(section.grid.number))]
    if part.address:
        live = "The figure as it is now" if part.answer else "Open in the dashboard"
        pieces += [" ", Run(say(live), address=part.address)]
    made.paragraph("Sumber", *pieces)


def _table(made: Paper, section: Section[bytes], say: Words) -> None:
    grid = section.grid
    assert grid is not None  # noqa: S101 (the caller asked)
    made.caption(say("Table"), grid.number, grid.caption, _grid(grid.number), keep=True, gap=True)
    put_grid(made, grid)
    if grid.notes:
        made.paragraph("Sumber", " ".join(grid.notes))


def put_grid(made: Paper, grid: Grid) -> None:
    """A table of facts without its caption."""
    head = [
        Cell(((text,),), right=right) for text, right in zip(grid.head, grid.right, strict=True)
    ]
    rows = [
        [
            Cell(tuple(_line(line) for line in cell), right=right)
            for cell, right in zip(row, grid.right, strict=True)
        ]
        for row in grid.rows
    ]
    made.table(
        "TabelFakta",
        grid.shares,
        [head, *rows],
        title=grid.caption,
        together=grid.lines <= document.MOST_INLINE,
        with_next=bool(grid.notes),
    )


def _line(line: tuple[Bit, ...]) -> tuple[Piece | str, ...]:
    pieces: list[Piece | str] = []
    for bit in line:
        if pieces:
            pieces.append("; ")
        if bit.label:
            pieces.append(f"{bit.label}: ")
        pieces += [bit.text] if bit.text else _cited(bit.cited, ("", ""))
    return tuple(pieces)


def _sources(made: Paper, whole: Outline[bytes], text: str, bookmark: str) -> None:
    """All sources in two columns, each a link."""
    say = whole.briefing.say
    made.paragraph("Heading1", text, bookmark=bookmark, new_page=True)
    made.columns(2)
    links = table.source_links(whole.sources, say)
    for number, link in enumerate(links, 1):
        made.paragraph(
            "DaftarSumber",
            f"[{number}]",
            Tab(),
            Run(link.text, address=link.address),
            link.after,
            bookmark=_source(number),
        )


# --- pieces --------------------------------------------------------------------------------------


def _cited(cited: Iterable[int], brackets: tuple[str, str] = ("[", "]")) -> list[Piece | str]:
    """Numbers of sources, runs of them together; each leads to the list."""
    pieces: list[Piece | str] = [brackets[0]]
    for place, (first, last) in enumerate(document.ranges(cited)):
        pieces += [", "] * bool(place)
        pieces.append(Run(document.range_text(first, last), anchor=_source(first)))
    return [*pieces, brackets[1]]


def _page_of_pages(say: Words) -> list[Piece | str]:
    """Which page of how many, as Word counts them."""
    pieces: list[Piece | str] = []
    text = say(
        "Page {page} of {pages}", page=f"{_PLACE}PAGE{_PLACE}", pages=f"{_PLACE}NUMPAGES{_PLACE}"
    )
    for place, piece in enumerate(text.split(_PLACE)):
        if place % 2:
            pieces.append(Field(piece, "1"))
        elif piece:
            pieces.append(piece)
    return pieces


def _heading(number: int) -> str:
    return f"_Toc{number:08d}"


def _figure(number: int) -> str:
    return f"Gambar_{number}"


def _grid(number: int) -> str:
    return f"Tabel_{number}"


def _source(number: int) -> str:
    return f"Sumber_{number}"

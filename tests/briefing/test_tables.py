"""Tables on slides: whole words, columns and rows that go on, heads in line, nothing under 12."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.briefing.font_metrics import FONT, Font
from dashboard.briefing.pptx import tables, template
from dashboard.briefing.pptx.tables import Cell, Grid
from dashboard.briefing.pptx.template import Box
from tests.briefing import slide_checks

HEAD = ("", "gratifikasi", "penyuluh antikorupsi", "OTT per 10 juta", "pertanggungjawaban")


def grid(n: int, head: tuple[str, ...] = HEAD, text: str = "71,76 ●\nrentan") -> Grid:
    row = tuple(Cell(text) for _ in head[1:])
    rows = tuple((Cell(f"Kabupaten {place}"), *row) for place in range(n))
    return Grid("Tabel", "Tabel", head, rows)


def drawn(given: Grid, room: Box, font: Font = FONT) -> tuple[Any, list[list[Any]]]:
    """A deck of the slides that a table needs, and the tables of each."""
    design = template.open_design(None)
    for page in tables.pages(given, room, font):
        slide = design.deck.slides.add_slide(design.content)
        slide.shapes.title.text_frame.text = "Judul"
        page(slide, room)
    shown = [[one for one in slide.shapes if one.has_table] for slide in design.deck.slides]
    return design.deck, shown


@pytest.mark.parametrize("font", ["Arial", "Calibri", "Verdana"])
@pytest.mark.parametrize("room", [Box(40, 100, 870, 330), Box(40, 100, 380, 240)])
@pytest.mark.parametrize("n", [1, 7, 40])
def test_words_stay_whole_and_rows_hold_their_texts(font: str, room: Box, n: int) -> None:
    deck, shown = drawn(grid(n), room, Font(font))
    assert slide_checks.broken_words(deck) == []
    assert slide_checks.small_texts(deck) == []
    assert slide_checks.without_head(deck) == []
    for frames in shown:
        for frame in frames:
            rows = sum(row.height for row in frame.table.rows)
            assert rows <= (room.height + 1) * 12_700
            assert frame.left + frame.width <= (room.right + 1) * 12_700
    rows = [len(frame.table.rows) - 1 for frames in shown for frame in frames]
    columns = {len(frame.table.columns) for frames in shown for frame in frames}
    assert sum(rows) >= n and max(columns) <= len(HEAD)


def test_columns_that_are_too_many_go_on_beside_their_names() -> None:
    head = ("", *(f"pertanggungjawaban{n}" for n in range(9)))
    _deck, shown = drawn(grid(3, head), Box(40, 100, 500, 300))
    heads = [[cell.text_frame.text for cell in frames[0].table.rows[0].cells] for frames in shown]
    assert len(heads) > 2
    assert [name for one in heads for name in one[1:]] == list(head[1:])
    for frames in shown:
        names = [row.cells[0].text_frame.text for row in frames[0].table.rows]
        assert names == ["", "Kabupaten 0", "Kabupaten 1", "Kabupaten 2"]


def test_tables_beside_each_other_have_their_heads_in_line() -> None:
    long = grid(10)
    rows = (*long.rows[:-1], (Cell("Kabupaten yang namanya panjang"), *long.rows[-1][1:]))
    narrow = Grid(long.name, long.reading, HEAD[:3], tuple(row[:3] for row in rows))
    _deck, shown = drawn(narrow, Box(40, 100, 870, 260))
    [pair] = shown
    assert len(pair) == 2
    heads = {tuple(column.width for column in frame.table.columns) for frame in pair}
    heads |= {(frame.table.rows[0].height,) for frame in pair}
    assert len(heads) == 2, "the same widths, and the same height"


def test_a_cell_that_is_taller_than_a_slide_ends_in_an_ellipsis() -> None:
    _deck, [[frame]] = drawn(grid(1, HEAD[:2], "kata " * 2000), Box(40, 100, 870, 300))
    assert frame.table.rows[1].cells[1].text_frame.text.endswith("…")
    assert sum(row.height for row in frame.table.rows) <= 301 * 12_700

"""The deck: a briefing as a PPTX of native charts, shapes and tables, on an office's template."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from dashboard import charts
from dashboard.briefing import archive
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import (
    conformity,
    cover,
    footers,
    maps,
    multiples,
    native_charts,
    properties,
    recolour,
    shapes,
    slides,
    sources,
    spoken,
    statements,
    summary,
    tables,
    template,
)
from dashboard.briefing.pptx.native_charts import Page
from dashboard.briefing.pptx.summary import Reference
from dashboard.briefing.pptx.tables import Grid
from dashboard.briefing.pptx.template import Box, Design
from dashboard.charts.grids import Multiples
from dashboard.charts.marks import AreaMap, Table
from dashboard.export import table

if TYPE_CHECKING:
    from pptx.slide import Slide

    from dashboard.warehouse.engine import Warehouse

Progress = Callable[[int, int, str], None]

_MOST_NOTE_ROWS = 200
# Rows that may stand below a drawing, and the room that they need at least.
_MOST_BELOW, _LEAST_BELOW, _POINTS = 8, 60.0, 0.95


def deck(
    warehouse: Warehouse,
    briefing: Briefing,
    template_file: bytes | None = None,
    progress: Progress = lambda done, of, title: None,
) -> bytes:
    """The PPTX file of a briefing.

    Args:
        warehouse: where the shapes of maps are.
        briefing: what it says.
        template_file: an office's own template; none is the project's.
        progress: is called before each part.

    Raises:
        BadTemplate: the template cannot serve.
    """
    design = template.open_design(template_file)
    cover.add(design, briefing)
    references: list[Reference] = []
    firsts: dict[str, tuple[int, Slide]] = {}  # of each subject: its slide's number and the slide
    for place, part in enumerate(briefing.parts):
        progress(place, len(briefing.parts), part.title)
        number = len(design.deck.slides) + 1
        if part.is_divider:
            slide = slides.divider(design, part.title, part.message)
            slides.note(slide, [part.note, part.title, part.message])
        elif part.refers:
            references += _summary(warehouse, design, briefing, part)
        else:
            _part(warehouse, design, briefing, part)
        if len(design.deck.slides) >= number:
            firsts.setdefault(part.subject, (number, design.deck.slides[number - 1]))
    summary.refer(references, firsts, briefing.say)
    sources.add(design, briefing)
    return _written(design, briefing)


def slides_alone(warehouse: Warehouse, briefing: Briefing) -> bytes:
    """The PPTX file of a briefing's parts without cover and closing slides.

    Such slides are moved into another deck one by one: each has all its sources in its notes.
    """
    design = template.open_design(None)
    for part in briefing.parts:
        _part(warehouse, design, briefing, part, sources.listed(part.sources, briefing.say))
    return _written(design, briefing)


def _written(design: Design, briefing: Briefing) -> bytes:
    footers.add(design, briefing)
    recolour.on_grounds(design.deck)
    conformity.repair(design.deck)
    properties.write(design.deck, briefing)
    spoken.mark(design.deck, briefing.lang)
    written = io.BytesIO()
    design.deck.save(written)
    return archive.with_one_date(written.getvalue(), briefing.facts_date)


# --- slides --------------------------------------------------------------------------------------


def _summary(
    warehouse: Warehouse, design: Design, briefing: Briefing, part: Part
) -> list[Reference]:
    """The slide of a summary; gives back the places that will name the slides of its subjects."""
    room = slides.room_for(design, briefing, part)
    slide = slides.add(design, part.title)
    slides.head(slide, design, part)
    references = summary.draw(slide, room, part, design)
    slides.foot(slide, design, briefing, part)
    slides.note(slide, _notes(warehouse, briefing, part))
    return references


def _part(
    warehouse: Warehouse,
    design: Design,
    briefing: Briefing,
    part: Part,
    more_notes: Sequence[str] = (),
) -> None:
    """The slides of one part: one, or more where a table has more rows than can be read."""
    room = slides.room_for(design, briefing, part)
    drawn = _pages(warehouse, design, briefing, part, room)
    for number, draw in enumerate(drawn, 1):
        title = part.title if len(drawn) == 1 else f"{part.title} ({number}/{len(drawn)})"
        slide = slides.add(design, title)
        slides.head(slide, design, part)
        draw(slide, room)
        slides.foot(slide, design, briefing, part)
        slides.note(slide, [*_notes(warehouse, briefing, part), *more_notes])


def _pages(
    warehouse: Warehouse, design: Design, briefing: Briefing, part: Part, room: Box
) -> list[Page]:
    """What fills a part's slides below its head."""
    answer, font = part.answer, design.body
    if answer is not None and part.grid is not None and part.is_drawable:
        return statements.with_figure(
            part, answer, tables.of_text_table(part.title, part.grid), room, font
        )
    if part.grid is not None:
        return statements.pages(part, tables.of_text_table(part.title, part.grid), room, design)
    if answer is None:
        return statements.pages(part, _rows_of(warehouse, briefing, part), room, design)
    if not charts.is_drawable(answer):
        nothing = briefing.say("There is nothing to draw: no known fact fits this choice.")
        return [
            lambda slide, box: shapes.text(slide, box, [nothing], size=20, name=nothing) and None
        ]
    drawing = charts.of(answer.figure).drawing(answer, None)
    if isinstance(drawing, AreaMap):
        return maps.pages(warehouse, drawing, font)
    if isinstance(drawing, Table):
        return tables.pages(tables.of_cells(answer, drawing), room, font)
    if isinstance(drawing, Multiples):
        return multiples.pages(answer, drawing, room, font)
    drawn = native_charts.pages(answer, drawing, room, font)
    if drawing.bars:
        return drawn
    grid = _rows_of(warehouse, briefing, part)
    if len(drawn) > 1 or not 0 < len(grid.rows) <= _MOST_BELOW:
        return drawn
    return [_with_rows(drawn[0], drawing.height, grid, room, font)]


def _with_rows(draw: Page, pixels: int, grid: Grid, room: Box, font: Font) -> Page:
    """A low drawing with its few rows as a table below it, where both have room."""
    above = Box(room.left, room.top, room.width, pixels * _POINTS)
    below = Box(room.left, above.bottom + 12, room.width, room.bottom - above.bottom - 12)
    if below.height < _LEAST_BELOW or not tables.fits(grid, below, font):
        return draw

    def both(slide: Slide, _box: Box) -> None:
        draw(slide, above)
        tables.pages(grid, below, font)[0](slide, below)

    return both


def _rows_of(warehouse: Warehouse, briefing: Briefing, part: Part) -> Grid:
    """The rows of a statement as a table, without their sources: these stand at the foot.

    Beside key numbers stand the scores that they are of; those of another scope are in the notes.
    """
    left_out = {"source_ids", "low", "high", *(("scope",) if part.numbers else ())}
    shown = tuple(name for name in part.columns if name not in left_out)
    known = part.rows
    if part.numbers and known:
        known = tuple(row for row in known if row["scope"] == known[0]["scope"])
    rows = table.written(known, shown, briefing.say, warehouse)
    texts = [{name: str(cell) or "–" for name, cell in row.items()} for row in rows]
    return tables.of_texts(part.title, texts)


# --- notes and the file --------------------------------------------------------------------------


def _notes(warehouse: Warehouse, briefing: Briefing, part: Part) -> list[str]:
    """For the speaker: own words, the title whole, what is shown, the rows, the caveats."""
    say = briefing.say
    lines = [part.note] if part.note.strip() else []
    lines += [part.title, part.message, part.subtitle]
    if part.answer is not None:
        lines.append(part.reading)
    lines += part.sentences
    if part.grid is not None:
        lines += [": ".join(filter(None, row)) for row in (part.grid.head, *part.grid.rows)]
    rows = briefing.written(warehouse, part)
    if rows:
        lines.append(say("The numbers") + ":")
        lines += [_row_text(row) for row in rows[:_MOST_NOTE_ROWS]]
        if len(rows) > _MOST_NOTE_ROWS:
            more = len(rows) - _MOST_NOTE_ROWS
            lines.append(say.plural("{n} row more", "{n} rows more", more))
    lines += [*part.caveats, part.source_line, briefing.facts_line, part.address]
    return lines


def _row_text(row: dict[str, Any]) -> str:
    return "; ".join(
        f"{name}: {text}" for name, text in row.items() if text and isinstance(text, str)
    )

"""The deck: a briefing as a PPTX of native charts, shapes and tables, on an office's template."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dashboard import charts
from dashboard.briefing import archive
from dashboard.briefing.content import Briefing, KeyNumber, Part
from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
from dashboard.briefing.pptx import maps, native_charts, shapes, tables, template, xy_series
from dashboard.briefing.pptx.native_charts import Page
from dashboard.briefing.pptx.shapes import Run
from dashboard.briefing.pptx.tables import Grid
from dashboard.briefing.pptx.template import Box, Design
from dashboard.briefing.xml_text import plain
from dashboard.charts.marks import AreaMap, Table
from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures.model import Answer, LegendEntry

if TYPE_CHECKING:
    from pptx.slide import Slide, SlideLayout

    from dashboard.warehouse.engine import Source, Warehouse

Told = Callable[[int, int, str], None]

_SMALLEST_TITLE = 16.0
_MESSAGE, _SUBTITLE, _LEGEND, _FOOT, _SMALLEST_FOOT = 16.0, 13.0, 12.0, 10.0, 9.0
_MOST_FOOT = 5  # lines
_UNKNOWN = ("no_data", "zero")  # pale as the paper: they need an edge
_GAP = 6.0
_MOST_NOTE_ROWS = 200
_FILLED = 0.9  # of a column of running text
_MOST_PROPERTY = 255  # letters that an office file's property holds
_TEXT_SIZES = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
_SOURCE_SIZES, _COLUMNS, _BETWEEN = (12.0, 11.0, 10.0, 9.5, 9.0, 8.5), 3, 18
# Rows that may stand below a drawing, and the room that they need at least.
_MOST_BELOW, _LEAST_BELOW, _POINTS = 8, 60.0, 0.95


def deck(
    warehouse: Warehouse,
    briefing: Briefing,
    office: bytes | None = None,
    told: Told = lambda done, of, title: None,
) -> bytes:
    """The PPTX file of a briefing.

    Args:
        warehouse: where the shapes of maps are.
        briefing: what it says.
        office: an office's own template; none is the project's.
        told: is called before each part.

    Raises:
        BadTemplate: the template cannot serve.
    """
    design = template.opened(office)
    _cover(design, briefing)
    for place, part in enumerate(briefing.parts):
        told(place, len(briefing.parts), part.title)
        _part(warehouse, design, briefing, part)
    _closing(design, briefing)
    _properties(design, briefing)
    written = io.BytesIO()
    design.deck.save(written)
    return archive.settled(written.getvalue(), briefing.facts_date)


# --- slides --------------------------------------------------------------------------------------


def _cover(design: Design, briefing: Briefing) -> None:
    slide = design.deck.slides.add_slide(design.cover)
    beside = f"{briefing.subtitle}\n{briefing.facts_line}"
    filled = []
    for place in list(slide.placeholders):
        kind = place.placeholder_format.type.name
        if kind in ("TITLE", "CENTER_TITLE"):
            _fill_title(place, briefing.title, design, _size_of(place, design))
            filled.append(kind)
        elif kind in ("SUBTITLE", "BODY") and "SUBTITLE" not in filled:
            box = template.box_of(place)
            size = design.body.fitting(
                plain(beside), (20, 18, 16, 14, 12), (box.width - 16, box.height - 8)
            )[1]
            frame = place.text_frame
            for n, line in enumerate(beside.split("\n")):
                paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
                shapes.write(paragraph, Run(line), size=size, ink=shapes.MUTED)
            shapes.named(place, briefing.subtitle, beside)
            filled.append("SUBTITLE")
        else:
            place._element.getparent().remove(place._element)
    if "SUBTITLE" not in filled:
        shapes.text(
            slide,
            design.room,
            beside.split("\n"),
            size=18,
            name=briefing.subtitle,
            ink=shapes.MUTED,
        )
    _note(slide, [briefing.title, briefing.subtitle, briefing.facts_line, briefing.address])


def _part(warehouse: Warehouse, design: Design, briefing: Briefing, part: Part) -> None:
    """The slides of one part: one, or more where a table has more rows than can be read."""
    room = _room_for(design, briefing, part)
    drawn = _pages(warehouse, design, briefing, part, room)
    for number, draw in enumerate(drawn, 1):
        title = part.title if len(drawn) == 1 else f"{part.title} ({number}/{len(drawn)})"
        slide = _slide(design, title)
        _head(slide, design, part)
        draw(slide, room)
        _foot(slide, design, briefing, part)
        _note(slide, _notes(warehouse, briefing, part))


def _pages(
    warehouse: Warehouse, design: Design, briefing: Briefing, part: Part, room: Box
) -> list[Page]:
    """What fills a part's slides below its head."""
    answer, font = part.answer, design.body
    if answer is None:
        grid = _rows_of(warehouse, briefing, part)
        return [lambda slide, box: _statement(slide, box, grid, design, part)]
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


def _closing(design: Design, briefing: Briefing) -> None:
    """All sources: each publisher with its dates, every date a link to what it published."""
    say, room = briefing.say, design.room
    title = say("All sources of this briefing: {n}", n=say.number(len(briefing.sources), 0))
    publishers = [_publisher(group, say) for group in _by_publisher(briefing.sources)]
    for size in _SOURCE_SIZES:  # smaller where that saves a slide
        filled = _shared_out(publishers, room, design.body, size)
        if len(filled) < 2:
            break
    for number, group in enumerate(filled, 1):
        slide = _slide(design, title if len(filled) == 1 else f"{title} ({number}/{len(filled)})")
        runs = [run for publisher in group for run in (*publisher, Run("   "))]
        shape = shapes.text(slide, room, [runs], size=size, name=say("Sources"))
        columns = shape._element.find(".//{*}bodyPr")
        columns.set("numCol", str(_COLUMNS))
        columns.set("spcCol", str(_BETWEEN * 12_700))
        told = [
            f"{source.publisher}, {source.published_on or say('undated')}: {source.url}"
            for source in briefing.sources
        ]
        _note(slide, [briefing.facts_line, *(told if number == 1 else [])])


def _by_publisher(sources: tuple[Source, ...]) -> list[list[Source]]:
    """The sources of each publisher, in the order in which the publishers come."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.publisher, []).append(source)
    return list(groups.values())


def _publisher(sources: list[Source], say: Words) -> list[Run]:
    from dashboard.export import markup

    official = f" ({say('official')})" if any(source.is_official for source in sources) else ""
    runs = [Run(f"{sources[0].publisher}{official}: ", bold=True)]
    for place, source in enumerate(sources):
        if place:
            runs.append(Run("; "))
        date = say.partial_date(source.published_on) if source.published_on else say("undated")
        runs.append(Run(date, link=markup.address(source.url)))
    return runs


def _shared_out(
    publishers: list[list[Run]], room: Box, font: Font, size: float
) -> list[list[list[Run]]]:
    """Publishers one after the other in columns, on as many slides as they need."""
    width = (room.width - _BETWEEN * (_COLUMNS - 1)) / _COLUMNS
    # Lines break before their end, and names are bold: a part of each stays empty.
    most = int(room.height / (size * LINE_HEIGHT)) * _COLUMNS * width * _FILLED
    filled: list[list[list[Run]]] = [[]]
    used = 0.0
    for runs in publishers:
        needed = font.width(plain("".join(run.text for run in runs)) + "   ", size)
        if filled[-1] and used + needed > most:
            filled.append([])
            used = 0.0
        filled[-1].append(runs)
        used += needed
    return filled


# --- parts of a slide ----------------------------------------------------------------------------


def _slide(design: Design, title: str) -> Slide:
    """A slide of the content layout with its title; what else the layout asks for is taken off."""
    slide = design.deck.slides.add_slide(design.content)
    for place in list(slide.placeholders):
        if place.placeholder_format.type.name == "TITLE":
            _fill_title(place, title, design, design.title_size)
        else:
            place._element.getparent().remove(place._element)
    _number(slide, design.content)
    return slide


def _fill_title(place: Any, title: str, design: Design, size: float) -> None:
    """The title at the template's size, smaller where it is long; the notes have all of it."""
    box = template.box_of(place)
    sizes = [size, *(smaller for smaller in (32, 28, 26, 24, 22, 20, 18) if smaller < size)]
    room = (box.width - 16, box.height - 8)
    one_line = " ".join(plain(title).split())
    fitted, fits = design.heading.fitting(one_line, (*sizes, _SMALLEST_TITLE), room, bold=True)
    frame = place.text_frame
    frame.word_wrap = True
    frame.text = fitted
    if fits != size:
        from pptx.util import Pt

        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(fits)
    shapes.named(place, place.name, one_line)


def _size_of(place: Any, design: Design) -> float:
    """The size that the cover's layout gives its title."""
    idx = place.placeholder_format.idx
    of_layout = next(p for p in design.cover.placeholders if p.placeholder_format.idx == idx)
    found = of_layout._element.find(".//{*}lvl1pPr/{*}defRPr[@sz]")
    return int(found.get("sz")) / 100 if found is not None else 32.0


def _number(slide: Slide, layout: SlideLayout) -> None:
    """The slide's number, where the layout has a place for it."""
    for place in layout.placeholders:
        if place.placeholder_format.type.name == "SLIDE_NUMBER":
            number = copy.deepcopy(place._element)
            slide.shapes._spTree.append(number)
            number.nvSpPr.cNvPr.set("id", str(1 + max(s.shape_id for s in slide.shapes)))
            number.nvSpPr.cNvPr.set("descr", "#")


def _foot_paragraphs(briefing: Briefing, part: Part) -> list[Run]:
    say = briefing.say
    runs = [Run(part.source_line, bold=True), Run(f" {briefing.facts_line}.")]
    if part.address:
        runs += [Run(" "), Run(say("See it live"), link=part.address), Run(".")]
    if part.caveats:
        runs.append(Run(" " + " ".join(part.caveats)))
    return runs


def _foot_layout(design: Design, briefing: Briefing, part: Part) -> tuple[list[Run], float, float]:
    """The foot's runs, their size and height. What is cut stands whole in the notes."""
    runs, font, width = _foot_paragraphs(briefing, part), design.body, design.room.width

    def lines(given: list[Run], size: float) -> int:
        return len(font.lines(plain("".join(run.text for run in given)), size, width, bold=True))

    for size in (_FOOT, _SMALLEST_FOOT):
        if lines(runs, size) <= _MOST_FOOT:
            return runs, size, lines(runs, size) * size * 1.22
    more = " " + briefing.say("(whole text in the notes)")
    words_of = runs[-1].text.split(" ")
    while (
        len(words_of) > 1
        and lines([*runs[:-1], Run(" ".join(words_of) + "…" + more)], _SMALLEST_FOOT) > _MOST_FOOT
    ):
        words_of.pop()
    runs = [*runs[:-1], Run(" ".join(words_of) + "…" + more)]
    return runs, _SMALLEST_FOOT, _MOST_FOOT * _SMALLEST_FOOT * 1.22


def _foot(slide: Slide, design: Design, briefing: Briefing, part: Part) -> None:
    runs, size, height = _foot_layout(design, briefing, part)
    room = design.room
    box = Box(room.left, room.bottom - height, room.width, height)
    name = briefing.say("Source and notes")
    shapes.text(slide, box, [runs], size=size, name=name, ink=shapes.MUTED, anchor="bottom")


def _head_texts(design: Design, part: Part) -> list[tuple[str, float, str, bool, float]]:
    """The texts under a title: size, ink, weight and height of each."""
    texts = []
    for text, size, ink, bold, most in (
        (part.message, _MESSAGE, shapes.TEXT, True, 2),
        (part.subtitle, _SUBTITLE, shapes.MUTED, False, 2),
    ):
        if text:
            fitted, used = design.body.fitting(
                plain(text),
                (size, size - 1, size - 2, size - 3),
                (design.room.width, most * size * 1.22),
                bold=bold,
            )
            height = design.body.height([fitted], used, design.room.width, bold=bold)
            texts.append((fitted, used, ink, bold, height * 1.03))
    return texts


def _legend_rows(design: Design, answer: Answer | None) -> list[list[tuple[LegendEntry, float]]]:
    """The entries of a legend in rows as wide as the slide, each with its width."""
    rows: list[list[tuple[LegendEntry, float]]] = [[]]
    used = 0.0
    for entry in answer.legend if answer is not None and charts.is_drawable(answer) else ():
        if not entry.is_listed:
            continue
        width = min(22 + design.body.width(plain(entry.label), _LEGEND) + 16, design.room.width)
        if used + width > design.room.width and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append((entry, width))
        used += width
    return [row for row in rows if row]


def _room_for(design: Design, briefing: Briefing, part: Part) -> Box:
    """What is left between a part's head and its foot."""
    room = design.room
    top = room.top + sum(height + 2 for *_rest, height in _head_texts(design, part))
    top += len(_legend_rows(design, part.answer)) * (_LEGEND * 1.5) + _GAP
    bottom = room.bottom - _foot_layout(design, briefing, part)[2] - _GAP
    return Box(room.left, top, room.width, bottom - top)


def _head(slide: Slide, design: Design, part: Part) -> None:
    """Message, subtitle and legend under the title."""
    room = design.room
    top = room.top
    for text, size, ink, bold, height in _head_texts(design, part):
        box = Box(room.left, top, room.width, height)
        shapes.text(slide, box, [text], size=size, name=text, ink=ink, bold=bold)
        top += height + 2
    for row in _legend_rows(design, part.answer):
        left = room.left
        for entry, width in row:
            _legend_mark(slide, Box(left, top + 2, 16, _LEGEND * 1.2), entry)
            label = Box(left + 22, top, width - 22, _LEGEND * 1.4)
            shapes.text(
                slide, label, [entry.label], size=_LEGEND, name=entry.label, anchor="middle"
            )
            left += width
        top += _LEGEND * 1.5


def _legend_mark(slide: Slide, box: Box, entry: LegendEntry) -> None:
    """The mark of a legend's entry as the chart draws it."""
    middle, centre = box.top + box.height / 2, box.left + box.width / 2
    made: dict[str, Any] = {"name": entry.label, "alternative": entry.label}
    if entry.mark in ("line", "thin", "dash", "dot-line", "dash-dot"):
        dash = {"dash": "dash", "dot-line": "dot", "dash-dot": "dashdot"}.get(entry.mark, "")
        width = 2.6 if entry.mark == "line" else 1.6
        ends = (box.left, middle), (box.right, middle)
        shapes.rule(slide, *ends, entry.colour, width=width, dash=dash, **made)
    elif entry.mark == "tick":
        ends = (centre, middle - 5), (centre, middle + 5)
        shapes.rule(slide, *ends, entry.colour, width=1.8, **made)
    else:
        shape = {"dot": "OVAL", "ring": "OVAL", "diamond": "DIAMOND"}.get(entry.mark, "RECTANGLE")
        wide = 16 if entry.mark == "area" else 11
        at = Box(centre - wide / 2, middle - 5.5, wide, 11)
        is_ring = entry.mark == "ring"
        edge = entry.colour if is_ring else shapes.MUTED if entry.key in _UNKNOWN else ""
        fill = xy_series.pale(entry.colour) if is_ring else entry.colour
        width = 2 if is_ring else 0.75
        shapes.area(slide, at, fill, shape=shape, edge=edge, edge_width=width, **made)


# --- statements ----------------------------------------------------------------------------------


def _statement(slide: Slide, box: Box, grid: Grid, design: Design, part: Part) -> None:
    """Key numbers, sentences, and the table behind them as far as there is room."""
    top = box.top
    if part.numbers:
        top = _numbers(slide, Box(box.left, top, box.width, 96), part.numbers, design) + 14
    left = Box(box.left, top, box.width, box.bottom - top)
    beside = None
    if grid.rows:
        if part.numbers:  # sentences on the left, the table on the right
            left = Box(box.left, top, box.width * 0.56, box.bottom - top)
            at = Box(box.left + box.width * 0.6, top, box.width * 0.4, box.bottom - top)
            beside = (tables.pages(grid, at, design.body), at)
        else:
            needed = _sentences_height(part.sentences, left, design)
            at = Box(box.left, top + needed + 8, box.width, box.bottom - top - needed - 8)
            left = Box(box.left, top, box.width, needed)
            beside = (tables.pages(grid, at, design.body), at)
    _sentences(slide, left, part.sentences, design)
    if beside is not None and len(beside[0]) == 1:
        beside[0][0](slide, beside[1])


def _rows_of(warehouse: Warehouse, briefing: Briefing, part: Part) -> Grid:
    """The rows of a statement as a table, without their sources: these stand at the foot."""
    shown = tuple(name for name in part.columns if name not in ("source_ids", "low", "high"))
    from dashboard.export import table

    rows = table.written(part.rows, shown, briefing.say, warehouse)
    texts = [{name: str(cell) or "–" for name, cell in row.items()} for row in rows]
    return tables.of_texts(part.title, texts)


def _numbers(slide: Slide, box: Box, numbers: tuple[KeyNumber, ...], design: Design) -> float:
    """The numbers side by side, large; returns where they end."""
    gap = 12.0
    width = (box.width - gap * (len(numbers) - 1)) / len(numbers)
    for place, number in enumerate(numbers):
        at = Box(box.left + place * (width + gap), box.top, width, box.height)
        fill = number.colour or dictionary.ink("ground")
        ink = number.ink or dictionary.ink("text")
        said = f"{number.label}: {number.value}, {number.note}"
        shapes.area(slide, at, fill, name=number.label, alternative=said)
        inner = Box(at.left + 12, at.top + 8, at.width - 24, at.height - 16)
        for text, size, least, bold, top, tall in (
            (number.label, 13.0, 9.0, False, 0.0, 16.0),
            (number.value, 34.0, 16.0, True, 17.0, 42.0),
            (number.note, 13.0, 9.0, False, 61.0, 19.0),
        ):
            fitted, used = design.body.fitting(
                plain(text), (size, size - 2, least), (inner.width, tall), bold=bold
            )
            line = Box(inner.left, inner.top + top, inner.width, tall)
            shapes.text(slide, line, [fitted], size=used, name=text, ink=ink, bold=bold)
    return box.bottom


def _fitted(sentences: tuple[str, ...], box: Box, design: Design) -> tuple[list[str], float, float]:
    """The sentences at the largest size that fits; those that never fit are left to the notes."""
    told = [plain(one) for one in sentences]
    while True:
        for size in _TEXT_SIZES:
            tall = design.body.height(told, size, box.width - size) + len(told) * size * 0.4
            if tall <= box.height:
                return told, size, tall
        if len(told) <= 1:
            text, size = design.body.fitting(
                told[0] if told else "", _TEXT_SIZES[-1:], (box.width - 12, box.height)
            )
            return [text], size, box.height
        told = told[:-1]


def _sentences_height(sentences: tuple[str, ...], box: Box, design: Design) -> float:
    half = Box(box.left, box.top, box.width, box.height * 0.45)
    return _fitted(sentences, half, design)[2]


def _sentences(slide: Slide, box: Box, sentences: tuple[str, ...], design: Design) -> None:
    if sentences:
        told, size, _tall = _fitted(sentences, box, design)
        name = told[0]
        shapes.text(slide, box, told, size=size, name=name, bullets=True, after=size * 0.4)


# --- notes and the file --------------------------------------------------------------------------


def _notes(warehouse: Warehouse, briefing: Briefing, part: Part) -> list[str]:
    """For the speaker: own words, the title whole, what is shown, the rows, the caveats."""
    say = briefing.say
    told = [part.note] if part.note.strip() else []
    told += [part.title, part.message, part.subtitle]
    if part.answer is not None:
        told.append(part.reading)
    told += part.sentences
    rows = briefing.written(warehouse, part)
    if rows:
        told.append(say("The numbers") + ":")
        told += [_row_told(row) for row in rows[:_MOST_NOTE_ROWS]]
        if len(rows) > _MOST_NOTE_ROWS:
            more = len(rows) - _MOST_NOTE_ROWS
            told.append(say.plural("{n} row more", "{n} rows more", more))
    told += [*part.caveats, part.source_line, briefing.facts_line, part.address]
    return told


def _row_told(row: dict[str, Any]) -> str:
    return "; ".join(
        f"{name}: {text}" for name, text in row.items() if text and isinstance(text, str)
    )


def _note(slide: Slide, lines: list[str]) -> None:
    text = "\n".join(plain(line) for line in lines if line)
    frame = slide.notes_slide.notes_text_frame
    frame.text = text


def _properties(design: Design, briefing: Briefing) -> None:
    import datetime as dt

    properties = design.deck.core_properties
    day = briefing.facts_date
    properties.title = plain(briefing.title)[:_MOST_PROPERTY]
    properties.subject = plain(briefing.subtitle)
    properties.author = "Integritas Daerah"
    properties.last_modified_by = "Integritas Daerah"
    properties.language = briefing.lang
    properties.created = properties.modified = dt.datetime(day.year, day.month, day.day)
    properties.comments = plain(briefing.facts_line)
    properties.revision = 1

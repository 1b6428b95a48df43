"""What stands on every slide: title, message, subtitle, legend, foot, number and notes."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from dashboard import charts
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.pptx import shapes, template, xy_series
from dashboard.briefing.pptx.shapes import Run
from dashboard.briefing.pptx.template import Box, Design
from dashboard.briefing.xml_text import printable
from dashboard.charts.map import OUTLINED
from dashboard.figures.model import Answer, LegendEntry

if TYPE_CHECKING:
    from pptx.slide import Slide, SlideLayout

_SMALLEST_TITLE = 16.0
_MESSAGE, _SUBTITLE, _LEGEND, _FOOT, _SMALLEST_FOOT = 16.0, 13.0, 12.0, 10.0, 9.0
_MOST_FOOT = 5  # lines
_GAP = 6.0


def add(design: Design, title: str) -> Slide:
    """A slide of the content layout with its title; other places of the layout are removed."""
    slide = design.deck.slides.add_slide(design.content)
    for place in list(slide.placeholders):
        if place.placeholder_format.type.name == "TITLE":
            fill_title(place, title, design, design.title_size)
        else:
            place._element.getparent().remove(place._element)
    _number(slide, design.content)
    return slide


def fill_title(place: Any, title: str, design: Design, size: float) -> None:
    """The title at the template's size, smaller where it is long; the notes have all of it."""
    box = template.box_of(place)
    sizes = [size, *(smaller for smaller in (32, 28, 26, 24, 22, 20, 18) if smaller < size)]
    room = (box.width - 16, box.height - 8)
    one_line = " ".join(printable(title).split())
    fitted, fits = design.heading.fitting(one_line, (*sizes, _SMALLEST_TITLE), room, bold=True)
    frame = place.text_frame
    frame.word_wrap = True
    frame.text = fitted
    if fits != size:
        from pptx.util import Pt

        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(fits)
    shapes.named(place, place.name, one_line)


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
        return len(
            font.lines(printable("".join(run.text for run in given)), size, width, bold=True)
        )

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


def foot(slide: Slide, design: Design, briefing: Briefing, part: Part) -> None:
    """Source, date, link and caveats at the foot of a slide."""
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
                printable(text),
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
        width = min(22 + design.body.width(printable(entry.label), _LEGEND) + 16, design.room.width)
        if used + width > design.room.width and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append((entry, width))
        used += width
    return [row for row in rows if row]


def room_for(design: Design, briefing: Briefing, part: Part) -> Box:
    """What is left between a part's head and its foot."""
    room = design.room
    top = room.top + sum(height + 2 for *_rest, height in _head_texts(design, part))
    top += len(_legend_rows(design, part.answer)) * (_LEGEND * 1.5) + _GAP
    bottom = room.bottom - _foot_layout(design, briefing, part)[2] - _GAP
    return Box(room.left, top, room.width, bottom - top)


def head(slide: Slide, design: Design, part: Part) -> None:
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
    options: dict[str, Any] = {"name": entry.label, "alternative": entry.label}
    if entry.mark in ("line", "thin", "dash", "dot-line", "dash-dot"):
        dash = {"dash": "dash", "dot-line": "dot", "dash-dot": "dashdot"}.get(entry.mark, "")
        width = 2.6 if entry.mark == "line" else 1.6
        ends = (box.left, middle), (box.right, middle)
        shapes.rule(slide, *ends, entry.colour, width=width, dash=dash, **options)
    elif entry.mark == "tick":
        ends = (centre, middle - 5), (centre, middle + 5)
        shapes.rule(slide, *ends, entry.colour, width=1.8, **options)
    else:
        kind = {"dot": "OVAL", "ring": "OVAL", "diamond": "DIAMOND"}.get(entry.mark, "RECTANGLE")
        is_dotted = entry.mark == "dotted-area"
        wide = 16 if is_dotted or entry.mark == "area" else 11
        at = Box(centre - wide / 2, middle - 5.5, wide, 11)
        is_ring = entry.mark == "ring"
        edge = entry.colour if is_ring else shapes.MUTED if entry.key in OUTLINED else ""
        edge = shapes.TEXT if is_dotted else edge
        fill = xy_series.pale(entry.colour) if is_ring else entry.colour
        width = 2 if is_ring else 0.75
        drawn = shapes.area(slide, at, fill, kind=kind, edge=edge, edge_width=width, **options)
        if is_dotted:
            shapes.dashed(drawn, "dot")


def note(slide: Slide, lines: list[str]) -> None:
    """The notes for the speaker, a paragraph a line."""
    text = "\n".join(printable(line) for line in lines if line)
    slide.notes_slide.notes_text_frame.text = text

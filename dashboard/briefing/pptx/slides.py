"""What stands on every slide: title, message, subtitle, legend, foot, number and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard import charts
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.font_metrics import LINE_HEIGHT
from dashboard.briefing.pptx import groups, layouts, looks, recolour, shapes, template
from dashboard.briefing.pptx.shapes import Run
from dashboard.briefing.pptx.template import Box, Design
from dashboard.briefing.xml_text import printable
from dashboard.charts.map import OUTLINED
from dashboard.core import dictionary
from dashboard.figures.model import Answer, LegendEntry

if TYPE_CHECKING:
    from pptx.slide import Slide, SlideLayout

_SMALLEST_TITLE = 16.0
SMALLEST = 12.0  # of what is read; only the row of sources is smaller
_MESSAGE, _SUBTITLE, _LEGEND, _REMARK = (18.0, 16.0, 14.0, 12.0), (13.0, 12.0), 12.0, 12.0
_MOST_LINES = 3  # of a message or subtitle
_FOOT = (10.0, 9.0)
_MOST_REMARKS = 2  # lines
_GAP = 6.0
# Marks of a legend that stand for an area, which keeps its colour on any ground.
_AREAS = ("area", "dotted-area")
# Caveats without which a number is read wrongly, the gravest first; they stand on the slide itself.
_ON_SLIDES = (
    *("allegations", "scorecard_ott", "kinds_apart", "spi_breaks", "no_classes_2021", "own_index"),
    *("ott_partial", "zone_sample", "activity_sample", "activities_found", "regulations_found"),
    *("scorecard_changes", "disputed", "class_only", "class_only_weak", "province_split"),
    *("agregat", "only_sequence", "sequence", "index_ott", "ott_meaning", "ott_found"),
)


def add(design: Design, title: str, layout: SlideLayout | None = None) -> Slide:
    """A slide with its title; other places of the layout are removed.

    Args:
        design: the template.
        title: whole; what does not fit ends in an ellipsis.
        layout: of the slide; none is the one for content.
    """
    layout = layout or design.content
    slide = design.deck.slides.add_slide(layout)
    for place in list(slide.placeholders):
        if place.placeholder_format.type.name in ("TITLE", "CENTER_TITLE"):
            fill_title(place, title, design, template.size_of(layouts.title(layout)))
        else:
            place._element.getparent().remove(place._element)
    return slide


def fill_title(place: Any, title: str, design: Design, size: float) -> None:
    """The title at the template's size, smaller where it is long; the notes have all of it."""
    from pptx.enum.text import MSO_AUTO_SIZE

    box = template.box_of(place)
    sizes = [size, *(smaller for smaller in (32, 28, 26, 24, 22, 20, 18) if smaller < size)]
    room = (box.width - 16, box.height - 8)
    one_line = " ".join(printable(title).split())
    # A layout may write its titles in capitals.
    shown = one_line.upper() if template.is_in_capitals(place) else one_line
    fitted, fits = design.heading.fitting(shown, (*sizes, _SMALLEST_TITLE), room, bold=True)
    if fitted != shown:
        fitted = one_line[: len(fitted) - 1].rstrip() + "…"
    frame = place.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    frame._txBody.bodyPr.set("numCol", "1")
    frame.text = fitted if fitted != shown else one_line
    if fits != size:
        from pptx.util import Pt

        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(fits)
    shapes.named(place, place.name, one_line)


# --- the foot ------------------------------------------------------------------------------------


def _source(design: Design, briefing: Briefing, part: Part) -> tuple[list[Run], float]:
    """The row of sources and its size: what is cut stands whole in the notes."""
    say, font, width = briefing.say, design.body.wherever_shown, design.room.width
    after = [] if design.has_footer else [Run(f" {briefing.facts_line}.")]
    if part.address:
        after += [Run(" "), Run(say("See it live"), link=part.address), Run(".")]
    more = len(part.caveats) - len(_remarks(design, briefing, part))
    if more:
        after.append(
            Run(" " + say.plural("{n} caveat in the notes.", "{n} caveats in the notes.", more))
        )
    beside = sum(font.width(printable(run.text), _FOOT[-1]) for run in after)
    line = printable(part.source_line)
    for size in _FOOT:
        used = sum(font.width(printable(run.text), size) for run in after)
        if font.width(line, size, bold=True) + used <= width:
            return [Run(line, bold=True), *after], size
    room = (max(width - beside, width / 3), _FOOT[-1] * LINE_HEIGHT)
    cut, _size = font.fitting(line, _FOOT[-1:], room, bold=True)
    return [Run(cut, bold=True), *after], _FOOT[-1]


def _remarks(design: Design, briefing: Briefing, part: Part) -> list[str]:
    """The caveats that stand on the slide: the gravest that fit, each whole."""
    texts = [dictionary.caveat(code, briefing.lang) for code in _ON_SLIDES]
    shown: list[str] = []
    for text in sorted(part.caveats, key=lambda one: texts.index(one) if one in texts else 99):
        lines = design.body.wherever_shown.lines(
            printable(" ".join([*shown, text])), _REMARK, design.room.width
        )
        if text in texts and len(lines) <= _MOST_REMARKS:
            shown.append(text)
    return shown


def _foot_height(design: Design, briefing: Briefing, part: Part) -> tuple[float, float]:
    """The height of the remarks and of the row of sources."""
    remarks = _remarks(design, briefing, part)
    font, width = design.body.wherever_shown, design.room.width
    tall = font.height([printable(" ".join(remarks))], _REMARK, width) if remarks else 0.0
    return tall, _source(design, briefing, part)[1] * LINE_HEIGHT * 1.05


def foot(slide: Slide, design: Design, briefing: Briefing, part: Part) -> None:
    """What explains the content above it: legend, grave caveats, and the row of sources."""
    _legend(slide, design, briefing, part)
    room = design.room
    remarks, row = _foot_height(design, briefing, part)
    if remarks:
        text = " ".join(_remarks(design, briefing, part))
        box = Box(room.left, room.bottom - row - remarks, room.width, remarks)
        shapes.text(slide, box, [text], size=_REMARK, name=text, ink=shapes.MUTED)
    runs, size = _source(design, briefing, part)
    box = Box(room.left, room.bottom - row, room.width, row)
    name = briefing.say("Source and notes")
    shapes.text(slide, box, [runs], size=size, name=name, ink=shapes.MUTED, anchor="bottom")


# --- the head ------------------------------------------------------------------------------------


def _head_texts(design: Design, part: Part) -> list[tuple[str, float, str, bool, float]]:
    """The texts under a title: size, ink, weight and height of each."""
    texts = []
    for text, sizes, ink, bold in (
        (part.message, _MESSAGE, shapes.TEXT, True),
        (part.subtitle, _SUBTITLE, shapes.MUTED, False),
    ):
        if text:
            fitted, used = design.body.fitting(
                printable(text),
                sizes,
                (design.room.width, _MOST_LINES * sizes[-1] * LINE_HEIGHT * 1.02),
                bold=bold,
            )
            height = design.body.wherever_shown.height([fitted], used, design.room.width, bold=bold)
            texts.append((fitted, used, ink, bold, height * 1.03))
    return texts


def _legend_rows(design: Design, answer: Answer | None) -> list[list[tuple[LegendEntry, float]]]:
    """The entries of a legend in rows as wide as the slide, each with its width."""
    font, most = design.body.wherever_shown, design.room.width
    rows: list[list[tuple[LegendEntry, float]]] = [[]]
    used = 0.0
    for entry in answer.legend if answer is not None and charts.is_drawable(answer) else ():
        if not entry.is_listed:
            continue
        width = min(22 + font.width(printable(entry.label), _LEGEND) + 16, most)
        if used + width > most and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append((entry, width))
        used += width
    return [row for row in rows if row]


def _legend_top(design: Design, part: Part) -> float:
    return design.room.top + sum(height + 2 for *_rest, height in _head_texts(design, part))


def room_for(design: Design, briefing: Briefing, part: Part) -> Box:
    """What is left between a part's head and its foot."""
    room = design.room
    top = _legend_top(design, part)
    top += len(_legend_rows(design, part.answer)) * (_LEGEND * 1.5) + _GAP
    bottom = room.bottom - sum(_foot_height(design, briefing, part)) - _GAP
    return Box(room.left, top, room.width, bottom - top)


def head(slide: Slide, design: Design, part: Part) -> None:
    """Message and subtitle under the title."""
    room = design.room
    top = room.top
    for text, size, ink, bold, height in _head_texts(design, part):
        box = Box(room.left, top, room.width, height)
        shapes.text(slide, box, [text], size=size, name=text, ink=ink, bold=bold)
        top += height + 2


def _legend(slide: Slide, design: Design, briefing: Briefing, part: Part) -> None:
    """The legend as one object, above the content that it explains and read after it."""
    rows = _legend_rows(design, part.answer)
    members, top = [], _legend_top(design, part)
    for row in rows:
        left = design.room.left
        for entry, width in row:
            at = Box(left, top + 2, 16, _LEGEND * 1.2)
            members.append(groups.decorative(_legend_mark(slide, design, at, entry)))
            box = Box(left + 22, top, width - 22, _LEGEND * 1.4)
            members.append(
                shapes.text(
                    slide, box, [entry.label], size=_LEGEND, name=entry.label, anchor="middle"
                )
            )
            left += width
        top += _LEGEND * 1.5
    if members:
        name = briefing.say("Legend")
        said = f"{name}: {'; '.join(entry.label for row in rows for entry, _width in row)}"
        groups.grouped(slide, members, name=name, alternative=said)


def _legend_mark(slide: Slide, design: Design, box: Box, entry: LegendEntry) -> Any:
    """The mark of a legend's entry as the chart draws it."""
    middle, centre = box.top + box.height / 2, box.left + box.width / 2
    options: dict[str, Any] = {"name": entry.label, "alternative": entry.label}
    colour = entry.colour
    if entry.mark not in _AREAS:
        colour = recolour.mark_colour(colour, design.inks)
    if entry.mark in ("line", "thin", "dash", "dot-line", "dash-dot"):
        dash = {"dash": "dash", "dot-line": "dot", "dash-dot": "dashdot"}.get(entry.mark, "")
        width = 2.6 if entry.mark == "line" else 1.6
        ends = (box.left, middle), (box.right, middle)
        return shapes.rule(slide, *ends, colour, width=width, dash=dash, **options)
    if entry.mark == "tick":
        ends = (centre, middle - 5), (centre, middle + 5)
        return shapes.rule(slide, *ends, colour, width=1.8, **options)
    kind = {"dot": "OVAL", "ring": "OVAL", "diamond": "DIAMOND"}.get(entry.mark, "RECTANGLE")
    is_dotted = entry.mark == "dotted-area"
    wide = 16 if entry.mark in _AREAS else 11
    at = Box(centre - wide / 2, middle - 5.5, wide, 11)
    is_ring = entry.mark == "ring"
    edge = colour if is_ring else shapes.MUTED if entry.key in OUTLINED else ""
    edge = shapes.TEXT if is_dotted else edge
    fill = looks.pale(colour) if is_ring else colour
    width = 2 if is_ring else 0.75
    drawn = shapes.area(slide, at, fill, kind=kind, edge=edge, edge_width=width, **options)
    if is_dotted:
        shapes.dashed(drawn, "dot")
    return drawn


def note(slide: Slide, lines: list[str]) -> None:
    """The notes for the speaker, a paragraph a line."""
    text = "\n".join(printable(line) for line in lines if line)
    slide.notes_slide.notes_text_frame.text = text


def divider(design: Design, title: str, text: str = "") -> Slide:
    """A slide that opens a section, with a line about it where the layout has a place for one."""
    slide = design.deck.slides.add_slide(design.divider)
    written = False
    for place in list(slide.placeholders):
        kind = place.placeholder_format.type.name
        if kind in ("TITLE", "CENTER_TITLE"):
            fill_title(place, title, design, template.size_of(layouts.title(design.divider)))
        elif kind in ("BODY", "SUBTITLE") and text and not written:
            place.text_frame.text = printable(text)
            shapes.named(place, place.name, text)
            written = True
        else:
            place._element.getparent().remove(place._element)
    if text and not written:
        shapes.text(slide, design.room, [text], size=18, name=text, ink=shapes.MUTED)
    return slide

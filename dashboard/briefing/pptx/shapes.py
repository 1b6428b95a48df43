"""What slides consist of: texts, areas and lines with a name and an alternative text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from dashboard.briefing.pptx.template import Box
from dashboard.briefing.xml_text import printable

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

# Inks of a theme: they follow an office's template, also one with a dark ground.
TEXT, MUTED, PAPER, HAIR = "tx1", "muted", "bg1", "hair"
# How much lighter than texts; `recolour` knows them by it where a ground wants others.
LIGHTER = {MUTED: 0.35, HAIR: 0.8}


@dataclass(frozen=True)
class Run:
    """A piece of text in one ink, perhaps a link."""

    text: str
    bold: bool = False
    link: str = ""


def named(shape: Any, name: str, alternative: str) -> Any:
    """Give a shape its name in the list of objects and its alternative text."""
    properties = shape._element.xpath("./*/p:cNvPr")[0]
    properties.set("name", printable(name)[:120])
    properties.set("descr", printable(alternative)[:1000])
    return shape


def text(
    slide: Slide,
    box: Box,
    paragraphs: Iterable[Iterable[Run] | str],
    *,
    size: float,
    name: str,
    ink: str = TEXT,
    bold: bool = False,
    align: str = "left",
    anchor: str = "top",
    turned: int = 0,
    bullets: bool = False,
    after: float = 0,
) -> BaseShape:
    """A text box without margins; what is in it wraps at its width.

    Args:
        slide: where it goes.
        box: its place in points.
        paragraphs: a string, or runs, each.
        size: in points.
        name: in the list of objects; its alternative text is the text itself.
        ink: a colour as `#RRGGBB`, or one of the theme.
        bold: of every run.
        align: `left`, `center` or `right`.
        anchor: `top`, `middle` or `bottom`.
        turned: in degrees, clockwise.
        bullets: whether each paragraph is one of a list.
        after: points below each paragraph.
    """
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    shape = slide.shapes.add_textbox(*_emu(box))
    frame = shape.text_frame
    # Where the template's font is missing, a wider one shrinks to its box.
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE if turned else MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = getattr(MSO_ANCHOR, anchor.upper())
    said = []
    for place, given in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = getattr(PP_ALIGN, align.upper())
        if after:
            paragraph.space_after = Pt(after)
        if bullets:
            _bulleted(paragraph, size)
        runs = [Run(given)] if isinstance(given, str) else list(given)
        for run in runs:  # text boxes are in the theme's ink of texts anyway
            write(paragraph, run, size=size, ink="" if ink == TEXT else ink, bold=bold)
        said.append("".join(run.text for run in runs))
    if turned:
        shape.rotation = turned
    return named(shape, name, " ".join(said))


def write(paragraph: Any, run: Run, *, size: float, ink: str, bold: bool = False) -> None:
    """Add a run to a paragraph; line breaks stay within it, no ink leaves what it inherits.

    It is parsed as a whole: a deck has a thousand of them, and one attribute at a time is slow.
    """
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls
    from pptx.text.text import _Run

    weight = ' b="1"' if bold or run.bold else ""
    fill = f"<a:solidFill>{_colour(ink)}</a:solidFill>" if ink and not run.link else ""
    start = f'<a:r {nsdecls("a")}><a:rPr sz="{round(round(size, 1) * 100)}"{weight}>{fill}</a:rPr>'
    end = paragraph._p.find("{*}endParaRPr")
    for place, line in enumerate(printable(run.text).split("\n")):
        if place:
            paragraph.add_line_break()
        element = parse_xml(f"{start}<a:t>{escape(line)}</a:t></a:r>")
        paragraph._p.append(element) if end is None else end.addprevious(element)
        if run.link:  # it keeps the theme's colour of links
            _Run(element, paragraph).hyperlink.address = run.link


def _colour(ink: str) -> str:
    """A colour, or one of the theme's inks, as office files write it."""
    if ink.startswith("#"):
        return f'<a:srgbClr val="{ink[1:7]}"/>'
    light = LIGHTER.get(ink, 0)
    mixed = (
        f'<a:lumMod val="{round((1 - light) * 100_000)}"/>'
        f'<a:lumOff val="{round(light * 100_000)}"/>'
    )
    return (
        f'<a:schemeClr val="{"bg1" if ink == PAPER else "tx1"}">{mixed if light else ""}'
        "</a:schemeClr>"
    )


def fill_with(fill: Any, ink: str) -> None:
    """Fill with a colour, or with one of the theme's inks."""
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_THEME_COLOR

    fill.solid()
    if ink.startswith("#"):
        fill.fore_color.rgb = RGBColor.from_string(ink[1:7])
        return
    fill.fore_color.theme_color = (
        MSO_THEME_COLOR.BACKGROUND_1 if ink == PAPER else MSO_THEME_COLOR.TEXT_1
    )
    if ink in LIGHTER:
        fill.fore_color.brightness = LIGHTER[ink]


def seen_through(fill: Any, opacity: float) -> None:
    """Let what lies behind a filled colour shine through."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    if opacity < 1:
        colour = fill.fore_color._color._xClr
        colour.append(parse_xml(f'<a:alpha {nsdecls("a")} val="{round(opacity * 100_000)}"/>'))


def area(
    slide: Slide,
    box: Box,
    ink: str,
    *,
    name: str,
    alternative: str,
    opacity: float = 1,
    kind: str = "RECTANGLE",
    edge: str = "",
    edge_width: float = 0.75,
) -> Any:
    """A filled area; `ink` empty leaves it hollow, `edge` empty without a line around it."""
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Pt

    shape = slide.shapes.add_shape(getattr(MSO_SHAPE, kind), *_emu(box))
    style = shape._element.find("{*}style")  # the theme's shadows and edges
    if style is not None:
        shape._element.remove(style)
    if ink:
        fill_with(shape.fill, ink)
        seen_through(shape.fill, opacity)
    else:
        shape.fill.background()
    if edge:
        fill_with(shape.line.fill, edge)
        shape.line.width = Pt(edge_width)
    else:
        shape.line.fill.background()
    return named(shape, name, alternative)


def rule(
    slide: Slide,
    start: tuple[float, float],
    end: tuple[float, float],
    ink: str,
    *,
    width: float,
    name: str,
    alternative: str,
    dash: str = "",
) -> Any:
    """A straight line between two points."""
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.util import Pt

    shape = slide.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, *(Pt(value) for value in (*start, *end))
    )
    style = shape._element.find("{*}style")
    if style is not None:
        shape._element.remove(style)
    fill_with(shape.line.fill, ink)
    shape.line.width = Pt(width)
    if dash:
        dashed(shape, dash)
    return named(shape, name, alternative)


def dashed(shape: Any, dash: str) -> None:
    """Break the line of a shape, or around it, into the dashes of a name of `DASHES`."""
    from pptx.enum.dml import MSO_LINE

    shape.line.dash_style = getattr(MSO_LINE, DASHES[dash])


# A line's dashes, by what office programs call them.
DASHES = {"dash": "DASH", "dot": "ROUND_DOT", "dashdot": "DASH_DOT"}


def _bulleted(paragraph: Any, size: float) -> None:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    properties = paragraph._p.get_or_add_pPr()
    indent = round(size * 12_700)
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    properties.append(parse_xml(f'<a:buFont {nsdecls("a")} typeface="Arial"/>'))
    properties.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


def _emu(box: Box) -> tuple[int, int, int, int]:
    from pptx.util import Pt

    left, top, width, height = (
        int(Pt(value)) for value in (box.left, box.top, box.width, box.height)
    )
    return left, top, max(width, 1), max(height, 1)

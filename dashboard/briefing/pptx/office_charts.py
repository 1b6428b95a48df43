"""XY charts of an office program: what its series look like, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.places import TICK, Scale, Where
from dashboard.briefing.pptx.template import Box
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.slide import Slide

LABEL = 12.0
_MARKERS = {"dot": "CIRCLE", "ring": "CIRCLE", "square": "SQUARE", "diamond": "DIAMOND"}


@dataclass(frozen=True)
class Style:
    """How a series is drawn: widths and sizes in points, colours as `#RRGGBB`.

    Attributes:
        line, line_width, dash: between points; no line without a colour.
        opacity: of all of it.
        symbol: of its marks; none without one.
        sizes, fill, edge_width: of each mark, or of all of them.
        edge: the colour around a mark.
        upright: half the length of the short uprights that stand in the place of marks.
    """

    line: str = ""
    line_width: float = 0
    dash: str = ""
    opacity: float = 1
    symbol: str = ""
    sizes: tuple[float, ...] = ()
    fill: tuple[str, ...] = ()
    edge: str = ""
    edge_width: tuple[float, ...] = ()
    upright: float = 0


@dataclass(frozen=True)
class XYSeries:
    """A series of an XY chart.

    Attributes:
        name: what it is; none for labels that stand at a place without a meaning.
        points: x and y; a missing y is a gap.
        notes: what each point is, for the sheet behind the chart.
        labels: written beside each point; empty for none.
        sides: where each label stands.
        style: line and marks.
        label_size, label_ink, label_bold: of all labels.
    """

    name: str
    points: tuple[tuple[float, float | None], ...]
    notes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    style: Style = field(default_factory=Style)
    label_size: float = LABEL
    label_ink: str = shapes.TEXT
    label_bold: bool = False


def draw_xy(
    slide: Slide,
    box: Box,
    where: Where,
    given: list[XYSeries],
    answer: Answer,
    *,
    name: str,
    reading: str,
) -> None:
    """The chart of these series, with a name and an alternative text; its plot is as measured."""
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    from dashboard.briefing.pptx.workbook import xy_data

    # LibreOffice drops each series that stands before a longer one: the first is as long as any.
    longest = max(len(one.points) for one in given)
    first = given[0].points
    first += ((first[-1][0], None),) * (longest - len(first))
    given = [replace(given[0], points=first), *given[1:]]
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER_LINES,
        *(int(Pt(value)) for value in (box.left, box.top, box.width, box.height)),
        xy_data(given, words(answer.selection.lang), answer.facts_date),
    )
    shapes.named(frame, name, reading)
    chart = frame.chart
    quiet(chart, box, where.plot)
    for one, drawn in zip(given, chart.plots[0].series, strict=True):
        _dress(drawn, one)
    for axis, scale in ((chart.category_axis, where.across), (chart.value_axis, where.up)):
        _scale(axis, scale)


def quiet(chart: Chart, box: Box, plot: Box) -> None:
    """A chart without title and legend of its own, its plot where it was measured."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls
    from pptx.util import Pt

    chart.has_legend = False
    chart.has_title = False
    chart.font.size = Pt(TICK)
    shapes.fill_with(chart.font.fill, shapes.MUTED)
    shares = (
        ("x", (plot.left - box.left) / box.width),
        ("y", (plot.top - box.top) / box.height),
        ("w", plot.width / box.width),
        ("h", plot.height / box.height),
    )
    inner = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares)
    area = chart._chartSpace.chart.plotArea
    for old in area.findall("{*}layout"):
        area.remove(old)
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
            f'<c:xMode val="edge"/><c:yMode val="edge"/>{inner}</c:manualLayout></c:layout>'
        ),
    )


def _scale(axis: Any, given: Scale) -> None:
    from pptx.enum.chart import XL_AXIS_CROSSES, XL_TICK_LABEL_POSITION, XL_TICK_MARK

    axis.minimum_scale, axis.maximum_scale = given.low, given.high
    axis.major_unit = given.step
    axis.crosses = XL_AXIS_CROSSES.MINIMUM
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = given.has_grid
    if given.has_grid:
        shapes.fill_with(axis.major_gridlines.format.line.fill, shapes.HAIR)
        axis.major_gridlines.format.line.width = 6350
    if given.ticks or not given.is_shown:
        axis.visible = False
        return
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.fill.background()
    labels = axis.tick_labels
    labels.number_format, labels.number_format_is_linked = (
        "#,##0.##" if given.step % 1 else "#,##0",
        (False),
    )


def _dress(drawn: Any, given: XYSeries) -> None:
    """Give a series of the chart its line, marks and labels."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    style = given.style
    drawn.smooth = False
    line = drawn.format.line
    if style.line:
        shapes.fill_with(line.fill, style.line)
        shapes.seen_through(line.fill, style.opacity)
        line.width = Pt(style.line_width)
        if style.dash:
            line.dash_style = getattr(MSO_LINE, shapes.DASHES[style.dash])
    else:
        line.fill.background()
    if style.symbol:
        _mark(drawn.marker, style)
    else:
        drawn.marker.style = XL_MARKER_STYLE.NONE
    if style.upright:
        _uprights(drawn, style)
    for i, label in enumerate(given.labels):
        if label and given.points[i][1] is not None:
            written = drawn.points[i].data_label
            frame = written.text_frame
            frame.word_wrap = False
            for place, text in enumerate(label.split("\n")):
                paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
                shapes.write(
                    paragraph,
                    shapes.Run(printable(text), given.label_bold),
                    size=given.label_size,
                    ink=given.label_ink,
                )
            written.position = getattr(XL_LABEL_POSITION, given.sides[i])


def _mark(marker: Any, style: Style) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.util import Pt

    marker.style = getattr(XL_MARKER_STYLE, _MARKERS[style.symbol])
    marker.size = min(max(round(style.sizes[0]), 2), 72)
    shapes.fill_with(marker.format.fill, style.fill[0])
    shapes.seen_through(marker.format.fill, style.opacity)
    if style.edge and style.edge_width[0]:
        shapes.fill_with(marker.format.line.fill, style.edge)
        marker.format.line.width = Pt(style.edge_width[0])
    else:
        marker.format.line.fill.background()


def _uprights(drawn: Any, style: Style) -> None:
    """Short uprights in the place of marks: error bars of one length, without caps."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    width, colour = round(style.edge_width[0] * 12_700), style.edge.lstrip("#")
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="both"/>'
        f'<c:errValType val="fixedVal"/><c:noEndCap val="1"/><c:val val="{style.upright:.5f}"/>'
        f'<c:spPr><a:ln w="{width}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>'
        "</c:spPr></c:errBars>"
    )
    drawn._element.find("{*}xVal").addprevious(bars)

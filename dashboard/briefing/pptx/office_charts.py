"""Charts of an office program: what their series look like, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dashboard.briefing.pptx import labels, shapes
from dashboard.briefing.pptx.inks import fill_xml
from dashboard.briefing.pptx.labels import Label
from dashboard.briefing.pptx.places import TICK, Scale, Where
from dashboard.briefing.pptx.template import Box
from dashboard.briefing.pptx.workbook import Grid, PointTable
from dashboard.core.i18n import words

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.slide import Slide

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
        name: what it is.
        points: x and y; a missing y is a gap.
        notes: what each point stands for, for the sheet behind the chart; empty for nothing.
        rows: what the upright axis calls each of them, for the sheet; empty for nothing.
        labels: written beside points, by their numbers.
        style: line and marks.
    """

    name: str
    points: tuple[tuple[float, float | None], ...]
    notes: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    labels: Mapping[int, Label] = field(default_factory=dict)
    style: Style = field(default_factory=Style)


@dataclass(frozen=True)
class LineSeries:
    """A series of a line chart: a value a year, where one is known.

    Attributes:
        name: what it is.
        values: by their years.
        labels: written beside points, by their years.
        style: line and marks.
    """

    name: str
    values: Mapping[int, float | None]
    labels: Mapping[int, Label] = field(default_factory=dict)
    style: Style = field(default_factory=Style)


def draw_xy(
    slide: Slide, box: Box, where: Where, given: Sequence[XYSeries], table: PointTable, *, lang: str
) -> Any:
    """The XY chart of these series, its plot as measured.

    Args:
        slide: where it goes.
        box: its place.
        where: the place of its plot, and the axes.
        given: its series in the order in which they are drawn; at least one.
        table: its sheet.
        lang: of its numbers.

    Returns:
        Its frame on the slide.
    """
    from pptx.enum.chart import XL_CHART_TYPE

    from dashboard.briefing.pptx.workbook import xy_data

    data = xy_data(given, table)
    frame = _framed(slide, box, XL_CHART_TYPE.XY_SCATTER_LINES, data)
    chart = frame.chart
    quiet(chart, box, where.plot)
    for one, drawn in zip(given, chart.plots[0].series, strict=True):
        _dress(drawn, one.style)
        labels.write(drawn, dict(one.labels))
    for axis, scale in ((chart.category_axis, where.across), (chart.value_axis, where.up)):
        _scale(axis, scale, lang)
    return frame


def draw_lines(
    slide: Slide,
    box: Box,
    where: Where,
    given: Sequence[LineSeries],
    grid: Grid,
    *,
    lang: str,
    has_years: bool,
) -> Any:
    """The line chart of these series over years, its plot as measured.

    Args:
        slide: where it goes.
        box: its place.
        where: the place of its plot, and the axes; each year has a slot of one width.
        given: its series in the order in which they are drawn; at least one.
        grid: its sheet, a row a year.
        lang: of its numbers.
        has_years: whether its axis writes the years.

    Returns:
        Its frame on the slide.
    """
    from pptx.enum.chart import XL_CHART_TYPE

    from dashboard.briefing.pptx.workbook import category_data

    data = category_data([(one.name, one.values) for one in given], grid)
    frame = _framed(slide, box, XL_CHART_TYPE.LINE_MARKERS, data)
    chart = frame.chart
    quiet(chart, box, where.plot)
    places = {year: place for place, year in enumerate(grid.names)}
    for one, drawn in zip(given, chart.plots[0].series, strict=True):
        _dress(drawn, one.style)
        labels.write(drawn, {places[year]: label for year, label in one.labels.items()})
    _scale(chart.value_axis, where.up, lang)
    _years(chart, has_names=has_years)
    return frame


def _framed(slide: Slide, box: Box, kind: Any, data: Any) -> Any:
    from pptx.util import Pt

    places = (int(Pt(value)) for value in (box.left, box.top, box.width, box.height))
    return slide.shapes.add_chart(kind, *places, data)


def _years(chart: Chart, *, has_names: bool) -> None:
    """The axis of years: points stand in the middle of their slots, names below the plot."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    axis = chart.category_axis
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = False
    shapes.fill_with(axis.format.line.fill, shapes.HAIR)
    places = XL_TICK_LABEL_POSITION
    axis.tick_label_position = places.LOW if has_names else places.NONE
    between = parse_xml(f'<c:crossBetween {nsdecls("c")} val="between"/>')
    value = chart.value_axis._element
    if value.find("{*}crossBetween") is None:
        value.find("{*}crosses").addnext(between)


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


def _scale(axis: Any, given: Scale, lang: str) -> None:
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
    ticks = axis.tick_labels
    ticks.number_format, ticks.number_format_is_linked = _number_format(given, lang), False


def _number_format(given: Scale, lang: str) -> str:
    """How an axis writes its numbers: as the deck's language does, not as the machine is set."""
    if given.step % 1:
        return "0.##"
    mark = words(lang).number(1000, 0)[1]
    thousands = f'[>=1000]#"{mark}"000;0'
    return f'[>=1000000]#"{mark}"000"{mark}"000;{thousands}' if given.high >= 1e6 else thousands


def _dress(drawn: Any, style: Style) -> None:
    """Give a series of the chart its line and its marks."""
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

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

    width = round(style.edge_width[0] * 12_700)
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="both"/>'
        f'<c:errValType val="fixedVal"/><c:noEndCap val="1"/><c:val val="{style.upright:.5f}"/>'
        f'<c:spPr><a:ln w="{width}">{fill_xml(style.edge)}</a:ln></c:spPr></c:errBars>'
    )
    drawn._element.find("{*}xVal").addprevious(bars)

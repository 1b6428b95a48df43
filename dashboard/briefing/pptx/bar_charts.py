"""Bars of a plot as an office chart with categories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.office_charts import quiet
from dashboard.briefing.pptx.places import TICK, said
from dashboard.briefing.pptx.template import Box
from dashboard.briefing.xml_text import printable
from dashboard.charts.marks import PALE, Bars, Checks, Plot, Series
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.slide import Slide


def draw(slide: Slide, box: Box, answer: Answer, plot: Plot, font: Font) -> None:
    """The chart of a plot of bars."""
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    from dashboard.briefing.pptx.workbook import Grid, category_data

    say, bars = words(answer.selection.lang), plot.bars
    is_lying = bars[0].is_lying
    names = _categories(plot, is_lying)
    head = say("Year") if not is_lying else say("Name")
    rows: list[tuple[str, dict[Any, float | None]]] = [
        (_name(one, say), dict(one.at)) for one in bars
    ]
    checks = [mark for mark in plot.marks if isinstance(mark, Checks) and mark.at]
    rows += [(printable(one.name), dict(one.at)) for one in checks]
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_STACKED if is_lying else XL_CHART_TYPE.COLUMN_STACKED,
        *(int(Pt(value)) for value in (box.left, box.top, box.width, box.height)),
        category_data(rows, Grid(head, tuple(names.values()), answer.facts_date, tuple(names))),
    )
    shapes.named(frame, answer.headline, answer.headline)
    chart = frame.chart
    widest = max((font.width(name, TICK) for name in names.values()), default=0) + 16
    left, below = (min(widest, box.width * 0.45), 22) if is_lying else (40, 24)
    inner = Box(box.left + left, box.top + 8, box.width - left - 16, box.height - 8 - below)
    quiet(chart, box, inner)
    drawn = chart.plots[0]
    drawn.gap_width = 40
    drawn.overlap = 100
    for one, series in zip(bars, drawn.series, strict=False):
        _dress(series, one, list(names))
    if checks:
        _as_strokes(chart, inner, len(names))
    _axes(chart, is_lying)


def _name(bars: Bars, say: Words) -> str:
    name = printable(bars.name)
    return f"{name} ({say('incomplete list')})" if bars.pale is True else name


def _categories(plot: Plot, is_lying: bool) -> dict[Any, str]:
    """The categories in order by their place; lying bars carry their total in the name."""
    axis = plot.up[0] if is_lying else plot.across
    totals: dict[Any, str] = {
        y: said(text).strip()
        for series in plot.series()
        if isinstance(series, Series) and series.labels
        for (_x, y), text in zip(series.at, series.labels.texts, strict=True)
    }
    return {
        place: f"{said(name)} · {totals[place]}" if place in totals else said(name)
        for place, name in axis.ticks or ()
    }


def _dress(series: Any, given: Bars, places: list[Any]) -> None:
    from pptx.util import Pt

    shapes.fill_with(series.format.fill, given.colour)
    shapes.seen_through(series.format.fill, PALE if given.pale is True else 1)
    shapes.fill_with(series.format.line.fill, shapes.PAPER)
    series.format.line.width = Pt(0.5)
    if isinstance(given.pale, tuple):
        for (place, _length), is_pale in zip(given.at, given.pale, strict=True):
            if is_pale:
                fill = series.points[places.index(place)].format.fill
                shapes.fill_with(fill, given.colour)
                shapes.seen_through(fill, PALE)


def _as_strokes(chart: Chart, plot: Box, n: int) -> None:
    """Turn the last series of the columns into strokes: a line without a line, with dashes."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    area = chart._chartSpace.chart.plotArea
    columns = area.find("{*}barChart")
    series = columns.findall("{*}ser")[-1]
    columns.remove(series)
    for name in ("invertIfNegative", "spPr"):
        for element in series.findall(f"{{*}}{name}"):
            series.remove(element)
    size = min(max(round(plot.width / n * 0.55), 2), 72)
    ink = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    series.find("{*}tx").addnext(
        parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:ln><a:noFill/></a:ln></c:spPr>")
    )
    series.find("{*}spPr").addnext(
        parse_xml(
            f'<c:marker {nsdecls("c", "a")}><c:symbol val="dash"/><c:size val="{size}"/>'
            f"<c:spPr>{ink}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        )
    )
    lines = parse_xml(
        f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/>'
        '<c:marker val="1"/></c:lineChart>'
    )
    lines.find("{*}marker").addprevious(series)
    for axis in columns.findall("{*}axId"):
        lines.append(parse_xml(f'<c:axId {nsdecls("c")} val="{axis.get("val")}"/>'))
    columns.addnext(lines)


def _axes(chart: Chart, is_lying: bool) -> None:
    from pptx.enum.chart import XL_TICK_MARK

    names, numbers = chart.category_axis, chart.value_axis
    names.reverse_order = is_lying  # the first name stands highest
    names.major_tick_mark = numbers.major_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    shapes.fill_with(names.format.line.fill, shapes.HAIR)
    numbers.minimum_scale = 0
    numbers.has_major_gridlines = True
    shapes.fill_with(numbers.major_gridlines.format.line.fill, shapes.HAIR)
    numbers.format.line.fill.background()
    if is_lying:
        from pptx.enum.chart import XL_TICK_LABEL_POSITION

        numbers.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    numbers.tick_labels.number_format = "#,##0"
    numbers.tick_labels.number_format_is_linked = False

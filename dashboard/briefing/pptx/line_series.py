"""Values by year as series of a line chart: its sheet is a grid of years by series."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise

from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
from dashboard.briefing.pptx import looks, places
from dashboard.briefing.pptx.labels import Label
from dashboard.briefing.pptx.office_charts import LineSeries
from dashboard.briefing.pptx.places import TICK, Where, day_of, said
from dashboard.briefing.pptx.template import Box
from dashboard.briefing.xml_text import printable
from dashboard.charts import theme
from dashboard.charts.marks import Place, Plot, Ranges, Series, runs
from dashboard.core.i18n import Words, words
from dashboard.figures import sentences
from dashboard.figures.model import Answer

_APART = TICK * 1.15  # points between the middles of last values of one year
_FROM_POINT = 8.0  # points between a point and what is written beside it
_LEAST_MOVED = 1.0  # points: less is not seen
_ASIDE = 0.15  # of the axis: a last value that is farther away stands above or below its point


@dataclass(frozen=True)
class Lines:
    """What a line chart holds of a panel, and what is drawn over it.

    Attributes:
        series: in the order in which they are drawn.
        ranges: lines of one year, such as what several sources say.
        texts: those that stand at no point.
    """

    series: tuple[LineSeries, ...]
    ranges: tuple[Ranges, ...]
    texts: tuple[Series, ...]


def years_of(plot: Plot, panel: int) -> range:
    """The years of a panel that is lines over years; none where its marks need an XY chart."""
    lines = [mark for mark in plot.series(panel) if _is_line(mark)]
    others = [mark for mark in plot.series(panel) if not _is_line(mark) and not _is_aside(mark)]
    if not lines or others:
        return range(0)
    found = {_year(x) for mark in lines for x, _y in mark.at}  # type: ignore[union-attr]
    found |= {_year(place) for place, _text in plot.across.ticks or ()}
    known = {year for year in found if year is not None}
    return range(min(known), max(known) + 1)


def in_days(plot: Plot, panel: int) -> Plot:
    """A plot whose axis has numbers of years, for a panel of events: both in days.

    Args:
        plot: some panel of it is lines over years.
        panel: one that is not.
    """
    has_lines = any(years_of(plot, one) for one in range(len(plot.up)))
    if plot.across.is_of_days or not has_lines or plot.across.ends is None:
        return plot
    ends = tuple(day_of(places.number(end)) for end in plot.across.ends)
    ticks = tuple((day_of(places.number(place)), text) for place, text in plot.across.ticks or ())
    marks = tuple(
        replace(mark, at=tuple((day_of(places.number(x)), y) for x, y in mark.at))
        if isinstance(mark, Series) and mark.panel == panel
        else mark
        for mark in plot.marks
    )
    across = replace(plot.across, ends=(ends[0], ends[1]), ticks=ticks)
    return replace(plot, marks=marks, across=across)


def of_panel(
    plot: Plot, panel: int, answer: Answer, where: Where, box: Box, *, font: Font
) -> Lines:
    """The series of a panel of lines over years, with their last values as labels.

    Args:
        plot: the marks.
        panel: the upright axis.
        answer: whose marks they are.
        where: the places of its years and values.
        box: of the chart; its labels stay within it.
        font: of the labels.
    """
    say, last = words(answer.selection.lang), years_of(plot, panel)[-1]
    made: list[tuple[Series, LineSeries]] = []
    ranges: list[Ranges] = []
    texts: list[Series] = []
    for mark in plot.series(panel):
        if isinstance(mark, Ranges):
            ranges.append(mark)
        elif _is_line(mark):
            made.append((mark, _line(mark, answer, say, where)))
        elif looks.is_text(mark):
            texts.append(mark)
        elif mark.stroke:  # what sources say of one year
            (x, low), *_between, (_x, high) = mark.at
            if low is not None and high is not None:
                ends = ((x, low, x, high),)
                ranges.append(Ranges(ends, mark.stroke, mark.opacity, panel))
    left = []
    at_ends: list[tuple[int, int, float]] = []
    for text in texts:
        found = _of_last_value(text, made, say, where)
        if found is None:
            left.append(text)
            continue
        number, year, label = found
        mark, one = made[number]
        if label.has_category and year == last:  # the axis says it
            label = replace(label, has_category=False)
        made[number] = (mark, replace(one, labels={**one.labels, year: label}))
        if label.side == "right" and label.value is not None:
            at_ends.append((number, year, where.y(label.value)))
    down = {(number, year): moved for number, year, moved in _spread(at_ends)}
    series = [
        replace(
            one,
            labels={
                year: _within(label, (year, down.get((number, year), 0.0)), where, box, font)
                for year, label in one.labels.items()
            },
        )
        for number, (_mark, one) in enumerate(made)
    ]
    return Lines(tuple(series), tuple(ranges), tuple(left))


def _within(label: Label, at: tuple[int, float], where: Where, box: Box, font: Font) -> Label:
    """A label so far from its point and on such a side that all of it stands in the chart.

    LibreOffice draws a chart smaller where something leaves it.

    Args:
        label: of a value.
        at: the year of its point, and the points that it makes way for others.
        where: the places of years and values.
        box: of the chart.
        font: of the label.
    """
    if label.value is None:
        return label
    year, down = at
    x, y, side = where.x(year), where.y(label.value), label.side
    lines = [str(year), label.text] if label.has_category else [label.text]
    tall = len(lines) * label.size * LINE_HEIGHT
    wide = max(font.width(line, label.size, bold=label.is_bold) for line in lines)
    if side == "above" and y - _FROM_POINT - tall < box.top:
        side, down = "right", -tall * 0.6
    elif side == "below" and y + _FROM_POINT + tall > where.plot.bottom:
        side, down = "right", tall * 0.6
    if side == "right" and x + _FROM_POINT + wide > box.right:
        side = "left"
    if side in ("left", "right"):
        down = min(max(down, box.top - (y - tall / 2)), where.plot.bottom - (y + tall / 2))
    moved = down / box.height if abs(down) >= _LEAST_MOVED else 0.0
    return replace(label, side=side, moved=(0.0, moved))


def _spread(at_ends: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """How far each last value moves down so that those of one year do not touch, in points.

    Args:
        at_ends: the number of each series, the year, and the height of its last point.
    """
    found = []
    for year in {year for _number, year, _y in at_ends}:
        ends = sorted((y, number) for number, of, y in at_ends if of == year)
        heights = [y for y, _number in ends]
        for _round in range(4 * len(heights)):  # neighbours that touch move apart
            for high, low in pairwise(range(len(heights))):
                short = _APART - (heights[low] - heights[high])
                if short > 0:
                    heights[high] -= short / 2
                    heights[low] += short / 2
        found += [
            (number, year, place - y) for place, (y, number) in zip(heights, ends, strict=True)
        ]
    return found


def _is_line(mark: Series | Ranges) -> bool:
    """Whether it is a line over whole years, a point a year."""
    if isinstance(mark, Ranges) or mark.stroke is None:
        return False
    years = [_year(x) for x, _y in mark.at]
    return None not in years and len(set(years)) == len(years)


def _is_aside(mark: Series | Ranges) -> bool:
    """Whether it is drawn over a line chart: texts, and lines of one year."""
    if isinstance(mark, Ranges):
        return all(x0 == x1 for x0, _y0, x1, _y1 in mark.ends)
    return looks.is_text(mark) or (mark.stroke is not None and len({x for x, _y in mark.at}) == 1)


def _year(place: Place) -> int | None:
    """The year that a place in its middle stands for."""
    if isinstance(place, dt.date):
        return place.year if place == theme.middle(place.year) else None
    return int(place) if place == int(place) else None


def _line(mark: Series, answer: Answer, say: Words, where: Where) -> LineSeries:
    values: dict[int, float | None] = {}
    labels: dict[int, Label] = {}
    for i, (x, y) in enumerate(mark.at):
        year = _year(x)
        if year is None:
            continue
        values[year] = y
        if mark.labels and y is not None and (text := said(mark.labels.texts[i]).strip()):
            label = looks.label(replace(mark.labels, ink=""), i, len(mark.at))
            labels[year] = replace(label, value=_told(y, text, say))
    name = printable(_series_name(mark, answer, say)) or looks.measured(answer)
    style = looks.of_series(mark, list(range(len(mark.at))), where)
    return LineSeries(name, values, labels, style)


def _series_name(mark: Series, answer: Answer, say: Words) -> str:
    """What a line is called: by itself, also where the legend names it for all that look alike."""
    column = answer.figure.roles.get("series")
    entry = next((one for one in answer.legend if one.label == mark.name), None)
    if column is None or entry is None:
        return mark.name
    rows = [answer.rows[i] for i in entry.rows]
    is_one = len({row[column] for row in rows}) == 1
    return sentences.series_name(rows[0], say) if is_one else mark.name


def _told(value: float, text: str, say: Words) -> float | None:
    """The value, where a text writes it."""
    return value if text.rstrip("*") == say.number(value) else None


def _of_last_value(
    text: Series, made: list[tuple[Series, LineSeries]], say: Words, where: Where
) -> tuple[int, int, Label] | None:
    """The series whose last value a text writes, the year of it, and the label there."""
    if text.labels is None or len(text.at) != 1:
        return None
    ((x, place),) = text.at
    year = _year(x)
    if place is None or year is None:
        return None
    parts = runs(text.labels.texts[0])
    written = "".join(run.text for run in parts if not run.small).strip()
    candidates = []
    for number, (mark, one) in enumerate(made):
        known = [at for at, value in one.values.items() if value is not None]
        value = one.values[known[-1]] if known else None
        if not known or known[-1] != year or value is None or _told(value, written, say) is None:
            continue
        is_alike = mark.stroke is not None and mark.stroke.colour == text.labels.ink
        candidates.append((not is_alike, abs(value - place), number, value))
    if not candidates:
        return None
    _alike, _apart, number, value = min(candidates)
    has_year = any(run.small for run in parts)
    label = replace(
        looks.label(text.labels, 0, 1), text=written, value=value, has_category=has_year
    )
    # Where other lines go on beside it, a last value stands on the other side of its point.
    if has_year and abs(place - value) > _ASIDE * (where.up.high - where.up.low):
        label = replace(label, side="above" if place > value else "below")
    return number, year, label

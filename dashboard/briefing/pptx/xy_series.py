"""Points and ranges of a plot as series of an XY chart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.briefing.pptx import looks, shapes
from dashboard.briefing.pptx.labels import Label
from dashboard.briefing.pptx.office_charts import XYSeries
from dashboard.briefing.pptx.places import TICK, Rows, Where, one_line, said
from dashboard.briefing.xml_text import printable
from dashboard.charts.marks import Labels, Place, Plot, Ranges, Rule, Series, is_bold
from dashboard.figures.model import Answer

_SAME = 6  # digits of places that are one place


def of_panel(
    plot: Plot, panel: int, answer: Answer, where: Where, rows: Rows | None
) -> tuple[list[XYSeries], list[Series]]:
    """The series of a panel, and the texts that stand at none of their points.

    Args:
        plot: the marks.
        panel: the upright axis.
        answer: whose marks they are: its unit and its legend name what has no name.
        where: the axes.
        rows: those of this panel; None for all.
    """
    made: list[XYSeries] = []
    texts: list[Series] = []
    for mark in plot.series(panel):
        if isinstance(mark, Series) and looks.is_text(mark):
            texts.append(mark)
        else:
            made += _series(mark, answer, where, rows)
    axis = _names(plot, panel)
    made = [replace(one, rows=tuple(axis(where, y) for _x, y in one.points)) for one in made]
    return _labelled(made, [_within(one, rows) for one in texts], where)


def _within(text: Series, rows: Rows | None) -> Series:
    """The texts of these rows."""
    if rows is None or text.labels is None:
        return text
    shown = [i for i, (_x, y) in enumerate(text.at) if y is not None and rows.hold(y)]
    labels = replace(
        text.labels,
        texts=looks.each(text.labels.texts, shown),
        side=looks.each(text.labels.side, shown),
    )
    return replace(text, at=looks.each(text.at, shown), labels=labels)


def _labelled(
    made: list[XYSeries], texts: list[Series], where: Where
) -> tuple[list[XYSeries], list[Series]]:
    """Texts that stand at a point of a series become its labels; the others are given back."""
    found: dict[tuple[float, float], tuple[int, int]] = {}
    for number, one in enumerate(made):
        for place, (x, y) in enumerate(one.points):
            if y is not None:
                found[round(x, _SAME), round(y, _SAME)] = (number, place)
    labels = [dict(one.labels) for one in made]
    left: list[Series] = []
    for text in texts:
        alone = []
        for i, (across, y) in enumerate(text.at):
            if y is None or text.labels is None:
                continue
            at = round(where.across.place(across), _SAME), round(where.up.place(y), _SAME)
            number, place = found.get(at, (-1, -1))
            if number < 0 or place in labels[number]:
                alone.append(i)
                continue
            labels[number][place] = looks.label(text.labels, i, len(text.at))
        if alone and text.labels is not None:
            kept = replace(
                text.labels,
                texts=looks.each(text.labels.texts, alone),
                side=looks.each(text.labels.side, alone),
            )
            left.append(replace(text, at=looks.each(text.at, alone), labels=kept))
    return [replace(one, labels=has) for one, has in zip(made, labels, strict=True)], left


def _series(
    mark: Series | Ranges, answer: Answer, where: Where, rows: Rows | None
) -> list[XYSeries]:
    if isinstance(mark, Ranges):
        given: list[tuple[Place, float | None]] = [
            at
            for x0, y0, x1, y1 in mark.ends
            if rows is None or rows.hold(y0)
            for at in ((x0, y0), (x1, y1), (x1, None))
        ]
        name = looks.named_by_colour(answer, mark.stroke.colour)
        points = _placed(given[:-1], where)
        return [XYSeries(name, points, style=looks.of_ranges(mark))] if given else []
    shown = [i for i in range(len(mark.at)) if rows is None or _is_in(mark.at, i, rows)]
    points = _placed([mark.at[i] for i in shown], where)
    if not any(y is not None for _x, y in points):
        return []
    labels = mark.labels or Labels(())
    is_within = mark.marker is not None and mark.stroke is None and labels.side == "center"
    of_points = {
        place: Label(
            said(labels.texts[i]).strip(),
            looks.each(labels.side, [i])[0],
            max((labels.size or TICK) * 0.95, TICK),
            labels.ink if labels.ink and is_within else shapes.TEXT,
            is_bold(labels.texts[i]),
        )
        for place, i in enumerate(shown)
        if labels.texts and said(labels.texts[i]).strip() and points[place][1] is not None
    }
    whole = XYSeries(
        name=printable(mark.name) or looks.measured(answer),
        points=points,
        notes=tuple(one_line(printable(mark.tips[i])) if mark.tips else "" for i in shown),
        labels=of_points,
        style=looks.of_series(mark, shown, where),
    )
    return _by_look(whole)


def _placed(
    at: list[tuple[Place, float | None]], where: Where
) -> tuple[tuple[float, float | None], ...]:
    return tuple((where.across.place(x), None if y is None else where.up.place(y)) for x, y in at)


def _is_in(at: tuple[tuple[Place, float | None], ...], i: int, rows: Rows) -> bool:
    """Whether a point belongs to these rows; a gap belongs to the point before it."""
    y = at[i][1] if at[i][1] is not None else (at[i - 1][1] if i else None)
    return y is not None and rows.hold(y)


def _by_look(whole: XYSeries) -> list[XYSeries]:
    """A series for each look of its marks: office programs differ on single points."""
    style = whole.style
    if not style.symbol:
        return [whole]
    look_of = list(zip(style.fill, style.edge_width, style.sizes, strict=True))
    if len(set(look_of)) < 2:
        return [whole]
    alike = []
    for look in dict.fromkeys(look_of):
        shown = [i for i, one in enumerate(look_of) if one == look]
        fill, edge_width, size = look
        alike.append(
            replace(
                whole,
                points=looks.each(whole.points, shown),
                notes=looks.each(whole.notes, shown),
                labels={n: whole.labels[i] for n, i in enumerate(shown) if i in whole.labels},
                style=replace(style, fill=(fill,), edge_width=(edge_width,), sizes=(size,)),
            )
        )
    return alike


def _names(plot: Plot, panel: int) -> Any:
    """What gives the name of the row at a height of a chart; empty where it has none."""
    axis = plot.up[panel]
    ticks = [(float(place), one_line(said(text))) for place, text in axis.ticks or ()]  # type: ignore[arg-type]
    edges = sorted(mark.y for mark in plot.marks if isinstance(mark, Rule))

    def name(where: Where, y: float | None) -> str:
        if y is None or not ticks:
            return ""
        heights = [(where.up.place(place), text) for place, text in ticks]
        if edges:  # rows of different heights: the name between the rules around the mark
            rules = sorted(where.up.place(edge) for edge in edges)
            top = min((one for one in rules if one > y), default=where.up.high)
            bottom = max((one for one in rules if one <= y), default=where.up.low)
            heights = [one for one in heights if bottom <= one[0] <= top] or heights
        return min(heights, key=lambda one: abs(one[0] - y))[1]

    return name

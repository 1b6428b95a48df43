"""One region on one time axis: scores above, a lane for each kind of event below."""

from __future__ import annotations

from dataclasses import replace

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import Axis, Labels, Mark, Marker, Plot, Series, Side, Stroke, Symbol
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, LegendEntry, Row

SYMBOLS: dict[str, Symbol] = {
    "ott": "diamond",
    "activity": "tick",
    "wbk": "square",
    "regulation": "square",
}
LANE_HEIGHT, SCORE_HEIGHT = 44, 190
MOST_LISTED = 6


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The timeline; the height follows the number of lanes unless given."""
    say = words(answer.selection.lang)
    rows, tips = answer.rows, answer.tips(say)
    lanes = [entry for entry in answer.legend if entry.key != "spi"]
    total = height or SCORE_HEIGHT + LANE_HEIGHT * max(len(lanes), 1) + 40
    split = LANE_HEIGHT * len(lanes) / (total - 40) if lanes else 0.0
    marks: list[Mark] = []
    for entry in answer.legend:
        shown = [(rows[i], tips[i]) for i in entry.rows]
        if entry.key == "spi":
            marks.append(_scores(entry, shown, answer, say))
        else:
            marks += _lane(entry, shown, lanes.index(entry), say)
    scored = [row["score"] for row in rows if row["score"] is not None]
    return Plot(
        (*marks, *theme.year_lines(answer.selection)),
        theme.years_axis(answer.selection),
        (
            Axis(
                (min(scored) - 5, max(scored) + 4) if scored else (60, 80),
                n_ticks=4,
                title="SPI",
                domain=(min(split + 0.06, 0.9), 1),
            ),
            Axis(
                (len(lanes) - 0.4, -0.6),
                tuple((place, theme.wrapped(entry.label)) for place, entry in enumerate(lanes)),
                has_grid=False,
                ink="text",
                domain=(0, max(split, 0.05)),
            ),
        ),
        total,
        {"margin": {"l": 8, "r": 12, "t": 10, "b": 8}},
    )


def _scores(entry: LegendEntry, shown: list[tuple[Row, str]], answer: Answer, say: Words) -> Series:
    by_year = {row["event_date"].year: (row, tip) for row, tip in shown}
    points = [by_year.get(year) for year in theme.span(answer.selection)]
    texts = (
        say.number(point[0]["score"]) + ("*" if point[0]["is_disputed"] else "") if point else ""
        for point in points
    )
    return Series(
        tuple(
            (theme.middle(year), point[0]["score"] if point else None)
            for year, point in zip(theme.span(answer.selection), points, strict=True)
        ),
        entry.label,
        tuple(point[1] if point else "" for point in points),
        Marker(9, entry.colour),
        Stroke(entry.colour, 2.6),
        Labels(tuple(texts), _beside_the_line(points)),
        overhangs=True,
    )


def _beside_the_line(points: list[tuple[Row, str] | None]) -> tuple[Side, ...]:
    """A falling line passes above its point, a rising one below: numbers avoid it."""
    sides: list[Side] = []
    before = None
    for point in points:
        value = point[0]["score"] if point else None
        falling = value is not None and before is not None and value < before
        sides.append("below" if falling else "above")
        before = value
    return tuple(sides)


def _lane(entry: LegendEntry, shown: list[tuple[Row, str]], place: int, say: Words) -> list[Series]:
    """The events of one kind: a mark each, and a count where only the year is known."""
    symbol = SYMBOLS[entry.key]
    dated = [(row, tip) for row, tip in shown if row["date_precision"] != "year"]
    by_year: dict[int, list[str]] = {}
    for row, tip in shown:
        if row["date_precision"] == "year":
            by_year.setdefault(row["event_date"].year, []).append(tip)
    single = Series(
        tuple((theme.placed(row), place) for row, _tip in dated),
        entry.label,
        tuple(tip for _row, tip in dated),
        Marker(13, entry.colour, symbol, edge=entry.colour, edge_width=0),
        overhangs=True,
        panel=1,
    )
    if single.marker and symbol == "tick":
        single = replace(single, marker=replace(single.marker, size=16, edge_width=2))
    counted = Series(
        tuple((theme.middle(year), place) for year in by_year),
        entry.label,
        tuple(_listed(tips, say) for tips in by_year.values()),
        Marker(22, entry.colour, symbol),
        labels=Labels(tuple(str(len(tips)) for tips in by_year.values()), size=12, ink="#FFFFFF"),
        panel=1,
    )
    return [series for series in (single, counted) if series.at]


def _listed(tips: list[str], say: Words) -> str:
    text = "\n".join(tips[:MOST_LISTED])
    more = len(tips) - MOST_LISTED
    return text + ("\n" + say("and {n} more in the table", n=more) if more > 0 else "")


CHART = Chart(drawing, value=None, is_line_like=True)

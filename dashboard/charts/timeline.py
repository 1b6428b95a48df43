"""One region on one time axis: scores above, a lane for each kind of event below."""

from __future__ import annotations

from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.lines import middle
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, LegendEntry, Row

SYMBOLS = {"ott": "diamond", "activity": "line-ns-open", "wbk": "square", "regulation": "square"}
LANE_HEIGHT, SCORE_HEIGHT = 44, 190
TOLD_AT_MOST = 6


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The timeline as a Plotly figure; the height follows the number of lanes unless given."""
    say = words(answer.selection.lang)
    rows, tips = answer.rows, answer.tips(say)
    lanes = [entry for entry in answer.legend if entry.key != "spi"]
    total = height or SCORE_HEIGHT + LANE_HEIGHT * max(len(lanes), 1) + 40
    split = LANE_HEIGHT * len(lanes) / (total - 40) if lanes else 0.0
    traces: list[dict[str, Any]] = []
    for entry in answer.legend:
        shown = [(rows[i], tips[i]) for i in entry.rows]
        if entry.key == "spi":
            traces.append(_scores(entry, shown, answer, say))
        else:
            place = lanes.index(entry)
            traces += _lane(entry, shown, place, say)
    first, last = answer.selection.from_year, answer.selection.year
    assert first is not None and last is not None  # noqa: S101 (a resolved selection has years)
    years = list(range(first, last + 1))
    year_lines = [theme.year_line(year) for year in years[1:]]
    scored = [row["score"] for row in rows if row["score"] is not None]
    layout = theme.layout(
        answer.selection.lang,
        total,
        margin={"l": 8, "r": 12, "t": 10, "b": 8},
        shapes=year_lines,
        xaxis=theme.axis(
            type="date",
            range=theme.years_range(first, last),
            tickvals=[middle(year) for year in years],
            ticktext=[str(year) for year in years],
            showgrid=False,
            anchor="y2",
        ),
        yaxis=theme.axis(
            domain=[min(split + 0.06, 0.9), 1],
            range=[min(scored) - 5, max(scored) + 4] if scored else [60, 80],
            nticks=4,
            title={"text": "SPI", "font": {"size": 12}},
        ),
        yaxis2=theme.axis(
            domain=[0, max(split, 0.05)],
            range=[len(lanes) - 0.4, -0.6],
            tickvals=list(range(len(lanes))),
            ticktext=[theme.wrapped(entry.label) for entry in lanes],
            showgrid=False,
            tickfont={"size": 12, "color": dictionary.ink("text")},
        ),
    )
    return {"data": traces, "layout": layout}


def _scores(
    entry: LegendEntry, shown: list[tuple[Row, str]], answer: Answer, say: Words
) -> dict[str, Any]:
    by_year = {row["event_date"].year: (row, tip) for row, tip in shown}
    years = range(answer.selection.from_year or 0, (answer.selection.year or 0) + 1)
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": entry.label,
        "x": [middle(year) for year in years],
        "y": [by_year[year][0]["score"] if year in by_year else None for year in years],
        "text": [
            say.number(by_year[year][0]["score"]) + ("*" if by_year[year][0]["is_disputed"] else "")
            if year in by_year
            else ""
            for year in years
        ],
        "textposition": _beside_the_line([by_year.get(year) for year in years]),
        "connectgaps": False,
        "line": {"color": entry.colour, "width": 2.6},
        "marker": {"size": 9, "color": entry.colour},
        "customdata": [by_year[year][1] if year in by_year else "" for year in years],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }


def _beside_the_line(points: list[tuple[Row, str] | None]) -> list[str]:
    """A falling line passes above its point, a rising one below: numbers avoid it."""
    sides, before = [], None
    for point in points:
        value = point[0]["score"] if point else None
        falling = value is not None and before is not None and value < before
        sides.append("bottom center" if falling else "top center")
        before = value
    return sides


def _lane(
    entry: LegendEntry, shown: list[tuple[Row, str]], place: int, say: Words
) -> list[dict[str, Any]]:
    dated = [(row, tip) for row, tip in shown if row["date_precision"] != "year"]
    by_year: dict[int, list[str]] = {}
    for row, tip in shown:
        if row["date_precision"] == "year":
            by_year.setdefault(row["event_date"].year, []).append(tip)
    traces = []
    if dated:
        is_tick = SYMBOLS[entry.key].endswith("-open")
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "yaxis": "y2",
                "name": entry.label,
                "x": [theme.placed(row) for row, _tip in dated],
                "y": [place] * len(dated),
                "marker": {
                    "symbol": SYMBOLS[entry.key],
                    "size": 16 if is_tick else 13,
                    "color": entry.colour,
                    "line": {"width": 2 if is_tick else 0, "color": entry.colour},
                },
                "customdata": [tip for _row, tip in dated],
                "hovertemplate": "%{customdata}<extra></extra>",
                "cliponaxis": False,
            }
        )
    if by_year:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "yaxis": "y2",
                "name": entry.label,
                "x": [middle(year) for year in by_year],
                "y": [place] * len(by_year),
                "text": [str(len(tips)) for tips in by_year.values()],
                "textfont": {"size": 12, "color": "#FFFFFF"},
                "marker": {"symbol": SYMBOLS[entry.key], "size": 22, "color": entry.colour},
                "customdata": [_told(tips, say) for tips in by_year.values()],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    return traces


def _told(tips: list[str], say: Words) -> str:
    text = "<br>".join(tips[:TOLD_AT_MOST])
    more = len(tips) - TOLD_AT_MOST
    return text + ("<br>" + say("and {n} more in the table", n=more) if more > 0 else "")


CHART = Chart(draw, value=None, is_line_like=True)

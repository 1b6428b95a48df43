"""A grid of discrete classes: one cell a row of the answer, coloured as the legend says."""

from __future__ import annotations

from typing import Any

from dashboard import indicators
from dashboard.figures.base import Answer
from dashboard.forms import theme
from dashboard.words import words

ROW_HEIGHT = 21
NOTHING = "–"


def draw(answer: Answer, height: int | None = None) -> dict[str, Any]:
    """The matrix as a Plotly figure; the height follows the number of its rows unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    columns = {row[roles["x"]]: row for row in rows}
    names = list({row[roles["y"]]: row for row in rows}.values())
    places = {name[roles["y"]]: place for place, name in enumerate(names)}
    across = {column: place for place, column in enumerate(columns)}
    classes = {i: place for place, entry in enumerate(answer.legend) for i in entry.rows}

    def grid(values: list[Any]) -> list[list[Any]]:
        cells: list[list[Any]] = [[None] * len(across) for _ in places]
        for row, value in zip(rows, values, strict=True):
            cells[places[row[roles["y"]]]][across[row[roles["x"]]]] = value
        return cells

    cells = {
        "type": "heatmap",
        "z": grid([classes[i] for i in range(len(rows))]),
        "zmin": -0.5,
        "zmax": len(answer.legend) - 0.5,
        "colorscale": _steps([entry.colour for entry in answer.legend]),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "text": grid([_number(row, roles) for row in rows]),
        "texttemplate": "%{text}",
        "textfont": {"size": 12},
        "customdata": grid(list(tips)),
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
    }
    known = [
        f"<b>{column}</b><br>{row[roles['known']]}/{row[roles['all']]}"
        for column, row in columns.items()
    ]
    layout = theme.layout(
        answer.selection.lang,
        height or len(places) * ROW_HEIGHT + 60,
        margin={"l": 8, "r": 8, "t": 46, "b": 8},
        xaxis=theme.axis(
            tickvals=list(across.values()),
            ticktext=known,
            range=[-0.5, len(across) - 0.5],
            side="top",
            showgrid=False,
            ticks="",
            tickangle=0,
            tickfont={"size": 12.5, "color": indicators.ink("text")},
        ),
        yaxis=theme.axis(
            tickvals=list(places.values()),
            ticktext=[theme.row_name(row, roles) for row in names],
            range=[len(places) - 0.5, -0.5],
            showgrid=False,
            ticks="",
            tickfont={"size": 12.5, "color": indicators.ink("text")},
        ),
    )
    return {"data": [cells], "layout": layout}


def _number(row: dict[str, Any], roles: Any) -> str:
    number = row[roles["number"]]
    if number is None:
        return NOTHING
    return f"{number}*" if row[roles["disputed"]] else str(number)


def _steps(colours: list[str]) -> list[list[Any]]:
    """A scale of steps: each class from its lower to its upper end in one colour."""
    n = len(colours)
    return [[(i + end) / n, colour] for i, colour in enumerate(colours) for end in (0, 1)]

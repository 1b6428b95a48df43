"""A grid of discrete classes: one cell a row of the answer, coloured as the legend says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, Row

ROW_HEIGHT, TWO_LINES = 21, 32
TURNED_FROM = 4  # letters of a column's name that a phone has no room for side by side
TURNED_LETTER, PHONE_CELL = 4.6, 24  # pixels: of a turned letter either way, of a column
NOTHING = "–"


def draw(answer: Answer, height: int | None = None, _geojson: str | None = None) -> dict[str, Any]:
    """The matrix as a Plotly figure; the height follows the number of its rows unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    columns = _in_order({row[roles["x"]]: row for row in rows}, roles.get("x_codes"))
    names = list(_in_order({row[roles["y"]]: row for row in rows}, roles.get("y_codes")).values())
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
    headings = [_heading(column, row, roles, say) for column, row in columns.items()]
    turned = any(len(heading) > TURNED_FROM for heading in headings) and "x_codes" in roles
    above = 26 if "x_codes" in roles else 46
    aside = 8
    if turned:
        above, aside = _room(headings)
    row_height = TWO_LINES if "y_codes" in roles else ROW_HEIGHT
    layout = theme.layout(
        answer.selection.lang,
        height or max(len(places) * row_height + above + 14, 110),
        margin={"l": 8, "r": aside, "t": above, "b": 8},
        xaxis=theme.axis(
            tickvals=list(across.values()),
            ticktext=headings,
            range=[-0.5, len(across) - 0.5],
            side="top",
            showgrid=False,
            ticks="",
            tickangle=-45 if turned else 0,
            ticklabeloverflow="allow",
            tickfont={"size": 12.5, "color": dictionary.ink("text")},
        ),
        yaxis=theme.axis(
            tickvals=list(places.values()),
            ticktext=[_name(row, roles, say) for row in names],
            range=[len(places) - 0.5, -0.5],
            showgrid=False,
            ticks="",
            tickfont={"size": 12.5, "color": dictionary.ink("text")},
        ),
    )
    return {"data": [cells], "layout": layout}


def _room(headings: list[str]) -> tuple[int, int]:
    """What turned headings need above the cells, and to their right where a phone's are narrow."""
    reaches = [len(heading) * TURNED_LETTER for heading in headings]
    beyond = [reach - PHONE_CELL * (n + 0.5) for n, reach in enumerate(reversed(reaches))]
    return round(max(reaches)) + 14, round(max(8, *beyond))


def _in_order(found: dict[Any, Row], group: str | None) -> dict[Any, Row]:
    """The rows by code in the dictionary's order; without a group as the answer has them."""
    if group is None:
        return found
    order = [*dictionary.dictionary()[group]]
    last = len(order)  # a new code of the facts comes last and breaks nothing
    return dict(
        sorted(found.items(), key=lambda one: order.index(one[0]) if one[0] in order else last)
    )


def _heading(column: Any, row: Row, roles: Mapping[str, str], say: Words) -> str:
    """A column's name, and how many of its cells are known where the answer counts them."""
    if "x_codes" in roles:
        return theme.text(dictionary.label(roles["x_codes"], column, say.lang))
    return f"<b>{column}</b><br>{row[roles['known']]}/{row[roles['all']]}"


def _name(row: Row, roles: Mapping[str, str], say: Words) -> str:
    """A row's name: a region, bold when chosen, a year, or what a code is called."""
    if "y_codes" in roles:
        return theme.wrapped(
            theme.text(dictionary.label(roles["y_codes"], row[roles["y"]], say.lang))
        )
    return theme.row_name(row, roles)


def _number(row: Row, roles: Mapping[str, str]) -> str:
    number = row[roles["number"]]
    if number is None:
        return NOTHING
    return f"{number}*" if "disputed" in roles and row[roles["disputed"]] else str(number)


def _steps(colours: list[str]) -> list[list[Any]]:
    """A scale of steps: each class from its lower to its upper end in one colour."""
    n = len(colours)
    return [[(i + end) / n, colour] for i, colour in enumerate(colours) for end in (0, 1)]


CHART = Chart(draw, value=None)

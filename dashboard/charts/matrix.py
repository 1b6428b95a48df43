"""A grid of discrete classes: one cell a row of the answer, coloured as the legend says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import Cell, Run, Table, Text, letters
from dashboard.charts.plotly import pointed, written
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, Row

ROW_HEIGHT, TWO_LINES = 21, 32
TURNED_FROM = 4  # letters of a column's name that a phone has no room for side by side
TURNED_LETTER, PHONE_CELL = 4.6, 24  # pixels: of a turned letter either way, of a column
NOTHING = "–"
POINTED_WITHIN = 40  # pixels from the middle of a cell


def drawing(answer: Answer, height: int | None = None) -> Table:
    """The cells; the height follows the number of rows unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    columns = _in_order({row[roles["x"]]: row for row in rows}, roles.get("x_codes"))
    names = _in_order({row[roles["y"]]: row for row in rows}, roles.get("y_codes"))
    kinds = {i: place for place, entry in enumerate(answer.legend) for i in entry.rows}
    cells = {
        (row[roles["y"]], row[roles["x"]]): Cell(_number(row, roles), tips[i], kinds[i])
        for i, row in enumerate(rows)
    }
    head = tuple(_heading(column, row, roles, say) for column, row in columns.items())
    above, _aside, _is_turned = room(head)
    row_height = TWO_LINES if "y_codes" in roles else ROW_HEIGHT
    return Table(
        head,
        tuple(_name(row, roles, say) for row in names.values()),
        tuple(tuple(cells.get((name, column)) for column in columns) for name in names),
        tuple(entry.colour for entry in answer.legend),
        height or max(len(names) * row_height + above + 14, 110),
    )


def plotly(drawn: Table, lang: str, _geojson: object = None) -> dict[str, Any]:
    """The matrix as a Plotly figure."""

    def grid(of: str, missing: Any = None) -> list[list[Any]]:
        return [[getattr(cell, of) if cell else missing for cell in row] for row in drawn.rows]

    cells = {
        "type": "heatmap",
        "z": grid("kind"),
        "zmin": -0.5,
        "zmax": len(drawn.colours) - 0.5,
        "colorscale": _steps(drawn.colours),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "text": [
            [written(text) for text in row] for row in grid("text", "")
        ],  # of none Plotly would write “null”
        "texttemplate": "%{text}",
        "textfont": {"size": 12},
        "hoverinfo": "skip",
    }
    above, aside, is_turned = room(drawn.head)
    letters_of = {"size": 12.5, "color": dictionary.ink("text")}
    common: dict[str, Any] = {"showgrid": False, "ticks": "", "tickfont": letters_of}
    layout = theme.layout(
        lang,
        drawn.height,
        margin={"l": 8, "r": aside, "t": above, "b": 8},
        hoverdistance=POINTED_WITHIN,
        xaxis=theme.axis(
            tickvals=list(range(len(drawn.head))),
            ticktext=[written(heading) for heading in drawn.head],
            range=[-0.5, len(drawn.head) - 0.5],
            side="top",
            tickangle=-45 if is_turned else 0,
            ticklabeloverflow="allow",
            **common,
        ),
        yaxis=theme.axis(
            tickvals=list(range(len(drawn.names))),
            ticktext=[written(name) for name in drawn.names],
            range=[len(drawn.names) - 0.5, -0.5],
            **common,
        ),
    )
    return {"data": [cells, _pointed_cells(drawn)], "layout": layout}


def _pointed_cells(drawn: Table) -> dict[str, Any]:
    """A mark that is not seen on each cell: Plotly lets a reader select marks, but no cells."""
    places = [
        (column, row, cell.tip)
        for row, cells in enumerate(drawn.rows)
        for column, cell in enumerate(cells)
        if cell
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [column for column, _row, _tip in places],
        "y": [row for _column, row, _tip in places],
        "marker": {"size": 20, "opacity": 0},
        **pointed(tuple(tip for _column, _row, tip in places)),
    }


def room(head: tuple[Text, ...]) -> tuple[int, int, bool]:
    """Pixels above and to the right of the cells, and whether the headings are turned.

    Turned headings reach to the right of the last column where a phone's columns are narrow. Years
    are never turned: below each stands how many of its cells are known.
    """
    if any("\n" in letters(heading) for heading in head):
        return 46, 8, False
    if all(len(letters(heading)) <= TURNED_FROM for heading in head):
        return 26, 8, False
    reaches = [len(letters(heading)) * TURNED_LETTER for heading in head]
    beyond = [reach - PHONE_CELL * (n + 0.5) for n, reach in enumerate(reversed(reaches))]
    return round(max(reaches)) + 14, round(max(8, *beyond)), True


def _in_order(rows: dict[Any, Row], group: str | None) -> dict[Any, Row]:
    """The rows by code in the dictionary's order; without a group as the answer has them."""
    if group is None:
        return rows
    order = [*dictionary.dictionary()[group]]
    last = len(order)  # a new code of the facts comes last and breaks nothing
    return dict(
        sorted(rows.items(), key=lambda one: order.index(one[0]) if one[0] in order else last)
    )


def _heading(column: Any, row: Row, roles: Mapping[str, str], say: Words) -> Text:
    """A column's name, and how many of its cells are known where the answer counts them."""
    if "x_codes" in roles:
        return dictionary.label(roles["x_codes"], column, say.lang)
    return (Run(str(column), bold=True), Run(f"\n{row[roles['known']]}/{row[roles['all']]}"))


def _name(row: Row, roles: Mapping[str, str], say: Words) -> Text:
    """A row's name: a region, bold when chosen, a year, or what a code is called."""
    if "y_codes" in roles:
        return theme.wrapped(dictionary.label(roles["y_codes"], row[roles["y"]], say.lang))
    return theme.row_name(row, roles)


def _number(row: Row, roles: Mapping[str, str]) -> str:
    number = row[roles["number"]]
    if number is None:
        return NOTHING
    return f"{number}*" if "disputed" in roles and row[roles["disputed"]] else str(number)


def _steps(colours: tuple[str, ...]) -> list[list[Any]]:
    """A scale of steps: each class from its lower to its upper end in one colour."""
    n = len(colours)
    return [[(i + end) / n, colour] for i, colour in enumerate(colours) for end in (0, 1)]


CHART = Chart(drawing, value=None, plotly=plotly)

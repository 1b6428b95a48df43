"""A grid of values: a row an indicator, a column a region, coloured as the legend says."""

from __future__ import annotations

from dashboard.charts import matrix
from dashboard.charts.base import Chart
from dashboard.charts.marks import Cell, Run, Table, Text
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, Row

ROW_HEIGHT, BELOW = 44, 14


def drawing(answer: Answer, height: int | None = None) -> Table:
    """The cells with the roles `y`, `x`, `value`; the height follows the number of rows."""
    say, roles = words(answer.selection.lang), answer.figure.roles
    labels = answer.figure.described["indicators"]
    tips = answer.tips(say)
    kinds = {i: place for place, entry in enumerate(answer.legend) for i in entry.rows}
    names = list(dict.fromkeys(row[roles["y"]] for row in answer.rows))
    # In the reader's order: an indicator may not be known of the first region.
    order = answer.selection.region
    by_region = sorted(answer.rows, key=lambda row: order.index(row["region_code"]))
    columns = list(dict.fromkeys(row[roles["x"]] for row in by_region))
    cells = {
        (row[roles["y"]], row[roles["x"]]): Cell(_text(row, say), tips[i], kinds[i])
        for i, row in enumerate(answer.rows)
    }
    above, _aside, _is_turned = matrix.room(tuple(columns))
    return Table(
        tuple(columns),
        tuple(str(labels[name][say.lang]) for name in names),
        tuple(tuple(cells.get((name, column)) for column in columns) for name in names),
        tuple(entry.colour for entry in answer.legend),
        height or max(len(names) * ROW_HEIGHT + above + BELOW, 110),
        has_strong_names=True,
    )


def _text(row: Row, say: Words) -> Text:
    """The value with its mark, its year where it is an earlier one, and below it the rank."""
    if row["value"] is None:
        return (Run(say("no data"), small=True),)
    value = say.number(row["value"], row["value_decimals"]) + ("*" if row["is_disputed"] else "")
    if row["year"] != row["asked_year"]:
        value += f" ({row['year']})"
    if row["value_rank"] is None:
        return value
    below = say("rank {rank} of {n}", rank=row["value_rank"], n=row["n_ranked"])
    return (Run(value + "\n"), Run(below, small=True))


def plotly(drawn: Table, lang: str, geojson: object = None) -> dict[str, object]:
    """The grid as a Plotly figure: as a matrix, with texts in several sizes."""
    return matrix.plotly(drawn, lang, geojson)


CHART = Chart(drawing, value=None, plotly=plotly)

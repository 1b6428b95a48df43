"""A table that travels as a picture: one row a region, comparable cells apart from sample cells.

Only the class of a score has a colour, with its name in the cell; all else is text on white.
"""

from __future__ import annotations

import textwrap
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import Cell, Run, Table, Text, letters
from dashboard.charts.plotly import pointed, written
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, Row
from dashboard.figures.sentences import class_alone, is_broken

ROW_HEIGHT = 36
HEAD_HEIGHT = 66
NOT_FOUND = "–"
# Widths as a phone has room for them; a wider screen stretches all alike.
_WIDTHS = {"score": 66, "change": 56, "rate": 52, "seen_1": 34, "seen_2": 48, "seen_3": 44}
_GAP = 7
_COMPARABLE = ("score", "change", "rate")
_SEEN = ("seen_1", "seen_2", "seen_3")
_NAME_WIDTH = 14
_HEAD_WIDTH = 10


def drawing(answer: Answer, height: int | None = None) -> Table:
    """The cells; the height follows the number of rows unless given."""
    say, roles = words(answer.selection.lang), answer.figure.roles
    kinds = {i: place for place, entry in enumerate(answer.legend) for i in entry.rows}
    inks = dictionary.dictionary()["classes"]
    rows = [
        (
            Cell(_score(row, roles, say), tip, kinds.get(place), inks[row[roles["class"]]]["ink"]),
            Cell(_change(row, roles, say), tip),
            Cell(_rate(row, roles, say), tip),
            *(Cell(_seen(row[roles[role]], say), tip) for role in _SEEN),
        )
        for place, (row, tip) in enumerate(zip(answer.rows, answer.tips(say), strict=True))
    ]
    return Table(
        tuple(dictionary.heading(roles[role], say.lang, short=True) for role in _WIDTHS),
        tuple(str(row[roles["y"]]) for row in answer.rows),
        tuple(rows),
        tuple(entry.colour for entry in answer.legend),
        height or max(len(rows), 1) * ROW_HEIGHT + HEAD_HEIGHT + 8,
        has_strong_names=True,
    )


# --- texts of cells ------------------------------------------------------------------------------


def _small(text: str) -> Run:
    return Run(text, small=True)


def _two_lines(text: str) -> Text:
    """A remark in the place of a number, on two lines."""
    return (_small("\n".join(textwrap.wrap(text, max(len(text) // 2 + 2, 9)))),)


def _score(row: Row, roles: Any, say: Words) -> Text:
    if row[roles["score"]] is None:
        alone = class_alone(row, say)
        return (_small(alone.replace(" (", "\n(", 1)),) if alone else _two_lines(say("no data"))
    sign = str(dictionary.dictionary()["knowledge"][row[roles["knowledge"]]]["sign"])
    number = say.number(row[roles["score"]]) + (sign if sign == "*" else f" {sign}")
    if row[roles["class"]] == "unclassified":
        return number
    label = dictionary.label("classes", row[roles["class"]], say.lang)
    return (Run(number + "\n"), _small(label))


def _change(row: Row, roles: Any, say: Words) -> Text:
    if row[roles["change"]] is None:
        return NOT_FOUND
    since = say("from {year}", year=row[roles["since"]]) + ("†" if is_broken(row) else "")
    return (Run(say.signed(row[roles["change"]]) + "\n"), _small(since))


def _rate(row: Row, roles: Any, say: Words) -> Text:
    if row[roles["count"]] is None:
        return _two_lines(say("no data"))
    counted = _small(f"{say.number(row[roles['count']], 0)} OTT")
    if row[roles["rate"]] is None:
        return (counted,)
    return (Run(say.number(row[roles["rate"]], 1) + "\n"), counted)


def _seen(number: int | None, say: Words) -> Text:
    return NOT_FOUND if number is None else say.number(number, 0)


# --- on the screen -------------------------------------------------------------------------------


def plotly(drawn: Table, lang: str, _geojson: object = None) -> dict[str, Any]:
    """The scorecard as a Plotly figure: texts in columns of their own widths."""
    spans, n = _spans(), len(drawn.names)
    bottom, end = max(n, 1) - 0.5, spans["seen_3"][1]
    return {
        "data": [
            _column(drawn, place, role, span) for place, (role, span) in enumerate(spans.items())
        ],
        "layout": theme.layout(
            lang,
            drawn.height,
            margin={"l": 8, "r": 4, "t": HEAD_HEIGHT, "b": 8},
            xaxis=theme.axis(range=[0, end], visible=False),
            yaxis=theme.axis(
                tickvals=list(range(n)),
                ticktext=[_name(letters(name)) for name in drawn.names],
                range=[bottom, -0.5],
                showgrid=False,
                ticks="",
                tickfont={"size": 12.5, "color": dictionary.ink("text")},
            ),
            shapes=[
                _box(spans["seen_1"][0], end, -0.5, bottom, dictionary.ink("shading")),
                *_class_boxes(drawn, spans["score"]),
                *(_rule(place + 0.5, end) for place in range(n)),
            ],
            annotations=_heads(drawn, spans, words(lang)),
        ),
    }


def _column(drawn: Table, place: int, role: str, span: tuple[float, float]) -> dict[str, Any]:
    cells = [row[place] for row in drawn.rows]
    inks = [dictionary.ink("muted" if role in _SEEN else "text")] * len(cells)
    if role == "score":
        inks = [cell.ink for cell in cells if cell]
    return {
        "type": "scatter",
        "mode": "text",
        "name": drawn.head[place],
        "x": [(span[0] + span[1]) / 2] * len(cells),
        "y": list(range(len(cells))),
        "text": [written(cell.text) for cell in cells if cell],
        "textfont": {"size": 12.5, "color": inks},
        **pointed(tuple(cell.tip for cell in cells if cell)),
        "cliponaxis": False,
    }


def _spans() -> dict[str, tuple[float, float]]:
    """Left and right end of each column, with a gap before the sample."""
    spans, left = {}, 0.0
    for role, width in _WIDTHS.items():
        left += _GAP if role == "seen_1" else 0
        spans[role] = (left, left + width)
        left += width
    return spans


def _name(text: str) -> str:
    """A name on the two lines that a row has room for, as narrow as they allow."""
    width = _NAME_WIDTH
    while len(textwrap.wrap(text, width, break_long_words=False)) > 2:
        width += 1
    return _wrapped(text, width)


def _wrapped(text: str, width: int) -> str:
    return written("\n".join(textwrap.wrap(text, width, break_long_words=False)))


def _box(left: float, right: float, top: float, bottom: float, colour: str) -> dict[str, Any]:
    return {
        "type": "rect",
        **{"x0": left, "x1": right, "y0": top, "y1": bottom},
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
    }


def _class_boxes(drawn: Table, span: tuple[float, float]) -> list[dict[str, Any]]:
    return [
        _box(span[0] + 1, span[1] - 1, place - 0.45, place + 0.45, colour)
        for kind, colour in enumerate(drawn.colours)
        for place, row in enumerate(drawn.rows)
        if row[0] and row[0].kind == kind
    ]


def _rule(place: float, end: float) -> dict[str, Any]:
    return {
        "type": "line",
        **{"x0": 0, "x1": end, "y0": place, "y1": place},
        "line": {"color": dictionary.ink("grid"), "width": 1},
        "layer": "below",
    }


def _heads(drawn: Table, spans: dict[str, tuple[float, float]], say: Words) -> list[dict[str, Any]]:
    """The heads of the columns, and above them which columns may be compared."""
    heads = []
    for label, (left, right) in zip(drawn.head, spans.values(), strict=True):
        text = f"<b>{_wrapped(letters(label), _HEAD_WIDTH)}</b>"
        heads.append(_note(text, (left + right) / 2, 4, 10.5, "text"))
    middle, end = (spans[_COMPARABLE[0]][0] + spans[_COMPARABLE[-1]][1]) / 2, spans[_SEEN[-1]][1]
    heads.append(_note(written(say("Comparable")), middle, 38, 11.5, "muted"))
    sample = _note(written(say("Sample, never ranked")), end, 38, 11.5, "muted")
    heads.append(sample | {"xanchor": "right"})  # on a phone it is wider than its columns
    return heads


def _note(text: str, x: float, above: int, size: float, ink: str) -> dict[str, Any]:
    return {
        **{"x": x, "y": 1, "xref": "x", "yref": "paper", "yanchor": "bottom", "yshift": above},
        "text": text,
        "showarrow": False,
        "font": {"size": size, "color": dictionary.ink(ink)},
    }


CHART = Chart(drawing, value=None, plotly=plotly, parts=tuple(_WIDTHS))

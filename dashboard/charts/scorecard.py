"""A table that travels as a picture: one row a region, comparable cells apart from sample cells.

Only the class of a score has a colour, with its name in the cell; all else is text on white.
"""

from __future__ import annotations

import html
import textwrap
from typing import Any

from dashboard.charts import theme
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures.model import Answer, Row
from dashboard.figures.sentences import is_broken

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


def draw(answer: Answer, height: int | None = None) -> dict[str, Any]:
    """The scorecard as a Plotly figure; the height follows the number of rows unless given."""
    say, roles, rows = words(answer.selection.lang), answer.figure.roles, answer.rows
    tips, spans = answer.tips(say), _spans()
    classes = dictionary.dictionary()["classes"]
    writers = {"score": _score, "change": _change, "rate": _rate}
    traces: list[dict[str, Any]] = []
    for role, (left, right) in spans.items():
        write = writers.get(role, _seen)
        inks = [dictionary.ink("text")] * len(rows)
        if role == "score":
            inks = [str(classes[row[roles["class"]]]["ink"]) for row in rows]
        elif role in _SEEN:
            inks = [dictionary.ink("muted")] * len(rows)
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "name": dictionary.heading(roles[role], say.lang, short=True),
                "x": [(left + right) / 2] * len(rows),
                "y": list(range(len(rows))),
                "text": [write(row, role, answer, say) for row in rows],
                "textfont": {"size": 12.5, "color": inks},
                "customdata": list(tips),
                "hovertemplate": "%{customdata}<extra></extra>",
                "cliponaxis": False,
            }
        )
    bottom, end = max(len(rows), 1) - 0.5, spans["seen_3"][1]
    layout = theme.layout(
        answer.selection.lang,
        height or max(len(rows), 1) * ROW_HEIGHT + HEAD_HEIGHT + 8,
        margin={"l": 8, "r": 4, "t": HEAD_HEIGHT, "b": 8},
        xaxis=theme.axis(range=[0, end], visible=False),
        yaxis=theme.axis(
            tickvals=list(range(len(rows))),
            ticktext=[_wrapped(str(row[roles["y"]]), _NAME_WIDTH) for row in rows],
            range=[bottom, -0.5],
            showgrid=False,
            ticks="",
            tickfont={"size": 12.5, "color": dictionary.ink("text")},
        ),
        shapes=[
            _box(spans["seen_1"][0], end, -0.5, bottom, dictionary.ink("shading")),
            *_class_boxes(answer, spans["score"]),
            *(_rule(place + 0.5, end) for place in range(len(rows))),
        ],
        annotations=_heads(answer, spans, say),
    )
    return {"data": traces, "layout": layout}


def _spans() -> dict[str, tuple[float, float]]:
    """Left and right end of each column, with a gap before the sample."""
    spans, left = {}, 0.0
    for role, width in _WIDTHS.items():
        left += _GAP if role == "seen_1" else 0
        spans[role] = (left, left + width)
        left += width
    return spans


def _small(text: str) -> str:
    return f'<span style="font-size:10.5px">{html.escape(text, quote=False)}</span>'


def _wrapped(text: str, width: int) -> str:
    return "<br>".join(
        html.escape(line, quote=False)
        for line in textwrap.wrap(text, width, break_long_words=False)
    )


def _two_lines(text: str) -> str:
    """A remark in the place of a number, on two lines."""
    return "<br>".join(_small(line) for line in textwrap.wrap(text, max(len(text) // 2 + 2, 9)))


def _score(row: Row, _role: str, answer: Answer, say: Words) -> str:
    roles = answer.figure.roles
    if row[roles["score"]] is None:
        return _two_lines(say("no data"))
    sign = str(dictionary.dictionary()["knowledge"][row[roles["knowledge"]]]["sign"])
    number = say.number(row[roles["score"]]) + (sign if sign == "*" else f" {sign}")
    if row[roles["class"]] == "unclassified":
        return number
    return f"{number}<br>{_small(dictionary.label('classes', row[roles['class']], say.lang))}"


def _change(row: Row, _role: str, answer: Answer, say: Words) -> str:
    roles = answer.figure.roles
    if row[roles["change"]] is None:
        return NOT_FOUND
    since = say("from {year}", year=row[roles["since"]]) + ("†" if is_broken(row) else "")
    return f"{say.signed(row[roles['change']])}<br>{_small(since)}"


def _rate(row: Row, _role: str, answer: Answer, say: Words) -> str:
    roles = answer.figure.roles
    if row[roles["count"]] is None:
        return _two_lines(say("no data"))
    counted = _small(f"{say.number(row[roles['count']], 0)} OTT")
    if row[roles["rate"]] is None:
        return counted
    return f"{say.number(row[roles['rate']], 1)}<br>{counted}"


def _seen(row: Row, role: str, answer: Answer, say: Words) -> str:
    number = row[answer.figure.roles[role]]
    return NOT_FOUND if number is None else say.number(number, 0)


def _box(left: float, right: float, top: float, bottom: float, colour: str) -> dict[str, Any]:
    return {
        "type": "rect",
        **{"x0": left, "x1": right, "y0": top, "y1": bottom},
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
    }


def _class_boxes(answer: Answer, span: tuple[float, float]) -> list[dict[str, Any]]:
    return [
        _box(span[0] + 1, span[1] - 1, place - 0.45, place + 0.45, entry.colour)
        for entry in answer.legend
        for place in entry.rows
    ]


def _rule(place: float, end: float) -> dict[str, Any]:
    return {
        "type": "line",
        **{"x0": 0, "x1": end, "y0": place, "y1": place},
        "line": {"color": dictionary.ink("grid"), "width": 1},
        "layer": "below",
    }


def _heads(
    answer: Answer, spans: dict[str, tuple[float, float]], say: Words
) -> list[dict[str, Any]]:
    """The heads of the columns, and above them which columns may be compared."""
    heads = []
    for role, (left, right) in spans.items():
        label = dictionary.heading(answer.figure.roles[role], say.lang, short=True)
        text = _wrapped(label, _HEAD_WIDTH)
        heads.append(_note(f"<b>{text}</b>", (left + right) / 2, 4, 10.5))
    middle, end = (spans[_COMPARABLE[0]][0] + spans[_COMPARABLE[-1]][1]) / 2, spans[_SEEN[-1]][1]
    heads.append(_note(html.escape(say("Comparable"), quote=False), middle, 38, 11.5))
    told = _note(html.escape(say("Sample, never ranked"), quote=False), end, 38, 11.5)
    heads.append(told | {"xanchor": "right"})  # on a phone it is wider than its columns
    return heads


def _note(text: str, x: float, above: int, size: float) -> dict[str, Any]:
    return {
        **{"x": x, "y": 1, "xref": "x", "yref": "paper", "yanchor": "bottom", "yshift": above},
        "text": text,
        "showarrow": False,
        "font": {
            "size": size,
            "color": dictionary.ink("text" if text.startswith("<b>") else "muted"),
        },
    }

"""Plots of marks as Plotly figures: dictionaries of traces and layout."""

from __future__ import annotations

import datetime as dt
import html
from typing import Any

from dashboard.charts import theme
from dashboard.charts.marks import (
    PALE,
    Axis,
    Band,
    Bars,
    Checks,
    Labels,
    Marker,
    Note,
    Plot,
    Ranges,
    Rule,
    Run,
    Series,
    Stroke,
    Text,
    Upright,
    runs,
)
from dashboard.core import dictionary

HALF_STROKE = 0.4  # of a year: a check's stroke is as wide as its bar at any width of the screen
_SYMBOLS = {
    "dot": "circle",
    "square": "square",
    "diamond": "diamond",
    "ring": "circle-open",
    "tick": "line-ns-open",
}
_SIDES = {
    "right": "middle right",
    "above": "top center",
    "below": "bottom center",
    "center": "middle center",
}
_SMALL = '<span style="font-size:10.5px">{}</span>'


def plot(drawing: Plot, lang: str, _geojson: object = None) -> dict[str, Any]:
    """The Plotly figure of a plot, in the numbers of a language."""
    traces: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for mark in drawing.marks:
        match mark:
            case Series():
                traces.append(_series(mark))
            case Ranges():
                traces.append(_ranges(mark))
            case Bars():
                traces.append(_bars(mark))
            case Checks():
                traces.append(_checks(mark))
            case Note():
                notes.append(_note(mark))
            case Band() | Upright():
                shapes.append(_band(mark) if isinstance(mark, Band) else _upright(mark))
                notes += [_note(mark.note)] if mark.note else []
            case Rule():
                shapes.append(_rule(mark))
    last = len(drawing.up)
    upright = {
        f"yaxis{place if place > 1 else ''}": axis for place, axis in enumerate(drawing.up, 1)
    }
    layout = theme.layout(
        lang,
        drawing.height,
        xaxis=_axis(drawing.across) | ({"anchor": f"y{last}"} if last > 1 else {}),
        **{key: _axis(axis) for key, axis in upright.items()},
        shapes=shapes,
        annotations=notes,
        **drawing.screen,
    )
    return {"data": traces, "layout": layout}


def written(text: Text) -> str:
    """A text as Plotly reads it: what looks like a tag stays a text, line ends are breaks."""
    return "".join(_run(run) for run in runs(text))


def _run(run: Run) -> str:
    lines = [html.escape(line, quote=False) for line in run.text.split("\n")]
    if run.small:
        lines = [_SMALL.format(line) for line in lines]
    body = "<br>".join(lines)
    return f"<b>{body}</b>" if run.bold else body


def pointed(tips: tuple[str, ...]) -> dict[str, Any]:
    """What pointing at the marks of a trace says."""
    if not tips:
        return {"hoverinfo": "skip"}
    return {
        "customdata": [written(tip) for tip in tips],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _at(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _listed(value: Any) -> Any:
    """One value for all points, or a list of one a point."""
    return list(value) if isinstance(value, tuple) else value


# --- traces --------------------------------------------------------------------------------------


def _series(given: Series) -> dict[str, Any]:
    drawn = {"lines": given.stroke, "markers": given.marker, "text": given.labels}
    return {
        "type": "scatter",
        "mode": "+".join(name for name, part in drawn.items() if part is not None),
        "x": [_at(x) for x, _y in given.at],
        "y": [y for _x, y in given.at],
        **pointed(given.tips),
        **({"name": given.name} if given.name else {}),
        **({"line": _line(given.stroke)} if given.stroke else {}),
        **({"connectgaps": False} if given.stroke and given.marker else {}),
        **({"marker": _marker(given.marker)} if given.marker else {}),
        **(_labels(given.labels) if given.labels else {}),
        **({"opacity": given.opacity} if given.opacity is not None else {}),
        **({"cliponaxis": False} if given.overhangs else {}),
        **_panel(given.panel),
    }


def _panel(place: int) -> dict[str, Any]:
    return {"yaxis": f"y{place + 1}"} if place else {}


def _line(stroke: Stroke) -> dict[str, Any]:
    dash = {"dash": stroke.dash} if stroke.dash else {}
    return {"color": stroke.colour, "width": stroke.width, **dash}


def _marker(given: Marker) -> dict[str, Any]:
    edge: dict[str, Any] = {"color": given.edge} if given.edge else {}
    if given.edge_width is not None:
        edge["width"] = _listed(given.edge_width)
    return {
        "size": _listed(given.size),
        **({"color": _listed(given.fill)} if given.fill else {}),
        **({"symbol": _SYMBOLS[given.symbol]} if given.symbol else {}),
        **({"opacity": given.opacity} if given.opacity is not None else {}),
        **({"line": edge} if edge else {}),
    }


def _labels(given: Labels) -> dict[str, Any]:
    font = {"size": given.size, "color": given.ink}
    font = {name: value for name, value in font.items() if value}
    made: dict[str, Any] = {"text": [written(text) for text in given.texts]}
    if isinstance(given.side, tuple):
        made["textposition"] = [_SIDES[side] for side in given.side]
    elif given.side != "center":
        made["textposition"] = _SIDES[given.side]
    return made | ({"textfont": font} if font else {})


def _ranges(given: Ranges) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [_at(x) for x0, _y0, x1, _y1 in given.ends for x in (x0, x1, None)],
        "y": [y for _x0, y0, _x1, y1 in given.ends for y in (y0, y1, None)],
        "line": _line(given.stroke),
        "hoverinfo": "skip",
        **({"opacity": given.opacity} if given.opacity is not None else {}),
        **_panel(given.panel),
    }


def _bars(given: Bars) -> dict[str, Any]:
    places, lengths = [place for place, _n in given.at], [n for _place, n in given.at]
    pale = given.pale
    return {
        "type": "bar",
        "name": given.name,
        **({"orientation": "h"} if given.is_lying else {}),
        "x": lengths if given.is_lying else places,
        "y": places if given.is_lying else lengths,
        "marker": {
            "color": given.colour,
            "opacity": [PALE if one else 1 for one in pale]
            if isinstance(pale, tuple)
            else (PALE if pale else 1),
            "line": {"color": "#FFFFFF", "width": 0.5},
        },
        **pointed(given.tips),
    }


def _checks(given: Checks) -> dict[str, Any]:
    tips = [written(tip) for tip in given.tips for _end in range(3)]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": given.name,
        "x": [x for year, _n in given.at for x in (year - HALF_STROKE, year + HALF_STROKE, None)],
        "y": [y for _year, n in given.at for y in (n, n, None)],
        "line": {"color": given.colour, "width": 2.6},
        "customdata": tips,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


# --- behind and beside the marks -----------------------------------------------------------------


def _band(given: Band) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": _at(given.start),
        "x1": _at(given.end),
        "y0": 0,
        "y1": 1,
        "fillcolor": given.colour,
        **({"opacity": given.opacity} if given.opacity is not None else {}),
        "line": {"width": 0},
        "layer": "below",
    }


def _upright(given: Upright) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": _at(given.x),
        "x1": _at(given.x),
        "y0": 0,
        "y1": 1,
        "line": _line(given.stroke),
        "layer": "below",
    }


def _rule(given: Rule) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": given.y,
        "y1": given.y,
        "line": _line(given.stroke),
        "layer": "below",
    }


def _note(given: Note) -> dict[str, Any]:
    said = {
        "xanchor": given.anchor,
        "yanchor": given.upright,
        "xshift": given.shift,
        "textangle": given.turned,
        "bgcolor": given.ground,
        "hovertext": written(given.tip),
    }
    return {
        "text": written(given.text),
        "x": _at(given.x),
        "y": given.y,
        "xref": "paper" if given.x_is == "share" else "x",
        "yref": "paper" if given.y_is == "share" else _panel(given.panel).get("yaxis", "y"),
        "showarrow": False,
        "font": {"size": given.size, **({"color": given.ink} if given.ink else {})},
        **{name: value for name, value in said.items() if value},
    }


def _axis(given: Axis) -> dict[str, Any]:
    made: dict[str, Any] = {
        "tickfont": {"size": given.size, "color": dictionary.ink(given.ink)},
    }
    if given.ends is not None:
        made["range"] = [_at(end) for end in given.ends]
    if given.is_of_days:
        made["type"] = "date"
    if given.ticks is not None:
        made["tickvals"] = [_at(place) for place, _text in given.ticks]
        made["ticktext"] = [written(text) for _place, text in given.ticks]
    if given.n_ticks is not None:
        made["nticks"] = given.n_ticks
    if not given.has_grid:
        made["showgrid"] = False
    if not given.is_shown:
        made["visible"] = False
    if given.at_top:
        made["side"] = "top"
    if given.title:
        away = {"standoff": 4} if given.at_top else {}
        made["title"] = {"text": given.title, **away, "font": {"size": 12}}
    if given.domain is not None:
        made["domain"] = list(given.domain)
    return theme.axis(**{**made, **given.screen})

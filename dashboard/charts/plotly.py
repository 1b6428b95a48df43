"""Plots of marks as Plotly figures: dictionaries of traces and layout."""

from __future__ import annotations

import datetime as dt
import html
from typing import Any

from dashboard.charts import theme
from dashboard.charts.marks import (
    PALE,
    PAPER,
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
    "left": "middle left",
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
                shapes.append(_shape(mark))
                notes += [_note(mark.note)] if mark.note else []
            case Rule():
                shapes.append(_shape(mark))
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


def _stated(**values: Any) -> dict[str, Any]:
    """What is stated at all: Plotly has a default for the rest."""
    return {name: value for name, value in values.items() if value not in (None, "", {})}


def _panel(place: int) -> str | None:
    return f"y{place + 1}" if place else None


def _series(given: Series) -> dict[str, Any]:
    drawn = {"lines": given.stroke, "markers": given.marker, "text": given.labels}
    return {
        "type": "scatter",
        "mode": "+".join(name for name, part in drawn.items() if part is not None),
        "x": [_at(x) for x, _y in given.at],
        "y": [y for _x, y in given.at],
        **pointed(given.tips),
        **(_labels(given.labels) if given.labels else {}),
        **_stated(
            name=given.name,
            line=_line(given.stroke) if given.stroke else None,
            connectgaps=False if given.stroke and given.marker else None,
            marker=_marker(given.marker) if given.marker else None,
            opacity=given.opacity,
            cliponaxis=False if given.overhangs else None,
            yaxis=_panel(given.panel),
        ),
    }


def _line(stroke: Stroke) -> dict[str, Any]:
    return {"color": stroke.colour, "width": stroke.width, **_stated(dash=stroke.dash)}


def _marker(given: Marker) -> dict[str, Any]:
    return {
        "size": _listed(given.size),
        **_stated(
            color=_listed(given.fill),
            symbol=_SYMBOLS[given.symbol] if given.symbol else None,
            opacity=given.opacity,
            line=_stated(color=given.edge, width=_listed(given.edge_width)),
        ),
    }


def _labels(given: Labels) -> dict[str, Any]:
    side: str | list[str] | None = None  # in the middle
    if isinstance(given.side, tuple):
        side = [_SIDES[one] for one in given.side]
    elif given.side != "center":
        side = _SIDES[given.side]
    return {
        "text": [written(text) for text in given.texts],
        **_stated(textposition=side, textfont=_stated(size=given.size, color=given.ink)),
    }


def _ranges(given: Ranges) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [_at(x) for x0, _y0, x1, _y1 in given.ends for x in (x0, x1, None)],
        "y": [y for _x0, y0, _x1, y1 in given.ends for y in (y0, y1, None)],
        "line": _line(given.stroke),
        **pointed(()),
        **_stated(opacity=given.opacity, yaxis=_panel(given.panel)),
    }


def _bars(given: Bars) -> dict[str, Any]:
    places, lengths = [place for place, _n in given.at], [n for _place, n in given.at]
    pale = given.pale
    opacity = [PALE if one else 1 for one in pale] if isinstance(pale, tuple) else None
    return {
        "type": "bar",
        "name": given.name,
        "x": lengths if given.is_lying else places,
        "y": places if given.is_lying else lengths,
        "marker": {
            "color": given.colour,
            "opacity": (PALE if pale else 1) if opacity is None else opacity,
            "line": {"color": PAPER, "width": 0.5},
        },
        **pointed(given.tips),
        **_stated(orientation="h" if given.is_lying else None),
    }


def _checks(given: Checks) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": given.name,
        "x": [x for year, _n in given.at for x in (year - HALF_STROKE, year + HALF_STROKE, None)],
        "y": [y for _year, n in given.at for y in (n, n, None)],
        "line": {"color": given.colour, "width": 2.6},
        **pointed(tuple(tip for tip in given.tips for _end in range(3))),
    }


# --- behind and beside the marks -----------------------------------------------------------------


def _shape(given: Band | Upright | Rule) -> dict[str, Any]:
    """An area or a line below the marks, over all of the plot in one direction unless it says."""
    over_all = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    match given:
        case Band():
            part = {"yref": "y", "y0": given.over[0], "y1": given.over[1]} if given.over else {}
            return {
                "type": "rect",
                **over_all,
                **part,
                **{"x0": _at(given.start), "x1": _at(given.end)},
                "fillcolor": given.colour,
                "line": {"width": 0},
                **_stated(opacity=given.opacity),
            }
        case Upright():
            x = _at(given.x)
            return {"type": "line", **over_all, "x0": x, "x1": x, "line": _line(given.stroke)}
        case Rule():
            return {
                "type": "line",
                "xref": "paper",
                **{"x0": 0, "x1": 1, "y0": given.y, "y1": given.y},
                "line": _line(given.stroke),
                "layer": "below",
            }


def _note(given: Note) -> dict[str, Any]:
    return {
        "text": written(given.text),
        "x": _at(given.x),
        "y": given.y,
        "xref": "paper" if given.x_is == "share" else "x",
        "yref": "paper" if given.y_is == "share" else _panel(given.panel) or "y",
        "showarrow": False,
        "font": {"size": given.size, **_stated(color=given.ink)},
        **_stated(
            xanchor=given.anchor,
            yanchor=given.upright,
            xshift=given.shift or None,
            textangle=given.turned or None,
            bgcolor=given.ground,
            hovertext=written(given.tip),
        ),
    }


def _axis(given: Axis) -> dict[str, Any]:
    title: dict[str, Any] = {}
    if given.title:
        away = {"standoff": 4} if given.at_top else {}
        title = {"text": given.title, **away, "font": {"size": 12}}
    ticks: dict[str, Any] = {}
    if given.ticks is not None:
        ticks["tickvals"] = [_at(place) for place, _text in given.ticks]
        ticks["ticktext"] = [written(text) for _place, text in given.ticks]
    stated = _stated(
        range=None if given.ends is None else [_at(end) for end in given.ends],
        type="date" if given.is_of_days else None,
        nticks=given.n_ticks,
        showgrid=None if given.has_grid else False,
        visible=None if given.is_shown else False,
        side="top" if given.at_top else None,
        title=title,
        domain=None if given.domain is None else list(given.domain),
    )
    font = {"size": given.size, "color": dictionary.ink(given.ink)}
    return theme.axis(tickfont=font, **ticks, **stated, **given.screen)

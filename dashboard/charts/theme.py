"""What all drawings share: font, ink, margins, time axes, and how names become texts of a chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.marks import Axis, Marker, Run, Stroke, Text, Upright
from dashboard.core import dictionary
from dashboard.core.selection import Selection
from dashboard.figures.model import Answer

# The page's own font; Streamlit serves it from this process.
FONT = '"Source Sans", "Source Sans 3", sans-serif'
# How a line is drawn, by its mark in a legend.
DASHES = {"line": "", "dash": "dash", "dot-line": "dot", "dash-dot": "dashdot"}
SEPARATORS = {"id": ",.", "en": ".,"}


def layout(lang: str, height: int, **more: Any) -> dict[str, Any]:
    """The layout every drawing starts from. It replaces Plotly's template, which weighs 7 KB."""
    base: dict[str, Any] = {
        "template": {},
        "height": height,
        "autosize": True,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "autoexpand": True},
        "font": {"family": FONT, "size": 13, "color": dictionary.ink("text")},
        "separators": SEPARATORS[lang],
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": dictionary.ink("label"),
            "bordercolor": dictionary.ink("line"),
            "font": {"family": FONT, "size": 13, "color": dictionary.ink("text")},
            "align": "left",
        },
    }
    return base | more


def axis(**more: Any) -> dict[str, Any]:
    """A quiet axis: light grid, no zero line, labels that push the margin."""
    base: dict[str, Any] = {
        "gridcolor": dictionary.ink("grid"),
        "zeroline": False,
        "linecolor": dictionary.ink("line"),
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"size": 12, "color": dictionary.ink("muted")},
    }
    return base | more


def middle(year: int) -> dt.date:
    """Where a year's score stands on a time axis: events keep their own dates around it."""
    return dt.date(year, 7, 1)


def decimal_year(day: dt.date) -> float:
    """Where a day stands on an axis of years: the middle of a year is the year itself."""
    return day.year + (day - middle(day.year)).days / 365.25


def span(selection: Selection) -> range:
    """The years of a resolved selection, to the end of its window where it has one."""
    first, last = selection.from_year, selection.to_year or selection.year
    assert first is not None and last is not None  # noqa: S101 (a resolved selection has years)
    return range(first, last + 1)


def years_axis(selection: Selection) -> Axis:
    """A time axis of whole years, with room for a mark on the last day."""
    years = span(selection)
    return Axis(
        (dt.date(years[0] - 1, 12, 10), dt.date(years[-1] + 1, 1, 24)),
        tuple((middle(year), str(year)) for year in years),
        has_grid=False,
    )


def year_lines(selection: Selection) -> tuple[Upright, ...]:
    """The lines between the years of a time axis."""
    stroke = Stroke(dictionary.ink("year_line"), 1)
    return tuple(Upright(dt.date(year, 1, 1), stroke) for year in span(selection)[1:])


def room(answer: Answer, values: Sequence[float], usual: float) -> float:
    """How much an axis has beside its values: as usual for scores, else a part of their span."""
    if not answer.figure.described:
        return usual
    span = max(values, default=0) - min(values, default=0)
    return usual * (span or max(map(abs, values), default=0) or 1) / 25  # the span of usual scores


def row_name(row: Mapping[str, Any], roles: Mapping[str, str]) -> Text:
    """A row's name on an axis; a chosen one is bold."""
    name = str(row[roles["y"]])
    return (Run(name, bold=True),) if "chosen" in roles and row[roles["chosen"]] else name


def wrapped(label: str, long: int = 12) -> str:
    """A name on two lines when it is long: on a phone each pixel beside the plot counts."""
    words_of = label.split(" ")
    if len(label) < long or len(words_of) < 2:
        return label
    half = (len(words_of) + 1) // 2
    return " ".join(words_of[:half]) + "\n" + " ".join(words_of[half:])


def event_marker(kind: str, colour: str, share: float = 1) -> Marker:
    """A diamond for an OTT, a short upright for an activity, in the colour of the region.

    `share` is how large they are beside those of a chart of full width.
    """
    if kind == "ott":
        edge = dictionary.colour("events", "ott")
        return Marker(round(11 * share), colour, "diamond", edge=edge, edge_width=1.5)
    return Marker(round(9 * share), colour, "tick", edge_width=1.6)


def placed(row: Mapping[str, Any]) -> dt.date:
    """Where an event stands on an axis of days."""
    date: dt.date = row["event_date"]
    if row["date_precision"] == "month":  # the day is a placeholder: the middle misleads least
        return date.replace(day=15)
    return date

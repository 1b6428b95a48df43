"""What all drawings share: font, ink, margins, and how text of facts becomes text of a chart."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from typing import Any

from dashboard.core import dictionary

# The page's own font; Streamlit serves it from this process.
FONT = '"Source Sans", "Source Sans 3", sans-serif'
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


def years_range(first: int, last: int) -> list[str]:
    """The ends of a time axis: whole years, and room for a mark on the last day."""
    return [f"{first - 1}-12-10", f"{last + 1}-01-24"]


def text(fact: Any) -> str:
    """A text of facts as an axis shows it: what looks like a tag stays a text."""
    return html.escape(str(fact), quote=False)


def year_line(year: int) -> dict[str, Any]:
    """The line between two years on an axis of days."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": f"{year}-01-01",
        "x1": f"{year}-01-01",
        "y0": 0,
        "y1": 1,
        "line": {"color": dictionary.ink("year_line"), "width": 1},
        "layer": "below",
    }


def row_name(row: Mapping[str, Any], roles: Mapping[str, str]) -> str:
    """A row's name on an axis; a chosen one is bold."""
    name = text(row[roles["y"]])
    return f"<b>{name}</b>" if "chosen" in roles and row[roles["chosen"]] else name


def wrapped(label: str) -> str:
    """A lane's name on two lines when it is long: on a phone each pixel beside it counts."""
    words_of = label.split(" ")
    if len(label) < 12 or len(words_of) < 2:
        return label
    half = (len(words_of) + 1) // 2
    return " ".join(words_of[:half]) + "<br>" + " ".join(words_of[half:])


def placed(row: Mapping[str, Any]) -> str:
    """Where an event stands on an axis of days."""
    date: dt.date = row["event_date"]
    if row["date_precision"] == "month":  # the day is a placeholder: the middle misleads least
        return date.replace(day=15).isoformat()
    return date.isoformat()

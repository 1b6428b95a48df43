"""What all drawings share: font, ink, margins, and how text of facts becomes text of a chart."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from dashboard import indicators

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
        "font": {"family": FONT, "size": 13, "color": indicators.ink("text")},
        "separators": SEPARATORS[lang],
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": "#FFFFFF",
            "bordercolor": indicators.ink("line"),
            "font": {"family": FONT, "size": 13, "color": indicators.ink("text")},
            "align": "left",
        },
    }
    return base | more


def axis(**more: Any) -> dict[str, Any]:
    """A quiet axis: light grid, no zero line, labels that push the margin."""
    base: dict[str, Any] = {
        "gridcolor": "#EBEEF2",
        "zeroline": False,
        "linecolor": indicators.ink("line"),
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"size": 12, "color": indicators.ink("muted")},
    }
    return base | more


def years_range(first: int, last: int) -> list[str]:
    """The ends of a time axis: whole years, and room for a mark on the last day."""
    return [f"{first - 1}-12-10", f"{last + 1}-01-24"]


def row_name(row: Mapping[str, Any], roles: Mapping[str, str]) -> str:
    """A row's name on an axis; a chosen one is bold."""
    name = html.escape(str(row[roles["y"]]), quote=False)
    return f"<b>{name}</b>" if row[roles["chosen"]] else name

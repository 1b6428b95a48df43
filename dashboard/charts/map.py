"""Provinces coloured by class: one trace a legend entry, so that colour, label and order agree."""

from __future__ import annotations

from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

# Indonesia with a little sea around it.
LONGITUDES, LATITUDES = (94.6, 141.4), (-11.2, 6.3)

# What all traces of a map share, said once: a map has up to nine, and each rerun sends them.
SHARED = {
    "featureidkey": "id",
    "zmin": 0,
    "zmax": 1,
    "showscale": False,
    "marker": {"line": {"color": "#FFFFFF", "width": 0.6}},
    "hovertemplate": "%{text}<extra></extra>",
    # A selected province keeps its colour: the card below tells what was chosen.
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}},
}


HEIGHT = 360


def draw(answer: Answer, height: int | None = None, geojson: str | None = None) -> dict[str, Any]:
    """The map as a Plotly figure.

    Args:
        answer: rows with the roles `location`, `name`, `chosen`; the legend holds the classes.
        geojson: the address of the shapes, or the shapes themselves for a picture or a file.
        height: in pixels.
    """
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    traces = []
    for entry in answer.legend:
        is_outlined = entry.key in ("no_data", "zero")
        traces.append(
            _areas(
                [rows[i][roles["location"]] for i in entry.rows],
                entry.colour,
                name=entry.label,
                line={"color": dictionary.ink("outline")} if is_outlined else {},
                text=[tips[i] for i in entry.rows],
            )
        )
    chosen = [row[roles["location"]] for row in rows if row[roles["chosen"]]]
    if chosen:
        traces.append(
            _areas(
                chosen,
                "rgba(0,0,0,0)",
                name="",
                line={"color": dictionary.ink("highlight"), "width": 1.8},
                text=[tips[i] for i, row in enumerate(rows) if row[roles["chosen"]]],
            )
        )
    layout = theme.layout(
        answer.selection.lang,
        height or HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        clickmode="event+select",
        template={"data": {"choropleth": [{**SHARED, "geojson": geojson}]}},
        geo={
            "visible": False,
            "bgcolor": "rgba(0,0,0,0)",
            "projection": {"type": "equirectangular"},
            "lonaxis": {"range": LONGITUDES},
            "lataxis": {"range": LATITUDES},
            "domain": {"x": [0, 1], "y": [0, 1]},
        },
    )
    return {"data": traces, "layout": layout}


def _areas(
    locations: list[str],
    colour: str,
    *,
    name: str,
    line: dict[str, Any],
    text: list[str],
) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "locations": locations,
        "z": [1] * len(locations),
        "colorscale": [[0, colour], [1, colour]],
        "name": name,
        "text": text,
        **({"marker": {"line": line}} if line else {}),
    }


CHART = Chart(
    draw,
    value=None,
    height=HEIGHT,
    least=0.6,
    aspect=(LATITUDES[1] - LATITUDES[0]) / (LONGITUDES[1] - LONGITUDES[0]),
    has_shapes=True,
    has_letters=False,
)

"""Provinces coloured by class: one trace a legend entry, so that colour, label and order agree."""

from __future__ import annotations

from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import Area, AreaClass, AreaMap
from dashboard.charts.plotly import written
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

HEIGHT = 360
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


def drawing(answer: Answer, height: int | None = None) -> AreaMap:
    """The provinces of an answer with the roles `location`, `name`, `value`, `chosen`."""
    say, roles = words(answer.selection.lang), answer.figure.roles
    indicator = dictionary.dictionary()["indicators"].get(
        answer.figure.shown_indicator(answer.selection)
    )
    decimals = int((indicator or {}).get("decimals", 2))
    areas = [
        Area(
            row[roles["location"]],
            row[roles["name"]],
            tip,
            f"{row['region_label']} {say.number(row[roles['value']], decimals)}",
            bool(row[roles["chosen"]]),
        )
        for row, tip in zip(answer.rows, answer.tips(say), strict=True)
    ]
    return AreaMap(
        tuple(
            AreaClass(
                entry.label,
                entry.colour,
                entry.key in ("no_data", "zero"),
                tuple(areas[i] for i in entry.rows),
                entry.mark == "dotted-area",
            )
            for entry in answer.legend
        ),
        _outlined(areas),
        height or HEIGHT,
    )


def _outlined(areas: list[Area]) -> tuple[Area, ...]:
    """The chosen areas; where all are chosen, an outline would set none apart."""
    chosen = tuple(area for area in areas if area.is_chosen)
    return chosen if len(chosen) < len(areas) else ()


def plotly(drawn: AreaMap, lang: str, geojson: str | dict[str, Any] | None) -> dict[str, Any]:
    """The map as a Plotly figure.

    Args:
        drawn: the provinces.
        lang: of its numbers.
        geojson: the address of the shapes, or the shapes themselves for a file.
    """
    traces = [_areas(one.areas, one.colour, one.name, _edge(one)) for one in drawn.classes]
    if drawn.chosen:
        line = {"color": dictionary.ink("highlight"), "width": 1.8}
        traces.append(_areas(drawn.chosen, "rgba(0,0,0,0)", "", line))
    layout = theme.layout(
        lang,
        drawn.height,
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


def _edge(one: AreaClass) -> dict[str, Any]:
    """The line around the areas of a class, where it is another than that of all.

    Plotly knows no dotted edge of areas: the style sheets of pages and pictures dot this colour.
    """
    if one.is_dotted:
        return {"color": dictionary.ink("text"), "width": 1}
    return {"color": dictionary.ink("outline")} if one.is_outlined else {}


def _areas(areas: tuple[Area, ...], colour: str, name: str, line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "locations": [area.location for area in areas],
        "z": [1] * len(areas),
        "colorscale": [[0, colour], [1, colour]],
        "name": name,
        "text": [written(area.tip) for area in areas],
        **({"marker": {"line": line}} if line else {}),
    }


CHART = Chart(
    drawing,
    value=None,
    plotly=plotly,
    least=0.6,
    aspect=(LATITUDES[1] - LATITUDES[0]) / (LONGITUDES[1] - LONGITUDES[0]),
    has_shapes=True,
    has_letters=False,
)

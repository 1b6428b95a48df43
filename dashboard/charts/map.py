"""Regions coloured by class: one trace a legend entry, so that colour, label and order agree.

Regions too small to be seen or hit have a dot as well, with a ring in the colour of the outlines.
"""

from __future__ import annotations

import base64
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import Chart
from dashboard.charts.marks import Area, AreaClass, AreaMap
from dashboard.charts.plotly import written
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.core.selection import NATIONWIDE
from dashboard.figures import legends
from dashboard.figures.model import Answer
from dashboard.warehouse.map_shapes import Extent, Shape

WIDTH, HEIGHT = 800, 360
# Indonesia with a little sea around it.
INDONESIA = Extent(94.6, -11.2, 141.4, 6.3)
AROUND = 0.04  # of a part of it, on each side
SHALLOWEST, STEEPEST = 0.36, 0.9  # height by width of a map
# Of a map of many regions and of one of few: the pixels of a dot across, and the square pixels of
# the regions that are given one.
MANY = 60
DOTS = {True: (6, 14), False: (13, 120)}

NO_BOX = "<extra></extra>"  # beside a pointer's text, with the name of its trace
# What all traces of a map share, said once: a map has up to nine, and each rerun sends them.
SHARED = {
    "featureidkey": "id",
    "zmin": 0,
    "zmax": 1,
    "showscale": False,
    "marker": {"line": {"color": "#FFFFFF", "width": 0.6}},
    # Of very many: shapes bring their names along, and the class is the trace's.
    "hovertemplate": f"%{{properties.name}}<br>%{{text}} (%{{fullData.name}}){NO_BOX}",
    # A selected region keeps its colour: the card beside tells what was chosen.
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}},
}
# Around a dot: as dark as text, but no ink of the page. It lies on areas, which keep their colours
# on a dark page, and a light ring on pale ones could not be seen.
RING = "#1C2531"
# The same of the dots.
SHARED_DOTS: dict[str, Any] = {
    "mode": "markers",
    "locationmode": "geojson-id",
    "featureidkey": "id",
    "hovertemplate": f"%{{text}} (%{{fullData.name}}){NO_BOX}",
    "marker": {"opacity": 1, "line": {"color": RING, "width": 0.9}},
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}},
}
# Classes as pale as the paper, which need an edge.
OUTLINED = (legends.UNKNOWN, "zero", legends.NO_GOVERNMENT)


def drawing(answer: Answer, height: int | None = None) -> AreaMap:
    """The regions of an answer with the roles `location`, `name`, `value`, `chosen`."""
    say, roles = words(answer.selection.lang), answer.figure.roles
    decimals = answer.decimals
    extent, known = _extent(answer), answer.shapes.of if answer.shapes else {}
    dot_size, least = DOTS[len(answer.rows) > MANY]
    pixels = min(WIDTH / extent.width, HEIGHT / extent.height)  # of a degree
    areas = []
    for row, tip in zip(answer.rows, answer.tips(say), strict=True):
        value = say.number(row[roles["value"]], decimals)
        if row.get("is_disputed") and row[roles["value"]] is not None:
            value += "*"
        code = row[roles["location"]]
        areas.append(
            Area(
                code,
                row[roles["name"]],
                tip,
                f"{row['region_label']} {value}",
                value,
                bool(row[roles["chosen"]]),
                _dot(known.get(code), least / pixels**2),
            )
        )
    return AreaMap(
        tuple(
            AreaClass(
                entry.label,
                entry.colour,
                entry.key in OUTLINED,
                tuple(areas[i] for i in entry.rows),
                entry.mark == "dotted-area",
            )
            for entry in answer.legend
        ),
        _outlined(areas),
        height or HEIGHT,
        answer.shapes.name if answer.shapes else "",
        extent,
        dot_size,
    )


def _dot(shape: Shape | None, least: float) -> tuple[float, float] | None:
    """Where the dot of a region stands that covers less than so many square degrees."""
    return shape.centre if shape and shape.area < least else None


def _extent(answer: Answer) -> Extent:
    """The part of the earth that a map shows: Indonesia, or the regions of the answer."""
    location, selection = answer.figure.roles["location"], answer.selection
    known = answer.shapes.of if answer.shapes else {}
    found = [known[row[location]].extent for row in answer.rows if row[location] in known]
    if "within" not in answer.figure.parameters or selection.within == NATIONWIDE or not found:
        return INDONESIA
    west, south = min(one.west for one in found), min(one.south for one in found)
    east, north = max(one.east for one in found), max(one.north for one in found)
    width, height = (east - west) * (1 + 2 * AROUND), (north - south) * (1 + 2 * AROUND)
    width, height = max(width, height / STEEPEST), max(height, width * SHALLOWEST)
    x, y = (west + east) / 2, (south + north) / 2
    return Extent(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def aspect(answer: Answer) -> float:
    """Height by width of the map of an answer."""
    extent = _extent(answer)
    return extent.height / extent.width


def _outlined(areas: list[Area]) -> tuple[Area, ...]:
    """The chosen areas; where all are chosen, an outline would set none apart."""
    chosen = tuple(area for area in areas if area.is_chosen)
    return chosen if len(chosen) < len(areas) else ()


def plotly(drawn: AreaMap, lang: str, geojson: str | dict[str, Any] | None) -> dict[str, Any]:
    """The map as a Plotly figure.

    Args:
        drawn: the regions.
        lang: of its numbers.
        geojson: the address of the shapes, or the shapes themselves for a file.
    """
    is_brief = sum(len(one.areas) for one in drawn.classes) > MANY
    # The chosen once more, as outlines without a name.
    outlines = AreaClass("", "rgba(0,0,0,0)", False, drawn.chosen)
    highlight = {"color": dictionary.ink("highlight"), "width": 1.8}
    shown = [(one, one.areas) for one in (*drawn.classes, outlines) if one.areas]
    traces = [
        {
            "type": "choropleth",
            "z": _ones(len(areas)),
            "colorscale": [[0, one.colour], [1, one.colour]],
            **_pointed(one, areas, "%{properties.name}", is_brief),
            **({"marker": {"line": line}} if (line := _edge(one, highlight)) else {}),
        }
        for one, areas in shown
    ]
    traces += [
        {
            "type": "scattergeo",
            "marker": {"color": one.colour, **({} if one.name else {"line": highlight})},
            **_pointed(one, dotted, "", is_brief),
        }
        for one, areas in sorted(shown, key=lambda pair: dot_order(pair[0]))
        if (dotted := tuple(area for area in areas if area.dot))
    ]
    dots = {**SHARED_DOTS["marker"], "size": drawn.dot_size}
    layout = theme.layout(
        lang,
        drawn.height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        clickmode="event+select",
        hoverdistance=1,  # else a dot answers for its neighbours, up to 20 pixels away
        template={
            "data": {
                "choropleth": [{**SHARED, "geojson": geojson}],
                "scattergeo": [{**SHARED_DOTS, "marker": dots, "geojson": geojson}],
            }
        },
        geo={
            "visible": False,
            "bgcolor": "rgba(0,0,0,0)",
            "projection": {"type": "equirectangular"},
            "lonaxis": {"range": [drawn.extent.west, drawn.extent.east]},
            "lataxis": {"range": [drawn.extent.south, drawn.extent.north]},
            "domain": {"x": [0, 1], "y": [0, 1]},
        },
    )
    return {"data": traces, "layout": layout}


def dot_order(one: AreaClass) -> tuple[bool, bool]:
    """Sorts classes so that the dots of pale ones lie below the others, those without name on top.

    Where cities stand close together, a known score is not covered by what is not known.
    """
    return not one.name, not one.is_outlined


def _ones(n: int) -> list[int] | dict[str, str]:
    """A value for each area, all alike; of many as bytes, which are fewer than numbers in words."""
    if n <= MANY:
        return [1] * n
    return {"dtype": "i1", "bdata": base64.b64encode(b"\x01" * n).decode()}


def _edge(one: AreaClass, highlight: dict[str, Any]) -> dict[str, Any]:
    """The line around the areas of a class, where it is another than that of all.

    Plotly knows no dotted edge of areas: the style sheets of pages and pictures dot this colour.
    """
    if not one.name:
        return highlight
    if one.is_dotted:
        return {"color": dictionary.ink("text"), "width": 1}
    return {"color": dictionary.ink("outline")} if one.is_outlined else {}


def _pointed(one: AreaClass, areas: tuple[Area, ...], name: str, is_brief: bool) -> dict[str, Any]:
    """Which areas a trace has and what pointing at each says.

    What is the same of all is said once, in the template. Dots bring no names along as shapes do
    (`name` is empty), and of very many areas a pointer says the value and the class alone, by the
    template of all traces: the card beside the map tells the rest.
    """
    names = [] if name else [written(area.name) for area in areas]
    # A brace begins a part of a template.
    said = [written(area.tip.partition("\n")[2]).replace("{", "&#123;") for area in areas]
    if is_brief and one.name and len(set(said)) > 1:
        said = [area.value for area in areas]
    else:
        is_brief = False
    below = "%{text}"
    if len(set(said)) == 1:
        below, said, is_brief = said[0], [], False
    if names and said:
        between = ": " if is_brief else "<br>"
        said = [f"{own}{between}{rest}" for own, rest in zip(names, said, strict=True)]
        name = ""
    elif names:
        said, name = names, "%{text}"
    lines = (line for line in (name, below) if line)
    return {
        "locations": [area.location for area in areas],
        "name": one.name,
        **({"text": said} if said else {}),
        **({} if is_brief else {"hovertemplate": f"{'<br>'.join(lines)}{NO_BOX}"}),
    }


CHART = Chart(
    drawing,
    value=None,
    plotly=plotly,
    least=0.6,
    aspect=aspect,
    has_letters=False,
)

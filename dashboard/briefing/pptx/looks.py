"""How marks of a plot look in a chart of an office program."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.labels import Label
from dashboard.briefing.pptx.office_charts import Style
from dashboard.briefing.pptx.places import TICK, Where, said
from dashboard.briefing.xml_text import printable
from dashboard.charts.marks import Labels, Ranges, Series, is_bold
from dashboard.figures.model import Answer

_GREY = 40  # less than this lies between the parts of a grey, of 255
_POINTS = 0.9  # of a mark, by its pixels on the screen: a slide is looked at from afar


def is_text(mark: Series) -> bool:
    """Whether it is texts alone, or texts whose marks are not seen."""
    is_seen = mark.marker is not None and mark.marker.opacity != 0
    return mark.labels is not None and mark.stroke is None and not is_seen


def of_ranges(mark: Ranges) -> Style:
    """The look of lines from one point to another."""
    return Style(
        line=mark.stroke.colour,
        line_width=mark.stroke.width * _POINTS,
        opacity=1 if mark.opacity is None else mark.opacity,
    )


def of_series(mark: Series, shown: list[int], where: Where) -> Style:
    """The look of points and of the line between them.

    Args:
        mark: the series.
        shown: which of its points.
        where: the axes, for marks that are lines of a length.
    """
    style = Style(opacity=1 if mark.opacity is None else mark.opacity)
    if mark.stroke:
        style = replace(
            style,
            line=mark.stroke.colour,
            line_width=mark.stroke.width * _POINTS,
            dash=mark.stroke.dash,
        )
    marker = mark.marker
    if marker is None or marker.opacity == 0:
        return style
    edge_widths = tuple(width * _POINTS for width in each(marker.edge_width or 0, shown))
    sizes = tuple(size * _POINTS for size in each(marker.size, shown))
    fill = each(marker.fill, shown)
    if marker.symbol == "tick":  # a short upright: no office program has such a mark
        tall = sizes[0] / where.plot.height * (where.up.high - where.up.low)
        return replace(style, upright=tall / 2, edge=fill[0], edge_width=edge_widths)
    edge = fill[0] if marker.symbol == "ring" else marker.edge
    return replace(
        style,
        symbol=marker.symbol or "dot",
        sizes=sizes,
        edge=edge,
        # Not white within: LibreOffice draws no edge around a mark, and it would be gone.
        fill=(pale(edge),) * len(shown) if marker.is_hollow else fill,
        edge_width=edge_widths,
    )


def label(labels: Labels, i: int, n: int) -> Label:
    """The label of one of n points whose texts stand alone, in their own colour."""
    text = labels.texts[i]
    return Label(
        said(text).strip(),
        each(labels.side, list(range(n)))[i],
        max((labels.size or TICK) * 0.95, TICK),
        labels.ink or shapes.TEXT,
        is_bold(text),
    )


def named_by_colour(answer: Answer, colour: str) -> str:
    """What the legend calls a mark of this colour that has no name; else what it measures."""
    entries = (entry.label for entry in answer.legend if entry.colour == colour)
    return printable(next(entries, "") or measured(answer))


def measured(answer: Answer) -> str:
    """What the marks of an answer measure."""
    return str(answer.figure.entry(answer.selection)["label"][answer.selection.lang])


def each(value: Any, shown: list[int]) -> tuple[Any, ...]:
    """One value for each point that is shown, also where there is one for all."""
    return tuple(value[i] for i in shown) if isinstance(value, tuple) else (value,) * len(shown)


def pale(colour: str) -> str:
    """What a hollow mark is filled with: its colour with three parts of white.

    Of a grey, or of an ink of the theme, it is the theme's own hair line, which a dark slide has
    dark: a light one would look like the whole mark there.
    """
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)] if colour.startswith("#") else [0]
    if max(parts) - min(parts) < _GREY:
        return shapes.HAIR
    return "#" + "".join(f"{(part + 3 * 255) // 4:02X}" for part in parts)

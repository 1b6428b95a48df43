"""What a kind of chart is: one object that every renderer asks, and nothing compares its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboard.charts import plotly
from dashboard.charts.grids import Multiples
from dashboard.charts.marks import AreaMap, Plot, Table
from dashboard.core import dictionary
from dashboard.figures.model import Answer

Drawing = Plot | Table | AreaMap | Multiples


@dataclass(frozen=True)
class Chart:
    """A kind of chart.

    Attributes:
        drawing: the marks, cells, areas or small plots of an answer at a height in pixels, or at
            its own.
        value: the role of which one row must know the value, or nothing would be drawn; None
            where the chart shows what is unknown too, so that rows are enough.
        plotly: the Plotly figure of such a drawing in a language; a map is also given the address
            of its shapes, or the shapes themselves.
        least: the part of its height that it can do with; rows need all of theirs.
        aspect: height by width of what an answer shows; None where it takes any width.
        has_letters: whether text is part of it, which needs a second drawing for narrow pages.
        parts: the role of each trace, where a row has a cell a trace.
        is_line_like: whether it is of lines and small marks on the paper, whose hollow marks are
            the paper itself: on a dark page their colours have lighter twins.
        on_paper: the kind that draws it on a page of paper; empty for itself.
        in_room: the kind that draws an answer in a picture of a width and a height in pixels,
            where its size decides; empty for itself.
    """

    drawing: Callable[[Answer, int | None], Drawing]
    value: str | None = "y"
    plotly: Callable[[Any, str, Any], dict[str, Any]] = plotly.plot
    least: float = 1
    aspect: Callable[[Answer], float] | None = None
    has_letters: bool = True
    is_line_like: bool = False
    on_paper: str = ""
    in_room: Callable[[Answer, int, int], str] | None = None
    parts: tuple[str, ...] = ()

    def draw(
        self, answer: Answer, height: int | None = None, geojson: Any = None
    ) -> dict[str, Any]:
        """The Plotly figure of an answer; `geojson` is the address of shapes, or the shapes."""
        return self.plotly(self.drawing(answer, height), answer.selection.lang, geojson)

    def is_drawable(self, answer: Answer) -> bool:
        """Whether there is anything to draw; an empty chart says less than its title alone."""
        events = answer.layer_tables.get("events")
        if events is not None and events.num_rows:  # events stand for themselves
            return True
        if self.value is None or not answer.table.num_rows:
            return bool(answer.table.num_rows)
        values = answer.table.column(answer.figure.roles[self.value])
        return bool(values.null_count < len(values))

    def room(self, answer: Answer) -> dict[str, float | None]:
        """The room that an answer wants: height, height by width, and the least part of it."""
        height = self.drawing(answer, None).height
        aspect = self.aspect(answer) if self.aspect else None
        return {"height": height, "aspect": aspect, "least": self.least}

    def height_at(self, answer: Answer, width: int) -> int:
        """The height in pixels that an answer takes at a width by itself."""
        if self.aspect:
            return round(width * self.aspect(answer))
        return self.drawing(answer, None).height

    def dark(self) -> dict[str, str]:
        """What replaces which colour of the chart on a dark page."""
        light, night = dictionary.dictionary()["ink"], dictionary.dictionary()["dark"]
        inks = {light[role]: night["ink"][role] for role in light}
        if self.is_line_like:
            return {**inks, **night["twins"]}
        return {colour: inks[colour] for colour in inks if colour != light["paper"]}

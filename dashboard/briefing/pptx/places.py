"""From values of a plot to places on a slide, in points."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.briefing.pptx.template import Box
from dashboard.briefing.xml_text import printable
from dashboard.charts import theme
from dashboard.charts.marks import Axis, Place, Text, letters

TICK, LEAST_TICK = 12.0, 10.0


def said(text: Text) -> str:
    """A text of a chart without its weights, as a file of an office program can hold it."""
    return printable(letters(text))


def one_line(text: str) -> str:
    """A text without its line ends."""
    return text.replace("\n", " ")


def number(place: Place) -> float:
    """A place of a plot as a number: days as years."""
    return theme.decimal_year(place) if isinstance(place, dt.date) else float(place)


@dataclass(frozen=True)
class Rows:
    """Names that share a panel: from one place of the plot's upright axis to another.

    Attributes:
        first, last: the ends; the second one belongs to the next panel.
        is_of_names: whether each name has one place, and not a height of its own.
    """

    first: float
    last: float
    is_of_names: bool

    def hold(self, y: float) -> bool:
        """Whether a mark belongs to them."""
        return self.first <= y < self.last


@dataclass(frozen=True)
class Scale:
    """An axis of a plot as an office chart needs it: always rising, numbers at round steps.

    Attributes:
        low, high: its ends.
        place: where a value of the plot stands on it.
        ticks: places with their names; none where the chart numbers them itself.
        step: between numbers.
        is_shown: whether it has names or numbers at all.
        has_grid: whether a fine line marks each number.
        at_top: whether an axis of x stands above the chart.
        title: what it measures.
    """

    low: float
    high: float
    place: Callable[[Place], float]
    ticks: list[tuple[float, str]]
    step: float
    is_shown: bool
    has_grid: bool
    at_top: bool
    title: str

    @classmethod
    def of(cls, given: Axis, rows: Rows | None = None) -> Scale:
        """The scale of an axis, or of the part of it that holds these rows.

        Raises:
            ValueError: the axis leaves its ends to the screen.
        """
        if given.ends is None:
            raise ValueError("an axis of marks states its ends")
        place: Callable[[Place], float] = number
        first, last = (number(end) for end in given.ends)
        if rows is not None:
            margin = 0.1 if rows.is_of_names else 0.0
            first, last = rows.last + margin, rows.first - margin
        if first > last:  # what comes first stands highest
            top = math.ceil(first)
            place = lambda value: top - number(value)  # noqa: E731
            first, last = top - first, top - last
        step = 1.0
        if not given.is_shown:
            step = last - first
        elif given.ticks is None:
            step = _nice((last - first) / (given.n_ticks or 6))
            # A little room below zero is for marks on the screen; nothing lies there.
            first = 0.0 if -step < first < 0 else math.floor(first / step) * step
            last = math.ceil(last / step) * step
        ticks = [
            (place(value), said(text))
            for value, text in given.ticks or ()
            if rows is None or rows.hold(number(value))
        ]
        return cls(
            low=first,
            high=last,
            place=place,
            ticks=ticks,
            step=step,
            is_shown=given.is_shown,
            has_grid=given.has_grid and given.is_shown and given.ticks is None,
            at_top=given.at_top,
            title=printable(given.title),
        )


def _nice(step: float) -> float:
    """The next larger of 1, 2, 2.5, 5 and 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= step * 0.999)


@dataclass(frozen=True)
class Where:
    """From values of a plot to places on the slide.

    Attributes:
        plot: the room of the panel's marks.
        across, up: its axes.
        whole: the room of all panels together.
    """

    plot: Box
    across: Scale
    up: Scale
    whole: Box

    def x(self, value: Place, *, of_whole: bool = False) -> float:
        """Of a value, or of a share of the plot's width."""
        if of_whole:
            return self.plot.left + number(value) * self.plot.width
        share = (self.across.place(value) - self.across.low) / (self.across.high - self.across.low)
        return self.plot.left + share * self.plot.width

    def y(self, value: float, *, of_whole: bool = False) -> float:
        """Of a value, or of a share of the height of all panels."""
        if of_whole:
            return self.whole.bottom - value * self.whole.height
        share = (self.up.place(value) - self.up.low) / (self.up.high - self.up.low)
        return self.plot.bottom - share * self.plot.height

    def x_within(self, value: Place) -> float:
        """Of a value, at most at the edge of the plot."""
        return min(max(self.x(value), self.whole.left), self.whole.right)

    def y_within(self, value: float) -> float:
        """Of a value, at most at the edge of the plot."""
        return min(max(self.y(value), self.whole.top), self.whole.bottom)

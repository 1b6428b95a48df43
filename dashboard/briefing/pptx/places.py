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

TICK = 12.0  # points: no letter of a chart is smaller
_EPOCH = dt.date(1899, 12, 30)  # of the days in sheets of office programs


def said(text: Text) -> str:
    """A text of a chart without its weights, as a file of an office program can hold it."""
    return printable(letters(text))


def one_line(text: str) -> str:
    """A text without its line ends."""
    return text.replace("\n", " ")


def number(place: Place) -> float:
    """A place of a plot as a number: days as years."""
    return theme.decimal_year(place) if isinstance(place, dt.date) else float(place)


def day_of(year: float) -> dt.date:
    """The day of a place on an axis of years, as `theme.decimal_year` has it."""
    middle = theme.middle(round(year))
    return middle + dt.timedelta(days=round((year - round(year)) * 365.25))


def day_number(place: Place) -> float:
    """A day as sheets of office programs count it."""
    return float((place - _EPOCH).days) if isinstance(place, dt.date) else float(place)


@dataclass(frozen=True)
class Rows:
    """Names that share a panel: from one place of the plot's upright axis to another.

    Attributes:
        first, last: the ends; the second one belongs to the next panel.
        is_of_names: whether each name has one place, and not a height of its own.
        until: where the axis ends, so that rows beside each other are of one height; None for last.
    """

    first: float
    last: float
    is_of_names: bool
    until: float | None = None

    def hold(self, y: float) -> bool:
        """Whether a mark belongs to them."""
        return self.first <= y < self.last


@dataclass(frozen=True)
class Scale:
    """An axis of a plot as an office chart needs it: always rising, numbers at round steps.

    Attributes:
        low, high: its ends.
        given: the ends that the plot states, which may lie within these.
        place: where a value of the plot stands on it.
        ticks: places with their names; none where the chart numbers them itself.
        step: between numbers.
        is_shown: whether it has names or numbers at all.
        has_grid: whether a fine line marks each number.
        at_top: whether an axis of x stands above the chart.
        title: what it measures.
        is_of_days: whether its places are days.
    """

    low: float
    high: float
    given: tuple[float, float]
    place: Callable[[Place], float]
    ticks: list[tuple[float, str]]
    step: float
    is_shown: bool
    has_grid: bool
    at_top: bool
    title: str
    is_of_days: bool = False

    @classmethod
    def of(cls, given: Axis, rows: Rows | None = None) -> Scale:
        """The scale of an axis, or of the part of it that holds these rows.

        Raises:
            ValueError: the axis leaves its ends to the screen.
        """
        if given.ends is None:
            raise ValueError("an axis of marks states its ends")
        place: Callable[[Place], float] = day_number if given.is_of_days else number
        first, last = (place(end) for end in given.ends)
        if rows is not None:
            margin = 0.1 if rows.is_of_names else 0.0
            first, last = (rows.until or rows.last) + margin, rows.first - margin
        if first > last:  # what comes first stands highest
            top = math.ceil(first)
            place = lambda value: top - number(value)  # noqa: E731
            first, last = top - first, top - last
        stated = (first, last)
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
            given=stated,
            place=place,
            ticks=ticks,
            step=step,
            is_shown=given.is_shown,
            has_grid=given.has_grid and given.is_shown and given.ticks is None,
            at_top=given.at_top,
            title=printable(given.title),
            is_of_days=given.is_of_days,
        )

    def slots(self, years: range) -> tuple[float, float]:
        """From where to where on this axis the slots of these years reach."""
        if self.is_of_days:
            return day_number(dt.date(years[0], 1, 1)), day_number(dt.date(years[-1] + 1, 1, 1))
        return years[0] - 0.5, years[-1] + 0.5

    @classmethod
    def of_years(cls, years: range) -> Scale:
        """The scale of a chart that has a slot of one width for each year."""
        low, high = years[0] - 0.5, years[-1] + 0.5
        ticks = [(float(year), str(year)) for year in years]
        return cls(low, high, (low, high), number, ticks, 1.0, True, False, False, "")


def _nice(step: float) -> float:
    """The next larger of 1, 2, 2.5, 5 and 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    # 2.5 only where it is whole: a number that an axis writes has no decimals then.
    steps = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    return next(n * power for n in steps if n * power >= step * 0.999)


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
        return self.at_x(self.across.place(value))

    def at_x(self, place: float) -> float:
        """Of a place on the axis of x."""
        share = (place - self.across.low) / (self.across.high - self.across.low)
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

    def x_to_edge(self, value: Place) -> float:
        """Of the end of a band: at the edge of the plot, where it is at an end of the axis."""
        place, (first, last) = self.across.place(value), self.across.given
        hair = (last - first) * 1e-6
        if place <= first + hair:
            return self.whole.left
        return self.whole.right if place >= last - hair else self.x_within(value)

    def y_within(self, value: float) -> float:
        """Of a value, at most at the edge of the plot."""
        return min(max(self.y(value), self.whole.top), self.whole.bottom)

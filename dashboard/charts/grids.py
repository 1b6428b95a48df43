"""Small plots in a grid on the same axes (small multiples), and the one plot that a screen draws.

A renderer that draws a chart each asks for `Multiples.plot`. A screen has one plot of all of them:
a hundred pairs of axes would be slow to draw, and marks that look alike are one series there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.charts import theme
from dashboard.charts.marks import (
    Axis,
    Labels,
    Mark,
    Place,
    Plot,
    Ranges,
    Rule,
    Run,
    Series,
    Stroke,
    Text,
    Upright,
)
from dashboard.core import dictionary

APART = 0.03  # of the grid's width, between columns
TITLE, LINE, NUMBER = 12.5, 15, 10.5  # pixels: a title's letters and lines, and the axes' letters
NAMES, BELOW = 16, 12  # pixels below a small plot: for the names of its axis, and to the next row
NUMBERS, MARGIN = 26, 6  # pixels beside the first column, and around all


@dataclass(frozen=True)
class Small:
    """A small plot: its title, a line an entry, its marks, and what it shows in words."""

    title: tuple[str, ...]
    marks: tuple[Mark, ...]
    reading: str = ""


@dataclass(frozen=True)
class Multiples:
    """Small plots in a grid, row by row, all on the same axes.

    Attributes:
        smalls: in order.
        across: the axis of x; its ticks are named below each plot.
        up: the upright axes, the highest first; the first is numbered beside the first column.
        columns: how many plots stand side by side.
        small_height: of each, without title and names, in pixels.
    """

    smalls: tuple[Small, ...]
    across: Axis
    up: tuple[Axis, ...]
    columns: int
    small_height: float

    @property
    def rows(self) -> tuple[tuple[Small, ...], ...]:
        """The plots that stand side by side, row by row."""
        starts = range(0, len(self.smalls), self.columns)
        return tuple(self.smalls[start : start + self.columns] for start in starts)

    @property
    def row_heights(self) -> tuple[float, ...]:
        """Pixels from the top of each row to that of the next: as its longest title needs."""
        below = self.small_height + NAMES + BELOW
        return tuple(max(len(small.title) for small in row) * LINE + below for row in self.rows)

    @property
    def height(self) -> int:
        """Of all rows, in pixels."""
        return round(sum(self.row_heights)) + 2 * MARGIN

    def plot(self, small: Small) -> Plot:
        """A small plot as a plot of its own."""
        return Plot(small.marks, self.across, self.up, round(self.small_height + NAMES))


@dataclass(frozen=True)
class _Frame:
    """Where a small plot stands in the plot of all: shares of the width, pixels from below."""

    left: float
    width: float
    bottom: float
    height: float
    across: Axis
    up: tuple[Axis, ...]

    def x(self, place: Place) -> float:
        """Of a value."""
        first, last = ends(self.across)
        return self.left + (_number(place) - first) / (last - first) * self.width

    def y(self, value: float, panel: int = 0) -> float:
        """Of a value of an upright axis."""
        axis = self.up[panel]
        first, last = ends(axis)
        low, high = axis.domain or (0, 1)
        share = low + (value - first) / (last - first) * (high - low)
        return self.bottom + share * self.height


def laid_out(drawn: Multiples) -> Plot:
    """The plot of all small plots together: titles, grid and names are marks of it.

    Raises:
        ValueError: a small plot has other marks than series, ranges, rules and uprights.
    """
    frames = _frames(drawn)
    marks: list[Mark] = [_grid(drawn, frames)]
    moved = [
        _moved(mark, frame)
        for small, frame in zip(drawn.smalls, frames, strict=True)
        for mark in small.marks
    ]
    marks += _joined(moved)
    marks += _letters(drawn, frames)
    return Plot(
        tuple(marks),
        Axis((0.0, 1.0), has_grid=False, is_shown=False),
        (Axis((0.0, float(drawn.height - 2 * MARGIN)), has_grid=False, is_shown=False),),
        drawn.height,
        {"margin": {"l": NUMBERS, "r": MARGIN, "t": MARGIN, "b": MARGIN}},
    )


def _frames(drawn: Multiples) -> list[_Frame]:
    """Where each small plot stands, in order."""
    width = (1 - APART * (drawn.columns - 1)) / drawn.columns
    high, across, up = drawn.small_height, drawn.across, drawn.up
    frames, below = [], float(drawn.height - 2 * MARGIN)
    for row, height in zip(drawn.rows, drawn.row_heights, strict=True):
        below -= height
        frames += [
            _Frame(place * (width + APART), width, below + NAMES + BELOW, high, across, up)
            for place in range(len(row))
        ]
    return frames


def _moved(mark: Mark, frame: _Frame) -> Series | Ranges:
    """A mark of a small plot at its place in the plot of all."""
    match mark:
        case Series():
            at = tuple(
                (frame.x(x), None if y is None else frame.y(y, mark.panel)) for x, y in mark.at
            )
            return replace(mark, at=at, panel=0)
        case Ranges():
            moved = tuple(
                (frame.x(x0), frame.y(y0, mark.panel), frame.x(x1), frame.y(y1, mark.panel))
                for x0, y0, x1, y1 in mark.ends
            )
            return replace(mark, ends=moved, panel=0)
        case Upright():
            x = frame.x(mark.x)
            return Ranges(((x, frame.bottom, x, frame.bottom + frame.height),), mark.stroke)
        case Rule():
            y = frame.y(mark.y)
            return Ranges(((frame.left, y, frame.left + frame.width, y),), mark.stroke)
    raise ValueError(f"a small plot has no place for a {type(mark).__name__}")


def _joined(marks: Iterable[Series | Ranges]) -> list[Series | Ranges]:
    """Marks that look alike as one, in the order in which each look is first drawn."""
    alike: dict[Series | Ranges, Series | Ranges] = {}
    for mark in marks:
        look = _look(mark)
        alike[look] = _with(alike[look], mark) if look in alike else mark
    return list(alike.values())


def _look(mark: Series | Ranges) -> Series | Ranges:
    """A mark without its points: what those that can be one have in common."""
    if isinstance(mark, Ranges):
        return replace(mark, ends=())
    labels = replace(mark.labels, texts=()) if mark.labels else None
    return replace(mark, at=(), name="", tips=(), labels=labels)


def _with(first: Series | Ranges, mark: Series | Ranges) -> Series | Ranges:
    """Two marks of one look as one; a line between their points has a gap."""
    if isinstance(first, Ranges) and isinstance(mark, Ranges):
        return replace(first, ends=first.ends + mark.ends)
    assert isinstance(first, Series) and isinstance(mark, Series)  # noqa: S101 (of one look)
    gap: tuple[tuple[Place, None], ...] = ((first.at[-1][0], None),) if first.stroke else ()
    labels = first.labels
    if labels is not None and mark.labels is not None:
        texts = (*labels.texts, *("" for _gap in gap), *mark.labels.texts)
        labels = replace(labels, texts=texts)
    return replace(
        first,
        at=(*first.at, *gap, *mark.at),
        name=first.name if first.name == mark.name else "",
        tips=(*first.tips, *("" for _gap in gap), *mark.tips) if first.tips else (),
        labels=labels,
    )


# --- grid and letters ----------------------------------------------------------------------------


def _steps(axis: Axis) -> list[float]:
    """The numbers of an upright axis, from its first end to its last."""
    first, last = ends(axis)
    n = axis.n_ticks or 1
    return [first + (last - first) * step / n for step in range(n + 1)]


def _grid(drawn: Multiples, frames: list[_Frame]) -> Ranges:
    """A fine line in each small plot at each number."""
    lines = tuple(
        (frame.left, frame.y(value), frame.left + frame.width, frame.y(value))
        for frame in frames
        for value in _steps(drawn.up[0])
    )
    return Ranges(lines, Stroke(dictionary.ink("grid"), 1))


def _letters(drawn: Multiples, frames: list[_Frame]) -> list[Series]:
    """Titles, the names below each plot, and the numbers beside the first column."""
    top = drawn.small_height + LINE / 2
    titles: list[tuple[float, float, Text]] = [
        (frame.left, frame.bottom + top + LINE * (len(small.title) - 1) / 2, _title(small))
        for small, frame in zip(drawn.smalls, frames, strict=True)
    ]
    names: list[tuple[float, float, Text]] = [
        (frame.x(place), frame.bottom - NAMES / 2, text)
        for frame in frames
        for place, text in drawn.across.ticks or ()
    ]
    numbers: list[tuple[float, float, Text]] = [
        (frame.left, frame.y(value), f"{value:g} ")
        for frame in frames[:: drawn.columns]
        for value in _steps(drawn.up[0])
    ]
    muted = dictionary.ink("muted")
    return [
        _texts(titles, Labels((), "right", TITLE, dictionary.ink("text"))),
        _texts(names, Labels((), "center", NUMBER, muted)),
        _texts(numbers, Labels((), "left", NUMBER, muted)),
    ]


def _title(small: Small) -> Text:
    return (Run("\n".join(small.title), bold=True),)


def _texts(at: list[tuple[float, float, Text]], look: Labels) -> Series:
    return Series(
        tuple((x, y) for x, y, _text in at),
        labels=replace(look, texts=tuple(text for _x, _y, text in at)),
        overhangs=True,
    )


def ends(axis: Axis) -> tuple[float, float]:
    """The ends of an axis as numbers: a day is a part of its year.

    Raises:
        ValueError: the axis leaves its ends to the screen.
    """
    if axis.ends is None:
        raise ValueError("an axis of small plots states its ends")
    first, last = axis.ends
    return _number(first), _number(last)


def _number(place: Place) -> float:
    return theme.decimal_year(place) if isinstance(place, dt.date) else float(place)

"""Places on slides in points, and what is free between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

POINT = 12_700  # of the unit of office files
_MOST = 7  # obstacles, the largest ones


@dataclass(frozen=True)
class Box:
    """A place on a slide in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def area(self) -> float:
        """In square points."""
        return max(self.width, 0) * max(self.height, 0)

    def shared(self, other: Box) -> float:
        """How much of another one it covers, in square points."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        tall = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0) * max(tall, 0)


def box_of(shape: Any) -> Box:
    """Where a shape or placeholder stands; one that inherits no place has none to give.

    Raises:
        TypeError: it has no place.
    """
    return Box(*(value / POINT for value in (shape.left, shape.top, shape.width, shape.height)))


def is_placed(shape: Any) -> bool:
    """Whether a shape or placeholder has a place."""
    return shape is not None and None not in (shape.left, shape.top, shape.width, shape.height)


def free(within: Box, taken: Iterable[Box]) -> Box:
    """The largest part of a place that nothing of what is taken reaches into."""
    near = [box for box in taken if _overlap(within, box)]
    near = sorted(near, key=within.shared, reverse=True)[:_MOST]
    xs = _edges(within.left, within.right, [(box.left, box.right) for box in near])
    ys = _edges(within.top, within.bottom, [(box.top, box.bottom) for box in near])
    best = Box(within.left, within.top, 0, 0)
    for left, right in combinations(xs, 2):
        for top, bottom in combinations(ys, 2):
            box = Box(left, top, right - left, bottom - top)
            if box.area > best.area and not any(_overlap(box, one) for one in near):
                best = box
    return best


def _overlap(one: Box, other: Box) -> bool:
    """Whether two places touch more than at an edge; a line takes its place too."""
    return (
        one.left < other.right - 0.1
        and other.left < one.right - 0.1
        and one.top < other.bottom - 0.1
        and other.top < one.bottom - 0.1
    )


def _edges(first: float, last: float, pairs: Sequence[tuple[float, float]]) -> list[float]:
    inside = {edge for pair in pairs for edge in pair if first < edge < last}
    return sorted({first, last, *inside})

"""The marks of a plot as a few paths of a small picture: those that look alike are one path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from dashboard.charts import theme
from dashboard.charts.marks import (
    PALE,
    Axis,
    Band,
    Bars,
    Checks,
    Mark,
    Marker,
    Place,
    Plot,
    Ranges,
    Rule,
    Series,
    Upright,
    letters,
)
from dashboard.core import dictionary

T = TypeVar("T")

WIDTH, HEIGHT, MARGIN = 320, 180, 12  # units of a picture: about half a pixel of the page
_BESIDE = 62  # for the names of rows
_SHARE = 0.45  # of a chart's sizes, so that marks stay apart on a picture


@dataclass(frozen=True)
class Shape:
    """A path in one colour: a line of a width, or an area with an edge if it has one."""

    path: str
    colour: str
    width: float = 0
    is_filled: bool = False
    edge: str = ""
    is_round: bool = False
    opacity: float = 1


@dataclass(frozen=True)
class Grid:
    """The places that a picture has: whole steps."""

    step: int

    def on(self, value: float) -> int:
        """The nearest place."""
        return round(value / self.step) * self.step


def line(x: int, y: int, length: int) -> str:
    """A line to the right."""
    return f"M{x} {y}h{length}"


def dots(places: Iterable[tuple[int, int]]) -> str:
    """Lines of no length, whose round ends are the dots, each place once, from row to row."""
    steps, last = [], (0, 0)
    for x, y in sorted(set(places), key=lambda place: place[::-1]):
        steps.append(f"m{x - last[0]} {y - last[1]}h0")
        last = (x, y)
    return "".join(steps).replace(" -", "-")


def outline(corners: list[tuple[int, int]]) -> str:
    """A closed line through whole places."""
    kept = [corner for n, corner in enumerate(corners) if corner != corners[n - 1]]
    if len(set(kept)) < 3:
        return ""
    (x, y), steps = kept[0], []
    start = f"M{x} {y}l"
    for right, down in kept[1:]:
        steps.append(f"{right - x} {down - y}")
        x, y = right, down
    return f"{start}{' '.join(steps).replace(' -', '-')}z"


@dataclass
class _Paths:
    """Paths by their look, in the order in which each look is first drawn."""

    found: dict[Shape, dict[str, None]] = field(default_factory=dict)

    def add(self, look: Shape, *parts: str) -> None:
        """More of what looks like this; equal parts lie on each other and are one."""
        self.found.setdefault(look, {}).update(dict.fromkeys(parts))

    def shapes(self) -> list[Shape]:
        return [
            Shape(
                "".join(parts),
                look.colour,
                look.width,
                look.is_filled,
                look.edge,
                look.is_round,
                look.opacity,
            )
            for look, parts in self.found.items()
        ]


@dataclass(frozen=True)
class _Room:
    """Where the values of a plot stand on the picture."""

    plot: Plot
    grid: Grid
    left: float
    across: tuple[float, float]
    up: tuple[tuple[float, float], ...]

    def x(self, place: Place) -> int:
        """Of a value."""
        return self._x(_share(_number(place), self.across))

    def y(self, value: float, panel: int = 0) -> int:
        """Of a value of an upright axis."""
        low, high = self.plot.up[panel].domain or (0, 1)
        share = low + _share(value, self.up[panel]) * (high - low)
        return self.grid.on(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN))

    def _x(self, share: float) -> int:
        return self.grid.on(self.left + share * (WIDTH - MARGIN - self.left))


def of_plot(plot: Plot, grid: Grid) -> list[Shape]:
    """The marks of a plot: grounds, bars, lines and points; names of rows as strokes."""
    names = [
        (_number(place), letters(text).strip())
        for place, text in plot.up[0].ticks or ()
        if letters(text).strip()
    ]
    has_names = plot.up[0].is_shown and any(len(text) > 4 for _place, text in names)
    room = _Room(
        plot,
        grid,
        MARGIN + (_BESIDE if has_names else 0),
        _ends(plot.across, list(_across(plot.marks))),
        tuple(_ends(axis, list(_up(plot.marks, panel))) for panel, axis in enumerate(plot.up)),
    )
    paths = _Paths()
    if has_names:
        strokes = [
            line(MARGIN, room.y(y), grid.on(min(8 + 3 * len(text), _BESIDE - 8)))
            for y, text in names
        ]
        thick = min(5, max(1, round(0.5 * (HEIGHT - 2 * MARGIN) / len(names))))
        paths.add(Shape("", dictionary.ink("outline"), thick), *strokes)
    stacked: dict[int, float] = {}
    for mark in plot.marks:
        _draw(mark, room, paths, stacked)
    return paths.shapes()


def _draw(mark: Mark, room: _Room, paths: _Paths, stacked: dict[int, float]) -> None:
    top, bottom = MARGIN, HEIGHT - MARGIN
    match mark:
        case Band():
            low, high = mark.over or (None, None)
            upper = top if high is None else room.y(high)
            lower = bottom if low is None else room.y(low)
            box = f"M{room.x(mark.start)} {upper}H{room.x(mark.end)}V{lower}H{room.x(mark.start)}z"
            look = Shape("", mark.colour, is_filled=True, opacity=_opacity(mark.opacity))
            paths.add(look, box)
        case Upright():
            paths.add(Shape("", mark.stroke.colour, 1), f"M{room.x(mark.x)} {top}V{bottom}")
        case Rule():
            y = room.y(mark.y)
            paths.add(Shape("", mark.stroke.colour, 1), f"M{round(room.left)} {y}H{WIDTH - MARGIN}")
        case Ranges():
            look = Shape(
                "", mark.stroke.colour, _thin(mark.stroke.width), opacity=_opacity(mark.opacity)
            )
            for x0, y0, x1, y1 in mark.ends:
                first, last = (
                    (room.x(x0), room.y(y0, mark.panel)),
                    (room.x(x1), room.y(y1, mark.panel)),
                )
                paths.add(look, f"M{first[0]} {first[1]}L{last[0]} {last[1]}")
        case Bars():
            _bars(mark, room, paths, stacked)
        case Checks():
            for year, n in mark.at:
                x0, x1, y = room.x(year - 0.4), room.x(year + 0.4), room.y(n)
                paths.add(Shape("", mark.colour, 3), f"M{x0} {y}H{x1}")
        case Series():
            _series(mark, room, paths)


def _bars(mark: Bars, room: _Room, paths: _Paths, stacked: dict[int, float]) -> None:
    for number, (place, length) in enumerate(mark.at):
        if not length:  # nothing, or not known
            continue
        start = stacked.get(place, 0.0)
        stacked[place] = start + length
        is_pale = mark.pale[number] if isinstance(mark.pale, tuple) else mark.pale
        look = Shape("", mark.colour, is_filled=True, opacity=PALE if is_pale else 1)
        if mark.is_lying:
            x0, x1 = room.x(start), room.x(start + length)
            y0, y1 = sorted((room.y(place - 0.4), room.y(place + 0.4)))
        else:
            x0, x1 = room.x(place - 0.4), room.x(place + 0.4)
            y0, y1 = sorted((room.y(start), room.y(start + length)))
        paths.add(look, f"M{x0} {y0}H{x1}V{max(y1, y0 + 1)}H{x0}z")


def _series(mark: Series, room: _Room, paths: _Paths) -> None:
    runs: list[list[tuple[int, int]]] = [[]]
    points: list[tuple[int, tuple[int, int]]] = []
    for number, (x, y) in enumerate(mark.at):
        if y is None:
            runs.append([])
            continue
        place = (room.x(x), room.y(y, mark.panel))
        points.append((number, place))
        if not runs[-1] or runs[-1][-1] != place:
            runs[-1].append(place)
    opacity = _opacity(mark.opacity)
    if mark.stroke:
        look = Shape("", mark.stroke.colour, max(_thin(mark.stroke.width), 2), opacity=opacity)
        paths.add(look, *(_line(run) for run in runs if len(run) > 1))
    if mark.marker:
        of_look: dict[Shape, list[tuple[int, int]]] = {}
        for number, place in points:
            for look in _looks(mark.marker, number, opacity):
                of_look.setdefault(look, []).append(place)
        for look, places in of_look.items():
            paths.add(look, dots(places))


def _line(run: list[tuple[int, int]]) -> str:
    (x, y), *rest = run
    return f"M{x} {y}L" + " ".join(f"{right} {down}" for right, down in rest)


def _looks(marker: Marker, number: int, opacity: float) -> list[Shape]:
    """A mark at a point: a dot, or an edge with the ground in it."""
    size, fill = _one(marker.size, number), _one(marker.fill, number)
    width = max(3, round(size * _SHARE * 1.4))
    edge = marker.edge or fill
    is_round = marker.symbol in (None, "dot", "ring", "diamond")
    if marker.symbol == "ring":
        edge, fill = fill, dictionary.ink("paper")
    if not fill and not edge:
        return []
    opacity *= _opacity(marker.opacity)
    looks = [Shape("", fill, width, is_round=is_round, opacity=opacity)] if fill else []
    if marker.is_hollow and edge and edge != fill:
        looks.insert(0, Shape("", edge, width + 3, is_round=is_round, opacity=opacity))
    return looks


def _one(value: T | tuple[T, ...], number: int) -> T:
    """What holds for a point: one value for all, or one a point."""
    return value[number] if isinstance(value, tuple) else value


def _opacity(given: float | None) -> float:
    return 1 if given is None else given


def _thin(width: float) -> int:
    return max(1, round(width * _SHARE * 2))


# --- axes ----------------------------------------------------------------------------------------


def _number(place: Place) -> float:
    return theme.decimal_year(place) if isinstance(place, dt.date) else float(place)


def _share(value: float, ends: tuple[float, float]) -> float:
    first, last = ends
    return (value - first) / (last - first)


def _ends(axis: Axis, values: list[float]) -> tuple[float, float]:
    """The ends of an axis, or of what stands on it."""
    if axis.ends is not None:
        first, last = (_number(end) for end in axis.ends)
    else:
        first, last = min(values, default=0.0), max(values, default=1.0)
    return (first, last) if first != last else (first - 0.5, last + 0.5)


def _across(marks: Iterable[Mark]) -> Iterable[float]:
    """Every x of the marks."""
    reached: dict[int, float] = {}
    for mark in marks:
        match mark:
            case Series():
                yield from (_number(x) for x, _y in mark.at)
            case Ranges():
                yield from (_number(x) for x0, _y0, x1, _y1 in mark.ends for x in (x0, x1))
            case Bars() if mark.is_lying:
                yield 0
                yield from _reached(mark, reached)
            case Bars() | Checks():
                yield from (end for place, _n in mark.at for end in (place - 0.5, place + 0.5))


def _up(marks: Iterable[Mark], panel: int) -> Iterable[float]:
    """Every y of the marks of a panel."""
    reached: dict[int, float] = {}
    for mark in marks:
        match mark:
            case Series() if mark.panel == panel:
                yield from (y for _x, y in mark.at if y is not None)
            case Ranges() if mark.panel == panel:
                yield from (y for _x0, y0, _x1, y1 in mark.ends for y in (y0, y1))
            case Bars() if not panel and mark.is_lying:
                yield from (end for place, _n in mark.at for end in (place - 0.5, place + 0.5))
            case Bars() if not panel:
                yield 0
                yield from _reached(mark, reached)
            case Checks() if not panel:
                yield from (float(n) for _year, n in mark.at)
            case Rule() if not panel:
                yield mark.y


def _reached(mark: Bars, reached: dict[int, float]) -> Iterable[float]:
    """How far each bar of a stack goes."""
    for place, length in mark.at:
        reached[place] = reached.get(place, 0.0) + (length or 0)
        yield reached[place]

"""What charts consist of: small typed values that Plotly and office programs are both drawn from.

A kind of chart turns an answer into a `Plot`, a `Table` or an `AreaMap`, or into `Multiples` of
`grids`. Texts are as they are, with line ends as line ends: each renderer escapes and breaks them
in its own way. Colours are `#RRGGBB`; sizes and widths are pixels of the screen; days are dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dashboard.warehouse.map_shapes import Extent

PALE = 0.35  # opacity of a bar whose count is incomplete
PAPER = "#FFFFFF"

Place = float | dt.date
Symbol = Literal["dot", "square", "diamond", "ring", "tick"]
Side = Literal["left", "right", "above", "below", "center"]
Share = Literal["value", "share"]


@dataclass(frozen=True)
class Run:
    """A part of a text in one weight and size."""

    text: str
    bold: bool = False
    small: bool = False


Text = str | tuple[Run, ...]


def runs(text: Text) -> tuple[Run, ...]:
    """The runs of a text."""
    return (Run(text),) if isinstance(text, str) else text


def letters(text: Text) -> str:
    """A text without its weights."""
    return "".join(run.text for run in runs(text))


def is_bold(text: Text) -> bool:
    """Whether any part of a text is bold."""
    return any(run.bold for run in runs(text))


# --- marks of a plot -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Marker:
    """How points look; one value, or one a point.

    Attributes:
        size: in pixels.
        fill: none where the mark only holds a place for its label.
        symbol: a `ring` is open, a `tick` is a short upright.
        opacity: None where nothing is said of it.
        edge, edge_width: the line around it.
    """

    size: float | tuple[float, ...]
    fill: str | tuple[str, ...] = ""
    symbol: Symbol | None = None  # a dot
    opacity: float | None = None
    edge: str = ""
    edge_width: float | tuple[float, ...] | None = None

    @property
    def is_hollow(self) -> bool:
        """Whether the paper shows in it."""
        return self.symbol == "ring" or self.fill == PAPER


@dataclass(frozen=True)
class Stroke:
    """A line: colour, width in pixels, and `dash`, `dot`, `dashdot` or none."""

    colour: str
    width: float
    dash: str = ""


@dataclass(frozen=True)
class Labels:
    """Texts at points.

    Attributes:
        texts: one a point; empty for none.
        side: where they stand from their point; one for all, or one a point.
        size: in pixels; None for the page's own.
        ink: a colour; empty for the page's own.
    """

    texts: tuple[Text, ...]
    side: Side | tuple[Side, ...] = "center"
    size: float | None = None
    ink: str = ""


@dataclass(frozen=True)
class Series:
    """Points, with what is drawn at and between them: marks, a line, texts.

    Attributes:
        at: x and y of each; an unknown y is a gap in the line.
        name: what they are; empty where they mean nothing by themselves.
        tips: what a reader sees when pointing at each; none where pointing says nothing.
        opacity: of all of it.
        overhangs: whether a mark at an edge of the plot is drawn whole.
        panel: the upright axis on which they stand.
    """

    at: tuple[tuple[Place, float | None], ...]
    name: str = ""
    tips: tuple[str, ...] = ()
    marker: Marker | None = None
    stroke: Stroke | None = None
    labels: Labels | None = None
    opacity: float | None = None
    overhangs: bool = False
    panel: int = 0


@dataclass(frozen=True)
class Ranges:
    """Lines from one point to another, each by itself: x and y of both ends."""

    ends: tuple[tuple[Place, float, Place, float], ...]
    stroke: Stroke
    opacity: float | None = None
    panel: int = 0


@dataclass(frozen=True)
class Bars:
    """One series of stacked bars.

    Attributes:
        name: what they count.
        at: the place of each bar on the axis of names or years, and its length.
        colour: of all of them.
        tips: what a reader sees when pointing at each.
        pale: which counts are incomplete: all of the series, or one by one.
        is_lying: whether they grow to the right.
    """

    name: str
    at: tuple[tuple[int, float], ...]
    colour: str
    tips: tuple[str, ...]
    pale: bool | tuple[bool, ...] = False
    is_lying: bool = False


@dataclass(frozen=True)
class Checks:
    """A second count for bars, as a stroke across the bar of each year."""

    name: str
    at: tuple[tuple[int, float], ...]
    tips: tuple[str, ...]
    colour: str


@dataclass(frozen=True)
class Note:
    """A remark in the plot.

    Attributes:
        text: what it says.
        x, y: where it stands.
        x_is, y_is: whether that is a value of the axis, or a share of the whole plot's size.
        anchor: which side of the text stands at x: `left`, `right` or the middle.
        upright: which of its edges stands at y: `top`, `middle`, `bottom`; empty for the middle.
        shift: pixels to the right.
        size: in pixels.
        ink: a colour; empty for the page's own.
        ground: the colour behind it, if any.
        turned: degrees, clockwise.
        tip: what a reader sees when pointing at it.
        panel: whose values y means.
    """

    text: Text
    x: Place
    y: float
    x_is: Share = "value"
    y_is: Share = "value"
    anchor: str = ""
    upright: str = ""
    shift: float = 0
    size: float = 12
    ink: str = ""
    ground: str = ""
    turned: int = 0
    tip: str = ""
    panel: int = 0


@dataclass(frozen=True)
class Band:
    """Coloured ground from one x to another behind the marks, with what it means.

    Attributes:
        start, end: from left to right.
        colour, opacity: of the ground.
        note: what it means.
        over: from one y to another of the first panel; None behind all panels.
    """

    start: Place
    end: Place
    colour: str
    opacity: float | None = None
    note: Note | None = None
    over: tuple[float, float] | None = None


@dataclass(frozen=True)
class Upright:
    """A line across all panels at one x, such as a break of method, with what it means."""

    x: Place
    stroke: Stroke
    note: Note | None = None


@dataclass(frozen=True)
class Rule:
    """A line across the plot at one y."""

    y: float
    stroke: Stroke


Mark = Series | Ranges | Bars | Checks | Note | Band | Upright | Rule


@dataclass(frozen=True)
class Axis:
    """An axis of a plot.

    Attributes:
        ends: from left to right or from bottom to top; None where its marks decide.
        ticks: places with their names; None where the renderer numbers them itself.
        n_ticks: about how many numbers then; None for the renderer's own count.
        has_grid: whether a fine line marks each number.
        is_shown: whether it has names or numbers at all.
        at_top: whether an axis of x stands above the plot.
        title: what it measures.
        size, ink: of its letters, in pixels and as the dictionary names it.
        domain: the share of the plot's height that it takes; None for all of it.
        screen: what only the screen needs, as Plotly says it.
    """

    ends: tuple[Place, Place] | None = None
    ticks: tuple[tuple[Place, Text], ...] | None = None
    n_ticks: int | None = None
    has_grid: bool = True
    is_shown: bool = True
    at_top: bool = False
    title: str = ""
    size: float = 12
    ink: str = "muted"
    domain: tuple[float, float] | None = None
    screen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_of_days(self) -> bool:
        """Whether its places are dates."""
        return self.ends is not None and isinstance(self.ends[0], dt.date)


# --- drawings ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plot:
    """Marks on one axis of x and on one or more upright axes, one below the other.

    Attributes:
        marks: in the order in which they are drawn.
        across: the axis of x.
        up: the upright axes, the highest first.
        height: in pixels.
        screen: what only the screen needs, as Plotly says it.
    """

    marks: tuple[Mark, ...]
    across: Axis
    up: tuple[Axis, ...]
    height: int
    screen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def bars(self) -> tuple[Bars, ...]:
        """The series of bars; none where the marks stand at points."""
        return tuple(mark for mark in self.marks if isinstance(mark, Bars))

    def series(self, panel: int = 0) -> tuple[Series | Ranges, ...]:
        """The points and ranges of one panel."""
        return tuple(
            mark for mark in self.marks if isinstance(mark, Series | Ranges) and mark.panel == panel
        )


@dataclass(frozen=True)
class Cell:
    """A cell: its text, what pointing at it says, which of the table's colours it has, its ink."""

    text: Text
    tip: str
    kind: int | None = None
    ink: str = ""


@dataclass(frozen=True)
class Table:
    """Rows and columns of cells.

    Attributes:
        head: the name of each column.
        names: the name of each row.
        rows: its cells in the same order; None where nothing stands.
        colours: what a cell's kind points to.
        height: in pixels.
        has_strong_names: whether the names of rows are bold where there is room.
    """

    head: tuple[Text, ...]
    names: tuple[Text, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    colours: tuple[str, ...]
    height: int
    has_strong_names: bool = False


@dataclass(frozen=True)
class Area:
    """A region: its code, full name, what pointing at it says, a short name with value, the value.

    Where it is too small to be seen or hit, a dot stands at `dot`, its longitude and latitude.
    """

    location: str
    name: str
    tip: str
    label: str
    value: str
    is_chosen: bool
    dot: tuple[float, float] | None = None


@dataclass(frozen=True)
class AreaClass:
    """The regions of one class.

    `is_outlined` where they are as pale as the paper, `is_dotted` where the edge says that their
    class is known without a score.
    """

    name: str
    colour: str
    is_outlined: bool
    areas: tuple[Area, ...]
    is_dotted: bool = False


@dataclass(frozen=True)
class AreaMap:
    """Regions by class; the chosen ones once more, in the order of the answer.

    Attributes:
        classes: lowest first.
        chosen: those that are outlined.
        height: in pixels.
        shapes: whose shapes they are, a name of `Build.shapes`.
        extent: the part of the earth that is shown.
        dot_size: pixels, of the dots of small areas.
    """

    classes: tuple[AreaClass, ...]
    chosen: tuple[Area, ...]
    height: int
    shapes: str
    extent: Extent
    dot_size: int

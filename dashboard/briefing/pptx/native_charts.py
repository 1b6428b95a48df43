"""Charts that PowerPoint draws itself and a reader can edit, from the drawing of the screen.

Points, colours, marks and ranges are those of the Plotly drawing, so that a slide and the page
cannot differ; here they only become series of an office chart with a sheet behind it. Marks on an
axis of names or days stand in an XY chart: names and years of its axes are labels of a series.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dashboard import charts
from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.shapes import told
from dashboard.briefing.pptx.template import Box
from dashboard.briefing.xml_text import plain
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.slide import Slide

Page = Callable[["Slide", Box], None]

LABEL, TICK, LEAST_TICK = 12.0, 12.0, 10.0
_LEAST_ROW = 14.0  # points: below it names touch
_LEAST_MARK = 24.0  # ... and marks with a number in them
_AROUND = 60.0  # above and below the rows
_MOST_BESIDE = 2  # panels of names side by side on one slide
_POINTS = 0.9  # of a mark, by its pixels on the screen: a slide is looked at from afar
_APART = 26.0
_HAIR = 1e-6
_MOST_GROWN = 1.6  # points of height by pixels on the screen
_MARKERS = {"circle": "CIRCLE", "square": "SQUARE", "diamond": "DIAMOND"}
_LABELS = {
    "middle right": "RIGHT",
    "middle left": "LEFT",
    "middle center": "CENTER",
    "top center": "ABOVE",
    "bottom center": "BELOW",
    "top left": "ABOVE",
    "top right": "ABOVE",
}


@dataclass
class Series:
    """A series of an XY chart.

    Attributes:
        name: what it is; none for labels that stand at a place without a meaning.
        points: x and y; a missing y is a gap.
        notes: what each point is, for the sheet behind the chart.
        labels: written beside each point; empty for none.
        sides: where each label stands.
        style: line and marks.
    """

    name: str
    points: list[tuple[float, float | None]]
    notes: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)
    style: Style = field(default_factory=lambda: Style())  # noqa: PLW0108 (made below)
    label_size: float = LABEL
    label_ink: str = shapes.TEXT
    label_bold: bool = False


@dataclass
class Style:
    """How a series is drawn: widths and sizes in points, colours as `#RRGGBB`."""

    line: str = ""
    line_width: float = 0
    dash: str = ""
    opacity: float = 1
    symbol: str = ""
    sizes: list[float] = field(default_factory=list)
    fill: list[str] = field(default_factory=list)
    edge: str = ""
    edge_width: list[float] = field(default_factory=list)
    upright: float = 0


@dataclass
class Axis:
    """An axis of a drawing, as a chart of an office program needs it.

    Attributes:
        low, high: its ends.
        place: where a value of the drawing stands on it.
        ticks: places with their names; none where the chart numbers them itself.
        step: between numbers.
        is_shown: whether it has names or numbers at all.
        has_grid: whether a fine line marks each number.
        at_top: whether an axis of x stands above the chart.
        title: what it measures.
    """

    low: float
    high: float
    place: Callable[[Any], float]
    ticks: list[tuple[float, str]]
    step: float
    is_shown: bool
    has_grid: bool
    at_top: bool
    title: str


def pages(answer: Answer, room: Box, font: Font) -> list[Page]:
    """What draws an answer whose marks stand at x and y: one page, or more where names are many.

    Args:
        answer: what to draw.
        room: on each page.
        font: of the labels.
    """
    spec = charts.draw(answer)
    upright = [key for key in spec["layout"] if key.startswith("yaxis")]
    if len(upright) > 1:
        return [_stacked(answer, spec, upright, font)]
    chunks = _chunks(spec["layout"], room.height - _AROUND)
    if len(chunks) < 2:
        return [lambda slide, box: _panel(slide, box, answer, spec, font)]
    beside = _MOST_BESIDE if chunks[0].is_of_names else 1
    return [
        _beside(answer, spec, font, chunks[start : start + beside])
        for start in range(0, len(chunks), beside)
    ]


def bar_pages(answer: Answer, room: Box, font: Font) -> list[Page]:
    """What draws bars: an office chart with categories."""
    return [lambda slide, box: _bars(slide, box, answer, font)]


def decimal_year(day: dt.date) -> float:
    """Where a day stands on an axis of years: the middle of a year is the year itself."""
    return day.year + (day - dt.date(day.year, 7, 1)).days / 365.25


# --- places --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rows:
    """Names that share a panel: from one place of the drawing's upright axis to another.

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


def _chunks(layout: dict[str, Any], height: float) -> list[Rows]:
    """The names of an axis shared out among as many panels as they need; none for numbers."""
    axis = layout["yaxis"]
    ticks = list(axis.get("tickvals") or ())
    if not ticks or axis["range"][0] < axis["range"][1]:
        return []
    n = len(ticks)
    if ticks == list(range(n)):
        panels = math.ceil(n * _LEAST_ROW / height)
        ends = [round(n * k / panels) for k in range(panels + 1)]
        return [Rows(a - 0.5, b - 0.5, is_of_names=True) for a, b in pairwise(ends)]
    # Names of different heights, with a rule below each.
    edges = sorted({shape["y0"] for shape in layout["shapes"] if shape["type"] == "line"})
    most = height / _LEAST_MARK
    cuts = [edges[0]]
    for before, edge in pairwise(edges):
        if edge - cuts[-1] > most and before > cuts[-1]:
            cuts.append(before)
    cuts.append(edges[-1])
    return [Rows(a, b, is_of_names=False) for a, b in pairwise(cuts)]


def _beside(answer: Answer, spec: dict[str, Any], font: Font, chunks: list[Rows]) -> Page:
    def draw(slide: Slide, box: Box) -> None:
        width = (box.width - _APART * (len(chunks) - 1)) / len(chunks)
        for place, chunk in enumerate(chunks):
            left = box.left + place * (width + _APART)
            part = Box(left, box.top, width, box.height)
            _panel(slide, part, answer, spec, font, rows=chunk)

    return draw


def _stacked(answer: Answer, spec: dict[str, Any], upright: list[str], font: Font) -> Page:
    """One chart below the other, as the drawing shares its height out."""

    def draw(slide: Slide, box: Box) -> None:
        left = max(_left(spec["layout"][key], font, box) for key in upright)
        whole = Box(box.left + left, box.top, box.width - left - 12, box.height - 22)
        for key in upright:
            low, high = spec["layout"][key]["domain"]
            part = Box(
                box.left,
                box.top + (1 - high) * (box.height - 22),
                box.width,
                (high - low) * (box.height - 22) + (22 if low == 0 else 0),
            )
            _panel(slide, part, answer, spec, font, axis=key, whole=whole, is_last=low == 0)

    return draw


def _axis(given: Mapping[str, Any], rows: Rows | None = None) -> Axis:
    """An axis of the drawing: always rising, days as years, numbers at round steps."""
    place: Callable[[Any], float] = _day if given.get("type") == "date" else float
    first, last = (place(end) for end in given["range"])
    if rows is not None:
        margin = 0.1 if rows.is_of_names else 0.0
        first, last = rows.last + margin, rows.first - margin
    if first > last:  # what comes first stands highest
        top = math.ceil(first)
        turned = place
        place = lambda value: top - turned(value)  # noqa: E731
        first, last = top - first, top - last
    ticks: list[tuple[float, str]] = []
    values = given.get("tickvals")
    if values is not None:
        texts = given.get("ticktext") or [str(value) for value in values]
        ticks = [
            (place(value), told(str(text)))
            for value, text in zip(values, texts, strict=True)
            if rows is None or rows.hold(value)
        ]
        step = 1.0
    elif not given.get("visible", True):
        step = last - first
    else:
        step = _nice((last - first) / given.get("nticks", 6))
        # A little room below zero is for marks on the screen; nothing lies there.
        first = 0.0 if -step < first < 0 else math.floor(first / step) * step
        last = math.ceil(last / step) * step
    title = given.get("title") or {}
    return Axis(
        low=first,
        high=last,
        place=place,
        ticks=ticks,
        step=step,
        is_shown=given.get("visible", True),
        has_grid=given.get("showgrid", True) and given.get("visible", True) and values is None,
        at_top=given.get("side") == "top",
        title=told(str(title.get("text", ""))),
    )


def _day(value: str) -> float:
    return decimal_year(dt.date.fromisoformat(value[:10]))


def _nice(step: float) -> float:
    """The next larger of 1, 2, 2.5, 5 and 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= step * 0.999)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _left(given: Mapping[str, Any], font: Font, box: Box, rows: Rows | None = None) -> float:
    """What the names of an axis need beside the chart."""
    axis = _axis(given, rows)
    if not axis.is_shown:
        return 6.0
    if not axis.ticks:
        return 40.0
    widest = max(font.width(_one_line(text), TICK, bold=True) for _place, text in axis.ticks)
    return min(widest + 14, box.width * 0.45)


# --- one chart of marks --------------------------------------------------------------------------


def _panel(
    slide: Slide,
    box: Box,
    answer: Answer,
    spec: dict[str, Any],
    font: Font,
    *,
    axis: str = "yaxis",
    rows: Rows | None = None,
    whole: Box | None = None,
    is_last: bool = True,
) -> None:
    """Draw the traces of one upright axis: areas behind, the chart, and its remarks.

    `rows` are the names that belong to this panel; `whole` is the plot of all panels together.
    """
    layout = spec["layout"]
    if whole is None:  # a few rows do not grow until they fall apart
        most = layout["height"] * _MOST_GROWN
        if rows is not None and not rows.is_of_names:
            most = (rows.last - rows.first) * _LEAST_MARK * _MOST_GROWN + _AROUND
        box = replace(box, height=min(box.height, most))
    across, up = _axis(layout["xaxis"]), _axis(layout[axis], rows)
    letter = axis.replace("axis", "")
    beside = whole.left - box.left if whole is not None else _left(layout[axis], font, box, rows)
    # What stands on all panels together is drawn with the first of them.
    of_all = ("paper",) if letter == "y" else ()
    notes = [n for n in layout.get("annotations", ()) if n.get("yref", "y") in (letter, *of_all)]
    above = _above(across, notes, font, box.width - beside - 12)
    below = 22.0 if not across.at_top and across.is_shown and is_last else 6.0
    plot = Box(
        box.left + beside, box.top + above, box.width - beside - 12, box.height - above - below
    )
    where = _Where(plot, across, up, whole or plot)
    say = words(answer.selection.lang)
    ground = say("Ground of the chart")
    for shape in layout.get("shapes", ()):
        if shape.get("yref", "y") in (letter, *of_all):
            _behind(slide, where, shape, rows, _said_of(shape, notes, where) or ground)
    series = [
        made
        for trace in spec["data"]
        if trace.get("yaxis", "y") == letter and trace["type"] == "scatter"
        for made in _series(trace, answer, where, rows)
    ]
    _xy(slide, box, where, [*_names(where, font, is_last=is_last), *series], answer)
    for note in notes:
        _remark(slide, where, note, font)
    if across.title:
        at = Box(plot.left, box.top, plot.width, LEAST_TICK * 1.4)
        size = LEAST_TICK + 1
        name = across.title
        shapes.text(slide, at, [name], size=size, name=name, align="center", ink=shapes.MUTED)


@dataclass
class _Where:
    """From values of the drawing to places on the slide."""

    plot: Box
    across: Axis
    up: Axis
    whole: Box

    def x(self, value: Any, of_paper: bool = False) -> float:
        if of_paper:
            return self.plot.left + float(value) * self.plot.width
        share = (self.across.place(value) - self.across.low) / (self.across.high - self.across.low)
        return self.plot.left + share * self.plot.width

    def y(self, value: Any, of_paper: bool = False) -> float:
        if of_paper:
            return self.whole.bottom - float(value) * self.whole.height
        share = (self.up.place(value) - self.up.low) / (self.up.high - self.up.low)
        return self.plot.bottom - share * self.plot.height


def _above(across: Axis, notes: list[dict[str, Any]], font: Font, width: float) -> float:
    """The room over the plot: names of an axis at the top, or remarks that stand on it."""
    needed = 8.0
    if across.at_top and across.ticks:
        slot = width / max(len(across.ticks), 1) - 6
        lines = max(len(font.lines(text, LEAST_TICK + 1, slot)) for _place, text in across.ticks)
        needed = lines * (LEAST_TICK + 1) * 1.2 + 8 + (16 if across.title else 0)
    for note in notes:
        if note.get("yref") == "paper" and note.get("yanchor") == "bottom" and note["y"] == 1:
            lines = told(note["text"]).count("\n") + 1
            needed = max(needed, lines * LEAST_TICK * 1.25 + 8)
    return needed


def _series(
    trace: dict[str, Any], answer: Answer, where: _Where, rows: Rows | None
) -> list[Series]:
    """The series of a trace; texts beside marks are its labels."""
    texts = trace.get("text")
    tips = trace.get("customdata") or (
        texts if trace.get("hovertemplate", "").startswith("%{text}") else None
    )
    labels = texts if "text" in trace.get("mode", "") else None
    kept = [
        i
        for i, y in enumerate(trace["y"])
        if rows is None or _is_in(trace["y"], i, rows) or (y is None and trace["x"][i] is None)
    ]
    points: list[tuple[float, float | None]] = []
    for i in kept:
        x, y = trace["x"][i], trace["y"][i]
        known = x is not None and y is not None
        at = where.across.place(x) if x is not None else (points[-1][0] if points else 0.0)
        points.append((at, where.up.place(y) if known else None))
    if not any(y is not None for _x, y in points):
        return []
    whole = Series(
        # Texts alone are labels at places that mean nothing; the sheet says so.
        name="" if trace["mode"] == "text" else told(str(trace.get("name") or "")) or answer.unit,
        points=points,
        notes=[_one_line(told(str(tips[i]))) if tips and tips[i] else "" for i in kept],
        labels=[told(str(labels[i])) for i in kept] if labels else [],
        sides=[_LABELS[side] for side in _each(trace.get("textposition", "middle center"), kept)],
        style=_style(trace, kept, where),
        label_size=max(trace.get("textfont", {}).get("size", 12) * 0.95, LEAST_TICK),
        label_ink=_label_ink(trace),
        label_bold="<b>" in str(labels[0]) if labels else False,
    )
    return _by_look(whole)


def _by_look(whole: Series) -> list[Series]:
    """A series for each look of its marks: office programs differ on single points."""
    style = whole.style
    if not style.symbol:
        return [whole]
    looks = list(zip(style.fill, style.edge_width, style.sizes, strict=True))
    if len(set(looks)) < 2:
        return [whole]
    made = []
    for look in dict.fromkeys(looks):
        held = [i for i, one in enumerate(looks) if one == look]
        fill, edge_width, size = look
        made.append(
            replace(
                whole,
                points=[whole.points[i] for i in held],
                notes=[whole.notes[i] for i in held],
                labels=[whole.labels[i] for i in held] if whole.labels else [],
                sides=[whole.sides[i] for i in held],
                style=replace(style, fill=[fill], edge_width=[edge_width], sizes=[size]),
            )
        )
    return made


def _is_in(ys: list[Any], i: int, rows: Rows) -> bool:
    """Whether a point belongs to these rows; a gap belongs to the point before it."""
    y = ys[i] if ys[i] is not None else (ys[i - 1] if i else None)
    return y is not None and rows.hold(y)


def _label_ink(trace: dict[str, Any]) -> str:
    colour = trace.get("textfont", {}).get("color")
    return (
        colour
        if isinstance(colour, str)
        and "marker" in trace
        and trace["mode"] == ("markers+text")
        and trace.get("textposition", "middle center") == "middle center"
        else shapes.TEXT
    )


def _style(trace: dict[str, Any], kept: list[int], where: _Where) -> Style:
    mode, marker, line = trace.get("mode", ""), trace.get("marker", {}), trace.get("line", {})
    style = Style(opacity=trace.get("opacity", 1))
    if "lines" in mode:
        style.line = line["color"]
        style.line_width = line["width"] * _POINTS
        style.dash = {"solid": ""}.get(line.get("dash", ""), line.get("dash", ""))
    if "markers" not in mode or marker.get("opacity") == 0:
        return style
    symbol, is_hollow = marker.get("symbol", "circle"), False
    if symbol.endswith("-open"):
        symbol, is_hollow = symbol.removesuffix("-open"), True
    edge = marker.get("line", {})
    if symbol == "line-ns":  # a short upright: no office program has such a mark
        tall = marker["size"] * _POINTS / where.plot.height * (where.up.high - where.up.low)
        style.upright = tall / 2
        style.edge, style.edge_width = marker["color"], [edge.get("width", 1) * _POINTS]
        return style

    style.symbol = symbol
    style.sizes = [size * _POINTS for size in _each(marker["size"], kept)]
    style.edge = marker["color"] if is_hollow else edge.get("color", "")
    is_ring = is_hollow or marker["color"] == "#FFFFFF"
    # Not white within: LibreOffice draws no edge around a mark, and it would be gone.
    style.fill = [pale(style.edge)] * len(kept) if is_ring else _each(marker["color"], kept)
    style.edge_width = [
        width * _POINTS for width in _each(edge.get("width", 2 if is_hollow else 0), kept)
    ]
    return style


def _each(value: Any, kept: list[int]) -> list[Any]:
    """One value for each point that is kept, also where a trace has one for all."""
    return [value[i] for i in kept] if isinstance(value, list) else [value] * len(kept)


def pale(colour: str) -> str:
    """What a hollow mark is filled with: its colour with three parts of white."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{(part + 3 * 255) // 4:02X}" for part in parts)


def _names(where: _Where, font: Font, *, is_last: bool) -> list[Series]:
    """The names on the axes, as labels of series that have no marks."""
    up, across, plot = where.up, where.across, where.plot
    made = []
    # A hair inside the ends: rounding would put them outside, and LibreOffice leaves them out.
    left = across.low + (across.high - across.low) * _HAIR
    low, high = (
        end + (up.high - up.low) * hair for end, hair in ((up.low, _HAIR), (up.high, -_HAIR))
    )
    if up.ticks and up.is_shown:
        tall = plot.height / max(up.high - up.low, 1)
        made.append(
            Series(
                "",
                [(left, place) for place, _text in up.ticks],
                labels=[_one_line(text) for _place, text in up.ticks],
                sides=["LEFT"] * len(up.ticks),
                label_size=min(TICK, max(tall * 0.82, LEAST_TICK)),
            )
        )
    if across.ticks and across.is_shown and (is_last or across.at_top):
        slot = plot.width / max(len(across.ticks), 1) - 6
        texts = [
            "\n".join(font.lines(text, LEAST_TICK + 1, slot)) if across.at_top else text
            for _place, text in across.ticks
        ]
        made.append(
            Series(
                "",
                [(place, high if across.at_top else low) for place, _text in across.ticks],
                labels=texts,
                sides=["ABOVE" if across.at_top else "BELOW"] * len(across.ticks),
                label_size=LEAST_TICK + 1 if across.at_top else TICK,
                label_ink=shapes.MUTED,
            )
        )
    return made


def _said_of(shape: dict[str, Any], notes: list[dict[str, Any]], where: _Where) -> str:
    """What a remark at the head of an area or line says of it; empty where none stands there."""
    if shape.get("yref") != "paper" or shape.get("xref") == "paper":
        return ""
    low, high = sorted(where.x(shape[key]) for key in ("x0", "x1"))
    return next(
        (
            told(note["text"]).replace("\n", " ")
            for note in notes
            if note.get("xref", "x") == "x"
            and note.get("yref") == "paper"
            and low - 1 <= where.x(note["x"]) <= high + 1
        ),
        "",
    )


def _behind(
    slide: Slide, where: _Where, shape: dict[str, Any], rows: Rows | None, name: str
) -> None:
    """An area or a line of the drawing, behind the chart."""
    of_paper = (shape.get("xref") == "paper", shape.get("yref") == "paper")
    if rows is not None and not of_paper[1] and not rows.first <= shape["y0"] <= rows.last:
        return
    x0, x1 = (where.x(shape[key], of_paper[0]) for key in ("x0", "x1"))
    y0, y1 = (where.y(shape[key], of_paper[1]) for key in ("y0", "y1"))
    inside = where.whole
    x0, x1 = (min(max(x, inside.left), inside.right) for x in (x0, x1))
    y0, y1 = (min(max(y, inside.top), inside.bottom) for y in (y0, y1))
    if shape["type"] == "rect":
        box = Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
        fill = shape["fillcolor"]
        opacity = shape.get("opacity", 1)
        shapes.area(slide, box, fill, name=name, alternative=name, opacity=opacity)
    else:
        line = shape["line"]
        shapes.rule(
            slide,
            (x0, y0),
            (x1, y1),
            line["color"],
            width=line["width"],
            name=name,
            alternative=name,
            dash=line.get("dash", ""),
        )


def _remark(slide: Slide, where: _Where, note: dict[str, Any], font: Font) -> None:
    """A remark of the drawing as a text box of its own size."""
    said = told(note["text"])
    size = max(note.get("font", {}).get("size", 12) * 0.95, LEAST_TICK)
    bold = "<b>" in note["text"]
    lines = said.split("\n")
    width = max(font.width(line, size, bold=bold) for line in lines) + 4
    height = len(lines) * size * 1.22
    x = where.x(note["x"], note.get("xref") == "paper") + note.get("xshift", 0) * 0.75
    y = where.y(note["y"], note.get("yref") == "paper") - note.get("yshift", 0) * 0.75
    turned = note.get("textangle", 0)
    if turned:  # the box turns around its middle
        middle = y - width / 2
        box = Box(x - width / 2, middle - height / 2, width, height)
    else:
        left = x - width * {"left": 0, "right": 1}.get(note.get("xanchor", "center"), 0.5)
        top = y - height * {"top": 0, "bottom": 1}.get(note.get("yanchor", "middle"), 0.5)
        left = min(max(left, where.plot.left - 30), where.plot.right + 12 - width)
        box = Box(left, top, width, height)
    align = {"left": "left", "right": "right"}.get(note.get("xanchor", "center"), "center")
    shapes.text(
        slide,
        box,
        [said],
        size=size,
        name=said,
        bold=bold,
        align=align,
        ink=shapes.TEXT if bold else shapes.MUTED,
        turned=turned,
    )


# --- office charts -------------------------------------------------------------------------------


def _xy(slide: Slide, box: Box, where: _Where, series: list[Series], answer: Answer) -> None:
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    from dashboard.briefing.pptx.workbook import xy_data

    # LibreOffice drops each series that stands before a longer one: the first is as long as any.
    longest = max(len(one.points) for one in series)
    first = series[0].points
    first += [(first[-1][0], None)] * (longest - len(first))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER_LINES,
        *(int(Pt(value)) for value in (box.left, box.top, box.width, box.height)),
        xy_data(series, words(answer.selection.lang), answer.facts_date),
    )
    shapes.named(frame, answer.headline, answer.reading)
    chart = frame.chart
    _quiet(chart, box, where.plot)
    for one, drawn in zip(series, chart.plots[0].series, strict=True):
        _dress(drawn, one)
    for axis, given in ((chart.category_axis, where.across), (chart.value_axis, where.up)):
        _scale(axis, given)


def _quiet(chart: Chart, box: Box, plot: Box) -> None:
    """A chart without title and legend of its own, its plot where it was measured."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls
    from pptx.util import Pt

    chart.has_legend = False
    chart.has_title = False
    chart.font.size = Pt(TICK)
    shapes.inked(chart.font.fill, shapes.MUTED)
    shares = (
        ("x", (plot.left - box.left) / box.width),
        ("y", (plot.top - box.top) / box.height),
        ("w", plot.width / box.width),
        ("h", plot.height / box.height),
    )
    inner = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares)
    area = chart._chartSpace.chart.plotArea
    for old in area.findall("{*}layout"):
        area.remove(old)
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
            f'<c:xMode val="edge"/><c:yMode val="edge"/>{inner}</c:manualLayout></c:layout>'
        ),
    )


def _scale(axis: Any, given: Axis) -> None:
    from pptx.enum.chart import XL_AXIS_CROSSES, XL_TICK_LABEL_POSITION, XL_TICK_MARK

    axis.minimum_scale, axis.maximum_scale = given.low, given.high
    axis.major_unit = given.step
    axis.crosses = XL_AXIS_CROSSES.MINIMUM
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = given.has_grid
    if given.has_grid:
        shapes.inked(axis.major_gridlines.format.line.fill, shapes.HAIR)
        axis.major_gridlines.format.line.width = 6350
    if given.ticks or not given.is_shown:
        axis.visible = False
        return
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.fill.background()
    labels = axis.tick_labels
    labels.number_format, labels.number_format_is_linked = (
        "#,##0.##" if given.step % 1 else "#,##0",
        (False),
    )


def _dress(drawn: Any, given: Series) -> None:
    """Give a series of the chart its line, marks and labels."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    style = given.style
    drawn.smooth = False
    line = drawn.format.line
    if style.line:
        shapes.inked(line.fill, style.line)
        shapes.seen_through(line.fill, style.opacity)
        line.width = Pt(style.line_width)
        if style.dash:
            line.dash_style = getattr(MSO_LINE, shapes.DASHES[style.dash])
    else:
        line.fill.background()
    if style.symbol:
        _mark(drawn.marker, style)
    else:
        drawn.marker.style = XL_MARKER_STYLE.NONE
    if style.upright:
        _uprights(drawn, style)
    for i, label in enumerate(given.labels):
        if label and given.points[i][1] is not None:
            written = drawn.points[i].data_label
            frame = written.text_frame
            frame.word_wrap = False
            for place, text in enumerate(label.split("\n")):
                paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
                shapes.write(
                    paragraph,
                    shapes.Run(plain(text), given.label_bold),
                    size=given.label_size,
                    ink=given.label_ink,
                )
            written.position = getattr(XL_LABEL_POSITION, given.sides[i])


def _mark(marker: Any, style: Style) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.util import Pt

    marker.style = getattr(XL_MARKER_STYLE, _MARKERS[style.symbol])
    marker.size = min(max(round(style.sizes[0]), 2), 72)
    shapes.inked(marker.format.fill, style.fill[0])
    shapes.seen_through(marker.format.fill, style.opacity)
    if style.edge and style.edge_width[0]:
        shapes.inked(marker.format.line.fill, style.edge)
        marker.format.line.width = Pt(style.edge_width[0])
    else:
        marker.format.line.fill.background()


def _uprights(drawn: Any, style: Style) -> None:
    """Short uprights in the place of marks: error bars of one length, without caps."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    width, colour = round(style.edge_width[0] * 12_700), style.edge.lstrip("#")
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="both"/>'
        f'<c:errValType val="fixedVal"/><c:noEndCap val="1"/><c:val val="{style.upright:.5f}"/>'
        f'<c:spPr><a:ln w="{width}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>'
        "</c:spPr></c:errBars>"
    )
    drawn._element.find("{*}xVal").addprevious(bars)


# --- bars ----------------------------------------------------------------------------------------


def _bars(slide: Slide, box: Box, answer: Answer, font: Font) -> None:
    spec = charts.draw(answer)
    is_lying = any(trace.get("orientation") == "h" for trace in spec["data"])
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    from dashboard.briefing.pptx.workbook import category_data

    say = words(answer.selection.lang)
    names = _categories(spec, is_lying)
    traces = [trace for trace in spec["data"] if trace["type"] == "bar"]
    rows: list[tuple[str, dict[Any, float | None]]] = [
        (_bar_name(trace, say), dict(zip(*_places(trace, is_lying), strict=True)))
        for trace in traces
    ]
    checks = None if is_lying else _strokes(spec)
    if checks:
        rows.append((checks[0], dict(checks[1])))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_STACKED if is_lying else XL_CHART_TYPE.COLUMN_STACKED,
        *(int(Pt(value)) for value in (box.left, box.top, box.width, box.height)),
        category_data(names, rows, answer.facts_date),
    )
    shapes.named(frame, answer.headline, answer.reading)
    chart = frame.chart
    widest = max((font.width(name, TICK) for name in names.values()), default=0) + 16
    left, below = (min(widest, box.width * 0.45), 22) if is_lying else (40, 24)
    plot = Box(box.left + left, box.top + 8, box.width - left - 16, box.height - 8 - below)
    _quiet(chart, box, plot)
    drawn = chart.plots[0]
    drawn.gap_width = 40
    drawn.overlap = 100
    for trace, one in zip(traces, drawn.series, strict=False):
        _dress_bar(one, trace, names, is_lying)
    if checks:
        _as_strokes(chart, plot, len(names))
    _bar_axes(chart, is_lying)


def _bar_name(trace: dict[str, Any], say: Any) -> str:
    opacity = trace["marker"]["opacity"]
    is_pale = isinstance(opacity, float) and opacity < 1
    name = told(str(trace["name"]))
    return f"{name} ({say('incomplete list')})" if is_pale else name


def _places(trace: dict[str, Any], is_lying: bool) -> tuple[list[Any], list[Any]]:
    return (trace["y"], trace["x"]) if is_lying else (trace["x"], trace["y"])


def _categories(spec: dict[str, Any], is_lying: bool) -> dict[Any, str]:
    """The categories in order by their place; lying bars carry their total in the name."""
    if not is_lying:
        years = sorted({x for t in spec["data"] if t["type"] == "bar" for x in t["x"]})
        return {year: str(year) for year in years}
    axis = spec["layout"]["yaxis"]
    totals = {
        y: told(str(text)).strip()
        for trace in spec["data"]
        if trace.get("mode") == "text"
        for y, text in zip(trace["y"], trace["text"], strict=True)
    }
    return {
        place: f"{told(name)} · {totals[place]}" if place in totals else told(name)
        for place, name in zip(axis["tickvals"], axis["ticktext"], strict=True)
    }


def _strokes(spec: dict[str, Any]) -> tuple[str, list[tuple[int, float]]] | None:
    """The check value of each year: the drawing has it as a stroke around the year."""
    for trace in spec["data"]:
        if trace["type"] == "scatter" and trace["mode"] == "lines":
            ends = list(zip(trace["x"], trace["y"], strict=True))
            pairs = [
                (round((a[0] + b[0]) / 2), a[1]) for a, b in zip(ends[::3], ends[1::3], strict=True)
            ]
            return (told(trace["name"]), pairs) if pairs else None
    return None


def _dress_bar(one: Any, trace: dict[str, Any], names: Mapping[Any, str], is_lying: bool) -> None:
    from pptx.util import Pt

    marker = trace["marker"]
    opacity = marker["opacity"]
    fill = one.format.fill
    shapes.inked(fill, marker["color"])
    shapes.seen_through(fill, opacity if isinstance(opacity, int | float) else 1)
    shapes.inked(one.format.line.fill, shapes.PAPER)
    one.format.line.width = Pt(0.5)
    if isinstance(opacity, list):
        order = list(names)
        for place, share in zip(_places(trace, is_lying)[0], opacity, strict=True):
            if share < 1:
                point = one.points[order.index(place)].format
                shapes.inked(point.fill, marker["color"])
                shapes.seen_through(point.fill, share)


def _as_strokes(chart: Chart, plot: Box, n: int) -> None:
    """Turn the last series of the columns into strokes: a line without a line, with dashes."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    area = chart._chartSpace.chart.plotArea
    columns = area.find("{*}barChart")
    series = columns.findall("{*}ser")[-1]
    columns.remove(series)
    for name in ("invertIfNegative", "spPr"):
        for element in series.findall(f"{{*}}{name}"):
            series.remove(element)
    size = min(max(round(plot.width / n * 0.55), 2), 72)
    ink = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    series.find("{*}tx").addnext(
        parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:ln><a:noFill/></a:ln></c:spPr>")
    )
    series.find("{*}spPr").addnext(
        parse_xml(
            f'<c:marker {nsdecls("c", "a")}><c:symbol val="dash"/><c:size val="{size}"/>'
            f"<c:spPr>{ink}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        )
    )
    lines = parse_xml(
        f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/>'
        '<c:marker val="1"/></c:lineChart>'
    )
    lines.find("{*}marker").addprevious(series)
    for axis in columns.findall("{*}axId"):
        lines.append(parse_xml(f'<c:axId {nsdecls("c")} val="{axis.get("val")}"/>'))
    columns.addnext(lines)


def _bar_axes(chart: Chart, is_lying: bool) -> None:
    from pptx.enum.chart import XL_TICK_MARK

    names, numbers = chart.category_axis, chart.value_axis
    names.reverse_order = is_lying  # the first name stands highest
    names.major_tick_mark = numbers.major_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    shapes.inked(names.format.line.fill, shapes.HAIR)
    numbers.minimum_scale = 0
    numbers.has_major_gridlines = True
    shapes.inked(numbers.major_gridlines.format.line.fill, shapes.HAIR)
    numbers.format.line.fill.background()
    if is_lying:
        from pptx.enum.chart import XL_TICK_LABEL_POSITION

        numbers.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    numbers.tick_labels.number_format = "#,##0"
    numbers.tick_labels.number_format_is_linked = False

"""Points and ranges of a plot as series of an XY chart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.briefing.font_metrics import Font
from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.office_charts import LABEL, Style, XYSeries
from dashboard.briefing.pptx.places import LEAST_TICK, TICK, Rows, Where, one_line, said
from dashboard.briefing.xml_text import printable
from dashboard.charts.marks import Labels, Place, Ranges, Series, is_bold

_POINTS = 0.9  # of a mark, by its pixels on the screen: a slide is looked at from afar
_HAIR = 1e-6


def series(mark: Series | Ranges, unit: str, where: Where, rows: Rows | None) -> list[XYSeries]:
    """The series of points or ranges; texts beside marks are its labels.

    Args:
        mark: what the plot has.
        unit: the name of what has none.
        where: the axes.
        rows: those of this panel; None for all.
    """
    if isinstance(mark, Ranges):
        given: list[tuple[Place, float | None]] = [
            at
            for x0, y0, x1, y1 in mark.ends
            if rows is None or rows.hold(y0)
            for at in ((x0, y0), (x1, y1), (x1, None))
        ]
        style = Style(
            line=mark.stroke.colour,
            line_width=mark.stroke.width * _POINTS,
            opacity=1 if mark.opacity is None else mark.opacity,
        )
        return [XYSeries(unit, _placed(given, where), style=style)] if given else []
    shown = [i for i in range(len(mark.at)) if rows is None or _is_in(mark.at, i, rows)]
    points = _placed([mark.at[i] for i in shown], where)
    if not any(y is not None for _x, y in points):
        return []
    labels = mark.labels or Labels(())
    is_within = mark.marker is not None and mark.stroke is None and labels.side == "center"
    whole = XYSeries(
        # Texts alone are labels at places that mean nothing; the sheet says so.
        name=printable(mark.name) or unit if mark.marker or mark.stroke else "",
        points=points,
        notes=tuple(one_line(printable(mark.tips[i])) if mark.tips else "" for i in shown),
        labels=tuple(said(labels.texts[i]) for i in shown) if mark.labels else (),
        sides=tuple(side.upper() for side in _each(labels.side, shown)),
        style=_style(mark, shown, where),
        label_size=max((labels.size or LABEL) * 0.95, LEAST_TICK),
        label_ink=labels.ink if labels.ink and (is_within or not mark.marker) else shapes.TEXT,
        label_bold=bool(labels.texts) and is_bold(labels.texts[0]),
    )
    return _by_look(whole)


def _placed(
    at: list[tuple[Place, float | None]], where: Where
) -> tuple[tuple[float, float | None], ...]:
    return tuple((where.across.place(x), None if y is None else where.up.place(y)) for x, y in at)


def _is_in(at: tuple[tuple[Place, float | None], ...], i: int, rows: Rows) -> bool:
    """Whether a point belongs to these rows; a gap belongs to the point before it."""
    y = at[i][1] if at[i][1] is not None else (at[i - 1][1] if i else None)
    return y is not None and rows.hold(y)


def _by_look(whole: XYSeries) -> list[XYSeries]:
    """A series for each look of its marks: office programs differ on single points."""
    style = whole.style
    if not style.symbol:
        return [whole]
    looks = list(zip(style.fill, style.edge_width, style.sizes, strict=True))
    if len(set(looks)) < 2:
        return [whole]
    alike = []
    for look in dict.fromkeys(looks):
        shown = [i for i, one in enumerate(looks) if one == look]
        fill, edge_width, size = look
        alike.append(
            replace(
                whole,
                points=_each(whole.points, shown),
                notes=_each(whole.notes, shown),
                labels=_each(whole.labels, shown) if whole.labels else (),
                sides=_each(whole.sides, shown),
                style=replace(style, fill=(fill,), edge_width=(edge_width,), sizes=(size,)),
            )
        )
    return alike


def _style(mark: Series, shown: list[int], where: Where) -> Style:
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
    edge_widths = tuple(width * _POINTS for width in _each(marker.edge_width or 0, shown))
    sizes = tuple(size * _POINTS for size in _each(marker.size, shown))
    fill = _each(marker.fill, shown)
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


def _each(value: Any, shown: list[int]) -> tuple[Any, ...]:
    """One value for each point that is shown, also where there is one for all."""
    return tuple(value[i] for i in shown) if isinstance(value, tuple) else (value,) * len(shown)


def pale(colour: str) -> str:
    """What a hollow mark is filled with: its colour with three parts of white."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{(part + 3 * 255) // 4:02X}" for part in parts)


def names(where: Where, font: Font, *, is_last: bool) -> list[XYSeries]:
    """The names on the axes, as labels of series that have no marks."""
    up, across, plot = where.up, where.across, where.plot
    labels = []
    # A hair inside the ends: rounding would put them outside, and LibreOffice leaves them out.
    left = across.low + (across.high - across.low) * _HAIR
    low, high = (
        end + (up.high - up.low) * hair for end, hair in ((up.low, _HAIR), (up.high, -_HAIR))
    )
    if up.ticks and up.is_shown:
        tall = plot.height / max(up.high - up.low, 1)
        labels.append(
            XYSeries(
                "",
                tuple((left, place) for place, _text in up.ticks),
                labels=tuple(one_line(text) for _place, text in up.ticks),
                sides=("LEFT",) * len(up.ticks),
                label_size=min(TICK, max(tall * 0.82, LEAST_TICK)),
            )
        )
    if across.ticks and across.is_shown and (is_last or across.at_top):
        slot = plot.width / max(len(across.ticks), 1) - 6
        labels.append(
            XYSeries(
                "",
                tuple((place, high if across.at_top else low) for place, _text in across.ticks),
                labels=tuple(
                    "\n".join(font.lines(text, LEAST_TICK + 1, slot)) if across.at_top else text
                    for _place, text in across.ticks
                ),
                sides=("ABOVE" if across.at_top else "BELOW",) * len(across.ticks),
                label_size=LEAST_TICK + 1 if across.at_top else TICK,
                label_ink=shapes.MUTED,
            )
        )
    return labels

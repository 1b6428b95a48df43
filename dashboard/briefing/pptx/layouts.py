"""Which layouts of a template serve, and which room they leave.

Layouts are known by their places, not by their names: those are in any language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dashboard.briefing.pptx.boxes import POINT, Box, box_of, free, is_placed

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout

_EDGE = 36.0
_BESIDE = 4.0  # points around a title
_LEAST_EDGE = 18.0  # between what is shown and the end of a slide
# Kinds of places on a layout that are for small print at its foot.
FOOT = {"DATE", "FOOTER", "SLIDE_NUMBER"}
_ROOM = {"OBJECT", "BODY", "TABLE", "CHART", "PICTURE"}
_TITLES = ("TITLE", "CENTER_TITLE")
# The least part of a slide's width and height that a chart can stand in, and a title.
_LEAST_WIDTH, _LEAST_HEIGHT = 0.55, 0.45
_LEAST_TITLE, _LEAST_LINE, _ON_SLIDE = 0.2, 24.0, 0.9
# A shape of a master that takes more of a slide is its ground; less of a place is no content.
_GROUND, _SMALL = 0.35, 0.25


def content(deck: Presentation) -> SlideLayout | None:
    """The layout for a title and a chart: the best that has room, of the first master that can."""
    every = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    for layout in sorted(every, key=_rank):
        title = _title(layout, "TITLE")
        if title is not None and _is_large_enough(deck, room(deck, layout)):
            return layout
    return None


def cover(beside: SlideLayout) -> SlideLayout:
    """The layout of a cover, of the same master; without one the layout for content."""
    own = [one for one in beside.slide_master.slide_layouts if _title(one, *_TITLES)]
    for is_cover in (
        lambda one: "CENTER_TITLE" in kinds(one),
        lambda one: one._element.get("type") == "title",
        lambda one: {"TITLE", "SUBTITLE"} <= set(kinds(one)),
    ):
        found = next((one for one in own if is_cover(one)), None)
        if found is not None:
            return found
    return beside


def divider(beside: SlideLayout) -> SlideLayout:
    """The layout of a slide that opens a section; without one that of the cover."""
    for one in beside.slide_master.slide_layouts:
        if one._element.get("type") == "secHead" and _title(one, *_TITLES) is not None:
            return one
    return cover(beside)


def room(deck: Presentation, layout: SlideLayout) -> Box:
    """The layout's own place for content, else what is free around its title, foot and logos."""
    title = box_of(_title(layout, *_TITLES))
    wide, tall = deck.slide_width / POINT, deck.slide_height / POINT
    standing = list(_standing(layout, wide * tall))
    logos = [box for box, is_logo in standing if is_logo]
    own = _own(layout, title)
    if own is not None and _is_large_enough(deck, own):
        inside = _on_slide(own, wide, tall)
        cleared = free(inside, logos)
        if _is_large_enough(deck, cleared):
            return cleared
        if _is_large_enough(deck, inside):
            return inside
    feet = [box_of(one) for one in places(layout).values()]
    within = _on_slide(Box(0, 0, wide, tall), wide, tall)
    left, right = _EDGE, wide - _EDGE
    if title.width > wide / 2:  # in line with it; on the right it may end before a logo
        left = min(max(title.left, _LEAST_EDGE), wide / 4)
        right = max(min(title.right, wide - _LEAST_EDGE), wide - left)
    within = Box(left, within.top, right - left, within.height)
    around = Box(title.left, title.top - _BESIDE, title.width, title.height + 2 * _BESIDE)
    for taken in ([box for box, _is_logo in standing], logos, []):  # what only decorates gives way
        found = free(within, [around, *feet, *taken])
        if _is_large_enough(deck, found):
            return found
    return free(within, [around, *feet])


def kinds(layout: SlideLayout) -> list[str]:
    """The kinds of a layout's places."""
    return [place.placeholder_format.type.name for place in layout.placeholders]


def places(layout: SlideLayout) -> dict[str, Any]:
    """The layout's places for date, footer and number, by kind."""
    return {
        kind: place
        for place, kind in zip(layout.placeholders, kinds(layout), strict=True)
        if kind in FOOT and is_placed(place)
    }


def title(layout: SlideLayout) -> Any:
    """The layout's place for a title; none without one that can be written in."""
    return _title(layout, *_TITLES)


def of_layout(place: Any) -> Any:
    """The layout's place that a slide's place follows; a layout's own place is itself."""
    part = place.part
    if not hasattr(part, "slide"):
        return place
    wanted = place.placeholder_format.idx
    return next(p for p in part.slide_layout.placeholders if p.placeholder_format.idx == wanted)


def _title(layout: SlideLayout, *wanted: str) -> Any:
    for place, kind in zip(layout.placeholders, kinds(layout), strict=True):
        if kind not in wanted or not is_placed(place):
            continue
        box = box_of(place)
        deck = layout.part.package.presentation_part.presentation
        slide = Box(0, 0, deck.slide_width / POINT, deck.slide_height / POINT)
        is_wide = box.width >= _LEAST_TITLE * slide.width
        is_on = slide.shared(box) > _ON_SLIDE * box.area
        if is_wide and box.height >= _LEAST_LINE and is_on and not _is_upright(place):
            return place
    return None


def _is_upright(place: Any) -> bool:
    """Whether the text of a place runs from top to bottom."""
    given = place._element.find(".//{*}bodyPr")
    turned = None if given is None else given.get("vert")
    return place._element.find(".//{*}ph").get("orient") == "vert" or turned not in (None, "horz")


def _rank(layout: SlideLayout) -> int:
    """How well the places of a layout serve a chart, best first: a title and one for content."""
    others = [kind for kind in kinds(layout) if kind not in FOOT and kind != "TITLE"]
    if others == ["OBJECT"]:
        return 0
    return 1 if not others else 2 if len(others) == 1 else 3


def _own(layout: SlideLayout, title: Box) -> Box | None:
    """The one large place for content, where no other is beside it."""
    found = sorted(
        (
            box_of(place)
            for place, kind in zip(layout.placeholders, kinds(layout), strict=True)
            if kind in _ROOM and is_placed(place)
        ),
        key=lambda box: box.area,
        reverse=True,
    )
    if not found or found[0].shared(title) > title.area / 4:
        return None
    if any(other.area > _SMALL * found[0].area for other in found[1:]):
        return None
    return free(found[0], [title, *found[1:]])


def _on_slide(box: Box, wide: float, tall: float) -> Box:
    """What of a place is well within the slide."""
    left, top = max(box.left, _LEAST_EDGE / 2), max(box.top, _LEAST_EDGE)
    right, bottom = min(box.right, wide - _LEAST_EDGE / 2), min(box.bottom, tall - _LEAST_EDGE)
    return Box(left, top, right - left, bottom - top)


def _is_large_enough(deck: Presentation, box: Box) -> bool:
    return (
        box.width >= _LEAST_WIDTH * deck.slide_width / POINT
        and box.height >= _LEAST_HEIGHT * deck.slide_height / POINT
    )


def _standing(layout: SlideLayout, whole: float) -> Iterator[tuple[Box, bool]]:
    """What master and layout show themselves but their ground, and whether it is a picture."""
    hides = layout._element.get("showMasterSp") in ("0", "false")
    for owner in (layout,) if hides else (layout.slide_master, layout):
        for shape in owner.shapes:
            if shape.is_placeholder or not is_placed(shape):
                continue
            box = box_of(shape)
            if box.area < _GROUND * whole:
                yield box, str(shape._element.tag).endswith("}pic")

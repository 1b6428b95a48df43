"""The template of a deck: the project's own, or an office's with its logo, colours and masters.

Of a template we use three things: the layout of a cover, a layout with a title and room below it,
and the theme's fonts and colours. What else an office's file holds, `template_parts` leaves out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.briefing.font_metrics import FONT, Font
from dashboard.briefing.pptx import template_parts
from dashboard.briefing.pptx.template_parts import NOT_A_DECK
from dashboard.core.i18n import message
from dashboard.core.uploads import Kind, Unusable
from dashboard.export import assets

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout

# Changed in PowerPoint or LibreOffice: tests/briefing/test_template.py says what decks rely on.
_PROJECT_TEMPLATE = assets.FOLDER / "briefing" / "deck.pptx"
# How a file that an office gives is checked, before anything else here reads it.
UPLOAD = Kind("dashboard.briefing.pptx.template:checked", megabytes=20)
_POINT = 12_700  # of the unit of office files
_EDGE = 36.0
_MARGIN = 7.2
# Kinds of places on a layout that are for small print at its foot.
_FOOT = {"DATE", "FOOTER", "SLIDE_NUMBER"}
_ROOM = {"OBJECT", "BODY", "TABLE", "CHART", "PICTURE"}
# The least part of a slide's width and height that a chart can stand in.
_LEAST_WIDTH, _LEAST_HEIGHT = 0.6, 0.45


class BadTemplate(Unusable):
    """A deck that cannot serve as a template; `message(say)` says why and what would."""


NO_TITLE = message(
    "None of its layouts has a place for a title with room below it. Take the project's own "
    "template and put your logo and colours into it."
)


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


@dataclass(frozen=True, eq=False)
class Design:
    """A template, opened.

    Attributes:
        deck: a presentation without slides.
        cover, content: the layouts in use.
        title: where the content layout has its title.
        room: what is left for everything else.
        title_size: of the layout's title in points.
        heading, body: the theme's fonts.
    """

    deck: Presentation
    cover: SlideLayout
    content: SlideLayout
    title: Box
    room: Box
    title_size: float
    heading: Font
    body: Font


def checked(content: bytes) -> bytes:
    """A template that may be used: the same masters and layouts, and nothing that may not leave.

    Raises:
        Unusable: it is no deck, holds more than a template needs, or has no layout that serves.
    """
    cleaned = template_parts.without_the_rest(content)
    open_design(cleaned)
    return cleaned


def project_template() -> bytes:
    """The project's own template: a file that an office can open, change and give back."""
    return _PROJECT_TEMPLATE.read_bytes()


def open_design(content: bytes | None) -> Design:
    """A template that was checked (`UPLOAD`), ready to be filled; none is the project's own.

    Raises:
        BadTemplate: the file cannot serve.
    """
    from lxml.etree import LxmlError
    from pptx.exc import PythonPptxError

    try:
        return _design(project_template() if content is None else content)
    except (
        *(zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError),
        *(LookupError, ValueError, AttributeError, TypeError, LxmlError, PythonPptxError),
        *(AssertionError, RuntimeError, zlib.error),
    ) as error:  # whatever a broken file makes the library stumble over
        raise BadTemplate(NOT_A_DECK) from error


def _design(content: bytes) -> Design:
    deck = _read(content)
    content_layout = max(deck.slide_layouts, key=lambda layout: _fitness(deck, layout))
    if _fitness(deck, content_layout) < 0:
        raise BadTemplate(NO_TITLE)
    cover = next(
        (layout for layout in deck.slide_layouts if "CENTER_TITLE" in _kinds(layout)),
        content_layout,
    )
    title = _title(content_layout)
    heading, body = _fonts(deck)
    return Design(
        deck=deck,
        cover=cover,
        content=content_layout,
        title=box_of(title),
        room=_inside(_room(deck, content_layout)),
        title_size=_title_size(deck, title),
        heading=Font(heading),
        body=Font(body),
    )


def box_of(shape: Any) -> Box:
    """Where a shape or placeholder stands."""
    return Box(*(value / _POINT for value in (shape.left, shape.top, shape.width, shape.height)))


# --- reading what an office gives ----------------------------------------------------------------


def _read(content: bytes) -> Presentation:
    from pptx import Presentation as open_deck

    deck = open_deck(io.BytesIO(content))
    if not deck.slide_width or not deck.slide_height:
        raise BadTemplate(NOT_A_DECK)
    return deck


def _kinds(layout: SlideLayout) -> list[str]:
    return [place.placeholder_format.type.name for place in layout.placeholders]


def _title(layout: SlideLayout) -> Any:
    return next(
        (
            place
            for place in layout.placeholders
            if place.placeholder_format.type.name in ("TITLE", "CENTER_TITLE")
        ),
        None,
    )


def _fitness(deck: Presentation, layout: SlideLayout) -> int:
    """How well a layout serves a chart: a title above one place that is large enough."""
    kinds = [kind for kind in _kinds(layout) if kind not in _FOOT]
    if "TITLE" not in kinds or not _is_placed(_title(layout)):
        return -1
    room = _room(deck, layout)
    width, height = deck.slide_width / _POINT, deck.slide_height / _POINT
    if room.width < _LEAST_WIDTH * width or room.height < _LEAST_HEIGHT * height:
        return -1
    others = [kind for kind in kinds if kind != "TITLE"]
    return 3 if others == ["OBJECT"] else 2 if not others else 1 if len(others) == 1 else 0


def _is_placed(shape: Any) -> bool:
    return shape is not None and None not in (shape.left, shape.top, shape.width, shape.height)


def _room(deck: Presentation, layout: SlideLayout) -> Box:
    """The layout's own place for content, else what is free between its title and its foot."""
    title = box_of(_title(layout))
    width, height = deck.slide_width / _POINT, deck.slide_height / _POINT
    places = [
        box_of(place)
        for place in layout.placeholders
        if place.placeholder_format.type.name in _ROOM and _is_placed(place)
    ]
    below = [place for place in places if place.top >= title.bottom - title.height / 4]
    if len(below) == 1 and below[0].width >= _LEAST_WIDTH * width:
        return below[0]
    feet = [
        box_of(place).top
        for place in layout.placeholders
        if place.placeholder_format.type.name in _FOOT and _is_placed(place)
    ]
    bottom = min([height - _EDGE / 2, *(top for top in feet if top > height / 2)])
    top = title.bottom + 4
    return Box(title.left, top, min(title.width, width - title.left - _EDGE), bottom - top)


def _inside(room: Box) -> Box:
    """The room within the margins that a text of the layout has: titles then stand in line."""
    return Box(room.left + _MARGIN, room.top, room.width - 2 * _MARGIN, room.height)


def _fonts(deck: Presentation) -> tuple[str, str]:
    """The theme's fonts of titles and texts."""
    theme = _theme(deck)
    fonts = [
        theme.find(f".//{{*}}fontScheme/{{*}}{kind}Font/{{*}}latin") for kind in ("major", "minor")
    ]
    heading, body = (font.get("typeface") if font is not None else FONT.name for font in fonts)
    return heading, body


def _theme(deck: Presentation) -> Any:
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _title_size(deck: Presentation, title: Any) -> float:
    """The size of a title as layout or master say it, nearest first."""
    master = deck.slide_master
    of_master = [p for p in master.placeholders if p.placeholder_format.type.name == "TITLE"]
    for element in (
        title._element,
        *(place._element for place in of_master),
        master._element.find(".//{*}titleStyle"),
    ):
        font = None if element is None else element.find(".//{*}lvl1pPr/{*}defRPr[@sz]")
        if font is not None:
            return int(font.get("sz")) / 100
    return 28.0

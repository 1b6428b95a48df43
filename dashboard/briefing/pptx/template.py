"""The template of a deck: the project's own, or an office's with its logo, colours and masters.

Of a template we use four things: the layout of a cover, a layout with a title and room beside it,
one that opens a section, and the theme's fonts and colours. What else an office's file holds,
`template_parts` leaves out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.briefing.font_metrics import FONT, Font
from dashboard.briefing.pptx import grounds, layouts, template_parts
from dashboard.briefing.pptx.boxes import Box, box_of
from dashboard.briefing.pptx.grounds import Inks
from dashboard.briefing.pptx.template_parts import NOT_A_DECK
from dashboard.core.i18n import message
from dashboard.core.uploads import Kind, Unusable
from dashboard.export import assets

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout

__all__ = [  # noqa: RUF022 (places first: other modules take them from here)
    "Box",
    "box_of",
    "UPLOAD",
    "BadTemplate",
    "Design",
    "checked",
    "is_in_capitals",
    "open_design",
    "project_template",
    "size_of",
]

# Changed in PowerPoint or LibreOffice: tests/briefing/test_template.py says what decks rely on.
_PROJECT_TEMPLATE = assets.FOLDER / "briefing" / "deck.pptx"
# How a file that an office gives is checked, before anything else here reads it.
UPLOAD = Kind("dashboard.briefing.pptx.template:checked", megabytes=20)
_MARGIN = 7.2
_SIZES = {"TITLE": 28.0, "CENTER_TITLE": 32.0}  # where neither layout nor master say one
_SMALL_PRINT = 12.0


class BadTemplate(Unusable):
    """A deck that cannot serve as a template; `message(say)` says why and what would."""


NO_TITLE = message(
    "None of its layouts has a place for a title with enough room beside it for a chart. Take the "
    "project's own template and put your logo and colours into it."
)


@dataclass(frozen=True, eq=False)
class Design:
    """A template, opened.

    Attributes:
        deck: a presentation without slides.
        cover, content, divider: the layouts in use; the last opens a section.
        title: where the content layout has its title.
        room: what is left for everything else.
        title_size: of the layout's title in points.
        heading, body: the theme's fonts.
        inks: what can be read on the ground of the content layout.
        has_footer: whether the content layout has a place for a footer.
    """

    deck: Presentation
    cover: SlideLayout
    content: SlideLayout
    divider: SlideLayout
    title: Box
    room: Box
    title_size: float
    heading: Font
    body: Font
    inks: Inks
    has_footer: bool


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
    layout = layouts.content(deck)
    if layout is None:
        raise BadTemplate(NO_TITLE)
    heading, body = _fonts(layout)
    cover, divider = layouts.cover(layout), layouts.divider(layout)
    for other in (cover, divider):
        grounds.inks_of(other)  # what is wrong with a layout shows now, not while slides are made
    return Design(
        deck=deck,
        cover=cover,
        content=layout,
        divider=divider,
        title=box_of(layouts.title(layout)),
        room=_inside(layouts.room(deck, layout)),
        title_size=size_of(layouts.title(layout)),
        heading=Font(heading),
        body=Font(body),
        inks=grounds.inks_of(layout),
        has_footer="FOOTER" in layouts.places(layout),
    )


# --- reading what an office gives ----------------------------------------------------------------


def _read(content: bytes) -> Presentation:
    from pptx import Presentation as open_deck

    deck = open_deck(io.BytesIO(content))
    if not deck.slide_width or not deck.slide_height or not len(deck.slide_masters):
        raise BadTemplate(NOT_A_DECK)
    return deck


def _inside(room: Box) -> Box:
    """The room within the margins that a text of the layout has: titles then stand in line."""
    return Box(room.left + _MARGIN, room.top, room.width - 2 * _MARGIN, room.height)


def _fonts(layout: SlideLayout) -> tuple[str, str]:
    """The fonts of titles and texts: the theme's, or the one that titles name themselves."""
    theme = grounds.theme_of(layout)
    fonts = [
        theme.find(f".//{{*}}fontScheme/{{*}}{kind}Font/{{*}}latin") for kind in ("major", "minor")
    ]
    heading, body = (font.get("typeface") if font is not None else FONT.name for font in fonts)
    for place in _nearest(layouts.title(layout)):
        own = place.find(".//{*}lvl1pPr/{*}defRPr/{*}latin")
        if own is not None and not own.get("typeface", "+").startswith("+"):
            return own.get("typeface"), body
    return heading, body


def size_of(place: Any) -> float:
    """The size of the text of a layout's place as layout or master say it, nearest first."""
    for element in _nearest(place):
        font = element.find(".//{*}lvl1pPr/{*}defRPr[@sz]")
        if font is not None:
            return int(font.get("sz")) / 100
    return _SIZES.get(place.placeholder_format.type.name, _SMALL_PRINT)


def is_in_capitals(place: Any) -> bool:
    """Whether the text of a slide's or layout's place is shown in capitals."""
    for element in (place._element, *_nearest(layouts.of_layout(place))):
        font = element.find(".//{*}lvl1pPr/{*}defRPr[@cap]")
        if font is not None:
            return bool(font.get("cap") == "all")
    return False


def _nearest(place: Any) -> list[Any]:
    """What gives the text of a layout's place its look: itself, the master's place, its style."""
    kind = place.placeholder_format.type.name
    master = place.part.slide_layout.slide_master
    kind = "TITLE" if kind == "CENTER_TITLE" else kind
    same = [p._element for p in master.placeholders if p.placeholder_format.type.name == kind]
    style = master._element.find(".//{*}titleStyle") if kind == "TITLE" else None
    return [place._element, *same, *([] if style is None else [style])]

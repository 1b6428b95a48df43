"""Slides that only say what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.briefing.pptx import shapes, slides, template
from dashboard.briefing.pptx.template import Design

if TYPE_CHECKING:
    from pptx.slide import Slide

_SIZE = 20.0


def add(design: Design, title: str, message: str = "") -> Slide:
    """A slide with a title on the layout of section heads, and a sentence where that has room."""
    slide = design.deck.slides.add_slide(design.divider)
    is_told = not message
    for place in list(slide.placeholders):
        kind = place.placeholder_format.type.name
        if kind in ("TITLE", "CENTER_TITLE"):
            slides.fill_title(place, title, design, design.title_size)
        elif kind in ("SUBTITLE", "BODY") and not is_told:
            place.text_frame.text = ""
            shapes.write(
                place.text_frame.paragraphs[0], shapes.Run(message), size=_SIZE, ink=shapes.MUTED
            )
            shapes.named(place, message, message)
            is_told = True
        else:
            place._element.getparent().remove(place._element)
    if not is_told:
        box = template.Box(design.room.left, design.room.top, design.room.width, _SIZE * 4)
        shapes.text(slide, box, [message], size=_SIZE, name=message, ink=shapes.MUTED)
    return slide

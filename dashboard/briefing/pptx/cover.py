"""The cover: title and what the briefing is about, in the template's own places."""

from __future__ import annotations

from dashboard.briefing.content import Briefing
from dashboard.briefing.pptx import footers, layouts, shapes, slides, template
from dashboard.briefing.pptx.shapes import Run
from dashboard.briefing.pptx.template import Design
from dashboard.briefing.xml_text import printable

_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0)
# Places that an office fills itself: empty ones show only while the slide is edited.
_LEFT_OPEN = {"BODY", "OBJECT", "PICTURE"}


def add(design: Design, briefing: Briefing) -> None:
    """The first slide: its title, subtitle, footer and date; a logo and an office stay open."""
    from pptx.enum.text import MSO_AUTO_SIZE

    slide = design.deck.slides.add_slide(design.cover)
    feet = layouts.places(design.cover)
    beside = [briefing.subtitle, *([] if "FOOTER" in feet else [briefing.facts_line])]
    is_own = design.cover != design.content
    title, subtitle = None, None
    for place in list(slide.placeholders):
        kind = place.placeholder_format.type.name
        if kind in ("TITLE", "CENTER_TITLE") and title is None:
            title = place
            slides.fill_title(
                place, briefing.title, design, template.size_of(layouts.title(design.cover))
            )
        elif kind == "SUBTITLE" and subtitle is None:
            subtitle = place
        elif is_own and kind in _LEFT_OPEN:
            asked = layouts.of_layout(place)
            shapes.named(place, asked.name, asked.text_frame.text or asked.name)
        else:
            place._element.getparent().remove(place._element)
    if subtitle is None:
        shapes.text(slide, design.room, beside, size=18, name=briefing.subtitle, ink=shapes.MUTED)
    else:
        box = template.box_of(subtitle)
        room = (box.width - 16, box.height - 8)
        fitting = design.body.wherever_shown.fitting
        size = fitting(printable("\n".join(beside)), _SIZES, room)[1]
        frame = subtitle.text_frame
        frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        for n, line in enumerate(beside):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            shapes.write(paragraph, Run(line), size=size, ink="")  # in the template's own ink
        shapes.named(subtitle, briefing.subtitle, "\n".join(beside))
    if "FOOTER" in feet:
        footers.fill(slide, feet["FOOTER"], briefing.facts_line, design)
    if "DATE" in feet:
        footers.fill(slide, feet["DATE"], briefing.say.date(briefing.facts_date), design)
    slides.note(slide, [briefing.title, briefing.subtitle, briefing.facts_line, briefing.address])

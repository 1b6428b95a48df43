"""The summary of a briefing on a slide: a sentence a row, with the slide that tells it in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.briefing.content import Part
from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.template import Box, Design
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import Words

if TYPE_CHECKING:
    from pptx.slide import Slide

_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_PLACE, _PLACE_SIZE = 76.0, 14.0  # points: width and letters of a slide's number
_APART, _MOST_APART, _BELOW = 14.0, 30.0, 8.0


@dataclass(frozen=True)
class Reference:
    """The text box that will name the slide of a subject."""

    shape: Any
    subject: str


def draw(slide: Slide, box: Box, part: Part, design: Design) -> list[Reference]:
    """The sentences at the largest size that fits; gives back what is still to be numbered."""
    texts = [printable(one) for one in part.sentences]
    width = box.width - _PLACE - _APART
    most = box.height - _BELOW
    size = next((size for size in _SIZES if _height(texts, size, width, design) <= most), 12)
    spare = most - _height(texts, size, width, design)
    apart = min(_APART + max(spare, 0) / max(len(texts), 1), _MOST_APART)
    references, top = [], box.top
    for text, subject in zip(texts, part.refers, strict=True):
        tall = design.body.wherever_shown.height([text], size, width)
        line = Box(box.left, top, width, tall)
        shapes.text(slide, line, [text], size=size, name=text)
        if subject:
            at = Box(box.right - _PLACE, top, _PLACE, max(tall, _PLACE_SIZE * 1.3))
            shape = shapes.text(
                slide, at, ["–"], size=_PLACE_SIZE, name=subject, ink=shapes.MUTED, align="right"
            )
            references.append(Reference(shape, subject))
        top += tall + apart
    return references


def refer(references: list[Reference], slides: Mapping[str, tuple[int, Slide]], say: Words) -> None:
    """Write the number of each subject's slide, and lead to it; without a slide it goes."""
    for one in references:
        if one.subject not in slides:
            one.shape._element.getparent().remove(one.shape._element)
            continue
        number, slide = slides[one.subject]
        text = say("Slide {n}", n=number)
        one.shape.text_frame.paragraphs[0].runs[0].text = text
        one.shape.click_action.target_slide = slide
        shapes.named(one.shape, text, text)


def _height(texts: list[str], size: float, width: float, design: Design) -> float:
    return (
        sum(design.body.wherever_shown.height([text], size, width) + _APART for text in texts)
        - _APART
    )

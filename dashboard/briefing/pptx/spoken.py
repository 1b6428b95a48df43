"""The language of a deck's texts, for spelling checks and for readers aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.briefing.pptx import groups

if TYPE_CHECKING:
    from pptx.presentation import Presentation

# As office programs call the languages of readers: they write and check by region.
_NAMES = {"id": "id-ID", "en": "en-GB"}


def mark(deck: Presentation, lang: str) -> None:
    """Say of each run and field of slides, their charts and notes which language it is in."""
    name = _NAMES[lang]
    for slide in deck.slides:
        roots = [slide._element]
        if slide.has_notes_slide:  # asking for them would make some
            roots.append(slide.notes_slide._element)
        shown = groups.each_of(slide.shapes)
        roots += [shape.chart._chartSpace for shape in shown if shape.has_chart]
        for root in roots:
            for run in root.iter("{*}r"):
                run.get_or_add_rPr()
            for inherited in root.iter("{*}defRPr", "{*}endParaRPr", "{*}rPr"):
                inherited.set("lang", name)

"""Small repairs where the library writes what the schema of office files does not allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.briefing.pptx import groups

if TYPE_CHECKING:
    from pptx.presentation import Presentation


def repair(deck: Presentation) -> None:
    """Make the ids of axes in charts positive, as they must be."""
    for slide in deck.slides:
        for shape in groups.each_of(slide.shapes):
            if shape.has_chart:
                for one in shape.chart._chartSpace.iter("{*}axId", "{*}crossAx"):
                    # Below 2**31: LibreOffice takes larger ones for one another.
                    one.set("val", str(abs(int(one.get("val")))))

"""The code of a frame (iframe) that shows a figure's page in another page."""

from __future__ import annotations

from dashboard import charts
from dashboard.export import markup
from dashboard.figures import addresses
from dashboard.figures.model import Answer

# What stands around the drawing on a page, and how wide editors make the frame.
AROUND_DRAWING, WIDTH = 390, 720


def height(answer: Answer) -> int:
    """How many pixels the figure's page takes at its natural width."""
    is_drawable = charts.is_drawable(answer)
    drawing = charts.of(answer.figure).height_at(answer, WIDTH) if is_drawable else 0
    return drawing + AROUND_DRAWING


def code(answer: Answer, base: str, width: str = "100%", pixels: int | None = None) -> str:
    """The code of a frame.

    Args:
        answer: the figure.
        base: the address of the dashboard, before the path.
        width: as HTML says it.
        pixels: its height; none is that of the page.
    """
    return markup.render(
        "frame.html",
        address=addresses.address(answer, addresses.PAGE, base=base),
        title=answer.headline,
        width=width,
        height=pixels or height(answer),
    )

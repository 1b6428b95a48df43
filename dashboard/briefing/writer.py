"""From a tray to a file: one place that composes and lays out, for page and command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from dashboard.briefing import compose
from dashboard.export.files import MEDIA_TYPES
from dashboard.export.tray import STATEMENTS, Tray
from dashboard.figures.model import Answer
from dashboard.warehouse.engine import Warehouse

Format = Literal["pptx", "docx", "nota", "html"]
# File formats, and how their files end.
SUFFIXES: dict[Format, str] = {"pptx": "pptx", "docx": "docx", "nota": "docx", "html": "html"}
MEDIA = {
    "pptx": MEDIA_TYPES["pptx"],
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": MEDIA_TYPES["html"],
}
Progress = Callable[[int, int, str], None]


def make(
    warehouse: Warehouse,
    tray: Tray,
    file_format: Format,
    *,
    address: str = "",
    template: bytes | None = None,
    progress: Progress = lambda done, of, title: None,
) -> bytes:
    """The file of a briefing.

    Args:
        warehouse: where the facts are.
        tray: what is in it, in which language.
        file_format: `pptx`, `docx`, `nota` (a DOCX of one page) or `html`.
        address: of the dashboard, for links to the live figures; empty leaves them out.
        template: an office's own PPTX, for a deck.
        progress: is called as the work goes on: parts done, their number, what comes next.

    Raises:
        BadTemplate: the template cannot be used.
    """
    briefing = compose.compose(warehouse, tray, address)
    if file_format == "pptx":
        from dashboard.briefing.pptx import deck

        return deck.deck(warehouse, briefing, template, progress)
    if file_format == "html":
        from dashboard.briefing.html import page

        return page.page(warehouse, briefing, progress)
    if file_format == "nota":
        from dashboard.briefing.docx import nota

        about = next((one.selection for one in tray.items if one.subject == "position"), None)
        return nota.nota(warehouse, briefing, progress, about)
    from dashboard.briefing.docx import paper

    return paper.paper(warehouse, briefing, progress)


def slide(warehouse: Warehouse, answer: Answer, address: str = "") -> bytes:
    """One figure as a PPTX for a deck that is there: its slide, or as many as its rows need.

    Args:
        warehouse: where the facts are.
        answer: the figure, asked.
        address: of the dashboard, for the link to the live figure; empty leaves it out.
    """
    from dashboard.briefing.pptx import deck

    return deck.slides_alone(warehouse, compose.of_answer(warehouse, answer, address))


def file_name(tray: Tray, file_format: Format) -> str:
    """What the file is called when it is saved: its regions and its language."""
    # A briefing on one region also holds its peers; it is called after what it says.
    named = [item for item in tray.items if item.subject in STATEMENTS] or tray.items
    codes = list(dict.fromkeys(code for item in named for code in item.selection.region))
    regions = "-".join(codes) if 0 < len(codes) <= 4 else f"{len(codes)}-wilayah"
    kind = "nota" if file_format == "nota" else "paparan"
    return f"integritas-daerah_{kind}_{regions}_{tray.lang}.{SUFFIXES[file_format]}"

"""From a tray to a file: one place that asks and lays out, for the page and the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from dashboard.briefing import content
from dashboard.export.tray import STATEMENTS, Tray
from dashboard.warehouse.engine import Warehouse

Form = Literal["pptx", "docx", "nota", "html"]
# What may be made, and how its file ends.
SUFFIXES: dict[Form, str] = {"pptx": "pptx", "docx": "docx", "nota": "docx", "html": "html"}
MEDIA = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
}
Told = Callable[[int, int, str], None]


def make(
    warehouse: Warehouse,
    tray: Tray,
    form: Form,
    *,
    address: str = "",
    template: bytes | None = None,
    told: Told = lambda done, of, title: None,
) -> bytes:
    """The file of a briefing.

    Args:
        warehouse: where the facts are.
        tray: what is in it, in which language.
        form: `pptx`, `docx`, `nota` (a DOCX of one page) or `html`.
        address: of the dashboard, for links to the live figures; empty leaves them out.
        template: an office's own PPTX, for a deck.
        told: is called as the work goes on: parts done, their number, what comes next.

    Raises:
        BadTemplate: the template cannot be used.
    """
    briefing = content.ask(warehouse, tray, address)
    if form == "pptx":
        from dashboard.briefing.pptx import deck

        return deck.deck(warehouse, briefing, template, told)
    if form == "html":
        from dashboard.briefing.html import page

        return page.page(warehouse, briefing, told)
    if form == "nota":
        from dashboard.briefing.docx import nota

        return nota.nota(warehouse, briefing, told)
    from dashboard.briefing.docx import paper

    return paper.paper(warehouse, briefing, told)


def file_name(tray: Tray, form: Form) -> str:
    """What the file is called when it is saved: its regions and its language."""
    # A briefing on one region also asks for its peers; it is called after what it tells.
    told = [item for item in tray.items if item.subject in STATEMENTS] or tray.items
    codes = list(dict.fromkeys(code for item in told for code in item.selection.region))
    regions = "-".join(codes) if 0 < len(codes) <= 4 else f"{len(codes)}-wilayah"
    kind = "nota" if form == "nota" else "paparan"
    return f"integritas-daerah_{kind}_{regions}_{tray.lang}.{SUFFIXES[form]}"

"""What a reader takes along from a card: files behind “Download”, addresses behind “Copy”.

Both hold something only while they are open: a rerun carries two small buttons for each card.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard import charts
from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.parameters import Problem
from dashboard.core.selection import MOST_REGIONS
from dashboard.core.settings import Settings
from dashboard.export import iframe, markup
from dashboard.export.chromium import NoBrowser, find_browser
from dashboard.figures import addresses
from dashboard.figures.model import Answer
from dashboard.ui import state

_SIZED = ("png", "pdf")


def buttons(answer: Answer, key: str, say: Words) -> None:
    """The two buttons of a card.

    Args:
        answer: the figure of the card; its addresses state every parameter.
        key: of the card.
        say: the reader's words.
    """
    files = st.popover(
        say("Download"),
        icon=":material/download:",
        type="tertiary",
        on_change="rerun",
        key=f"{key}-download-button",
    )
    if files.open:
        with files:
            if not _is_too_much(answer, say):
                st.html(markup.render("download.html", **_files(answer, say)))
    texts = st.popover(
        say("Copy"),
        icon=":material/content_copy:",
        type="tertiary",
        on_change="rerun",
        key=f"{key}-copy-button",
    )
    if texts.open:
        with texts:
            if not _is_too_much(answer, say):
                width = _width(answer, f"{key}-frame-width", say)
                st.html(markup.render("copy.html", **_texts(answer, say, site(), width)))


def _width(answer: Answer, key: str, say: Words) -> int:
    """How wide a frame shall be, as the reader chooses it: one of `iframe.WIDTHS`."""

    def label(width: int) -> str:
        return f"{width} px" if width else say("Full width")

    chosen = st.segmented_control(
        say("Width of the frame"), iframe.WIDTHS, default=0, format_func=label, key=key
    )
    return chosen or 0


def _size_text(width: int, height: int, say: Words) -> str:
    if width:
        return say("about {width} × {height} pixels", width=width, height=height)
    return say("as wide as the text around it, about {height} pixels high", height=height)


def _is_too_much(answer: Answer, say: Words) -> bool:
    """Whether a page shows more regions than one address may hold; the reader is told."""
    n = len(answer.selection.region) if "region" in answer.figure.parameters else 0
    if n > MOST_REGIONS:
        problem = Problem("region", str(n), "too_many_regions", (str(MOST_REGIONS),))
        st.markdown(markup.escape(problem.sentence(say)))
    return n > MOST_REGIONS


def _files(answer: Answer, say: Words) -> dict[str, Any]:
    """The files of a figure: a picture only of what can be drawn here, a table only of rows."""

    def link(extension: str, **options: str) -> dict[str, str]:
        return {
            "label": "Parquet" if extension == "parquet" else extension.upper(),
            # Saved by what the server says, not by the link: a refusal can then be read.
            "address": addresses.address(
                answer, extension, download="1", **options, base=addresses.HERE
            ),
        }

    names = {
        "slide": say("Slide 16:9"),
        "half-slide": say("Half a slide"),
        "a4-column": say("A4 column"),
        "square": say("Square"),
    }
    missing = _why_no_picture(answer, say)
    return {
        "picture": say("Picture"),
        "picture_note": missing
        or say("PNG for PowerPoint and Word, SVG for designers: it stays sharp, PDF for print."),
        "pictures": [] if missing else [link(extension) for extension in addresses.PICTURES],
        "sizes": [
            (names[size], [link(extension, size=size) for extension in _SIZED])
            for size in addresses.SIZES
        ]
        + [(say("Transparent"), [link(kind, ground="transparent") for kind in ("png", "svg")])],
        "slide": say("Slide"),
        "slide_note": say("PPTX with a chart that PowerPoint edits, notes and sources."),
        "slides": [link(addresses.SLIDE)] if charts.is_drawable(answer) else [],
        "table": say("Table"),
        "table_note": say(
            "XLSX for Excel, with notes and sources. CSV for any program, Parquet and JSON for "
            "analysts."
        ),
        "tables": [link(extension) for extension in _in_order(answer)],
        "frozen": dictionary.label("parameters", "frozen", say.lang),
        "frozen_note": say(
            "One file with chart, data and sources that never changes again: for archives and "
            "e-mail."
        ),
        "page": link(addresses.PAGE, frozen="1"),
    }


def _why_no_picture(answer: Answer, say: Words) -> str:
    """Why no picture is offered; empty where there is one."""
    if not charts.is_drawable(answer):
        return say("There is nothing to draw: no known fact fits this choice.")
    try:
        find_browser()
    except NoBrowser as error:
        return error.message(say)
    return ""


def _in_order(answer: Answer) -> tuple[str, ...]:
    """The kinds of tables, the one for most readers first."""
    return ("xlsx", "csv", "parquet", "json") if answer.table.num_rows else ()


def _texts(answer: Answer, say: Words, site: str, width: int = 0) -> dict[str, Any]:
    """The addresses of a figure, whole: what a reader pastes somewhere else.

    `width` is that of the frame: one of `iframe.WIDTHS`.
    """
    pixels = iframe.height(answer, width or iframe.WIDTH)
    page = addresses.address(answer, addresses.PAGE, base=site)
    code_note = say(
        "Paste it into a page of your intranet or website. The frame makes itself as high as the "
        "figure."
    )
    if Settings().frame_ancestors == "'self'":
        code_note += " " + say(
            "The page must be on this server; for another one the maintainers have to allow it."
        )
    parts = [
        {
            "title": say("Link to this figure"),
            "text": page,
            "note": say("Regions and years stand in the link: it means the same next year."),
            "link": {"address": page, "label": say("Open the figure on its own")},
        },
        {
            "title": say("Code for a web page (iframe)"),
            "text": iframe.snippet(answer, site, width),
            "note": code_note,
            "link": None,
            "size": {
                "width": width or iframe.WIDTH,
                "height": pixels,
                "text": _size_text(width, pixels, say),
            },
        },
    ]
    if answer.table.num_rows:
        parts.append(
            {
                "title": say("Table by address (CSV)"),
                "text": addresses.address(answer, "csv", base=site),
                "note": say("In Excel or Power Query: Data, From Web. In R or Python: read_csv."),
                "link": None,
            }
        )
    return {
        "parts": parts,
        "copy": say("Copy"),
        "copied": say("Copied"),
        "by_hand": say("Press Ctrl+C"),
    }


def site() -> str:
    """How readers reach the dashboard: the setting, or what the reader's browser says it opened.

    The path in front of the page is part of it: also one that only a proxy knows.
    """
    if public := Settings().public_address:
        return public
    opened = urlsplit(st.context.url or "")
    path = opened.path.removesuffix(f"/{state.page()}").rstrip("/")
    return f"{opened.scheme}://{opened.netloc}{path}" if opened.netloc else ""

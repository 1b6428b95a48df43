"""The page of one figure for a frame, and the same as one file that never changes.

A page is a picture from the server at once, and alive when its script has come; it works without
both. Headline, source, caveats and rows are text of the page. Every address of a script or style is
relative to the page: it works below any path and behind any proxy.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

import anyio.to_thread
from markupsafe import Markup

from dashboard import charts
from dashboard.core.i18n import Words, words
from dashboard.export import assets, css_colours, markup, table
from dashboard.export.cache import Made
from dashboard.export.preview import Preview
from dashboard.export.sources import source_text
from dashboard.figures import addresses
from dashboard.figures.model import Answer
from dashboard.warehouse.engine import Warehouse

FirstPicture = Callable[[Answer], Awaitable[str | None]]

_ASSETS = "../assets/"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
# A file that holds everything asks nobody: the one script is named by its content, and the library
# that it unpacks comes from the file itself.
_FROZEN_POLICY = (
    "default-src 'none'; script-src '{script}' blob:; style-src 'unsafe-inline'; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class _Way:
    """How a page is written, whatever it shows."""

    base: str
    theme: str
    is_frozen: bool


async def page(
    warehouse: Warehouse,
    answer: Answer,
    *,
    base: str,
    theme: str,
    frame_ancestors: str,
    first_picture: FirstPicture,
    is_frozen: bool = False,
) -> Made:
    """The page of a figure.

    Args:
        warehouse: where the facts are.
        answer: the figure, asked.
        base: the address of the dashboard, before the path.
        theme: `auto`, `light` or `dark`.
        frame_ancestors: who may frame it, as a Content-Security-Policy says it.
        first_picture: draws the chart alone as SVG; None where it cannot at the moment. Such a
            page works and is not kept.
        is_frozen: whether it is one file that asks nobody for anything.
    """
    way = _Way(base, theme, is_frozen)
    is_drawable = charts.is_drawable(answer)
    picture = await first_picture(answer) if is_drawable else None

    def write() -> Made:
        body = _page(warehouse, answer, way, picture).encode()
        policy = _frozen_policy() if way.is_frozen else _POLICY
        return Made(
            body,
            "text/html",
            gzip.compress(body, 6, mtime=0),
            {
                "Content-Language": answer.selection.lang,
                "Content-Security-Policy": f"{policy}; frame-ancestors {frame_ancestors}",
            },
            is_kept=bool(picture) or not is_drawable,
        )

    return await anyio.to_thread.run_sync(write)


def _page(warehouse: Warehouse, answer: Answer, way: _Way, picture: str | None) -> str:
    say, base = words(answer.selection.lang), way.base
    address = base + addresses.address(answer, addresses.PAGE)
    dark = charts.of(answer.figure).dark()
    shapes = f"{_ASSETS}geo/provinces.json?v={answer.revision}"
    drawn: dict[str, Any] = {"height": None, "aspect": None, "figure": "", "picture": ""}
    if charts.is_drawable(answer):
        spec = charts.draw(answer, None, shapes)
        room = charts.of(answer.figure).room(answer)
        drawn = {
            "height": room["height"],
            "aspect": f"{1 / room['aspect']:.4f}" if room["aspect"] else None,
            "figure": _json(
                {
                    "spec": spec,
                    "dark": dark,
                    "theme": way.theme,
                    "library": None if way.is_frozen else _ASSETS + assets.library().name,
                }
            ),
            "picture": (
                Markup(css_colours.inked(css_colours.fitting(picture), dark))  # noqa: S704
                if picture
                else ""
            ),
        }
    return markup.render(
        "figure.html",
        lang=say.lang,
        theme=way.theme,
        headline=answer.headline,
        subtitle=answer.subtitle,
        reading=answer.reading,
        caveats=answer.caveats,
        source_line=source_text(answer.sources, answer.facts_version, say),
        address=address,
        oembed=f"{base}/oembed?{urlencode({'url': address})}",
        preview=Preview("article", answer.headline, answer.subtitle, address, answer, base),
        style=Markup(_style(way, dark)),  # noqa: S704 (our own file and dictionary)
        script=_ASSETS + assets.script().name,
        preload=[
            ("script", _ASSETS + assets.library().name),
            *([("fetch", shapes)] if charts.of(answer.figure).has_shapes else ()),
        ],
        entries=[
            {"mark": css_colours.mark(entry.mark, entry.colour, dark), "label": entry.label}
            for entry in answer.legend
            if entry.is_listed
        ],
        words=_words(answer, say),
        files=_files(answer, base, say),
        sources=table.source_links(answer.sources, say),
        rows=table.written(answer.rows, answer.figure.columns, say, warehouse),
        frozen=_frozen(warehouse, answer, shapes, say) if way.is_frozen else None,
        **drawn,
    )


def _words(answer: Answer, say: Words) -> dict[str, str]:
    return {
        "legend": say("Legend"),
        "files": say("Files of this figure"),
        "sources": say.plural("{n} source", "{n} sources", len(answer.sources)),
        "table": say.plural("Table, {n} row", "Table, {n} rows", len(answer.rows)),
        "nothing": say("There is nothing to draw for this choice. What is known is in the table.")
        if answer.rows
        else say("There is nothing to draw: no known fact fits this choice."),
        "wait": say("The chart appears when its script has come. The table holds the same rows."),
        "what": say(
            "Unit: {unit}. Period: {period}. Facts of {date}.",
            unit=answer.unit,
            period=answer.period,
            date=say.date(answer.facts_date),
        ),
    }


def _files(answer: Answer, base: str, say: Words) -> list[dict[str, str]]:
    """Where the figure goes on: the dashboard, its rows, its picture."""
    return [
        {"name": say("Open in the dashboard"), "address": base + addresses.page(answer)},
        {"name": "CSV", "address": base + addresses.address(answer, "csv")},
        {"name": "XLSX", "address": base + addresses.address(answer, "xlsx")},
        {"name": say("Picture (PNG)"), "address": base + addresses.address(answer, "png")},
    ]


# --- in one file ---------------------------------------------------------------------------------


def _frozen(warehouse: Warehouse, answer: Answer, shapes: str, say: Words) -> dict[str, Any]:
    """What only the file that holds everything has."""
    return {
        "policy": _frozen_policy(),
        "note": say(
            "This file holds everything and does not change: it shows the facts {version}.",
            version=answer.facts_version,
        ),
        "live": say("The figure as it is now"),
        "shapes": _json({shapes: json.loads(_provinces(warehouse))})
        if charts.of(answer.figure).has_shapes
        else "",
        "library": Markup(_library()),  # noqa: S704 (letters of base64)
        "script": Markup(_script()),  # noqa: S704 (our own file)
    }


@cache
def _script() -> str:
    return assets.script().path.read_text(encoding="utf-8")


@cache
def _library() -> str:
    return base64.b64encode(assets.library().compressed).decode()


@cache
def _provinces(warehouse: Warehouse) -> str:
    return warehouse.build.provinces.read_text(encoding="utf-8")


@cache
def _frozen_policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    return _FROZEN_POLICY.format(script=f"sha256-{digest}")


# --- parts of the page ---------------------------------------------------------------------------


def _style(way: _Way, dark: dict[str, str]) -> str:
    """The page's style: its colours by day and by night, then the file that uses them."""
    rules = css_colours.colours(dark, way.theme)
    if (font := assets.font()) is not None and not way.is_frozen:
        rules.append(
            '@font-face{font-family:"Source Sans";font-weight:200 900;font-display:swap;'
            f'src:url("{_ASSETS}{font.name}") format("woff2")}}'
        )
    return "\n".join((*rules, _stylesheet()))


@cache
def _stylesheet() -> str:
    return (assets.FOLDER / "figure.css").read_text(encoding="utf-8")


def _json(value: object) -> str | Markup:
    """JSON that a script element can hold: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 (that is what the escape is for)

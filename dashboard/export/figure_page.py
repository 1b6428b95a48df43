"""The page of one figure for a frame, and the same as one file that never changes.

A page is a picture from the server at once, and alive when its script has come; it works without
both. Headline, source, caveats and rows are text of the page. Every address of a script or style is
relative to the page: it works below any path and behind any proxy.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import anyio.to_thread
from markupsafe import Markup

from dashboard import charts
from dashboard.core.i18n import Words, words
from dashboard.export import assets, css_colours, markup, table
from dashboard.export.preview import Preview
from dashboard.export.sources import counted, source_text
from dashboard.figures import addresses
from dashboard.figures.model import Answer
from dashboard.warehouse.engine import Warehouse

FirstPicture = Callable[[Answer], Awaitable[str | None]]

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
class FigurePage:
    """A page as it is sent.

    Attributes:
        text: HTML.
        policy: what it may load, as a Content-Security-Policy says it.
        is_complete: False without its first picture: it works, and the next one may have it.
    """

    text: str
    policy: str
    is_complete: bool


@dataclass(frozen=True)
class _Variant:
    """What a page can be written as, whatever it shows."""

    base: str
    theme: str
    is_frozen: bool


async def page(
    warehouse: Warehouse,
    answer: Answer,
    *,
    base: str,
    theme: str,
    first_picture: FirstPicture,
    is_frozen: bool = False,
) -> FigurePage:
    """The page of a figure.

    Args:
        warehouse: where the facts are.
        answer: the figure.
        base: the address of the dashboard, before the path.
        theme: `auto`, `light` or `dark`.
        first_picture: draws the chart alone as SVG; None where it cannot at the moment.
        is_frozen: whether it is one file that asks nobody for anything.
    """
    variant = _Variant(base, theme, is_frozen)
    is_drawable = charts.is_drawable(answer)
    picture = await first_picture(answer) if is_drawable else None
    text = await anyio.to_thread.run_sync(_page, warehouse, answer, variant, picture)
    policy = _frozen_policy() if is_frozen else _POLICY
    return FigurePage(text, policy, is_complete=bool(picture) or not is_drawable)


def _page(warehouse: Warehouse, answer: Answer, variant: _Variant, picture: str | None) -> str:
    say, base = words(answer.selection.lang), variant.base
    address = addresses.address(answer, addresses.PAGE, base=base)
    dark = charts.of(answer.figure).dark()
    library = addresses.asset(assets.library().name, addresses.ABOVE)
    shapes = _shapes_address(answer)
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
                    "theme": variant.theme,
                    "library": None if variant.is_frozen else library,
                }
            ),
            "picture": (
                Markup(css_colours.with_variables(css_colours.scalable(picture), dark))  # noqa: S704
                if picture
                else ""
            ),
        }
    return markup.render(
        "figure.html",
        lang=say.lang,
        theme=variant.theme,
        headline=answer.headline,
        subtitle=answer.subtitle,
        reading=answer.reading,
        caveats=answer.caveats,
        source_line=source_text(answer.sources, answer.facts_version, say),
        address=address,
        preview=Preview("article", answer.headline, answer.subtitle, address, answer, base),
        style=Markup(_style(variant, dark)),  # noqa: S704 (our own file and dictionary)
        script=addresses.asset(assets.script().name, addresses.ABOVE),
        preload=[
            ("script", library),
            *([("fetch", shapes)] if shapes else ()),
        ],
        entries=[
            {"mark": css_colours.mark(entry.mark, entry.colour, dark), "label": entry.label}
            for entry in answer.legend
            if entry.is_listed
        ],
        words=_words(answer, say),
        # A file that is kept somewhere else has no way back without a whole address.
        files=[]
        if variant.is_frozen and not addresses.is_whole(base)
        else _files(answer, base, say),
        sources=table.source_links(answer.sources, say),
        rows=table.written(answer.rows, answer.figure.columns, say, warehouse),
        frozen=_frozen(warehouse, answer, shapes, say) if variant.is_frozen else None,
        **drawn,
    )


def _shapes_address(answer: Answer) -> str:
    """Where the shapes of a map are; empty of other charts."""
    if not answer.shapes:
        return ""
    return addresses.shapes(answer.shapes.name, answer.revision, addresses.ABOVE)


def _words(answer: Answer, say: Words) -> dict[str, str]:
    return {
        "legend": say("Legend"),
        "files": say("Files of this figure"),
        "sources": counted(answer.sources, say),
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
        {"name": say("Open in the dashboard"), "address": addresses.page(answer, base=base)},
        {"name": "CSV", "address": addresses.address(answer, "csv", base=base)},
        {"name": "XLSX", "address": addresses.address(answer, "xlsx", base=base)},
        {"name": say("Picture (PNG)"), "address": addresses.address(answer, "png", base=base)},
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
        "shapes": _json({shapes: json.loads(warehouse.build.shapes[answer.shapes.name])})
        if answer.shapes
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
def _frozen_policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    return _FROZEN_POLICY.format(script=f"sha256-{digest}")


# --- parts of the page ---------------------------------------------------------------------------


def _style(variant: _Variant, dark: dict[str, str]) -> str:
    """The page's style: its colours by day and by night, then the file that uses them."""
    rules = css_colours.colours(dark, variant.theme)
    if (font := assets.font()) is not None and not variant.is_frozen:
        rules.append(
            '@font-face{font-family:"Source Sans";font-weight:200 900;font-display:swap;'
            f'src:url("{addresses.asset(font.name, addresses.ABOVE)}") format("woff2")}}'
        )
    return "\n".join((*rules, _stylesheet()))


@cache
def _stylesheet() -> str:
    return (assets.FOLDER / "figure.css").read_text(encoding="utf-8")


def _json(value: object) -> str | Markup:
    """JSON that a script element can hold: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 (that is what the escape is for)

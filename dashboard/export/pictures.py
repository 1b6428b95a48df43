"""Pictures: a figure as SVG, PNG and PDF, with title, legend, source, caveats and date.

A frame of HTML goes to the page of a kept browser, where `picture.js` lays it out with the real
font, draws the chart into the room that is left, and writes both down as one SVG. PNG and PDF show
that same SVG.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from dashboard import charts
from dashboard.core.i18n import words
from dashboard.core.settings import Settings
from dashboard.export import assets, markup
from dashboard.export.browser import Busy, Page, PictureFailed, Work
from dashboard.export.chromium import NoBrowser
from dashboard.export.drawing_pool import DrawingPool
from dashboard.export.sources import source_text
from dashboard.figures.addresses import DEFAULT_SIZE, MOST_PIXELS, Size

if TYPE_CHECKING:
    from dashboard.figures.model import Answer
    from dashboard.warehouse.engine import Warehouse

__all__ = ["Busy", "NoBrowser", "PictureFailed", "chart_svg", "compose", "picture"]

Extension = Literal["png", "svg", "pdf"]

_TOLERANCE, _ROUGH = 0.1, 0.35  # pixels of a shoreline that nobody sees
_PAGE = assets.FOLDER / "picture"
_INCH = 96


def compose(answer: Answer, *, is_bare: bool = False) -> str:
    """The frame of a picture: headline, subtitle, legend, place of the chart, source, caveats.

    A bare one has legend and chart alone, for a paper that says the rest as text.
    """
    say = words(answer.selection.lang)
    return markup.render(
        "picture.html",
        lang=answer.selection.lang,
        is_bare=is_bare,
        headline=answer.headline,
        subtitle=answer.subtitle,
        entries=[entry for entry in answer.legend if entry.is_listed],
        nothing=""
        if charts.is_drawable(answer)
        else say("There is nothing to draw: no known fact fits this choice."),
        source=source_text(answer.sources, answer.facts_version, say),
        caveats=" ".join(answer.caveats),
        name=say("Integritas Daerah · facts of {date}", date=say.date(answer.facts_date)),
    )


async def picture(
    warehouse: Warehouse,
    answer: Answer,
    extension: Extension,
    size: Size = DEFAULT_SIZE,
    *,
    client: str = "",
    is_transparent: bool = False,
) -> bytes:
    """The picture of an answer.

    Args:
        warehouse: where the shapes of maps are.
        answer: what to draw.
        extension: `svg`, `png` or `pdf`.
        size: the caller keeps it within the limits of addresses. A PNG of natural height that
            would have more than `MOST_PIXELS` gets fewer pixels, not less content.
        client: who asks; every client has its turn.
        is_transparent: whether what lies behind the picture shows through.

    Raises:
        NoBrowser: there is none on this machine.
        Busy: too many pictures wait, or too many of this client.
        PictureFailed: the browser failed several times.
    """
    work = _work(warehouse, answer, extension, size, is_transparent=is_transparent)
    return await browser().draw(work, client)


def picture_sync(
    warehouse: Warehouse,
    answer: Answer,
    extension: Extension,
    size: Size = DEFAULT_SIZE,
    *,
    is_bare: bool = False,
) -> bytes:
    """As `picture`, for a program without an event loop; `is_bare` as `compose` says it."""
    return browser().draw_sync(_work(warehouse, answer, extension, size, is_bare=is_bare))


async def chart_svg(
    warehouse: Warehouse,
    answer: Answer,
    width: int = 640,
    height: int | None = None,
    *,
    client: str = "",
) -> str:
    """The chart alone as SVG, without title, legend and source; empty when nothing is drawable.

    Raises:
        NoBrowser, Busy, PictureFailed: as `picture`.
    """
    if not charts.is_drawable(answer):
        return ""
    work = _chart_work(warehouse, answer, width, height)
    return (await browser().draw(work, client)).decode()


def chart_svg_sync(
    warehouse: Warehouse, answer: Answer, width: int = 640, height: int | None = None
) -> str:
    """As `chart_svg`, for a program without an event loop."""
    if not charts.is_drawable(answer):
        return ""
    return browser().draw_sync(_chart_work(warehouse, answer, width, height)).decode()


@cache
def browser() -> DrawingPool:
    """The kept browsers of this process."""
    settings = Settings()
    return DrawingPool(_prepare, workers=settings.picture_workers, waiting=settings.picture_queue)


def _work(
    warehouse: Warehouse,
    answer: Answer,
    extension: Extension,
    size: Size,
    *,
    is_bare: bool = False,
    is_transparent: bool = False,
) -> Work:
    job = _job(answer, size.width, size.height, _TOLERANCE)
    job["is_transparent"] = is_transparent
    job["html"] = compose(answer, is_bare=is_bare)

    async def svg(page: Page) -> bytes:
        await _give_shapes(page, warehouse, answer)
        return str(await page.call("picture.svg", job)).encode()

    async def png(page: Page) -> bytes:
        await _give_shapes(page, warehouse, answer)
        shown = await page.call("picture.show", job)
        width, height = shown["width"], shown["height"]
        scale = min(size.scale, math.sqrt(MOST_PIXELS / (width * height)))
        await page.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )
        # Without a colour the browser paints its own ground: white.
        ground = {"color": {"r": 0, "g": 0, "b": 0, "a": 0}} if is_transparent else {}
        await page.command("Emulation.setDefaultBackgroundColorOverride", **ground)
        taken = await page.command("Page.captureScreenshot", format="png")
        return base64.b64decode(taken["data"])

    async def pdf(page: Page) -> bytes:
        await _give_shapes(page, warehouse, answer)
        shown = await page.call("picture.show", job)
        printed = await page.command(
            "Page.printToPDF",
            paperWidth=shown["width"] / _INCH,
            paperHeight=shown["height"] / _INCH,
            **{f"margin{side}": 0 for side in ("Top", "Right", "Bottom", "Left")},
            printBackground=True,
            pageRanges="1",
        )
        return base64.b64decode(printed["data"])

    works: dict[str, Work] = {"svg": svg, "png": png, "pdf": pdf}
    return works[extension]


def _chart_work(warehouse: Warehouse, answer: Answer, width: int, height: int | None) -> Work:
    job = _job(answer, width, height, _ROUGH)

    async def chart(page: Page) -> bytes:
        await _give_shapes(page, warehouse, answer)
        return str(await page.call("picture.chart", job)).encode()

    return chart


def _job(answer: Answer, width: int, height: int | None, tolerance: float) -> dict[str, Any]:
    """What the page is told of a picture."""
    named = f"{answer.figure.id} {answer.revision} {answer.selection} {width} {height}"
    job: dict[str, Any] = {
        "width": width,
        "height": height,
        "tolerance": tolerance,
        "name": "f" + hashlib.sha256(named.encode()).hexdigest()[:8],  # no two on a page alike
        "lang": answer.selection.lang,
        "title": answer.headline,
        "reading": answer.reading,
    }
    if charts.is_drawable(answer):
        answer = charts.in_room(answer, width, height)
        spec = charts.draw(answer, None, _shapes_name(answer))
        job["chart"] = {"spec": spec, **charts.of(answer.figure).room(answer)}
    return job


def _shapes_name(answer: Answer) -> str:
    return f"{answer.shapes.name if answer.shapes else ''}-{answer.revision}"


async def _give_shapes(page: Page, warehouse: Warehouse, answer: Answer) -> None:
    """Hand the page the shapes of maps once: a map then names them instead of an address."""
    name = _shapes_name(answer)
    if answer.shapes and name not in page.known:
        shapes = json.loads(warehouse.build.shapes[answer.shapes.name])
        await page.call("picture.keep", name, shapes)
        page.known = {name}


async def _prepare(page: Page) -> None:
    """Fill the empty page once a browser: script, style and font come over the pipe, no file."""
    tree = await page.command("Page.getFrameTree")
    style = (_PAGE / "picture.css").read_text(encoding="utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    await page.command(
        "Page.setDocumentContent",
        frameId=tree["frameTree"]["frame"]["id"],
        html="<!doctype html><html><head>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{style}</style>'
        '</head><body><div id="picture"></div><div id="stage"></div></body></html>',
    )
    if (font := assets.font()) is not None:
        packed = json.dumps(base64.b64encode(font.path.read_bytes()).decode())
        await page.run(
            f"""(async () => {{
              const bytes = Uint8Array.from(atob({packed}), (letter) => letter.charCodeAt(0));
              for (const name of ["Source Sans 3", "Source Sans"]) {{
                const face = new FontFace(name, bytes, {{weight: "200 900"}});
                document.fonts.add(await face.load());
              }}
            }})()"""
        )
    await page.run(assets.library().path.read_text(encoding="utf-8") + ";void 0")
    world = json.loads(assets.TOPOLOGY.read_text())
    await page.run(f"window.PlotlyGeoAssets = {{topojson: {{world_110m: {json.dumps(world)}}}}};")
    script = (_PAGE / "picture.js").read_text(encoding="utf-8")
    await page.run(script.replace("const picture =", "window.picture =", 1) + ";void 0")

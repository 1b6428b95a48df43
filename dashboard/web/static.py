"""The files that pages need beside themselves: from this process, compressed once, cached long.

A file whose name holds its version or its content never changes: a browser asks for it once.
"""

from __future__ import annotations

import re
from functools import partial

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from dashboard.export import assets, markup
from dashboard.figures import addresses
from dashboard.figures.model import MARKS
from dashboard.warehouse.build import Build
from dashboard.web.negotiation import VARY, accepts_gzip

_DAY, _YEAR = 86_400, 31_536_000
_FOREVER = {"Cache-Control": f"public, max-age={_YEAR}, immutable"}


def routes(build: Build) -> list[Route]:
    """The routes of all these files, for the one ASGI process and for tests without Streamlit."""
    scripts = (assets.script(), assets.page_script(), assets.translation_script())
    found = (assets.library(), *scripts, assets.font())
    return [
        Route(addresses.asset("geo/provinces.json"), partial(_provinces, build)),
        Route(addresses.asset("marks/{mark}/{colour}.svg"), _legend_mark),
        Route(addresses.asset("world_110m.json"), _empty_topology),
        Route(addresses.asset("un/world_110m.json"), _empty_topology),
        *(Route(addresses.asset(asset.name), partial(_asset, asset)) for asset in found if asset),
    ]


async def _asset(asset: assets.Asset, request: Request) -> Response:
    headers = {**_FOREVER, **VARY}
    is_packed = asset.path.suffix == ".woff2"
    if is_packed or not accepts_gzip(request):
        return FileResponse(asset.path, media_type=asset.media_type, headers=headers)
    body = await anyio.to_thread.run_sync(lambda: asset.compressed)
    headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=asset.media_type, headers=headers)


async def _provinces(build: Build, request: Request) -> Response:
    """The provinces as GeoJSON, compressed at build time; the address holds the revision."""
    headers = {**_FOREVER, **VARY}
    path = build.provinces
    if accepts_gzip(request):
        path = path.with_name(path.name + ".gz")
        headers["Content-Encoding"] = "gzip"
    return FileResponse(path, media_type="application/geo+json", headers=headers)


async def _empty_topology(_request: Request) -> Response:
    """Plotly asks for a world map even when it is not shown; this one is empty and from here."""
    return FileResponse(
        assets.FOLDER / "world_110m.json",
        media_type="application/json",
        headers={"Cache-Control": f"public, max-age={_DAY}"},
    )


async def _legend_mark(request: Request) -> Response:
    """The mark of a legend's entry, `<mark>/<RRGGBB>.svg`: small, and cached by the browser."""
    mark, colour = request.path_params["mark"], request.path_params["colour"]
    if mark not in MARKS or not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return Response(status_code=404)
    return Response(
        markup.render("marks.html", kind=mark, colour=f"#{colour}"),
        media_type="image/svg+xml",
        headers=_FOREVER,
    )

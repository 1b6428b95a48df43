"""The files that pages need beside themselves: from this process, compressed once, kept long.

A file whose name holds its version or its content never changes: a browser asks for it once.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib.util import find_spec
from pathlib import Path

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from dashboard.core.settings import ROOT
from dashboard.export import markup
from dashboard.figures.model import MARKS
from dashboard.warehouse.build import Build

FOLDER = ROOT / "dashboard" / "assets"
_DAY, _YEAR = 86_400, 31_536_000
_FOREVER = {"Cache-Control": f"public, max-age={_YEAR}, immutable"}


@dataclass(frozen=True, eq=False)
class Asset:
    """A file with a name that changes with its content.

    Attributes:
        name: below `/assets/`.
        media_type: what the browser is told.
        path: where it lies.
    """

    name: str
    media_type: str
    path: Path

    @cached_property
    def compressed(self) -> bytes:
        """The file with gzip, made once in the life of the process."""
        return gzip.compress(self.path.read_bytes(), 9, mtime=0)


@cache
def library() -> Asset:
    """The script of Plotly, from the Python package: the version that drawings are made for."""
    path = _package("plotly") / "package_data" / "plotly.min.js"
    with path.open(encoding="utf-8") as file:
        version = re.search(r"plotly\.js v([\d.]+)", file.read(200))
    named = version[1] if version else hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    return Asset(f"plotly-{named}.js", "text/javascript", path)


@cache
def script() -> Asset:
    """The script of a figure's page."""
    return _by_content(FOLDER / "figure.js", "text/javascript")


@cache
def page_script() -> Asset:
    """Our own script of the dashboard's pages."""
    return _by_content(FOLDER / "page.js", "text/javascript")


@cache
def font() -> Asset | None:
    """The font of all pages, from the package that brings it; None where it lies elsewhere."""
    media = _package("streamlit") / "static" / "static" / "media"
    found = sorted(media.glob("SourceSansVF-Upright*.woff2"))
    return _by_content(found[0], "font/woff2") if found else None


def _package(name: str) -> Path:
    """Where a package lies; it is not imported."""
    found = find_spec(name)
    return Path(found.origin).parent if found and found.origin else Path()


def _by_content(path: Path, media_type: str) -> Asset:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    return Asset(f"{path.name.partition('.')[0]}-{digest}{path.suffix}", media_type, path)


def prepare() -> None:
    """Compress what is large while nobody waits."""
    assert library().compressed  # noqa: S101 (made by asking)


def routes(build: Build) -> list[Route]:
    """The routes of all these files, for the one ASGI process and for tests without Streamlit."""
    named = [asset for asset in (library(), script(), page_script(), font()) if asset]
    return [
        Route("/assets/geo/provinces.json", partial(_provinces, build)),
        Route("/assets/marks/{mark}/{colour}.svg", _legend_mark),
        Route("/assets/world_110m.json", _empty_topology),
        Route("/assets/un/world_110m.json", _empty_topology),
        *(Route(f"/assets/{asset.name}", partial(_sent, asset)) for asset in named),
    ]


async def _sent(asset: Asset, request: Request) -> Response:
    headers = {**_FOREVER, "Vary": "Accept-Encoding"}
    is_packed = asset.path.suffix == ".woff2"
    if is_packed or "gzip" not in request.headers.get("accept-encoding", ""):
        return FileResponse(asset.path, media_type=asset.media_type, headers=headers)
    take: Callable[[], bytes] = lambda: asset.compressed  # noqa: E731
    body = await anyio.to_thread.run_sync(take)
    headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=asset.media_type, headers=headers)


async def _provinces(build: Build, request: Request) -> Response:
    """The provinces as GeoJSON, compressed at build time; the address holds the revision."""
    headers = {**_FOREVER, "Vary": "Accept-Encoding"}
    path = build.provinces
    if "gzip" in request.headers.get("accept-encoding", ""):
        path = path.with_name(path.name + ".gz")
        headers["Content-Encoding"] = "gzip"
    return FileResponse(path, media_type="application/geo+json", headers=headers)


async def _empty_topology(_request: Request) -> Response:
    """Plotly asks for a world map even when it is not shown; this one is empty and from here."""
    return FileResponse(
        FOLDER / "world_110m.json",
        media_type="application/json",
        headers={"Cache-Control": f"public, max-age={_DAY}"},
    )


async def _legend_mark(request: Request) -> Response:
    """The mark of a legend's entry, `<mark>/<RRGGBB>.svg`: small, and kept by the browser."""
    mark, colour = request.path_params["mark"], request.path_params["colour"]
    if mark not in MARKS or not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return Response(status_code=404)
    return Response(
        markup.render("marks.html", kind=mark, colour=f"#{colour}"),
        media_type="image/svg+xml",
        headers=_FOREVER,
    )

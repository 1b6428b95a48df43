"""The files that pages need beside themselves: from this process, compressed once, cached long.

Streamlit's own files are among them: it would send them as they lie on the disk, 7 MB a visit.
A file whose name holds its version or its content never changes: a browser asks for it once.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable
from functools import partial

import anyio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.export import assets, css_colours
from dashboard.export.assets import Asset
from dashboard.figures import addresses
from dashboard.figures.model import MARKS
from dashboard.warehouse.build_folder import Build
from dashboard.web import methods
from dashboard.web.compressed import FOREVER, CompressedFiles

_GEOJSON = "application/geo+json"
_REVISION = re.compile(r"[0-9a-f]{12}")
_ASK_AGAIN = {"Cache-Control": "no-cache"}
_A_DAY = {"Cache-Control": "public, max-age=86400"}


class Static:
    """All these files.

    Args:
        newest: gives the build that holds the shapes of the regions now; compressed files lie
            beside it.
        is_shared: whether scripts of other origins may read shapes, fonts and pictures.
    """

    def __init__(self, newest: Callable[[], Build], *, is_shared: bool = True) -> None:
        self._newest, self._is_shared = newest, is_shared
        scripts = (assets.script(), *assets.page_scripts())
        found = (assets.library(), *scripts, assets.letters(), assets.font())
        self._own = [asset for asset in found if asset]
        self._shapes: dict[str, dict[str, Asset]] = {}  # by the revision of their build
        self._topology = Asset("world_110m.json", "application/json", assets.TOPOLOGY)
        self._files = CompressedFiles(newest().folder.parent / "compressed")

    def routes(self) -> list[Route]:
        """An address each, for the app and for tests without Streamlit."""
        of_a_day = (self._topology, "world_110m.json"), (self._topology, "un/world_110m.json")
        return [
            methods.route(
                addresses.asset("marks/{mark}/{colour}.svg"),
                _legend_mark,
                is_shared=self._is_shared,
            ),
            *(self._route(asset, addresses.asset(asset.name)) for asset in self._own),
            # Their addresses hold the revision of the facts.
            methods.route(
                addresses.asset("geo/{name}"), self._shapes_of, is_shared=self._is_shared
            ),
            *(self._route(asset, addresses.asset(name), _A_DAY) for asset, name in of_a_day),
        ]

    def prepare(self, names: Iterable[str]) -> None:
        """Compress what every page needs while nobody waits.

        Args:
            names: of Streamlit's files, below `/static/`.
        """
        files = assets.streamlit_files()
        shapes = self._shapes_in(self._newest())
        provinces = shapes["provinces"]
        first = (*(files[name] for name in names), *assets.page_scripts(), provinces)
        more = (*self._own, *shapes.values(), self._topology)
        self._files.prepare(first, known=(*files.values(), *first, *more))

    def _route(self, asset: Asset, path: str, headers: dict[str, str] | None = None) -> Route:
        endpoint = partial(self._asset, asset, headers)
        return methods.route(path, endpoint, is_shared=self._is_shared)

    async def _asset(
        self, asset: Asset, headers: dict[str, str] | None, request: Request
    ) -> Response:
        return await self._files.response(request, asset, headers)

    async def _shapes_of(self, request: Request) -> Response:
        """The shapes of the revision that the address states; of an unknown one, those of now."""
        build, name = self._newest(), request.path_params["name"].removesuffix(".json")
        if name not in build.shapes or not request.path_params["name"].endswith(".json"):
            return Response(status_code=404)
        asked = request.query_params.get("v", "")
        # A page that is open still shows an older one; another server's page perhaps a newer one.
        if asked != build.revision and _REVISION.fullmatch(asked):
            with contextlib.suppress(OSError):
                other = anyio.Path(build.folder.with_name(asked) / f"{name}.json")
                return Response(await other.read_bytes(), media_type=_GEOJSON, headers=FOREVER)
        headers = FOREVER if asked == build.revision else _ASK_AGAIN
        asset = self._shapes_in(build)[name]
        if not asset.path.is_file():  # somebody removed the folder under the server
            return Response(build.shapes[name], media_type=_GEOJSON, headers=headers)
        return await self._files.response(request, asset, headers)

    def _shapes_in(self, build: Build) -> dict[str, Asset]:
        """The files of shapes of a build by their names; those of earlier builds are let go."""
        known = self._shapes.get(build.revision)
        if known is None:
            known = {
                name: Asset(f"geo/{name}.json", _GEOJSON, build.shapes_file(name))
                for name in build.shapes
            }
            self._files.let_go(one for shapes in self._shapes.values() for one in shapes.values())
            self._shapes = {build.revision: known}
        return known

    async def streamlit(self, request: Request, name: str) -> Response | None:
        """One of Streamlit's files by its name below `/static/`; None where there is none."""
        asset = assets.streamlit_files().get(name)
        return None if asset is None else await self._files.response(request, asset)


class StreamlitFiles:
    """ASGI middleware that sends Streamlit's own files compressed; it offers no route for them.

    Args:
        app: what comes after, for every other path.
        static: has the files.
        base: the configured path in front of every address.
    """

    def __init__(self, app: ASGIApp, *, static: Static, base: str = "") -> None:
        self.app, self._static, self._prefix = app, static, f"{base}/static/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a known file; let everything else pass."""
        app = self.app
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path: str = scope["path"]
            if path.startswith(self._prefix):
                name = path.removeprefix(self._prefix)
                app = await self._static.streamlit(Request(scope), name) or app
        await app(scope, receive, send)


async def _legend_mark(request: Request) -> Response:
    """The mark of a legend's entry, `<mark>/<RRGGBB>.svg`: small, and cached by the browser."""
    mark, colour = request.path_params["mark"], request.path_params["colour"]
    if mark not in MARKS or not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return Response(status_code=404)
    return Response(
        css_colours.legend_mark(mark, f"#{colour.upper()}"),
        media_type="image/svg+xml",
        headers=FOREVER,
    )

"""The one ASGI process: Streamlit's pages, and the files that maps need without internet."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from dashboard import warehouse
from dashboard.build import BuildError
from dashboard.doors import markup
from dashboard.doors.sorry import sorry
from dashboard.facts import BrokenFacts
from dashboard.figures.base import MARKS
from dashboard.progress import told
from dashboard.settings import ROOT, Settings
from dashboard.words import words

ASSETS = ROOT / "dashboard" / "assets"
_DAY, _YEAR = 86_400, 31_536_000

try:
    WAREHOUSE = warehouse.current(told)
except (BrokenFacts, BuildError) as error:
    # Before any page is served: one readable message, no stack trace.
    sys.exit(error.message(words(Settings().lang)))


async def province_shapes(request: Request) -> Response:
    """The provinces as GeoJSON, compressed at build time; the address holds the revision."""
    headers = {"Cache-Control": f"public, max-age={_YEAR}, immutable", "Vary": "Accept-Encoding"}
    path = WAREHOUSE.build.provinces
    if "gzip" in request.headers.get("accept-encoding", ""):
        path = path.with_name(path.name + ".gz")
        headers["Content-Encoding"] = "gzip"
    return FileResponse(path, media_type="application/geo+json", headers=headers)


async def empty_topology(_request: Request) -> Response:
    """Plotly asks for a world map even when it is not shown; this one is empty and from here."""
    return FileResponse(
        ASSETS / "world_110m.json",
        media_type="application/json",
        headers={"Cache-Control": f"public, max-age={_DAY}"},
    )


async def legend_mark(request: Request) -> Response:
    """The mark of a legend's entry, `<mark>/<RRGGBB>.svg`: small, and kept by the browser."""
    mark, colour = request.path_params["mark"], request.path_params["colour"]
    if mark not in MARKS or not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return Response(status_code=404)
    return Response(
        markup.render("marks.html", kind=mark, colour=f"#{colour}"),
        media_type="image/svg+xml",
        headers={"Cache-Control": f"public, max-age={_YEAR}, immutable"},
    )


@asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[None]:
    """Import what pages need while nobody waits: the first reader is not the slowest one."""
    threading.Thread(target=_prepare, daemon=True).start()
    yield


def _prepare() -> None:
    from dashboard.doors import screen

    screen.prepare()


app = st.App(
    "frame.py",
    lifespan=warm,
    on_script_error=sorry,
    routes=[
        Route("/assets/geo/provinces.json", province_shapes),
        Route("/assets/marks/{mark}/{colour}.svg", legend_mark),
        Route("/assets/world_110m.json", empty_topology),
        Route("/assets/un/world_110m.json", empty_topology),
    ],
)

"""The one ASGI process: Streamlit's pages, every figure at an address, and what they need."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio.to_thread
import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from dashboard.briefing import writer
from dashboard.core import allocator, audit, logs, metrics_port
from dashboard.core.access import check_host
from dashboard.core.i18n import words
from dashboard.core.lifecycle import PROCESS
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.export import assets, pictures
from dashboard.facts import BrokenFacts
from dashboard.facts.store import StoreError
from dashboard.narrative import late_news
from dashboard.ui import access as page_access
from dashboard.ui import error as page_error
from dashboard.ui import facts_notice, server, warming
from dashboard.warehouse import choices, engine, live, progress
from dashboard.warehouse.build import BuildError
from dashboard.warehouse.cluster_faults import ClusterAway
from dashboard.web import (
    access,
    bodies,
    gauges,
    headers,
    health,
    observed,
    proxies,
    shell,
    short_addresses,
    static,
)
from dashboard.web.own_address import OwnAddress
from dashboard.web.routes import Web

INDEX = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")


def revision() -> str:
    """The revision of the facts that are served, for lines of the log."""
    facts = engine.loaded()
    return facts.revision if facts else ""


allocator.keep_few_arenas()
try:
    SETTINGS = Settings()
    server.one_shape_of_lines(SETTINGS, revision)
    server.tune_connections(SETTINGS.stop_seconds)
    check_host(SETTINGS, server.listens_on())
    CLOSE_METRICS = metrics_port.listen(SETTINGS, server.listens_at())
    choices.presets(engine.current(progress.report))  # the regions that are set must be there
except (BadSetting, BrokenFacts, BuildError, StoreError) as error:
    # Before any page is served: one readable message, no stack trace.
    sys.exit(logs.last_word(error.message(words(language()))))


@asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[None]:
    """Import what pages need while nobody waits: the first reader is not the slowest one.

    At the end the drawing browser goes with its files: a server that is asked to end by a signal
    ends by that signal, and no exit handler runs.
    """
    threading.Thread(target=_prepare, daemon=True).start()
    end = live.follow(SETTINGS, warm=_before, tell=_tell)
    try:
        with server.ending_in_order(SETTINGS.drain_seconds):
            yield
    finally:
        end()
        await anyio.to_thread.run_sync(pictures.browser().close)
        await anyio.to_thread.run_sync(engine.current().leave)
        await anyio.to_thread.run_sync(CLOSE_METRICS)


def _before(newer: engine.Warehouse) -> None:
    """What is done before newer facts are served: no reader shall find them without their news."""
    warming.first(newer)
    late_news.catch_up(SETTINGS, most=1)


def _tell() -> None:
    """What is left to do when newer facts are served: tell open pages, and be ready for more."""
    facts_notice.announce()
    warming.warm(engine.current())
    allocator.give_back()  # what building took, and the revision before


def _prepare() -> None:
    try:
        STATIC.prepare(assets.page_files(INDEX))
        with suppress(ClusterAway):  # said already; then the first readers wait instead
            warming.warm(engine.current())
        # What is loaded by now stays as long as the process: no collection need walk it again.
        # Python begins a full collection when a quarter has come to what the last one found: the
        # second finds next to nothing, or sessions that have ended would stay until there are
        # 300,000 new objects.
        gc.collect()
        gc.freeze()
        gc.collect()
        allocator.give_back()
        PROCESS.warmed()
        late_news.catch_up(SETTINGS)
    except Exception:
        if not PROCESS.is_draining:  # a process that ends takes its modules from under a thread
            raise


BASE = server.base_path()
OWN = OwnAddress(SETTINGS, BASE, server.listens_on())
WEB = Web(engine.current, SETTINGS, writer.slide, OWN)
READINESS = health.Readiness(engine.loaded, SETTINGS, problem=live.problem)
gauges.watch(READINESS, pictures.browser())
STATIC = static.Static(lambda: engine.current().build, is_shared=SETTINGS.cors == "any")


def sources() -> frozenset[str]:
    """The pages of sources that answers may lead to."""
    return short_addresses.every_source(engine.current())


FILE_POLICY = headers.file_policy(SETTINGS.frame_ancestors)

app = st.App(
    "frame.py",
    lifespan=warm,
    on_script_error=page_error.show,
    secrets=page_access.provider(SETTINGS),
    # Streamlit puts the configured base path in front of its own routes only.
    routes=[
        Route(BASE + route.path, route.endpoint, methods=list(route.methods or ()))
        for route in (*STATIC.routes(), *WEB.routes())
    ],
    middleware=[
        Middleware(observed.Observed),
        Middleware(proxies.Proxies, own=OWN, outside=sources),
        Middleware(health.Health, readiness=READINESS, base=BASE),
        Middleware(
            headers.Headers,
            page=headers.page_policy(INDEX, SETTINGS.frame_ancestors),
            file=FILE_POLICY,
        ),
        Middleware(
            access.Access,
            settings=SETTINGS,
            own=OWN,
            origin=page_access.origin(SETTINGS),
            start=page_access.start,
            audit=audit.of(SETTINGS),
            policy=FILE_POLICY,
        ),
        Middleware(bodies.Bodies, held=server.held, base=BASE, audit=audit.of(SETTINGS)),
        Middleware(static.StreamlitFiles, static=STATIC, base=BASE),
        Middleware(
            shell.Shell,
            index=INDEX,
            newest=engine.current,
            own=OWN,
            policy=FILE_POLICY,
        ),
    ],
)

"""A figure's page against a plain static file of it, and against the app page that shows it."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser

from tests.bench.loading import LIMIT_SECONDS, Transfer, context, load
from tests.bench.report import Report

# Bytes before its first picture as part of the app page's before its first chart, and when it is
# interactive against the same figure as a plain static Plotly file.
GOAL_PICTURE_BYTES, GOAL_INTERACTIVE = 0.25, 1.2
FIGURES = {"map": ("spi-map", "peta"), "lines": ("spi-trend", "tren")}


@dataclass(frozen=True)
class Shown:
    """Seconds until the first picture and until the last chart; bytes before it and in all."""

    picture: float
    interactive: float
    bytes_before: int
    bytes_total: int


def shown(browser: Browser, url: str) -> Shown:
    """Open a page in a new browser and measure it."""
    with context(browser) as fresh:
        page = fresh.new_page()
        transfer = Transfer()
        transfer.watch(page)
        interactive = load(page, url).charts
        origin, at = page.evaluate("[performance.timeOrigin, window.__seen.pictureAt]")
        before = transfer.before((origin + at) / 1000)
        return Shown(at / 1000, interactive, before, transfer.total)


@contextmanager
def static_files() -> Iterator[str]:
    """The same figures as plain static Plotly files, as anyone would write and serve them."""
    import plotly.graph_objects as go

    from dashboard import charts
    from dashboard.export import assets
    from dashboard.figures import registry
    from dashboard.warehouse import engine

    facts = engine.current()
    shapes = json.loads(facts.build.shapes["provinces"])
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(assets.TOPOLOGY, folder)
        for figure_id, _page in FIGURES.values():
            chosen = registry.REGISTRY[figure_id].offer(facts).defaults
            answer = registry.answer(facts, figure_id, chosen)
            go.Figure(charts.of(answer.figure).draw(answer, 360, shapes)).write_html(
                Path(folder) / f"{figure_id}.html",
                include_plotlyjs=True,
                config={"displayModeBar": False, "responsive": True, "topojsonURL": "./"},
            )

        class Quiet(SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

        handler = partial(Quiet, directory=folder)
        with ThreadingHTTPServer(("localhost", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://localhost:{server.server_port}"
            server.shutdown()


def figure_pages(browser: Browser, app: str, repeat: int, report: Report) -> None:
    """A figure's page against a plain static file of it and against the app page that shows it."""
    with static_files() as static:
        for form, (figure_id, page) in FIGURES.items():
            own = f"{app}/figures/{figure_id}.html?lang=id"
            began = time.monotonic()
            while b'class="picture"' not in urlopen(own).read():
                if time.monotonic() - began > LIMIT_SECONDS:
                    raise RuntimeError(f"No picture in {own}.")
                time.sleep(0.5)
            pages = {
                "figure": own,
                "static": f"{static}/{figure_id}.html",
                "app": f"{app}/{page}?embed=true&lang=id",
            }
            found: dict[str, list[Shown]] = {name: [] for name in pages}
            for round_ in range(repeat):
                print(f"  page of {figure_id}, round {round_ + 1} of {repeat}", file=sys.stderr)
                for name, url in pages.items():
                    found[name].append(shown(browser, url))

            def middle(name: str, what: str, found: dict[str, list[Shown]] = found) -> float:
                return statistics.median(getattr(one, what) for one in found[name])

            for name in pages:
                report.add(
                    f"{form}, {name}: first picture; interactive",
                    f"{middle(name, 'picture'):.2f} s; {middle(name, 'interactive'):.2f} s",
                )
                report.add(
                    f"{form}, {name}: bytes before it; in all",
                    f"{middle(name, 'bytes_before') / 1000:.0f} KB; "
                    f"{middle(name, 'bytes_total') / 1000:.0f} KB",
                )
            part = middle("figure", "bytes_before") / middle("app", "bytes_before")
            report.add(
                f"{form}: bytes before the first picture, of the app's",
                f"{part:.3f} x",
                f"<= {GOAL_PICTURE_BYTES} x",
                part <= GOAL_PICTURE_BYTES,
            )
            ratio = middle("figure", "interactive") / middle("static", "interactive")
            report.add(
                f"{form}: interactive, against the static file",
                f"{ratio:.2f} x",
                f"<= {GOAL_INTERACTIVE} x",
                ratio <= GOAL_INTERACTIVE,
            )
            for name in ("static", "app"):
                ratio = middle("figure", "picture") / middle(name, "picture")
                report.add(f"{form}: first picture, against the {name}'s", f"{ratio:.2f} x")

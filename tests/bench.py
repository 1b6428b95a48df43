"""How fast the dashboard is, measured in one run on one machine: `make bench`.

Times of a page mean little by themselves, so they are given as ratios against an otherwise empty
Streamlit page with one bar chart, which is loaded in turn with ours. Times to the last chart count
from the start of the navigation to the last chart that appeared before two quiet seconds.

    python -m tests.bench [--repeat 7]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, sync_playwright

from dashboard.export.chromium import find_browser
from tests.browser import FLAGS
from tests.servers import serve

BASELINE = (
    *(sys.executable, "-m", "streamlit", "run", "tests/bench_baseline.py"),
    *("--server.port", "{port}"),
)

GOAL_RATIO = 1.5
GOAL_BYTES = 30_000
GOAL_QUERY_MS = 20.0
GOAL_DECK_SECONDS = 3.0  # 12 slides, no pictures
# A figure's page: bytes before its first picture as part of the app page's before its first chart,
# and when it is interactive against the same figure as a plain static Plotly file.
GOAL_PICTURE_BYTES, GOAL_INTERACTIVE = 0.25, 1.2
QUIET_SECONDS = 2.0
LIMIT_SECONDS = 60.0

# Runs in the page before anything else and notes when the number of charts or of provinces last
# grew. performance.now() counts from the start of the navigation.
WATCH = """(() => {
    const seen = window.__seen =
        {charts: 0, chartsAt: null, shapes: 0, shapesAt: null, pictureAt: null};
    const isPictured = () => document.querySelector('.picture svg, .js-plotly-plot .main-svg');
    const painted = () => requestAnimationFrame(() => setTimeout(() => {
        seen.pictureAt ??= performance.now();
    }));
    const count = (selector, number, at) => {
        const now = document.querySelectorAll(selector).length;
        if (now > seen[number]) seen[at] = performance.now();
        seen[number] = now;
    };
    new MutationObserver(() => {
        count('.js-plotly-plot .main-svg', 'charts', 'chartsAt');
        count('path.choroplethlocation', 'shapes', 'shapesAt');
        if (seen.pictureAt === null && isPictured()) painted();
    }).observe(document, {subtree: true, childList: true});
})()"""


@dataclass
class Report:
    """Lines of the table: what, the measured value, the goal, whether it was reached."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, value: str, goal: str = "", reached: bool | None = None) -> None:
        """Add a line; `reached` None is a number without a goal."""
        verdict = "" if reached is None else "pass" if reached else "MISS"
        self.lines.append((what, value, goal, verdict))

    def __str__(self) -> str:
        """Columns under each other."""
        rows = [("", "measured", "goal", ""), *self.lines]
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        return "\n".join(
            f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]}"
            for row in rows
        )


@dataclass(frozen=True)
class Load:
    """Seconds from the start of a navigation to the last chart and to the last province."""

    charts: float
    shapes: float | None


def load(page: Page, url: str) -> Load:
    """Open an address and wait until no new chart has appeared for two seconds."""
    page.goto(url, wait_until="commit")
    began = time.monotonic()
    while time.monotonic() - began < LIMIT_SECONDS:
        page.wait_for_timeout(200)
        # The page's own clock: before the first chart `since` is null.
        seen = page.evaluate(
            "({...window.__seen, since: performance.now()"
            " - Math.max(window.__seen.chartsAt, window.__seen.shapesAt)})"
        )
        if seen["chartsAt"] is not None and seen["since"] > QUIET_SECONDS * 1000:
            shapes = seen["shapesAt"]
            return Load(seen["chartsAt"] / 1000, shapes and shapes / 1000)
    raise RuntimeError(f"No chart on {url} in {LIMIT_SECONDS:.0f} s.")


@contextmanager
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here, on a desktop screen."""
    fresh = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    fresh.add_init_script(WATCH)
    try:
        yield fresh
    finally:
        fresh.close()


def page_loads(browser: Browser, pages: dict[str, str], repeat: int, report: Report) -> None:
    """Ratios of page loads, all pages in turn so that a slow moment hits all of them."""
    first = {}
    for name, url in pages.items():
        with context(browser) as fresh:
            first[name] = load(fresh.new_page(), url)
    cold: dict[str, list[Load]] = {name: [] for name in pages}
    warm: dict[str, list[Load]] = {name: [] for name in pages}
    for round_ in range(repeat):
        print(f"  page loads, round {round_ + 1} of {repeat}", file=sys.stderr)
        for name, url in pages.items():
            with context(browser) as fresh:
                cold[name].append(load(fresh.new_page(), url))
                warm[name].append(load(fresh.new_page(), url))

    def median(loads: list[Load]) -> float:
        return statistics.median(one.charts for one in loads)

    base_cold, base_warm = median(cold["baseline"]), median(warm["baseline"])
    report.add("empty page with one bar chart, new browser", f"{base_cold:.2f} s")
    report.add("empty page with one bar chart, second visit", f"{base_warm:.2f} s")
    for name in pages:
        if name == "baseline":
            continue
        ratio = median(cold[name]) / base_cold
        report.add(
            f"{name}: last chart, new browser",
            f"{ratio:.2f} x",
            f"<= {GOAL_RATIO} x",
            ratio <= GOAL_RATIO,
        )
        report.add(f"{name}: last chart, second visit", f"{median(warm[name]) / base_warm:.2f} x")
        shapes = [one.shapes for one in cold[name] if one.shapes is not None]
        if shapes:
            report.add(
                f"{name}: last province, new browser",
                f"{statistics.median(shapes) / base_cold:.2f} x",
            )
        report.add(f"{name}: last chart, first visitor of all", f"{first[name].charts:.2f} s")


def year_change(browser: Browser, url: str, report: Report) -> None:
    """What goes over the websocket, both ways, when a reader picks another year on Peta."""
    total = 0

    def count(payload: str | bytes) -> None:
        nonlocal total
        total += len(payload)

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", count)
        socket.on("framesent", count)

    with context(browser) as fresh:
        page = fresh.new_page()
        page.on("websocket", listen)
        load(page, url)
        spent = []
        for year in ("2023", "2022"):
            box = page.get_by_test_id("stSelectbox").filter(
                has=page.get_by_text("Tahun", exact=True)
            )
            box.get_by_role("combobox").click()
            box.get_by_role("combobox").fill(year)
            before = total
            page.get_by_role("option", name=year, exact=True).click()
            page.wait_for_timeout(QUIET_SECONDS * 1000)
            if f"year={year}" not in page.url:
                raise RuntimeError(f"The year {year} was chosen but the address is {page.url}.")
            spent.append(total - before)
    most = max(spent)
    report.add(
        "Peta: websocket, one change of year",
        f"{most / 1000:.1f} KB",
        f"< {GOAL_BYTES // 1000} KB",
        most < GOAL_BYTES,
    )


def queries(repeat: int, report: Report) -> None:
    """The queries of each figure, layers and all, for every province, never from memory."""
    from dashboard.core.selection import Selection
    from dashboard.figures.queries import ask
    from dashboard.figures.registry import REGISTRY
    from dashboard.warehouse import choices, engine

    facts = engine.current()
    every_province = Selection(region=choices.presets(facts)["semua"])
    for figure in REGISTRY.values():
        asked = figure.resolve(facts, every_province.only(figure.parameters))
        for query in (figure.query, *figure.layers.values()):
            spent = []
            for _ in range(max(repeat, 5) * 3):
                began = time.perf_counter()
                ask(facts, query, asked)
                spent.append((time.perf_counter() - began) * 1000)
            middle = statistics.median(spent)
            report.add(
                f"{figure.id}: {query}",
                f"{middle:.1f} ms",
                f"< {GOAL_QUERY_MS:.0f} ms",
                middle < GOAL_QUERY_MS,
            )


# --- a figure's page -----------------------------------------------------------------------------

FIGURES = {"map": ("spi-map", "peta"), "lines": ("spi-trend", "tren")}


@dataclass
class Transfer:
    """What came over the line, by request: when, and how much of it in all."""

    began: float = 0.0  # the clock of the protocol at the start, and the wall's
    wall: float = 0.0
    pieces: list[tuple[float, str, int]] = field(default_factory=list)
    finished: dict[str, tuple[float, int]] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        """Listen to the browser's network; what goes over a websocket is not counted."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.dataReceived", self._received)
        session.on("Network.loadingFinished", self._done)

    def _sent(self, event: dict[str, Any]) -> None:
        if not self.wall:
            self.began, self.wall = event["timestamp"], event["wallTime"]

    def _received(self, event: dict[str, Any]) -> None:
        piece = (event["timestamp"], event["requestId"], event["encodedDataLength"])
        self.pieces.append(piece)

    def _done(self, event: dict[str, Any]) -> None:
        self.finished[event["requestId"]] = (event["timestamp"], int(event["encodedDataLength"]))

    def before(self, wall: float) -> int:
        """Bytes that had come at a time of the wall clock, in seconds."""
        at = self.began + wall - self.wall
        whole = {name for name, (end, _size) in self.finished.items() if end <= at}
        return sum(self.finished[name][1] for name in whole) + sum(
            size for time_, name, size in self.pieces if time_ <= at and name not in whole
        )

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(size for _end, size in self.finished.values())


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
    shapes = json.loads(facts.build.provinces.read_text(encoding="utf-8"))
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


def deck(repeat: int, report: Report) -> None:
    """How long a province's ready-made briefing takes as a deck, facts asked and not yet asked."""
    from dashboard.briefing import presets, writer
    from dashboard.core.selection import Selection
    from dashboard.figures import registry
    from dashboard.warehouse import engine

    known = engine.current()
    tray = presets.one_region(known, "63", Selection())
    times = []
    for _ in range(repeat):
        registry._answer.cache_clear()
        started = time.perf_counter()
        file = writer.make(known, tray, "pptx", address="https://integritas.example.go.id")
        times.append(time.perf_counter() - started)
    report.add(
        f"a deck of {len(tray.items) + 2} slides, asked and laid out ({len(file) // 1000} KB)",
        f"{statistics.median(times):.1f} s",
        f"{GOAL_DECK_SECONDS:.0f} s",
        statistics.median(times) < GOAL_DECK_SECONDS,
    )


def main() -> int:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeat", type=int, default=7, help="loads of each page (default 7)")
    repeat = parser.parse_args().repeat
    report = Report()
    path = find_browser()
    with tempfile.TemporaryDirectory() as folder:
        build = {"INTEGRITAS_BUILD_DIR": str(Path(folder) / "build")}
        os.environ.update(build)
        with serve(environment=build) as server:
            report.add("start to serving, facts built first", f"{server.seconds_to_serving:.1f} s")
        with (
            serve(environment=build) as server,
            serve(BASELINE) as baseline,
            sync_playwright() as playwright,
        ):
            report.add("start to serving, facts ready", f"{server.seconds_to_serving:.1f} s")
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
            pages = {
                "baseline": baseline.url,
                "Ringkasan": f"{server.url}/?lang=id",
                "Peta": f"{server.url}/peta?lang=id&year=2024&scope=pemprov",
            }
            page_loads(browser, pages, repeat, report)
            year_change(browser, pages["Peta"], report)
            figure_pages(browser, server.url, repeat, report)
            browser.close()
        queries(repeat, report)
        deck(repeat, report)
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How fast the dashboard is, measured in one run on one machine: `make bench`.

Times of a page mean little by themselves, so they are given as ratios against an otherwise empty
Streamlit page with one bar chart, which is loaded in turn with ours. Times to the last chart count
from the start of the navigation to the last chart that appeared before two quiet seconds.

    python -m tests.bench [--repeat 7]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, sync_playwright

from tests.browser import FLAGS, find_browser
from tests.conftest import serve

BASELINE = (
    *(sys.executable, "-m", "streamlit", "run", "tests/bench_baseline.py"),
    *("--server.port", "{port}"),
)

GOAL_RATIO = 1.5
GOAL_BYTES = 30_000
GOAL_QUERY_MS = 20.0
QUIET_SECONDS = 2.0
LIMIT_SECONDS = 60.0

# Runs in the page before anything else and notes when the number of charts or of provinces last
# grew. performance.now() counts from the start of the navigation.
WATCH = """(() => {
    const seen = window.__seen = {charts: 0, chartsAt: null, shapes: 0, shapesAt: null};
    const count = (selector, number, at) => {
        const now = document.querySelectorAll(selector).length;
        if (now > seen[number]) seen[at] = performance.now();
        seen[number] = now;
    };
    new MutationObserver(() => {
        count('.js-plotly-plot .main-svg', 'charts', 'chartsAt');
        count('path.choroplethlocation', 'shapes', 'shapesAt');
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
    from dashboard import warehouse
    from dashboard.figures import REGISTRY, catalogue, run_query
    from dashboard.parameters import Selection

    facts = warehouse.current()
    every_province = Selection(region=catalogue.presets(facts)["semua"])
    for figure in REGISTRY.values():
        asked = figure.resolve(facts, every_province.only(figure.parameters))
        for query in (figure.query, *figure.layers.values()):
            spent = []
            for _ in range(max(repeat, 5) * 3):
                began = time.perf_counter()
                run_query(facts, query, asked)
                spent.append((time.perf_counter() - began) * 1000)
            middle = statistics.median(spent)
            report.add(
                f"{figure.id}: {query}",
                f"{middle:.1f} ms",
                f"< {GOAL_QUERY_MS:.0f} ms",
                middle < GOAL_QUERY_MS,
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
            browser.close()
        queries(repeat, report)
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How fast the dashboard is, measured in one run on one machine: `make bench`.

Times of a page mean little by themselves, so they are given as ratios against an otherwise empty
Streamlit page with one bar chart, which is loaded in turn with ours, on this machine's own line and
on one of 4 Mbit/s with 100 ms.

    python -m tests.bench [--repeat 7] [--only pages]

The part `rows` brings in ten million made-up rows, which takes two minutes of an idle machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from streamlit.file_util import get_static_dir

from dashboard.export import assets
from dashboard.export.chromium import find_browser
from tests.bench import figure_pages, inside, pages, queries, rows
from tests.bench.report import Report
from tests.browser import FLAGS
from tests.servers import serve

BASELINE = (
    *(sys.executable, "-m", "streamlit", "run", "tests/bench/baseline.py"),
    *("--server.port", "{port}"),
)
PARTS = ("pages", "figures", "inside", "rows", "queries")
COMPRESSED_SECONDS = 120  # that the smallest scripts may take, once an installation


def main() -> int:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeat", type=int, default=7, help="loads of each page (default 7)")
    parser.add_argument("--only", choices=PARTS, help="a part of it")
    given = parser.parse_args()
    parts, report = (given.only,) if given.only else PARTS, Report()
    if "rows" in parts:  # first: nothing else runs yet
        rows.measure(report)
    if "queries" in parts:
        queries.measure(report)
    if not set(parts) <= {"rows", "queries"}:
        _measure(parts, given.repeat, report)
    print(report)
    return 0


def _measure(parts: tuple[str, ...], repeat: int, report: Report) -> None:
    """What is measured on a server."""
    with tempfile.TemporaryDirectory() as folder:
        build = {"INTEGRITAS_BUILD_DIR": str(Path(folder) / "build")}
        os.environ.update(build)
        with serve(environment=build) as server:
            report.add("start to serving, facts built first", f"{server.seconds_to_serving:.1f} s")
            _wait_for_scripts(Path(folder) / "build" / "compressed")
        with (
            serve(environment=build) as server,
            serve(BASELINE) as baseline,
            sync_playwright() as playwright,
        ):
            report.add("start to serving, facts ready", f"{server.seconds_to_serving:.1f} s")
            browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
            if "pages" in parts:
                _pages(browser, server.url, baseline.url, repeat, report)
            if "figures" in parts:
                figure_pages.figure_pages(browser, server.url, repeat, report)
            browser.close()
        if "inside" in parts:
            inside.queries(repeat, report)
            inside.deck(repeat, report)


def _pages(browser: Browser, app: str, baseline: str, repeat: int, report: Report) -> None:
    measured = {
        pages.BASELINE: baseline,
        "Ringkasan": f"{app}/?lang=id",
        pages.MAP: f"{app}/peta?lang=id&year=2024&scope=pemprov",
        pages.REGENCIES: f"{app}/peta?lang=id&year=2024&scope=pemprov&region_level=regencies",
    }
    pages.first_visits(browser, measured, 1, Report(), is_slow=False)  # of all: nothing is warm
    pages.first_visits(browser, measured, repeat, report, is_slow=False)
    pages.first_visits(browser, measured, max(repeat // 2, 1), report, is_slow=True)
    pages.filters(browser, measured, repeat, report)
    for name in (pages.MAP, pages.REGENCIES):
        pages.year_on_the_map(browser, name, measured[name], report)


def _wait_for_scripts(folder: Path) -> None:
    """Until the smallest form of every script is there: made in the background, once for all."""
    index = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    files = assets.streamlit_files()
    scripts = [name for name in assets.page_files(index) if not name.startswith("media/")]
    wanted = {files[name].digest for name in scripts}
    until = time.monotonic() + COMPRESSED_SECONDS
    while wanted - {path.stem for path in folder.glob("*.br")} and time.monotonic() < until:
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())

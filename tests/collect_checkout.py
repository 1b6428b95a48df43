"""Collect what one checkout gives its readers into a folder, for tests/compare_checkouts.py.

Only public surfaces are used (addresses of a running server, the command line, pages in a browser),
so that any checkout can be read, however its modules are named.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

import click

from tests.browser import FLAGS, ensure_browser

if TYPE_CHECKING:
    from tests.e2e.visits import Visit

PARTS = ("figures", "briefings", "pages")
LANGUAGES = ("id", "en")
FIGURE_SETS: dict[str, dict[str, list[str]]] = {
    "default": {},
    "regions": {
        "region": ["63", "64.71"],
        "year": ["2023"],
        "from_year": ["2022"],
        "scope": ["agregat_wilayah"],
        "weights": ["5,3,2"],
        "ott_direction": ["fewer_is_better"],
    },
    "filters": {
        "from_year": ["2021"],
        "reference": ["rerata_pemprov", "pulau"],
        "indicator": ["ott_count"],
        "level": ["provinsi", "kabupaten_kota"],
        "sector": ["pengadaan", "perizinan"],
        "owner": ["pemda"],
        "award": ["kemenpanrb"],
        "activity_type": ["bimtek", "sosialisasi"],
        "topic": ["spi", "antikorupsi"],
        "kpk": ["yes"],
        "subject": ["wbs", "gratifikasi"],
    },
}
WRONG = ("none.json", "spi-map.json?year=1900", "spi-map.json?region=99", "spi-map.csv?level=x")
TRAY = {
    "format": 1,
    "lang": "id",
    "items": [
        {"subject": name, "parameters": {"region": ["63", "64"]}}
        for name in ("spi-trend", "ott-map")
    ],
}
TRAY_TEXT = base64.urlsafe_b64encode(zlib.compress(json.dumps(TRAY).encode())).decode()
PAGE_SETS = {"default": "", "regions": "region=63&region=64.71&year=2023&"}
MORE_PAGES = {
    "paparan tray": f"/paparan?tray={TRAY_TEXT}",
    "data ott": "/data?table=ott_cases",
    "bandingkan weights": "/bandingkan?weights=5,3,2&ott_direction=fewer_is_better",
    "ott filters": "/ott?from_year=2020&level=provinsi&sector=pengadaan",
}
# On these a button of each kind (sources, files, link, table) is opened and read as well.
OPENED = {("regions", "id"), ("default", "en")}
BRIEFINGS = {
    "deck-63-id.pptx": "--region 63 --lang id",
    "deck-compared-en.pptx": "--region 63 --region 64 --region 62 --lang en",
    "paper-63-id.docx": "--region 63 --lang id",
    "paper-compared-en.docx": "--region 63 --region 64 --lang en --year 2023",
    "nota-63-id.docx": "--region 63 --lang id --nota",
}
HEADERS = ("Content-Type", "Content-Disposition", "Content-Language", "Link")
PATIENCE = 120  # seconds for a page, also on a busy machine
# A grid is a canvas: its cells stand inside it for screen readers only.
GRID_ROWS = "canvas [role=row]"
# They come after the page is at rest, when the browser has nothing else to do.
EVERY_GRID = """() => [...document.querySelectorAll('[data-testid=stDataFrame]')]
    .every(grid => grid.querySelector('canvas [role=row]'))"""
CELLS = "rows => rows.map(row => [...row.children].map(cell => cell.textContent).join(' | '))"
UNFOLDED = (
    "details:not([open])::details-content"
    "{content-visibility: visible !important; display: block !important; block-size: auto}"
)


class Side:
    """One checkout, and the folder its output is collected into."""

    def __init__(self, checkout: Path, folder: Path, python: str) -> None:
        self.checkout, self.folder, self.python = checkout.resolve(), folder, python
        self.failures: list[str] = []
        self.url = ""

    def environment(self, build: str) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if "INTEGRITAS_" not in name}
        return own | {
            "PYTHONPATH": str(self.checkout),
            "PYTHONUNBUFFERED": "1",
            "INTEGRITAS_BUILD_DIR": build,
            "INTEGRITAS_REQUESTS_PER_MINUTE": "1000000",
        }

    def attempt(self, name: str, work: Callable[[], str | bytes]) -> None:
        """Write what `work` returns to the file `name`; a second failure is noted, not raised."""
        for is_last in (False, True):
            try:
                content = work()
            except Exception as error:  # whatever one output does, the others are still collected
                if is_last:
                    self.failures.append(name)
                    click.echo(f"FAILED {name}: {error!r}"[:2000], err=True)
                continue
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            return

    def get(self, path: str) -> tuple[bytes, dict[str, str]]:
        """The body and chosen headers of an address; a server error raises, a refusal does not."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=120) as response:
                body, status, headers = response.read(), response.status, response.headers
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise
            body, status, headers = error.read(), error.code, error.headers
        known = {name: headers[name] for name in HEADERS if name in headers}
        return body, {"status": str(status), **known}


@contextmanager
def serving(side: Side, environment: dict[str, str]) -> Iterator[None]:
    """Run the checkout's server on a free port; only what was started here is ended."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    side.url = f"http://localhost:{port}"
    with (side.folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [side.python, "-m", "dashboard", "run"],
            cwd=side.checkout,
            env=environment | {"PORT": str(port)},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def end() -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)

    def give_up(*_: object) -> None:
        end()
        os._exit(1)  # threads would read on until their last page

    for interruption in (signal.SIGTERM, signal.SIGINT):
        signal.signal(interruption, give_up)
    try:
        until = time.monotonic() + 180
        while True:
            try:
                side.get("/_stcore/health")
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    said = (side.folder / "server.log").read_text(errors="replace")
                    raise click.ClickException(f"No server from {side.checkout}:\n{said}") from None
                time.sleep(0.2)
        yield
    finally:
        end()


def collect(side: Side, parts: tuple[str, ...]) -> list[str]:
    """Collect the output of a checkout into its folder, with `about.json` on how.

    Returns:
        The names of outputs that could not be collected.
    """
    for part in parts:  # what an earlier run left would be compared as well
        shutil.rmtree(side.folder / part, ignore_errors=True)
    side.folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as build, ThreadPoolExecutor(1) as pool:
        environment = side.environment(build)
        package = subprocess.check_output(
            [side.python, "-c", "import dashboard; print(dashboard.__file__)"],
            cwd=side.checkout,
            env=environment,
            text=True,
        )
        if side.checkout not in Path(package.strip()).resolve().parents:
            raise click.ClickException(f"{side.checkout} would run the package at {package}")
        with serving(side, environment):
            listed = json.loads(side.get("/figures?lang=id")[0])
            writing = pool.submit(collect_briefings, side, environment, parts)
            if "figures" in parts:
                collect_figures(side, listed)
            if "pages" in parts:
                collect_pages(side)
            writing.result()
    about_file = side.folder / "about.json"
    earlier = json.loads(about_file.read_text())["failures"] if about_file.exists() else []
    earlier = [name for name in earlier if name.partition("/")[0] not in parts]
    about = {
        "checkout": str(side.checkout),
        "revision": listed["facts"]["revision"],
        "failures": sorted(side.failures + earlier),
        "seconds": round(time.monotonic() - started),
    }
    about_file.write_text(json.dumps(about, indent=1))
    click.echo(f"Collected {side.checkout} in {about['seconds']} s into {side.folder}", err=True)
    return side.failures


def collect_figures(side: Side, listed: dict) -> None:
    """Every figure's files, the lists and descriptions of them, and the heads of the pages."""
    addresses = {}
    for lang in LANGUAGES:
        addresses[f"list.{lang}.json"] = f"/figures?lang={lang}"
        addresses[f"openapi.{lang}.json"] = f"/openapi.json?lang={lang}"
        for number, wrong in enumerate(WRONG):
            separator = "&" if "?" in wrong else "?"
            addresses[f"wrong-{number}.{lang}.json"] = f"/figures/{wrong}{separator}lang={lang}"
    for figure in listed["figures"]:
        name, known = figure["id"], figure["parameters"]
        for key, values in FIGURE_SETS.items():
            chosen = {one: value for one, value in values.items() if one in known}
            for lang in LANGUAGES:
                query = urlencode({**chosen, "lang": lang}, doseq=True)
                for end in ("json", "csv"):
                    addresses[f"{name}.{key}.{lang}.{end}"] = f"/figures/{name}.{end}?{query}"
        addresses[f"{name}.default.id.svg"] = f"/figures/{name}.svg?lang=id"
        inner = quote(f"{side.url}/figures/{name}.html?lang=en", safe="")
        addresses[f"{name}.oembed.json"] = f"/oembed?url={inner}"
    headers = {}

    def fetch(name: str) -> None:
        def ask() -> bytes:
            body, headers[name] = side.get(addresses[name])
            return body

        side.attempt(f"figures/{name}", ask)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(fetch, addresses))
    side.attempt("figures/headers.json", lambda: json.dumps(headers, sort_keys=True))


def collect_briefings(side: Side, environment: dict[str, str], parts: tuple[str, ...]) -> None:
    """Decks, papers and a nota by the command line."""
    environment = environment | {"INTEGRITAS_PUBLIC_ADDRESS": "https://integritas.example.go.id"}

    def write(name: str, options: str) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, name)
            command = [side.python, "-m", "dashboard", "briefing", *options.split(), "--quiet"]
            subprocess.run(
                [*command, "--out", str(out)],
                cwd=side.checkout,
                env=environment,
                check=True,
                timeout=240,
                stdout=subprocess.DEVNULL,
            )
            return out.read_bytes()

    for name, options in BRIEFINGS.items() if "briefings" in parts else ():
        side.attempt(f"briefings/{name}", partial(write, name, options))


def collect_pages(side: Side) -> None:
    """The words and accessible names of every page in the navigation, read in two browsers.

    The second one works while the first waits for its page to come to rest.
    """
    paths: list[str] = []

    def list_paths(visit: Visit) -> str:
        visit.page.goto(side.url)
        visit.settle(limit=PATIENCE)
        links = visit.page.get_by_test_id("stTopNavLink").evaluate_all(
            "all => all.map(a => a.href)"
        )
        paths.extend(urlsplit(link).path for link in links)
        return "\n".join(paths)

    def read(path: str, is_opened: bool) -> Callable[[Visit], str]:
        def work(visit: Visit) -> str:
            visit.page.goto(side.url + path)
            return page_text(visit.settle(limit=PATIENCE), is_opened)

        return work

    visit_pages(side, {"navigation": list_paths})
    visits = {
        f"{path.strip('/') or 'first'} {key} {lang}": read(
            f"{path}?{query}lang={lang}", (key, lang) in OPENED
        )
        for path in paths
        for key, query in PAGE_SETS.items()
        for lang in LANGUAGES
    }
    visits |= {name: read(f"{path}&lang=id", False) for name, path in MORE_PAGES.items()}
    names = list(visits)
    halves = [{name: visits[name] for name in names[start::2]} for start in (0, 1)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda half: visit_pages(side, half), halves))


def visit_pages(side: Side, visits: dict[str, Callable[[Visit], str]]) -> None:
    """Write what each visit returns; the visits share a browser's cache."""
    from playwright.sync_api import WebSocket, sync_playwright

    from tests.e2e.visits import Visit  # with Streamlit: a comparison alone needs neither

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_browser(), args=list(FLAGS))
        context = browser.new_context(
            viewport={"width": 1366, "height": 768},
            locale="id-ID",
            timezone_id="Asia/Makassar",
            service_workers="block",
        )

        def open_(work: Callable[[Visit], str]) -> str:
            visit = Visit(context.new_page())

            def on_websocket(websocket: WebSocket) -> None:
                websocket.on("framesent", visit.on_sent)
                websocket.on("framereceived", visit.on_received)

            visit.page.on("websocket", on_websocket)
            try:
                return work(visit)
            finally:
                visit.page.close()

        for name, work in visits.items():
            side.attempt(f"pages/{name}.txt", partial(open_, work))
        browser.close()


def page_text(visit: Visit, is_opened: bool) -> str:
    """Address, title, accessibility tree (words, names, links, texts of charts) and cells."""
    page = visit.page
    page.add_style_tag(content=UNFOLDED)
    page.wait_for_function(EVERY_GRID, timeout=PATIENCE * 1000)
    texts = [page.url, page.title(), page.locator("body").aria_snapshot()]
    texts += page.locator(GRID_ROWS).evaluate_all(CELLS)
    seen = set()
    buttons = page.locator("[data-testid=stPopover] button, [data-testid=stExpander] summary")
    for index in range(buttons.count()) if is_opened else ():
        button = buttons.nth(index)
        if (label := " ".join(button.inner_text().split())) in seen or not button.is_visible():
            continue
        seen.add(label)
        button.click()
        visit.settle(limit=PATIENCE)
        page.wait_for_function(EVERY_GRID, timeout=PATIENCE * 1000)
        popover = page.get_by_test_id("stPopoverBody")
        shown = popover if popover.count() else button.locator("xpath=ancestor::details")
        texts += [f"Opened: {label}", shown.first.aria_snapshot()]
        texts += shown.first.locator(GRID_ROWS).evaluate_all(CELLS)
        if popover.count():
            page.keyboard.press("Escape")
            popover.wait_for(state="hidden")
    return "\n".join(texts)

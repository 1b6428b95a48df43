"""The page of one figure as a reader's browser shows it: alone, in a frame, from a file."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Route, expect

from dashboard.export import markup
from tests.e2e.visits import OpenFigure
from tests.servers import serve

FIGURES = (  # a form each; in turn Indonesian and English, by day and by night
    *(("spi-map", "narrow"), ("spi-trend", "desktop"), ("bimtek-calendar", "narrow")),
    *(("wbk-ladder", "narrow"), ("spi-map", "desktop"), ("response-timeline", "narrow")),
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def with_picture(app_url: str) -> Callable[[str], str]:
    """Ask for a page until its picture is drawn: the browser that draws starts with the first."""

    def ask(path: str) -> str:
        began = time.monotonic()
        while time.monotonic() - began < 60:
            with urlopen(app_url + path, timeout=30) as answer:
                if b'class="picture"' in answer.read():
                    return path
            time.sleep(0.5)
        raise AssertionError(f"no picture in {path}")

    return ask


# --- alone ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "figure_id", "size"), [(place, *one) for place, one in enumerate(FIGURES)]
)
def test_a_figure_comes_alive_and_everybody_can_read_it(
    open_figure: OpenFigure, place: int, figure_id: str, size: str
) -> None:
    lang = ("id", "en")[place % 2]
    theme = ("light", "dark")[place // 2 % 2]
    visit = open_figure(f"/figures/{figure_id}.html?lang={lang}", size, theme)
    expect(visit.page.locator(".plot .main-svg").first).to_be_visible()
    assert visit.page.locator("h1").inner_text()
    if figure_id == "spi-map":
        assert len(visit.provinces) == 38
    assert visit.page.evaluate(OVERFLOW) <= 0
    # Lists of sources and rows are folded away: open, they are read and measured too.
    for closed in visit.page.locator("summary").all():
        closed.click()
    assert visit.page.locator("tbody tr").count() > 3
    assert visit.page.evaluate(OVERFLOW) <= 0
    if size == "narrow":
        assert visit.barriers == {}
    assert visit.trouble == {}


def test_the_picture_is_there_before_the_script_and_nothing_jumps(
    open_figure: OpenFigure, app_url: str, with_picture: Callable[[str], str]
) -> None:
    path = with_picture("/figures/spi-trend.html?lang=id")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visit = open_figure("/figures?lang=id", alive=False)  # any page: the gate comes after it
    page = visit.page
    page.route("**/assets/plotly-*.js", hold)
    page.goto(app_url + path, wait_until="commit")
    expect(page.locator(".picture svg")).to_be_visible()
    expect(page.locator(".picture text").first).to_be_visible()
    assert page.locator(".plot .main-svg").count() == 0
    before = page.locator(".chart").bounding_box()
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    page.wait_for_selector("html.alive")
    expect(page.locator(".picture svg")).to_be_hidden()
    assert page.locator(".chart").bounding_box() == before


def test_without_scripts_the_picture_and_the_rows_are_there(
    browser: Browser, app_url: str, with_picture: Callable[[str], str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(app_url + with_picture("/figures/spi-map.html"))
    expect(page.locator(".picture svg")).to_be_visible()
    page.locator("summary").nth(1).click()
    assert page.locator("tbody tr").count() == 38
    context.close()


def test_a_mark_tells_more_when_pointed_at(open_figure: OpenFigure) -> None:
    page = open_figure("/figures/spi-change.html?lang=id").page
    # The last of all provinces: the one that fell most.
    box = page.locator(".plot .scatterlayer .point").last.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".hoverlayer .hovertext")).to_contain_text("Sumatera Selatan")


def test_colours_follow_the_reader_at_once(open_figure: OpenFigure) -> None:
    page = open_figure("/figures/spi-trend.html").page
    ticks = page.locator(".plot .xtick text").first
    expect(ticks).to_have_css("fill", "rgb(91, 102, 117)")
    page.emulate_media(color_scheme="dark")
    expect(ticks).to_have_css("fill", "rgb(169, 179, 193)")
    expect(page.locator("html")).to_have_css("background-color", "rgb(18, 22, 28)")


def test_paper_is_white_and_shows_the_picture(
    open_figure: OpenFigure, with_picture: Callable[[str], str]
) -> None:
    page = open_figure(with_picture("/figures/spi-trend.html?theme=dark")).page
    page.emulate_media(media="print")
    expect(page.locator(".picture svg")).to_be_visible()
    expect(page.locator(".plot")).to_be_hidden()
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")


# --- from a file ---------------------------------------------------------------------------------


def test_a_frozen_file_lives_without_any_network(
    open_figure: OpenFigure, app_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "spi-map.html"
    with urlopen(f"{app_url}/figures/spi-map.html?frozen=1&lang=en", timeout=30) as answer:
        file.write_bytes(answer.read())
    visit = open_figure("/assets/world_110m.json", alive=False)  # anything: the network goes after
    page, asked = visit.page, []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    try:
        page.goto(file.as_uri())
        page.wait_for_selector("html.alive", timeout=30_000)
    finally:
        page.context.set_offline(False)
    expect(page.locator(".plot .main-svg").first).to_be_visible()
    assert len(visit.provinces) == 38
    assert {urlsplit(url).scheme for url in asked} <= {"file", "blob", "data"}
    assert [url for url in asked if url.startswith("file")] == [file.as_uri()]
    assert visit.trouble == {}


# --- in a frame on another page ------------------------------------------------------------------


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Another site: a page at another origin that frames the address it is told."""

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            width = asked.get("width", ["720"])[0]
            frame = f'<iframe src="{asked.get("show", [""])[0]}" width="{width}" height="640"'
            if "sandbox" in asked:
                frame += f' sandbox="{asked["sandbox"][0]}"'
            script = markup.render("frame_script.html") if "sized" in asked else ""
            body = f"<!doctype html><title>x</title>{frame}></iframe>\n{script}"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_another_site_may_not_show_a_figure_unless_it_is_allowed(
    open_figure: OpenFigure, app_url: str, elsewhere: str
) -> None:
    visit = open_figure(f"{elsewhere}/?show={app_url}/figures/spi-change.html", alive=False)
    for _ in range(100):
        if visit.console_errors:
            break
        visit.page.wait_for_timeout(100)
    assert any("frame-ancestors" in error for error in visit.console_errors)
    assert visit.page.frames[1].url in ("", "chrome-error://chromewebdata/")


@pytest.fixture(scope="module")
def allowing(elsewhere: str) -> Iterator[str]:
    """A server that allows the other site to show its figures."""
    server = (sys.executable, "-m", "tests.figures_server")
    with serve(server, {"INTEGRITAS_FRAME_ANCESTORS": f"'self' {elsewhere}"}) as running:
        yield running.url


INNER = "document.documentElement.scrollHeight - document.documentElement.clientHeight"


@pytest.mark.parametrize(
    ("query", "figure"),
    [
        ("sized=1", "spi-trend.html?lang=en"),
        # There the figure is of no origin, and reads as any other page.
        ("sized=1&sandbox=allow-scripts", "spi-map.html?lang=id"),
        ("sized=1&width=360", "response-timeline.html?lang=id"),
        ("sized=1", "spi-trend.html?region=%26reference="),  # nothing to draw
    ],
)
def test_another_site_that_is_allowed_shows_a_living_figure_in_a_frame_of_its_height(
    open_figure: OpenFigure, elsewhere: str, allowing: str, query: str, figure: str
) -> None:
    show = f"{allowing}/figures/{figure}".replace("&", "%26")
    visit = open_figure(f"{elsewhere}/?{query}&show={show}", alive=False)
    frame, inside = visit.page.locator("iframe"), visit.page.frames[1]
    expect(frame).not_to_have_attribute("height", "640", timeout=30_000)
    if "reference" not in figure:
        expect(visit.page.frame_locator("iframe").locator("html.alive")).to_be_attached(
            timeout=30_000
        )
        shown = visit.page.frame_locator("iframe").locator(".plot .main-svg").first
        expect(shown).to_be_visible()
    visit.page.wait_for_timeout(300)
    assert inside.evaluate(INNER) <= 0  # nothing to scroll, and nothing empty below
    first = int(frame.get_attribute("height") or 0)
    assert abs(first - inside.evaluate("document.body.getBoundingClientRect().height")) <= 1
    if inside.locator("summary").count():  # opened, it grows; folded, it shrinks
        inside.locator("summary").first.click()
        expect(frame).not_to_have_attribute("height", str(first))
        inside.locator("summary").first.click()
        expect(frame).to_have_attribute("height", str(first))
    read = "address => fetch(address).then(answer => answer.json())"
    rows = visit.page.evaluate(read, f"{allowing}/figures/spi-map.json?year=2024")["rows"]
    assert len(rows) == 38
    assert visit.trouble == {}


def test_a_frame_listens_to_nobody_else(
    open_figure: OpenFigure, elsewhere: str, allowing: str
) -> None:
    show = f"{allowing}/figures/spi-change.html"
    visit = open_figure(f"{elsewhere}/?sized=1&show={show}", alive=False)
    frame = visit.page.locator("iframe").first
    expect(visit.page.frame_locator("iframe").locator("html.alive")).to_be_attached(timeout=30_000)
    visit.page.wait_for_timeout(300)
    told = frame.get_attribute("height")
    # From the page itself, and from another frame of it.
    say = "parent.postMessage({type: 'integritas-daerah:height', height: 99}, '*')"
    visit.page.evaluate(say)
    visit.page.evaluate(
        "say => { const other = document.createElement('iframe');"
        " other.srcdoc = `<script>${say}</script>`; document.body.append(other); }",
        say,
    )
    # From the frame, what is no height.
    for height in ("-5", "0", "1e9", "NaN", "'12; x'", "{}", "null"):
        visit.page.frames[1].evaluate(say.replace("99", height))
    visit.page.wait_for_timeout(300)
    assert frame.get_attribute("height") == told
    # Only a number leaves a figure: no address, no choice.
    heard = visit.page.evaluate(
        "() => new Promise(go => { addEventListener('message', e => go(e.data), {once: true});"
        " document.querySelector('iframe').width = '400'; })"
    )
    assert set(heard) == {"type", "height"}
    assert isinstance(heard["height"], int)
    assert visit.trouble == {}


def test_a_picture_is_shown_in_its_place_alone_and_on_an_allowed_site(
    open_figure: OpenFigure, elsewhere: str, allowing: str
) -> None:
    address = f"{allowing}/figures/spi-change.svg"
    for shown in (address, f"{elsewhere}/?show={address}"):
        visit = open_figure(shown, alive=False)
        inside = visit.page.frame_locator("iframe") if shown != address else visit.page
        expect(inside.locator("svg text").first).to_be_visible()
        assert visit.trouble == {}


def test_paper_is_shown_by_the_viewer_of_the_browser_also_on_an_allowed_site(
    open_figure: OpenFigure, elsewhere: str, allowing: str
) -> None:
    """Chrome's viewer is a page of its own, with the file once more in a frame inside."""
    address = f"{allowing}/figures/spi-change.pdf"
    for shown in (address, f"{elsewhere}/?show={address}"):
        visit = open_figure(shown, alive=False)
        for _ in range(200):
            urls = [frame.url for frame in visit.page.frames]
            if any(url.startswith("chrome-extension://") for url in urls):
                break
            visit.page.wait_for_timeout(50)
        assert any(url.startswith("chrome-extension://") for url in urls)
        assert address in urls
        assert visit.outside == visit.console_errors == []

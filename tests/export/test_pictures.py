"""Figures as pictures: the same words and marks in SVG, PNG and PDF, from one kept browser."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from dashboard import charts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.core.settings import ROOT
from dashboard.export import chromium, pictures
from dashboard.export.browser import Busy, Page, PictureFailed
from dashboard.export.drawing_pool import DrawingPool
from dashboard.export.pictures import NoBrowser
from dashboard.export.sources import source_text
from dashboard.figures import addresses, registry
from dashboard.figures.addresses import DEFAULT_SIZE, SIZES, Size
from dashboard.figures.model import Answer, LegendEntry
from dashboard.warehouse import engine

FOCUS = ("63", "64", "62", "13")
SVG = "{http://www.w3.org/2000/svg}"

# Where everything of the shown picture stands, in its own pixels.
BOXES = """(() => {
  const svg = document.querySelector("#picture svg");
  const origin = svg.getBoundingClientRect();
  const size = svg.viewBox.baseVal.width / origin.width;
  const box = (one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return [left - origin.left, top - origin.top, right - origin.left, bottom - origin.top];
  };
  const parts = [...svg.querySelectorAll("[data-part]")].map((part) => {
    const [x, y, width, height] = ["x", "y", "width", "height"]
      .map((name) => part.getAttribute(name) / size);
    return {
      name: part.dataset.part,
      box: part.dataset.part === "chart" ? [x, y, x + width, y + height] : box(part),
      texts: [...part.querySelectorAll("text")].map(box),
    };
  });
  return JSON.stringify({ width: origin.width, height: origin.height, parts });
})()"""


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """After all tests the kept browser is gone with all its processes and files."""
    folder = tmp_path_factory.mktemp("browsers")
    kept = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
        group = pictures.browser().process
        pictures.browser().close()
        assert group is None or is_gone(group)
        assert list(folder.iterdir()) == []
    finally:
        tempfile.tempdir = kept


def is_gone(group: int, seconds: float = 10) -> bool:
    """Whether no process of a group runs (one that nobody has asked for its end may remain)."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        told = subprocess.run(
            ["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True
        ).stdout
        states = [line.split()[1] for line in told.splitlines() if line.split()[0] == str(group)]
        if all(state.startswith("Z") for state in states):
            return True
        time.sleep(0.05)
    return False


def ask(figure_id: str, lang: str = "id", region: tuple[str, ...] = FOCUS) -> Answer:
    return registry.answer(engine.current(), figure_id, Selection(region=region, lang=lang))


def draw(answer: Answer, extension: Any = "svg", size: Size = DEFAULT_SIZE) -> bytes:
    return pictures.picture_sync(engine.current(), answer, extension, size)


def joined(text: str) -> str:
    """Without spaces: a line may end between two words or in one."""
    return re.sub(r"\s+", "", text)


def told(svg: ElementTree.Element, part: str) -> str:
    found = svg.find(f"{SVG}*[@data-part='{part}']")
    assert found is not None, part
    return joined("".join("".join(text.itertext()) for text in found.iter(f"{SVG}text")))


@pytest.mark.parametrize("figure_id", registry.REGISTRY)
def test_a_picture_tells_what_its_figure_tells(figure_id: str) -> None:
    lang = LANGUAGES[list(registry.REGISTRY).index(figure_id) % 2]
    answer, say = ask(figure_id, lang), words(lang)
    content = draw(answer)
    svg = ElementTree.fromstring(content)
    assert (svg.get("role"), svg.get("lang"), svg.get("width")) == ("img", lang, "800")
    title_and_reading = [(one.tag, one.text) for one in svg[:2]]
    assert title_and_reading == [
        (f"{SVG}title", answer.headline),
        (f"{SVG}desc", answer.reading),
    ]
    assert told(svg, "head") == joined(answer.headline + answer.subtitle)
    listed = [entry.label for entry in answer.legend if entry.is_listed]
    assert told(svg, "legend") == joined("".join(listed))
    marks = svg.findall(f"{SVG}g[@data-part='legend']/{SVG}svg")
    assert len(marks) == len(listed)
    source = source_text(answer.sources, answer.facts_version, say)
    date = say.date(answer.facts_date)
    assert told(svg, "foot").startswith(joined(source + " ".join(answer.caveats)))
    assert told(svg, "foot").endswith(joined(date)) and answer.facts_version in source
    chart = svg.find(f"{SVG}svg[@data-part='chart']")
    assert chart is not None
    assert len(list(chart.iter(f"{SVG}path"))) + len(list(chart.iter(f"{SVG}rect"))) > 3
    # Nothing that runs, is fetched or needs a style sheet.
    tags = {one.tag.removeprefix(SVG) for one in svg.iter()}
    assert tags <= {
        *("svg", "g", "title", "desc", "defs", "clipPath"),
        *("rect", "path", "circle", "text", "tspan"),
    }
    names = {name for one in svg.iter() for name in one.attrib}
    assert not {name for name in names if re.search(r"href|^on|style|class", name)}
    most = 280_000 if len(answer.rows) == 514 else 130_000  # a map of every kabupaten and kota
    places = b"".join(re.findall(rb'="[^"]*"', content))  # texts may hold 3.691
    assert len(content) < most and not re.search(rb"\d\.\d{3}", places)


@pytest.mark.parametrize("figure_id", ["spi-map", "coverage-matrix", "spi-trend", "spi-scorecard"])
def test_a_screen_picture_has_the_pixels_asked_for(figure_id: str) -> None:
    answer = ask(figure_id)
    drawn = Image.open(io.BytesIO(draw(answer, "png", SIZES["slide"])))
    assert drawn.size == (1920, 1080)
    colours = drawn.convert("RGB").getcolors(maxcolors=1 << 22) or []
    shown = {
        "#{:02X}{:02X}{:02X}".format(*colour) for _n, colour in colours if isinstance(colour, tuple)
    }
    assert "#FFFFFF" in shown
    areas = [entry for entry in answer.legend if entry.mark in ("area", "square", "line")]
    assert {entry.colour for entry in areas if entry.rows} <= shown


def test_named_sizes_are_exact_and_natural_height_follows_the_figure() -> None:
    answer = ask("spi-change", "en")
    for size in (*SIZES.values(), Size(333, 444, 3)):
        drawn = Image.open(io.BytesIO(draw(answer, "png", size)))
        assert drawn.width == round(size.width * size.scale)
        if size.height:
            assert drawn.size == (drawn.width, round(size.height * size.scale))
            assert (drawn.width, drawn.height) == (
                size.width * size.scale,
                size.height * size.scale,
            )
    heights = [
        int(ElementTree.fromstring(draw(ask(name, region=())))[2].get("height", "0"))
        for name in ("spi-change", "spi-ranking", "spi-scorecard")
    ]
    assert heights == sorted(heights) and heights[0] + 300 < heights[1]


def test_a_picture_never_has_more_pixels_than_a_computer_bears() -> None:
    tall = draw(ask("wbk-ladder", region=()), "png", Size(2400, None, 4))
    drawn = Image.open(io.BytesIO(tall))
    assert 0.98 * addresses.MOST_PIXELS < drawn.width * drawn.height < 1.01 * addresses.MOST_PIXELS


def test_on_paper_it_is_one_sheet_with_text() -> None:
    answer = ask("ott-by-year", "en")
    sheet = draw(answer, "pdf", SIZES["slide"])
    assert sheet.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    paper = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", sheet)
    assert paper and [round(float(side)) for side in paper.groups()] == [720, 405]  # points
    assert b"/Title (" + answer.headline.encode() in sheet
    assert b"/Font" in sheet and b"/Subtype /Image" not in sheet
    reader = shutil.which("pdftotext")
    if reader:
        read = subprocess.run(
            [reader, "-", "-"], input=sheet, capture_output=True, check=True
        ).stdout.decode()
        for text in (answer.headline, answer.facts_version, answer.caveats[0]):
            assert joined(text) in joined(read)


def boxes(answer: Answer, size: Size) -> dict[str, Any]:
    """Where everything stands in a picture, measured in the page."""
    draw_it = pictures._work(engine.current(), answer, "png", size)

    async def measured(page: Page) -> bytes:
        await draw_it(page)
        return str(await page.run(BOXES)).encode()

    found: dict[str, Any] = json.loads(pictures.browser().draw_sync(measured))
    return found


@pytest.mark.parametrize(
    ("figure_id", "region", "size"),
    [
        *((figure_id, FOCUS, SIZES["slide"]) for figure_id in registry.REGISTRY),
        *((name, (), SIZES["slide"]) for name in ("spi-scorecard", "wbk-ladder", "rank-range")),
        *((name, (), SIZES["half-slide"]) for name in ("spi-ranking", "coverage-matrix")),
        *((name, (), SIZES["square"]) for name in ("ott-timeline", "regulation-subjects")),
        *((name, FOCUS, Size(320, 240, 1)) for name in ("spi-map", "response-timeline")),
        *((name, FOCUS, Size(320, None, 1)) for name in ("spi-trend", "wbk-ladder")),
        ("bimtek-timeline", (), Size(2400, 600, 1)),
    ],
)
def test_nothing_is_cut_or_covered(figure_id: str, region: tuple[str, ...], size: Size) -> None:
    found = boxes(ask(figure_id, region=region), size)
    assert (found["width"], found["height"]) == (size.width, size.height or found["height"])
    for part in found["parts"]:
        for left, top, right, bottom in [part["box"], *part["texts"]]:
            assert left > -1 and top > -1, part["name"]
            assert right < found["width"] + 1 and bottom < found["height"] + 1, part["name"]
    words_of = [part for part in found["parts"] if part["name"] != "chart"]
    chart = next(part for part in found["parts"] if part["name"] == "chart")
    for place, part in enumerate(words_of):
        for other in [*words_of[place + 1 :], chart]:
            assert not overlap(part["box"], other["box"]), (part["name"], other["name"])
        for text in chart["texts"]:
            assert not overlap(part["box"], text, 3), part["name"]


def overlap(one: list[float], other: list[float], slack: float = 1.5) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > slack and down > slack


def test_the_chart_alone_is_small_and_the_same_each_time() -> None:
    for figure_id in ("spi-map", "ott-by-year"):
        answer = ask(figure_id)
        first = pictures.chart_svg_sync(engine.current(), answer)
        assert first == pictures.chart_svg_sync(engine.current(), answer)
        svg = ElementTree.fromstring(first)
        assert svg.get("width") == "640" and svg.get("aria-label") == answer.reading
        assert answer.headline not in "".join(svg.itertext())
        assert len(first) < 80_000
    # Two charts on one page do not share names, and all that is used is there.
    other = pictures.chart_svg_sync(engine.current(), ask("ott-by-year", "en"))
    ids = [set(re.findall(r'id="([^"]+)"', text)) for text in (first, other)]
    assert ids[0] and not ids[0] & ids[1]
    assert ids[0] == set(re.findall(r"url\(#([^)]+)\)", first))


def test_what_has_nothing_to_draw_says_so() -> None:
    for lang in LANGUAGES:
        answer = ask("response-timeline", lang, region=())
        assert not charts.is_drawable(answer)
        for size in (DEFAULT_SIZE, SIZES["slide"]):
            svg = ElementTree.fromstring(draw(answer, "svg", size))
            parts = [part.get("data-part") for part in svg.findall(f"{SVG}*[@data-part]")]
            assert parts == ["head", "nothing", "foot"]
            sentence = {"id": "Tidak ada yang dapat digambar", "en": "There is nothing to draw"}
            assert told(svg, "nothing").startswith(joined(sentence[lang]))
        assert pictures.chart_svg_sync(engine.current(), answer) == ""


def test_a_hostile_text_stays_a_text() -> None:
    answer = ask("spi-change")
    evil = "<script>alert(1)</script> </svg> & \"'`\x00\x08\x1f\x7f\ufffe\ud800 ]]> ${x} {{ y }} "
    label = "<img src=x onerror=alert(1)>"
    hostile = replace(
        answer,
        headline=evil + "W" * 400,
        subtitle=evil,
        reading=evil,
        caveats=(evil,),
        legend=(*answer.legend, LegendEntry("x", label, "#FF0000")),
        sources=(replace(answer.sources[0], publisher="<b>Kabar</b>\x0b"),),
    )
    svg = ElementTree.fromstring(draw(hostile))
    assert {one.tag for one in svg.iter()} & {f"{SVG}script", f"{SVG}img", f"{SVG}b"} == set()
    head = told(svg, "head")
    assert "<script>alert(1)</script></svg>&\"'`" in head and "W" * 400 in head
    assert "${x}{{y}}" in head and not re.search(r"[\x00-\x08\x0b\ufffe\ud800]", head)
    assert label.replace(" ", "") in told(svg, "legend")
    assert "<b>Kabar</b>" in told(svg, "foot")
    found = boxes(hostile, SIZES["half-slide"])
    assert all(right < 471 for part in found["parts"] for _l, _t, right, _b in part["texts"])
    assert draw(hostile, "pdf").startswith(b"%PDF-")


# ---- the kept browser ----


async def nothing(_page: Page) -> None:
    """A page that needs nothing."""


async def seen(page: Page) -> bytes:
    return str(await page.run("1 + 1")).encode()


@pytest.fixture
def kept() -> Iterator[DrawingPool]:
    """A browser of its own with an empty page, quick to start and to lose patience."""
    made = DrawingPool(nothing, waiting=3, seconds=1.5)
    yield made
    group = made.process
    made.close()
    assert group is None or is_gone(group)


def test_one_browser_draws_for_all_threads_and_loops_and_rests(kept: DrawingPool) -> None:
    """At rest none of its parts fails and is started again: that cost half a core once."""
    assert kept.process is None  # not before the first picture

    async def several() -> list[bytes]:
        return await asyncio.gather(*(kept.draw(seen) for _n in range(3)))

    assert asyncio.run(several()) == [b"2"] * 3
    assert kept.draw_sync(seen) == b"2"
    assert asyncio.run(several()) == [b"2"] * 3
    assert (kept.drawn, kept.started) == (7, 1)
    started: set[str] = set()
    for _n in range(5):
        time.sleep(0.3)
        told = subprocess.run(
            ["ps", "-ww", "-eo", "pgid=,pid=,args="], capture_output=True, text=True, check=True
        ).stdout
        for group, pid, program in (line.split(None, 2) for line in told.splitlines()):
            if group == str(kept.process) and "NetworkService" in program:
                started.add(pid)
    assert len(started) <= 1


def test_killing_the_browser_loses_no_picture() -> None:
    shared, answer = DrawingPool(pictures._prepare), ask("ott-by-year")
    work = pictures._work(engine.current(), answer, "svg", DEFAULT_SIZE)
    killed = threading.Event()

    async def after_the_kill(page: Page) -> bytes:
        await asyncio.to_thread(killed.wait)
        return await work(page)

    asked: list[Future[bytes]] = [shared.submit(work) for _n in range(3)]
    asked += [shared.submit(after_the_kill) for _n in range(9)]
    while shared.drawn < 3:
        time.sleep(0.01)
    assert shared.process is not None
    os.killpg(shared.process, signal.SIGKILL)
    killed.set()
    made = {future.result(60) for future in asked}
    assert len(made) == 1 and made.pop().startswith(b"<svg")
    assert (shared.drawn, shared.started) == (12, 2)
    shared.close()


def test_a_page_that_hangs_is_ended_and_the_picture_tried_again(kept: DrawingPool) -> None:
    attempts: list[int | None] = []

    async def hangs_once(page: Page) -> bytes:
        attempts.append(kept.process)
        if len(attempts) == 1:
            await page.run("while (true) {}")
        return await seen(page)

    asked = [kept.submit(hangs_once), kept.submit(seen)]
    assert [future.result(30) for future in asked] == [b"2", b"2"]
    assert len(attempts) == 2 and attempts[0] != attempts[1]
    assert attempts[0] is not None and is_gone(attempts[0])


def test_what_always_fails_is_told_and_the_next_picture_is_drawn(kept: DrawingPool) -> None:
    async def fails(page: Page) -> bytes:
        return str(await page.run("throw new Error('no')")).encode()

    with pytest.raises(PictureFailed) as error:
        kept.draw_sync(fails)
    assert error.value.message(words("id")).startswith("Gambar gagal dibuat")
    assert error.value.message(words("en")).startswith("The picture could not be drawn")
    assert kept.started == 2
    assert kept.draw_sync(seen) == b"2"


def test_a_full_queue_says_so_at_once(kept: DrawingPool) -> None:
    async def slow(page: Page) -> bytes:
        await page.run("new Promise((done) => setTimeout(done, 700))")
        return await seen(page)

    asked = [kept.submit(slow), kept.submit(seen), kept.submit(seen)]
    with pytest.raises(Busy) as error:
        kept.submit(seen)
    assert error.value.message(words("id")).startswith("Terlalu banyak gambar")
    assert error.value.message(words("en")).startswith("Too many pictures")
    assert asked[2].cancel()  # who does not wait any longer makes room and costs nothing
    asked[2] = kept.submit(seen)
    assert [future.result(30) for future in asked] == [b"2"] * 3
    assert kept.drawn == 3


def test_a_long_rest_closes_the_browser() -> None:
    kept = DrawingPool(nothing, idle=0.3)
    assert kept.draw_sync(seen) == b"2"
    group = kept.process
    assert group is None or is_gone(group)
    assert kept.draw_sync(seen) == b"2" and kept.started == 2
    kept.close()


def test_without_a_browser_it_is_said_what_to_install(
    kept: DrawingPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "/nonexistent")
    with pytest.raises(NoBrowser) as error:
        kept.draw_sync(seen)
    for lang, start in (("id", "Peramban yang menggambar"), ("en", "The browser that draws")):
        told_so = error.value.message(words(lang))
        assert told_so.startswith(start)
        assert "CHROMIUM=/nonexistent" in told_so and "apt-get install chromium" in told_so
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr("choreographer.browsers.Chromium.find_browser", lambda **_more: None)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nonexistent")
    with pytest.raises(NoBrowser):
        chromium.find_browser()
    monkeypatch.delenv("CHROMIUM")
    with pytest.raises(NoBrowser) as error:
        chromium.find_browser()
    assert "None" not in error.value.message(words("id"))
    monkeypatch.undo()
    assert kept.draw_sync(seen) == b"2"  # installed meanwhile


def test_playwrights_own_browser_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "chromium-1200" / "chrome-linux64" / "chrome"
    own.parent.mkdir(parents=True)
    own.touch()
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr("choreographer.browsers.Chromium.find_browser", lambda **_more: None)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert chromium.find_browser() == own


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder for temporary files: Chrome's socket in it allows no more than 107 characters."""
    with tempfile.TemporaryDirectory(dir="/tmp" if os.name == "posix" else None) as folder:
        yield Path(folder)


@pytest.mark.parametrize("ending", ["exit", "kill"])
def test_the_browser_ends_with_the_process(ending: str, short_path: Path) -> None:
    program = f"""
        import asyncio, os, signal
        from dashboard.export.drawing_pool import DrawingPool
        async def nothing(page): pass
        async def seen(page): return b"2"
        kept = DrawingPool(nothing)
        kept.draw_sync(seen)
        print(kept.process, flush=True)
        if {ending == "kill"}: os.kill(os.getpid(), signal.SIGKILL)
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(short_path)},
        timeout=60,
        check=False,
    )
    assert ended.stdout.strip(), ended.stderr
    assert is_gone(int(ended.stdout))
    if ending == "exit":
        assert (ended.returncode, ended.stderr) == (0, "")
        assert list(short_path.iterdir()) == []

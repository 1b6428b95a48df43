"""The app's pages in turn with an empty page: when they are seen, what they cost."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable

from playwright.sync_api import Browser, Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.loading import QUIET_SECONDS, Load, context, load
from tests.bench.report import Report

BASELINE = "baseline"
MAP, REGENCIES = "Peta", "Peta, kabupaten/kota"
# Against the first chart of an empty page: what a reader sees at first, and the last chart.
GOAL_ANSWER, GOAL_CHARTS = 0.25, 1.25
GOAL_REPAINT = 1.5  # of a rerun of the empty page
GOAL_SHIFT = 0.02
GOAL_FIRST_VISIT, GOAL_YEAR = 2_200_000, 30_000
# A map of 514 regions against that of 38 provinces; bytes of the message that holds it.
GOAL_REGENCIES, GOAL_MESSAGE = 1.3, 15_000

# Notes when the page changed first and last after the last click.
REACT = """(() => {
    const seen = window.__react = {clicked: null, first: null, last: null};
    addEventListener('click', () => {
        Object.assign(seen, {clicked: performance.now(), first: null});
    }, true);
    new MutationObserver(() => {
        seen.last = performance.now();
        seen.first ??= seen.last;
    }).observe(
        document.querySelector('[data-testid=stMain]'),
        {subtree: true, childList: true, characterData: true, attributeFilter: ['d']});
})()"""

Loads = dict[str, list[Load]]


def first_visits(
    browser: Browser, pages: dict[str, str], repeat: int, report: Report, *, is_slow: bool
) -> None:
    """What a browser sees that has never been here; all pages in turn, as slow moments hit all."""
    cold: Loads = {name: [] for name in pages}
    warm: Loads = {name: [] for name in pages}
    line = "4 Mbit/s, 100 ms" if is_slow else "fast line"
    for round_ in range(repeat):
        print(f"  first visits, {line}, round {round_ + 1} of {repeat}", file=sys.stderr)
        for name, url in pages.items():
            with context(browser) as fresh:
                cold[name].append(load(fresh.new_page(), url, is_slow=is_slow))
                if not is_slow:
                    warm[name].append(load(fresh.new_page(), url))
    base = _middle(cold[BASELINE], lambda one: one.charts)
    report.add(f"{line}: empty page with one bar chart", f"{base:.2f} s")
    for name in [name for name in pages if name != BASELINE]:
        _report_page(f"{line}, {name}", cold[name], base, report)
        if name == REGENCIES:
            _against_provinces(f"{line}, {name}: last region", cold, report)
        if not is_slow:
            again = _middle(warm[name], lambda one: one.charts)
            empty = _middle(warm[BASELINE], lambda one: one.charts)
            report.add(f"{line}, {name}: last chart, second visit", f"{again / empty:.2f} x")


def _report_page(name: str, loads: list[Load], base: float, report: Report) -> None:
    answer = _middle(loads, lambda one: one.answer)
    largest = _middle(loads, lambda one: one.largest)
    charts = _middle(loads, lambda one: one.charts)
    for what, measured, goal in (
        ("first answer on the screen", answer, GOAL_ANSWER),
        ("largest contentful paint", largest, GOAL_ANSWER),
        ("last chart", charts, GOAL_CHARTS),
    ):
        ratio = measured / base
        shown = f"{measured:.2f} s, {ratio:.2f} x"
        report.add(f"{name}: {what}", shown, f"<= {goal} x", ratio <= goal)
    shapes = [one.shapes / base for one in loads if one.shapes is not None]
    if shapes:
        report.add(f"{name}: last province", f"{statistics.median(shapes):.2f} x")
    shift = max(one.shift for one in loads)
    report.add(f"{name}: layout shift", f"{shift:.3f}", f"<= {GOAL_SHIFT}", shift <= GOAL_SHIFT)
    size, what = _middle(loads, lambda one: one.bytes), f"{name}: bytes of a first visit"
    if name.endswith(REGENCIES):  # the goal was set for pages without the shapes of 514 regions
        report.add(what, f"{size / 1000:.0f} KB")
        return
    report.add(
        what,
        f"{size / 1000:.0f} KB",
        f"<= {GOAL_FIRST_VISIT // 1000} KB",
        size <= GOAL_FIRST_VISIT,
    )


def _against_provinces(what: str, cold: Loads, report: Report) -> None:
    """When the last of 514 regions is drawn, against the last of 38 provinces."""
    last = [statistics.median(one.shapes or 0 for one in cold[name]) for name in (REGENCIES, MAP)]
    ratio = last[0] / last[1]
    report.add(
        f"{what}, against the provinces",
        f"{last[0]:.2f} s, {ratio:.2f} x",
        f"<= {GOAL_REGENCIES} x",
        ratio <= GOAL_REGENCIES,
    )


def _middle(loads: list[Load], what: Callable[[Load], float]) -> float:
    return statistics.median(what(one) for one in loads)


def filters(browser: Browser, pages: dict[str, str], repeat: int, report: Report) -> None:
    """From the click on another year to the first and the last change that it makes.

    The empty page changes once, by drawing its one chart anew.
    """
    first: dict[str, list[float]] = {name: [] for name in pages}
    last: dict[str, list[float]] = {name: [] for name in pages}
    opened = {}
    contexts = [context(browser) for _ in pages]
    try:
        for one, (name, url) in zip(contexts, pages.items(), strict=True):
            opened[name] = one.__enter__().new_page()
            load(opened[name], url)
            opened[name].evaluate(REACT)
        for round_ in range(repeat):
            print(f"  filters, round {round_ + 1} of {repeat}", file=sys.stderr)
            for name, page in opened.items():
                for year in (2023, 2024):
                    choose_year(page, year)
                    seen = page.evaluate("window.__react")
                    first[name].append((seen["first"] - seen["clicked"]) / 1000)
                    last[name].append((seen["last"] - seen["clicked"]) / 1000)
    finally:
        for one in contexts:
            one.__exit__(None, None, None)
    base = statistics.median(last[BASELINE])
    report.add("rerun of the empty page", f"{base:.2f} s")
    for name in [name for name in pages if name != BASELINE]:
        ratio = statistics.median(first[name]) / base
        shown = f"{statistics.median(first[name]):.2f} s, {ratio:.2f} x"
        what = f"{name}: another year, repainted"
        report.add(what, shown, f"<= {GOAL_REPAINT} x", ratio <= GOAL_REPAINT)
        shown = f"{statistics.median(last[name]):.2f} s"
        report.add(f"{name}: another year, last chart drawn anew", shown)
    ratio = statistics.median(last[REGENCIES]) / statistics.median(last[MAP])
    report.add(
        f"{REGENCIES}: another year, against the provinces",
        f"{ratio:.2f} x",
        f"<= {GOAL_REGENCIES} x",
        ratio <= GOAL_REGENCIES,
    )


def choose_year(page: Page, year: int) -> None:
    """Pick another year in the box of that name and wait until nothing more happens."""
    box = page.get_by_test_id("stSelectbox").filter(has=page.get_by_text("Tahun", exact=True))
    box.get_by_role("combobox").click()
    box.get_by_role("combobox").fill(str(year))
    page.get_by_role("option", name=str(year), exact=True).click()
    page.wait_for_timeout(QUIET_SECONDS * 1000)


def year_on_the_map(browser: Browser, name: str, url: str, report: Report) -> None:
    """What goes over the websocket, both ways, when a reader picks another year on a map.

    The message that holds the map counts once more by itself: the rest is the page around it.
    """
    total = chart = 0

    def count(payload: str | bytes) -> None:
        nonlocal total
        total += len(payload)

    def receive(payload: str | bytes) -> None:
        nonlocal chart
        count(payload)
        message = ForwardMsg.FromString(payload) if isinstance(payload, bytes) else ForwardMsg()
        if message.delta.new_element.HasField("plotly_chart"):
            chart += len(payload)

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", receive)
        socket.on("framesent", count)

    with context(browser) as fresh:
        page = fresh.new_page()
        page.on("websocket", listen)
        load(page, url)
        spent, charts = [], []
        for year in (2023, 2022):
            before, chart = total, 0
            choose_year(page, year)
            if f"year={year}" not in page.url:
                raise RuntimeError(f"The year {year} was chosen but the address is {page.url}.")
            spent.append(total - before)
            charts.append(chart)
    for what, most, goal in (
        ("websocket, one change of year", max(spent), GOAL_YEAR),
        ("the map in it", max(charts), GOAL_MESSAGE),
    ):
        shown = f"{most / 1000:.1f} KB"
        report.add(f"{name}: {what}", shown, f"<= {goal // 1000} KB", most <= goal)

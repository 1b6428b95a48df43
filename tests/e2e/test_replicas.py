"""Two real replicas behind a real nginx: what readers notice of that is nothing."""

from __future__ import annotations

import http.client
import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.proxied import UPGRADE, asked, opened
from tests.e2e.replicas import (
    ADDRESSES,
    COOKIE,
    HOST,
    NUMBERS,
    Replicas,
    behind_nginx,
    reading,
    replica_of,
)
from tests.e2e.visits import Tab, Visit

CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
TRAY = {"format": 1, "lang": "id", "items": [{"subject": "spi-trend", "parameters": {}}]}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    with behind_nginx(tmp_path_factory.mktemp("replicas")) as pair:
        yield pair


@pytest.fixture
def pair(running: Replicas) -> Replicas:
    running.start(*NUMBERS)
    return running


def visit(pair: Replicas, context: BrowserContext, path: str) -> Visit:
    return Tab(context, {HOST}).open(pair.root + path).settle()


def other_than(number: int) -> int:
    return 3 - number


def test_what_goes_up_and_comes_down_finds_its_session(
    pair: Replicas, browser: Browser, tmp_path: Path
) -> None:
    """Beside the websocket, in requests of their own."""
    (tmp_path / "paparan.json").write_text(json.dumps(TRAY), "utf-8")
    with opened(browser) as context:
        reader = visit(pair, context, "/paparan?lang=id")
        number, page = replica_of(context), reader.page
        page.locator(".st-key-briefing-keep input[type=file]").set_input_files(
            tmp_path / "paparan.json"
        )
        reader.settle()
        page.get_by_role("button", name="Buat berkas").click()
        with page.expect_download() as saved:
            page.get_by_role("button", name="Unduh berkas").click()
        saved.value.save_as(tmp_path / "deck.pptx")
        assert reader.trouble == {}
        assert replica_of(context) == number
    with zipfile.ZipFile(tmp_path / "deck.pptx") as deck:
        text = b"".join(deck.read(name) for name in deck.namelist() if name.endswith(".rels"))
    assert f"{pair.below}/figures/spi-trend.html".encode() in text


def test_a_revision_applied_once_is_shown_by_both(pair: Replicas) -> None:
    score = 70.5 if pair.score(1) != 70.5 else 71.5
    pair.apply(str(score))
    for number in NUMBERS:
        pair.wait_for_score(number, score)


def test_a_replica_that_is_asked_to_end_fails_no_address(pair: Replicas) -> None:
    """Of readers who ask all the time; `tests/soak/test_replicas.py` restarts both."""
    with reading(pair) as statuses:
        time.sleep(1.0)
        pair.ask_to_end(1)
        time.sleep(1.0)
    assert [one for one in statuses if one[1] != 200] == []
    assert len(statuses) > 30


def test_both_are_one_dashboard(pair: Replicas) -> None:
    tags = set()
    for number in NUMBERS:
        line = http.client.HTTPConnection("127.0.0.1", pair.ports[number], timeout=30)
        line.request("GET", ADDRESSES[0], headers={"Host": HOST})
        answer = line.getresponse()
        answer.read()
        tags.add(answer.headers["ETag"])
    assert len(tags) == 1


@pytest.mark.parametrize("way", ["root", "below"])
def test_every_way_leads_to_all_that_has_an_address(pair: Replicas, way: str) -> None:
    """At a domain of its own, and below a path by a host that nginx makes up."""
    root: str = getattr(pair, way)
    origin = f"https://{urlsplit(root).netloc}"
    for number in NUMBERS:
        upgrade = {**UPGRADE, "Cookie": f"{COOKIE}={number}"}
        assert asked(f"{root}/_stcore/stream", Origin=origin, **upgrade)[0] == 101
        assert asked(f"{root}/_stcore/stream", Origin="https://evil.go.id", **upgrade)[0] == 403
    status, page = asked(f"{root}/tren?region=63&lang=id")
    assert status == 200
    assert f'content="{pair.below}/figures/spi-trend.png?' in page
    for found in sorted(set(re.findall(r'(?:src|href)="\./((?:static|assets)/[^"]+)"', page)))[:3]:
        assert asked(f"{root}/{found}")[0] == 200
    for _again in range(2):  # the second time from the cache
        assert asked(f"{root}/figures/spi-map.csv?year=2024&lang=en")[0] == 200
    assert asked(f"{root}/figures/spi-map.json?region=Kalsel&lang=id&utm_source=x")[0] == 307
    assert asked(f"{root}/figures/")[1].endswith("../figures")
    for closed in ("/readyz", "/healthz", "/_stcore/metrics", "/_stcore/agent/openapi.json"):
        assert asked(root + closed)[0] == 404


def test_a_page_whose_replica_is_killed_comes_back_on_the_other(
    pair: Replicas, browser: Browser
) -> None:
    with opened(browser) as context:
        reader = visit(pair, context, "/tren?region=63&region=62&lang=id")
        page, killed = reader.page, replica_of(context)
        before, address = reader.headings, page.url
        app = page.get_by_test_id("stApp")
        pair.kill(killed)
        page.wait_for_function(f"() => !document.querySelector('{CONNECTED}')")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
        page.wait_for_timeout(500)  # until the run that the page asks for has begun
        reader.settle()
        assert replica_of(context) == other_than(killed)
        assert (reader.headings, page.url) == (before, address)
        reader.go("Bandingkan")
        assert {"63", "62"} <= set(reader.query["region"])
        assert reader.exceptions == []

"""Replicas over longer times: both restarted under load, one that comes back, one git server."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pygit2
import pytest
from playwright.sync_api import Browser, expect

from dashboard.facts.store import Store
from tests.e2e.proxied import opened
from tests.e2e.replicas import (
    ADDRESSES,
    HOST,
    NUMBERS,
    Replicas,
    behind_nginx,
    reading,
    replica_of,
)
from tests.e2e.visits import LOCAL_HOSTS, Tab
from tests.fixtures import NEWS
from tests.identity import EDITOR, provider, settings_of
from tests.stores import SCORE

TRAY = {"format": 1, "lang": "id", "items": [{"subject": "spi-trend", "parameters": {}}]}
SLOW = ("/figures/spi-map.png?year=2024", "/figures/spi-trend.pptx?region=63")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    with behind_nginx(tmp_path_factory.mktemp("replicas")) as pair:
        yield pair


@pytest.fixture
def pair(running: Replicas) -> Replicas:
    running.start(*NUMBERS)
    return running


def test_a_rolling_restart_under_load_fails_no_address(pair: Replicas) -> None:
    """Pictures, which take long, among them: answers in flight are finished."""
    with reading(pair, (*ADDRESSES, *SLOW)) as statuses:
        for number in NUMBERS * 2:
            time.sleep(1.0)
            pair.ask_to_end(number)
            pair.start(number)
        time.sleep(1.0)
    assert [one for one in statuses if one[1] != 200] == []
    assert len(statuses) > 200


def test_a_reader_stays_where_the_session_went(
    pair: Replicas, browser: Browser, tmp_path: Path
) -> None:
    """Also when the replica that was killed is there again."""
    saved = tmp_path / "paparan.json"
    saved.write_text(json.dumps(TRAY), "utf-8")
    with opened(browser) as context:
        visit = Tab(context, {HOST}).open(f"{pair.root}/tren?region=63&lang=id").settle()
        app, killed = visit.page.get_by_test_id("stApp"), replica_of(context)
        pair.kill(killed)
        expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
        assert replica_of(context) == 3 - killed
        pair.start(killed)
        visit.settle()
        visit.go("Paparan")
        visit.page.locator(".st-key-briefing-keep input[type=file]").set_input_files(saved)
        visit.settle()  # with the token that the first one gave
        expect(visit.page.locator("[class*=st-key-briefing-part-]").first).to_be_visible()
        visit.page.reload()
        visit.settle()
        assert replica_of(context) == 3 - killed


def stores(folder: Path, *, is_disk_shared: bool) -> dict[int, dict[str, str]]:
    """What each replica is told of its store; nothing where both have the same folder."""
    if is_disk_shared:
        return {number: {} for number in NUMBERS}
    server = folder / "server.git"
    pygit2.init_repository(str(server), bare=True)
    return {
        number: {
            "INTEGRITAS_STORE_REMOTE": str(server),
            "INTEGRITAS_STORE_INTERVAL": "1",
            "INTEGRITAS_STORE_DIR": str(folder / f"store-{number}"),
            "INTEGRITAS_BUILD_DIR": str(folder / f"build-{number}"),
        }
        for number in NUMBERS
    }


@pytest.mark.parametrize("is_disk_shared", [True, False])
def test_an_account_is_known_by_both_and_signed_out_at_both(
    browser: Browser, tmp_path: Path, is_disk_shared: bool
) -> None:
    """The lines of both are in one audit log."""
    audit, own = tmp_path / "audit.jsonl", stores(tmp_path, is_disk_shared=is_disk_shared)
    with provider() as address:
        more = {number: settings_of(address, audit) | own[number] for number in NUMBERS}
        with behind_nginx(tmp_path, more) as pair, opened(browser) as context:
            tab = Tab(context, {HOST, *LOCAL_HOSTS})
            page = tab.page
            tab.open(f"{pair.below}/peta?region=63&lang=id")
            page.get_by_role("link", name="Masuk").click()
            page.get_by_role("button", name=EDITOR).click()
            page.wait_for_url(f"{pair.below}/peta?**")
            tab.visit.settle()
            killed = replica_of(context)
            pair.kill(killed)
            page.reload()
            assert f"Akun {EDITOR}" in tab.visit.settle().text
            assert replica_of(context) == 3 - killed
            pair.start(killed)
            copied = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
            assert [status(pair, number, copied) for number in NUMBERS] == [200, 200]
            assert [status(pair, number, "") for number in NUMBERS] == [401, 401]
            folder = own[1].get("INTEGRITAS_STORE_DIR", str(pair.settings.store_dir))
            applies_a_sheet(pair, tab, tmp_path / "koran.csv", Path(folder))
            page.get_by_role("link", name="Keluar").click()
            page.get_by_role("button", name="End session").click()
            page.get_by_role("link", name="Masuk").wait_for()
            until = time.monotonic() + (0 if is_disk_shared else 10)
            while [status(pair, number, copied) for number in NUMBERS] != [401, 401]:
                assert time.monotonic() < until
                time.sleep(0.2)
    events = [json.loads(line)["event"] for line in audit.read_text("ascii").splitlines()]
    assert events.count("sign_in") == events.count("sign_out") == events.count("change") == 1


def applies_a_sheet(pair: Replicas, tab: Tab, sheet: Path, folder: Path) -> None:
    """Bring a score of one more source in on the page for it; both replicas serve the revision."""
    sheet.write_text(f"{','.join(SCORE.split()[:-1])}\n62,pemprov,2024,68.5,{NEWS},news\n", "utf-8")
    visit = tab.visit
    visit.go("Perbarui data")
    visit.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(sheet)
    visit.settle()
    expect(visit.page.get_by_text("Ditambah (1)").first).to_be_visible(timeout=60_000)
    why = visit.page.locator("[class*=st-key-update-][class*=-why] input")
    why.fill("koran")
    why.press("Enter")
    visit.settle()
    visit.page.locator("[class*=st-key-update-][class*=-apply] button").click()
    visit.settle()
    until = time.monotonic() + 60
    while (store := Store.open(pair.settings.model_copy(update={"store_dir": folder}))) is None:
        assert time.monotonic() < until
        time.sleep(0.2)
    while store.head().note.who != EDITOR:
        assert time.monotonic() < until
        time.sleep(0.2)
    while {pair.facts(number)["stored"] for number in NUMBERS} != {store.head().id}:
        assert time.monotonic() < until
        time.sleep(0.2)


def status(pair: Replicas, number: int, cookies: str) -> int:
    """What a replica says to whoever shows these cookies."""
    line = http.client.HTTPConnection("127.0.0.1", pair.ports[number], timeout=30)
    with closing(line):
        line.request("GET", "/figures", headers={"Cookie": cookies, "Host": HOST})
        return line.getresponse().status


def test_replicas_without_a_shared_disk_follow_one_git_server(tmp_path: Path) -> None:
    server, more = tmp_path / "server.git", stores(tmp_path, is_disk_shared=False)
    with behind_nginx(tmp_path, more) as pair:
        writer = pair.settings.model_copy(
            update={"store_remote": str(server), "store_dir": tmp_path / "store-1"}
        )
        pair.apply("70.5", writer)
        for number in NUMBERS:
            pair.wait_for_score(number, 70.5)
        server.rename(tmp_path / "away")
        time.sleep(4)
        assert all(pair.score(number) == 70.5 for number in NUMBERS)
        for number in NUMBERS:
            assert pair.log(number).read_text().count(str(server)) == 1
        (tmp_path / "away").rename(server)
        pair.apply("71.5", writer)
        for number in NUMBERS:
            pair.wait_for_score(number, 71.5)

"""Replicas over longer times: both restarted under load, one that comes back, one git server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pygit2
import pytest
from playwright.sync_api import Browser, expect

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
from tests.e2e.visits import Tab

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


def test_a_reader_stays_where_the_session_went(pair: Replicas, browser: Browser) -> None:
    """Also when the replica that was killed is there again."""
    with opened(browser) as context:
        visit = Tab(context, {HOST}).open(f"{pair.root}/tren?region=63&lang=id").settle()
        app, killed = visit.page.get_by_test_id("stApp"), replica_of(context)
        pair.kill(killed)
        expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
        assert replica_of(context) == 3 - killed
        pair.start(killed)
        time.sleep(1.1)
        visit.settle()
        visit.go("Peta")
        visit.page.reload()
        visit.settle()
        assert replica_of(context) == 3 - killed


def test_replicas_without_a_shared_disk_follow_one_git_server(tmp_path: Path) -> None:
    server = tmp_path / "server.git"
    pygit2.init_repository(str(server), bare=True)
    remote = {"INTEGRITAS_STORE_REMOTE": str(server), "INTEGRITAS_STORE_INTERVAL": "1"}
    more = {
        number: {
            **remote,
            "INTEGRITAS_STORE_DIR": str(tmp_path / f"store-{number}"),
            "INTEGRITAS_BUILD_DIR": str(tmp_path / f"build-{number}"),
        }
        for number in NUMBERS
    }
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

"""Whether the process lives and should get requests: at once, for everybody, and nothing kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import signal
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.core.lifecycle import Lifecycle
from dashboard.core.settings import BadSetting, Settings
from dashboard.ui import server as tuned
from dashboard.warehouse import engine
from dashboard.warehouse.outage import Outage
from dashboard.web.health import Health, Readiness
from tests.servers import free_port, starting


async def anything(_request: Request) -> Response:
    return PlainTextResponse("an answer")


class Served:
    """Stands in for the facts that are served."""

    revision, stored = "abc", ""

    def __init__(self, *, is_reachable: bool = True, outage: Outage | None = None) -> None:
        self._is_reachable, self.outage = is_reachable, outage
        self.build = engine.current().build

    def is_reachable(self) -> bool:
        return self._is_reachable


def client(base: str = "", **given: Any) -> TestClient:
    chosen: dict[str, Any] = {
        "loaded": engine.current,
        "settings": Settings(),
        "process": Lifecycle(),
    }
    readiness = Readiness(**chosen | given)
    app = Starlette(
        routes=[Route("/{rest:path}", anything)],
        middleware=[Middleware(Health, readiness=readiness, base=base)],
    )
    return TestClient(app)


@pytest.mark.parametrize("base", ["", "/below/here"])
def test_ready_says_what_is_served(base: str) -> None:
    asked = client(base=base)
    for way in {"", base}:
        alive, ready = asked.get(f"{way}/healthz"), asked.get(f"{way}/readyz")
        assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
        assert ready.status_code == 200
        found, facts = ready.json(), engine.current()
        assert found["status"] == "ready" and found["reasons"] == []
        assert found["facts"] == {
            "loaded": True,
            "revision": facts.revision,
            "stored": facts.stored or None,
            "version": facts.build.facts_version,
        }
        assert found["engine"] == {"name": "duckdb", "reachable": True}
        assert found["draining"] is found["warmed"] is False
        for one in (alive, ready):
            assert one.headers["cache-control"] == "no-store"
            assert one.headers["content-type"] == "application/json"
            assert "connection" not in one.headers
    assert asked.head("/readyz").status_code == 200
    assert asked.head("/readyz").content == b""
    refused = asked.post("/readyz")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    assert asked.get("/readyz/more").text == asked.get("/figures/readyz").text == "an answer"


def test_a_git_server_that_is_away_is_said_and_takes_no_request_away() -> None:
    assert client().get("/readyz").json()["store"] == {"problem": None}
    found = client(problem=lambda: "It cannot be reached.").get("/readyz")
    assert (found.status_code, found.json()["status"]) == (200, "ready")
    assert found.json()["store"] == {"problem": "It cannot be reached."}


def test_each_reason_closes_and_life_goes_on() -> None:
    ending = Lifecycle()
    ending.drain()
    for given, *reasons in (
        ({"loaded": lambda: None}, "facts not loaded", "engine unreachable"),
        ({"loaded": lambda: Served(is_reachable=False)}, "engine unreachable"),
        ({"process": ending}, "draining"),
    ):
        asked = client(**given)
        ready = asked.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["reasons"] == reasons and ready.json()["status"] == "not ready"
        assert asked.get("/healthz").status_code == 200
    # Who keeps a connection learns in time that it leads nowhere soon.
    other = client(process=ending).get("/")
    assert (other.text, other.headers["connection"]) == ("an answer", "close")


def test_a_cluster_that_is_away_closes_no_replica() -> None:
    """All replicas ask the same one, and each shows what was answered last, with its age."""
    now = dt.datetime.now(dt.UTC)
    away = Outage(now, now)
    for answers, facts, code, is_reachable in (
        ("direct", Served(), 200, True),
        ("direct", Served(is_reachable=False, outage=away), 200, False),
        ("exported", Served(), 200, True),
        ("exported", Served(outage=away), 200, False),
        ("exported", Served(is_reachable=False), 503, False),  # its own engine
    ):
        spark = Settings(engine="spark", spark_remote="sc://localhost:1", spark_answers=answers)
        ready = client(loaded=lambda facts=facts: facts, settings=spark).get("/readyz")
        assert ready.status_code == code
        assert ready.json()["engine"] == {"name": "spark", "reachable": is_reachable}


def test_the_life_of_a_process() -> None:
    process = Lifecycle()
    assert not process.is_warmed and not process.is_draining and process.seconds >= 0
    process.warmed()
    process.drain()
    assert process.is_warmed and process.is_draining


@pytest.mark.parametrize("value", ["-1", "3601", "1.5", "soon"])
def test_seconds_that_are_none_stop_the_start(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (Settings().drain_seconds, Settings().stop_seconds) == (0, 20)
    monkeypatch.setenv("INTEGRITAS_DRAIN_SECONDS", value)
    with pytest.raises(BadSetting):
        Settings()


@pytest.mark.parametrize(
    ("signals", "drain", "waits"),
    [
        ((signal.SIGTERM,), 0.2, 0.4),
        ((signal.SIGTERM, signal.SIGTERM), 99, 0),
        ((signal.SIGINT,), 99, 0),
        ((signal.SIGTERM,), 0, 0),
    ],
)
def test_the_first_signal_begins_the_end_and_the_second_ends(
    signals: tuple[signal.Signals, ...], drain: float, waits: float
) -> None:
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _frame: came.append(number))
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    process = Lifecycle()
    try:
        with tuned.ending_in_order(drain, process):
            for number in signals:
                assert came == []
                signal.raise_signal(number)
            assert process.is_draining
            if waits:
                assert came == []
                time.sleep(waits)
            assert came == [signals[-1]]
        signal.raise_signal(signal.SIGTERM)  # what was there before is there again
        assert len(came) == 2
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_in_another_thread_signals_stay_as_they_are() -> None:
    before = signal.getsignal(signal.SIGTERM)

    def block() -> None:
        with tuned.ending_in_order(1, Lifecycle()):
            assert signal.getsignal(signal.SIGTERM) is before

    other = threading.Thread(target=block)
    other.start()
    other.join()


def asked(url: str, path: str, **headers: str) -> tuple[int, bytes]:
    where = urlsplit(url)
    asking = HTTPConnection(where.hostname or "", where.port or 80, timeout=30)
    try:
        asking.request("GET", path, headers=headers)
        answer = asking.getresponse()
        return answer.status, answer.read()
    finally:
        asking.close()


def test_a_server_that_is_asked_to_end_says_so_then_answers_then_ends(tmp_path: Path) -> None:
    """A real process, closed by sign-in and below a path, with a picture asked for at the end.

    Its lines are JSON, and its metrics stand on a port of their own.
    """
    token, metrics = "t" * 40, free_port()
    settings = {
        "INTEGRITAS_READING": "login",
        "INTEGRITAS_OIDC_METADATA": "http://127.0.0.1:9/realm",
        "INTEGRITAS_OIDC_CLIENT_ID": "x",
        "INTEGRITAS_OIDC_CLIENT_SECRET": "y",
        "INTEGRITAS_COOKIE_SECRET": "z" * 32,
        "INTEGRITAS_TOKENS": f"probe:{hashlib.sha256(token.encode()).hexdigest()}",
        "INTEGRITAS_AUDIT_LOG": str(tmp_path / "audit.jsonl"),
        "INTEGRITAS_REQUESTS_PER_MINUTE": "1",
        "INTEGRITAS_DRAIN_SECONDS": "1",
        "INTEGRITAS_LOG_FORMAT": "json",
        "INTEGRITAS_METRICS_PORT": str(metrics),
        "STREAMLIT_SERVER_BASE_URL_PATH": "below",
    }
    with starting(environment=settings) as (process, url, said):
        until = time.monotonic() + 60
        while True:
            with suppress(OSError):
                if asked(url, "/below/readyz")[0] == 200:
                    break
            assert process.poll() is None and time.monotonic() < until, said()
            time.sleep(0.05)
        assert asked(url, "/below/figures")[0] == 401
        for path in ("/healthz", "/below/healthz", "/readyz", "/readyz"):
            assert asked(url, path)[0] == 200
        for path in ("/metrics", "/below/metrics"):  # not where readers are
            assert asked(url, path)[0] in (401, 404)
        answer, body = asked(f"http://127.0.0.1:{metrics}", "/metrics")
        assert answer == 200
        for sample in (
            "integritas_ready 1.0",
            'integritas_http_request_duration_seconds_count{route="figure",status="401"} 1.0',
            "integritas_sessions 0.0",
            "integritas_pictures_places 64.0",
        ):
            assert f"\n{sample}\n" in body.decode()
        process.send_signal(signal.SIGTERM)
        while asked(url, "/below/readyz")[0] == 200:
            time.sleep(0.01)
        found: list[tuple[int, bytes]] = []
        path, header = "/below/figures/ott-by-year.png", {"Authorization": f"Bearer {token}"}
        picture = threading.Thread(target=lambda: found.append(asked(url, path, **header)))
        picture.start()
        answer, body = asked(url, "/readyz")
        assert answer == 503 and json.loads(body)["reasons"] == ["draining"]
        assert asked(url, "/healthz")[0] == 200
        assert process.wait(30) == -signal.SIGTERM, said()
        picture.join()
        lines = [json.loads(line) for line in said().splitlines()]
    assert {"level", "logger", "event", "time"} <= lines[-1].keys()
    assert {one["level"] for one in lines} == {"info"}
    assert not [one for one in lines if "127.0.0.1" in one["event"]]  # no reader's machine
    assert token not in str(lines)
    with pytest.raises(OSError):
        asked(f"http://127.0.0.1:{metrics}", "/metrics")
    [(answer, body)] = found
    assert answer == 200 and body.startswith(b"\x89PNG"), body

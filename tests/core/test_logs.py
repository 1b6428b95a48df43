"""Lines of the log: of one shape, one line each, with their request, and without secrets."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import anyio
import anyio.to_thread
import pytest

from dashboard.core import audit, logs
from dashboard.core.access import Account, Role
from dashboard.core.i18n import words
from dashboard.core.settings import Settings

SECRET = "s3cr3t-" + "x" * 40
_LOG = logging.getLogger("dashboard")


class Written:
    """What was written to stderr."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys, self._text = capsys, ""

    @property
    def text(self) -> str:
        self._text += self._capsys.readouterr().err
        return self._text

    def lines(self) -> list[str]:
        return self.text.splitlines()

    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines()]


@pytest.fixture
def written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Written]:
    """What lines are written; afterwards everything is as it was."""
    root, names = logging.getLogger(), list(logging.root.manager.loggerDict)
    loggers = [root, *map(logging.getLogger, names)]
    before = [(one, one.handlers[:], one.propagate, one.level) for one in loggers]
    hooks = sys.excepthook, threading.excepthook
    monkeypatch.setattr(logs, "_is_json", False)
    logs.begin()
    yield Written(capsys)
    logs.begin()
    for one, handlers, propagate, level in before:
        one.handlers[:], one.propagate = handlers, propagate
        one.setLevel(level)
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(False)


def as_json(**given: Any) -> None:
    logs.set_up(
        Settings(log_format="json", oidc_client_secret=SECRET),
        **{"replica": "host:8501", "revision": lambda: "abc123", **given},
    )


def test_a_line_is_one_object_whoever_writes_it(
    written: Written, request: pytest.FixtureRequest
) -> None:
    library = logging.getLogger("some.library")
    library.addHandler(logging.StreamHandler())
    library.propagate = False
    as_json()
    with logs.bound(request_id="r-1234567", page="peta"):
        _LOG.info("The facts are of revision %s now", "x")
        library.warning("two\nlines \u2028 \ud800 and %d", 3)
        try:
            _ = 1 / 0
        except ZeroDivisionError:
            _LOG.exception("failed", extra={"status": 500, "duration_seconds": 0.1})
    # What is no UTF-8 cannot be sent to the process that collects the reports.
    plugin: Any = request.config.pluginmanager.get_plugin("logging-plugin")
    plugin.report_handler.reset()
    first, second, third = written.objects()
    assert first == {
        "time": first["time"],
        "level": "info",
        "logger": "dashboard",
        "event": "The facts are of revision x now",
        "request_id": "r-1234567",
        "page": "peta",
        "revision": "abc123",
        "replica": "host:8501",
    }
    assert first["time"].endswith("Z") and len(first["time"]) == len("2026-11-27T09:40:21.041Z")
    assert (second["logger"], second["level"]) == ("some.library", "warning")
    assert second["event"] == "two\nlines \u2028 \ud800 and 3"
    assert "ZeroDivisionError" in third["exception"] and third["status"] == 500
    assert written.text.isascii()


def test_no_secret_of_the_settings_and_no_endless_line(written: Written) -> None:
    for log_format in ("json", "text"):
        logs.set_up(Settings(log_format=log_format, oidc_client_secret=SECRET))
        try:
            raise RuntimeError(f"provider said {SECRET}")
        except RuntimeError:
            _LOG.exception("asked with %s", SECRET)
        _LOG.error("x" * 100_000)
    assert SECRET not in written.text and "•••" in written.text.replace("\\u2022", "•")
    assert all(len(line) < 101_000 for line in written.lines())


def test_a_text_says_the_request_too(written: Written) -> None:
    logs.set_up(Settings())
    logs.set_up(Settings())  # as when the command and the app do so
    with logs.bound(request_id="r-1234567"):
        _LOG.warning("something")
    _LOG.warning("other")
    _LOG.info("seldom looked at")
    first, second = written.lines()
    assert first.endswith("WARNING dashboard: something [r-1234567]")
    assert second.endswith("WARNING dashboard: other")


def test_what_belongs_to_a_line_goes_into_threads_and_not_to_others(written: Written) -> None:
    as_json()

    async def request(name: str) -> None:
        with logs.bound(request_id=name):
            await anyio.sleep(0.01)
            await anyio.to_thread.run_sync(_LOG.warning, name)

    async def several() -> None:
        async with anyio.create_task_group() as group:
            for name in ("request-a", "request-b"):
                group.start_soon(request, name)

    anyio.run(several)
    assert {(one["event"], one["request_id"]) for one in written.objects()} == {
        ("request-a", "request-a"),
        ("request-b", "request-b"),
    }
    _LOG.warning("afterwards")
    assert "request_id" not in written.objects()[-1]


def test_a_run_forgets_the_one_before(written: Written) -> None:
    as_json()
    logs.begin(request_id="first-run", page="ott")
    logs.begin(request_id="second-run")
    _LOG.warning("x")
    [line] = written.objects()
    assert line["request_id"] == "second-run" and "page" not in line


def test_an_error_that_nobody_caught_is_a_line(written: Written) -> None:
    as_json()
    thread = threading.Thread(target=lambda: 1 / 0, name="follow")
    thread.start()
    thread.join()
    error = ValueError("at the end")
    sys.excepthook(ValueError, error, None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    one, other = written.objects()
    assert "follow" in one["event"] and "ZeroDivisionError" in one["exception"]
    assert other["level"] == "critical" and "at the end" in other["exception"]


def test_a_closed_stderr_stops_nobody(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    as_json()
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    _LOG.error("nobody reads this")
    monkeypatch.undo()
    assert written.lines() == []


def test_a_start_is_told_in_the_shape_of_the_log(written: Written) -> None:
    logs.set_up(Settings())
    logs.tell("on its way")
    assert logs.last_word("cannot") == "cannot"
    assert written.lines() == []
    as_json()
    logs.tell("on its way")
    assert logs.last_word("cannot") == 1
    assert [one["event"] for one in written.objects()] == ["on its way", "cannot"]


@pytest.mark.parametrize(
    "given", ["", "short", "a b c d e f", "x" * 65, "-leading0", "id\r\nX: 1", "é" * 9]
)
def test_an_id_that_is_not_sane_is_made_anew(given: str) -> None:
    made = logs.sane_id(given)
    assert made != given and logs.sane_id(made) == made


def test_an_id_of_a_proxy_is_kept_and_the_reader_is_told() -> None:
    for given in ("3f0c2c1e-6c34-4d5e-9f5c-1f6c7b3a2d10", "01HZY3E5K8R9T1", "abc.def_123"):
        assert logs.sane_id(given) == given
        with logs.bound(request_id=given):
            assert logs.code_sentence(words("id")) == f"Sebutkan kode ini kepada pengelola: {given}"
            assert logs.code_sentence(words("en")).endswith(f": {given}")
    with logs.bound():
        assert logs.current_id() == logs.current_id()


def test_the_server_is_heard_and_no_reader_of_it_named(written: Written) -> None:
    for name in ("uvicorn.error", "uvicorn.access"):  # as Streamlit and the server leave them
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = False
    as_json()
    logging.getLogger("uvicorn.error").info(
        '203.0.113.7:1 - "WebSocket /_stcore/stream" [accepted]'
    )
    logging.getLogger("uvicorn.access").info("203.0.113.7:1 - GET /")
    logging.getLogger("uvicorn.error").error("Exception in ASGI application")
    assert [one["event"] for one in written.objects()] == ["Exception in ASGI application"]
    late = logging.getLogger("some.late.library")
    late.propagate = False
    logs.join(late)
    late.warning("later")
    assert written.objects()[-1]["event"] == "later"


def test_a_line_of_the_audit_log_has_the_shape_of_the_others(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Account("7f3a", Role.EDIT)
    log = audit.of(Settings(audit_log="stderr"))
    as_json()
    with (
        logs.bound(request_id="r-1234567"),
        log.change(account, "ingest", table="spi_results") as made,
    ):
        made("c0ffee")
    _LOG.info("another one")
    begins, change, other = written.objects()
    assert begins["event"] == "change_begins" and begins["revision"] == "abc123"
    assert {key: change[key] for key in change if key != "time"} == {
        **{"level": "info", "logger": "audit", "event": "change", "request_id": "r-1234567"},
        **{"account": "7f3a", "what": "ingest", "table": "spi_results"},
        **{"revision": "c0ffee", "replica": "host:8501"},
    }
    assert other.keys() <= change.keys() and len(other["time"]) == len(change["time"])
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    with pytest.raises(audit.Unwritable), log.change(account, "ingest"):
        raise AssertionError("a change without its line")

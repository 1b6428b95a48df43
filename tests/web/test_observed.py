"""Every request has an id, in its answer and in the log; failures have a line; labels are few."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from dashboard.core import logs
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.lifecycle import Lifecycle
from dashboard.web import errors, headers, observed
from dashboard.web.errors import Refusal
from dashboard.web.observed import Observed

NEW_ID = re.compile(r"[0-9a-f]{12}")
HTML = {"Accept": "text/html"}


async def anything(request: Request) -> Response:
    kind = request.path_params["rest"]
    if kind == "fails":
        raise RuntimeError("unforeseen")
    if kind.startswith("refused"):
        status = int(kind.removeprefix("refused"))
        say = words(request.query_params.get("lang", "id"))
        return errors.response(request, Refusal(status, "kind", "Why."), say)
    return PlainTextResponse(logs.current_id())


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(logs.current_id())
    await websocket.receive_text()
    await websocket.close()


@pytest.fixture
def process() -> Lifecycle:
    return Lifecycle()


@pytest.fixture
def client(process: Lifecycle) -> TestClient:
    app = Starlette(
        routes=[WebSocketRoute("/stream", socket), Route("/{rest:path}", anything)],
        middleware=[
            Middleware(Observed, process=process),
            Middleware(headers.Headers, page="default-src 'self'", file="default-src 'none'"),
        ],
    )
    return TestClient(app)


def test_the_id_is_the_proxys_or_a_new_one(client: TestClient) -> None:
    answer = client.get("/", headers={"X-Request-Id": "from-a-proxy.1"})
    assert answer.headers["x-request-id"] == answer.text == "from-a-proxy.1"
    new = [client.get("/", headers={"X-Request-Id": bad}) for bad in ("", "no", 'a"<script>bcdef')]
    assert len({one.text for one in new}) == 3
    for one in new:
        assert one.headers["x-request-id"] == one.text
        assert NEW_ID.fullmatch(one.text)


def test_a_page_that_failed_shows_what_the_log_says(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="dashboard"):
        for path in ("/refused503?lang=id", "/refused500?lang=en", "/fails"):
            caplog.clear()
            answer = client.get(path, headers=HTML)
            code = answer.headers["x-request-id"]
            assert NEW_ID.fullmatch(code)
            say = words("en" if "lang=en" in path else "id")
            with logs.bound(request_id=code):
                assert logs.code_sentence(say) in answer.text
            line = caplog.messages[-1]
            assert line.startswith("GET /") and line.endswith(str(answer.status_code))
    # What a reader did wrong is no matter of the maintainers: no code on the page, no line.
    caplog.clear()
    answer = client.get("/refused404", headers=HTML)
    assert answer.headers["x-request-id"] not in answer.text and not caplog.messages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_program_reads_it_from_the_problem(client: TestClient, lang: str) -> None:
    for status in (404, 503):
        answer = client.get(f"/refused{status}?lang={lang}", headers={"X-Request-Id": "given-12"})
        assert answer.json()["request_id"] == answer.headers["x-request-id"] == "given-12"


def test_the_line_holds_no_secret_of_signing_in_and_stays_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = TestClient(Observed(Response(status_code=502)))
    client.get("/oauth2callback?code=s3cr3t&state=x")
    client.get("/auth/login?provider=s3cr3t")
    client.get("/figures/a%0Ab%1b[31m.csv?region=63")
    client.get("/readyz")
    assert "s3cr3t" not in caplog.text
    assert caplog.messages[-1] == "GET /figures/a%0Ab%1B%5B31m.csv?region=63 was answered with 502"
    assert len(caplog.messages) == 3


def test_open_pages_are_counted(client: TestClient, process: Lifecycle) -> None:
    with client.websocket_connect("/stream", headers={"X-Request-Id": "a-websocket"}) as one:
        assert one.receive_text() == "a-websocket"
        with client.websocket_connect("/stream") as other:
            assert NEW_ID.fullmatch(other.receive_text())
            assert process.open_pages == 2
            other.send_text("")
        one.send_text("")
    assert process.open_pages == 0


@given(st.text())
def test_a_path_is_one_of_a_few_kinds(path: str) -> None:
    assert observed.route_of(path) in {*observed._ROUTES.values(), observed.OTHER, "page"}


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "page"),
        ("/peta", "page"),
        ("/below/here/peta", "page"),
        ("/figures", "figure"),
        ("/figures/spi-map.png", "figure"),
        ("/integritas/figures/spi-map.png", "figure"),
        ("/changes.atom", "changes"),
        ("/_stcore/upload_file/x/y", "streamlit"),
        ("/oauth2callback", "sign-in"),
        ("/static/js/x.js", "static"),
        ("/wp-login.php", "other"),
    ],
)
def test_kinds(path: str, route: str) -> None:
    assert observed.route_of(path) == route


def test_the_app_observes_before_anything_else() -> None:
    from dashboard import app

    classes: list[Any] = [one.cls for one in app.app._user_middleware]
    assert classes[0] is Observed

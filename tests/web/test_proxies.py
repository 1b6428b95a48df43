"""Whatever a proxy rewrites, pages are found, answers lead back, and the websocket opens."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.web.server.starlette import starlette_websocket

from dashboard.core.settings import Settings
from dashboard.web.own_address import OwnAddress
from dashboard.web.proxies import Proxies

PUBLIC = "https://kantor.example.go.id/badan/integritas"
INSIDE = "127.0.0.1:8501"  # how nginx asks by itself


async def where(request: Request) -> Response:
    return PlainTextResponse(f"{request.scope['path']} {request.scope['raw_path'].decode()}")


async def away(request: Request) -> Response:
    return RedirectResponse(request.query_params["to"], 301)


async def websocket(socket: WebSocket) -> None:
    """Streamlit's own judgement of who may open it."""
    origin, host = socket.headers.get("origin"), socket.headers.get("host")
    if not starlette_websocket._is_origin_allowed(origin, host):
        await socket.close(1008)
        return
    await socket.accept()
    await socket.close()


def client_of(base: str = "", **settings: Any) -> TestClient:
    app = Starlette(
        routes=[
            Route("/away/{path:path}", away),
            Route("/slash/", where),
            WebSocketRoute("/_stcore/stream", websocket),
            WebSocketRoute(f"{base or '/other'}/_stcore/stream", websocket),
            Route("/{path:path}", where),
        ],
        middleware=[Middleware(Proxies, own=OwnAddress(Settings(**settings), base))],
    )
    return TestClient(app, follow_redirects=False, headers={"Host": INSIDE})


@pytest.mark.parametrize("path", ["/", "/peta", "/figures/spi-map.csv", "/a%2Fb"])
def test_a_public_path_may_be_left_or_taken_away(path: str) -> None:
    client = client_of(public_address=PUBLIC)
    assert client.get(path).text == client.get(f"/badan/integritas{path}").text
    assert client.get("/badan/integritasnya").text.startswith("/badan/integritasnya ")


def test_the_public_path_alone_leads_to_its_first_page() -> None:
    led = client_of(public_address=PUBLIC).get("/badan/integritas?lang=en")
    assert led.headers["location"] == "./integritas/?lang=en"


@pytest.mark.parametrize(
    ("base", "public"),
    [("", ""), ("", "https://x.go.id"), ("/badan", PUBLIC), ("", "https://x.go.id/figures")],
)
def test_no_other_path_is_taken_away(base: str, public: str) -> None:
    client = client_of(base, public_address=public)
    for path in ("/badan/integritas/peta", "/figures/spi-map.csv", "/figures"):
        assert client.get(path).text.startswith(f"{path} ")


@pytest.mark.parametrize(
    ("path", "to", "location"),
    [
        ("/away/", "http://evil.example/away", "../away"),
        ("/away/", "/away?x=1", "../away?x=1"),
        ("/away/a/b", "https://evil.example:1/figures", "../../figures"),
        ("/away/a", "//evil.example/", "../"),
        ("/away/a", "?region=63", "?region=63"),
        ("/away/a", "./peta", "./peta"),
        ("/badan/integritas/away/a", "/peta", "../peta"),
    ],
)
def test_an_answer_leads_to_no_other_host(path: str, to: str, location: str) -> None:
    client = client_of(public_address=PUBLIC)
    assert client.get(path, params={"to": to}).headers["location"] == location


def test_a_missing_slash_is_added_without_the_host_that_was_asked() -> None:
    app = Starlette(
        routes=[Route("/slash/", where)],
        middleware=[Middleware(Proxies, own=OwnAddress(Settings()))],
    )
    led = TestClient(app).get("/slash", headers={"Host": "evil.example"}, follow_redirects=False)
    assert led.headers["location"] == "./slash/"


def opens(client: TestClient, origin: str | None, host: str, path: str = "") -> bool:
    headers = {"Host": host} | ({"Origin": origin} if origin is not None else {})
    try:
        with client.websocket_connect(f"{path}/_stcore/stream", headers=headers):
            return True
    except WebSocketDisconnect as refused:
        assert refused.code == 1008
        return False


@pytest.fixture
def no_call_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit asks a machine on the internet for its own number before it refuses."""

    def fail() -> None:
        raise AssertionError("a machine outside was asked")

    monkeypatch.setattr("streamlit.net_util.get_external_ip", fail)
    monkeypatch.setattr("streamlit.net_util.get_internal_ip", fail)


@pytest.mark.usefixtures("no_call_outside")
@pytest.mark.parametrize(
    ("settings", "origin", "host", "is_let_in"),
    [
        ({"public_address": PUBLIC}, "https://kantor.example.go.id", INSIDE, True),
        ({"public_address": PUBLIC}, "https://kantor.example.go.id", "dasbor", True),
        ({"public_address": PUBLIC}, "https://kantor.example.go.id:8443", INSIDE, True),
        ({"public_address": PUBLIC}, "http://10.0.0.5:8501", "10.0.0.5:8501", True),
        ({"public_address": PUBLIC}, "http://localhost:8501", "localhost:8501", True),
        ({"public_address": PUBLIC}, None, INSIDE, True),
        ({"hosts": ("dasbor",)}, "http://dasbor", INSIDE, True),
        ({}, "https://kantor.example.go.id", "kantor.example.go.id", True),
        ({}, "https://kantor.example.go.id", INSIDE, False),
        ({"public_address": PUBLIC}, "https://evil.example", INSIDE, False),
        ({"public_address": PUBLIC}, "https://kantor.example.go.id.evil.example", INSIDE, False),
        ({"public_address": PUBLIC}, "https://kantor.example.go.id@evil.example", INSIDE, False),
        ({"public_address": PUBLIC}, "null", INSIDE, False),
        ({"public_address": PUBLIC}, "", INSIDE, False),
        ({"public_address": PUBLIC}, "http://[", INSIDE, False),
    ],
)
def test_who_may_open_the_websocket(
    settings: dict[str, Any], origin: str | None, host: str, is_let_in: bool
) -> None:
    client = client_of(**settings)
    assert opens(client, origin, host) == is_let_in
    if settings.get("public_address"):
        assert opens(client, origin, host, "/badan/integritas") == is_let_in
    assert opens(client_of("/badan", **settings), origin, host, "/badan") == is_let_in


def test_the_log_names_an_origin_once_and_only_some(caplog: pytest.LogCaptureFixture) -> None:
    client = client_of()
    for number in range(50):
        for _again in range(2):
            assert not opens(client, f"http://evil{number}.example", INSIDE)
    assert len(caplog.records) == 20
    assert "INTEGRITAS_PUBLIC_ADDRESS" in caplog.records[0].message

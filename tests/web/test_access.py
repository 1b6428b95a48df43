"""Requests get their account before anything else looks at them; a page of a role is hidden."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.core import pages
from dashboard.core.access import Role
from dashboard.core.audit import Audit
from dashboard.core.i18n import message
from dashboard.core.pages import Page
from dashboard.core.settings import Settings
from dashboard.warehouse import engine
from dashboard.web.access import Access, account_of
from dashboard.web.own_address import OwnAddress
from dashboard.web.proxies import Proxies
from dashboard.web.shell import Shell

INDEX = '<html lang="en"><head><title>Streamlit</title></head><body><noscript></noscript></body>'
HERE = "localhost:8501"
ORIGIN = f"http://{HERE}"
CLOSED = {
    "reading": "login",
    "oidc_metadata": "https://sso.example.go.id",
    "oidc_client_id": "dasbor",
    "oidc_client_secret": "a-secret",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
}


async def whoever(request: Request) -> Response:
    account = account_of(request.scope)
    headers = {"Cache-Control": "public, max-age=3600", "Set-Cookie": "state=x; HttpOnly"}
    return JSONResponse([account.id, account.role], headers=headers)


async def page(_request: Request) -> Response:
    return HTMLResponse(INDEX)


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    account = account_of(websocket.scope)
    await websocket.send_json([account.id, account.role])
    await websocket.close()


def client(log: Path, base: str = "", **changed: Any) -> TestClient:
    """The middleware in front of an app that says who asks."""
    settings = Settings(**changed)
    own = OwnAddress(settings, base)
    app = Starlette(
        routes=[
            *(Route(f"{base}/{name}", whoever) for name in ("figures", "auth/login", "who/{x}")),
            WebSocketRoute(f"{base}/_stcore/stream", talk),
            Route("/{path:path}", page),
        ],
        middleware=[
            Middleware(Proxies, own=own),
            Middleware(
                Access,
                settings=settings,
                own=own,
                origin=ORIGIN,
                start=lambda: "signed=",
                audit=Audit(log),
                policy="default-src 'none'",
            ),
            Middleware(Shell, index=INDEX, newest=engine.current, own=own, policy=""),
        ],
    )
    return TestClient(app, base_url=ORIGIN, follow_redirects=False)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


def events(log: Path) -> list[tuple[str, str]]:
    if not log.exists():
        return []
    lines = map(json.loads, log.read_text(encoding="ascii").splitlines())
    return [(line["event"], line.get("what", "")) for line in lines]


@pytest.mark.parametrize(
    ("headers", "is_here"),
    [
        ({"Host": "localhost:8501"}, True),
        ({"Host": "127.0.0.1:8501"}, True),
        ({"Host": "dasbor.example.go.id"}, False),
        ({"Host": HERE, "X-Forwarded-For": "127.0.0.1"}, False),
        ({"Host": HERE, "Forwarded": "for=127.0.0.1"}, False),
        ({"Host": HERE, "Via": "1.1 nginx"}, False),
    ],
)
def test_in_local_mode_only_this_machine_changes(
    log: Path, headers: dict[str, str], is_here: bool
) -> None:
    expected = ["local", Role.EDIT] if is_here else ["", Role.READ]
    asking = client(log, editing="local")
    assert asking.get("/figures", headers=headers).json() == expected
    of_page = {**headers, "Upgrade": "websocket", "Origin": f"http://{headers.get('Host', HERE)}"}
    with asking.websocket_connect("/_stcore/stream", headers=of_page) as socket:
        assert socket.receive_json() == expected


def test_a_websocket_of_a_page_of_somebody_else_is_not_this_machine(log: Path) -> None:
    headers = {"Origin": "https://dasbor.example.go.id", "Upgrade": "websocket", "Host": HERE}
    asking = client(log, editing="local", public_address="https://dasbor.example.go.id")
    with asking.websocket_connect("/_stcore/stream", headers=headers) as socket:
        assert socket.receive_json() == ["", Role.READ]


def test_an_open_dashboard_is_as_it_was(log: Path) -> None:
    told = client(log).get("/figures", headers={"Authorization": "Bearer x"})
    assert told.json() == ["", Role.READ]
    assert told.headers["cache-control"] == "public, max-age=3600"
    assert not events(log)


@pytest.mark.parametrize("base", ["", "/integritas"])
def test_a_page_of_a_role_is_any_unknown_page_to_others(
    log: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    hidden = Page("rahasia", message("Data"), "spi-map", begins_with_figure=False, role=Role.EDIT)
    monkeypatch.setitem(pages.PAGES, "rahasia", hidden)
    html = {"Accept": "text/html"}
    asking = client(log, base, editing="local")
    elsewhere = {**html, "Host": "dasbor.example.go.id"}
    for path in ("/rahasia", "/rahasia/"):
        shown = asking.get(f"{base}{path}", headers=html)
        assert shown.status_code == (307 if path.endswith("/") else 200)
        told = asking.get(f"{base}{path}", headers=elsewhere)
        unknown = asking.get(f"{base}{path.replace('rahasia', 'takdikenal')}", headers=elsewhere)
        assert (told.status_code, told.text) == (unknown.status_code, unknown.text)
        assert told.status_code == 404
    assert 'href="./rahasia' in asking.get(f"{base}/peta", headers=html).text
    assert "rahasia" not in asking.get(f"{base}/peta", headers=elsewhere).text
    assert events(log) == [("refusal", "page /rahasia")]


@pytest.mark.parametrize("base", ["", "/integritas"])
def test_where_reading_is_closed_the_way_in_stays_open(log: Path, base: str) -> None:
    asking = client(log, base, **CLOSED)
    assert asking.get(f"{base}/figures").status_code == 401
    assert asking.get(f"{base}/peta").status_code == 401
    assert asking.get("/peta").status_code == 401
    assert asking.options(f"{base}/figures").status_code == 204
    assert asking.get(f"{base}/auth/login").status_code == 200
    told = asking.get(f"{base}/peta?year=2024", headers={"Accept": "text/html"})
    [link] = [part for part in told.text.split('"') if "/sign-in" in part]
    assert link.startswith(f"{ORIGIN}{base}/sign-in?")
    on = asking.get(link.replace("&amp;", "&"))
    assert on.headers["location"] == "./auth/login?provider=signed%3D"
    assert "%2Fpeta%3Fyear%3D2024" in on.headers["set-cookie"].replace("/", "%2F")
    assert f"Path={base or '/'}" in on.headers["set-cookie"]
    assert asking.get(f"{base}/sign-out").headers["location"] == "./auth/logout"
    with (
        pytest.raises(WebSocketDisconnect),
        asking.websocket_connect(f"{base}/_stcore/stream"),
    ):
        pass
    assert ("refusal", "websocket") in events(log)


def test_a_log_that_cannot_be_written_hinders_no_reader(tmp_path: Path) -> None:
    assert client(tmp_path).get("/figures").status_code == 200
    assert client(tmp_path, **CLOSED).get("/figures").status_code == 401


@pytest.mark.parametrize(
    ("public", "is_safe"), [("https://dasbor.example.go.id", True), ("", False)]
)
def test_sign_ins_travel_over_tls_where_the_dashboard_does(
    log: Path, public: str, is_safe: bool
) -> None:
    told = client(log, public_address=public, **CLOSED).get("/auth/login")
    assert told.headers["set-cookie"] == "state=x; HttpOnly" + ("; Secure" if is_safe else "")

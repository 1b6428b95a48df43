"""What every answer says about itself: what a browser may load, run and frame."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request as Asked
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit.file_util import get_static_dir

from dashboard.export import assets
from dashboard.web import headers as web_headers
from tests.cases import PAGES

INDEX = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
OWN = "default-src 'none'; sandbox"


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";")]
    assert len({part[0] for part in parts}) == len(parts)
    return {name: values for name, *values in parts}


async def page(_request: Asked) -> Response:
    return HTMLResponse(INDEX)


async def own(_request: Asked) -> Response:
    return HTMLResponse("<p>", headers={"Content-Security-Policy": OWN, "Referrer-Policy": "none"})


async def broken(_request: Asked) -> Response:
    raise RuntimeError("a secret of the machine")


async def cookie(_request: Asked) -> Response:
    answer = PlainTextResponse("text")
    answer.headers.append("set-cookie", "a=1; Path=/; SameSite=None; Secure")
    answer.headers.append("set-cookie", "b=1; Path=/; SameSite=Lax")
    return answer


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(await socket.receive_text())
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    app = Starlette(
        routes=[
            Route("/", page),
            Route("/own", own),
            Route("/text", lambda _request: PlainTextResponse("text")),
            Route("/broken", broken),
            Route("/cookie", cookie),
            WebSocketRoute("/socket", echo),
        ],
        middleware=[
            Middleware(
                web_headers.Headers,
                page=web_headers.page_policy(INDEX, "'self' https://a.go.id"),
                file=web_headers.file_policy("'self' https://a.go.id"),
            )
        ],
    )
    return TestClient(app)


def test_a_page_runs_streamlits_script_and_no_other(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.text == INDEX
    said = directives(answer.headers["content-security-policy"])
    inline = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert len(inline) == 1
    hashed = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert said["script-src"] == ["'self'", f"'sha256-{hashed}'"]
    assert said["default-src"] == said["connect-src"] == said["base-uri"] == ["'self'"]
    assert said["object-src"] == said["frame-src"] == ["'none'"]
    assert said["frame-ancestors"] == ["'self'", "https://a.go.id"]
    for name, values in said.items():
        assert not {"*", "'unsafe-eval'", "http:", "https:", "ws:"} & {*values}
        assert "'unsafe-inline'" not in values or name == "style-src"
    assert "camera=()" in answer.headers["permissions-policy"]


def test_what_an_answer_says_itself_stays(client: TestClient) -> None:
    answer = client.get("/own")
    assert answer.headers.get_list("content-security-policy") == [OWN]
    assert answer.headers.get_list("referrer-policy") == ["none"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("path", "status"), [("/text", 200), ("/nowhere", 404), ("/broken", 500)])
def test_files_and_refusals_load_nothing(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    said = directives(answer.headers["content-security-policy"])
    assert said["default-src"] == ["'none'"]
    assert said["frame-ancestors"] == ["'self'", "https://a.go.id"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("query", "told"), [("", "tidak dapat dibuat"), ("?lang=en", "could not be made")]
)
def test_what_fails_is_told_without_its_inside(client: TestClient, query: str, told: str) -> None:
    answer = client.get(f"/broken{query}")
    assert told in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_cookie_for_frames_of_other_sites_is_kept_for_each_of_them(client: TestClient) -> None:
    framed, own = client.get("/cookie").headers.get_list("set-cookie")
    assert framed == "a=1; Path=/; SameSite=None; Secure; Partitioned"
    assert own == "b=1; Path=/; SameSite=Lax"


def test_a_websocket_passes_untouched(client: TestClient) -> None:
    with client.websocket_connect("/socket") as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "hello"


def fetch(url: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urlopen(Request(url), timeout=30) as answer:
            return (
                answer.status,
                {k.lower(): v for k, v in answer.headers.items()},
                answer.read(),
            )
    except HTTPError as refused:
        with refused:
            return refused.code, {k.lower(): v for k, v in refused.headers.items()}, refused.read()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((f"/{page}", 200) for page in ("", *PAGES)),
        ("/no-such-page", 404),
        ("/peta/deeper", 404),
        ("/static/no-such-file.js", 404),
        ("/assets/no-such-file.js", 404),
        ("/peta/_stcore/health", 404),  # where Streamlit's pages look for their server first
        ("/_stcore/nothing", 404),
        ("/favicon.png", 200),
        ("/assets/geo/provinces.json", 200),
        *((f"/assets/{script.name}", 200) for script in assets.page_scripts()),
        ("/assets/marks/star/B85C00.svg", 404),
        ("/_stcore/health", 200),
        ("/_stcore/agent/nothing", 404),
        ("/figures", 200),
        ("/figures/spi-map.csv", 200),
        ("/figures/nothing.csv", 404),
        ("/figures/spi-map.csv?year=1800", 400),
        ("/oembed?url=x", 404),
        ("/openapi.json", 200),
    ],
)
def test_every_answer_of_the_dashboard_has_the_headers(
    app_url: str, path: str, status: int
) -> None:
    found, headers, body = fetch(app_url + path)
    assert found == status
    said = directives(headers["content-security-policy"])
    assert "default-src" in said
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    is_shell = b'<div id="root">' in body
    assert ("script-src" in said) == is_shell
    if is_shell:
        for script in re.findall(rb"<script>(.*?)</script>", body, re.DOTALL):
            hashed = base64.b64encode(hashlib.sha256(script).digest()).decode()
            assert f"'sha256-{hashed}'" in said["script-src"]
    assert said["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize("path", ["/", "/peta?lang=en", "/figures/spi-map.json?lang=id"])
def test_not_modified_says_nothing_of_what_may_run(app_url: str, path: str) -> None:
    """A browser puts such headers in place of those of the copy that it keeps."""
    _status, headers, _body = fetch(app_url + path)
    asked = Request(app_url + path, headers={"If-None-Match": headers["etag"]})
    with pytest.raises(HTTPError) as unchanged:
        urlopen(asked, timeout=30)
    unchanged.value.close()
    assert unchanged.value.code == 304
    assert "content-security-policy" not in unchanged.value.headers

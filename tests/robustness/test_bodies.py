"""Bodies that are too large: refused in a sentence, before they are held."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config

from dashboard.core import uploads
from dashboard.core.access import Account, Role
from dashboard.core.i18n import LANGUAGES
from dashboard.core.uploads import Held
from dashboard.web import bodies
from dashboard.web.access import ACCOUNT
from dashboard.web.bodies import Bodies
from tests.servers import ROOT

UPLOAD = "/_stcore/upload_file/{}/file"
MB = 1 << 20
HELD = {
    "empty": Held(),
    "files": Held(files=bodies.MOST_FILES, size=1, total=1),
    "bytes": Held(files=3, size=bodies.MOST_SESSION - 10, total=bodies.MOST_SESSION),
    "all": Held(total=bodies.MOST_TOTAL - 10),
}
read: list[int] = []


async def everything(request: Request) -> PlainTextResponse:
    read.append(0)
    async for chunk in request.stream():
        read[-1] += len(chunk)
    return PlainTextResponse(str(read[-1]))


class As:
    """Stands in for what finds the account of a request."""

    def __init__(self, app: Any, role: Role) -> None:
        self.app, self.role = app, role

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app({**scope, ACCOUNT: Account("a", self.role)}, receive, send)


def client_of(role: Role) -> TestClient:
    read.clear()
    routes = [Route("/{rest:path}", everything, methods=["GET", "PUT", "POST", "DELETE"])]
    middleware = [
        Middleware(As, role=role),
        Middleware(Bodies, held=lambda session: HELD.get(session, Held())),
    ]
    return TestClient(Starlette(routes=routes, middleware=middleware))


@pytest.fixture
def client() -> Iterator[TestClient]:
    """Of an account that may give any file."""
    with client_of(Role.EDIT) as client:
        yield client


def form(name: str, size: int = 10) -> bytes:
    """A file as a browser sends it."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + bytes(size) + b"\r\n--x--\r\n"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("body", "is_of_readers"),
    [
        (form("paparan.json"), True),
        (form("Templat Kantor.PPTX", 3 * MB), True),
        (form("SPI 2026.xlsx"), False),
        (form("SPI 2026.csv", 3 * MB), False),
        (form("a.json.csv"), False),
        (form(""), False),
        (b"x" * MB, False),
        (b"x", False),
        (b"", True),
    ],
    ids=range(9),
)
def test_readers_give_the_files_of_paparan_alone(
    role: Role, body: bytes, is_of_readers: bool
) -> None:
    is_taken = is_of_readers or role is Role.EDIT
    for size in (len(body) or 1, 7):  # at once, or in small parts
        parts = (body[at : at + size] for at in range(0, min(len(body), 70_000), size))
        with client_of(role) as client:
            told = client.put(f"{UPLOAD.format('empty')}?lang=en", content=parts)
        assert told.status_code == (200 if is_taken else 403)
        if not is_taken:
            assert "role to change facts" in told.json()["detail"]
            assert not read[0], "nothing was passed on"


def chunks(size: int) -> Iterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(size // 65536):
        yield bytes(65536)


# Method, path, headers, body, status, kind of problem.
CASES: dict[str, tuple[str, str, dict[str, str], object, int, str]] = {
    "a file": ("PUT", UPLOAD.format("empty"), {}, bytes(MB), 200, ""),
    "the largest file": ("PUT", UPLOAD.format("empty"), {}, bytes(20 * MB), 200, ""),
    "400 MB by its length": (
        *("PUT", UPLOAD.format("empty"), {"Content-Length": str(400 * MB)}, b"x", 413),
        "too-large",
    ),
    "40 MB without a length": ("PUT", UPLOAD.format("empty"), {}, chunks, 413, "too-large"),
    "a length of 4,400 digits": (
        *("PUT", UPLOAD.format("empty"), {"Content-Length": "9" * 4400}, b"x", 413),
        "too-large",
    ),
    "a length below nothing": (
        *("PUT", UPLOAD.format("empty"), {"Content-Length": "-1"}, b"x", 413),
        "too-large",
    ),
    "too many files": ("PUT", UPLOAD.format("files"), {}, b"x", 413, "too-many-files"),
    "too many bytes": ("PUT", UPLOAD.format("bytes"), {}, b"x" * 11, 413, "too-many-files"),
    "the last bytes": ("PUT", UPLOAD.format("bytes"), {}, b"x" * 10, 200, ""),
    "too many of all": ("PUT", UPLOAD.format("all"), {}, b"x" * 11, 503, "busy"),
    "taking a file back": ("DELETE", UPLOAD.format("files"), {}, b"", 200, ""),
    "a body of another route": (
        "POST",
        "/figures/spi-map.csv",
        {},
        bytes(65_537),
        413,
        "too-large",
    ),
    "a body without a length": ("POST", "/_stcore/host-config", {}, chunks, 413, "too-large"),
    "a body of a GET": ("GET", "/figures", {"Content-Length": str(MB)}, b"x", 413, "too-large"),
    "a small body": ("POST", "/figures", {}, b"x" * 100, 200, ""),
    "uploads in another case": ("PUT", "/_STCORE/upload_file/a/b", {}, bytes(MB), 413, "too-large"),
}


@pytest.mark.parametrize("what", CASES)
def test_no_more_is_read_than_may_be(client: TestClient, what: str) -> None:
    method, path, headers, body, status, kind = CASES[what]
    told = {
        lang: client.request(
            method,
            f"{path}?lang={lang}",
            content=chunks(40 * MB) if body is chunks else body,  # type: ignore[arg-type]
            headers=headers,
        )
        for lang in (LANGUAGES if kind else ["en"])
    }
    assert {one.status_code for one in told.values()} == {status}
    assert max(read, default=0) <= bodies.MOST_UPLOAD + bodies.FRAMING
    if kind:
        assert {one.json()["type"].rpartition(":")[2] for one in told.values()} == {kind}
        assert len({one.json()["detail"] for one in told.values()}) == len(LANGUAGES)
        assert told["en"].headers["connection"] == "close"


def test_a_body_that_never_arrives_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a body that has arrived, the next message is the client's leaving: that may take long."""
    monkeypatch.setattr(bodies, "CHUNK_SECONDS", 0.1)

    async def story(is_whole: bool) -> int:
        begun = [{"type": "http.request", "body": b"x", "more_body": not is_whole}]
        sent: list[Any] = []

        async def receive() -> Any:
            if begun:
                return begun.pop()
            await asyncio.sleep(0.3)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        async def app(_scope: Any, receive: Any, send: Any) -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            await PlainTextResponse("")({"type": "http", "method": "GET"}, receive, send)

        scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/figures"}
        scope |= {"headers": [], "query_string": b"", "server": ("x", 80), "scheme": "http"}
        await Bodies(app, lambda _: Held())(scope, receive, send)
        return int(sent[0]["status"])

    assert asyncio.run(story(is_whole=False)) == 408
    assert asyncio.run(story(is_whole=True)) == 200


def test_nothing_stays_of_what_has_arrived(client: TestClient) -> None:
    for _ in range(10):
        assert client.put(UPLOAD.format("empty"), content=bytes(19 * MB)).status_code == 200


def test_pages_routes_and_streamlit_say_one_size() -> None:
    assert config.get_option("server.maxUploadSize") == uploads.LARGEST_MB
    written = (ROOT / ".streamlit" / "config.toml").read_text()
    assert f"maxUploadSize = {uploads.LARGEST_MB} " in written
    assert bodies.MOST_UPLOAD == uploads.LARGEST_MB << 20
    assert config.get_option("server.maxMessageSize") <= 40


def test_the_dashboard_refuses_400_mb_before_they_are_sent(app_url: str) -> None:
    place = urlsplit(app_url)
    assert place.hostname
    for path in (UPLOAD.format("x"), "/figures/spi-map.csv", "/"):
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
        try:
            connection.putrequest("PUT", path)
            connection.putheader("Content-Length", str(400 * MB))
            connection.endheaders()
            told = connection.getresponse()
            assert told.status == 413
            assert told.getheader("X-Content-Type-Options") == "nosniff"
        finally:
            connection.close()

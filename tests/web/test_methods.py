"""What may be done at an address: read, whole or in parts, from any page."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.warehouse import engine
from dashboard.web.static import Static
from tests.clients import make_client

ROWS = "/figures/spi-map.parquet?year=2024&lang=id"
PATHS = ("/figures", ROWS, "/openapi.json", "/oembed?url=x")
SHAPES, MARK = "/assets/geo/provinces.json", "/assets/marks/dot/FF0000.svg"


@pytest.fixture(scope="module")
def whole(client: TestClient) -> bytes:
    content: bytes = client.get(ROWS).content
    return content


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-3", 0, 4),
        ("bytes=4-4", 4, 5),
        ("bytes=100-", 100, None),
        ("bytes=-8", -8, None),
        ("Bytes= 0-9 ", 0, 10),
        ("bytes=0-99999999999", 0, None),
        ("bytes=-99999999999", 0, None),
    ],
)
def test_a_part_is_that_part_of_the_file(
    client: TestClient, whole: bytes, asked: str, start: int, stop: int | None
) -> None:
    answer = client.get(ROWS, headers={"Range": asked})
    part = whole[start:stop]
    assert answer.status_code == 206
    assert answer.content == part
    first = range(len(whole))[start]
    said = f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
    assert answer.headers["content-range"] == said
    assert answer.headers["content-length"] == str(len(part))
    assert "content-encoding" not in answer.headers
    assert answer.headers["etag"] == client.head(ROWS, headers=IDENTITY).headers["etag"]


IDENTITY = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=0-1,4-5", "rows=0-1", "bytes=5-2", "bytes=-", "bytes=a-b", "bytes", "0-3", ""),
        *("bytes=+1-2", "bytes=0x1-2", "bytes=1.5-2", f"bytes={'9' * 400}-", "bytes=٣-٤"),
    ],
)
def test_what_is_no_single_part_gets_the_whole(
    client: TestClient, whole: bytes, asked: str
) -> None:
    answer = client.get(ROWS, headers={b"Range": asked.encode()})
    assert answer.status_code == 200
    assert answer.content == whole


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-99999999", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused_with_the_size(
    client: TestClient, whole: bytes, asked: str
) -> None:
    answer = client.get(ROWS, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(whole)}"


def test_a_part_of_another_file_is_not_mixed_in(client: TestClient, whole: bytes) -> None:
    tag = client.get(ROWS, headers=IDENTITY).headers["etag"]
    part = {"Range": "bytes=0-3"}
    assert client.get(ROWS, headers={**part, "If-Range": tag}).status_code == 206
    for other in ('"other"', f"W/{tag}", "Thu, 26 Nov 2026 00:00:00 GMT"):
        answer = client.get(ROWS, headers={**part, "If-Range": other})
        assert (answer.status_code, answer.content) == (200, whole)
    held = client.get(ROWS, headers={**part, "If-None-Match": tag})
    assert held.status_code == 304


def test_asking_for_the_head_tells_the_size_and_no_part(client: TestClient, whole: bytes) -> None:
    answer = client.head(ROWS, headers={**IDENTITY, "Range": "bytes=0-3"})
    assert answer.status_code == 200
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(len(whole))
    assert answer.content == b""


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"])
def test_reading_is_possible_from_any_page_and_nothing_else(
    client: TestClient, path: str, method: str
) -> None:
    asked = {"Origin": "null", "Access-Control-Request-Method": "GET"}
    answer = client.request(method, path, headers={**asked, "Accept": "application/json"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "ETag" in answer.headers["access-control-expose-headers"]
    if method == "OPTIONS":
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    elif method not in ("GET", "HEAD"):
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
        assert answer.json()["detail"].startswith(f"{method} tidak dapat dilakukan di sini")
        assert answer.headers["cache-control"] == "no-store"


def test_the_answer_that_nothing_changed_may_be_read_too(client: TestClient) -> None:
    tag = client.get(ROWS).headers["etag"]
    answer = client.get(ROWS, headers={"If-None-Match": tag, "Origin": "https://example.org"})
    assert answer.status_code == 304
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "path", [SHAPES, "/assets/world_110m.json", "/assets/marks/dot/FF0000.svg"]
)
def test_shapes_and_marks_may_be_read_by_scripts_of_others(path: str) -> None:
    with TestClient(Starlette(routes=Static(lambda: engine.current().build).routes())) as client:
        assert client.get(path).headers["access-control-allow-origin"] == "*"
        part = client.get(path, headers={"Range": "bytes=0-0"})
        assert part.status_code in (200, 206)
        assert client.post(path).status_code == 405


def test_an_office_can_close_what_others_read() -> None:
    with make_client(cors="none") as client:
        for method in ("GET", "OPTIONS"):
            answer = client.request(method, ROWS, headers={"Origin": "https://example.org"})
            assert answer.status_code in (200, 204)
            assert not [name for name in answer.headers if name.startswith("access-control")]
    build = engine.current().build
    with TestClient(Starlette(routes=Static(lambda: build, is_shared=False).routes())) as client:
        assert "access-control-allow-origin" not in client.get(SHAPES).headers


@pytest.mark.parametrize(
    ("accepted", "is_page"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("application/xhtml+xml, text/html;q=0.9", True),
        ("text/html;q=0.2, application/json", False),
        ("application/problem+json, text/html;q=0", False),
        ("*/*", False),
        ("", False),
        ("text/html;q=nonsense", False),
    ],
)
def test_a_refusal_is_what_the_client_likes_better(
    client: TestClient, accepted: str, is_page: bool
) -> None:
    answer = client.get("/figures/none.csv", headers={"Accept": accepted})
    assert answer.headers["content-type"].startswith("text/html") == is_page


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip;q=0", None),
        ("br", None),
        ("gzip;q=0, *", None),
        ("*", "gzip"),
        ("*;q=0", None),
        ("br;q=1.0, gzip;q=0.001", "gzip"),
        ("GZIP ; Q=0.5", "gzip"),
        ("identity", None),
        ("", None),
        ("gzip;q=2", None),
    ],
)
def test_encodings_are_weighed(client: TestClient, accepted: str, encoding: str | None) -> None:
    answer = client.get("/figures/spi-map.csv?lang=id", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.text.lstrip("\ufeff").startswith('"region_code"')

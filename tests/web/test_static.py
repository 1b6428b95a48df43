"""Scripts, styles and fonts leave compressed, once, and are kept by the browser."""

from __future__ import annotations

import errno
import gzip
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.file_util import get_static_dir

from dashboard.core import locks
from dashboard.export import assets
from dashboard.export.assets import Asset
from dashboard.warehouse import choices, engine
from dashboard.web import compressed, negotiation, static
from dashboard.web.compressed import CompressedFiles

STREAMLIT = Path(get_static_dir())
INDEX = (STREAMLIT / "index.html").read_text(encoding="utf-8")
SCRIPT = next(name for name in assets.streamlit_files() if name.startswith("js/Selectbox."))
FONT = next(name for name in assets.streamlit_files() if name.endswith(".woff2"))


async def streamlit(request: Request) -> Response:
    return PlainTextResponse(f"Streamlit: {request.url.path}")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    build = replace(engine.current().build, folder=tmp_path / "build" / "abc")
    app = Starlette(
        routes=[Route("/{path:path}", streamlit)],
        middleware=[
            Middleware(
                static.StreamlitFiles, static=static.Static(lambda: build), base="/integritas"
            )
        ],
    )
    with TestClient(app) as client:
        yield client


def get(client: TestClient, name: str, **headers: str) -> Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(  # type: ignore[return-value]
        f"/integritas/static/{name}", headers={"Accept-Encoding": "br", **names}
    )


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("gzip, br;q=0.5", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=2, gzip;q=x", ""),
        ("identity", ""),
        ("", ""),
    ],
)
def test_the_encoding_is_what_the_client_likes_best(
    client: TestClient, accepted: str, encoding: str
) -> None:
    answer = get(client, SCRIPT, Accept_Encoding=accepted)
    assert answer.headers.get("content-encoding", "") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in answer.headers["content-type"]
    whole = (STREAMLIT / "static" / SCRIPT).read_bytes()
    assert answer.content == whole  # type: ignore[attr-defined]
    assert (int(answer.headers["content-length"]) < len(whole) / 2) == bool(encoding)


def test_each_encoding_has_its_own_name_and_what_is_held_is_not_sent(client: TestClient) -> None:
    tags = set()
    for accepted in ("br", "gzip", "identity"):
        tag = get(client, SCRIPT, Accept_Encoding=accepted).headers["etag"]
        again = get(client, SCRIPT, Accept_Encoding=accepted, If_None_Match=f'"x", W/{tag}')
        assert (again.status_code, again.content) == (304, b"")  # type: ignore[attr-defined]
        assert again.headers["etag"] == tag
        tags.add(tag)
    assert len(tags) == 3


def test_heads_and_parts(client: TestClient) -> None:
    whole = (STREAMLIT / "static" / SCRIPT).read_bytes()
    address = f"/integritas/static/{SCRIPT}"
    head = client.head(address, headers={"Accept-Encoding": "br"})
    assert head.content == b""
    assert head.headers["content-encoding"] == "br"
    assert int(head.headers["content-length"]) > 0
    part = get(client, SCRIPT, Range="bytes=10-19")
    assert (part.status_code, part.content) == (206, whole[10:20])  # type: ignore[attr-defined]
    assert "content-encoding" not in part.headers


def test_a_font_is_compressed_already(client: TestClient) -> None:
    answer = get(client, FONT)
    assert answer.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in answer.headers
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "name", ["no-such.js", "../index.html", "js/../../index.html", "%2e%2e/index.html", "js", ""]
)
def test_only_known_files_are_sent_and_the_rest_is_streamlits(
    client: TestClient, name: str
) -> None:
    assert get(client, name).content.startswith(b"Streamlit: ")  # type: ignore[attr-defined]
    assert client.get(f"/static/{SCRIPT}").text.startswith("Streamlit: "), "outside the base path"
    assert client.post(f"/integritas/static/{SCRIPT}").status_code == 405


def test_the_small_file_is_made_once_and_kept_for_the_next_start(tmp_path: Path) -> None:
    source, folder = tmp_path / "a.js", tmp_path / "kept"
    source.write_text("let a = 'facts';\n" * 3000 + "".join(map(chr, range(40, 120))))
    asset = Asset("a.js", "text/javascript", source)
    first = CompressedFiles(folder)
    quick = first.body(asset, "br")
    assert brotli.decompress(quick.content) == source.read_bytes()
    until = time.monotonic() + 10
    while not (found := first.body(asset, "br")).is_best and time.monotonic() < until:
        time.sleep(0.01)
    assert found.is_best
    assert found.tag != quick.tag, "other bytes, another name"
    assert CompressedFiles(folder).body(asset, "br") == found
    (folder / "0123456789abcdef.br").write_bytes(b"of another version")
    CompressedFiles(folder).prepare([asset], known=[asset])
    left = [path.name for path in folder.iterdir() if path.suffix != ".claim"]
    assert left == [f"{asset.digest}.br"]


def test_only_one_of_several_servers_makes_the_small_file(tmp_path: Path) -> None:
    source, folder = tmp_path / "a.js", tmp_path / "kept"
    source.write_text("const a = 1;\n" * 500)
    asset = Asset("a.js", "text/javascript", source)
    claim = folder / f"{asset.digest}.br.claim"
    folder.mkdir()
    with locks.claimed(claim):
        CompressedFiles(folder).prepare([asset], known=[asset])
        time.sleep(0.3)
        assert [path.name for path in folder.iterdir()] == [claim.name]
    # Whoever claimed it was killed over it: the next start makes it after all.
    claim.touch()
    claim.with_suffix(".part").write_bytes(b"half")
    CompressedFiles(folder).prepare([asset], known=[asset])
    until = time.monotonic() + 10
    while not whole(folder, asset) and time.monotonic() < until:
        time.sleep(0.05)
    assert whole(folder, asset)


def whole(folder: Path, asset: Asset) -> bool:
    """Whether the small file is all that lies there."""
    return [path.name for path in folder.iterdir()] == [f"{asset.digest}.br"]


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("how", ["empty", "half", "other bytes", "of another file"])
def test_a_damaged_small_file_is_not_sent_and_made_again(
    tmp_path: Path, encoding: str, how: str
) -> None:
    source, folder = tmp_path / "a.js", tmp_path / "kept"
    source.write_text("const a = 1;\n" * 50)
    asset = Asset("a.js", "text/javascript", source)
    other = b"const b = 2;"
    content = compressed._compress(source.read_bytes(), encoding, 9)
    folder.mkdir()
    kept = folder / f"{asset.digest}.{encoding}"
    kept.write_bytes(
        {
            "empty": b"",
            "half": content[: len(content) // 2],
            "other bytes": b"\xa5" * len(content),
            "of another file": compressed._compress(other, encoding, 9),
        }[how]
    )
    files = CompressedFiles(folder)
    sent = files.body(asset, encoding)
    assert not sent.is_best
    unpack = brotli.decompress if encoding == "br" else gzip.decompress
    assert unpack(sent.content) == source.read_bytes()
    until = time.monotonic() + 10
    while not files.body(asset, encoding).is_best and time.monotonic() < until:
        time.sleep(0.02)
    assert unpack(kept.read_bytes()) == source.read_bytes()


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, folder = tmp_path / "a.js", tmp_path / "kept"
    source.write_text("const a = 1;\n" * 50)
    asset = Asset("a.js", "text/javascript", source)

    def full(path: Path, content: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        CompressedFiles(folder)._write(asset, "br")
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_leaves_what_is_made_in_a_moment(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("no folder")
    asset = Asset("index.html", "text/html", STREAMLIT / "index.html")
    files = CompressedFiles(tmp_path / "kept")
    for _ in range(2):
        assert gzip.decompress(files.body(asset, "gzip").content) == INDEX.encode()


def test_the_scripts_of_every_page_are_known_with_what_they_need() -> None:
    scripts = assets.widget_scripts(INDEX)
    assert len(scripts) == len(set(scripts))
    assert not {name for name in scripts if name in INDEX}
    assert scripts[-1].startswith("js/PlotlyChart."), "the largest one last"
    for widget in ("Html", "Multiselect", "Selectbox", "ButtonGroup"):
        assert any(name.startswith(f"js/{widget}.") for name in scripts)
    assert {*scripts} < {*assets.page_files(INDEX)} <= assets.streamlit_files().keys()


def test_a_client_that_states_no_encoding_gets_none() -> None:
    request = Request({"type": "http", "headers": []})
    assert negotiation.encoding(request, ("br", "gzip")) == ""


def test_the_part_of_the_font_has_every_letter_that_we_write() -> None:
    """Else a browser would load all of it, and the first letters would stand there later."""
    ranges = [
        [int(end, 16) for end in part.removeprefix("U+").split("-")]
        for part in assets.LETTERS.split(", ")
    ]
    known = {chr(n) for first, *last in ranges for n in range(first, (last or [first])[0] + 1)}
    folder = Path(assets.FOLDER).parent
    catalogues = "".join(
        line
        for path in sorted((folder / "locale").rglob("*.po"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("msgstr", '"'))
    )
    names = "".join(region.full_label for region in choices.regions(engine.current()).values())
    assert {*catalogues, *names} - known <= {"\n"}
    assert assets.letters().path.stat().st_size < 40_000

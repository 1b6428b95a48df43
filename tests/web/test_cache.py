"""What was made is not made again, and not sent again to who has it."""

from __future__ import annotations

import asyncio
import gzip
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.figures import addresses
from dashboard.warehouse import engine
from dashboard.web import negotiation
from dashboard.web import routes as web_routes
from dashboard.web.cache import ContentCache
from dashboard.web.negotiation import Content
from tests.clients import make_client

FACTS = engine.current()


class TestCaching:
    PATH = "/figures/spi-map.csv?year=2024&lang=id"

    def test_an_unchanged_file_is_not_sent_again(self, client: TestClient) -> None:
        first = client.get(self.PATH, headers={"Accept-Encoding": "identity"})
        tag = first.headers["etag"]
        assert tag.startswith('"')
        assert "max-age=" in first.headers["cache-control"]
        for held in (tag, f'"other", {tag}', f"W/{tag}", "*"):
            again = client.get(self.PATH, headers={"If-None-Match": held})
            assert again.status_code == 304
            assert again.content == b""
            assert again.headers["etag"]
        assert client.get(self.PATH, headers={"If-None-Match": '"other"'}).status_code == 200

    def test_strong_means_byte_by_byte(self, client: TestClient) -> None:
        plain = client.get(self.PATH, headers={"Accept-Encoding": "identity"})
        small = client.get(self.PATH, headers={"Accept-Encoding": "gzip"})
        assert small.headers["content-encoding"] == "gzip"
        assert small.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
        assert plain.headers["etag"] != small.headers["etag"]
        assert plain.content == small.content
        assert int(small.headers["content-length"]) < len(plain.content)
        assert client.head(self.PATH).status_code == 200

    @pytest.mark.parametrize("extension", addresses.TABLES)
    def test_equal_questions_give_equal_bytes(self, extension: str) -> None:
        paths = (
            f"/figures/spi-map.{extension}?region=63&lang=id",
            f"/figures/spi-map.{extension}?lang=id&year=latest&region=63&scope=pemprov",
        )
        with make_client() as one, make_client() as other:
            first, second = one.get(paths[0]), other.get(paths[1])
        assert first.content == second.content
        assert first.headers["etag"] == second.headers["etag"]

    def test_other_facts_parameters_or_places_have_another_name(self, client: TestClient) -> None:
        tags = {
            client.get(path).headers["etag"]
            for path in (
                self.PATH,
                self.PATH.replace("2024", "2023"),
                self.PATH.replace("lang=id", "lang=en"),
                self.PATH.replace(".csv", ".json"),
            )
        }
        with make_client(public_address="https://integritas.example.go.id") as other:
            tags.add(other.get(self.PATH).headers["etag"])
        assert len(tags) == 5

    @pytest.mark.parametrize(
        "path", [PATH, "/figures", "/openapi.json", "/oembed?url=/figures/spi-map.html"]
    )
    def test_who_may_frame_a_file_is_a_part_of_its_name(
        self, client: TestClient, path: str
    ) -> None:
        ancestors = "'self' https://intranet.example.go.id"
        with make_client(frame_ancestors=ancestors) as other:
            told = other.get(path)
        assert told.headers["content-security-policy"].endswith(f"; frame-ancestors {ancestors}")
        assert told.headers["etag"] != client.get(path).headers["etag"]

    @pytest.mark.parametrize("changed", ["requirements.txt", "dashboard/web/routes.py"])
    def test_another_program_or_library_has_another_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
    ) -> None:
        for name in (
            "requirements.txt",
            "dashboard/web/routes.py",
            "dashboard/x/__pycache__/y.pyc",
        ):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("plotly==1")
        monkeypatch.setattr(web_routes, "ROOT", tmp_path)
        name_of = web_routes.program.__wrapped__
        before = name_of()
        (tmp_path / "dashboard/x/__pycache__/y.pyc").write_text("else")
        assert name_of() == before
        (tmp_path / changed).write_text("plotly==2")
        assert name_of() != before

    def test_a_public_address_stands_in_every_link(self) -> None:
        with make_client(public_address="https://integritas.example.go.id") as other:
            link = other.get(self.PATH).headers["link"]
        assert link.startswith("<https://integritas.example.go.id/figures/spi-map.json?")


class TestCache:
    """Equal requests at the same moment make a file once."""

    def test_fifty_requests_for_ten_files_make_ten(self) -> None:
        made: list[str] = []

        async def make(key: str) -> Content:
            made.append(key)
            await asyncio.sleep(0.01)
            return Content(key.encode(), "text/plain")

        async def ask() -> list[Content]:
            kept = ContentCache()
            keys = [f"k{number % 10}" for number in range(50)]
            return await asyncio.gather(*(kept.get(key, partial(make, key)) for key in keys))

        found = asyncio.run(ask())
        assert sorted(made) == sorted({f"k{number}" for number in range(10)})
        assert [one.body for one in found] == [f"k{n % 10}".encode() for n in range(50)]

    def test_a_reader_who_leaves_does_not_end_the_work_of_others(self) -> None:
        async def ask() -> bytes:
            kept = ContentCache()

            async def make() -> Content:
                await asyncio.sleep(0.05)
                return Content(b"done", "text/plain")

            first = asyncio.ensure_future(kept.get("k", make))
            second = asyncio.ensure_future(kept.get("k", make))
            await asyncio.sleep(0.01)
            first.cancel()
            return (await second).body

        assert asyncio.run(ask()) == b"done"

    def test_what_failed_is_tried_again(self) -> None:
        tries: list[int] = []

        async def make() -> Content:
            tries.append(1)
            if len(tries) == 1:
                raise RuntimeError("no")
            return Content(b"yes", "text/plain")

        async def ask() -> bytes:
            kept = ContentCache()
            with pytest.raises(RuntimeError):
                await kept.get("k", make)
            return (await kept.get("k", make)).body

        assert asyncio.run(ask()) == b"yes"

    def test_no_more_than_the_given_bytes_are_kept(self) -> None:
        made: list[str] = []

        async def ask() -> None:
            kept = ContentCache(most_bytes=100)

            async def make(key: str, size: int) -> Content:
                made.append(key)
                return Content(b"x" * size, "text/plain")

            for key, size in (("a", 60), ("b", 60), ("a", 60), ("big", 1000), ("big", 1000)):
                await kept.get(key, partial(make, key, size))

        asyncio.run(ask())
        assert made == ["a", "b", "a", "big", "big"]


def test_compressed_bytes_are_made_once() -> None:
    made = asyncio.run(negotiation.content(b"x" * 5000, "text/csv", {}))
    assert made.compressed is not None
    assert gzip.decompress(made.compressed) == made.body
    assert asyncio.run(negotiation.content(b"x" * 5000, "image/png", {})).compressed is None

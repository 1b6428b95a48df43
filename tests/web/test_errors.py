"""Whatever is asked gives a file or a problem: named, in a language, without its inside."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.briefing import writer
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.export import pictures
from dashboard.export.chromium import NoBrowser
from dashboard.figures import addresses
from dashboard.figures import registry as figures_registry
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from dashboard.web import routes as web_routes
from dashboard.web.errors import Refusal
from tests.clients import MANY_REQUESTS, NO_SCRIPT, make_client
from tests.examples import tried

FACTS = engine.current()


class TestRefusals:
    def test_a_refusal_passes_through_whatever_writes_into_it(self) -> None:
        @contextmanager
        def between() -> Iterator[None]:
            yield

        with pytest.raises(Refusal) as told, between():
            raise Refusal(404, "unknown-figure", "none")
        assert {told.value} == {told.value}
        assert told.value != Refusal(404, "unknown-figure", "none")

    def refused(self, client: TestClient, path: str, status: int, **headers: str) -> Any:
        response = client.get(path, headers=headers)
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["cache-control"] == "no-store"
        document = response.json()
        assert response.headers["content-security-policy"] == NO_SCRIPT
        assert document["status"] == status
        assert {"type", "title", "detail", "instance"} <= document.keys()
        assert "Traceback" not in response.text
        return document

    def test_the_parameter_is_named_in_the_asked_language(self, client: TestClient) -> None:
        path = "/figures/spi-map.csv?region=99&year=1999&foo=1"
        for lang in LANGUAGES:
            document = self.refused(client, f"{path}&lang={lang}", 400)
            assert document["lang"] == lang
            named = {error["parameter"]: error for error in document["errors"]}
            assert set(named) == {"region", "year", "foo"}
            assert named["year"]["allowed"][-1] == "2025"
            assert all(error["detail"] in document["detail"] for error in document["errors"])
        assert "tidak dikenal" in self.refused(client, path, 400)["detail"]

    def test_a_name_leads_to_the_code_or_is_refused_with_its_candidates(
        self, client: TestClient
    ) -> None:
        path = "/figures/spi-trend.json?region=Kalsel&region=64.71&lang=en"
        led = client.get(path, follow_redirects=False)
        assert led.status_code == 307
        assert led.headers["location"] == "?region=63&region=64.71&lang=en"
        document = self.refused(client, "/figures/spi-trend.json?region=Banjar&lang=en", 400)
        [error] = document["errors"]
        assert error["allowed"] == ["32.79 Kota Banjar", "63.03 Kabupaten Banjar"]

    def test_nothing_else_has_an_address(self, client: TestClient) -> None:
        for path in ("/figures/spi-map.exe", "/figures/x.csv", "/figures/spi-map", "/figures/.csv"):
            assert "/figures" in self.refused(client, path, 404)["detail"]

    def test_an_unknown_language_is_refused_in_bahasa_indonesia(self, client: TestClient) -> None:
        for path in ("/figures?lang=de", "/figures/spi-map.csv?lang=de", "/oembed?lang=de"):
            document = self.refused(client, path, 400)
            assert document["lang"] == "id"
            assert document["errors"][0]["parameter"] == "lang"

    def test_too_many_regions(self, client: TestClient) -> None:
        codes = client.get("/figures").json()["regions"]
        query = urlencode({"region": list(codes)[:101]}, doseq=True)
        document = self.refused(client, f"/figures/spi-map.csv?{query}&lang=en", 400)
        assert "at most 100" in document["detail"]

    def test_too_long_an_address(self, client: TestClient) -> None:
        self.refused(client, "/figures/spi-map.csv?" + "region=63&" * 1000, 414)

    @pytest.mark.parametrize(
        ("query", "named"),
        [
            ("size=poster", "size"),
            ("width=10", "width"),
            ("width=1e3", "width"),
            ("width=999999999999999999999", "width"),
            ("height=-1", "height"),
            ("scale=9", "scale"),
            ("width=2400&height=3200&scale=4", "scale"),
        ],
    )
    def test_sizes_have_limits(self, client: TestClient, query: str, named: str) -> None:
        document = self.refused(client, f"/figures/spi-map.png?{query}", 400)
        assert [error["parameter"] for error in document["errors"]] == [named]

    def test_a_failure_that_nobody_foresaw_is_a_sentence(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(figures_registry, "answer", lambda *_: 1 / 0)
        document = self.refused(client, "/figures/spi-map.csv?lang=en", 500)
        assert "tell the maintainers" in document["detail"]

    def test_who_asks_too_often_is_told_when_to_come_back(self) -> None:
        with make_client(requests_per_minute=3) as client:
            for _ in range(3):
                assert client.get("/figures/spi-map.csv").status_code == 200
            response = client.get("/figures/spi-map.csv?lang=en")
            assert response.status_code == 429
            assert 0 < int(response.headers["retry-after"]) <= 60
            assert response.json()["detail"].startswith("Too many requests: at most 3 a minute.")
            assert client.get("/openapi.json").status_code == 429


class Failing:
    """Stands in for a browser that is not there or cannot draw."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def picture(self, *_: Any, **_named: Any) -> bytes:
        raise self.error

    async def chart_svg(self, *_: Any, **_named: Any) -> str:
        raise self.error


class TestPictures:
    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (NoBrowser(), "no-browser"),
            (pictures.Busy(), "busy"),
            (pictures.PictureFailed(), "picture-failed"),
        ],
    )
    def test_without_a_picture_everything_else_goes_on(self, error: Exception, kind: str) -> None:
        routes = web_routes.Web(
            lambda: FACTS,
            Settings(requests_per_minute=MANY_REQUESTS),
            writer.slide,
            draws=Failing(error),
        )
        with TestClient(Starlette(routes=routes.routes())) as client:
            for lang in LANGUAGES:
                for extension in addresses.PICTURES:
                    response = client.get(f"/figures/spi-map.{extension}?lang={lang}")
                    assert response.status_code == 503
                    assert response.headers["content-type"] == "application/problem+json"
                    assert response.json()["type"].endswith(kind)
                    assert response.json()["detail"] == error.message(words(lang))  # type: ignore[attr-defined]
                    assert ("retry-after" in response.headers) == (kind != "no-browser")
                for path in ("spi-map.html", "spi-map.html?frozen=1", "spi-map.csv"):
                    assert client.get(f"/figures/{path}").status_code == 200

    def test_fifty_requests_at_once_for_ten_pictures_draw_ten(self) -> None:
        asked = web_routes.Web(
            lambda: FACTS, Settings(requests_per_minute=MANY_REQUESTS), writer.slide
        )
        app = Starlette(routes=asked.routes())
        paths = [f"/figures/spi-map.svg?width={500 + number % 10}" for number in range(50)]

        async def ask() -> list[httpx2.Response]:
            transport = httpx2.ASGITransport(app)
            async with httpx2.AsyncClient(
                transport=transport, base_url="http://testserver", timeout=120
            ) as client:
                return await asyncio.gather(*(client.get(path) for path in paths))

        before = pictures.browser().drawn
        found = asyncio.run(ask())
        assert {response.status_code for response in found} == {200}
        assert pictures.browser().drawn - before == 10
        assert len({response.content for response in found}) == 10


def test_who_opens_a_refusal_in_a_browser_reads_a_sentence(client: TestClient) -> None:
    headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    response = client.get("/figures/spi-map.png?year=1800&lang=en", headers=headers)
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["content-security-policy"] == NO_SCRIPT
    assert "The year “1800” (year) lies outside 2021 to 2025." in response.text
    hostile = client.get("/figures/spi-map.png?lang=en&year=<script>", headers=headers)
    assert "<script>" not in hostile.text


TEXT = st.text(max_size=30)
NAMES = st.sampled_from(
    [
        *("region", "year", "from_year", "scope", "indicator", "reference", "level", "weights"),
        *("lang", "layer", "size", "width", "height", "scale", "frozen", "theme", "ott_direction"),
        "events",
    ]
)
LIKELY = st.sampled_from(
    [*("63", "63.71", "2024", "2021", "latest", "pemprov", "", "id", "en", "1", "events", "5,5,0")]
)


@tried(80)
@given(
    figure_id=st.sampled_from(sorted(REGISTRY)),
    extension=st.sampled_from(["csv", "json", "xlsx", "parquet", "exe"]),
    query=st.lists(st.tuples(NAMES | TEXT, LIKELY | TEXT), max_size=5),
)
def test_whatever_is_asked_gives_a_file_or_a_problem(
    client: TestClient, figure_id: str, extension: str, query: list[tuple[str, str]]
) -> None:
    pairs = urlencode(query, errors="surrogatepass", encoding="utf-8")
    response = client.get(f"/figures/{figure_id}.{extension}?{pairs}")
    assert response.status_code in (200, 400, 404)
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]
        assert "Traceback" not in response.text


@tried(60)
@given(raw=st.binary(max_size=60))
def test_broken_queries_are_told_too(client: TestClient, raw: bytes) -> None:
    path = b"/figures/spi-map.csv?" + raw.replace(b"#", b"%23").replace(b" ", b"+")
    text = path.decode("latin-1")
    response = client.get(text if text.isprintable() else path.hex())
    assert response.status_code in (200, 400, 404)

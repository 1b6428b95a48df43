"""Every figure at an address: right type, right rows, sources inside, and every refusal told."""

from __future__ import annotations

import asyncio
import gzip
import html
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import httpx2
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from PIL import Image
from pyarrow import parquet
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import charts
from dashboard.charts import plotly
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import PARAMETERS, Selection
from dashboard.core.settings import Settings
from dashboard.export import describe, markup, pictures
from dashboard.export.cache import Kept, Made
from dashboard.export.chromium import NoBrowser
from dashboard.export.errors import Refusal
from dashboard.export.sources import source_text
from dashboard.figures import addresses
from dashboard.figures import registry as figures_registry
from dashboard.figures.model import Answer
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from dashboard.web import routes as web_routes
from tests.cases import ASKED, in_language
from tests.clients import MANY_REQUESTS, make_client

NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
FACTS = engine.current()


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with make_client() as client:
        yield client


def asked_of(figure_id: str) -> tuple[Selection | None, ...]:
    """Three questions to a figure: an address without a query, and two others."""
    return (None, *ASKED[figure_id][:2])


def path_of(figure_id: str, extension: str, selection: Selection | None, lang: str) -> str:
    if selection is None:
        return f"/figures/{figure_id}.{extension}?lang={lang}"
    names = (*REGISTRY[figure_id].parameters, "lang")
    query = in_language(selection, lang).query(names)
    return f"/figures/{figure_id}.{extension}?{urlencode(query, doseq=True)}"


def answer_of(figure_id: str, selection: Selection | None, lang: str) -> Answer:
    chosen = REGISTRY[figure_id].offer(FACTS).defaults if selection is None else selection
    return figures_registry.answer(FACTS, figure_id, in_language(chosen, lang))


def strings(drawn: Any) -> Iterator[str]:
    """Every text of a drawing."""
    if isinstance(drawn, str):
        yield drawn
    elif isinstance(drawn, dict):
        for value in drawn.values():
            yield from strings(value)
    elif isinstance(drawn, list | tuple):
        for value in drawn:
            yield from strings(value)


class TestEveryTable:
    """The rows of each figure as each kind of file, at several parameters, in both languages."""

    @pytest.mark.parametrize("figure_id", REGISTRY)
    def test_every_kind(
        self, client: TestClient, figure_id: str, subtests: pytest.Subtests
    ) -> None:
        for (place, selection), lang in product(enumerate(asked_of(figure_id)), LANGUAGES):
            answer = answer_of(figure_id, selection, lang)
            with subtests.test(selection=selection, lang=lang):
                self.check_json(client, answer, selection)
                self.check_csv(client, answer, selection)
                self.check_parquet(client, answer, selection)
                self.check_drawing(answer)
                # Reading a workbook takes longer than all the others: one a language.
                if LANGUAGES.index(lang) == place:
                    self.check_xlsx(client, answer, selection)

    def fetch(
        self, client: TestClient, answer: Answer, extension: str, selection: Selection | None
    ) -> Any:
        lang = answer.selection.lang
        response = client.get(path_of(answer.figure.id, extension, selection, lang))
        assert response.status_code == 200, response.text
        told = response.headers["content-type"].split(";")[0]
        assert told == describe.TYPES[extension]
        assert response.headers["content-security-policy"] == NO_SCRIPT
        return response

    def check_json(self, client: TestClient, answer: Answer, selection: Selection | None) -> None:
        document = self.fetch(client, answer, "json", selection).json()
        assert document["title"] == answer.headline
        assert document["caveats"] == list(answer.caveats)
        assert document["unit"] == answer.unit
        assert document["lang"] == answer.selection.lang
        assert document["facts"]["date"] == answer.facts_date.isoformat()
        assert document["licence"]["name"] == "CC BY 4.0"
        assert document["filters"] or not answer.figure.parameters
        expected = json.loads(json.dumps(answer.rows, default=str))
        told = [{name: row[name] for name in answer.table.column_names} for row in document["rows"]]
        assert told == expected
        listed = {source["source_id"]: source for source in document["sources"]}
        assert set(listed) == {source.source_id for source in answer.sources}
        assert all(source["address"].startswith("http") for source in listed.values())
        used = {one for row in document["rows"] for one in row["source_ids"] or ()}
        assert used <= set(listed)
        for layer, rows in answer.layers.items():
            assert len(document["layers"][layer]["rows"]) == len(rows)
        for column in document["columns"]:
            assert column["label"] != column["name"] or column["name"] == "indicator", column

    def check_csv(self, client: TestClient, answer: Answer, selection: Selection | None) -> None:
        response = self.fetch(client, answer, "csv", selection)
        frame = pd.read_csv(io.BytesIO(response.content), dtype=str, keep_default_na=False)
        assert len(frame) == len(answer.rows)
        told = frame["source_ids"].str.split(" | ", regex=False)
        assert [[one for one in row if one] for row in told] == [
            list(row["source_ids"] or ()) for row in answer.rows
        ]
        link = response.headers["link"]
        assert 'rel="describedby"' in link
        described = client.get(link[link.index("<") + 1 : link.index(">")])
        assert described.json()["title"] == answer.headline

    def check_xlsx(self, client: TestClient, answer: Answer, selection: Selection | None) -> None:
        response = self.fetch(client, answer, "xlsx", selection)
        book = openpyxl.load_workbook(io.BytesIO(response.content), read_only=True)
        say = words(answer.selection.lang)
        rows = list(book[say("Data")].iter_rows(values_only=True))
        assert len(rows) == len(answer.rows) + 1
        notes = {row[0]: row[1] for row in book[say("Notes")].iter_rows(values_only=True) if row[0]}
        assert answer.headline in str(notes[say("Title")])
        sources = [row[0] for row in book[say("Sources")].iter_rows(values_only=True)]
        assert sources[1:] == [source.source_id for source in answer.sources]

    def check_parquet(
        self, client: TestClient, answer: Answer, selection: Selection | None
    ) -> None:
        response = self.fetch(client, answer, "parquet", selection)
        found = parquet.read_table(pa.BufferReader(response.content))
        assert found.select(answer.table.column_names).to_pylist() == list(answer.rows)
        about = found.schema.metadata
        assert answer.headline.encode() in about[b"title"]
        assert len(json.loads(about[b"sources"])) == len(answer.sources)

    def check_drawing(self, answer: Answer) -> None:
        """Each row stands in the drawing with its own pointer text; what does not is unknown."""
        if not charts.is_drawable(answer):
            return
        drawn = "\n".join(strings(charts.draw(answer)["data"]))
        roles = answer.figure.roles
        shown = ("score", "change", "unit_count", "stage", "wbk_count", "wbbm_count")
        told_only = words(answer.selection.lang)("and {n} more in the table", n="").split()[-1]
        for row, tip in zip(answer.rows, answer.tips(words(answer.selection.lang)), strict=True):
            if plotly.written(tip) in drawn:
                continue
            value = row.get(roles.get("change", roles.get("x", "")))
            unknown = value is None or all(row.get(name) is None for name in shown)
            assert unknown or told_only in drawn, row


def squeezed(text: str) -> str:
    """A text without spaces: where a line breaks is the picture's choice."""
    return "".join(text.split())


@pytest.mark.parametrize("figure_id", REGISTRY)
def test_every_figure_is_a_picture_with_its_source_inside(
    client: TestClient, figure_id: str
) -> None:
    """At one of its parameters and in one language, by turns; the words of the other language, of
    other sizes and of every mark are what tests of drawing look at."""
    number = list(REGISTRY).index(figure_id)
    selection, lang = asked_of(figure_id)[number % 3], LANGUAGES[number % 2]
    answer, found = answer_of(figure_id, selection, lang), {}
    for extension in addresses.PICTURES:
        # One pixel a pixel: a PNG twice as sharp takes twice as long, and shows the same.
        sharpness = "&scale=1" if extension == "png" else ""
        response = client.get(path_of(figure_id, extension, selection, lang) + sharpness)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].split(";")[0] == describe.TYPES[extension]
        assert response.headers["content-security-policy"] == NO_SCRIPT
        found[extension] = response.content
    drawn = ElementTree.fromstring(found["svg"])
    written = squeezed("".join(drawn.itertext()))
    say = words(lang)
    for text in (
        answer.headline,
        answer.subtitle,
        *answer.caveats,
        source_text(answer.sources, answer.facts_version, say),
        say.date(answer.facts_date),
    ):
        assert squeezed(text) in written
    shown = Image.open(io.BytesIO(found["png"]))
    assert (shown.width, shown.height) == (
        addresses.DEFAULT_SIZE.width,
        int(drawn.get("height", "0")),
    )
    assert found["pdf"].startswith(b"%PDF-")


def test_a_page_begins_with_a_real_drawing(client: TestClient) -> None:
    answer = answer_of("spi-map", None, "id")
    page = html.unescape(client.get("/figures/spi-map.html").text)
    assert answer.headline in page
    assert page.index('<div class="picture"') < page.index("<path") < page.index('id="plot"')
    assert all(markup.address(source.url) in page for source in answer.sources)


@pytest.mark.parametrize("figure_id", REGISTRY)
def test_an_address_states_every_parameter_and_means_the_same(figure_id: str) -> None:
    known = set(REGISTRY[figure_id].offer(FACTS).regions)
    for selection in ASKED[figure_id]:
        if not known.issuperset(selection.region):
            continue
        answer = figures_registry.answer(FACTS, figure_id, selection)
        for extension in addresses.EXTENSIONS:
            written = urlsplit(addresses.address(answer, extension))
            query = parse_qs(written.query, keep_blank_values=True)
            stated = {*answer.figure.parameters, "lang"}
            unsaid = {n for n in stated - query.keys() if getattr(answer.selection, n) is None}
            assert query.keys() | unsaid == stated
            assert unsaid <= {"from_year"}
            assert query.get("year", ["2024"])[0].isdigit()
            asked = addresses.read(FACTS, answer.figure, extension, query)
            assert asked.problems == ()
            assert figures_registry.answer(FACTS, figure_id, asked.selection) is answer


class TestLayers:
    def test_a_layer_leaves_alone_on_request(self, client: TestClient) -> None:
        path = "/figures/spi-trend.csv?region=63&layer=events"
        frame = pd.read_csv(io.BytesIO(client.get(path).content), dtype=str)
        answer = answer_of("spi-trend", Selection(region=("63",)), "id")
        assert list(frame["event_id"]) == [row["event_id"] for row in answer.layers["events"]]

    def test_xlsx_holds_every_layer_that_has_rows(self, client: TestClient) -> None:
        content = client.get("/figures/spi-trend.xlsx?region=63&lang=en").content
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        assert book.sheetnames == ["Data", "Method changes", "Events", "Notes", "Sources"]

    def test_an_unknown_layer_is_refused(self, client: TestClient) -> None:
        assert client.get("/figures/spi-trend.csv?layer=x").status_code == 400
        assert client.get("/figures/spi-trend.xlsx?layer=events").status_code == 400


def test_codes_leave_with_their_names(client: TestClient) -> None:
    content = client.get("/figures/spi-map.csv?year=2024&lang=id").content
    frame = pd.read_csv(io.BytesIO(content), dtype=str).set_index("region_code")
    assert frame.loc["63", "region_name"] == "Kalimantan Selatan"
    assert frame.loc["63", "score"] == "64.15"
    assert frame.loc["63", "spi_class_label"] == "rentan"
    english = client.get("/figures/spi-map.csv?year=2024&lang=en").content
    frame = pd.read_csv(io.BytesIO(english), dtype=str).set_index("region_code")
    assert frame.loc["63", "spi_class_label"] == "vulnerable"


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

    @pytest.mark.parametrize("changed", ["requirements.txt", "dashboard/doors/web.py"])
    def test_another_program_or_library_has_another_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
    ) -> None:
        for name in ("requirements.txt", "dashboard/doors/web.py", "dashboard/x/__pycache__/y.pyc"):
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


class TestKept:
    """Equal requests at the same moment make a file once."""

    def test_fifty_requests_for_ten_files_make_ten(self) -> None:
        made: list[str] = []

        async def make(key: str) -> Made:
            made.append(key)
            await asyncio.sleep(0.01)
            return Made(key.encode(), "text/plain")

        async def ask() -> list[Made]:
            kept = Kept()
            keys = [f"k{number % 10}" for number in range(50)]
            return await asyncio.gather(*(kept.get(key, partial(make, key)) for key in keys))

        found = asyncio.run(ask())
        assert sorted(made) == sorted({f"k{number}" for number in range(10)})
        assert [one.body for one in found] == [f"k{n % 10}".encode() for n in range(50)]

    def test_a_reader_who_leaves_does_not_end_the_work_of_others(self) -> None:
        async def ask() -> bytes:
            kept = Kept()

            async def make() -> Made:
                await asyncio.sleep(0.05)
                return Made(b"done", "text/plain")

            first = asyncio.ensure_future(kept.get("k", make))
            second = asyncio.ensure_future(kept.get("k", make))
            await asyncio.sleep(0.01)
            first.cancel()
            return (await second).body

        assert asyncio.run(ask()) == b"done"

    def test_what_failed_is_tried_again(self) -> None:
        tries: list[int] = []

        async def make() -> Made:
            tries.append(1)
            if len(tries) == 1:
                raise RuntimeError("no")
            return Made(b"yes", "text/plain")

        async def ask() -> bytes:
            kept = Kept()
            with pytest.raises(RuntimeError):
                await kept.get("k", make)
            return (await kept.get("k", make)).body

        assert asyncio.run(ask()) == b"yes"

    def test_no_more_than_the_given_bytes_are_kept(self) -> None:
        made: list[str] = []

        async def ask() -> None:
            kept = Kept(most_bytes=100)

            async def make(key: str, size: int) -> Made:
                made.append(key)
                return Made(b"x" * size, "text/plain")

            for key, size in (("a", 60), ("b", 60), ("a", 60), ("big", 1000), ("big", 1000)):
                await kept.get(key, partial(make, key, size))

        asyncio.run(ask())
        assert made == ["a", "b", "a", "big", "big"]


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

    async def picture(self, *_: Any) -> bytes:
        raise self.error

    async def chart_svg(self, *_: Any) -> str:
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
            FACTS, Settings(requests_per_minute=MANY_REQUESTS), draws=Failing(error)
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
        asked = web_routes.Web(FACTS, Settings(requests_per_minute=MANY_REQUESTS))
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


class TestOembed:
    def ask(self, client: TestClient, url: str, **more: object) -> Any:
        return client.get("/oembed?" + urlencode({"url": url, "lang": "id", **more}))

    def test_an_address_becomes_a_frame(self, client: TestClient) -> None:
        url = "http://testserver/figures/spi-trend.html?region=63&lang=en"
        document = self.ask(client, url).json()
        assert (document["version"], document["type"]) == ("1.0", "rich")
        answer = answer_of("spi-trend", Selection(region=("63",)), "en")
        assert document["title"] == answer.headline
        assert document["html"].startswith("<iframe src=")
        assert "from_year=2021" in document["html"]
        assert "&amp;year=2025" in document["html"]
        picture = urlsplit(document["thumbnail_url"])
        assert picture.path == "/figures/spi-trend.png"

    def test_it_keeps_to_the_asked_size(self, client: TestClient) -> None:
        url = "/figures/spi-ranking.html"
        document = self.ask(client, url, maxwidth=300, maxheight=200).json()
        assert (document["width"], document["height"]) == (300, 200)
        assert 'width="300" height="200"' in document["html"]
        assert "thumbnail_url" not in document
        assert self.ask(client, url, maxwidth="wide").status_code == 400

    def test_other_addresses_are_not_ours(self, client: TestClient) -> None:
        for url in (
            "",
            "https://example.org/figures/spi-map.html",
            "//example.org/figures/spi-map.html",
            "http://testserver/peta",
            "http://testserver/figures/none.html",
            "http://[",
        ):
            assert self.ask(client, url).status_code == 404, url
        assert self.ask(client, "/figures/spi-map.html?year=1").status_code == 400
        assert self.ask(client, "/figures/spi-map.html", format="xml").status_code == 501


def shape(document: Any) -> Any:
    """A document without what its texts say."""
    if isinstance(document, dict):
        return {
            name: "" if name in WORDED and isinstance(value, str) else shape(value)
            for name, value in document.items()
        }
    return [shape(value) for value in document] if isinstance(document, list) else document


WORDED = {"description", "summary"}


class TestDescriptions:
    def test_the_registry_lists_every_figure_with_what_it_can_be_asked(
        self, client: TestClient
    ) -> None:
        document = client.get("/figures?lang=id").json()
        assert [figure["id"] for figure in document["figures"]] == list(REGISTRY)
        for told in document["figures"]:
            figure = REGISTRY[told["id"]]
            assert set(told["parameters"]) == {*figure.parameters, "lang"}
            for name, parameter in told["parameters"].items():
                assert parameter["label"] != name
                assert parameter["is_repeated"] == PARAMETERS[name].is_repeated
                assert parameter["allowed"] or name == "weights"
                default = parameter["default"]
                for value in default if isinstance(default, list) else [default]:
                    assert value is None or value in parameter["allowed"]
            for extension, file in told["files"].items():
                assert file["address"].endswith(f"/figures/{figure.id}.{extension}")

    def test_the_openapi_document_is_valid(self, client: TestClient) -> None:
        """Validated in one language: the other one differs in words only."""
        one, other = (client.get(f"/openapi.json?lang={lang}").json() for lang in LANGUAGES)
        assert one != other
        assert shape(one) == shape(other)
        assert len(one["paths"]) == 3 + len(REGISTRY) * len(addresses.EXTENSIONS)
        validate(one)

    def test_both_are_found_from_each_other(self, client: TestClient) -> None:
        registry = client.get("/figures")
        assert 'rel="service-desc"' in registry.headers["link"]
        assert client.get(registry.json()["openapi"]).status_code == 200


TEXT = st.text(max_size=30)
NAMES = st.sampled_from(
    [
        *("region", "year", "from_year", "scope", "indicator", "reference", "level", "weights"),
        *("lang", "layer", "size", "width", "height", "scale", "frozen", "theme", "ott_direction"),
    ]
)
LIKELY = st.sampled_from(
    [*("63", "63.71", "2024", "2021", "latest", "pemprov", "", "id", "en", "1", "events", "5,5,0")]
)


@settings(max_examples=80)
@given(
    figure_id=st.sampled_from(sorted(REGISTRY)),
    extension=st.sampled_from(["csv", "json", "xlsx", "parquet", "exe"]),
    query=st.lists(st.tuples(NAMES | TEXT, LIKELY | TEXT), max_size=5),
)
def test_whatever_is_asked_gives_a_file_or_a_problem(
    fuzzed: TestClient, figure_id: str, extension: str, query: list[tuple[str, str]]
) -> None:
    pairs = urlencode(query, errors="surrogatepass", encoding="utf-8")
    response = fuzzed.get(f"/figures/{figure_id}.{extension}?{pairs}")
    assert response.status_code in (200, 400, 404)
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]
        assert "Traceback" not in response.text


@settings(max_examples=60)
@given(raw=st.binary(max_size=60))
def test_broken_queries_are_told_too(fuzzed: TestClient, raw: bytes) -> None:
    path = b"/figures/spi-map.csv?" + raw.replace(b"#", b"%23").replace(b" ", b"+")
    text = path.decode("latin-1")
    response = fuzzed.get(text if text.isprintable() else path.hex())
    assert response.status_code in (200, 400, 404)


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[TestClient]:
    with make_client() as client:
        yield client


def test_compressed_bytes_are_made_once() -> None:
    made = asyncio.run(web_routes._made(b"x" * 5000, "text/csv", {}))
    assert made.compressed is not None
    assert gzip.decompress(made.compressed) == made.body
    assert asyncio.run(web_routes._made(b"x" * 5000, "image/png", {})).compressed is None


def test_a_file_is_saved_or_shown_as_asked(client: TestClient) -> None:
    for path, disposition in (
        ("/figures/spi-map.json?year=2024", "inline"),
        ("/figures/spi-map.json?year=2024&download=1", "attachment"),
        ("/figures/spi-map.csv?year=2024", "attachment"),
        ("/figures/spi-map.html?year=2024", "inline"),
        ("/figures/spi-map.html?year=2024&frozen=1&download=1", "attachment"),
    ):
        told = client.get(path).headers["content-disposition"]
        assert told.startswith(f'{disposition}; filename="integritas-daerah_spi-map_')
    shown = client.get("/figures/spi-map.json?year=2024")
    saved = client.get("/figures/spi-map.json?year=2024&download=1")
    assert shown.headers["etag"] == saved.headers["etag"]


def test_who_opens_a_refusal_in_a_browser_reads_a_sentence(client: TestClient) -> None:
    headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    response = client.get("/figures/spi-map.png?year=1800&lang=en", headers=headers)
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["content-security-policy"] == NO_SCRIPT
    assert "The year “1800” (year) lies outside 2021 to 2025." in response.text
    hostile = client.get("/figures/spi-map.png?lang=en&year=<script>", headers=headers)
    assert "<script>" not in hostile.text

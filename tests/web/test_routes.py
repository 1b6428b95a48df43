"""Every figure at an address: right type, right rows, sources inside, described and embedded."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from openapi_spec_validator import validate
from PIL import Image
from pyarrow import parquet
from starlette.testclient import TestClient

from dashboard import charts
from dashboard.charts import plotly
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import PARAMETERS, Selection
from dashboard.export import files, markup, streamed
from dashboard.export.sources import source_text
from dashboard.figures import addresses
from dashboard.figures import registry as figures_registry
from dashboard.figures.model import Answer
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from tests.cases import ASKED, in_language
from tests.clients import NO_SCRIPT, answer_of

FACTS = engine.current()


def asked_of(figure_id: str) -> tuple[Selection | None, ...]:
    """Three questions to a figure: an address without a query, and two others."""
    return (None, *ASKED[figure_id][:2])


def path_of(figure_id: str, extension: str, selection: Selection | None, lang: str) -> str:
    if selection is None:
        return f"/figures/{figure_id}.{extension}?lang={lang}"
    names = (*REGISTRY[figure_id].parameters, "lang")
    query = in_language(selection, lang).query(names)
    return f"/figures/{figure_id}.{extension}?{urlencode(query, doseq=True)}"


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
    """The rows of each figure as each kind of file, at several parameters, in both languages.

    The address without a query is asked in both, each other one in one of them.
    """

    @pytest.mark.parametrize("figure_id", REGISTRY)
    def test_every_kind(
        self, client: TestClient, figure_id: str, subtests: pytest.Subtests
    ) -> None:
        for (place, selection), lang in product(enumerate(asked_of(figure_id)), LANGUAGES):
            if place and LANGUAGES.index(lang) != place - 1:
                continue
            answer = answer_of(figure_id, selection, lang)
            with subtests.test(selection=selection, lang=lang):
                self.check_json(client, answer, selection)
                self.check_csv(client, answer, selection)
                self.check_parquet(client, answer, selection)
                self.check_drawing(answer)
                # Reading a workbook takes longer than all the others: one a language.
                if place:
                    self.check_xlsx(client, answer, selection)

    def fetch(
        self, client: TestClient, answer: Answer, extension: str, selection: Selection | None
    ) -> Any:
        lang = answer.selection.lang
        response = client.get(path_of(answer.figure.id, extension, selection, lang))
        assert response.status_code == 200, response.text
        told = response.headers["content-type"].split(";")[0]
        assert told == files.MEDIA_TYPES[extension]
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
        assert len(rows) == len(answer.rows) + 2  # the reader's names of columns over the others
        assert set(rows[1]) >= set(answer.table.column_names)
        assert all(text and text != "" for text in rows[0])
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
        assert response.headers["content-type"].split(";")[0] == files.MEDIA_TYPES[extension]
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
        answer = answer_of("spi-trend", Selection(region=("63",), events="shown"), "id")
        assert len(frame)
        assert list(frame["event_id"]) == [row["event_id"] for row in answer.layers["events"]]

    def test_xlsx_holds_every_layer_that_has_rows(self, client: TestClient) -> None:
        for events, sheets in (("", ()), ("&events=shown", ("Events",))):
            content = client.get(f"/figures/spi-trend.xlsx?region=63&lang=en{events}").content
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            assert book.sheetnames == ["Data", "Method changes", *sheets, "Notes", "Sources"]

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


REGIONS_OF_JAVA = ("31", "32", "33", "34", "35", "36")


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
        assert "&amp;year=2024" in document["html"]
        assert "&amp;to_year=2025" in document["html"]
        picture = urlsplit(document["thumbnail_url"])
        assert picture.path == "/figures/spi-trend.png"

    @pytest.mark.parametrize(("n", "figure_id"), [(5, "spi-trend"), (6, "spi-trend-panels")])
    def test_a_page_shows_what_leads_it(self, client: TestClient, n: int, figure_id: str) -> None:
        region = [*REGIONS_OF_JAVA[:n]]
        url = "http://testserver/tren?" + urlencode(
            {"region": region, "events": "shown"}, doseq=True
        )
        document = self.ask(client, url).json()
        assert f"/figures/{figure_id}.html?" in document["html"]
        assert "events=shown" in document["html"]
        chosen = Selection(region=tuple(region), events="shown")
        assert document["title"] == answer_of(figure_id, chosen, "id").headline
        assert urlsplit(document["thumbnail_url"]).path == f"/figures/{figure_id}.png"

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
            "http://testserver/nowhere",
            "http://testserver/figures/none.html",
            "http://testserver@example.org/figures/spi-map.html",
            "javascript://testserver/figures/spi-map.html",
            "figures/spi-map.html",
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
        assert len(one["paths"]) == 7 + len(streamed.WRITERS) + len(REGISTRY) * len(
            addresses.EXTENSIONS
        )
        validate(one)

    def test_both_are_found_from_each_other(self, client: TestClient) -> None:
        registry = client.get("/figures")
        assert 'rel="service-desc"' in registry.headers["link"]
        assert client.get(registry.json()["openapi"]).status_code == 200


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

"""The page of one figure and its frozen file: what every reader finds, and nothing that acts."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import html
import json
import re
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import charts
from dashboard.briefing import writer
from dashboard.core import pages
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection, parse
from dashboard.core.settings import Settings
from dashboard.export import assets, figure_page, markup
from dashboard.export.chromium import NoBrowser
from dashboard.export.pictures import Busy, PictureFailed
from dashboard.figures import addresses, registry
from dashboard.figures.model import Answer
from dashboard.figures.registry import REGISTRY
from dashboard.ui import state
from dashboard.warehouse import choices, engine
from dashboard.web import routes, static
from dashboard.web.routes import Web
from tests.cases import CASES, in_language
from tests.export.pages import FOCUS, ask

HOSTILE = "</script><img src=x onerror=alert(1)>\"'<!--"


PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="300" viewBox="0 0 640 300">'
    '<text fill="#1B2430" style="stroke: rgb(107, 114, 128)">#1B2430</text></svg>'
)


ALIKE = [(figure_id, lang) for figure_id in REGISTRY for lang in LANGUAGES]


@dataclass
class Page(HTMLParser):
    """A page as a browser reads it: elements with attributes, and the own text of each."""

    text: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    cells: list[list[int]] = field(default_factory=list)
    open: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        place = len(self.elements)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "tr":
            self.cells.append([])
        if tag == "td":
            self.cells[-1].append(place)
        if tag not in ("meta", "link", "img", "br"):
            self.open.append(place)

    def handle_endtag(self, tag: str) -> None:
        while self.elements[self.open.pop()][0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]] = self.texts.get(self.open[-1], "") + data

    @property
    def rows(self) -> list[list[str]]:
        """The own text of each cell of the table."""
        return [[self.texts.get(cell, "") for cell in row] for row in self.cells if row]

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text_of(self, tag: str, **wanted: str) -> str:
        """The own text of the first element of this kind."""
        for place, (name, attributes) in enumerate(self.elements):
            if name == tag and wanted.items() <= attributes.items():
                return self.texts.get(place, "")
        raise AssertionError(f"no {tag} {wanted}")

    def meta(self, name: str) -> str:
        for attributes in self.all("meta"):
            if name in (attributes.get("property"), attributes.get("name")):
                return attributes["content"]
        raise AssertionError(f"no meta {name}")


class Draws:
    """Stands in for the browser that draws: `failures` come first, then pictures."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.asked = 0

    async def chart_svg(self, *_given: object, **_named: object) -> str:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return PICTURE

    async def picture(self, *_given: object, **_named: object) -> bytes:
        raise AssertionError("no page asks for a file")


def web_of(facts: engine.Warehouse, draws: Draws | None = None, **changed: object) -> Web:
    settings = Settings(**{"requests_per_minute": 10**6, "hosts": ("testserver",), **changed})
    return Web(lambda: facts, settings, writer.slide, draws=draws or Draws())


def client_of(served: Web) -> TestClient:
    return TestClient(
        Starlette(routes=[*static.Static(lambda: served.newest().build).routes(), *served.routes()])
    )


@pytest.fixture(scope="module")
def client(facts: engine.Warehouse) -> TestClient:
    return client_of(web_of(facts))


def written(facts: engine.Warehouse, answer: Answer, is_frozen: bool = False) -> str:
    async def picture(_answer: Answer) -> str | None:
        return PICTURE

    page = figure_page.page(
        facts,
        answer,
        base="http://here",
        theme="auto",
        first_picture=picture,
        is_frozen=is_frozen,
    )
    return asyncio.run(page).text


@cache
def page_of(client: TestClient, address: str, lang: str) -> Page:
    """A page, fetched and read once."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-language"] == lang
    return Page(response.text)


@cache
def status_of(client: TestClient, path: str) -> int:
    """Whether a file beside the page is there; they are large."""
    return client.get(path).status_code


@pytest.mark.parametrize(("figure_id", "lang"), ALIKE)
class TestEveryPage:
    """What a page owes its readers, whatever it shows."""

    @pytest.fixture
    def answer(self, facts: engine.Warehouse, figure_id: str, lang: str) -> Answer:
        return ask(facts, figure_id, lang=lang)

    @pytest.fixture
    def page(self, client: TestClient, answer: Answer) -> Page:
        return page_of(client, addresses.address(answer, "html"), answer.selection.lang)

    def test_says_headline_subtitle_caveats_date_and_reading(
        self, page: Page, answer: Answer
    ) -> None:
        assert page.all("html")[0]["lang"] == answer.selection.lang
        assert page.text_of("h1") == answer.headline
        assert page.text_of("title").startswith(answer.headline)
        assert page.text_of("p", **{"class": "subtitle"}) == answer.subtitle
        told = " ".join(page.texts.values())
        date = words(answer.selection.lang).date(answer.facts_date)
        for text in (*answer.caveats, answer.facts_version, date, answer.unit, answer.period):
            assert text in told
        [chart] = [one for one in page.all("div") if one.get("role") == "img"]
        assert chart["aria-label"] == answer.reading
        for entry in answer.legend:
            assert not entry.is_listed or entry.label in page.texts.values()

    def test_names_every_source_with_its_address(self, page: Page, answer: Answer) -> None:
        linked = {one["href"] for one in page.all("a")}
        assert {markup.address(source.url) for source in answer.sources} <= linked
        assert {source.publisher for source in answer.sources} <= set(page.texts.values())

    def test_the_table_holds_the_rows_that_are_drawn(
        self, facts: engine.Warehouse, page: Page, answer: Answer
    ) -> None:
        from dashboard.export import table

        say = words(answer.selection.lang)
        expected = [
            # Links are elements of their own: what a cell says itself stands between them.
            [
                cell if isinstance(cell, str) else "; ".join(one.after for one in cell)
                for cell in row
            ]
            for row in (
                one.values()
                for one in table.written(answer.rows, answer.figure.columns, say, facts)
            )
        ]
        shown = [[" ".join(cell.split()) for cell in row] for row in page.rows]
        assert shown == [[" ".join(cell.split()) for cell in row] for row in expected]
        assert len(shown) == len(answer.rows)

    def test_goes_on_to_the_same_rows_and_picture_with_every_parameter(
        self, client: TestClient, page: Page, answer: Answer
    ) -> None:
        linked = [one["href"] for one in page.all("a")]
        base = "http://testserver"
        for extension in ("csv", "xlsx", "png"):
            assert base + addresses.address(answer, extension) in linked
        assert base + addresses.page(answer) in linked
        assert client.get(addresses.address(answer, "csv")).status_code == 200

    def test_tells_previews_and_editors_what_it_is(
        self, client: TestClient, page: Page, answer: Answer
    ) -> None:
        address = "http://testserver" + addresses.address(answer, "html")
        assert page.meta("og:title") == answer.headline
        assert page.meta("og:type") == "article"
        assert page.meta("og:locale") == {"id": "id_ID", "en": "en_GB"}[answer.selection.lang]
        assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
        assert "width=1200&height=630&scale=1" in page.meta("og:image")
        assert page.meta("og:url") == address
        assert page.meta("og:image").startswith(f"http://testserver/figures/{answer.figure.id}.png")
        assert page.meta("description") == answer.reading
        rel = {one["rel"]: one["href"] for one in page.all("link")}
        assert rel["canonical"] == address
        found = client.get(rel["alternate"]).json()
        assert found["title"] == answer.headline
        assert addresses.address(answer, "html") in found["html"].replace("&amp;", "&")

    def test_asks_nobody_else_and_runs_no_script_of_its_own(
        self, client: TestClient, page: Page
    ) -> None:
        for attributes in page.all("script"):
            is_data = attributes.get("type") == "application/json"
            assert is_data or attributes["src"].startswith("../assets/")
        for _tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")]
            for name in ("src", "data", "action", "poster", "srcset"):
                assert "//" not in attributes.get(name, "")
        assert not {"img", "iframe", "object", "embed", "form", "base"} & {
            tag for tag, _ in page.elements
        }
        for one in page.all("link"):
            assert one["rel"] in ("canonical", "alternate", "icon") or (
                one["rel"] == "preload" and one["href"].startswith("../assets/")
            )
        for path in re.findall(r'"(\.\./assets/[^"]+)"', page.text):
            assert status_of(client, path.removeprefix("..")) == 200, path

    def test_its_drawing_is_the_one_that_every_door_draws(self, page: Page, answer: Answer) -> None:
        told = json.loads(page.text_of("script", id="figure"))
        name = answer.shapes.name if answer.shapes else ""
        spec = charts.draw(answer, None, f"../assets/geo/{name}.json?v={answer.revision}")
        assert told["spec"] == json.loads(json.dumps(spec))
        assert told["dark"] == charts.of(answer.figure).dark()


def test_a_page_says_who_may_frame_it_and_what_it_may_load(
    facts: engine.Warehouse, client: TestClient
) -> None:
    policy = client.get("/figures/spi-map.html").headers["content-security-policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == "'none'"
    assert parts["script-src"] == parts["connect-src"] == parts["font-src"] == "'self'"
    assert parts["frame-ancestors"] == "'self'"
    other = "https://intranet.example.go.id"
    client = client_of(web_of(facts, frame_ancestors=f"'self' {other}"))
    for frozen in ("0", "1"):
        response = client.get(f"/figures/spi-change.html?frozen={frozen}")
        policy = response.headers["content-security-policy"]
        assert policy.endswith(f"; frame-ancestors 'self' {other}")


def test_text_of_facts_stays_text_in_page_and_file(facts: engine.Warehouse) -> None:
    answer = ask(facts, "spi-trend")
    honest = len(Page(written(facts, answer)).elements)
    told = replace(
        answer,
        figure=replace(answer.figure, tip=lambda _row, _say: HOSTILE),
        headline=HOSTILE,
        subtitle=HOSTILE,
        reading=HOSTILE,
        unit=HOSTILE,
        caveats=(HOSTILE,) * len(answer.caveats),
        legend=tuple(replace(entry, label=HOSTILE) for entry in answer.legend),
        sources=tuple(
            replace(source, publisher=HOSTILE, url=f"https://x/{HOSTILE}")
            for source in answer.sources
        ),
    )
    for is_frozen in (False, True):
        page = Page(written(facts, told, is_frozen))
        assert not page.all("img")
        assert page.text_of("h1") == HOSTILE
        drawing = json.loads(page.text_of("script", id="figure"))["spec"]
        assert html.escape(HOSTILE, quote=False) in drawing["data"][0]["customdata"]
        assert page.text.count("</script>") == len(page.all("script"))
        if not is_frozen:
            assert len(page.elements) == honest


def test_a_figure_with_nothing_to_draw_says_so_and_loads_no_library(client: TestClient) -> None:
    response = client.get("/figures/spi-change.html?year=2021&lang=en")
    page = Page(response.text)
    assert "There is nothing to draw" in response.text
    # It only tells a frame how high it is.
    [script] = page.all("script")
    assert "/figure-" in str(script["src"])
    assert "preload" not in {link["rel"] for link in page.all("link")}
    assert "etag" in response.headers  # nothing is missing: it is kept


@pytest.mark.parametrize(("figure_id", "selection", "lang"), CASES)
def test_the_page_of_the_dashboard_takes_the_parameters_as_they_are(
    facts: engine.Warehouse, figure_id: str, selection: Selection, lang: str
) -> None:
    if not set(selection.region) <= set(choices.regions(facts)):
        return  # no address of a figure gives these: it is refused
    answer = registry.answer(facts, figure_id, in_language(selection, lang))
    path, _, query = addresses.page(answer).partition("?")
    known = {"", *pages.PAGES}
    assert path.removeprefix("/") in known
    parsed = parse(parse_qs(query, keep_blank_values=True), state.offer())
    assert not parsed.problems
    assert parsed.selection.lang == lang
    assert parsed.selection.region == (
        answer.selection.region
        if "region" in answer.figure.parameters
        else state.offer().defaults.region
    )


def test_the_picture_comes_first_scaled_and_with_named_inks(client: TestClient) -> None:
    text = client.get("/figures/spi-trend.html").text
    assert text.index("<svg xmlns") < text.index('id="plot"') < text.index("<script")
    svg = text[text.index('<div class="picture"') : text.index('id="plot"')]
    assert 'viewBox="0 0 640 300"' in svg
    assert "width=" not in svg
    # Inks have names that the style fills in by day and by night; text stays as it is.
    assert 'fill="var(--c-1B2430)"' in svg
    assert "stroke: var(--c-6B7280)" in svg
    assert ">#1B2430</text>" in svg


@pytest.mark.parametrize(
    "failure", [NoBrowser(), Busy(), PictureFailed(), TimeoutError()], ids=repr
)
def test_a_page_without_its_picture_works_and_is_not_kept(
    facts: engine.Warehouse, failure: Exception
) -> None:
    draws = Draws(failure)
    client = client_of(web_of(facts, draws))
    first = client.get("/figures/spi-trend.html?lang=en")
    assert first.status_code == 200
    assert first.headers["cache-control"] == "no-store"
    assert "etag" not in first.headers
    assert "The chart appears when its script has come" in first.text
    second = client.get("/figures/spi-trend.html?lang=en")
    assert 'class="picture"' in second.text
    assert "max-age" in second.headers["cache-control"]
    client.get("/figures/spi-trend.html?lang=en")
    assert draws.asked == 2, "what is kept is not drawn again"
    tag = {"If-None-Match": second.headers["etag"]}
    assert client.get("/figures/spi-trend.html?lang=en", headers=tag).status_code == 304


def test_a_page_does_not_wait_long_for_its_picture(
    facts: engine.Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Draws):
        async def chart_svg(self, *_given: object, **_named: object) -> str:
            await asyncio.sleep(60)
            return PICTURE

    monkeypatch.setattr(routes, "PATIENCE_SECONDS", 0.01)
    response = client_of(web_of(facts, Slow())).get("/figures/spi-trend.html")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("asked", "media"), [("auto", 1), ("dark", 1), ("light", 0)])
def test_a_page_is_light_or_dark_as_asked(client: TestClient, asked: str, media: int) -> None:
    text = client.get(f"/figures/spi-trend.html?theme={asked}").text
    dark = "screen and (prefers-color-scheme: dark)" if asked == "auto" else "screen"
    assert text.count(f"@media {dark}{{:root") == media
    assert json.loads(Page(text).text_of("script", id="figure"))["theme"] == asked


@pytest.mark.parametrize("figure_id", ["spi-map", "spi-trend", "coverage-matrix"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_frozen_file_holds_everything_and_asks_nobody(
    facts: engine.Warehouse, client: TestClient, figure_id: str, lang: str
) -> None:
    response = client.get(f"/figures/{figure_id}.html?frozen=1&download=1&lang={lang}")
    answer = registry.answer(facts, figure_id, Selection(region=FOCUS, lang=lang))
    page = Page(response.text)
    assert response.headers["content-disposition"].startswith("attachment")
    for tag, attributes in page.elements:
        assert "src" not in attributes, tag
    assert [one["rel"] for one in page.all("link")] == ["icon"]
    assert "url(" not in page.text_of("style")
    assert answer.facts_version in page.text
    assert "http://testserver" + addresses.address(answer, "html") in {
        one["href"] for one in page.all("a")
    }
    [policy] = [
        one["content"] for one in page.all("meta") if "http-equiv" in one
    ]  # the header does not travel with a saved file
    assert response.headers["content-security-policy"].startswith(policy)
    assert "http" not in policy
    script = page.text_of("script")
    [runs] = [n for n, (tag, given) in enumerate(page.elements) if tag == "script" and not given]
    digest = base64.b64encode(hashlib.sha256(page.texts[runs].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy
    assert script
    library = gzip.decompress(base64.b64decode(page.text_of("script", id="library")))
    assert library == assets.library().path.read_bytes()
    if figure_id == "spi-map":
        shapes = json.loads(page.text_of("script", id="shapes"))
        drawing = json.loads(page.text_of("script", id="figure"))["spec"]
        [named] = {one["geojson"] for one in drawing["layout"]["template"]["data"]["choropleth"]}
        assert len(shapes[named]["features"]) == 38


def test_pages_and_frozen_files_are_the_same_bytes_each_time(facts: engine.Warehouse) -> None:
    for path in ("spi-map.html?frozen=1", "spi-trend.html", "wbk-ladder.html?theme=dark"):
        one, other = (client_of(web_of(facts)).get(f"/figures/{path}") for _ in range(2))
        assert one.content == other.content
        assert one.headers["etag"] == other.headers["etag"]


@pytest.mark.parametrize("asset", [assets.library(), assets.script(), assets.font()])
def test_a_file_whose_name_holds_its_content_is_kept_for_good(
    client: TestClient, asset: assets.Asset | None
) -> None:
    assert asset is not None
    plain = client.get(f"/assets/{asset.name}", headers={"Accept-Encoding": "identity"})
    assert plain.content == asset.path.read_bytes()
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["vary"] == "Accept-Encoding"
    packed = client.get(f"/assets/{asset.name}", headers={"Accept-Encoding": "gzip"})
    assert packed.content == plain.content
    if asset is not assets.font():
        assert packed.headers["content-encoding"] == "gzip"
        assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert asset.compressed is asset.compressed, "made once"

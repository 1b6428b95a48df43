"""What a link to a page shows before anybody opens it, whatever stands in the link."""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.file_util import get_static_dir

from dashboard.core import pages
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import PARAMETERS, Selection
from dashboard.core.settings import Settings
from dashboard.export import assets, preview
from dashboard.figures import addresses
from dashboard.figures import registry as figures_registry
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import choices, engine
from dashboard.web.own_address import OwnAddress
from dashboard.web.shell import Shell
from tests.apptest import text, visit
from tests.cases import NAMES, OWN_NAMES, PAGES, VALUES
from tests.examples import tried

FACTS = engine.current()
SITE = "https://integritas.example.go.id/x"
INDEX_FILE = Path(get_static_dir()) / "index.html"
INDEX = INDEX_FILE.read_text(encoding="utf-8")


async def shell(_request: Request) -> Response:
    return FileResponse(INDEX_FILE)


async def registry(_request: Request) -> Response:
    return JSONResponse({"figures": []}, headers={"ETag": '"kept"'})


async def not_found(_request: Request) -> Response:
    return Response("none", 404)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A server that answers as Streamlit does: one file for every page."""
    app = Starlette(
        routes=[
            Route("/x/figures", registry),
            Route("/x/missing", not_found),
            Route("/{path:path}", shell),
        ],
        middleware=[
            Middleware(
                Shell,
                index=INDEX,
                newest=lambda: FACTS,
                own=OwnAddress(Settings(public_address=SITE), "/x"),
                policy="default-src 'none'",
            )
        ],
    )
    with TestClient(app) as client:
        yield client


class Head(HTMLParser):
    """What stands in the head of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lang = ""
        self.tags: list[str] = []
        self.meta: dict[str, str] = {}
        self.title = ""
        self._in_title = False
        self.feed(page.partition("<body>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        self.tags.append(tag)
        if tag == "html":
            self.lang = given_["lang"] or ""
        elif tag == "meta" and (name := given_.get("property") or given_.get("name")):
            assert name not in self.meta
            self.meta[name] = given_["content"] or ""
        self._in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def test_every_page_has_a_leading_figure_and_parameters() -> None:
    assert tuple(pages.titles(words("id"))) == PAGES == tuple(pages.visible())
    assert {page.leading for page in pages.PAGES.values()} <= REGISTRY.keys()
    assert {name for path in PAGES for name in pages.parameters_of(path)} <= PARAMETERS.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_link_tells_page_headline_and_picture(client: TestClient, page: str, lang: str) -> None:
    answer = client.get(f"/x/{page}?lang={lang}")
    assert answer.status_code == 200
    head = Head(answer.text)
    assert head.lang == lang
    name = pages.titles(words(lang))[page]
    assert head.title == f"{name} · Integritas Daerah"
    shown = preview.leading(FACTS, page, {"lang": [lang]})
    assert head.meta["og:title"] == f"{name} · {shown.headline}"
    assert shown.subtitle.rstrip(".") in head.meta["og:description"]
    assert {"id": "Sumber: ", "en": "Source: "}[lang] in head.meta["og:description"]
    assert head.meta["description"] == head.meta["og:description"]
    assert head.meta["og:url"] == addresses.page_at(page, {"lang": [lang]}, SITE)
    assert head.meta["og:locale"] == {"id": "id_ID", "en": "en_GB"}[lang]
    assert head.meta["og:site_name"] == "Integritas Daerah"
    assert head.meta["og:type"] == "website"
    assert head.meta["twitter:card"] == "summary_large_image"
    picture = head.meta["og:image"]
    assert picture.startswith(f"{SITE}/figures/{shown.figure.id}.png?")
    query = parse_qs(urlsplit(picture).query, keep_blank_values=True)
    assert {*shown.figure.parameters, "lang"} <= query.keys()
    asked = addresses.read(FACTS, shown.figure, "png", query)
    assert asked.problems == ()
    assert figures_registry.answer(FACTS, shown.figure.id, asked.selection) is shown
    assert (asked.options.size.width, asked.options.size.height) == (1200, 630)
    assert asked.options.size.scale == 1
    assert (head.meta["og:image:width"], head.meta["og:image:height"]) == ("1200", "630")


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("ringkasan", {"region": ["63", "64"], "year": ["2023"]}),
        ("peta", {"region": ["63"], "indicator": ["ott_count"], "from_year": ["2020"]}),
        ("peta", {"indicator": ["spi"], "year": ["2022"], "scope": ["agregat_wilayah"]}),
        ("tren", {"region": ["17", "18"], "from_year": ["2022"], "reference": ["pulau"]}),
        ("bandingkan", {"region": ["63", "64"], "year": ["2024"]}),
        ("ott", {"from_year": ["2015"], "to_year": ["2020"], "level": ["provinsi"]}),
        ("bimtek", {"region": ["63"], "from_year": ["2022"], "to_year": ["2024"]}),
        ("bimtek", {"region": ["63"], "topic": ["gratifikasi"]}),
        ("zona", {"region": ["64"], "to_year": ["2023"], "owner": ["pemda"]}),
        ("regulasi", {"region": ["63"], "subject": ["gratifikasi"]}),
        ("profil", {"region": ["63", "64"]}),
        ("metodologi", {"region": ["63", "64"], "year": ["2022"]}),
    ],
)
def test_the_preview_says_what_the_page_says(page: str, query: dict[str, list[str]]) -> None:
    told = preview.leading(FACTS, page, query | {"lang": ["id"]})
    app = visit(page, **query, lang="id")
    assert told.headline in text(app)
    assert told.subtitle in text(app)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", "id"), ("lang=en", "en"), ("lang=xx", "id"), ("lang=en&lang=en", "id")],
)
def test_the_language_is_the_asked_one(client: TestClient, asked: str, shown: str) -> None:
    assert Head(client.get(f"/x/tren?{asked}").text).lang == shown


@pytest.mark.parametrize(
    "path",
    ["nowhere", "nowhere/", "Peta", "peta/tren", "static/file.html", "a/b/c.js", ".env", "0"],
)
def test_an_address_of_nothing_is_not_the_shell(client: TestClient, path: str) -> None:
    for headers in ({}, {"If-None-Match": "*"}, {"Range": "bytes=0-9"}):
        answer = client.get(f"/x/{path}?lang=en", headers={"Accept": "text/html", **headers})
        assert (answer.status_code, answer.headers["content-language"]) == (404, "en")
        assert f'<a href="{SITE}/?lang=en"' in answer.text
        assert 'id="root"' not in answer.text
    problem = client.get(f"/x/{path}")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 404
    assert "alamat" in problem.json()["detail"]
    assert client.head(f"/x/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/peta", "/ringkasan", "/xpeta", "/y/peta", "/tren/"])
def test_a_page_beside_the_configured_path_is_none(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, f'href="{SITE}/?lang=id"' in answer.text) == (404, True)


def test_the_rest_of_the_shell_is_streamlits_own(client: TestClient) -> None:
    ours = client.get("/x/peta").text
    assert "SourceSansVF" not in ours, "a part of the font is loaded instead of all of it"
    start, whole_font, end = re.split(r'(<link\s+rel="preload"[^>]+woff2"[^>]+>)', INDEX)
    assert 'as="font"' in whole_font
    theirs = start + end.partition("<noscript>")[0]
    for line in theirs.replace('lang="en"', 'lang="id" data-first-screen').splitlines():
        assert line.strip() in ours or "<title>" in line
    assert ours.index('id="first"') < ours.index('<div id="root"></div>')
    for script in assets.page_scripts():
        assert f"./assets/{script.name}" in ours.partition("<body>")[0]
    assert "You need to enable JavaScript" not in ours


def test_the_first_page_by_its_name_leads_to_the_bare_address(client: TestClient) -> None:
    answer = client.get("/x/ringkasan?region=63&lang=id", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "./?region=63&lang=id")
    answer = client.get("/x/tren/?fbclid=1&region=63&utm_source=x", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "../tren?region=63")


def test_what_others_add_to_a_link_makes_no_page_of_its_own(client: TestClient) -> None:
    plain = client.get("/x/tren?region=63&lang=en")
    added = client.get("/x/tren?fbclid=a&region=63&_ga=1&lang=en&utm_medium=b&__cft__[0]=c")
    assert (added.text, added.headers["etag"]) == (plain.text, plain.headers["etag"])


def test_a_link_without_a_known_host_is_left_out(client: TestClient) -> None:
    """Readers of Open Graph take whole addresses only."""
    app = Starlette(
        routes=[Route("/{path:path}", shell)],
        middleware=[
            Middleware(
                Shell, index=INDEX, newest=lambda: FACTS, own=OwnAddress(Settings()), policy="x"
            )
        ],
    )
    text = TestClient(app, base_url="http://evil.example").get("/tren?lang=en").text
    assert "evil" not in text
    head = Head(text)
    assert {"og:title", "og:description"} <= head.meta.keys()
    assert not {"og:url", "og:image", "twitter:card"} & head.meta.keys()
    assert "json+oembed" not in text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_begins_with_a_figure_says_how_to_show_it(
    client: TestClient, page: str
) -> None:
    found = re.findall(
        r'type="application/json\+oembed" href="([^"]+)"', client.get(f"/x/{page}?region=63").text
    )
    assert bool(found) == pages.PAGES[page].begins_with_figure
    for address in found:
        assert address.startswith(f"{SITE}/oembed?url=")
        [url] = parse_qs(urlsplit(unescape(address)).query)["url"]
        path = "" if page == pages.FIRST else page
        assert url == f"{SITE}/{path}?region=63&lang=id"


HOSTILE = (
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "%00\r\nSet-Cookie: a=b",
    "63\u2028\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("page", ("", "peta", "profil", "tren"))
def test_hostile_values_stay_text(client: TestClient, page: str, value: str) -> None:
    names = ("region", "year", "scope", "lang", "indicator", "from_year", value)
    answer = client.get(f"/x/{page}?{urlencode(dict.fromkeys(names, value))}")
    assert answer.status_code == 200
    head = Head(answer.text)
    assert _tags(head) == _tags(Head(client.get(f"/x/{page}").text))
    assert "set-cookie" not in answer.headers
    assert "49" not in head.title
    body = Body(answer.text.partition('id="first"')[2])
    assert "script" not in body.tags
    assert not [name for name in body.attributes if name.startswith("on")]
    assert all(source.startswith("data:image/svg") for source in body.sources)
    address = urlsplit(head.meta["og:url"])
    assert address.netloc == "integritas.example.go.id"
    assert not re.search(r"[<>\"'\s]", head.meta["og:url"] + head.meta["og:image"])


class Body(HTMLParser):
    """The markup of a first screen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.sources: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _value in attrs]
        self.sources += [value or "" for name, value in attrs if name == "src"]


def _tags(head: Head) -> list[str]:
    return [tag for tag in head.tags if tag != "meta"]


@given(
    query=st.dictionaries(
        st.sampled_from((*NAMES, *OWN_NAMES)) | st.text(min_size=1, max_size=8),
        st.lists(st.sampled_from(VALUES) | st.text(max_size=8), min_size=1, max_size=3),
        max_size=6,
    ),
    page=st.sampled_from(PAGES),
)
@tried(25, suppress_health_check=list(HealthCheck))
def test_every_query_has_a_preview(
    client: TestClient, caplog: pytest.LogCaptureFixture, query: dict[str, list[str]], page: str
) -> None:
    caplog.clear()
    asked = urlencode(query, doseq=True, errors="replace")
    head = Head(client.get(f"/x/{page}?{asked}").text)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert head.meta["og:image"].startswith(f"{SITE}/figures/")
    assert _tags(head) == _tags(Head(client.get(f"/x/{page}").text))


def test_too_many_regions_and_a_long_query_still_have_a_picture(client: TestClient) -> None:
    every = [("region", code) for code in choices.regions(FACTS)]
    head = Head(client.get(f"/x/tren?{urlencode(every * 3)}").text)
    query = parse_qs(urlsplit(head.meta["og:image"]).query)
    assert 1 <= len(query["region"]) <= 100


def test_a_failing_preview_leaves_the_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("no facts")

    monkeypatch.setattr(preview, "preview", fail)
    path = "/x/peta?lang=en&region=91&year=2021"  # not asked before: nothing is cached
    answer = client.get(path)
    assert answer.status_code == 200
    head = Head(answer.text)
    assert head.title == "Map · Integritas Daerah"
    assert not any(name.startswith("og:") for name in head.meta)
    assert "no facts" not in answer.text
    assert any("No preview" in record.message for record in caplog.records)
    monkeypatch.undo()
    assert "og:title" in Head(client.get(path).text).meta, "what failed is not cached"


def test_length_compression_and_tag_fit_the_bytes(client: TestClient) -> None:
    with client.stream("GET", "/x/peta", headers={"Accept-Encoding": "gzip"}) as answer:
        small = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(small)
    with client.stream("GET", "/x/peta", headers={"Accept-Encoding": "identity"}) as plain:
        whole = b"".join(plain.iter_raw())
    assert "content-encoding" not in plain.headers
    assert int(plain.headers["content-length"]) == len(whole)
    assert gzip.decompress(small) == whole
    assert plain.headers["etag"] != answer.headers["etag"]
    for one in (plain, answer):
        assert one.headers["cache-control"] == "no-cache"
        assert one.headers["vary"] == "Accept-Encoding"
        assert "last-modified" not in one.headers
    for path in ("/x/peta?year=2022", "/x/tren"):
        other = client.get(path, headers={"Accept-Encoding": "identity"})
        assert other.headers["etag"] != plain.headers["etag"]


def test_an_unchanged_shell_is_not_sent_again(client: TestClient) -> None:
    whole = {"Accept-Encoding": "identity"}
    tag = client.get("/x/peta", headers=whole).headers["etag"]
    again = client.get("/x/peta", headers=whole | {"If-None-Match": f'"other", W/{tag}'})
    assert again.status_code == 304
    assert again.headers["etag"] == tag
    assert not again.content
    # Streamlit's file has not changed for long, but the facts in our shell may have.
    old = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT", "If-None-Match": '"theirs"'}
    assert client.get("/x/peta", headers=whole | old).status_code == 200


def test_head_is_the_same_without_a_body(client: TestClient) -> None:
    whole = {"Accept-Encoding": "identity"}
    told, sent = client.head("/x/peta", headers=whole), client.get("/x/peta", headers=whole)
    assert told.status_code == 200
    assert told.headers["etag"] == sent.headers["etag"]
    assert told.headers["content-length"] == sent.headers["content-length"]


def test_what_is_no_page_passes(client: TestClient) -> None:
    assert client.get("/x/figures").json() == {"figures": []}
    assert client.get("/x/figures").headers["etag"] == '"kept"'
    assert client.get("/x/missing").status_code == 404


@pytest.mark.parametrize("path", ["/x/", "/x/peta", "/x/missing", "/x/static/x.js"])
def test_what_is_no_reading_is_refused_in_words(client: TestClient, path: str) -> None:
    asked = client.options(path)
    assert (asked.status_code, asked.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        told = client.request(method, f"{path}?lang=en")
        assert (told.status_code, told.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
        assert told.json()["detail"].startswith(f"{method} is not possible here")
        page = client.request(method, path, headers={"Accept": "text/html"})
        assert "tidak dapat dilakukan di sini" in page.text


def test_a_preview_costs_little(client: TestClient) -> None:
    asked: list[tuple[object, ...]] = []
    ask = FACTS.__class__.ask

    def counted(self: object, *args: object, **kwargs: object) -> object:
        asked.append(args)
        return ask(self, *args, **kwargs)  # type: ignore[arg-type]

    client.get("/x/tren?region=11")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FACTS.__class__, "ask", counted)
        client.get("/x/tren?region=11")
    assert asked == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_dashboard_itself_sends_it(app_url: str, lang: str) -> None:
    from urllib.request import urlopen

    with urlopen(f"{app_url}/tren?lang={lang}&region=63", timeout=30) as answer:
        head = Head(answer.read().decode())
    shown = figures_registry.answer(FACTS, "spi-trend", Selection(region=("63",), lang=lang))
    assert head.lang == lang
    assert shown.headline in unescape(head.meta["og:title"])
    assert head.meta["og:image"].startswith(f"{app_url}/figures/spi-trend.png?region=63&")

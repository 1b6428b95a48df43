"""What the card of every figure offers to take along: files, and addresses that keep meaning."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import iframe, markup
from dashboard.figures import addresses, registry
from dashboard.figures.model import Answer
from dashboard.figures.registry import REGISTRY
from dashboard.ui import export_menu
from dashboard.warehouse import choices, engine
from tests.apptest import html, visit
from tests.cases import ASKED, in_language

FACTS = engine.current()
SITE = "https://integritas.example.go.id"


class Found(HTMLParser):
    """Links, texts to copy and buttons of own markup."""

    def __init__(self, markup_: str) -> None:
        super().__init__()
        self.links: list[dict[str, str | None]] = []
        self.texts: list[str] = []
        self.buttons: list[dict[str, str | None]] = []
        self._in_text = False
        self.feed(markup_)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs))
        elif tag == "button":
            self.buttons.append(dict(attrs))
        elif tag == "textarea":
            self._in_text = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_text = self._in_text and tag != "textarea"

    def handle_data(self, data: str) -> None:
        if self._in_text:
            self.texts[-1] += data


def download(answer: Answer) -> Found:
    say = words(answer.selection.lang)
    return Found(markup.render("download.html", **export_menu._files(answer, say)))


def copy(answer: Answer) -> Found:
    say = words(answer.selection.lang)
    return Found(markup.render("copy.html", **export_menu._texts(answer, say, SITE)))


def read_back(address: str, answer: Answer) -> addresses.FigureRequest:
    """An address as the routes read it; every parameter has to be stated."""
    parts = urlsplit(address)
    query = parse_qs(parts.query, keep_blank_values=True)
    figure_id, _dot, extension = parts.path.rpartition("/")[2].rpartition(".")
    assert figure_id == answer.figure.id
    stated = {
        name
        for name in (*answer.figure.parameters, "lang")
        # Without an earlier year nothing is compared, without weights there is no index.
        if name not in ("from_year", "weights") or getattr(answer.selection, name)
    }
    assert stated <= query.keys()
    if "year" in stated:
        assert query["year"][0].isdigit()
    assert len(address) < 8000
    return addresses.read(FACTS, answer.figure, extension, query)


def asked_of(figure_id: str) -> list[Selection]:
    """Questions about regions that there are; those of other tests ask for others too."""
    known = choices.regions(FACTS)
    asked = (REGISTRY[figure_id].offer(FACTS).defaults, *ASKED[figure_id])
    return [selection for selection in asked if known.keys() >= set(selection.region)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("figure_id", REGISTRY)
def test_every_link_reads_back_to_the_figure_of_the_card(figure_id: str, lang: str) -> None:
    for selection in asked_of(figure_id):
        answer = registry.answer(FACTS, figure_id, in_language(selection, lang))
        links = [str(link["href"]) for link in download(answer).links]
        texts = copy(answer).texts
        assert not any("=latest" in address for address in (*links, *texts))
        for address in (*links, texts[0], *texts[2:]):
            asked = read_back(address, answer)
            assert asked.problems == ()
            again = registry.answer(FACTS, figure_id, asked.selection)
            assert again.selection == answer.selection
            assert again is answer


@pytest.mark.parametrize("figure_id", REGISTRY)
def test_every_kind_of_file_is_offered_once_and_pictures_in_every_size(figure_id: str) -> None:
    answer = registry.answer(FACTS, figure_id, asked_of(figure_id)[0])
    found = download(answer)
    asked = [
        (parts.path.rpartition(".")[2], {n: v[-1] for n, v in parse_qs(parts.query).items()})
        for parts in (urlsplit(str(link["href"])) for link in found.links)
    ]
    assert all(str(link["href"]).startswith("./figures/") for link in found.links)
    assert all(query["download"] == "1" for _extension, query in asked)
    names = [link["aria-label"] for link in found.links]
    assert len(set(names)) == len(names)
    clear = [extension for extension, query in asked if query.get("ground") == "transparent"]
    assert clear == (["png", "svg"] if charts.is_drawable(answer) else [])
    pictures = [
        (extension, query.get("size")) for extension, query in asked if "ground" not in query
    ]
    drawn = {(kind, size) for kind in ("png", "pdf") for size in addresses.SIZES}
    wanted: set[tuple[str, str | None]] = {(extension, None) for extension in addresses.EXTENSIONS}
    if charts.is_drawable(answer):
        wanted |= drawn
    else:
        wanted -= {(extension, None) for extension in (*addresses.PICTURES, addresses.SLIDE)}
    if not answer.rows:
        wanted -= {(extension, None) for extension in addresses.TABLES}
    assert sorted(pictures, key=str) == sorted(wanted, key=str)
    assert [query["frozen"] for extension, query in asked if extension == "html"] == ["1"]


def test_what_cannot_be_drawn_or_has_no_rows_is_not_offered_and_said() -> None:
    nowhere = registry.answer(FACTS, "spi-trend", Selection(region=(), reference=()))
    assert not nowhere.rows
    told = export_menu._files(nowhere, words("id"))
    assert told["pictures"] == told["slides"] == told["tables"] == []
    assert told["picture_note"] == words("id")(
        "There is nothing to draw: no known fact fits this choice."
    )
    assert [str(link["href"]).partition("?")[0] for link in download(nowhere).links] == [
        "./figures/spi-trend.html"
    ]
    assert len(copy(nowhere).texts) == 2  # no table by address


def test_without_a_browser_on_the_server_no_picture_is_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/program")
    answer = registry.answer(FACTS, "spi-map", Selection())
    told = export_menu._files(answer, words("en"))
    assert told["pictures"] == []
    assert [link["label"] for link in told["slides"]] == ["PPTX"]  # no browser makes slides
    assert "CHROMIUM=/no/such/program" in told["picture_note"]
    assert {link["label"] for link in told["tables"]} == {"XLSX", "CSV", "Parquet", "JSON"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_to_copy_are_whole_and_each_has_its_button(lang: str) -> None:
    answer = registry.answer(FACTS, "spi-trend", Selection(region=("63",), lang=lang))
    found = copy(answer)
    page, code, table = found.texts
    assert page == SITE + addresses.address(answer, "html")
    assert table == SITE + addresses.address(answer, "csv")
    assert code == iframe.snippet(answer, SITE)
    assert code.startswith(iframe.code(answer, SITE).strip())
    assert f'src="{page}"' in unescape(code)
    assert len(found.buttons) == 3
    copied = {"id": "Tersalin", "en": "Copied"}[lang]
    assert {button["data-copied"] for button in found.buttons} == {copied}
    assert {button["type"] for button in found.buttons} == {"button"}
    [alone] = found.links
    assert alone["href"] == page
    assert alone["target"] == "_blank"


@pytest.mark.parametrize("figure_id", ["spi-map", "spi-trend", "spi-trend-panels"])
def test_a_reader_chooses_how_wide_a_frame_is_and_sees_its_size(figure_id: str) -> None:
    answer = registry.answer(FACTS, figure_id, Selection(region=("63", "64"), lang="en"))
    for width in iframe.WIDTHS:
        part = export_menu._texts(answer, words("en"), SITE, width)["parts"][1]
        height = iframe.height(answer, width or iframe.WIDTH)
        frame, script = part["text"].split("\n", 1)
        assert f'width="{width or "100%"}" height="{height}"' in frame
        assert script.startswith("<script>")
        assert str(height) in part["size"]["text"]
        assert not width or str(width) in part["size"]["text"]


def test_the_width_is_chosen_in_the_dialogue() -> None:
    app = opened("tren", "spi-trend", "copy", region="63", lang="en")
    groups: list[Any] = list(app.get("button_group"))
    [choice] = [one for one in groups if one.label == "Width of the frame"]
    assert choice.options == ["Full width", "720 px", "480 px", "360 px"]
    assert 'width="100%"' in Found(html(app)).texts[1]
    app.session_state["spi-trend-frame-width"] = 480
    app.run()
    assert 'width="480"' in Found(html(app)).texts[1]
    assert "about 480 × " in html(app)


def test_the_reader_is_told_who_may_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = registry.answer(FACTS, "spi-map", Selection(lang="en"))

    def note() -> str:
        return str(export_menu._texts(answer, words("en"), "")["parts"][1]["note"])

    assert "on this server" in note()
    monkeypatch.setenv("INTEGRITAS_FRAME_ANCESTORS", "https://intranet.example.go.id")
    assert "on this server" not in note()


def opened(page: str, card: str, what: str, **query: str | list[str]) -> AppTest:
    """A page with one of a card's two buttons open."""
    app = visit(page, **query)
    app.session_state[f"{card}-{what}-button"] = True
    return app.run()


def test_the_address_of_the_office_comes_before_what_the_browser_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INTEGRITAS_PUBLIC_ADDRESS", SITE)
    app = opened("tren", "spi-trend", "copy", region="63", lang="id")
    assert not app.exception
    page, code, table = Found(html(app)).texts
    for text in (page, code.partition('"')[2], table):
        assert text.startswith(f"{SITE}/figures/spi-trend.")


@pytest.mark.parametrize(
    ("page", "card", "figure_id"),
    [
        ("ringkasan", "spi-map", "spi-map"),
        ("peta", "map", "spi-map"),
        ("tren", "spi-trend", "spi-trend"),
        ("bandingkan", "spi-scorecard", "spi-scorecard"),
        ("ott", "ott-timeline", "ott-timeline"),
        ("bimtek", "bimtek-topics", "bimtek-topics"),
        ("zona", "wbk-by-year", "wbk-by-year"),
        ("profil", "response-timeline", "response-timeline"),
        ("metodologi", "coverage", "coverage-matrix"),
    ],
)
def test_what_a_page_offers_is_what_it_shows(page: str, card: str, figure_id: str) -> None:
    app = opened(page, card, "download", lang="en", region=["63", "64"], year="2024")
    assert not app.exception
    [offered] = [
        element.proto.body for element in app.get("html") if 'class="take"' in element.proto.body
    ]
    addresses_ = {str(link["href"]) for link in Found(offered).links}
    assert addresses_
    headlines = {element.value.replace("\\", "") for element in app.header}
    for address in addresses_:
        query = parse_qs(urlsplit(address).query, keep_blank_values=True)
        asked = addresses.read(FACTS, REGISTRY[figure_id], urlsplit(address).path[-3:], query)
        answer = registry.answer(FACTS, figure_id, asked.selection)
        assert answer.headline in headlines


def test_both_buttons_may_be_open_and_a_choice_changes_the_links() -> None:
    app = opened("peta", "map", "copy", lang="id", year="2024")
    app.session_state["map-download-button"] = True
    app.run()
    assert "year=2024" in Found(html(app)).texts[0]
    assert len(Found(html(app)).texts) == 3
    app.sidebar.selectbox(key="filter-year").set_value(2023).run()
    found = Found(html(app))
    assert all("year=2023" in text for text in found.texts)
    files = [str(link["href"]) for link in found.links if "/figures/" in str(link["href"])]
    assert len(files) > 10
    assert all("year=2023" in address for address in files)


@pytest.mark.parametrize("what", ["download", "copy"])
def test_more_regions_than_an_address_may_hold_are_said(what: str) -> None:
    many = list(choices.regions(FACTS))[:150]
    app = opened("tren", "spi-trend", what, region=many, lang="id")
    assert not app.exception
    assert 'class="take"' not in html(app)
    assert any("150 wilayah terlalu banyak" in element.value for element in app.markdown)

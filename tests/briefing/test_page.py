"""The briefing as one page to read: what a browser finds in it, and nothing that acts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from dashboard.briefing import document, presets, table_layout
from dashboard.briefing.content import Briefing
from dashboard.briefing.html import page as html_page
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import LANGUAGES
from dashboard.core.selection import Selection
from dashboard.export import pictures, tray
from dashboard.export.browser import Busy, PictureFailed
from dashboard.export.chromium import NoBrowser
from dashboard.export.sources import reference
from dashboard.export.tray import Tray
from tests import briefings
from tests.briefings import FACTS, SITE, WORDS, hostile, quiet

BRIEFINGS = [("63", "id"), ("64.71", "en")]
VOID = {"meta", "link", "br", "col", "img"}


@dataclass
class Element:
    """An element with everything in it."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        told = (one if isinstance(one, str) else one.text for one in self.inside)
        return "".join(told)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements inside with this tag and these attributes, in order."""
        found = []
        for one in self.inside:
            if isinstance(one, str):
                continue
            wanted = {name.rstrip("_"): value for name, value in attributes.items()}
            if tag in ("", one.tag) and wanted.items() <= one.attributes.items():
                found.append(one)
            found += one.all(tag, **attributes)
        return found


class Reader(HTMLParser):
    """A page as a tree; what is not closed in order is a failure."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.page = Element("", {})
        self.open = [self.page]
        self.feed(content.decode())
        self.close()
        assert self.open == [self.page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(content: bytes) -> Element:
    return Reader(content).page


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def stub_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    briefings.stub_drawings(monkeypatch)


@pytest.mark.parametrize(("code", "lang"), BRIEFINGS)
def test_a_page_says_what_its_briefing_says(code: str, lang: str, stub_drawings: None) -> None:
    briefing = briefings.province(code, lang)
    page = read(html_page.page(FACTS, briefing, quiet))
    assert [one.text for one in page.all("h1")] == [briefing.title]
    assert page.all("html")[0].attributes["lang"] == lang
    assert page.all("title")[0].text == f"{briefing.title} · Integritas Daerah"
    whole = document.outline(FACTS, briefing, lambda _part: True, quiet)
    ends = {"id": ["Lampiran: tabel", "Sumber"], "en": ["Annex: tables", "Sources"]}[lang]
    titles = [part.title for part in briefing.parts] + ends[0 if whole.annexed else 1 :]
    contents = {"id": "Daftar isi", "en": "Contents"}[lang]
    assert [one.text for one in page.all("h2")] == [contents, *titles]
    [nav] = page.all("nav")
    assert [one.text for one in nav.all("a")] == titles
    sections = page.all("section")
    for section, laid in zip(sections, whole.sections, strict=False):
        part, text = laid.part, squeezed(section.text)
        for told in (part.source_line, *part.caveats, *part.sentences):
            assert squeezed(told) in text
        assert part.address in [one.attributes["href"] for one in section.all("a")]
        assert [one.text for one in section.all("dt")] == [one.label for one in part.numbers]
        assert [one.text for one in section.all("strong")] == [one.value for one in part.numbers]
        figures = section.all("figure")
        assert len(figures) == part.is_drawable
        for figure in figures:
            [drawn] = figure.all("div", role="img")
            assert drawn.attributes["aria-label"] == part.reading and drawn.all("svg")
            name = document.figure_name(laid.figure, briefing.say)
            assert figure.all("figcaption")[0].text == f"{name}. {part.subtitle}"
            assert part.answer is not None
            listed = [entry.label for entry in part.answer.legend if entry.is_listed]
            assert [one.text for one in figure.all("li")] == listed
            assert len(figure.all("svg", class_="mark")) == len(listed)


@pytest.mark.parametrize(("code", "lang"), BRIEFINGS)
def test_tables_are_real_ones(code: str, lang: str, stub_drawings: None) -> None:
    briefing = briefings.province(code, lang)
    page = read(html_page.page(FACTS, briefing, quiet))
    whole = document.outline(FACTS, briefing, lambda _part: True, quiet)
    layouts = sorted((one.table for one in whole.sections if one.table), key=lambda one: one.number)
    grids = [one.grid for one in briefing.parts if one.grid is not None]
    plain = [one for one in page.all("table") if not one.all("caption")]
    for grid, table in zip(grids, plain, strict=True):
        assert [one.text for one in table.all("th", scope="col")] == list(grid.head)
        texts = [[cell.text for cell in row.all("td")] for row in table.all("tr")[1:]]
        assert texts == [list(row) for row in grid.rows]
    tables = [one for one in page.all("table") if one.all("caption")]
    assert len(tables) == len(layouts) > 5
    for table, layout in zip(tables, layouts, strict=True):
        name = document.table_name(layout.number, briefing.say)
        assert table.all("caption")[0].text == f"{name}. {layout.caption}"
        assert [one.text for one in table.all("th", scope="col")] == list(layout.head)
        [body] = table.all("tbody")
        rows = [[squeezed(cell.text) for cell in row.all("td")] for row in body.all("tr")]
        assert len(rows) == len(layout.rows)
        for row, told in zip(rows, layout.rows, strict=True):
            for cell, lines in zip(row, told, strict=True):
                for bit in (bit for line in lines for bit in line):
                    cited = [
                        table_layout.range_text(*run) for run in table_layout.ranges(bit.cited)
                    ]
                    assert squeezed(bit.text or ", ".join(cited)) in cell


@pytest.mark.parametrize(("code", "lang"), BRIEFINGS)
def test_every_way_leads_somewhere(code: str, lang: str, stub_drawings: None) -> None:
    briefing = briefings.province(code, lang)
    page = read(html_page.page(FACTS, briefing, quiet))
    names = [one.attributes["id"] for one in page.all("") if "id" in one.attributes]
    assert not [name for name, times in Counter(names).items() if times > 1]
    links = [one.attributes["href"] for one in page.all("a")]
    inner = {link[1:] for link in links if link.startswith("#")}
    assert inner <= set(names)
    assert {f"sumber-{number}" for number in range(1, len(briefing.sources) + 1)} <= set(names)
    [sources] = page.all("ol", class_="sources")
    say = briefing.say
    for source, line in zip(briefing.sources, sources.all("li"), strict=True):
        given = reference(source, say, SITE)
        assert line.text == f"{given.described(say)}. {given.printed}"
        assert line.text.startswith(source.title or source.publisher)
        ways = [one.attributes["href"] for one in line.all("a")]
        assert ways == [given.address, f"{SITE}/sources/{source.source_id[-6:]}"]
    assert all(link.startswith(("#", "http")) for link in links)


def test_the_file_asks_nobody_and_runs_nothing(stub_drawings: None) -> None:
    content = html_page.page(FACTS, briefings.province(), quiet)
    page = read(content)
    named = {one.attributes.get("http-equiv"): one for one in page.all("meta")}
    policy = named["Content-Security-Policy"]
    assert policy.attributes["content"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    tags = Counter(one.tag for one in page.all(""))
    assert not tags.keys() & {"script", "img", "iframe", "object", "form", "input", "base"}
    assert [one.attributes for one in page.all("link")] == [{"rel": "icon", "href": "data:,"}]
    loading = {"src", "srcset", "data", "action", "poster", "xlink:href"}
    assert not [one for one in page.all("") if loading & one.attributes.keys()]
    assert not [one for one in page.all("") for name in one.attributes if name.startswith("on")]
    style = page.all("style")[0].text
    assert "url(" not in style and "@import" not in style
    assert "@page" in style and "prefers-color-scheme: dark" in style
    assert tags["h1"] == tags["main"] == tags["nav"] == tags["header"] == tags["footer"] == 1


def test_equal_questions_give_equal_bytes_and_a_figure_may_stand_twice(
    stub_drawings: None,
) -> None:
    trend = tray.item("spi-trend", Selection(region=("63",)))
    briefing = briefings.asked(Tray((trend, trend), "en"))
    first = html_page.page(FACTS, briefing, quiet)
    assert first == html_page.page(FACTS, briefing, quiet)
    ids = re.findall(r' id="([^"]+)"', first.decode())
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", first.decode()))
    assert used == {f"s{section}-{place}-f1-1" for section in (1, 2) for place in (0, 1)}
    assert used <= set(ids)
    assert b'fill="var(--c-1B2430)"' in first  # an ink, which is light by night


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_hostile_words_arrive_as_words(text: str, lang: str, stub_drawings: None) -> None:
    made = presets.nota(FACTS, "63", Selection(lang=lang))
    plain_tags = Counter(one.tag for one in page_of(briefings.asked(made)).all(""))
    briefing = hostile(made, text)
    page = page_of(briefing)
    tags = Counter(one.tag for one in page.all(""))
    assert not tags - plain_tags - Counter(p=8, details=4, summary=4, tr=20, td=60)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\u202e\u2066]", page.text)
    titles = [" ".join(printable(part.title).split()) for part in briefing.parts]
    assert [one.text for one in page.all("h2")][1:5] == titles
    assert page.all("h1")[0].text == " ".join(printable(briefing.title).split())
    notes = [one.text for one in page.all("p", class_="note")]
    assert notes == [part.note for part in briefing.parts if part.note]
    messages = [one.text for one in page.all("p", class_="message")]
    assert messages == [part.message for part in briefing.parts if part.message]


def page_of(briefing: Briefing) -> Element:
    return read(html_page.page(FACTS, briefing, quiet))


def test_a_note_is_closed_until_it_is_asked_for(stub_drawings: None) -> None:
    made = presets.nota(FACTS, "63", Selection())
    told = made.changed(0, made.items[0].with_texts("id", note="Bicara pelan.\nLalu diam."))
    [details] = page_of(briefings.asked(told)).all("details")
    assert "open" not in details.attributes
    assert details.all("summary")[0].text == "Catatan untuk pembicara"
    assert details.all("p")[0].text == "Bicara pelan.\nLalu diam."


@pytest.mark.parametrize(
    "error", [NoBrowser(), Busy(), PictureFailed()], ids=lambda error: type(error).__name__
)
def test_without_a_browser_the_numbers_are_there(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefings.no_drawings(monkeypatch, error)
    briefing = briefings.province("64.71", "en")
    page = page_of(briefing)
    assert not page.all("figure") and not page.all("svg")
    drawn = [part for part in briefing.parts if part.is_drawable]
    assert squeezed(page.text).count("There is no picture here") == len(drawn)
    tables = [one for one in page.all("table") if one.all("caption")]
    assert len(tables) == len([part for part in briefing.parts if part.rows])


def test_without_an_address_nothing_leads_to_the_dashboard(stub_drawings: None) -> None:
    from dashboard.briefing import writer

    content = writer.make(FACTS, presets.nota(FACTS, "63", Selection()), "html")
    assert b'class="live"' not in content and SITE.encode() not in content


def test_the_real_drawings_are_inline_small_and_the_same_each_time() -> None:
    briefing = briefings.asked(
        Tray(tuple(tray.item(name, Selection(region=("63",))) for name in ("spi-map", "spi-trend")))
    )
    try:
        first = html_page.page(FACTS, briefing, quiet)
        assert first == html_page.page(FACTS, briefing, quiet)
    finally:
        pictures.browser().close()
    drawings = read(first).all("div", role="img")
    assert [len(one.all("svg", preserveaspectratio="xMidYMin meet")) for one in drawings] == [1, 2]
    assert len(first) < 250_000
    used = set(re.findall(r"url\(#([^)]+)\)", first.decode()))
    assert used and used <= set(re.findall(r' id="([^"]+)"', first.decode()))

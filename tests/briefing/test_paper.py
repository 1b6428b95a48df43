"""The briefing as a paper and as a nota: what Word, LibreOffice and a screen reader find in it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from dashboard.briefing import compose, document, presets, table_layout, writer
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.docx import nota, paper
from dashboard.briefing.docx.word_document import PRODUCT
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import LANGUAGES
from dashboard.core.selection import Selection
from dashboard.export import pictures, tray
from dashboard.export.browser import Busy, PictureFailed
from dashboard.export.chromium import NoBrowser
from dashboard.export.sources import reference
from dashboard.export.tray import Tray
from dashboard.figures import registry
from dashboard.figures.addresses import SIZES
from dashboard.warehouse import engine
from tests import briefings
from tests.briefing.documents import Document, rows_of, text_of
from tests.briefings import FACTS, SITE, WORDS, hostile, quiet

BRIEFINGS = [("63", "id"), ("64.71", "en")]
ALONE = "rentan (kelas saja)"
FAILURES = [NoBrowser(), Busy(), PictureFailed()]
FIELD = re.compile(
    r'TOC \\o "1-2" \\h \\z \\u|PAGEREF _Toc\d{8} \\h|'
    r"SEQ (Gambar|Figure|Tabel|Table) \\\* ARABIC|PAGE|NUMPAGES"
)


@pytest.fixture
def stub_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    briefings.stub_drawings(monkeypatch)


class Read(Document):
    """A paper as python-docx reads it."""

    @property
    def headings(self) -> list[str]:
        return self.texts("Heading1")

    @property
    def alternatives(self) -> list[tuple[str, str]]:
        return [(one.get("title"), one.get("descr")) for one in self.body.xpath(".//wp:docPr")]

    def tables(self, style: str) -> list[Any]:
        return [one for one in self.document.tables if one.style.style_id == style]

    @property
    def fields(self) -> list[str]:
        parts = [self.body, self.document.sections[0].footer._element]
        return [one.text.strip() for part in parts for one in part.iter(qn("w:instrText"))]

    @property
    def links(self) -> set[str]:
        relations = self.document.part.rels.values()
        return {one.target_ref for one in relations if one.reltype == RELATIONSHIP_TYPE.HYPERLINK}

    @property
    def anchors(self) -> set[str]:
        return set(self.body.xpath(".//w:hyperlink/@w:anchor"))

    @property
    def bookmarks(self) -> list[str]:
        return list(self.body.xpath(".//w:bookmarkStart/@w:name"))


@pytest.fixture(scope="module")
def made() -> Callable[[str, str], Read]:
    """Papers, each made once."""
    kept: dict[tuple[str, str], Read] = {}

    def make_it(code: str, lang: str) -> Read:
        if (code, lang) not in kept:
            told = briefings.province(code, lang)
            kept[code, lang] = Read(paper.paper(FACTS, told, quiet))
        return kept[code, lang]

    return make_it


def cell_text(cell: table_layout.Cell) -> str:
    def bit(one: table_layout.CellText) -> str:
        told = one.text or ", ".join(
            table_layout.range_text(*run) for run in table_layout.ranges(one.cited)
        )
        return f"{one.label}: {told}" if one.label else told

    return "\n".join("; ".join(bit(one) for one in line) for line in cell)


# --- the outline ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_holds_every_row_as_the_pages_write_it(lang: str) -> None:
    told = briefings.everything(lang)
    for briefing in (told, briefings.province("63", lang), briefings.province("64.71", lang)):
        whole = document.outline(FACTS, briefing, lambda _part: True, quiet)
        for section in whole.sections:
            if section.table is None:
                assert not section.part.rows
                continue
            check_grid(briefing, section.part, section.table, whole)
    ways = {len(one.table.head) for one in whole.sections if one.table}
    assert len(ways) > 3


def check_grid(
    briefing: Briefing, part: Part, layout: table_layout.TableLayout, whole: document.Outline
) -> None:
    assert sum(layout.shares) == pytest.approx(1) and min(layout.shares) > 0.04
    shown = part.rows[: table_layout.MOST_ROWS]
    texts = [[bit.text for cell in row for line in cell for bit in line] for row in layout.rows]
    is_turned = len(layout.rows) != len(shown)
    if is_turned:
        texts = [list(column) for column in zip(layout.head, *texts, strict=True)][1:]
    assert len(texts) == len(shown)
    left_out = " ".join(layout.notes)
    for told, written in zip(
        texts, briefing.written(FACTS, Part(**{**vars_of(part), "rows": shown})), strict=True
    ):
        for label, value in written.items():
            if isinstance(value, str) and value and value not in told:
                # Left out because it says the same in each row, and the note says so.
                assert label in left_out, (part.subject, label, value)
    cited = [
        {number for cell in row for line in cell for bit in line for number in bit.cited}
        for row in layout.rows
    ]
    if is_turned:
        last = layout.rows[-1]
        cited = [{n for line in cell for bit in line for n in bit.cited} for cell in last[1:]]
    for row, numbers in zip(shown, cited, strict=True):
        named = {whole.sources[number - 1].source_id for number in numbers}
        assert named == set(row["source_ids"] or ())
    if (more := len(part.rows) - len(shown)) > 0:
        assert str(more) in left_out


def vars_of(part: Part) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def test_sources_are_counted_once_and_cited_in_runs() -> None:
    assert table_layout.ranges([5, 1, 2, 3, 9, 8]) == [(1, 3), (5, 5), (8, 9)]
    assert [table_layout.range_text(*run) for run in [(1, 3), (5, 5), (8, 9)]] == [
        "1–3",
        "5",
        "8, 9",
    ]
    briefing = briefings.province()
    whole = document.outline(FACTS, briefing, lambda _part: True, quiet)
    assert whole.sources[: len(briefing.sources)] == briefing.sources
    assert len(set(whole.sources)) == len(whole.sources)
    for section in whole.sections:
        named = {whole.sources[number - 1] for number in section.cited}
        assert named == set(section.part.sources)
    tables = [one.table.number for one in whole.sections if one.table and not one.is_annexed]
    annexed = [one.table.number for one in whole.annexed if one.table]
    assert [*tables, *annexed] == list(range(1, len(tables) + len(annexed) + 1))
    assert annexed  # the province's map has too many rows to stand under it


def test_what_all_rows_share_is_said_once() -> None:
    told = briefings.asked(Tray((tray.item("spi-change", Selection(region=("63", "64", "62"))),)))
    layout = table_layout.lay_out(FACTS, told, told.parts[0], dict.fromkeys(FACTS.sources, 1))
    assert layout is not None
    assert "Cakupan" not in layout.head and "Tahun" not in layout.head
    assert "Sama di semua baris: Cakupan: Pemerintah provinsi; Tahun awal: 2023" in layout.notes[0]


def test_one_row_reads_as_a_list() -> None:
    asked = tray.item("ott-timeline", Selection(region=("64.71",)))
    briefing = compose.compose(FACTS, Tray((asked,), "en"))
    [part] = briefing.parts
    layout = table_layout.lay_out(FACTS, briefing, part, dict.fromkeys(FACTS.sources, 1))
    assert layout is not None and layout.head == ("Date", "3 May 2019")
    assert [cell_text(row[0]) for row in layout.rows][:3] == ["Region", "Level", "Sector"]


# --- the paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "lang"), BRIEFINGS)
def test_a_paper_says_what_its_briefing_says(
    code: str, lang: str, made: Callable[[str, str], Read], stub_drawings: None
) -> None:
    briefing, read = briefings.province(code, lang), made(code, lang)
    titles = [part.title for part in briefing.parts]
    ends = {"id": ["Sumber", "Lampiran: tabel"], "en": ["Sources", "Annex: tables"]}[lang]
    has_annex = ends[1] in read.headings  # fewer rows of several lines fill a page too
    assert has_annex or all(len(part.rows) <= 30 for part in briefing.parts)
    assert read.headings == titles + (ends if has_annex else ends[:1])
    assert read.texts("Title") == [briefing.title]
    assert read.texts("Subtitle") == [briefing.subtitle]
    assert briefing.say.date(briefing.facts_date) in read.texts("Tampak")[0]
    bullets = read.texts("ListBullet")
    told = [
        (sentence, part.refers[place] if part.refers else "")
        for part in briefing.parts
        for place, sentence in enumerate(part.sentences)
    ]
    numbers = {part.subject: n for n, part in enumerate(briefing.parts, 1)}
    section = {"id": "bagian", "en": "section"}[lang]
    assert bullets == [
        f"{sentence} ({section} {numbers[subject]})" if subject in numbers else sentence
        for sentence, subject in told
    ]
    sources = read.texts("Sumber")
    for part in briefing.parts:
        [line] = [
            one
            for one in sources
            if one.startswith(part.source_line) and all(told in one for told in part.caveats)
        ][:1]
        assert re.search(r"\[\d+[\d, –]*\]", line)
        assert part.address in read.links
    drawn = [part for part in briefing.parts if part.is_drawable]
    assert read.alternatives == [(part.title, part.reading) for part in drawn]
    name = {"id": "Gambar", "en": "Figure"}[lang]
    captions = [one for one in read.texts("Caption") if one.startswith(name)]
    assert captions == [f"{name} {n}. {part.subtitle}" for n, part in enumerate(drawn, 1)]
    [stands] = [part for part in briefing.parts if part.numbers]
    [key] = read.tables("TabelAngka")
    assert rows_of(key) == [
        [one.label for one in stands.numbers],
        [one.value for one in stands.numbers],
        [one.note for one in stands.numbers],
    ]
    fills = key._tbl.xpath(".//w:shd/@w:fill")
    assert fills == [stands.numbers[0].colour.lstrip("#")] * 2
    assert set(key._tbl.xpath(".//w:tc[w:tcPr/w:shd]//w:color/@w:val")) == {
        stands.numbers[0].ink.lstrip("#")
    }


@pytest.mark.parametrize(("code", "lang"), BRIEFINGS)
def test_tables_are_real_ones(
    code: str, lang: str, made: Callable[[str, str], Read], stub_drawings: None
) -> None:
    briefing, read = briefings.province(code, lang), made(code, lang)
    whole = document.outline(FACTS, briefing, lambda _part: True, quiet)
    layouts = sorted((one.table for one in whole.sections if one.table), key=lambda one: one.number)
    grids = [one.grid for one in briefing.parts if one.grid is not None]
    found = read.tables("TabelFakta")
    plain = [one for one in found if one.rows[0].cells[0].text in {grid.head[0] for grid in grids}]
    told = [row for table in plain for row in rows_of(table)[1:]]  # one may go on on a new page
    assert told == [list(row) for grid in grids for row in grid.rows]
    tables = [one for one in found if one not in plain]
    assert len(tables) == len(layouts) > 5
    name = {"id": "Tabel", "en": "Table"}[lang]
    captions = [one for one in read.texts("Caption") if one.startswith(name)]
    assert captions == [f"{name} {layout.number}. {layout.caption}" for layout in layouts]
    for table, layout in zip(tables, layouts, strict=True):
        expected = [list(layout.head), *([cell_text(cell) for cell in row] for row in layout.rows)]
        assert rows_of(table) == expected
        rows = list(table._tbl.iter(qn("w:tr")))
        assert all(row.xpath("w:trPr/w:cantSplit") for row in rows)
        heads = [bool(row.xpath("w:trPr/w:tblHeader")) for row in rows]
        assert heads == [True] + [False] * (len(rows) - 1)
        widths = [int(one) for one in table._tbl.xpath("w:tblGrid/w:gridCol/@w:w")]
        is_annexed = any(one.table is layout for one in whole.annexed)
        room = 247 if is_annexed else 160  # between the margins, in the annex across
        assert abs(sum(widths) - room * 56.69) < 12  # in twips
        assert table._tbl.xpath("string(w:tblPr/w:tblCaption/@w:val)") == layout.caption
    assert all(
        note in read.texts("Sumber") for layout in layouts if (note := " ".join(layout.notes))
    )


@pytest.mark.parametrize(("code", "lang"), BRIEFINGS)
def test_links_and_contents_lead_somewhere(
    code: str, lang: str, made: Callable[[str, str], Read], stub_drawings: None
) -> None:
    briefing, read = briefings.province(code, lang), made(code, lang)
    entries = [one.split("\t") for one in read.texts("TOC1")]
    assert [text for _number, text, _page in entries] == read.headings
    assert [number for number, _text, _page in entries] == [
        f"{place}." for place in range(1, len(entries) + 1)
    ]
    pages = [int(page) for _number, _text, page in entries]
    assert pages == sorted(pages) and pages[0] == 2
    assert read.fields[0] == r'TOC \o "1-2" \h \z \u'
    counted = Counter(one.split()[0] for one in read.fields)
    assert counted == {
        "TOC": 1,
        "PAGEREF": len(entries),
        "SEQ": sum(bool(re.match(r"\w+ \d+\.", one)) for one in read.texts("Caption")),
        "PAGE": 1,
        "NUMPAGES": 1,
    }
    begun, ended = (
        read.body.xpath(f".//w:fldChar[@w:fldCharType='{kind}']") for kind in ("begin", "end")
    )
    assert len(begun) == len(ended) == counted["TOC"] + counted["SEQ"] + counted["PAGEREF"]
    assert len(read.bookmarks) == len(set(read.bookmarks))
    assert read.anchors <= set(read.bookmarks)
    listed = read.texts("DaftarSumber")
    assert len(listed) == len(briefing.sources) == len({one.split()[0] for one in listed})
    say = briefing.say
    for number, (source, line) in enumerate(zip(briefing.sources, listed, strict=True), 1):
        given = reference(source, say, SITE)
        assert line == f"[{number}]\t{given.described(say)}. {given.printed}"
        assert given.printed.endswith(f"/sources/{source.source_id[-6:]}")
        assert {given.address, given.printed_link} <= read.links
    assert len(read.links) > len({source.url for source in briefing.sources})
    settings = read.document.settings.element
    assert not settings.xpath("w:updateFields")  # Word would ask before it opens


@pytest.mark.parametrize(("code", "lang"), BRIEFINGS)
def test_the_file_says_what_it_is(
    code: str, lang: str, made: Callable[[str, str], Read], stub_drawings: None
) -> None:
    briefing, read = briefings.province(code, lang), made(code, lang)
    core = read.document.core_properties
    facts_day = dt.datetime.combine(briefing.facts_date, dt.time(), dt.UTC)
    locale = {"id": "id-ID", "en": "en-GB"}[lang]
    assert (core.title, core.subject) == (briefing.title, briefing.subtitle)
    assert (core.author, core.language, core.version) == (
        PRODUCT,
        locale,
        briefing.facts_version,
    )
    assert {core.created, core.modified} <= {facts_day, facts_day.replace(tzinfo=None)}
    styles = read.document.styles.element
    assert styles.xpath("string(w:docDefaults//w:lang/@w:val)") == locale
    named = "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val"
    assert set(read.body.xpath(named)) <= set(styles.xpath("w:style/@w:styleId"))
    section = read.document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    footer = text_of(section.footer.paragraphs[0]._p)
    assert footer.startswith(briefing.facts_line) and footer.endswith(
        {"id": "Halaman 1 dari 1", "en": "Page 1 of 1"}[lang]
    )
    for other in read.document.sections:  # the annex lies across
        assert text_of(other.footer.paragraphs[0]._p) == footer
    empty = [one for one in read.document.paragraphs if not text_of(one._p)]
    assert all(one._p.xpath(".//w:drawing") for one in empty)
    known = {one.get(qn("w:styleId")) for one in styles.iter(qn("w:style"))}
    assert set(read.body.xpath(".//w:pStyle/@w:val | .//w:rStyle/@w:val")) <= known


def test_equal_questions_give_equal_bytes(stub_drawings: None) -> None:
    briefing = briefings.note()
    for lay_out in (paper.paper, nota.nota):
        first = lay_out(FACTS, briefing, quiet)
        assert first == lay_out(FACTS, briefing, quiet)
        day = briefing.facts_date
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            dates = {entry.date_time for entry in archive.infolist()}
        assert dates == {(day.year, day.month, day.day, 0, 0, 0)}
        assert str(dt.date.today().year).encode() not in first or day.year == dt.date.today().year


def test_who_waits_is_told(stub_drawings: None) -> None:
    briefing = briefings.province("64.71", "en")
    heard: list[tuple[int, int, str]] = []
    paper.paper(FACTS, briefing, lambda *told: heard.append(told))
    of = len(briefing.parts)
    assert heard == [
        *((place, of, part.title) for place, part in enumerate(briefing.parts)),
        (of, of, ""),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_hostile_words_arrive_as_words(text: str, lang: str, stub_drawings: None) -> None:
    briefing = hostile(presets.nota(FACTS, "63", Selection(lang=lang)), text)
    for lay_out in (paper.paper, nota.nota):
        content = lay_out(FACTS, briefing, quiet)
        read = Read(content)
        assert all(FIELD.fullmatch(one) for one in read.fields)
        assert not {tag for one in read.body.iter() if (tag := str(one.tag)).endswith("script")}
        assert all(one.startswith(SITE) or one.startswith("http") for one in read.links)
        told = "".join(text_of(one) for one in read.body.iter(qn("w:p")))
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\u202e\u2066]", told)
        written = " ".join(printable(briefing.parts[0].note).split())
        remarks = [" ".join(one.text.split()) for one in read.document.comments]
        assert remarks == ([written] * len(briefing.parts) if written else [])
    whole = Read(paper.paper(FACTS, briefing, quiet))
    assert whole.headings[: len(briefing.parts)] == [
        " ".join(printable(part.title).split()) for part in briefing.parts
    ]
    if printable(text).strip():
        assert whole.headings[0] != briefings.note("63", lang).parts[0].title
        assert whole.texts("Pesan") == [printable(part.message) for part in briefing.parts]


def test_remarks_stand_beside_the_text(stub_drawings: None) -> None:
    made = presets.nota(FACTS, "63", Selection())
    item = made.items[1].with_texts("id", note="Ingatkan metode.\nTunjuk 2023.")
    briefing = briefings.asked(made.changed(1, item))
    read = Read(paper.paper(FACTS, briefing, quiet))
    [comment] = read.document.comments
    assert (comment.text, comment.author) == ("Ingatkan metode.\nTunjuk 2023.", PRODUCT)
    assert comment.timestamp is not None and comment.timestamp.date() == briefing.facts_date
    [start] = read.body.xpath(".//w:commentRangeStart/ancestor::w:p")
    assert text_of(start) == briefing.parts[1].title
    assert "Ingatkan" not in "".join(text_of(one) for one in read.body.iter(qn("w:p")))


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
def test_without_a_browser_the_numbers_are_there(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefings.no_drawings(monkeypatch, error)
    briefing = briefings.province()
    read = Read(paper.paper(FACTS, briefing, quiet))
    assert read.alternatives == []
    told = [one for one in read.texts("Tampak") if one.startswith("Tidak ada gambar di sini: ")]
    drawn = [part for part in briefing.parts if part.is_drawable]
    assert len(told) == len(drawn) and all(one.endswith("memuat yang diketahui.") for one in told)
    assert ("peramban" in told[0]) == isinstance(error, NoBrowser)
    numbered = [one for one in read.texts("Caption") if re.match(r"Tabel \d+\.", one)]
    assert len(numbered) == len([part for part in briefing.parts if part.rows])
    one_page = Read(nota.nota(FACTS, briefings.note(), quiet))
    [table] = one_page.tables("TabelFakta")
    assert rows_of(table)[0][1:] == ["2021", "2022", "2023", "2024", "2025"]
    assert rows_of(table)[1] == ["Kalsel", "71,98", "73,76", "72,54*", "64,15", ALONE]


def test_what_has_nothing_to_draw_says_so(stub_drawings: None) -> None:
    items = (tray.item("response-timeline", Selection()), tray.item("spi-regencies", Selection()))
    read = Read(paper.paper(FACTS, briefings.asked(Tray(items, "en")), quiet))
    told = [one for one in read.texts("Tampak") if one.startswith("There is nothing to draw")]
    assert len(told) == 2 and read.alternatives == []


def test_an_empty_briefing_is_still_a_paper(stub_drawings: None) -> None:
    empty = briefings.asked(Tray((), "en"))
    assert Read(paper.paper(FACTS, empty, quiet)).headings == []
    assert empty.title in rows_of(Read(nota.nota(FACTS, empty, quiet)).document.tables[0])[-1]


def test_without_an_address_nothing_leads_to_the_dashboard(stub_drawings: None) -> None:
    made = presets.nota(FACTS, "63", Selection(lang="en"))
    formats: tuple[writer.Format, ...] = ("docx", "nota")
    for file_format in formats:
        read = Read(writer.make(FACTS, made, file_format))
        assert not [one for one in read.links if "/figures/" in one or "/profil?" in one]
        assert "as it is now" not in "".join(read.texts("Sumber") + read.texts("Caption"))


def test_the_real_picture_is_chart_and_legend_sharp_enough_for_paper() -> None:
    part = briefings.note().parts[1]
    try:
        read = Read(paper.paper(FACTS, briefings.note(), quiet))
        assert part.answer is not None
        svg = pictures.picture_sync(FACTS, part.answer, "svg", SIZES["a4-column"], is_bare=True)
    finally:
        pictures.browser().close()
    [image] = list(read.document.part.package.image_parts)
    assert image.image.px_width == 1904
    [shape] = read.document.inline_shapes
    assert round(shape.width.mm) == 160 and shape.height.mm < 200
    assert re.findall(rb'data-part="(\w+)"', svg) == [b"legend", b"chart"]


def test_figures_of_every_form_fit_the_paper(stub_drawings: None) -> None:
    briefing = briefings.everything()
    content = paper.paper(FACTS, briefing, quiet)
    read = Read(content)
    assert len(read.alternatives) == len(registry.REGISTRY)
    assert len(content) < 3_000_000
    for shape in read.document.inline_shapes:
        assert shape.width.mm < 160.1 and shape.height.mm < 200.1
    assert engine.current() is FACTS

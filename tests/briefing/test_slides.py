"""The deck as python-pptx reads it back: numbers, gaps, sources, alternative texts, room, words."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Pt

from dashboard.briefing import content, presets
from dashboard.briefing.font_metrics import FONT
from dashboard.briefing.pptx import deck as pptx_deck
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.tray import Item, Texts, Tray
from dashboard.warehouse import engine
from tests.briefing.decks import ADDRESS, FOCUS, made, title_of

POINT = 12_700


def texts_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_has_its_title_source_caveats_date_and_link(lang: str) -> None:
    say = words(lang)
    for part, shown in made(lang).of_parts():
        for slide in shown:
            title = title_of(slide)
            assert title.removesuffix("…")[:40] in " ".join(part.title.split()), part.subject
            assert part.source_line in texts_of(slide)
            assert say.date(made(lang).briefing.facts_date) in texts_of(slide)
            links = [
                run.hyperlink.address
                for shape in slide.shapes
                if shape.has_text_frame
                for paragraph in shape.text_frame.paragraphs
                for run in paragraph.runs
                if run.hyperlink.address
            ]
            assert links == [part.address]
            assert part.address.startswith(ADDRESS)
            notes = slide.notes_slide.notes_text_frame.text
            for caveat in part.caveats:
                assert caveat in notes
                first = caveat.split(" ")[0]
                assert first in texts_of(slide) or "…" in texts_of(slide)
            assert part.source_line in notes
            assert part.title in notes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_notes_hold_the_rows_as_the_pages_write_them(lang: str) -> None:
    known = engine.current()
    for part, shown in made(lang).of_parts():
        notes = shown[0].notes_slide.notes_text_frame.text
        for row in made(lang).briefing.written(known, part)[:200]:
            for text in row.values():
                assert not isinstance(text, str) or printable(text) in notes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_object_has_an_alternative_text_and_lies_on_the_slide(lang: str) -> None:
    deck = made(lang).deck
    wide, tall = deck.slide_width, deck.slide_height
    for slide in deck.slides:
        names = set()
        for shape in slide.shapes:
            properties = shape._element.xpath("./*/p:cNvPr")[0]
            assert properties.get("descr"), (title_of(slide), shape.name)
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= wide + POINT, (title_of(slide), shape.name)
            assert shape.top + shape.height <= tall + POINT, (title_of(slide), shape.name)
            names.add(shape.shape_id)
        assert len(names) == len(slide.shapes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_placeholder_is_empty(lang: str) -> None:
    for slide in made(lang).slides:
        for place in slide.placeholders:
            assert place.text_frame.text.strip(), title_of(slide)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_leaves_its_box(lang: str) -> None:
    for slide in made(lang).slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text not in ("", "‹#›"):
                assert_fits(shape, title_of(slide))


def assert_fits(shape: Any, where: str) -> None:
    """Whether the text of a shape needs no more than its box, measured with a real font."""
    font, frame = FONT, shape.text_frame
    properties = shape._element.find(".//{*}bodyPr")
    columns, between = (int(properties.get(name, 0)) for name in ("numCol", "spcCol"))
    inset = 0 if frame.margin_left == 0 else 2 * 7.2
    room = shape.width / POINT - inset
    height = shape.height / POINT
    if columns:
        room = (room - between / POINT * (columns - 1)) / columns
        height *= columns
    needed = 0.0
    for paragraph in frame.paragraphs:
        sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
        size = max(sizes, default=26.0 if shape.is_placeholder else 18.0)
        bold = all(run.font.bold for run in paragraph.runs) or shape.is_placeholder
        text = "".join(run.text for run in paragraph.runs)
        if shape.rotation:
            assert font.width(text, size, bold=bold) <= shape.width / POINT + 4
            return
        lines = font.lines(text, size, room + 0.5, bold=bold)
        needed += len(lines) * size * 1.2 + (paragraph.space_after or Pt(0)).pt
    assert needed <= height * 1.06 + 1, (where, frame.text[:80])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_cell_of_a_table_is_taller_than_its_row(lang: str) -> None:
    font = FONT
    for slide in made(lang).slides:
        for shape in slide.shapes:
            if not shape.has_table:
                continue
            for row in shape.table.rows:
                for cell, column in zip(row.cells, shape.table.columns, strict=True):
                    [paragraph] = cell.text_frame.paragraphs
                    runs = paragraph.runs
                    if not runs:
                        continue
                    size = runs[0].font.size.pt
                    assert size >= 10
                    text = paragraph.text.replace("\v", "\n")
                    room = column.width / POINT - 10 + 0.5
                    lines = font.lines(text, size, room, bold=bool(runs[0].font.bold))
                    assert len(lines) * size * 1.2 <= row.height / POINT + 1, text
            assert (shape.top + shape.height) / POINT <= 540


def test_the_last_slides_name_every_source_with_its_address() -> None:
    one = made("id")
    closing = one.slides[1 + sum(len(shown) for _part, shown in one.of_parts()) :]
    linked = {
        run.hyperlink.address
        for slide in closing
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    }
    text = "\n".join(texts_of(slide) for slide in closing)
    assert len(one.briefing.sources) > 300
    for source in one.briefing.sources:
        assert source.publisher in text
    assert len(linked) == len({source.url for source in one.briefing.sources})
    notes = closing[0].notes_slide.notes_text_frame.text
    assert all(source.url in notes for source in one.briefing.sources)


HOSTILE = (
    "<script>alert(1)</script> &amp; <b>tebal</b>",
    '=HYPERLINK("http://x","klik")',
    "null\x00 bel\x07 esc\x1b[31m vt\x0b ff\x0c \ufffe \ud800 akhir",
    "]]> <![CDATA[ x ]]> <?xml?>",
    "\u202egnorw si eltit siht",
    "panjang " * 400,
    "A" * 3000,
    "😀 ﷽ 漢字 {placeholder} %s",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_arrive_as_harmless_text(text: str) -> None:
    known = engine.current()
    own = Texts(title=text, message=text, note=text)
    items = (
        replace(tray.item("position", Selection(region=("63",))), texts={"id": own}),
        replace(tray.item("spi-trend", Selection(region=("63",))), texts={"id": own}),
    )
    briefing = content.compose(known, Tray(items, "id", {"id": text}), ADDRESS)
    file = pptx_deck.deck(known, briefing)
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        assert packed.testzip() is None
    deck = Presentation(io.BytesIO(file))
    assert len(deck.slides) == 4
    shown = printable(text).strip()
    one_line = " ".join(shown.split())
    for slide in list(deck.slides)[1:3]:
        title = title_of(slide)
        assert title == one_line or (
            title.endswith("…")
            and one_line.replace(" ", "").startswith(title[:-1].replace(" ", ""))
        )
        assert shown in slide.notes_slide.notes_text_frame.text.replace("\v", "\n")
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text not in ("", "‹#›"):
                assert_fits(shape, title)
    title = title_of(deck.slides[0])
    assert title == one_line or title.endswith("…")


def test_a_reader_s_words_stand_in_their_language_only() -> None:
    known = engine.current()
    item = tray.item("spi-map", Selection()).with_texts("id", title="Judul", message="Pesan kami")
    told = {
        lang: texts_of(
            Presentation(
                io.BytesIO(pptx_deck.deck(known, content.compose(known, Tray((item,), lang))))
            ).slides[1]
        )
        for lang in LANGUAGES
    }
    assert "Judul" in told["id"]
    assert "Pesan kami" in told["id"]
    assert "Judul" not in told["en"]
    assert "Pesan" not in told["en"]


def test_without_an_address_there_is_no_link_and_no_word_of_one() -> None:
    known = engine.current()
    briefing = content.compose(known, Tray((tray.item("spi-map", Selection()),), "id"))
    slide = Presentation(io.BytesIO(pptx_deck.deck(known, briefing))).slides[1]
    assert words("id")("See it live") not in texts_of(slide)
    assert not slide._element.findall(".//{*}hlinkClick")


def test_what_cannot_be_drawn_says_so() -> None:
    known = engine.current()
    nothing = tray.item("spi-change", Selection(year=2021))
    part = content.part_of(known, nothing, "id")
    assert not part.is_drawable
    briefing = content.compose(known, Tray((nothing,), "id"))
    slide = Presentation(io.BytesIO(pptx_deck.deck(known, briefing))).slides[1]
    assert words("id")("There is nothing to draw: no known fact fits this choice.") in texts_of(
        slide
    )


def test_an_empty_tray_is_a_cover_and_a_word_on_sources() -> None:
    known = engine.current()
    deck = Presentation(io.BytesIO(pptx_deck.deck(known, content.compose(known, Tray((), "en")))))
    assert len(deck.slides) == 2


def test_equal_briefings_are_equal_bytes() -> None:
    known = engine.current()
    asked = Tray((tray.item("spi-trend", Selection(region=FOCUS)),), "id")
    first = pptx_deck.deck(known, content.compose(known, asked, ADDRESS))
    time.sleep(1.1)  # a second later by the clock
    assert pptx_deck.deck(known, content.compose(known, asked, ADDRESS)) == first


@pytest.mark.parametrize("code", ["63", "13"])
def test_a_province_s_deck_has_eight_to_twelve_slides_and_takes_little_work(code: str) -> None:
    known = engine.current()
    asked = presets.one_region(known, code, Selection())
    briefing = content.compose(known, asked, ADDRESS)
    steps: list[tuple[int, int]] = []
    started = time.process_time()
    file = pptx_deck.deck(
        known, briefing, progress=lambda done, of, _title: steps.append((done, of))
    )
    assert time.process_time() - started < 3
    deck = Presentation(io.BytesIO(file))
    assert 8 <= len(deck.slides) <= 12
    assert len(file) < 400_000
    assert steps == [(n, len(asked.items)) for n in range(len(asked.items))]


def test_an_item_knows_only_its_own_parameters() -> None:
    made_of = tray.item("spi-map", Selection(region=("63",), from_year=2021, lang="en"))
    assert made_of == Item("spi-map", Selection(region=("63",)))

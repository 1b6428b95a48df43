"""The story of a deck: its order, its summary, one year and one window in all of its numbers."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

import pytest
from pptx import Presentation

from dashboard.briefing import compose, presets
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.pptx import deck as pptx_deck
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.tray import Item, Texts, Tray
from dashboard.figures import registry
from dashboard.warehouse import engine

FACTS = engine.current()
REGIONS = ("63", "62", "64", "13", "11", "95", "31", "64.71")
COMPARED = ("63", "62", "64", "13")
YEAR, SPAN, END = "2024", "2016–2025", "2025"


@cache
def of_region(code: str, lang: str) -> Briefing:
    made = presets.one_region(FACTS, code, Selection(lang=lang))
    return compose.compose(FACTS, made, "https://contoh.go.id")


@cache
def compared(lang: str) -> Briefing:
    made = presets.compare(FACTS, COMPARED, Selection(lang=lang))
    return compose.compose(FACTS, made, "https://contoh.go.id")


# Each region in one language, a province and a city in both: all that is told of a region depends
# on what is known of it, and the words of one language are made where those of the other are.
TOLD = (
    *zip(REGIONS, itertools.cycle(LANGUAGES), strict=False),
    *(("63", "en"), ("64.71", "id")),
)


def every() -> Iterator[Briefing]:
    yield from (of_region(code, lang) for code, lang in TOLD)
    yield from map(compared, LANGUAGES)


@cache
def slides_of(briefing: Briefing) -> list[tuple[str, list[str]]]:
    """Of each slide its title, and every text on it, cells of tables included."""
    deck = Presentation(io.BytesIO(pptx_deck.deck(FACTS, briefing)))
    return [(_title(slide), list(_texts(slide.shapes))) for slide in deck.slides]


def _title(slide) -> str:
    return str(slide.shapes.title.text_frame.text)


def _texts(shapes) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _texts(shape.shapes)
        elif getattr(shape, "has_table", False):
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_text_frame:
            yield shape.text_frame.text


def part(briefing: Briefing, subject: str) -> Part | None:
    return next((one for one in briefing.parts if one.subject == subject), None)


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_s_briefing_goes_from_where_it_stands_to_next_steps(code: str) -> None:
    subjects = [one.subject for one in of_region(code, "id").parts]
    order = (
        *("summary", "position", "change", "peers", "kind", "spi-regency-map"),
        *("operations", "actions", "unknown", "next-steps"),
    )
    assert subjects == [one for one in order if one in subjects]
    assert {"summary", "position", "change", "peers", "unknown", "next-steps"} <= set(subjects)


@pytest.mark.parametrize(("code", "lang"), TOLD)
def test_a_summary_leads_to_the_slides_that_tell_it(code: str, lang: str) -> None:
    briefing = of_region(code, lang)
    summary = part(briefing, "summary")
    assert summary is not None
    assert 3 <= len(summary.sentences) <= 5
    assert set(summary.refers) <= {one.subject for one in briefing.parts}
    shown = slides_of(briefing)
    say = words(lang)
    pattern = re.compile(say("Slide {n}", n="(\\d+)"))
    numbers = [int(m[1]) for text in shown[1][1] if (m := pattern.fullmatch(text))]
    assert len(numbers) == len(summary.sentences)
    of_subject = {one.subject: one.title for one in briefing.parts}
    for number, subject in zip(numbers, summary.refers, strict=True):
        assert shown[number - 1][0].removesuffix("…") in of_subject[subject]


def test_the_numbers_of_a_deck_that_mean_the_same_are_the_same() -> None:
    for briefing in every():
        if len(briefing.parts[0].sentences) and part(briefing, "position"):
            _agree(briefing)


def _agree(briefing: Briefing) -> None:
    say = briefing.say
    position, peers = part(briefing, "position"), part(briefing, "peers")
    assert position is not None and peers is not None and peers.answer is not None
    code = peers.answer.selection.region[0]
    [row] = [one for one in peers.rows if one["region_code"] == code]
    score, change, _rank, operations = position.numbers
    texts = list(chain.from_iterable(text for _title, text in slides_of(briefing)))
    told = "\n".join(texts)
    # Operations of the window, wherever they are counted.
    assert operations.value == say.number(row["ott_count"], 0)
    for counted in re.findall(rf"(\d+) OTT (?:pada|in) {SPAN}", told):
        assert counted == operations.value
    # The score of the year and its change.
    if row["score"] is not None:
        assert score.value == say.number(row["score"])
        expected = say.signed(row["change"]) if row["change"] is not None else "–"
        assert change.value == expected
        assert score.value in told
    # What was found, up to the end of the window.
    for column, one, many in (
        ("activities_seen", "kegiatan", "activit(?:y|ies)"),
        ("wbk_seen", "unit WBK/WBBM", "WBK/WBBM units?"),
        ("regulations_seen", "regulasi", "regulations?"),
    ):
        noun = {"id": one, "en": many}[say.lang]
        actions = part(briefing, "actions")
        if actions is None:
            continue
        for text in (actions.title, *part(briefing, "summary").sentences):  # type: ignore[union-attr]
            found = re.search(rf"(\d+) {noun}", text)
            if found and END in text and "OTT" not in text:
                assert found[1] == say.number(row[column], 0), (code, text)


def test_no_other_year_or_window_counts_in_a_deck() -> None:
    """Where numbers of a deck are counted, its year or the end of its window stands beside."""
    for briefing in every():
        assert YEAR in briefing.subtitle and SPAN in briefing.subtitle
        for one in briefing.parts:
            if one.subject in ("unknown", "next-steps", "summary"):
                continue
            if re.search(r"\d", one.title.replace("SPI", "")):
                assert re.search(rf"{YEAR}|{SPAN}|{END}", one.title), one.title


def test_titles_are_messages_of_two_lines_at_most() -> None:
    empty = re.compile(r"\b1 (?:dari|of) 1\b|\d[.,]\d{3} (?:hari|days)")
    for briefing in every():
        shown = slides_of(briefing)
        for title, texts in shown:
            assert not empty.search(title), title
            assert not any(empty.search(text) for text in texts), title
        own = [one.title for one in briefing.parts]
        assert len(own) == len(set(own))
        assert all(len(title) <= 170 for title, _said in shown)


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_s_deck_has_no_national_message(code: str) -> None:
    briefing = of_region(code, "id")
    national = registry.answer(FACTS, "spi-map", Selection(region=(code,), lang="id")).headline
    for one in briefing.parts:
        assert one.title != national
        assert "38 provinsi" not in one.title


def test_own_words_take_the_place_of_summary_and_steps() -> None:
    asked = Selection(region=("63",))
    items = (
        Item("summary", asked, {"id": Texts(body="Pertama.\n\n  Kedua.\n")}),
        Item("next-steps", asked, {"id": Texts(body="Rapat | Inspektorat | Januari\nLaporan")}),
        Item("divider", texts={"id": Texts(title="Bagian dua")}),
        Item("text", texts={"id": Texts(title="Catatan", body="Satu.\nDua.")}),
    )
    briefing = compose.compose(FACTS, Tray(items, "id"))
    summary, steps, divider, text = briefing.parts
    assert summary.sentences == ("Pertama.", "Kedua.")
    assert steps.grid is not None
    assert steps.grid.rows == (("Rapat", "Inspektorat", "Januari"), ("Laporan", "", ""))
    assert divider.is_divider and not divider.source_line
    assert text.sentences == ("Satu.", "Dua.")
    shown = slides_of(briefing)
    assert [title for title, _texts in shown[1:5]] == [one.title for one in briefing.parts]
    assert any("Dua." in one for one in shown[4][1])


def test_a_statement_without_a_region_asks_for_one() -> None:
    for subject in tray.STATEMENTS:
        one = compose.part_of(FACTS, Item(subject), "id")
        assert one.title == words("id")("Choose a region")


def test_events_are_counted_in_the_window_of_the_briefing_and_stated_years_are_kept() -> None:
    made = presets.compare(FACTS, COMPARED, Selection(lang="id"))
    assert all(item.selection.year is None for item in made.items)  # next year it moves on
    told = part(compared("id"), "bimtek-timeline")
    assert told is not None and told.answer is not None
    assert told.answer.selection.year == int(END)
    alone = Tray((Item("bimtek-timeline", Selection(region=("63",))),), "id")
    [own] = compose.compose(FACTS, alone).parts
    assert own.answer is not None and own.answer.selection.year == 2026
    stated = Item("bimtek-timeline", Selection(region=("63",), year=2026))
    beside = Tray((Item("position", Selection(region=("63",))), stated), "id")
    assert compose.in_window(FACTS, beside, stated) == stated

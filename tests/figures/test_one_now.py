"""One now: every figure and sentence of a page speaks of one year and one window of years."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.briefing import compose, presets
from dashboard.core.i18n import words
from dashboard.core.pages import PAGES
from dashboard.core.selection import Selection, parse
from dashboard.figures import addresses, registry, sentences, steps, years
from dashboard.figures.model import Answer, Row
from dashboard.narrative import comparison, periods, region, region_cards
from dashboard.warehouse import choices, engine
from tests.cases import in_language

# Their newest scores are of 2023, 2025, none, 2025, 2024 and 2025: no two facts agree by chance.
MIXED = ("35", "11", "18", "96", "63", "64.71")
ASKED = (
    Selection(region=MIXED),
    Selection(region=MIXED, year=2023),
    Selection(region=MIXED, scope="agregat_wilayah"),
    Selection(region=("64.71", "63.71"), year=2025),
    Selection(region=("91",), year=2022),
    Selection(),
)
# Figures of scores say the page's year; this one tells all surveys and speaks of none.
OF_ALL_SURVEYS = {"coverage-matrix"}
OF_SCORES = [
    figure_id
    for figure_id, figure in registry.REGISTRY.items()
    if figure.years == "survey" and figure_id not in OF_ALL_SURVEYS
]


def span(text: str) -> str:
    """The window in which operations are counted, as a heading says it."""
    [found] = re.findall(r"OTT ([\d–]+)", text)
    return found


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("selection", ASKED)
def test_every_figure_says_the_year_and_window_of_its_page(
    facts: engine.Warehouse, selection: Selection, lang: str
) -> None:
    asked = in_language(selection, lang)
    year, end = years.best_known(facts, asked), years.window_end(facts, asked)
    window = years.span_text(*years.ott_window(facts, asked))
    for page in ("ringkasan", "peta", "tren", "bandingkan", "profil"):
        heading = periods.of_page(facts, page, asked)
        assert re.findall(r"SPI (\d+)", heading) == [str(year)]
        assert span(heading) == window
    for figure_id in OF_SCORES:
        answer = registry.answer(facts, figure_id, asked)
        assert answer.selection.year == year, figure_id
        assert answer.selection.to_year in (None, max(year, end)), figure_id
        for row in answer.rows:
            assert says_no_other_year(answer, row, year), (figure_id, row)
            if row.get("ott_to_year"):
                counted = years.span_text(row["ott_from_year"], row["ott_to_year"])
                assert counted == window, figure_id
        # The same figure at its own address, where every parameter is stated.
        query = parse_qs(urlsplit(addresses.address(answer, "json")).query, keep_blank_values=True)
        stated = parse(query, answer.figure.offer(facts)).selection
        assert registry.answer(facts, figure_id, stated).table.equals(answer.table), figure_id
    for figure_id in ("ott-map", "ott-by-year", "ott-timeline", "ott-sectors", "ott-offices"):
        own = registry.answer(facts, figure_id, years.in_ott_window(facts, asked))
        assert own.period == window


def says_no_other_year(answer: Answer, row: Row, year: int) -> bool:
    """Whether a row's score is of the page's year; in a series each is of its own."""
    if answer.figure.is_of_window:
        return True
    newest = row.get("newest_year")
    return (
        row["year"] == year
        and newest != year
        and (newest or 0) <= (answer.selection.to_year or year)
    )


@pytest.mark.parametrize("selection", ASKED[:-1])
def test_sentences_cards_and_briefings_say_the_same_year(
    facts: engine.Warehouse, selection: Selection
) -> None:
    asked = in_language(selection, "en")
    year = years.best_known(facts, asked)
    scores = {
        row["region_code"]: row for row in registry.answer(facts, "spi-scorecard", asked).rows
    }
    cards = {card.code: card for card in region_cards.region_cards(facts, asked)}
    compared = {row["region_code"]: row for row in comparison.comparison(facts, asked).rows}
    say = words("en")
    for code in asked.region:
        row = scores[code]
        assert cards[code].year == compared[code]["year"] == row["year"] == year
        shown = region_cards.NOTHING if row["score"] is None else sentences.starred(row, say)
        assert cards[code].score == shown
        assert compared[code]["score"] == row["score"]
        beside = sentences.newest_sentence(row, say)
        assert cards[code].newest == sentences.newest_sentence(compared[code], say) == beside
        told = region.profile(facts, replace(asked, region=(code,)))
        if choices.regions(facts)[code].level == "provinsi":
            counted = re.findall(r"(\d+) OTT in ([\d–]+)", " ".join((cards[code].ott,)))
            assert counted == [(str(row["ott_count"]), span(periods.of_page(facts, "", asked)))]
        assert str(year) in told.headline
        if row["score"] is None:
            assert "no SPI score" in told.headline
        assert beside in " ".join((told.headline, *told.sentences))
        for item in presets.one_region(facts, code, asked).items:
            if item.subject in (*OF_SCORES, "change", "peers", "kind"):
                answer = compose.part_of(facts, item, "en").answer
                assert answer is not None and answer.selection.year == year


def test_pages_name_only_periods_that_are_known() -> None:
    known = {kind for page in PAGES.values() for kind in page.periods}
    assert known <= set(periods._SENTENCES)


# --- steps and ties ------------------------------------------------------------------------------


def step(name: str, change: float, first: int = 2023, **more: object) -> Row:
    return {"series_label": name, "change": change, "previous_year": first, "year": 2024, **more}


def told(*rows: Row, lang: str = "en") -> str:
    say = words(lang)
    known = [steps.known_step(row["series_label"], row, say) for row in rows]
    return steps.steps_sentence(known, say)


METHOD = {"has_method_change": True}
BOTH = {"has_method_change": True, "has_class_change": True}


def test_a_step_names_what_lies_between() -> None:
    assert told(step("A", -1.5)) == "A fell 1.50 points from 2023 to 2024"
    assert told(step("A", 0.0, **METHOD)) == (
        "A stayed the same from 2023 to 2024 (method changed)"
    )
    assert told(step("A", 2, 2021, **BOTH, crossed_split_year=2022)) == (
        "A rose 2.00 points from 2021 to 2024 (no score known in between, method and classes "
        "changed, province split in 2022)"
    )


def test_a_few_steps_are_named_and_many_are_counted() -> None:
    assert told(step("A", 1, **METHOD), step("B", -2, **METHOD)) == (
        "From 2023 to 2024: A +1.00, B −2.00 (method changed)"
    )
    assert told(step("A", 1, **METHOD), step("B", -2, 2021, **METHOD)) == (
        "Up to 2024, since 2023: A +1.00; since 2021 (no score known in between): B −2.00 "
        "(method changed)"
    )
    assert told(*(step(str(n), n - 2) for n in range(5))) == (
        "Of 5 regions 2 rose and 2 fell from 2023 to 2024"
    )
    split = step("B", -2, crossed_split_year=2022)
    assert told(step("A", 1), split) == (
        "From 2023 to 2024: A +1.00, B −2.00 (province split in 2022)"
    )
    many = [step(str(n), n - 2, **METHOD) for n in range(5)]
    assert told(*many, split).endswith("(method changed, of some: province split in 2022)")


def test_the_news_is_the_last_step_and_not_the_largest(facts: engine.Warehouse) -> None:
    rows: list[Row] = [
        {"change": 9.0, "year": 2022, "series": "A"},
        {"change": -0.5, "year": 2024, "series": "A"},
        {"change": 3.0, "year": 2025, "series": "A"},
        {"change": None, "year": 2024, "series": "B"},
    ]
    assert steps.last_steps(rows, 2024) == [rows[1]]
    assert steps.last_steps(rows, 2021) == []
    papua = registry.answer(facts, "spi-trend", Selection(region=("91",), year=2023, lang="en"))
    assert papua.headline.endswith("method changed, province split in 2022)")
    assert "A province that was split" in " ".join(papua.caveats)
    for figure_id in ("spi-trend", "response-timeline"):  # also where an earlier step crosses it
        later = registry.answer(facts, figure_id, Selection(region=("91",), lang="en"))
        assert later.headline.endswith("; Papua was split in 2022")
        assert "A province that was split" in " ".join(later.caveats)


def test_ties_are_told_as_ties() -> None:
    say = words("en")

    def rows(*scores: float | None) -> list[Row]:
        return [
            {"region_label": "ABCDEFG"[n], "score": score, "is_disputed": False}
            for n, score in enumerate(scores)
        ]

    ends = sentences.ends_sentence
    assert ends(rows(70, 60), say) == "A highest (70.00), B lowest (60.00)"
    assert ends(rows(70, 70, 60), say) == "A and B highest (70.00), C lowest (60.00)"
    assert ends(rows(70, 60.001, 60), say) == "A highest (70.00), B and C lowest (60.00)"
    assert ends(rows(70, 70), say) == "A and B share one score (70.00)"
    many = sentences.highest(rows(*[5.0] * 7), "score")
    assert sentences.named([row["region_label"] for row in many], say) == "A, B, C and 4 others"
    assert sentences.named(list("ABCD"), say) == "A, B, C and D"
    assert sentences.highest(rows(None, None), "score") == []
    shared = {"scope": "pemkot", "score_rank": 3, "n_ranked": 28, "is_rank_shared": True}
    assert sentences.rank_sentence(shared, say) == "rank 3, shared, of 28 known city governments"

"""Provinces, kabupaten and kota apart in figures and words; a class that has no score."""

from __future__ import annotations

import pytest

from dashboard import charts
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.export import preview, table
from dashboard.figures import leading, sentences
from dashboard.narrative import comparison, follow_up, overview, region, region_cards
from dashboard.narrative.comparison import Comparison
from dashboard.warehouse import choices, engine
from tests.figures.shared import ask

KOTA = ("61.71", "62.71", "63.71", "64.71")
MIXED = ("63", "63.03", "63.11", "63.71", "64.71", "61.71")
ALONE = {
    "id": "rentan (kelas saja, skor belum ditemukan; sumber lemah)",
    "en": "vulnerable (class only, no score found; weak source)",
}


def compared(facts: engine.Warehouse, *codes: str, **asked: object) -> Comparison:
    return comparison.comparison(facts, Selection(region=codes, **asked))  # type: ignore[arg-type]


# --- kinds apart ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "kinds"),
    [
        ((), ()),
        (("63",), ("provinsi",)),
        (KOTA, ("kota",)),
        (("63.71", "63.03"), ("kabupaten", "kota")),
        (("63.71", "63", "63.03"), choices.KINDS),
    ],
)
def test_kinds_of_a_choice(facts: engine.Warehouse, codes, kinds) -> None:
    assert choices.kinds_of(facts, codes) == kinds


@pytest.mark.parametrize(
    ("codes", "shown"),
    [
        ((), [("spi-ranking", "all", "nasional")]),
        (("63", "64"), [("spi-ranking", "all", "nasional")]),
        (("63.71",), [("spi-regency-ranking", "kota", "nasional")]),
        (("63.03", "63.01"), [("spi-regency-ranking", "kabupaten", "63")]),
        (("63.03", "64.01"), [("spi-regency-ranking", "kabupaten", "Kalimantan")]),
        (("63.03", "13.01"), [("spi-regency-ranking", "kabupaten", "nasional")]),
        (
            ("63.71", "63", "63.03"),
            [
                ("spi-ranking", "all", "nasional"),
                ("spi-regency-ranking", "kabupaten", "63"),
                ("spi-regency-ranking", "kota", "nasional"),
            ],
        ),
    ],
)
def test_each_kind_of_a_choice_has_its_ranking(facts: engine.Warehouse, codes, shown) -> None:
    found = leading.shown(facts, "bandingkan", Selection(region=codes))
    assert [(figure_id, asked.kind, asked.within) for figure_id, asked in found] == shown


def test_neighbours_are_of_the_same_kind(facts: engine.Warehouse) -> None:
    known = choices.regions(facts)
    for code, own in known.items():
        near = [known[other] for other in choices.neighbours(facts, code)]
        assert {one.level for one in near} <= {own.level}
        assert all(one.has_own_government for one in near)
        assert bool(near) is own.has_own_government, code
    assert choices.neighbours(facts, "91") == ("92", "93", "94", "95", "96")


def test_four_kota_are_compared_with_kota(facts: engine.Warehouse) -> None:
    told = compared(facts, *KOTA, year=2024, lang="id")
    assert (
        told.headline
        == "Kota Pontianak (77,92) dan Kota Balikpapan (75,08) terpaut 2,84 poin pada 2024"
    )
    assert told.references == "Pembanding 2024: Nasional 71,53."
    ranks = "Kota Pontianak 5, Kota Balikpapan 12"
    assert f"Peringkat di antara 25 pemerintah kota yang diketahui: {ranks}." in told.basis


def test_a_mixed_choice_is_compared_kind_by_kind(facts: engine.Warehouse) -> None:
    told = compared(facts, *MIXED, year=2024, lang="en")
    assert told.headline == (
        "Kab. Banjar (76.07) and Kab. Balangan (74.96) lie 1.11 points apart; "
        "Kota Pontianak (77.92) and Kota Balikpapan (75.08) lie 2.84 points apart in 2024"
    )
    assert "Kalimantan mean of provinces 69.26 (mean of 4 of 5 provinces)" in told.references
    assert "Pemprov mean 67.52" in told.references
    assert dictionary.caveat("kinds_apart", "en") in told.basis
    ranks = [text for text in told.basis if text.startswith("Rank among")]
    assert ranks == [
        "Rank among the 28 known provincial governments: Kalsel 18.",
        "Rank among the 90 known regency governments: Kab. Banjar 20, Kab. Balangan 26.",
        "Rank among the 25 known city governments: Kota Pontianak 5, Kota Balikpapan 12.",
    ]
    labels = table.labels(told.rows, comparison.COMPARED, words("en"))
    assert labels["score_rank"] == "Rank among its kind"


def test_one_of_each_kind_is_not_compared(facts: engine.Warehouse) -> None:
    told = compared(facts, "63", "63.03", "61.71", year=2024, lang="en")
    assert told.headline == (
        "Kalsel, Kab. Banjar and Kota Pontianak are governments of different kinds: not compared"
    )


def test_changes_of_a_mixed_choice_in_blocks(facts: engine.Warehouse) -> None:
    answer = ask(facts, "spi-change", region=MIXED, year=2024, from_year=2023, lang="en")
    shown = {row["region_code"] for row in answer.rows if row["is_chosen"]}
    assert shown == set(MIXED)
    assert "of provinces, kabupaten in Kalimantan Selatan and kota in Kalimantan" in answer.subtitle
    for ends in (
        "From Banten (+2.13)",
        "From Kab. Balangan (+0.15)",
        "From Kota Banjarbaru (+1.42)",
    ):
        assert ends in answer.reading
    axis = charts.draw(answer, None)["layout"]["yaxis"]
    places = dict(
        zip((text.strip("</b>") for text in axis["ticktext"]), axis["tickvals"], strict=True)
    )
    pairs = [row for row in answer.rows if row["change"] is not None]
    headed = {  # the heading of a kind stands in the row above its first region
        kind: places[next(row for row in pairs if row["level"] == kind)["region_label"]] - 1
        for kind in choices.KINDS
    }
    headings = charts.draw(answer, None)["data"][-1]
    assert list(headings["y"]) == list(headed.values())
    assert places[""] == headed["kota"]  # a heading has a place and no name
    assert sorted(axis["tickvals"]) == list(range(len(axis["tickvals"])))


def test_a_short_chart_grows_with_its_rows(facts: engine.Warehouse) -> None:
    heights = [
        charts.draw(ask(facts, "spi-change", region=codes, year=2024), 280)["layout"]["height"]
        for codes in (KOTA, MIXED)
    ]
    assert heights[0] == 280
    assert heights[1] == (13 + 2 + 4 + 3) * 15 + 50  # provinces, kabupaten, kota, headings


@pytest.mark.parametrize("codes", [("63",), (), KOTA, ("63.03",)])
def test_one_kind_has_no_headings(facts: engine.Warehouse, codes: tuple[str, ...]) -> None:
    for figure in ("spi-change", "rank-range"):
        answer = ask(facts, figure, region=codes, year=2024)
        texts = [
            one for trace in charts.draw(answer, None)["data"] for one in trace.get("text") or ()
        ]
        assert "<b>Kota</b>" not in texts
        assert "<b>Provinsi</b>" not in texts


def test_an_own_index_says_who_leads_each_kind(facts: engine.Warehouse) -> None:
    codes = ("63", "64", "61.71", "64.71", "63.03")
    answer = ask(facts, "rank-range", region=codes, weights=(1, 0, 0), year=2024, lang="en")
    assert answer.headline == (
        "Province: Kaltim ranks first in all 500 repetitions; "
        "City: Kota Pontianak ranks first in all 500 repetitions"
    )
    assert "ranked among their kind" in answer.subtitle
    assert [row["index_rank"] for row in answer.rows] == [1, 2, 1, 1, 2]
    assert charts.draw(answer, None)["data"]


def test_the_mean_of_provinces_is_named_as_such_beside_a_kota(facts: engine.Warehouse) -> None:
    every = ("nasional", "rerata_pemprov", "pulau")
    alone = ask(facts, "spi-trend", region=("63.71",), reference=every, lang="id")
    assert {row["series_kind"] for row in alone.rows} == {"region", "nasional"}
    mixed = ask(facts, "spi-trend", region=("63.71", "63"), reference=every, lang="id")
    assert [entry.label for entry in mixed.legend][2:] == [
        *("Nasional", "Rerata pemprov", "Rerata provinsi Kalimantan"),
    ]
    for codes in (("63.71", "63"), ("63.71", "63.03")):
        assert (
            dictionary.caveat("kinds_apart", "id") in ask(facts, "spi-trend", region=codes).caveats
        )


def test_a_card_of_a_kota_stands_among_kota(facts: engine.Warehouse) -> None:
    [card] = region_cards.region_cards(facts, Selection(region=("64.71",), year=2024, lang="id"))
    assert card.place == "urutan 4 dari 5 skor kota di Kalimantan"
    assert card.rank == "peringkat 12 dari 25 pemerintah kota yang diketahui"
    [unknown] = region_cards.region_cards(facts, Selection(region=("63.71",), year=2024, lang="en"))
    assert (unknown.place, unknown.rank) == ("", "no rank without a score")


@pytest.mark.parametrize(
    ("codes", "figure"),
    [(KOTA, "spi-regency-ranking"), (("63.71", "63"), "spi-ranking"), ((), "spi-ranking")],
)
def test_a_link_to_a_comparison_shows_the_figure_of_its_kind(facts, codes, figure) -> None:
    answer = preview.leading(facts, "bandingkan", {"region": list(codes), "year": ["2024"]})
    assert answer.figure.id == figure


# --- provinces that were not yet there -----------------------------------------------------------


@pytest.mark.parametrize(("year", "n"), [(2021, 34), (2022, 38), (2024, 38)])
def test_a_year_counts_the_provinces_that_were_there(facts, year: int, n: int) -> None:
    for figure in ("spi-scorecard", "spi-ranking", "rank-range"):
        assert len(ask(facts, figure, year=year).rows) == n, figure
    known = {2021: 28, 2022: 9, 2024: 28}[year]
    text = f"SPI {year}: {known} dari {n} pemerintah provinsi"
    for region_codes in ((), ("93",), choices.presets(facts)["semua"]):
        told = overview.completeness(facts, Selection(year=year, region=region_codes))
        assert told[0] == text


def test_a_change_needs_a_province_in_both_years(facts: engine.Warehouse) -> None:
    def codes(*region: str, from_year: int = 2021) -> set[str]:
        answer = ask(facts, "spi-change", region=region, from_year=from_year, year=2022)
        return {row["region_code"] for row in answer.rows}

    young = {"93", "94", "95", "96"}
    assert len(codes()) == 34
    assert not codes() & young
    assert codes("93") & young == {"93"}  # who asks for it is told that nothing is known
    later = ask(facts, "spi-change", from_year=2022, year=2023)
    assert len(later.rows) == 38


# --- a class without a score ---------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_class_of_2025_is_told_wherever_a_score_is_missing(facts, lang: str) -> None:
    asked = {"region": ("63", "62"), "year": 2025, "lang": lang}
    alone, selection = ALONE[lang], Selection(region=("63", "62"), year=2025, lang=lang)
    told = compared(facts, "63", "62", year=2025, lang=lang)
    assert any(alone in text for text in told.basis)
    assert not any("No score found" in text or "Skor belum" in text for text in told.basis)
    card = ask(facts, "spi-scorecard", **asked)
    assert alone in card.reading
    assert {row["knowledge"] for row in card.rows} == {"class_only"}
    assert [entry.key for entry in card.legend] == ["class-only-rentan"]
    assert alone in ask(facts, "spi-change", **asked).subtitle
    strip = ask(facts, "spi-regencies", **asked)
    assert sentences.class_alone(strip.rows[-2], words(lang)) in strip.reading
    matrix = ask(facts, "coverage-matrix", **asked)
    trend = ask(facts, "spi-trend", **asked)
    of_2025 = [
        i for i, row in enumerate(trend.rows) if row["series_key"] == "63" and row["year"] == 2025
    ]
    assert alone in trend.tips(words(lang))[of_2025[0]]
    story = ask(facts, "response-timeline", **asked)
    assert f"SPI 2025 {alone}" in story.headline
    assert alone in trend.subtitle
    assert alone in ask(facts, "spi-trend-panels", **asked).subtitle
    for answer in (card, strip, matrix, trend, story, ask(facts, "spi-change", **asked)):
        assert dictionary.caveat("class_only_weak", lang) in answer.caveats, answer.figure.id
    profile = region.profile(facts, selection)
    assert f"2025: {alone}." in profile.gaps
    [scores, *_others] = follow_up.follow_up(facts, selection)
    assert all(f"2025: {alone}" in text for _name, text in scores.regions)
    assert scores.sources


def test_a_class_alone_is_counted_as_no_score(facts: engine.Warehouse) -> None:
    matrix = ask(facts, "coverage-matrix", year=2025, from_year=2025, lang="en")
    assert matrix.headline.startswith(
        "14 of 38 scores of provincial governments of 2025 have been found"
    )
    assert "Of 24 cells without a score a source reports the class." in matrix.subtitle
    held = [row["knowledge"] for row in matrix.rows]
    assert held.count("class_only") == 24
    assert "no_data" not in held
    every = ask(
        facts, "spi-scorecard", region=choices.presets(facts)["semua"], year=2025, lang="en"
    )
    assert "of 14 known scores, 2025" in every.headline
    assert every.headline.endswith("of 24 the class alone is known")
    change = ask(facts, "spi-change", year=2025, from_year=2024)
    assert all(row["change"] is None for row in change.rows if row["reported_class"])


def test_a_chart_writes_the_class_in_the_place_of_the_missing_year(facts) -> None:
    answer = ask(facts, "spi-change", region=("63",), year=2025, from_year=2024, lang="id")
    texts = [one for trace in charts.draw(answer, None)["data"] for one in trace.get("text") or ()]
    assert "2025: rentan (kelas saja)" in [text.strip() for text in texts]
    card = ask(facts, "spi-scorecard", region=("63",), year=2025, lang="id")
    cells = charts.draw(card, None)["data"][0]["text"]
    assert cells[0].replace("<br>", " ").endswith("rentan (kelas saja)") or "kelas saja" in cells[0]


def test_tables_say_the_class_and_leave_out_a_column_of_none(facts: engine.Warehouse) -> None:
    say = words("id")
    for year, has_column in ((2025, True), (2024, False)):
        answer = ask(facts, "spi-scorecard", region=("63",), year=year)
        named = table.labels(answer.rows, answer.figure.columns, say)
        assert ("reported_class" in named) is has_column
    [row] = table.written(
        ask(facts, "spi-scorecard", region=("63",), year=2025).rows, ["spi_class"], say, facts
    )
    assert list(row.values()) == [ALONE["id"]]

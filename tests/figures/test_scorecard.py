"""The scorecard and the reader's own index, as figures and on the page Bandingkan."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from dashboard import charts
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.core.parameters import EQUAL_WEIGHTS, WEIGHTED
from dashboard.core.selection import Selection
from dashboard.figures import queries, registry
from dashboard.figures.model import Answer
from dashboard.figures.spi import rank_range, spi_scorecard
from dashboard.warehouse import engine
from tests.apptest import given_values, html, table_heads, table_rows, text, visit
from tests.fixtures import DATA, shipped

SAMPLES = {*spi_scorecard.SEEN}


def ask(figure_id: str, **parameters: object) -> Answer:
    return registry.answer(engine.current(), figure_id, Selection(**parameters))  # type: ignore[arg-type]


@cache
def facts(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the scorecard -------------------------------------------------------------------------------


def test_every_province_with_its_operations_and_samples_from_the_facts() -> None:
    answer = ask("spi-scorecard")
    assert len(answer.rows) == 38
    assert answer.selection.year == 2024
    operations = Counter(
        row["region_code"][:2]
        for row in facts("ott_incidents")
        if "2016" <= row["ott_date"][:4] <= "2025"
    )
    regulations = Counter(
        row["region_code"][:2] for row in facts("regulations") if row["year"] <= "2025"
    )
    activities: dict[str, set[str]] = {}
    for row in facts("bimtek_activity"):
        if row["start_date"][:4] <= "2025":
            seen = activities.setdefault(row["region_code"][:2], set())
            seen.add(row["event_key"] or row["activity_id"])
    people = {row["region_code"]: int(row["population"]) for row in facts("population")}
    for card in answer.rows:
        code = card["region_code"]
        assert card["ott_count"] == operations[code]
        assert card["per_10_million_people"] == pytest.approx(operations[code] / people[code] * 1e7)
        assert card["regulations_seen"] == (regulations[code] or None)
        assert card["activities_seen"] == (len(activities.get(code, ())) or None)


def test_tells_kalsel_with_class_sources_and_break() -> None:
    answer = ask("spi-scorecard", region=("63", "64"))
    drawing = charts.draw(answer, None)
    cells = {trace["name"]: trace["text"] for trace in drawing["data"]}
    place = [row["region_code"] for row in answer.rows].index("63")
    assert cells["SPI"][place].startswith("64,15 ●")
    assert "rentan" in cells["SPI"][place]
    assert "−8,39" in cells["Perubahan"][place]
    assert "dari 2023†" in cells["Perubahan"][place]
    assert "5 OTT" in cells["OTT per 10 juta"][place]
    assert dictionary.caveat("scorecard_changes", "id") in answer.caveats
    assert dictionary.caveat("scorecard_samples", "id") in answer.caveats
    tip = answer.tips(words("id"))[place]
    assert "beberapa sumber sepakat, " in tip
    assert "Contoh: kegiatan: 30 ditemukan" in tip


def test_the_same_rate_as_on_the_map() -> None:
    on_map = {
        row["region_code"]: row["per_10_million_people"]
        for row in ask("ott-map", year=2024, indicator="per_10_million_people").rows
    }
    on_card = {
        row["region_code"]: row["per_10_million_people"]
        for row in ask("spi-scorecard", year=2024).rows
    }
    assert on_card == pytest.approx(on_map)


def test_samples_stand_apart_uncoloured_and_never_as_zero() -> None:
    answer = ask("spi-scorecard", lang="en")
    drawing = charts.draw(answer, None)
    names = [trace["name"] for trace in drawing["data"]]
    assert names == ["SPI", "Change", "OTT per 10 million", "WBK", "Activities", "Rules"]
    for trace in drawing["data"][3:]:
        assert set(trace["textfont"]["color"]) == {dictionary.ink("muted")}
        assert "0" not in trace["text"]
    assert "–" in {text for trace in drawing["data"][3:] for text in trace["text"]}
    ends = [trace["x"][0] for trace in drawing["data"]]
    classes = {entry.colour for entry in answer.legend}
    coloured = [s for s in drawing["layout"]["shapes"] if s.get("fillcolor") in classes]
    assert len(coloured) == len(answer.rows)
    assert all(shape["x1"] < ends[1] for shape in coloured), "only scores have a colour"
    heads = [note["text"] for note in drawing["layout"]["annotations"]]
    assert {"Comparable", "Sample, never ranked"} <= set(heads)
    assert all(dictionary.heading(name, "en").startswith("Sample: ") for name in SAMPLES)


def test_a_kota_has_operations_of_its_own_and_no_rate() -> None:
    answer = ask("spi-scorecard", region=("63.71", "63"))
    row = next(row for row in answer.rows if row["region_code"] == "63.71")
    own = sum(
        r["region_code"] == "63.71" and "2016" <= r["ott_date"][:4] <= "2025"
        for r in facts("ott_incidents")
    )
    assert (row["ott_count"], row["per_10_million_people"]) == (own, None)
    assert dictionary.caveat("kinds_apart", "id") in answer.caveats
    # Provinces stand first, whatever their score, and alone have ranks of a reader's own index.
    assert [row["region_code"] for row in answer.rows] == ["63", "63.71"]
    index = ask("rank-range", region=("63.71", "63", "64"), weights=(1, 0, 0))
    assert {row["region_code"]: row["index_rank"] for row in index.rows} == {
        "64": 1,
        "63": 2,
        "63.71": None,
    }
    assert dictionary.caveat("kinds_apart", "id") in index.caveats


def test_a_year_without_any_score_says_so() -> None:
    answer = ask("spi-scorecard", region=("31.71", "94"), year=2022, lang="en")
    assert answer.headline == "No known score for 2022 in the 2 regions shown"
    assert charts.is_drawable(answer)


# --- the index -----------------------------------------------------------------------------------


def test_equal_weights_unless_the_reader_says_otherwise() -> None:
    assert ask("rank-range").selection.weights == EQUAL_WEIGHTS
    assert EQUAL_WEIGHTS[WEIGHTED.index("per_10_million_people")] == 0
    assert ask("rank-range").selection.ott_direction == "none"


def test_no_weight_is_said_and_nothing_is_drawn() -> None:
    for weights in ((0, 0, 0), (0, 0, 9)):  # the OTT rate counts only in a chosen direction
        answer = ask("rank-range", weights=weights, lang="en")
        assert answer.headline == "No indicator has a weight: there is no index to rank by"
        assert not charts.is_drawable(answer)
        assert len(answer.rows) == 38


def test_the_first_survey_year_has_no_change_to_weigh() -> None:
    answer = ask("rank-range", year=2021, lang="en")
    assert answer.headline == "0 of 34 regions have every weighted indicator: nothing to rank"
    scores_only = ask("rank-range", year=2021, weights=(5, 0, 0))
    assert sum(row["index_rank"] is not None for row in scores_only.rows) == 28


def test_with_the_score_alone_the_ranks_are_those_of_the_ranking() -> None:
    own = {r["region_code"]: r["index_rank"] for r in ask("rank-range", weights=(3, 0, 0)).rows}
    official = {row["region_code"]: row["score_rank"] for row in ask("spi-ranking").rows}
    assert own == official


def test_samples_never_enter_the_index() -> None:
    query = (DATA.parent / "sql" / "query" / "spi" / "rank_range.sql").read_text(encoding="utf-8")
    assert not [name for name in (*SAMPLES, "seen") if name in query]
    assert not SAMPLES & set(WEIGHTED)
    shown = {source.source_id for source in ask("rank-range").sources}
    seen_only = {
        row["source_id"] for table in ("bimtek_activity", "regulations") for row in facts(table)
    } - {row["source_id"] for table in ("spi_results", "ott_incidents") for row in facts(table)}
    assert not shown & seen_only


def test_the_same_question_has_the_same_answer() -> None:
    asked = Selection(weights=(4, 2, 1), ott_direction="more_is_better")
    found = ask("rank-range", weights=(4, 2, 1), ott_direction="more_is_better")
    again = queries.ask(
        engine.current(),
        "spi/rank_range",
        replace(found.selection, region=asked.region),
    )
    assert again.to_pylist() == list(found.rows)
    assert shipped().ask(
        "spi/rank_range",
        region=[],
        scope="pemprov",
        year=2024,
        from_year=2023,
        to_year=2025,
        weights=[4, 2, 1],
        ott_direction="more_is_better",
    ) == list(found.rows)


def test_says_that_ott_show_enforcement_only_when_they_count() -> None:
    caveat = dictionary.caveat("index_ott", "id")
    weighed = ask("rank-range", weights=(1, 0, 1), ott_direction="fewer_is_better")
    assert caveat in weighed.caveats
    assert "lebih sedikit OTT dinilai lebih baik" in weighed.subtitle
    assert caveat not in ask("rank-range", weights=(1, 0, 1)).caveats


def test_draws_the_range_of_each_rank_and_names_the_unranked() -> None:
    answer = ask("rank-range", weights=(5, 0, 5), ott_direction="fewer_is_better")
    ends, band, dots, _told, unranked = charts.draw(answer, None)["data"]
    known = [row for row in answer.rows if row["index_rank"] is not None]
    assert ends["x"][::3] == [row["rank_best"] for row in known]
    assert band["x"][1::3] == [row["rank_high"] for row in known]
    assert dots["x"] == [row["index_rank"] for row in known]
    assert len(unranked["y"]) == 38 - len(known) > 0
    assert set(unranked["text"]) == {"tidak diperingkat"}
    row = shipped().sql("select max(draw) as n from mart_draw")[0]
    assert row["n"] == rank_range.N_DRAWS


# --- on the page ---------------------------------------------------------------------------------


def test_the_index_is_off_until_asked_for() -> None:
    app = visit("bandingkan", lang="id")
    assert not app.exception
    assert app.toggle(key="filter-index").value is False
    assert "Cara menghitung indeks ini" not in text(app)
    assert "weights" not in app.query_params
    assert "Kaltim tertinggi (72,75), Kalsel terendah (64,15) dari 4 skor" in text(app)
    app.toggle(key="filter-index").set_value(True).run()
    assert not app.exception
    assert given_values(app, "weights") == ["5,5,0"]
    assert "Cara menghitung indeks ini" in text(app)
    sliders = {slider.key for slider in app.slider}
    assert "filter-weight-score" in sliders
    assert "filter-weight-per_10_million_people" not in sliders  # no direction, no weight
    app.slider(key="filter-weight-score").set_value(0).run()
    app.slider(key="filter-weight-change").set_value(0).run()
    assert given_values(app, "weights") == ["0,0,0"]
    assert "Tidak ada indikator yang diberi bobot" in text(app)
    app.toggle(key="filter-index").set_value(False).run()
    assert "weights" not in app.query_params


def test_an_address_with_weights_restores_the_index() -> None:
    app = visit("bandingkan", region="", lang="en")
    app.query_params["weights"] = "8,0,2"
    app.query_params["ott_direction"] = "fewer_is_better"
    app.run()  # a link to the page that is open
    assert not app.exception
    assert not app.warning
    assert app.toggle(key="filter-index").value is True
    sliders = [app.slider(key=f"filter-weight-{name}") for name in WEIGHTED]
    assert [slider.value for slider in sliders] == [8, 0, 2]
    read = text(app)
    assert "Weight of the SPI score 8, weight of the OTT rate 2" in read
    assert "28 of 38 regions have all of these" in read
    assert dictionary.caveat("index_ott", "en") in read
    assert given_values(app, "ott_direction") == ["fewer_is_better"]
    app.switch_page("../pages/tren.py").run()
    app.switch_page("../pages/bandingkan.py").run()
    assert app.toggle(key="filter-index").value is False


def test_weights_that_cannot_be_are_named() -> None:
    app = visit("bandingkan", weights="5,50,0", ott_direction="down", lang="id")
    assert not app.exception
    notice = app.warning[0].value.replace("\\", "")
    assert "5,50,0" in notice
    assert "3 bilangan bulat dari 0 sampai 10" in notice
    assert "“down” tidak mungkin" in notice
    assert app.toggle(key="filter-index").value is False


def test_the_table_sorts_by_numbers_and_keeps_samples_last() -> None:
    app = visit("bandingkan", region="", lang="en")
    heads = table_heads(app)
    start = len(heads) - 1 - heads[::-1].index("Region")
    heads = heads[start:]
    samples = [name for name in heads if name.startswith("Sample: ")]
    assert heads[-4:] == [*samples, "Sources"]
    assert len(samples) == 3
    page = html(app)
    head = page[page.rindex("<thead>") :]
    for name in ("SPI score", "Change", "Per 10 million people", "Per 100 governments"):
        assert f'<th scope="col" class="n"><button type="button" data-sort>{name}<' in head, name
    rows = [dict(zip(heads, row, strict=True)) for row in table_rows(app)[-38:]]
    assert {row["Region"]: row["SPI score"] for row in rows}["Kalimantan Selatan"] == "64.15"
    assert '<td class="n" data-order="64.15">64.15</td>' in head

"""The scorecard, and the ranks of a reader's own index."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.fixtures import (
    COURT,
    DATA,
    DUKCAPIL,
    KPK,
    LIST,
    NEWS,
    TRAINING,
    WEAK,
    Answers,
    rows,
    shipped,
    world,
    write_facts,
)
from tests.sql.shared import take


def test_scorecard_keeps_what_compares_apart_from_samples(small):
    found = small.ask("spi/spi_scorecard", year=2024, to_year=2025, scope="pemprov", region=[])
    columns = ("region_code", "score", "spi_class", "knowledge", "change", "previous_year")
    assert take(found, *columns) == [
        ("13", 79, "terjaga", "one_source", None, None),
        ("62", 67.76, "rentan", "one_source", 1.77, 2023),
        ("61", 64.15, "rentan", "one_source", -5.85, 2021),
        ("63", 64.15, "rentan", "one_source", -8.39, 2023),
        ("31", None, "no_data", "no_data", None, None),
    ]
    assert [row["per_10_million_people"] for row in found] == [0, 5, 0, 7.5, 1]
    assert [row["per_100_governments"] for row in found] == pytest.approx([0, 50, 0, 200 / 3, 100])
    samples = ("ott_count", "wbk_seen", "activities_seen", "regulations_seen")
    assert take(found, *samples) == [
        (0, None, 1, None),
        (1, None, 1, None),
        (0, None, None, None),
        (3, None, 2, 1),  # a unit that did not pass is none with WBK
        (1, None, None, None),
    ]
    assert {(row["ott_from_year"], row["ott_to_year"]) for row in found} == {(2016, 2018)}
    assert sorted(found[0]["source_ids"]) == sorted([NEWS, DUKCAPIL, TRAINING])
    assert sorted(found[1]["source_ids"]) == sorted([KPK, LIST, DUKCAPIL, TRAINING])


def test_operations_are_counted_in_one_window_whatever_the_year_of_the_score(small):
    """The list is complete for 2016 to 2018."""

    def counted(year: int, to_year: int) -> list[tuple[Any, ...]]:
        asked = {"year": year, "to_year": to_year, "scope": "pemprov", "region": ["63"]}
        found = small.ask("spi/spi_scorecard", **asked)
        return take(found, "ott_from_year", "ott_to_year", "ott_count", "per_10_million_people")

    assert counted(2021, 2025) == counted(2024, 2018) == [(2016, 2018, 3, 7.5)]
    assert counted(2024, 2016) == [(2016, 2016, 3, 7.5)]
    assert counted(2024, 2015) == [(None, None, None, None)]


def test_scorecard_of_a_kota_counts_its_own_operations_and_has_no_rate(small):
    found = small.ask(
        "spi/spi_scorecard",
        year=2024,
        to_year=2025,
        scope="agregat_wilayah",
        region=["63.71", "62", "63"],
    )
    columns = ("region_code", "scope", "score", "change", "ott_count", "per_10_million_people")
    assert take(found, *columns, "per_100_governments", "activities_seen") == [
        ("63", "agregat_wilayah", 70.5, None, 3, 7.5, 200 / 3, 2),
        ("62", "agregat_wilayah", None, None, 1, 5, 50, 1),
        ("63.71", "pemkot", 78.5, 2.5, 1, None, None, 2),
    ]
    assert found[0]["knowledge"] == "weak_only"
    asked = {"scope": "pemprov", "region": ["61", "63"]}
    early = small.ask("spi/spi_scorecard", year=2021, to_year=2021, **asked)
    assert take(early, "spi_class", "activities_seen", "regulations_seen") == [
        ("unclassified", None, None),
        ("no_data", 1, 1),
    ]


def test_scorecard_counts_a_unit_and_a_national_event_once(tmp_path):
    tables = world()
    unit = "year region_code unit_name unit_count owner_type stage award_by year_basis source_id"
    tables["wbk_status"] = rows(
        f"{unit} reliability",
        (2021, "63.71", "Polresta", 1, "kepolisian", "wbk", "kemenpanrb", "stated", NEWS, "news"),
        (2023, "63.71", "Polresta", 1, "kepolisian", "wbbm", "unknown", "stated", NEWS, "news"),
        (2023, "63.01", "Lapas", 1, "vertikal", "wbk", "internal", "stated", WEAK, "news"),
        (2025, "63", "Samsat", 1, "pemda", "wbk", "kemenpanrb", "stated", NEWS, "news"),
    )
    national = tables["bimtek_activity"][-1]
    tables["bimtek_activity"] += [
        {**national, "activity_id": f"keg-2024-12-09-{code}", "region_code": code}
        for code in ("63", "63.01")
    ]
    answers = Answers(write_facts(tmp_path, tables))
    asked = {"year": 2024, "to_year": 2024, "scope": "pemprov", "region": ["63", "63.71"]}
    found = {row["region_code"]: row for row in answers.ask("spi/spi_scorecard", **asked)}
    assert (found["63"]["wbk_seen"], found["63"]["activities_seen"]) == (1, 3)
    assert (found["63.71"]["wbk_seen"], found["63.71"]["activities_seen"]) == (1, 2)
    assert WEAK not in found["63"]["source_ids"]


def rank_range(answers: Answers, *weights: int, ott: str = "none", **asked: Any):
    span = {"year": 2024, "from_year": 2023, "to_year": 2024}
    known = {**span, "scope": "pemprov", "region": [], **asked}
    return answers.ask("spi/rank_range", weights=list(weights), ott_direction=ott, **known)


RANKS = ("region_code", "index_rank", "rank_best", "rank_low", "rank_high", "rank_worst")


def test_rank_range_shares_ranks_and_does_not_move_what_nobody_disputes(small):
    found = rank_range(small, 5, 0, 0)
    assert take(found, *RANKS) == [
        ("13", 1, 1, 1, 1, 1),
        ("62", 2, 2, 2, 2, 2),
        ("61", 3, 3, 3, 3, 3),
        ("63", 3, 3, 3, 3, 3),
        ("31", None, None, None, None, None),
    ]
    # From 64.15 (0) to 79.00 (100).
    assert [row["index_value"] for row in found] == [
        100,
        pytest.approx(100 * (67.76 - 64.15) / (79 - 64.15)),
        0,
        0,
        None,
    ]
    assert {row["n_ranked"] for row in found} == {4}


def test_rank_range_needs_every_weighted_indicator(small):
    found = rank_range(small, 1, 1, 0)
    assert take(found, "region_code", "index_rank", "index_value", "change") == [
        ("62", 1, 100, pytest.approx(1.77)),
        ("63", 2, 0, pytest.approx(-8.39)),
        ("31", None, None, None),
        ("61", None, None, None),
        ("13", None, None, None),
    ]
    assert [row["from_is_disputed"] for row in found] == [False, True, False, False, False]
    assert {*found[1]["source_ids"]} == {NEWS, KPK, COURT, LIST, DUKCAPIL}
    assert all(row["index_rank"] is None for row in rank_range(small, 0, 1, 0, from_year=None))


def test_rank_range_counts_ott_only_in_the_direction_that_was_chosen(small):
    def told(ott: str) -> list[tuple[Any, ...]]:
        return take(rank_range(small, 0, 0, 3, ott=ott), "region_code", "index_rank", "index_value")

    # Rates 0, 1, 0, 5, 7.5 of 13, 31, 61, 62, 63.
    assert told("fewer_is_better") == [
        ("61", 1, 100),
        ("13", 1, 100),
        ("31", 3, pytest.approx(100 * 6.5 / 7.5)),
        ("62", 4, pytest.approx(100 * 2.5 / 7.5)),
        ("63", 5, 0),
    ]
    assert [row[0] for row in told("more_is_better")] == ["63", "62", "31", "61", "13"]
    assert all(row[1] is None for row in told("none")), "no direction, no index"
    both = rank_range(small, 1, 0, 1, ott="fewer_is_better")
    share = (67.76 - 64.15) / (79 - 64.15)
    assert take(both, "region_code", "index_value")[:4] == [
        ("13", 100),
        ("61", 50),
        ("62", pytest.approx(50 * (share + 2.5 / 7.5))),
        ("63", 0),
    ]


def test_rank_range_without_weights_or_regions_ranks_nothing(small):
    found = rank_range(small, 0, 0, 0)
    assert [row["index_rank"] for row in found] == [None] * 5
    assert rank_range(small, 1, 1, 1, region=["99"]) == []
    # One region alone is its own best and worst.
    assert take(rank_range(small, 1, 0, 0, region=["63"]), *RANKS[:2], "index_value") == [
        ("63", 1, 50)
    ]


def test_rank_range_has_no_rate_for_a_kota(small):
    found = rank_range(small, 1, 0, 1, ott="fewer_is_better", region=["63.71", "63"])
    assert take(found, "region_code", "index_rank") == [("63", 1), ("63.71", None)]


def test_a_disputed_score_widens_the_range_of_ranks(tmp_path, small):
    tables = world()
    tables["spi_results"] += rows(
        "region_code scope year score source_id reliability excluded_reason_en",
        ("61", "pemprov", 2024, "70.00", NEWS, "news", None),
    )
    answers = Answers(write_facts(tmp_path, tables))
    # 64.15 is chosen for Kalbar; between 67.76 and 70.00 it passes Kalteng, as in 38% of draws.
    assert take(rank_range(answers, 1, 0, 0), *RANKS)[:4] == [
        ("13", 1, 1, 1, 1, 1),
        ("62", 2, 2, 2, 3, 3),
        ("61", 3, 2, 2, 3, 3),
        ("63", 3, 4, 4, 4, 4),  # its equal is above it as soon as the score moves
    ]
    drawn = answers.sql("select scores from mart_spi_draw where region_code = '61'")[0]["scores"]
    assert len(drawn) == len(set(drawn)) == 500
    assert 64.15 <= min(drawn) < 64.5
    assert 69.6 < max(drawn) <= 70
    assert sum(score > 67.76 for score in drawn) / 500 == pytest.approx(2.24 / 5.85, abs=0.05)


def test_draws_are_spread_like_chance_and_always_the_same():
    found = shipped().sql("select * from mart_draw order by draw")
    assert [row["draw"] for row in found] == list(range(501))
    names = ("multiplier_score", "multiplier_change", "multiplier_ott")
    assert take(found[:1], *names) == [(1, 1, 1)]
    drawn = np.array(take(found[1:], *names)).T
    scores = shipped().sql(
        "select low, high, scores from mart_spi_draw join mart_spi using (region_code, scope, year)"
    )
    assert len(scores) > 5
    shares = [
        (np.array(row["scores"]) - float(row["low"])) / float(row["high"] - row["low"])
        for row in scores
    ]
    spread = np.vstack([drawn - 0.5, *shares])
    assert spread.min() >= 0
    assert spread.max() <= 1
    assert np.allclose(spread.mean(axis=1), 0.5, atol=0.06)
    assert np.allclose(np.quantile(spread, 0.1, axis=1), 0.1, atol=0.05)
    together = np.corrcoef(spread) - np.eye(len(spread))
    assert np.abs(together).max() < 0.2
    again = Answers(DATA)
    assert again.sql("select * from mart_draw order by draw") == found


@pytest.mark.parametrize(
    ("weights", "ott", "from_year"),
    [
        ((5, 5, 0), "none", 2021),
        ((5, 5, 5), "fewer_is_better", 2021),
        ((1, 10, 3), "more_is_better", 2023),
        ((0, 0, 4), "fewer_is_better", 2023),
    ],
)
def test_shipped_ranks_are_those_of_a_second_opinion(weights, ott, from_year):
    found = rank_range(shipped(), *weights, ott=ott, from_year=from_year)
    known = [row for row in found if row["index_rank"] is not None]
    assert len(found) == 38
    assert {row["n_ranked"] for row in found} == {len(known)}
    codes = [row["region_code"] for row in known]
    multipliers = np.array(
        take(
            shipped().sql("select * from mart_draw order by draw"),
            *("multiplier_score", "multiplier_change", "multiplier_ott"),
        )
    )
    later, earlier = (drawn_scores(codes, year) for year in (2024, from_year))
    sign = -1 if ott == "fewer_is_better" else 1
    rates = sign * np.array([[row["per_10_million_people"]] * 501 for row in known])
    total = np.zeros_like(later)
    for values, weight, factors in zip(
        (later, later - earlier, rates), weights, multipliers.T, strict=True
    ):
        if weight:
            chosen = values[:, 0]
            scaled = (values - chosen.min()) / (chosen.max() - chosen.min())
            total += scaled * weight * factors
    total = total.round(9)
    ranks = 1 + (total[None, :, :] > total[:, None, :]).sum(axis=1)
    assert [row["index_rank"] for row in known] == ranks[:, 0].tolist()
    drawn = np.sort(ranks[:, 1:], axis=1)
    for row, own in zip(known, drawn, strict=True):
        told = tuple(row[name] for name in RANKS[2:])
        assert told == (own[0], own[24], own[474], own[499]), row["region_label"]
    if len(set(total[:, 0])) == len(known):
        assert sorted(ranks[:, 0]) == list(range(1, len(known) + 1))


def drawn_scores(codes: list[str], year: int) -> np.ndarray:
    """The chosen score and its 500 draws, a row a region."""
    scores = {
        row["region_code"]: [float(row["score"])] * 501
        for row in shipped().sql(
            "select * from mart_spi where scope = 'pemprov' and year = $year", year=year
        )
    }
    for row in shipped().sql(
        "select * from mart_spi_draw where scope = 'pemprov' and year = $year", year=year
    ):
        scores[row["region_code"]][1:] = row["scores"]
    return np.array([scores.get(code, [np.nan] * 501) for code in codes])

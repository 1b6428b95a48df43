"""Scores of respondents: one observation a group, in its place by the written rule, no person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.narrative import change_states
from tests.fixtures import KPK, NEWS, SQL, Answers, only, world, write_facts
from tests.sql.shared import take

KALTENG = ("62", "pemprov", 2025)  # a year without a printed score
KALSEL = ("63", "pemprov", 2024)  # printed: 64.15 of a news source


def respondents(group, scores, source=KPK, weights=()):
    region, scope, year = group
    return [
        {
            "region_code": region,
            "scope": scope,
            "year": year,
            "respondent_number": number,
            "respondent_kind": "internal",
            "score": score,
            "weight": weights[number - 1] if weights else None,
            "source_id": source,
        }
        for number, score in enumerate(scores, start=1)
    ]


def answers(folder, *groups):
    listed = [row for group in groups for row in group]
    return Answers(write_facts(folder, only(world(), spi_responses=listed)))


def chosen(found, group):
    region, scope, year = group
    [row] = found.sql(
        "select * from mart_spi where region_code = $region and scope = $scope and year = $year",
        region=region,
        scope=scope,
        year=year,
    )
    return row


def test_respondents_are_one_observation_with_two_decimals(tmp_path):
    # 20 times 70, 9 times 75 and once 76: 2151 / 30 = 71.7.
    found = answers(tmp_path, respondents(KALTENG, [70] * 20 + [75] * 9 + [76]))
    assert take(found.sql("select * from mart_spi_response"), "score", "n_respondents") == [
        (71.7, 30)
    ]
    row = chosen(found, KALTENG)
    assert (row["score"], row["n_observations"], row["n_sources"]) == (Decimal("71.70"), 1, 1)
    assert (row["reliability"], row["source_ids"], row["is_disputed"]) == ("official", [KPK], False)


def test_a_weight_counts_as_often_and_none_counts_once(tmp_path):
    # 15 with weight 2 and score 60, 15 without a weight and score 90: (1800 + 1350) / 45 = 70.
    weights = ["2.0"] * 15 + [None] * 15
    found = answers(tmp_path, respondents(KALTENG, [60] * 15 + [90] * 15, weights=weights))
    assert chosen(found, KALTENG)["score"] == Decimal("70")


def test_the_mean_stands_beside_what_sources_print_by_the_rule_of_choice(tmp_path):
    # Official respondents say 65.00, a news source 64.15: the better source is chosen.
    found = answers(tmp_path, respondents(KALSEL, [65] * 30))
    row = chosen(found, KALSEL)
    assert (row["score"], row["low"], row["high"]) == tuple(
        map(Decimal, ("65.00", "64.15", "65.00"))
    )
    assert row["is_disputed"]
    assert (row["n_sources"], row["reliability"]) == (2, "official")


def test_a_mean_that_a_printed_score_rounds_is_the_same_value(tmp_path):
    # 64.152 becomes 64.15, which the news source prints too.
    scores = [Decimal("64.152")] * 30
    row = chosen(answers(tmp_path, respondents(KALSEL, scores)), KALSEL)
    assert (row["score"], row["is_disputed"], row["n_sources"]) == (Decimal("64.15"), False, 2)


def test_respondents_of_a_source_that_is_not_official_are_weak(tmp_path):
    found = answers(tmp_path, respondents(KALSEL, [65] * 30, source=NEWS))
    row = chosen(found, KALSEL)
    assert (row["score"], row["reliability"]) == (Decimal("64.15"), "news")
    assert row["high"] == Decimal("65.00")


@pytest.mark.parametrize(
    ("scores", "weights", "is_shown"),
    [
        ([70] * 29, (), False),
        ([70] * 30, (), True),
        # One of 30 holds 4 of 33 parts of the weight; of 40 it holds 4 of 43.
        ([70] * 30, (4, *[1] * 29), False),
        ([70] * 40, (4, *[1] * 39), True),
        ([70] * 30, (0,) * 30, False),
    ],
    ids=["too few", "just enough", "one weighs too much", "one of many", "no weight at all"],
)
def test_a_group_in_which_one_could_be_recognised_has_no_row(tmp_path, scores, weights, is_shown):
    found = answers(tmp_path, respondents(KALTENG, scores, weights=weights))
    assert len(found.sql("select * from mart_spi_response")) == is_shown
    assert len(found.sql("select * from mart_spi where year = 2025")) == is_shown


def test_sources_and_governments_are_never_added_up(tmp_path):
    kota = ("63.71", "pemkot", 2025)
    groups = (respondents(KALTENG, [70] * 30, KPK), respondents(KALTENG, [80] * 20, NEWS))
    found = answers(tmp_path, *groups, respondents(kota, [90] * 29))
    assert take(found.sql("select * from mart_spi_response"), "region_code", "source_id") == [
        ("62", KPK)
    ]


def test_no_query_reads_a_single_respondent():
    readers = {
        path.relative_to(SQL).as_posix()
        for path in SQL.rglob("*.sql")
        if "stg_spi_responses" in path.read_text(encoding="utf-8")
    }
    allowed = {"mart/spi/mart_spi_response.sql"}
    assert {name for name in readers if not name.startswith("check/")} == allowed


def test_respondents_of_a_year_or_of_a_place_without_a_survey_are_found(tmp_path):
    found = answers(
        tmp_path,
        respondents(("63", "pemprov", 2019), [70]),
        respondents(("63.71", "pemprov", 2024), [70]),
    ).failing_checks()
    assert "2019" in found["spi_year_was_surveyed"][1]
    assert "63.71" in found["spi_scope_fits_region"][1]


def test_a_source_that_also_prints_the_score_has_two_observations(tmp_path):
    found = answers(tmp_path, respondents(KALSEL, [70] * 30, NEWS))
    rows = [
        row
        for row in found.ask("changes/observations")
        if (row["region_code"], row["scope"], row["year"]) == KALSEL and row["source_id"] == NEWS
    ]
    assert take(rows, "score", "is_of_respondents") == [(64.15, False), (70.0, True)]
    # Each is a thing of its own: the news of one does not hide that of the other.
    things = [change_states._observation(row)[0] for row in rows]
    assert len({*things}) == 2

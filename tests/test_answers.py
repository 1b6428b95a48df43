"""Answers: known values on the shipped facts, and every query against rows computed by hand."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlglot

from tests.fixtures import (
    COURT,
    DATA,
    DUKCAPIL,
    KPK,
    LIST,
    NEWS,
    RULES,
    SQL,
    TRAINING,
    WEAK,
    WORLD,
    Answers,
    only,
    rows,
    shipped,
    world,
    write_facts,
)

QUERIES = sorted(path.relative_to(SQL).as_posix() for path in SQL.rglob("*.sql"))


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Answers:
    """The answers on the small country."""
    return Answers(write_facts(tmp_path_factory.mktemp("small"), WORLD))


def take(found: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows, in order; decimals as plain numbers."""
    return [
        tuple(float(row[c]) if isinstance(row[c], Decimal) else row[c] for c in columns)
        for row in found
    ]


def spi(answers: Answers, region: str, scope: str, year: int) -> dict[str, Any]:
    [row] = answers.sql(
        "select * from mart_spi where region_code = $region and scope = $scope and year = $year",
        region=region,
        scope=scope,
        year=year,
    )
    return row


# --- known answers on the shipped facts ----------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "scope", "year", "score"),
    [
        ("63", "pemprov", 2022, "73.76"),
        ("63", "pemprov", 2023, "72.54"),
        ("63", "pemprov", 2024, "64.15"),
        ("62", "pemprov", 2023, "65.99"),
        ("62", "pemprov", 2024, "67.76"),
        ("00", "nasional", 2023, "70.97"),
        ("00", "nasional", 2025, "72.32"),
        ("91", "pemprov", 2021, "58.04"),
        ("15", "pemprov", 2024, "65.36"),
        ("17", "pemprov", 2024, "71.76"),
        ("14", "pemprov", 2025, "67.19"),
        ("64.71", "pemkot", 2024, "75.08"),
        ("64.71", "pemkot", 2025, "77.43"),
    ],
)
def test_known_scores(region, scope, year, score):
    assert spi(shipped(), region, scope, year)["score"] == Decimal(score)


def test_pemprov_kalsel_2023_is_disputed():
    row = spi(shipped(), "63", "pemprov", 2023)
    assert row["is_disputed"] is True
    assert row["n_observations"] == row["n_sources"] == len(row["source_ids"]) == 4
    assert (row["low"], row["high"]) == (Decimal("72.54"), Decimal("72.55"))


def test_a_rounded_national_index_disputes_nothing():
    row = spi(shipped(), "00", "nasional", 2023)
    assert row["is_disputed"] is False
    assert row["low"] == row["high"] == Decimal("70.97")
    assert shipped().sql(
        "select 1 from stg_spi_results where region_code = '00' and year = 2023 and score = 71"
    )


def test_every_shipped_score_is_chosen_as_the_rule_says():
    published = {row["source_id"]: row["published_on"] for row in read_csv(DATA / "sources.csv")}
    observed: dict[tuple[str, str, int], list[Observation]] = defaultdict(list)
    for row in read_csv(DATA / "spi_results.csv"):
        if not row["excluded_reason"]:
            key = (row["region_code"], row["scope"], int(row["year"]))
            observed[key].append(
                Observation(row["score"], row["source_id"], row["reliability"], published)
            )
    expected = {key: by_the_rule(found) for key, found in observed.items()}
    marts = {
        (row["region_code"], row["scope"], row["year"]): (
            row["score"],
            row["low"],
            row["high"],
            row["is_disputed"],
            row["n_sources"],
        )
        for row in shipped().sql("select * from mart_spi")
    }
    assert len(marts) > 300
    assert marts == expected


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Observation:
    """What one source printed, for the second opinion on the rule."""

    def __init__(
        self, printed: str, source_id: str, reliability: str, published: dict[str, str]
    ) -> None:
        self.value = Decimal(printed)
        self.decimals = len(printed.partition(".")[2])
        self.source_id = source_id
        self.reliability = ["official", "news", "weak"].index(reliability)
        self.published_on = published[source_id]

    def rounds(self, value: Decimal, decimals: int) -> bool:
        half = Decimal("0.5") * Decimal(10) ** -self.decimals
        return decimals > self.decimals and abs(value - self.value) <= half


def by_the_rule(observations: list[Observation]) -> tuple[Any, ...]:
    """The rule in plain Python: the chosen score, low, high, disputed, number of sources."""
    standing: dict[Decimal, int] = {}
    for seen in sorted(observations, key=lambda o: -o.decimals):
        if seen.value not in standing and not any(seen.rounds(*kept) for kept in standing.items()):
            standing[seen.value] = seen.decimals

    def merit(value: Decimal) -> tuple[Any, ...]:
        behind = [o for o in observations if o.value == value or o.rounds(value, standing[value])]
        newest = max(o.published_on for o in behind)
        return (
            -min(o.reliability for o in behind),
            len(behind),
            standing[value],
            newest,
            # The first source_id that prints the value itself wins: texts in reverse order.
            [-ord(letter) for letter in min(o.source_id for o in behind if o.value == value)],
        )

    return (
        max(standing, key=merit),
        min(standing),
        max(standing),
        len(standing) > 1,
        len({o.source_id for o in observations}),
    )


# --- the choice among observations ---------------------------------------------------------------

# Each case is one region of its own: (what the sources said, what must come out). A source is named
# by a letter; its date of publication stands in PUBLISHED.
PUBLISHED = {"a": "2024-03-01", "b": "2024-03-01", "c": "2024-02", "d": "2024", "e": None}
CHOICES: dict[str, tuple[Sequence[tuple[str, ...]], tuple[Any, ...] | None]] = {
    "one source": ([("70.10", "a", "weak")], (70.10, 70.10, 70.10, False, 1, "weak")),
    "a rounding joins the precise value": (
        [("71", "a", "news"), ("70.97", "b", "news")],
        (70.97, 70.97, 70.97, False, 2, "news"),
    ),
    "an official rounding lends its weight": (
        [("58", "a", "official"), ("58.04", "b", "news"), ("58.2", "c", "news")],
        (58.04, 58.04, 58.2, True, 3, "official"),
    ),
    "a chain of roundings": (
        [("71", "a", "official"), ("71.0", "b", "news"), ("70.97", "c", "weak")],
        (70.97, 70.97, 70.97, False, 3, "official"),
    ),
    "a rounding of a rounding is a value of its own": (
        [("71", "a", "official"), ("70.5", "b", "news"), ("70.46", "c", "news")],
        (71, 70.46, 71, True, 3, "official"),
    ),
    "half a unit away still is a rounding": (
        [("71", "a", "news"), ("70.5", "b", "news")],
        (70.5, 70.5, 70.5, False, 2, "news"),
    ),
    "more than half a unit away is another value": (
        [("71", "a", "news"), ("70.4", "b", "news")],
        (70.4, 70.4, 71, True, 2, "news"),
    ),
    "83 and 83.00 are one value": (
        [("83", "a", "news"), ("83.00", "b", "news")],
        (83, 83, 83, False, 2, "news"),
    ),
    "83.00 is no rounding of 82.97": (
        [("83.00", "a", "news"), ("82.97", "b", "weak")],
        (83, 82.97, 83, True, 2, "news"),
    ),
    "67.2 and 67.20 are one value that rounds nothing else": (
        [("67.2", "a", "news"), ("67.20", "b", "news"), ("67.24", "c", "news")],
        (67.20, 67.20, 67.24, True, 3, "news"),
    ),
    "official before three times news": (
        [("70.10", "e", "official")] + [("70.95", source, "news") for source in "abc"],
        (70.10, 70.10, 70.95, True, 4, "official"),
    ),
    "news before twice weak": (
        [("70.10", "e", "news"), ("70.95", "a", "weak"), ("70.95", "b", "weak")],
        (70.10, 70.10, 70.95, True, 3, "news"),
    ),
    "most observations": (
        [("70.123", "a", "news"), ("70.9", "d", "news"), ("70.9", "e", "news")],
        (70.9, 70.123, 70.9, True, 3, "news"),
    ),
    "a rounding counts for every value that it fits": (
        [
            ("71", "a", "official"),
            ("70.97", "b", "news"),
            ("71.20", "c", "news"),
            ("71.20", "d", "news"),
        ],
        (71.20, 70.97, 71.20, True, 4, "official"),
    ),
    "more decimals before later publication": (
        [("70.1", "a", "news"), ("70.95", "d", "news")],
        (70.95, 70.1, 70.95, True, 2, "news"),
    ),
    "latest publication before first source": (
        [("70.10", "c", "news"), ("70.95", "b", "news")],
        (70.95, 70.10, 70.95, True, 2, "news"),
    ),
    "any publication before none": (
        [("70.10", "e", "news"), ("70.95", "d", "news")],
        (70.95, 70.10, 70.95, True, 2, "news"),
    ),
    "first source that prints the value, where a rounding counts for both": (
        [("71", "a", "official"), ("71.20", "c", "news"), ("70.97", "d", "news")],
        (71.20, 70.97, 71.20, True, 3, "official"),
    ),
    "first source when all else is equal": (
        [("70.95", "b", "news"), ("70.10", "a", "news")],
        (70.10, 70.10, 70.95, True, 2, "news"),
    ),
    "excluded is never chosen, nor counted, nor in the range": (
        [("99", "a", "official", "not this body"), ("60.5", "b", "weak")],
        (60.5, 60.5, 60.5, False, 1, "weak"),
    ),
    "all excluded is no score": ([("99", "a", "official", "not this body")], None),
}


@pytest.fixture(scope="module")
def choices(tmp_path_factory) -> dict[str, tuple[Any, ...]]:
    tables = only(
        {},
        sources=rows(
            "source_id publisher url published_on source_kind",
            *((key, key, f"https://{key}.id", on, "news") for key, on in PUBLISHED.items()),
        ),
        spi_results=rows(
            "region_code scope year score source_id reliability excluded_reason",
            *(
                (case, "pemkot", 2023, *seen, *[None] * (4 - len(seen)))
                for case, (observations, _) in CHOICES.items()
                for seen in observations
            ),
        ),
    )
    answers = Answers(write_facts(tmp_path_factory.mktemp("choices"), tables))
    found = answers.sql("select * from mart_spi")
    wanted = ("score", "low", "high", "is_disputed", "n_sources", "reliability")
    return {row["region_code"]: take([row], *wanted)[0] for row in found}


@pytest.mark.parametrize("case", CHOICES)
def test_choice_among_observations(case, choices):
    assert choices.get(case) == CHOICES[case][1]


@pytest.mark.parametrize("case", [case for case, (_, expected) in CHOICES.items() if expected])
def test_the_second_opinion_agrees_on_each_case(case):
    published = {key: on or "" for key, on in PUBLISHED.items()}
    usable = [Observation(*seen, published) for seen in CHOICES[case][0] if len(seen) == 3]
    expected = CHOICES[case][1]
    assert expected is not None
    assert [float(value) for value in by_the_rule(usable)] == [float(v) for v in expected[:5]]


# --- classes, changes, ranks ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def limits(tmp_path_factory) -> dict[tuple[int, str], tuple[Any, ...]]:
    """Classes of scores at the limits: (year, score) -> (class, lower, upper, class of 2024)."""
    asked = [
        *((2021, score) for score in ("67.95", "90")),
        *((2022, s) for s in ("0", "67.95", "68", "73.69", "73.7", "77.49", "77.5", "100")),
        *((2024, s) for s in ("0", "72.95", "72.99", "73", "77.99", "78", "100")),
    ]
    scores = rows(
        "region_code scope year score source_id reliability",
        *(
            (f"{n}", "pemkab", year, score, KPK, "official")
            for n, (year, score) in enumerate(asked)
        ),
    )
    folder = write_facts(tmp_path_factory.mktemp("limits"), only(world(), spi_results=scores))
    found = {int(row["region_code"]): row for row in Answers(folder).sql("select * from mart_spi")}
    assert len(found) == len(asked), "no score may fall into two classes"
    columns = ("spi_class", "class_lower", "class_upper", "spi_class_2024")
    return {asked[n]: take([row], *columns)[0] for n, row in found.items()}


@pytest.mark.parametrize(
    ("year", "score", "expected"),
    [
        (2021, "67.95", (None, None, None, "rentan")),
        (2021, "90", (None, None, None, "terjaga")),
        (2022, "0", ("sangat_rentan", 0, 68, "rentan")),
        (2022, "67.95", ("sangat_rentan", 0, 68, "rentan")),
        (2022, "68", ("rentan", 68, 73.7, "rentan")),
        (2022, "73.69", ("rentan", 68, 73.7, "waspada")),
        (2022, "73.7", ("waspada", 73.7, 77.5, "waspada")),
        (2022, "77.49", ("waspada", 73.7, 77.5, "waspada")),
        (2022, "77.5", ("terjaga", 77.5, 100, "waspada")),
        (2022, "100", ("terjaga", 77.5, 100, "terjaga")),
        (2024, "0", ("rentan", 0, 73, "rentan")),
        (2024, "72.95", ("rentan", 0, 73, "rentan")),
        (2024, "72.99", ("rentan", 0, 73, "rentan")),
        (2024, "73", ("waspada", 73, 78, "waspada")),
        (2024, "77.99", ("waspada", 73, 78, "waspada")),
        (2024, "78", ("terjaga", 78, 100, "terjaga")),
        (2024, "100", ("terjaga", 78, 100, "terjaga")),
    ],
)
def test_class_limits(limits, year, score, expected):
    assert limits[year, score] == expected


def test_change_is_against_the_previous_year_that_has_a_score(small):
    columns = ("score", "previous_year", "previous_score", "change", "years_back")
    assert take([spi(small, "61", "pemprov", 2024)], *columns) == [(64.15, 2021, 70.0, -5.85, 3)]
    assert take([spi(small, "63", "pemprov", 2024)], *columns) == [(64.15, 2023, 72.54, -8.39, 1)]
    assert take([spi(small, "62", "pemprov", 2023)], *columns) == [(65.99, None, None, None, None)]


def test_change_stays_within_a_scope(small):
    assert spi(small, "63", "agregat_wilayah", 2024)["previous_year"] is None


@pytest.mark.parametrize(
    ("region", "scope", "year", "breaks"),
    [
        ("00", "nasional", 2021, (False, False)),  # nothing before it, also not its series_start
        ("00", "nasional", 2022, (False, False)),
        ("00", "nasional", 2023, (True, False)),
        ("00", "nasional", 2024, (True, True)),
        ("61", "pemprov", 2024, (True, True)),  # crosses 2022 to 2024
        ("62", "pemprov", 2023, (False, False)),
    ],
)
def test_a_change_tells_the_breaks_that_it_crosses(small, region, scope, year, breaks):
    row = spi(small, region, scope, year)
    assert (row["has_method_change"], row["has_class_change"]) == breaks


def test_ranks_share_places_and_count_only_known_pemprov(small):
    found = small.sql(
        "select * from mart_spi where score_rank is not null order by year, score_rank, region_code"
    )
    assert take(found, "year", "region_code", "score_rank", "n_ranked") == [
        (2021, "61", 1, 1),
        (2022, "63", 1, 1),
        (2023, "63", 1, 2),
        (2023, "62", 2, 2),
        (2024, "13", 1, 4),
        (2024, "62", 2, 4),
        (2024, "61", 3, 4),
        (2024, "63", 3, 4),
    ]
    assert {row["scope"] for row in found} == {"pemprov"}


# --- regions, operations, events -----------------------------------------------------------------


def test_governments_of_a_province_leave_out_administrative_ones(small):
    found = small.sql("select * from mart_region order by region_code")
    columns = ("region_code", "region_label", "own_scope", "has_own_government", "n_governments")
    assert take(found, *columns) == [
        ("00", "Nasional", "nasional", True, None),
        ("13", "Sumbar", "pemprov", True, 1),
        ("31", "Jakarta", "pemprov", True, 1),
        ("31.01", "Kab. Administrasi Kepulauan Seribu", "pemkab", False, None),
        ("31.71", "Kota Administrasi Jakarta Pusat", "pemkot", False, None),
        ("61", "Kalbar", "pemprov", True, 1),
        ("62", "Kalteng", "pemprov", True, 2),
        ("62.71", "Kota Palangka Raya", "pemkot", True, None),
        ("63", "Kalsel", "pemprov", True, 3),
        ("63.01", "Kab. Tanah Laut", "pemkab", True, None),
        ("63.71", "Kota Banjarmasin", "pemkot", True, None),
    ]


def test_shipped_governments_are_546():
    """38 provinces and 508 kabupaten and kota govern themselves; Jakarta's six do not."""
    [row] = shipped().sql(
        "select sum(n_governments) as n from mart_region where level = 'provinsi'"
    )
    assert row["n"] == 38 + 508
    assert shipped().sql("select n_governments from mart_region where region_code = '31'") == [
        {"n_governments": 1}
    ]


def test_operations_count_under_the_province_and_zero_only_where_covered(small):
    found = small.sql("select * from mart_ott order by province_code, year")
    assert [row["year"] for row in found] == [2014, 2015, 2016, 2017, 2018, 2019] * 5
    counts = {
        code: [row["ott_count"] for row in found if row["province_code"] == code]
        for code in ("13", "31", "61", "62", "63")
    }
    assert counts == {
        "13": [None, None, 0, 0, 0, None],
        "31": [None, None, 0, 1, 0, None],
        "61": [None, None, 0, 0, 0, None],
        "62": [None, 1, 0, 0, 1, None],
        "63": [None, None, 3, 0, 0, 1],
    }
    assert [row["is_complete"] for row in found[:6]] == [False, False, True, True, True, False]


def test_rates_of_operations(small):
    columns = ("ott_count", "regional_count", "per_10_million_people", "per_100_governments")
    found = small.sql("select * from mart_ott where province_code = '63' and year >= 2015")
    by_year = {row["year"]: row for row in found}
    # Three operations among four million people; the court's one is not the governments'.
    assert take([by_year[2016]], *columns) == [(3, 2, 7.5, pytest.approx(200 / 3))]
    assert take([by_year[2017]], *columns) == [(0, 0, 0, 0)]
    assert take([by_year[2015]], *columns) == [(None, None, None, None)]
    assert by_year[2016]["source_ids"] == sorted([COURT, LIST])
    assert by_year[2017]["source_ids"] is None


def test_central_cases_stand_apart(small):
    found = small.sql("select * from mart_ott_central order by year")
    assert take(found, "year", "ott_count", "is_complete") == [
        (2014, None, False),
        (2015, None, False),
        (2016, 1, True),
        (2017, 0, True),
        (2018, 0, True),
        (2019, None, False),
    ]


def test_no_shipped_operation_is_lost_between_provinces_and_centre():
    [row] = shipped().sql(
        "select (select sum(ott_count) from mart_ott) as provinces, "
        "(select sum(ott_count) from mart_ott_central) as centre, "
        "(select count(*) from stg_ott_incidents) as incidents"
    )
    assert row["provinces"] + row["centre"] == row["incidents"] > 0
    assert row["centre"] > 0


def test_island_means(small):
    found = small.sql("select * from mart_spi_island order by island_group, scope, year")
    columns = ("island_group", "scope", "year", "score", "n_known", "n_provinces")
    told = take(found, *columns, "is_representative")
    kalimantan = pytest.approx((64.15 + 67.76 + 64.15) / 3)
    assert told == [
        ("Kalimantan", "agregat_wilayah", 2024, 70.5, 1, 3, False),
        ("Kalimantan", "pemprov", 2021, 70.0, 1, 3, False),
        ("Kalimantan", "pemprov", 2022, 73.76, 1, 3, False),
        ("Kalimantan", "pemprov", 2023, pytest.approx((65.99 + 72.54) / 2), 2, 3, True),
        ("Kalimantan", "pemprov", 2024, kalimantan, 3, 3, True),
        ("Sumatera", "pemprov", 2024, 79.0, 1, 1, True),
    ]
    assert found[3]["source_ids"] == sorted([KPK, NEWS])


def test_events_of_every_kind(small):
    found = small.sql("select * from mart_event order by event_date, event_id")
    kinds = defaultdict(list)
    for row in found:
        kinds[row["event_kind"]].append(row)
    assert {kind: len(of_kind) for kind, of_kind in kinds.items()} == {
        "ott": 8,
        "activity": 5,
        "wbk": 1,
        "regulation": 1,
    }
    columns = ("region_code", "province_code", "event_date", "date_precision", "event_type")
    assert take(kinds["wbk"] + kinds["regulation"], *columns) == [
        ("63.71", "63", dt.date(2023, 1, 1), "year", "belum lolos"),
        ("63.71", "63", dt.date(2019, 1, 1), "year", "Peraturan Wali Kota"),
    ]
    [meeting] = [row for row in found if row["region_code"] == "62" and row["end_date"] is None][1:]
    assert take([meeting], *columns) == [("62", "62", dt.date(2024, 4, 1), "month", "rakor")]
    assert take(kinds["activity"][:1], "event_date", "end_date", "title_en") == [
        (dt.date(2016, 9, 20), dt.date(2016, 9, 21), "Training in Banjarmasin")
    ]


def test_every_shipped_event_has_a_place_in_the_list():
    [row] = shipped().sql(
        "select (select count(*) from mart_event) as events, "
        "(select count(*) from stg_ott_incidents) + (select count(*) from stg_bimtek_activity) "
        "+ (select count(*) from stg_wbk_status) + (select count(*) from stg_regulations) as facts"
    )
    assert row["events"] == row["facts"] > 0


# --- figures -------------------------------------------------------------------------------------


def spi_map(small: Answers, year: int, scope: str = "pemprov") -> list[dict[str, Any]]:
    return small.ask("figure/spi_map", year=year, scope=scope, region=["63"])


def test_spi_map_has_every_province_with_class_and_band(small):
    found = spi_map(small, 2024)
    columns = ("region_code", "score", "spi_class", "band_lower", "band_upper", "is_chosen")
    assert take(found, *columns) == [
        ("13", 79.0, "terjaga", 78, 80, False),
        ("31", None, "no_data", None, None, False),
        ("61", 64.15, "rentan", 60, 65, False),
        ("62", 67.76, "rentan", 65, 70, False),
        ("63", 64.15, "rentan", 60, 65, True),
    ]
    assert take(found[-1:], "change", "years_back", "score_rank", "n_ranked", "source_ids") == [
        (-8.39, 1, 3, 4, [NEWS])
    ]
    assert found[1]["source_ids"] is None


def test_spi_map_bands_stay_inside_the_classes_of_the_year(small):
    told = {}
    for year in (2021, 2022, 2023):
        for row in spi_map(small, year):
            if row["score"] is not None:
                told[year, row["region_code"]] = take(
                    [row], "spi_class", "band_lower", "band_upper"
                )[0]
    assert told == {
        (2021, "61"): ("unclassified", 70, 75),
        (2022, "63"): ("waspada", 73.7, 75),
        (2023, "62"): ("sangat_rentan", 65, 68),
        (2023, "63"): ("rentan", 70, 73.7),
    }


def test_spi_map_tells_disputes_and_keeps_scopes_apart(small):
    [kalsel] = [row for row in spi_map(small, 2023) if row["region_code"] == "63"]
    assert take([kalsel], "score", "low", "high", "is_disputed", "n_sources") == [
        (72.54, 72.54, 72.55, True, 2)
    ]
    known = [row for row in spi_map(small, 2024, "agregat_wilayah") if row["score"] is not None]
    assert take(known, "region_code", "scope", "score", "score_rank") == [
        ("63", "agregat_wilayah", 70.5, None)
    ]


def test_every_shipped_band_lies_inside_its_class():
    seen = 0
    for year in (2021, 2022, 2023, 2024, 2025):
        for scope in ("pemprov", "agregat_wilayah"):
            for row in shipped().ask("figure/spi_map", year=year, scope=scope, region=[]):
                if row["score"] is None:
                    continue
                seen += 1
                assert row["band_lower"] <= row["score"] <= row["band_upper"]
                mart = spi(shipped(), row["region_code"], scope, year)
                assert row["band_lower"] >= float(mart["class_lower"] or 0)
                assert row["band_upper"] <= float(mart["class_upper"] or 100)
    assert seen > 90


def test_spi_ranking_puts_the_unknown_last(small):
    found = small.ask("figure/spi_ranking", year=2024, scope="pemprov", region=["62"])
    columns = ("region_label", "score", "spi_class", "score_rank", "n_ranked", "is_chosen")
    assert take(found, *columns) == [
        ("Sumbar", 79.0, "terjaga", 1, 4, False),
        ("Kalteng", 67.76, "rentan", 2, 4, True),
        ("Kalbar", 64.15, "rentan", 3, 4, False),
        ("Kalsel", 64.15, "rentan", 3, 4, False),
        ("Jakarta", None, "no_data", None, None, False),
    ]


def test_spi_ranking_of_a_year_without_classes(small):
    found = small.ask("figure/spi_ranking", year=2021, scope="pemprov", region=[])
    assert take(found[:2], "region_label", "spi_class") == [
        ("Kalbar", "unclassified"),
        ("Jakarta", "no_data"),
    ]


def test_spi_classes_of_a_year(small):
    assert small.ask("figure/spi_classes", year=2021) == []
    found = small.ask("figure/spi_classes", year=2024)
    assert take(found, "spi_class", "class_lower", "class_upper", "source_ids") == [
        ("rentan", 0, 73, [KPK]),
        ("waspada", 73, 78, [KPK]),
        ("terjaga", 78, 100, [KPK]),
    ]


def change(small: Answers, from_year: int, year: int, *region: str, scope: str = "pemprov"):
    return small.ask(
        "figure/spi_change", from_year=from_year, year=year, scope=scope, region=list(region)
    )


def test_spi_change_of_every_province_when_none_is_chosen(small):
    columns = ("region_label", "from_score", "score", "change", "from_is_disputed", "is_disputed")
    assert take(change(small, 2023, 2024), *columns) == [
        ("Kalteng", 65.99, 67.76, 1.77, False, False),
        ("Kalsel", 72.54, 64.15, -8.39, True, False),
        ("Jakarta", None, None, None, False, False),
        ("Kalbar", None, 64.15, None, False, False),
        ("Sumbar", None, 79.0, None, False, False),
    ]


def test_spi_change_takes_kabupaten_and_kota_with_their_own_government(small):
    found = change(small, 2023, 2024, "63.71", "63", scope="agregat_wilayah")
    assert take(found, "region_code", "scope", "from_score", "score", "change") == [
        ("63.71", "pemkot", 76.0, 78.5, 2.5),
        ("63", "agregat_wilayah", None, 70.5, None),
    ]
    assert take(found, "from_class", "spi_class") == [("waspada", "terjaga"), (None, "rentan")]
    assert [sorted(row["source_ids"]) for row in found] == [sorted([KPK, NEWS]), [WEAK]]


@pytest.mark.parametrize(
    ("from_year", "year", "method", "classes"),
    [
        (2021, 2022, False, False),
        (2022, 2023, True, False),
        (2023, 2024, True, True),
        (2021, 2024, True, True),
        (2024, 2025, False, False),
    ],
)
def test_spi_change_tells_breaks(small, from_year, year, method, classes):
    [row] = change(small, from_year, year, "63")
    assert (row["has_method_change"], row["has_class_change"]) == (method, classes)


def trend(small: Answers, *region: str, reference: tuple[str, ...] = (), **asked: Any):
    return small.ask(
        "figure/spi_trend",
        **{"from_year": 2021, "year": 2024, "scope": "pemprov", **asked},
        region=list(region),
        reference=list(reference),
    )


def test_spi_trend_has_a_row_for_every_year_and_a_gap_where_nothing_is_known(small):
    found = trend(small, "63.71", "61")
    assert take(found, "series_key", "scope", "year", "score") == [
        ("63.71", "pemkot", 2021, None),
        ("63.71", "pemkot", 2022, None),
        ("63.71", "pemkot", 2023, 76.0),
        ("63.71", "pemkot", 2024, 78.5),
        ("61", "pemprov", 2021, 70.0),
        ("61", "pemprov", 2022, None),
        ("61", "pemprov", 2023, None),
        ("61", "pemprov", 2024, 64.15),
    ]


def test_spi_trend_references_follow_the_regions(small):
    found = trend(small, "63", reference=("nasional", "rerata_pemprov", "pulau"), from_year=2022)
    assert take(found, "series_kind", "series_key", "year", "score") == [
        ("region", "63", 2022, 73.76),
        ("region", "63", 2023, 72.54),
        ("region", "63", 2024, 64.15),
        ("nasional", "nasional", 2022, 71.94),
        ("nasional", "nasional", 2023, 70.97),
        ("nasional", "nasional", 2024, 71.53),
        ("rerata_pemprov", "rerata_pemprov", 2022, None),
        ("rerata_pemprov", "rerata_pemprov", 2023, None),
        ("rerata_pemprov", "rerata_pemprov", 2024, 68.1),
        ("pulau", "pulau-Kalimantan", 2022, None),  # one of three known: no mean
        ("pulau", "pulau-Kalimantan", 2023, pytest.approx(69.265)),
        ("pulau", "pulau-Kalimantan", 2024, pytest.approx(65.35333)),
    ]
    assert take(found[-2:], "n_known", "n_provinces") == [(2, 3), (3, 3)]


def test_spi_trend_island_mean_needs_a_province(small):
    kinds = {row["series_kind"] for row in trend(small, "63.71", reference=("pulau",))}
    assert kinds == {"region"}


def test_spi_trend_of_nothing_is_empty(small):
    assert trend(small) == []


def test_spi_trend_breaks(small):
    found = small.ask("figure/spi_trend_breaks", from_year=2021, year=2024)
    columns = ("year", "has_method_change", "has_class_change", "notes_en", "source_ids")
    assert take(found, *columns) == [
        (2023, True, False, ["size groups"], [KPK]),
        (2024, True, True, ["three classes", "matrix"], [NEWS, KPK]),
    ]
    assert small.ask("figure/spi_trend_breaks", from_year=2023, year=2023) == []


def test_spi_trend_events_take_a_province_with_its_parts(small):
    asked = {"from_year": 2016, "year": 2024}
    found = small.ask("figure/spi_trend_events", region=["63", "63.71"], **asked)
    assert take(found, "series_key", "event_kind", "region_code", "event_date") == [
        ("63", "ott", "63", dt.date(2016, 3, 5)),
        ("63", "ott", "63.01", dt.date(2016, 7, 1)),
        ("63", "ott", "63.71", dt.date(2016, 9, 9)),
        ("63", "activity", "63.71", dt.date(2016, 9, 20)),
        ("63", "ott", "63", dt.date(2019, 1, 15)),
        ("63", "activity", "63.71", dt.date(2024, 10, 16)),
        ("63.71", "ott", "63.71", dt.date(2016, 9, 9)),
        ("63.71", "activity", "63.71", dt.date(2016, 9, 20)),
        ("63.71", "activity", "63.71", dt.date(2024, 10, 16)),
    ]


def ott_map(small: Answers, from_year: int, year: int, indicator: str = "ott_count"):
    return small.ask(
        "figure/ott_map", from_year=from_year, year=year, indicator=indicator, region=["62"]
    )


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ("ott_count", [0, 1, 0, 1, 3]),
        ("per_10_million_people", [0, 1, 0, 5, 7.5]),
        ("per_100_governments", [0, 100, 0, 50, 200 / 3]),
    ],
)
def test_ott_map_over_complete_years(small, indicator, values):
    found = ott_map(small, 2016, 2018, indicator)
    assert [row["region_code"] for row in found] == ["13", "31", "61", "62", "63"]
    assert [row["ott_value"] for row in found] == pytest.approx(values)
    assert all(row["is_complete"] for row in found)
    assert [row["is_chosen"] for row in found] == [False, False, False, True, False]
    people = indicator == "per_10_million_people"
    assert sorted(found[4]["source_ids"]) == sorted([LIST, COURT, *[DUKCAPIL] * people])
    assert found[0]["source_ids"] == ([DUKCAPIL] if people else [])


def test_ott_map_knows_no_count_when_a_year_is_unknown(small):
    columns = ("region_code", "ott_value", "ott_count", "found_count", "is_complete")
    assert take(ott_map(small, 2015, 2016), *columns) == [
        ("13", None, None, 0, False),
        ("31", None, None, 0, False),
        ("61", None, None, 0, False),
        ("62", 1, 1, 1, False),
        ("63", None, None, 3, False),
    ]


def test_ott_by_year(small):
    found = small.ask("figure/ott_by_year", from_year=2015, year=2018)
    assert [row["level_group"] for row in found] == [
        "kabupaten_kota",
        "provinsi",
        "pusat_daerah",
        "pusat",
    ] * 4
    assert {
        year: [row["ott_count"] for row in found if row["year"] == year]
        for year in range(2015, 2019)
    } == {
        2015: [1, None, None, None],
        2016: [1, 1, 1, 1],
        2017: [0, 1, 0, 0],
        2018: [0, 1, 0, 0],
    }
    columns = ("year", "year_total", "year_counted_by_kpk", "official_ott_count", "is_complete")
    assert take(found[::4], *columns) == [
        (2015, 1, 1, 5, False),
        (2016, 4, 4, 4, True),
        (2017, 1, 1, 1, True),
        (2018, 1, 0, 0, True),
    ]
    assert found[0]["source_ids"] == sorted([LIST, NEWS])
    assert found[1]["source_ids"] == [NEWS]


def test_ott_by_year_is_zero_only_where_coverage_says_so(tmp_path):
    tables = world()
    for row in tables["coverage"]:
        row["absence_means"] = "unknown"
    answers = Answers(write_facts(tmp_path, tables))
    found = answers.ask("figure/ott_by_year", from_year=2017, year=2017)
    assert [row["ott_count"] for row in found] == [None, 1, None, None]
    assert {row["ott_count"] for row in answers.sql("select ott_count from mart_ott")} == {
        None,
        1,
        3,
    }


def test_response_timeline_tells_a_province_with_its_parts(small):
    found = small.ask(
        "figure/response_timeline", from_year=2019, year=2024, scope="pemprov", region=["63", "62"]
    )
    assert take(found, "lane", "region_code", "event_date", "date_precision", "score") == [
        ("regulation", "63.71", dt.date(2019, 1, 1), "year", None),
        ("ott", "63", dt.date(2019, 1, 15), "day", None),
        ("spi", "63", dt.date(2022, 7, 1), "year", 73.76),
        ("wbk", "63.71", dt.date(2023, 1, 1), "year", None),
        ("spi", "63", dt.date(2023, 7, 1), "year", 72.54),
        ("spi", "63", dt.date(2024, 7, 1), "year", 64.15),
        ("activity", "63.71", dt.date(2024, 10, 16), "day", None),
    ]
    assert found[0]["source_ids"] == [RULES]
    assert found[-1]["source_ids"] == [TRAINING]


def test_response_timeline_of_a_kota_is_its_own(small):
    found = small.ask(
        "figure/response_timeline", from_year=2023, year=2024, scope="pemprov", region=["63.71"]
    )
    assert take(found, "lane", "scope", "score") == [
        ("wbk", None, None),
        ("spi", "pemkot", 76.0),
        ("spi", "pemkot", 78.5),
        ("activity", None, None),
    ]


def test_response_timeline_of_no_region_is_empty(small):
    asked = {"from_year": 2008, "year": 2026, "scope": "pemprov", "region": []}
    assert small.ask("figure/response_timeline", **asked) == []


# --- summaries -----------------------------------------------------------------------------------


def test_region_cards_keep_the_readers_order(small):
    found = small.ask(
        "summary/region_cards",
        region=["31", "63", "62.71"],
        scope="pemprov",
        year=2024,
        ott_from_year=2016,
        ott_year=2018,
    )
    columns = ("region_code", "year", "score", "spi_class", "change", "score_rank", "n_ranked")
    assert take(found, *columns, "ott_count", "activity_title_en") == [
        ("31", None, None, None, None, None, None, 1, None),
        ("63", 2024, 64.15, "rentan", -8.39, 3, 4, 3, "Training of officials"),
        ("62.71", None, None, None, None, None, None, 0, None),
    ]
    assert sorted(found[1]["source_ids"]) == sorted([NEWS, LIST, COURT, TRAINING])
    assert found[1]["activity_region_label"] == "Kota Banjarmasin"


def test_region_cards_look_back_from_the_year(small):
    [card] = small.ask(
        "summary/region_cards",
        region=["63"],
        scope="pemprov",
        year=2023,
        ott_from_year=2017,
        ott_year=2018,
    )
    assert take([card], "year", "score", "is_disputed", "low", "high", "ott_count") == [
        (2023, 72.54, True, 72.54, 72.55, 0)
    ]
    assert card["activity_date"] == dt.date(2016, 9, 20)


def test_region_cards_take_the_newest_known_score(small):
    [card] = small.ask(
        "summary/region_cards",
        region=["61"],
        scope="pemprov",
        year=2023,
        ott_from_year=2016,
        ott_year=2018,
    )
    assert (card["year"], card["score"], card["spi_class"]) == (2021, 70.0, None)


def test_comparison(small):
    found = small.ask(
        "summary/comparison", region=["31", "61", "63.71", "62"], scope="pemprov", year=2024
    )
    columns = ("region_code", "scope", "score", "distance_to_national", "distance_to_best")
    assert take(found, *columns) == [
        ("63.71", "pemkot", 78.5, pytest.approx(6.97), 0),
        ("62", "pemprov", 67.76, pytest.approx(-3.77), pytest.approx(-10.74)),
        ("61", "pemprov", 64.15, pytest.approx(-7.38), pytest.approx(-14.35)),
        ("31", "pemprov", None, None, None),
    ]


def test_references_are_those_of_the_year_and_of_the_islands_chosen(small):
    def told(year: int, *region: str) -> list[tuple[Any, ...]]:
        found = small.ask("summary/references", region=list(region), scope="pemprov", year=year)
        return take(found, "series_kind", "series_label", "score", "n_known", "n_provinces")

    nation = ("nasional", None, 71.53, None, None)
    pemprov_mean = ("rerata_pemprov", None, 68.1, None, None)
    island = ("pulau", "Kalimantan", pytest.approx(65.35333), 3, 3)
    assert told(2024, "63") == [nation, island, pemprov_mean]
    assert told(2024, "63.71") == [nation, pemprov_mean]
    assert told(2022, "63") == [("nasional", None, 71.94, None, None)]  # one of three: no mean


def test_completeness(small):
    def told(year: int) -> dict[str, tuple[Any, Any]]:
        found = small.ask("summary/completeness", year=year)
        return {row["fact"]: (row["n_known"], row["n_all"]) for row in found}

    assert told(2024) == {
        "spi_pemprov": (4, 5),
        "spi_regency_city": (1, 3),  # Jakarta's two are not governments
        "activity": (5, None),
        "wbk": (1, None),
        "source": (8, None),
    }
    assert told(2022) == {
        "spi_pemprov": (1, 5),
        "spi_regency_city": (0, 3),
        "activity": (1, None),
        "wbk": (0, None),
        "source": (8, None),
    }


def test_national(small):
    found = small.ask("summary/national", year=2023)
    assert take(found, "year", "score", "spi_class", "change", "is_disputed") == [
        (2023, 70.97, "rentan", -0.97, False),
        (2022, 71.94, "rentan", -0.46, False),
        (2021, 72.4, None, None, False),
    ]


def test_years_and_the_default_year(small):
    found = small.ask("summary/years")
    assert take(found, "scope", "year", "n_known", "n_provinces", "is_default") == [
        # One of five at most: the newest of the years in which most are known.
        ("agregat_wilayah", 2025, 0, 5, False),
        ("agregat_wilayah", 2024, 1, 5, True),
        ("agregat_wilayah", 2023, 0, 5, False),
        ("agregat_wilayah", 2022, 0, 5, False),
        ("agregat_wilayah", 2021, 0, 5, False),
        # Four of five in 2024, none in 2025.
        ("pemprov", 2025, 0, 5, False),
        ("pemprov", 2024, 4, 5, True),
        ("pemprov", 2023, 2, 5, False),
        ("pemprov", 2022, 1, 5, False),
        ("pemprov", 2021, 1, 5, False),
    ]


def test_ott_years(small):
    assert small.ask("summary/ott_years") == [
        {
            "first_year": 2014,
            "last_year": 2019,
            "first_complete_year": 2016,
            "last_complete_year": 2018,
        }
    ]


def test_regions_and_sources_that_can_be_chosen(small):
    codes = [row["region_code"] for row in small.ask("summary/regions")]
    assert codes == ["13", "31", "61", "62", "63", "31.01", "31.71", "62.71", "63.01", "63.71"]
    found = small.ask("summary/sources")
    assert [row["source_id"] for row in found] == sorted(r["source_id"] for r in WORLD["sources"])


# --- what is known, and how well -----------------------------------------------------------------


def test_coverage_matrix(small):
    found = small.ask(
        "figure/coverage_matrix", from_year=2023, year=2024, scope="pemprov", region=["63"]
    )
    columns = ("region_code", "year", "knowledge", "n_sources", "n_known", "n_provinces")
    assert take(found, *columns, "is_chosen") == [
        ("13", 2023, "no_data", None, 2, 5, False),
        ("13", 2024, "one_source", 1, 4, 5, False),
        ("31", 2023, "no_data", None, 2, 5, False),
        ("31", 2024, "no_data", None, 4, 5, False),
        ("61", 2023, "no_data", None, 2, 5, False),
        ("61", 2024, "one_source", 1, 4, 5, False),
        ("62", 2023, "one_source", 1, 2, 5, False),
        ("62", 2024, "one_source", 1, 4, 5, False),
        ("63", 2023, "disputed", 2, 2, 5, True),
        ("63", 2024, "one_source", 1, 4, 5, True),
    ]
    assert [row["source_ids"] for row in found[:2]] == [None, [NEWS]]


def test_coverage_matrix_tells_agreement_and_weak_sources(tmp_path):
    tables = world()
    tables["spi_results"] += rows(
        "region_code scope year score source_id reliability excluded_reason",
        ("61", "pemprov", 2024, "64.2", NEWS, "news", None),  # a rounding agrees
        ("31", "pemprov", 2024, "70.10", WEAK, "weak", None),
    )
    answers = Answers(write_facts(tmp_path, tables))

    def told(scope: str) -> list[str]:
        asked = {"from_year": 2024, "year": 2024, "scope": scope, "region": []}
        return [row["knowledge"] for row in answers.ask("figure/coverage_matrix", **asked)]

    unknown, one = "no_data", "one_source"
    assert told("pemprov") == [one, "weak_only", "several_agree", one, one]
    assert told("agregat_wilayah") == [unknown, unknown, unknown, unknown, "weak_only"]


def test_disputed_scores_with_their_observations(small):
    found = small.ask("summary/disputed")
    columns = ("region_code", "scope", "year", "chosen_score", "low", "high", "printed_score")
    assert take(found, *columns, "verdict", "reliability", "publisher") == [
        ("63", "pemprov", 2024, 64.15, 64.15, 64.15, 99.99, "wrong", "weak", "Blog"),
        ("63", "pemprov", 2023, 72.54, 72.54, 72.55, 72.54, "chosen", "official", "KPK"),
        ("63", "pemprov", 2023, 72.54, 72.54, 72.55, 72.55, "other", "news", "Kabar"),
    ]
    assert take(found, "printed_decimals", "is_disputed", "excluded_reason", "source_ids") == [
        (2, False, "the score of another body", [WEAK]),
        (2, True, None, [KPK]),
        (2, True, None, [NEWS]),
    ]


def test_a_rounding_supports_the_chosen_value_and_what_is_wrong_may_leave_no_score(tmp_path):
    tables = world()
    tables["spi_results"] += rows(
        "region_code scope year score source_id reliability excluded_reason",
        ("63", "pemprov", 2023, "72.5", WEAK, "weak", None),
        ("31", "pemprov", 2024, "50", WEAK, "weak", "a guess"),
    )
    found = Answers(write_facts(tmp_path, tables)).ask("summary/disputed")
    told = take(found, "region_code", "year", "printed_score", "chosen_score", "verdict")
    assert ("63", 2023, 72.5, 72.54, "chosen") in told
    assert ("31", 2024, 50.0, None, "wrong") in told


def test_columns_of_tables(small):
    found = small.ask("summary/columns")
    years = [row for row in found if row["view_name"] == "mart_ott_year"]
    assert take(years, "column_name", "data_type", "column_order") == [
        ("year", "INTEGER", 1),
        ("is_complete", "BOOLEAN", 2),
        ("is_zero_when_absent", "BOOLEAN", 3),
    ]
    assert not [row for row in found if row["view_name"].startswith("raw_")]


def test_source_use(small):
    found = small.ask("summary/source_use")
    assert take(found, "source_id", "is_official", "n_rows", "table_names") == [
        # 12 scores, 14 classes, 5 survey years, 3 notes and 3 yearly counts.
        (
            KPK,
            True,
            37,
            ["ott_yearly", "spi_classes", "spi_method_notes", "spi_results", "spi_survey_years"],
        ),
        (
            NEWS,
            False,
            11,
            [
                "ott_yearly",
                "paksi_counts",
                "spi_method_notes",
                "spi_results",
                "wbk_status",
                "wbk_yearly",
            ],
        ),
        (DUKCAPIL, True, 10, ["population"]),
        (LIST, False, 5, ["ott_incidents"]),
        (TRAINING, False, 5, ["bimtek_activity"]),
        (COURT, True, 3, ["ott_incidents"]),
        (WEAK, False, 2, ["spi_results"]),
        (RULES, True, 1, ["regulations"]),
    ]


def test_classes_by_year_and_a_year_without(small):
    found = small.ask("summary/classes")
    assert take(found[:5], "year", "spi_class", "class_lower", "class_upper", "source_ids") == [
        (2021, None, None, None, None),
        (2022, "sangat_rentan", 0, 68, [KPK]),
        (2022, "rentan", 68, 73.7, [KPK]),
        (2022, "waspada", 73.7, 77.5, [KPK]),
        (2022, "terjaga", 77.5, 100, [KPK]),
    ]
    assert [row["year"] for row in found[5:]] == [2023] * 4 + [2024] * 3 + [2025] * 3


def test_method_notes(small):
    assert take(
        small.ask("summary/method_notes"), "year", "note_kind", "note_en", "source_ids"
    ) == [
        (2021, "series_start", "start", [KPK]),
        (2023, "not_published", "not published", [NEWS]),
        (2023, "method_change", "size groups", [KPK]),
        (2024, "method_change", "matrix", [NEWS]),
        (2024, "class_change", "three classes", [KPK]),
    ]


def test_coverage_of_tables(small):
    columns = ("table_name", "from_year", "to_year", "completeness", "absence_means", "note_id")
    assert take(small.ask("summary/coverage"), *columns) == [
        ("ott_incidents", 2014, 2015, "partial", "unknown", "sebagian"),
        ("ott_incidents", 2016, 2018, "complete", "zero", "lengkap"),
        ("ott_incidents", 2019, 2019, "partial", "unknown", "sebagian"),
        ("spi_results", 2021, 2025, "partial", "unknown", "sebagian"),
    ]


# Written as tests above: a new query that nobody computed by hand stands out here.
# --- the profile of one region -------------------------------------------------------------------


def test_spi_regencies_of_a_province_and_of_its_part(small):
    columns = ("region_code", "scope", "score", "spi_class", "is_regency", "is_chosen")
    assert take(small.ask("figure/spi_regencies", year=2024, region=["63.71", "62"]), *columns) == [
        ("63.71", "pemkot", 78.5, "terjaga", True, True),
        ("63.01", "pemkab", None, "no_data", True, False),
        ("63", "pemprov", 64.15, "rentan", False, False),
        ("63", "agregat_wilayah", 70.5, "rentan", False, False),
    ]
    of_province = small.ask("figure/spi_regencies", year=2023, region=["63"])
    assert not any(row["is_chosen"] for row in of_province)
    assert take(of_province, "score", "low", "high", "is_disputed") == [
        (76.0, 76.0, 76.0, False),
        (None, None, None, False),
        (72.54, 72.54, 72.55, True),
        (None, None, None, False),
    ]
    jakarta = small.ask("figure/spi_regencies", year=2024, region=["31.71"])
    assert take(jakarta, "region_code", "scope") == [("31", "pemprov"), ("31", "agregat_wilayah")]
    assert small.ask("figure/spi_regencies", year=2024, region=[]) == []


def test_regency_years_and_the_default_year(small):
    def told(region: str) -> list[tuple[Any, ...]]:
        found = small.ask("summary/regency_years", region=[region])
        return take(found, "year", "n_known", "n_governments", "is_default")

    assert told("63.01") == [
        (2025, 0, 2, False),
        (2024, 1, 2, True),
        (2023, 1, 2, False),
        (2022, 0, 2, False),
        (2021, 0, 2, False),
    ]
    assert told("31") == []


def test_profile_tells_the_last_ott_and_what_followed(small):
    asked = {"region_code": "63", "scope": "pemprov"}
    [row] = small.ask("summary/profile", **asked, year=2024)
    counts = ("ott_count", "activity_count", "zone_count", "regulation_count")
    assert take([row], *counts) == [(4, 2, 1, 1)]
    assert (row["ott_date"], row["ott_offices_en"]) == (
        dt.date(2019, 1, 15),
        "Office ott-2019-01-15-63",
    )
    assert (row["activities_since_ott"], row["activity_title_en"]) == (1, "Training of officials")
    assert row["days_until_activity"] == 2101
    assert row["years_without_score"] == [2021]
    assert row["source_ids"] == [LIST, TRAINING]
    [earlier] = small.ask("summary/profile", **asked, year=2016)
    assert take([earlier], "ott_date", "activity_date", "days_until_activity") == [
        (dt.date(2016, 9, 9), dt.date(2016, 9, 20), 11)
    ]


def test_profile_does_not_order_what_one_month_holds(tmp_path):
    tables = world()
    for incident in tables["ott_incidents"]:
        if incident["incident_id"] == "ott-2016-09-09-6371":
            incident |= {"ott_date": "2016-09-01", "date_precision": "month"}
    answers = Answers(write_facts(tmp_path, tables))
    [row] = answers.ask("summary/profile", region_code="63.71", scope="pemprov", year=2016)
    assert (row["ott_date_precision"], row["activities_since_ott"]) == ("month", 0)
    found = answers.ask("summary/profile_activities", region_code="63.71", year=2016)
    assert take(found, "event_date", "days_since_ott") == [(dt.date(2016, 9, 20), None)]


def test_profile_of_a_region_without_facts(small):
    [row] = small.ask("summary/profile", region_code="63.01", scope="pemprov", year=2015)
    assert (row["ott_count"], row["activity_count"], row["ott_date"]) == (0, 0, None)
    assert row["source_ids"] == row["years_without_score"] == []
    [row] = small.ask("summary/profile", region_code="31.71", scope="pemprov", year=2022)
    assert row["has_own_government"] is False
    assert row["years_without_score"] == [2021, 2022]


def test_profile_lists_are_newest_first_and_a_province_has_its_parts(small):
    def told(part: str, region: str, *columns: str, year: int = 2024) -> list[tuple[Any, ...]]:
        found = small.ask(f"summary/profile_{part}", region_code=region, year=year)
        return take(found, *columns)

    assert told("ott", "63", "event_date", "region_code", "source_ids") == [
        (dt.date(2019, 1, 15), "63", [LIST]),
        (dt.date(2016, 9, 9), "63.71", [COURT]),
        (dt.date(2016, 7, 1), "63.01", [COURT]),
        (dt.date(2016, 3, 5), "63", [LIST]),
    ]
    assert told("ott", "63.71", "offices_en", "summary_en") == [
        ("Office ott-2016-09-09-6371", "Alleged bribe")
    ]
    assert told("ott", "63", "event_date", year=2015) == []
    assert told("activities", "63", "title_en", "organizer", "days_since_ott") == [
        ("Training of officials", "KPK", 2101),
        ("Training in Banjarmasin", "KPK", 11),
    ]
    # The only earlier OTT of the province: 10 October 2018; the meeting is known by month only.
    assert told("activities", "62", "title_en", "days_since_ott") == [("Meeting in Kalteng", None)]
    zone = ("year", "unit_name", "unit_count", "event_type", "award_by", "is_year_inferred")
    assert told("zones", "63", *zone) == [(2023, "RSUD", 1, "belum lolos", "kemenpanrb", False)]
    assert told("zones", "63", *zone, year=2022) == []
    rule = ("year", "event_type", "regulation_number", "subject", "title_id", "source_ids")
    assert told("regulations", "63.71", *rule) == [
        (2019, "Peraturan Wali Kota", "5", "wbs", "Pengaduan", [RULES])
    ]
    assert told("regulations", "62", *rule) == []


def test_profile_peers_are_the_nearest_of_the_same_kind_and_year(small):
    def told(region: str, scope: str = "pemprov", year: int = 2025) -> list[tuple[Any, ...]]:
        found = small.ask("summary/profile_peers", region_code=region, scope=scope, year=year)
        return take(found, "region_code", "year", "distance")

    assert told("63") == [
        ("61", 2024, 0),
        ("62", 2024, pytest.approx(3.61)),
        ("13", 2024, pytest.approx(14.85)),
    ]
    assert told("63", year=2023) == [("62", 2023, pytest.approx(-6.55))]
    assert told("63", scope="agregat_wilayah") == told("63.71") == told("31") == []


def test_profile_neighbours(small):
    def told(region: str) -> list[str]:
        found = small.ask("summary/profile_neighbours", region_code=region)
        return [row["region_code"] for row in found]

    assert told("63") == ["61", "62"]
    assert told("63.71") == ["63", "63.01"]
    assert told("13") == []


HAND_COMPUTED = {
    "figure/spi_regencies",
    "summary/regency_years",
    "summary/profile",
    *(
        f"summary/profile_{name}"
        for name in ("ott", "activities", "zones", "regulations", "peers", "neighbours")
    ),
    *(f"figure/spi_{name}" for name in ("map", "ranking", "classes", "change", "trend")),
    *(f"figure/spi_trend_{name}" for name in ("breaks", "events")),
    *(f"figure/{name}" for name in ("ott_map", "ott_by_year", "response_timeline")),
    *(
        f"summary/{name}"
        for name in ("region_cards", "comparison", "completeness", "national", "references")
    ),
    *(f"summary/{name}" for name in ("years", "ott_years", "regions", "sources")),
    "figure/coverage_matrix",
    *(
        f"summary/{name}"
        for name in (
            *("disputed", "source_use", "classes", "method_notes", "coverage"),
            "columns",
        )
    ),
}


def test_every_query_that_a_reader_sees_is_computed_by_hand_here():
    asked = {
        name.removesuffix(".sql") for name in QUERIES if name.startswith(("figure", "summary"))
    }
    assert asked == HAND_COMPUTED


# --- the SQL itself ------------------------------------------------------------------------------

# The engines of a cluster to which every query must be translatable. (Measured with sqlglot 30.30:
# also Snowflake and Databricks take all of them; PostgreSQL lacks any_value and arg_max as written,
# BigQuery orders in array_agg differently, ClickHouse writes parameters in another way.)
CLUSTER_ENGINES = ("spark", "trino")


@pytest.mark.parametrize("name", QUERIES)
def test_query_can_move_to_a_cluster(name):
    text = (SQL / name).read_text(encoding="utf-8")
    statements = sqlglot.parse(text, read="duckdb")
    assert len(statements) == 1, "one query a file"
    for engine in CLUSTER_ENGINES:
        [moved] = sqlglot.transpile(
            text, read="duckdb", write=engine, unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        assert sqlglot.parse_one(moved, read=engine) is not None


@pytest.mark.parametrize("name", QUERIES)
def test_query_binds_parameters_and_is_never_pasted_together(name):
    text = (SQL / name).read_text(encoding="utf-8")
    for pasted in (r"\{\w*\}", r"\{\{", r"\{%", r"%\(\w+\)s", r"(?<!\w)%[sd]\b", r"\$\{", r"\?"):
        assert not re.search(pasted, text), pasted
    bound = set(re.findall(r"\$(\w+)", re.sub(r"--[^\n]*", "", text)))
    if not name.startswith(("figure/", "summary/")):
        assert not bound, "only what is asked at run time has parameters"
    comment = " ".join(re.findall(r"^-- ?(.*)$", text, re.MULTILINE))
    assert bound == set(re.findall(r"\$(\w+)", comment)), "the comment lists the parameters"


@pytest.mark.parametrize("name", [n for n in QUERIES if n.startswith(("mart/", "figure/"))])
def test_query_says_its_grain_first(name):
    first = (SQL / name).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("-- Grain: one row per ")


GRAINS: dict[str, str] = {
    "mart_spi": "region_code, scope, year",
    "mart_spi_island": "island_group, scope, year",
    "mart_ott": "province_code, year",
    "mart_ott_central": "year",
    "mart_ott_year": "year",
    "mart_region": "region_code",
    "mart_event": "event_id",
    "mart_ott_level": "year, level_group",
    "mart_spi_province": "region_code, scope, year",
    "mart_spi_series": "series_key, asked_scope, year",
}


@pytest.mark.parametrize("answers", [shipped, None], ids=["shipped", "small"])
@pytest.mark.parametrize("mart", [name[5:-4] for name in QUERIES if name.startswith("mart/")])
def test_mart_keeps_its_grain(mart, answers: Callable[[], Answers] | None, small):
    found = (answers() if answers else small).sql(
        f"select count(*) as n, count(distinct ({GRAINS[mart]})) as n_keys from {mart}"
    )
    assert found[0]["n"] == found[0]["n_keys"] > 0

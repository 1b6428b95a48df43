"""The choice among observations: scores, classes, changes and ranks of mart_spi."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures import (
    DATA,
    KPK,
    Answers,
    only,
    rows,
    shipped,
    world,
    write_facts,
)
from tests.sql.shared import spi, take

KNOWN = {
    ("63", "pemprov", 2022): "73.76",
    ("63", "pemprov", 2023): "72.54",
    ("63", "pemprov", 2024): "64.15",
    ("62", "pemprov", 2023): "65.99",
    ("62", "pemprov", 2024): "67.76",
    ("00", "nasional", 2023): "70.97",
    ("00", "nasional", 2025): "72.32",
    ("91", "pemprov", 2021): "58.04",
    ("15", "pemprov", 2024): "65.36",
    ("17", "pemprov", 2024): "71.76",
    ("14", "pemprov", 2025): "67.19",
    ("64.71", "pemkot", 2024): "75.08",
    ("64.71", "pemkot", 2025): "77.43",
}


def test_known_scores():
    for (region, scope, year), score in KNOWN.items():
        assert spi(shipped(), region, scope, year)["score"] == Decimal(score), (region, year)


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
        if not row["excluded_reason_en"]:
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
            "region_code scope year score source_id reliability excluded_reason_en",
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


def test_choice_among_observations_and_a_second_opinion(choices, subtests):
    published = {key: on or "" for key, on in PUBLISHED.items()}
    for case, (observations, expected) in CHOICES.items():
        with subtests.test(case):
            assert choices.get(case) == expected
            if expected is not None:
                usable = [Observation(*seen, published) for seen in observations if len(seen) == 3]
                second = [float(value) for value in by_the_rule(usable)]
                assert second == [float(value) for value in expected[:5]]


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


LIMITS = (
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
)


def test_class_limits(limits):
    for year, score, expected in LIMITS:
        assert limits[year, score] == expected, (year, score)


def test_change_is_against_the_previous_year_that_has_a_score(small):
    columns = ("score", "previous_year", "previous_score", "change", "years_back")
    assert take([spi(small, "61", "pemprov", 2024)], *columns) == [(64.15, 2021, 70.0, -5.85, 3)]
    assert take([spi(small, "63", "pemprov", 2024)], *columns) == [(64.15, 2023, 72.54, -8.39, 1)]
    assert take([spi(small, "62", "pemprov", 2023)], *columns) == [(65.99, None, None, None, None)]


def test_change_stays_within_a_scope(small):
    assert spi(small, "63", "agregat_wilayah", 2024)["previous_year"] is None


BREAKS = (
    ("00", "nasional", 2021, (False, False)),  # nothing before it, also not its series_start
    ("00", "nasional", 2022, (False, False)),
    ("00", "nasional", 2023, (True, False)),
    ("00", "nasional", 2024, (True, True)),
    ("61", "pemprov", 2024, (True, True)),  # crosses 2022 to 2024
    ("62", "pemprov", 2023, (False, False)),
)


def test_a_change_tells_the_breaks_that_it_crosses(small):
    for region, scope, year, breaks in BREAKS:
        row = spi(small, region, scope, year)
        assert (row["has_method_change"], row["has_class_change"]) == breaks, (region, year)


def test_ranks_share_places_and_count_only_the_known_of_a_kind(small):
    found = small.sql(
        "select * from mart_spi where score_rank is not null "
        "order by scope, year, score_rank, region_code"
    )
    assert take(found, "year", "region_code", "score_rank", "n_ranked") == [
        (2023, "63.71", 1, 1),
        (2024, "63.71", 1, 1),
        (2021, "61", 1, 1),
        (2022, "63", 1, 1),
        (2023, "63", 1, 2),
        (2023, "62", 2, 2),
        (2024, "13", 1, 4),
        (2024, "62", 2, 4),
        (2024, "61", 3, 4),
        (2024, "63", 3, 4),
    ]
    assert {row["scope"] for row in found} == {"pemkot", "pemprov"}

"""Every file of sql/ gives the same rows on DuckDB and on a second engine, row by row.

The engine is Sail in this process, for what it carries; with CONFORMANCE_REMOTE a cluster, which
has to carry all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.broken import broken
from tests.conformance.engines import CHECKS, MODELS, QUERIES, REMOTE, Both, name_of, server
from tests.declared import write_declared
from tests.fixtures import DATA, write_facts

# What Sail 0.7 does not read; each of these files must fail there, so that the list stays true.
NO_QUALIFY, NO_EXCEPT = "it has no qualify", "it has no select * except"
NOT_CARRIED_BY_SAIL = {
    "mart/bimtek/mart_activity_mark": NO_EXCEPT,
    "mart/spi/mart_scorecard": NO_EXCEPT,
    "mart/spi/mart_spi_reported_class": NO_QUALIFY,
    "query/bimtek/bimtek_activities": NO_QUALIFY,
    "query/bimtek/bimtek_after_ott": NO_QUALIFY,
    "query/bimtek/bimtek_calendar": NO_QUALIFY,
    "query/bimtek/bimtek_topics": NO_QUALIFY,
    "query/bimtek/bimtek_totals": NO_QUALIFY,
    "query/indicator/indicator_scorecard": NO_QUALIFY,
    "query/ott/ott_map": NO_EXCEPT,
    "query/ott/ott_offices": NO_EXCEPT,
    "query/ott/ott_sectors": NO_EXCEPT,
    "query/region/region_cards": NO_QUALIFY,
    "query/region/region_peers": NO_QUALIFY,
    "query/region/region_profile": NO_QUALIFY,
    "query/spi/spi_change": NO_QUALIFY,
    "query/wbk/wbk_by_year": NO_EXCEPT,
    "query/wbk/wbk_ladder": NO_QUALIFY,
}
NOT_CARRIED = {} if REMOTE else NOT_CARRIED_BY_SAIL
# Which facts, and with how many sets of values each query is asked at most.
FACTS = {"shipped": 2, "declared": 1} if REMOTE else {"declared": 1}


@pytest.fixture(scope="module")
def remote() -> Iterator[str]:
    with server() as address:
        yield address


@pytest.fixture(scope="module", params=FACTS)
def both(request, remote, tmp_path_factory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp(request.param)
    shipped = request.param == "shipped"
    data = DATA if shipped else write_declared(tmp_path_factory.mktemp("facts"))
    made = Both(remote, data, folder, FACTS[request.param])
    yield made
    made.close()


@pytest.fixture(scope="module")
def faulty(remote, tmp_path_factory) -> Iterator[Both]:
    data = write_facts(tmp_path_factory.mktemp("broken"), broken())
    made = Both(remote, data, tmp_path_factory.mktemp("both"), 1)
    yield made
    made.close()


@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_a_model_has_the_same_rows(both: Both, path: Path) -> None:
    if name_of(path) in NOT_CARRIED:
        with pytest.raises(Exception, match="invalid argument"):
            both.model_difference(path)
    else:
        assert both.model_difference(path) is None


@pytest.mark.parametrize("path", QUERIES, ids=name_of)
def test_a_query_has_the_same_rows(both: Both, path: Path) -> None:
    if name_of(path) in NOT_CARRIED:
        with pytest.raises(Exception, match="invalid argument"):
            both.answer_differences(path)
    else:
        assert both.answer_differences(path) == []


@pytest.mark.parametrize("path", CHECKS, ids=name_of)
def test_a_check_finds_the_same_rows_of_broken_facts(faulty: Both, path: Path) -> None:
    if name_of(path) != "check/indicator_is_of_declared_levels":  # these facts declare none
        assert faulty.rows_here(path) > 0
    assert faulty.answer_differences(path) == []

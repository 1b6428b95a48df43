"""Every file of sql/ gives the same rows on DuckDB and on a second engine, row by row.

The engine is Sail in this process, for what it carries; with CONFORMANCE_REMOTE a cluster, which
has to carry all of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.warehouse.spark.dialect import Untranslatable, translate
from tests import synthetic
from tests.conformance import probes
from tests.conformance.broken import broken
from tests.conformance.comparing import same
from tests.conformance.engines import (
    CHECKS,
    MODELS,
    QUERIES,
    REMOTE,
    Both,
    name_of,
    rows_of_both,
    server,
)
from tests.declared import write_declared
from tests.fixtures import DATA, models_behind, write_facts

# What Sail 0.7 does not read; each of these files must fail there, so that the list stays true.
NO_QUALIFY, NO_EXCEPT = "it has no qualify", "it has no select * except"
NOT_CARRIED_BY_SAIL = {
    "query/bimtek/bimtek_activities": NO_QUALIFY,
    "query/bimtek/bimtek_after_ott": NO_QUALIFY,
    "query/bimtek/bimtek_calendar": NO_QUALIFY,
    "query/bimtek/bimtek_topics": NO_QUALIFY,
    "query/bimtek/bimtek_totals": NO_QUALIFY,
    "query/indicator/indicator_scorecard": NO_QUALIFY,
    "query/method/disputed": NO_QUALIFY,
    "query/ott/ott_map": NO_EXCEPT,
    "query/ott/ott_offices": NO_EXCEPT,
    "query/ott/ott_sectors": NO_EXCEPT,
    "query/ott/ott_timeline": NO_EXCEPT,
    "query/region/region_cards": NO_QUALIFY,
    "query/region/region_ott": NO_EXCEPT,
    "query/region/region_peers": NO_QUALIFY,
    "query/region/region_profile": NO_QUALIFY,
    "query/spi/spi_change": NO_QUALIFY,
    "query/wbk/wbk_by_year": NO_EXCEPT,
    "query/wbk/wbk_ladder": NO_QUALIFY,
    "query/wbk/wbk_units": NO_EXCEPT,
}
# Where Sail gives another value than Spark and DuckDB do; none of it stands in a file of sql/.
WRONG_ON_SAIL = {
    "cast(cast(2.5 as double) / 1 as integer)": "a half is rounded up",
    "cast(-5 / 2 as integer)": "a half is rounded up",
    "cast(max(d) as integer)": "a half is rounded up",
    "select cast(x as integer) as a from (values (2.5::double), (-0.5)) as t (x) order by a": (
        "a half is rounded up"
    ),
    "select x, y from (values (1, 'b'), (2, 'a')) as t (x, y) order by all": "it has no such order",
    "select 1 as a where 1 not in (select y from (values (2), (null)) as u (y))": (
        "what is missing is taken for something else"
    ),
    **{
        f"list_contains({each}, cast(null as varchar))": "a missing value is called not contained"
        for each in ("['b', 'a', 'b']", "['a', null, 'b']", "cast([] as varchar[])")
    },
}
NOT_CARRIED = {} if REMOTE else NOT_CARRIED_BY_SAIL
# Which facts, and with how many sets of values each query is asked at most.
FACTS = {"shipped": 2, "declared": 1} if REMOTE else {"declared": 1}
# So many made-up rows instead of all that: minutes, so that somebody has to ask for it.
ROWS = int(os.environ.get("CONFORMANCE_ROWS", "0"))
if ROWS:
    FACTS = {"synthetic": 1}


@pytest.fixture(scope="module")
def remote() -> Iterator[str]:
    with server() as address:
        yield address


@pytest.fixture(scope="module", params=FACTS)
def both(request, remote, tmp_path_factory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp(request.param)
    data = DATA
    if request.param == "declared":
        data = write_declared(tmp_path_factory.mktemp("facts"))
    elif request.param == "synthetic":
        data = synthetic.write(tmp_path_factory.mktemp("facts"), ROWS)
    made = Both(remote, data, folder, FACTS[request.param])
    yield made
    made.close()


@pytest.fixture(scope="module")
def faulty(remote, tmp_path_factory) -> Iterator[Both]:
    data = write_facts(tmp_path_factory.mktemp("broken"), broken())
    read = models_behind("\n".join(path.read_text(encoding="utf-8") for path in CHECKS))
    made = Both(remote, data, tmp_path_factory.mktemp("both"), models=read)
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


@pytest.fixture(scope="module")
def probed(remote) -> dict[str, tuple[Any, Any]]:
    """Both engines' values of each expression; those of one row are asked at once."""
    columns = [f"{text} as p{number}" for number, text in enumerate(probes.OF_ONE_ROW)]
    asked = [f"select {', '.join(columns)}"]
    # One by one: Sail mixes up two aggregates of one select that it shows alike.
    asked += [f"select {text} as p from {probes.ROWS} as t (x, y, z, d)" for text in probes.OF_ROWS]
    asked += probes.QUERIES
    ([here], together), *aggregated = rows_of_both(remote, asked)
    assert not isinstance(together, str), together
    [there] = together
    found = {
        text: (here[f"p{number}"], there[f"p{number}"])
        for number, text in enumerate(probes.OF_ONE_ROW)
    }
    for text, answers in zip((*probes.OF_ROWS, *probes.QUERIES), aggregated, strict=True):
        found[text] = answers
    return found


@pytest.mark.parametrize("expression", (*probes.OF_ONE_ROW, *probes.OF_ROWS, *probes.QUERIES))
def test_an_expression_has_the_same_value(probed, expression: str) -> None:
    here, there = probed[expression]
    expected = REMOTE != "" or expression not in WRONG_ON_SAIL
    assert same(here, there) is expected, f"{here!r} here and {there!r} there"


@pytest.mark.parametrize("expression", probes.REFUSED)
def test_what_differs_is_refused(expression: str) -> None:
    with pytest.raises(Untranslatable, match=r"^query/probe\.sql:2: "):
        translate(f"select\n{expression} as p from t", "query/probe.sql")


@pytest.mark.parametrize("query", probes.REFUSED_QUERIES)
def test_a_query_that_differs_is_refused(query: str) -> None:
    with pytest.raises(Untranslatable, match=r"^query/probe\.sql:1: "):
        translate(query, "query/probe.sql")


@pytest.mark.parametrize("text", ["cast(d as varchar)", "y || d"])
def test_a_column_of_doubles_is_no_text_on_the_cluster(remote, text: str) -> None:
    """Only the cluster knows what a column is; it says file and line."""
    query = f"select\n{text} as p from {probes.ROWS} as t (x, y, z, d)"
    [(_here, said)] = rows_of_both(remote, [query])
    assert "sql/query/probe.sql:2: d: " in said

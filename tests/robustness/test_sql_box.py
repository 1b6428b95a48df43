"""The SQL box and what people write into it: refused, answered or ended, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from dashboard.warehouse import engine, sqlbox, sqlbox_worker, tables
from dashboard.warehouse.sqlbox import Failure, Limits
from tests.robustness.sql_texts import STRANGE, WAYS_OUT, WITHOUT_END


@pytest.fixture(scope="module")
def box() -> Iterator[duckdb.DuckDBPyConnection]:
    """The database of the confined process, in this one: the same locks."""
    known = engine.current()
    with sqlbox_worker.opened(str(known.build.database), tables.offered(known), 256) as opened:
        yield opened


@pytest.fixture
def rows(box: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What must be the same before and after."""
    question = "select count(*), bit_xor(hash(t)) from mart_spi as t"
    before, names = box.execute(question).fetchall(), box.execute("show tables").fetchall()
    yield
    assert box.execute(question).fetchall() == before
    assert box.execute("show tables").fetchall() == names


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("what", WAYS_OUT)
def test_no_way_leads_out(box: duckdb.DuckDBPyConnection, what: str) -> None:
    with pytest.raises((duckdb.Error, sqlbox_worker.Refused)) as refused:
        sqlbox_worker.ask(box, WAYS_OUT[what], 5000, 100, 8 << 20)
    assert not isinstance(refused.value, (duckdb.InternalException, duckdb.FatalException))
    assert "root:" not in str(refused.value)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("what", STRANGE)
def test_a_strange_text_breaks_nothing(box: duckdb.DuckDBPyConnection, what: str) -> None:
    try:
        sqlbox_worker.ask(box, STRANGE[what], 5000, 100, 8 << 20)
    except (duckdb.Error, sqlbox_worker.Refused, ValueError, RecursionError) as refused:
        assert not isinstance(refused, (duckdb.InternalException, duckdb.FatalException))


def test_texts_with_half_letters_and_nul_bytes_are_answered_by_the_process() -> None:
    known = engine.current()
    for sql in (STRANGE["a NUL byte in a text"], "select '\ud800'"):
        outcome = sqlbox.start(known.build.database, tables.offered(known), sql).wait(60)
        assert outcome is not None, sql


def test_the_collection_holds_at_least_forty_ways() -> None:
    assert len(WAYS_OUT) >= 40
    assert len(WITHOUT_END) >= 20
    assert Limits().seconds <= 10
    assert Failure("seconds").kind == "seconds"

"""The SQL box: every example answers, and nothing a reader writes gets out, stays, or lasts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.core.i18n import words
from dashboard.warehouse import engine, sqlbox, sqlbox_worker, tables
from dashboard.warehouse.sqlbox import Failure, Job, Limits, Result
from tests.examples import tried
from tests.fixtures import ROOT, SQL

HARD_LIMIT = 60  # seconds that any attempt may take on a busy machine
QUICK = Limits(seconds=1)


def started(sql: str, limits: Limits = sqlbox.LIMITS) -> Job:
    known = engine.current()
    return sqlbox.start(known.build.database, tables.offered(known), sql, limits)


def asked(sql: str, limits: Limits = sqlbox.LIMITS) -> Result | Failure:
    """The outcome of a query in a process of its own, within the hard limit."""
    outcome = started(sql, limits).wait(HARD_LIMIT)
    assert outcome is not None, "the query outlived the hard limit"
    return outcome


@pytest.fixture(scope="module")
def box() -> Iterator[duckdb.DuckDBPyConnection]:
    """The worker's own database, in this process: the same locks without the start of a process."""
    known = engine.current()
    with sqlbox_worker.opened(str(known.build.database), tables.offered(known), 256) as opened:
        yield opened


def ask(box: duckdb.DuckDBPyConnection, sql: str) -> list[list[object]]:
    found = sqlbox_worker.ask(box, sql, 5000, 100, 8 << 20)
    return [list(row) for row in found["rows"]]


@pytest.fixture(scope="module")
def untouched(box: duckdb.DuckDBPyConnection) -> str:
    """The fingerprint of the box before anybody asked it anything."""
    return fingerprint(box)


def fingerprint(box: duckdb.DuckDBPyConnection) -> str:
    """All tables and rows of the box, as one number."""
    names = sorted(row[0] for row in box.execute("show tables").fetchall())
    sums = [
        box.execute(f"select '{name}', count(*), bit_xor(hash(t)) from {name} as t").fetchall()
        for name in names
    ]
    return repr(sums)


# --- what it is for ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.stem for path in (SQL / "example").glob("*.sql")))
def test_every_example_answers_in_both_languages(box: duckdb.DuckDBPyConnection, name: str) -> None:
    found = [ask(box, tables.example(engine.current(), name, lang)) for lang in ("id", "en")]
    assert found[0] == found[1]
    assert 1 <= len(found[0]) < sqlbox.LIMITS.rows


def test_an_answer_is_typed_and_says_how_long_it_took() -> None:
    outcome = asked(
        "select region_code, year, score, is_disputed, source_ids, date '2024-10-06' as day, "
        "timestamp '2024-10-06 07:08:09' as moment, 0.5::double as half, null as nothing, "
        "date 'infinity' as never, 1 as year, 99999999999999999999 as huge, [1, 2] as numbers "
        "from mart_spi where region_code = '63' and scope = 'pemprov' and year = 2024"
    )
    assert isinstance(outcome, Result)
    [row] = outcome.rows.to_pylist()
    assert (row["region_code"], row["year"], str(row["score"])) == ("63", 2024, "64.1500")
    assert row["is_disputed"] is False
    assert len(row["source_ids"]) >= 1
    assert (str(row["day"]), str(row["moment"])) == ("2024-10-06", "2024-10-06 07:08:09")
    assert (row["half"], row["nothing"], row["never"]) == (0.5, None, "infinity")
    assert (row["year_2"], row["huge"], row["numbers"]) == (1, "99999999999999999999", "[1, 2]")
    assert outcome.rows.schema.field("score").type == pa.decimal128(7, 4)
    assert 0 < outcome.seconds < HARD_LIMIT
    assert outcome.cut == ""


def test_facts_and_marts_stand_in_the_box_by_their_names(box: duckdb.DuckDBPyConnection) -> None:
    names = {row[0] for row in ask(box, "show tables")}
    assert names == set(tables.tables(engine.current()))


def test_rows_beyond_the_limit_are_cut_and_said(box: duckdb.DuckDBPyConnection) -> None:
    found = sqlbox_worker.ask(box, "select * from range(1000000000000)", 5000, 100, 8 << 20)
    assert (len(found["rows"]), found["cut"]) == (5000, "rows")
    found = sqlbox_worker.ask(box, "select * from range(5)", 5, 100, 8 << 20)
    assert (len(found["rows"]), found["cut"]) == (5, "")
    found = sqlbox_worker.ask(box, "select repeat('x', 10000) from range(3000)", 5000, 100, 1 << 20)
    assert found["cut"] == "bytes"
    assert 0 < len(found["rows"]) < 3000


@pytest.mark.parametrize(
    "sql",
    [
        "from mart_ott_year",
        "values (1), (2)",
        "with a as (select 1 as n) select * from a",
        "describe mart_spi",
        "summarize mart_ott_year",
        "explain select * from mart_spi",
        "explain analyze select count(*) from mart_spi",
        "pivot mart_ott_level on level_group in ('provinsi') using sum(ott_count)",
        "select count(*) from mart_spi;",
        'select 1 as "a""; --", 2 as "a""; --"',
        "select timestamptz '2024-01-01 00:00:00+07', uuid(), 'a'::blob, map {1: 2}",
    ],
)
def test_what_reads_is_answered(box: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert ask(box, sql)


# --- attempts to get out -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{file}')",
        "select * from read_blob('{file}')",
        "select * from read_csv('{file}')",
        "select * from read_csv_auto(['{file}'])",
        "select * from read_json('{file}')",
        "select * from read_parquet('{file}')",
        "select * from parquet_metadata('{file}')",
        "select * from sniff_csv('{file}')",
        "select * from read_duckdb('{database}')",
        "select * from '{file}'",
        "from '{database}'",
        "select * from glob('/*')",
        "select * from glob('{folder}/*')",
        "select getenv('HOME')",
        "select * from read_csv('https://example.com/a.csv')",
        "select * from 'https://example.com/a.parquet'",
        "select * from duckdb_extensions()",
        "select * from query('copy mart_spi to ''{folder}/out.csv''')",
        "select * from query('attach ''{database}''')",
        "select * from query_table('{file}')",
        "select * from secret_table",
    ],
)
def test_no_file_address_or_variable_is_read(
    box: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str
) -> None:
    secret_table = pa.table({"a": ["secret"]})  # a variable of this process, no table of the box
    assert secret_table.num_rows == 1
    file = tmp_path / "secret.csv"
    file.write_text("a\nsecret\n")
    database = engine.current().build.database
    with pytest.raises((duckdb.Error, sqlbox_worker.Refused)) as refused:
        ask(box, sql.format(file=file, folder=tmp_path, database=database))
    assert not isinstance(refused.value, duckdb.InternalException)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


@pytest.mark.parametrize(
    "sql",
    [
        "attach '{folder}/new.duckdb' as other",
        "attach ':memory:' as other",
        "detach memory",
        "use information_schema",
        "install httpfs",
        "load httpfs",
        "force install excel",
        "copy mart_spi to '{folder}/out.csv'",
        "copy (select 1) to '/dev/stdout'",
        "copy mart_spi from '{folder}/in.csv'",
        "export database '{folder}/out'",
        "import database '{folder}/out'",
        "create table mine as select 1",
        "create temp table mine as select 1",
        "create view mine as select 1",
        "create macro mine() as 1",
        "create secret s (type s3)",
        "insert into mart_spi select * from mart_spi",
        "update mart_spi set score = 100",
        "delete from mart_spi",
        "truncate mart_spi",
        "drop table mart_spi",
        "alter table mart_spi rename to mine",
        "merge into mart_ott_year using mart_ott_year as b using (year) when matched then delete",
        "comment on table mart_spi is 'x'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set memory_limit = '64GB'",
        "set threads = 64",
        "set temp_directory = '{folder}'",
        "set variable x = 1",
        "reset memory_limit",
        "pragma memory_limit = '64GB'",
        "pragma database_list",
        "call pragma_version()",
        "checkpoint",
        "vacuum",
        "analyze",
        "begin",
        "commit",
        "prepare p as select 1",
        "execute p",
    ],
)
def test_nothing_but_reading_is_accepted(
    box: duckdb.DuckDBPyConnection, untouched: str, tmp_path: Path, sql: str
) -> None:
    with pytest.raises((duckdb.Error, sqlbox_worker.Refused)):
        ask(box, sql.format(folder=tmp_path))
    assert not list(tmp_path.iterdir())
    assert fingerprint(box) == untouched


@pytest.mark.parametrize(
    "sql",
    [
        "explain analyze delete from mart_spi",
        "explain analyze create table mine as select 1",
        "explain analyze insert into mart_ott_year values (1, true, true)",
        "with gone as (delete from mart_spi returning *) select * from gone",
    ],
)
def test_a_write_inside_a_reading_statement_is_refused(
    box: duckdb.DuckDBPyConnection, untouched: str, sql: str
) -> None:
    with pytest.raises(duckdb.Error):
        ask(box, sql)
    assert fingerprint(box) == untouched


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("x" * 10_001, "characters"),
    ],
)
def test_what_is_no_query_starts_no_process(sql: str, kind: str) -> None:
    job = started(sql)
    assert isinstance(job.outcome, Failure)
    assert job.outcome.kind == kind


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("-- only a comment", "empty"),
        ("select 1; drop table mart_spi", "many"),
        ("select 1; select 2", "many"),
        (f"select {', '.join('1' for _ in range(101))}", "columns"),
        ("select repeat('x', 9000000)", "bytes"),
        ("drop table mart_spi", "statement"),
    ],
)
def test_what_is_refused_has_a_kind(box: duckdb.DuckDBPyConnection, sql: str, kind: str) -> None:
    with pytest.raises(sqlbox_worker.Refused) as refused:
        ask(box, sql)
    assert refused.value.kind == kind


def test_settings_and_catalogue_tell_nothing_of_the_server() -> None:
    outcome = asked(
        "select value from duckdb_settings() union all select path from duckdb_databases()"
    )
    assert isinstance(outcome, Result)
    told = " ".join(map(str, outcome.rows.column(0).to_pylist()))
    for hidden in (ROOT, engine.current().build.database.parent, Path.home()):
        assert str(hidden) not in told


@pytest.mark.parametrize(
    "sql", ["select nothing from mart_spi", "select * from read_text('/etc/passwd')", "selec 1"]
)
def test_an_error_is_the_engines_own_word_and_no_trace(
    box: duckdb.DuckDBPyConnection, sql: str
) -> None:
    with pytest.raises(duckdb.Error) as refused:
        ask(box, sql)
    told = sqlbox_worker.error_text(refused.value)
    assert told
    for hidden in ("Traceback", ".py", str(ROOT), "site-packages", "Possible solutions"):
        assert hidden not in told


# --- attempts to last, and to eat memory ---------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive t as (select 1 as i union all select 1 from t) select count(*) from t",
        "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c",
    ],
)
def test_a_query_that_never_ends_is_ended(sql: str) -> None:
    began = time.monotonic()
    outcome = asked(sql, QUICK)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "seconds"
    assert time.monotonic() - began < HARD_LIMIT


@pytest.mark.parametrize(
    "sql",
    [
        "select repeat('x', 1000000000)",
        "select range(1000000000)",
        "select list(i) from range(1000000000) t(i)",
        "select repeat('x', 100000) from range(5000)",
        "select count(distinct repeat(i::varchar, 9)) from range(100000000) t(i)",
    ],
)
def test_a_query_that_eats_memory_dies_alone(sql: str) -> None:
    outcome = asked(sql, Limits(seconds=2))
    assert isinstance(outcome, Failure)
    assert outcome.kind in {"memory", "seconds", "crash"}


def test_a_deep_or_strange_text_is_refused_with_words() -> None:
    for sql in ("select " + "(" * 4000 + "1" + ")" * 4000, "select $1", "select 'a" + "\0" + "b'"):
        outcome = asked(sql)
        assert isinstance(outcome, (Failure, Result))


def test_a_cancel_works_while_the_query_runs() -> None:
    job = started("select count(*) from range(1000000) a, range(1000000) b, range(1000000) c")
    time.sleep(0.3)
    assert job.outcome is None
    job.cancel()
    outcome = job.wait(HARD_LIMIT)  # by itself it would not end
    assert isinstance(outcome, Failure)
    assert outcome.kind == "cancelled"


def test_only_so_many_run_at_once_and_each_ends_frees_its_place() -> None:
    endless = "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c"
    running = [started(endless) for _ in range(sqlbox.SLOTS)]
    late = started("select 1").wait(1)
    assert isinstance(late, Failure)
    assert late.kind == "busy"
    for job in running:
        job.cancel()
    assert [job.wait(HARD_LIMIT) is not None for job in running] == [True] * sqlbox.SLOTS
    assert isinstance(asked("select 1"), Result)


def test_one_client_does_not_have_every_place() -> None:
    known = engine.current()

    def ask_as(client: str, sql: str) -> Job:
        return sqlbox.start(known.build.database, tables.offered(known), sql, client=client)

    endless = "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c"
    first = ask_as("a", endless)
    second = ask_as("a", "select 1").wait(1)
    assert isinstance(second, Failure)
    assert second.kind == "share"
    other = ask_as("b", "select 1").wait(HARD_LIMIT)
    assert isinstance(other, Result)
    first.cancel()
    assert first.wait(HARD_LIMIT) is not None
    assert isinstance(ask_as("a", "select 1").wait(HARD_LIMIT), Result)


PIECES = (
    *("select", "from", "mart_spi", "where", "with", "as", "union all", "explain", "copy", "to"),
    *("drop table", "attach", "set", "pragma", "(", ")", "*", ",", ";", "'", '"', "--", "/*"),
    *("'x'", "1", "$1", "?", "::", "[", "]", "{", "}"),
)


@tried(60)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(PIECES),
            max_size=12,
        ).map(" ".join),
    )
)
@example("select 1 from mart_spi; drop table mart_spi")
def test_no_text_breaks_the_box_or_changes_a_table(
    box: duckdb.DuckDBPyConnection, text: str
) -> None:
    try:
        ask(box, text)
    except (sqlbox_worker.Refused, duckdb.Error) as refused:
        assert not isinstance(refused, (duckdb.InternalException, duckdb.FatalException))
    assert box.execute("select count(*) from mart_ott_central").fetchall() == [(19,)]


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(
    "kind",
    [
        *("statement", "seconds", "memory", "characters", "columns", "empty", "many", "bytes"),
        *("busy", "share", "cancelled", "engine", "crash"),
    ],
)
def test_every_refusal_has_a_sentence(kind: str, lang: str) -> None:
    told = Failure(kind, "DROP").sentence(words(lang))
    assert len(told) > 15
    assert "{" not in told


# --- large facts ---------------------------------------------------------------------------------


def test_a_large_table_stops_only_those_who_ask_for_it(tmp_path):
    """What does not fit is said in a sentence, and other tables answer before and after."""
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table mart_large as select i, hash(i) || repeat('x', 300) as t "
            "from range(400000) as numbers (i)"
        )
        connection.execute("create table mart_small as select 7 as x")
    offered = [("mart_large", "mart_large"), ("mart_small", "mart_small")]

    def told(sql: str) -> Result | Failure:
        outcome = sqlbox.start(path, offered, sql, Limits(memory_mb=64)).wait(HARD_LIMIT)
        assert outcome is not None
        return outcome

    small = told("select x from mart_small")
    assert isinstance(small, Result)
    assert small.rows.to_pylist() == [{"x": 7}]
    large = told("select count(*) from MART_LARGE")
    assert isinstance(large, Failure)
    assert large.kind == "memory"
    # Names that a text may put together are not guessed: all tables are there, or none.
    built = told("select * from query_table('mart_' || 'large')")
    assert isinstance(built, Failure)
    assert "64 MB" in large.sentence(words("en"), Limits(memory_mb=64))
    columns = told("describe mart_small")
    assert isinstance(columns, Result)
    assert told("select x from mart_small").rows.equals(small.rows)  # type: ignore[union-attr]

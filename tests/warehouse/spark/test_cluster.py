"""Sessions on a cluster, and what the dashboard does while it is away: never a hang."""

from __future__ import annotations

import datetime as dt
import gc
import socket
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from dashboard.commands.builds import ready_build
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.facts import store
from dashboard.warehouse import build, build_folder, engine, intake, live
from dashboard.warehouse.build_errors import BrokenQuery
from dashboard.warehouse.build_folder import Build
from dashboard.warehouse.cluster_faults import (
    ClusterAway,
    ClusterSlow,
    NoClient,
    NotCarriedOver,
    TooManyRows,
)
from dashboard.warehouse.spark import models
from dashboard.warehouse.spark import session as spark_session
from dashboard.warehouse.spark import warehouse as spark_warehouse
from dashboard.warehouse.spark.answers import Answers
from dashboard.warehouse.spark.session import Session
from dashboard.warehouse.spark.warehouse import SparkWarehouse
from tests.sail import Sail

# A dashboard of one table: what these tests need of sql/ and of a build.
SQL = {
    "stg/stg_scores.sql": (
        "select region_code, cast(score as decimal(5, 2)) as score from raw_scores"
    ),
    "mart/mart_scores.sql": "select region_code, score from stg_scores where score is not null",
    "query/scores/best.sql": (
        "select region_code, score from mart_scores "
        "where list_contains($region, region_code) order by region_code"
    ),
    "query/scores/all_scores.sql": "select region_code, score from stg_scores order by region_code",
    "check/none.sql": "select * from stg_scores where score > 100",
}


@pytest.fixture(scope="module")
def sail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sail]:
    server = Sail(tmp_path_factory.mktemp("sail"))
    yield server
    server.stop()


@pytest.fixture
def cluster(sail: Sail) -> Sail:
    """The same server, running; a test may end and start it."""
    if not sail.is_running:
        sail.start()
    return sail


@pytest.fixture
def given(tmp_path: Path, sail: Sail, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """Settings with a cluster, also in the environment."""
    for name, text in SQL.items():
        path = tmp_path / "sql" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")

    def settings(**named: str) -> Settings:
        own = {
            **{f"{name}_dir": str(tmp_path / name) for name in ("data", "sql", "build", "store")},
            "engine": "spark",
            "spark_remote": sail.remote,
            **named,
        }
        for name, value in own.items():
            monkeypatch.setenv(f"INTEGRITAS_{name.upper()}", value)
        return Settings()

    monkeypatch.setattr(engine, "_current", None)
    return settings


def made(settings: Settings, revision: str = "first", score: str = "64.15") -> Build:
    """A build of one table of facts whose marts have no rows."""
    folder = settings.build_dir / revision
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "warehouse.duckdb") as connection:
        rows = [("62", None), ("63", score), ("64", "70")]
        connection.execute("create table raw_scores (region_code varchar, score varchar)")
        connection.executemany("insert into raw_scores values (?, ?)", rows)
        for path in build.models(settings.sql_dir):
            build.create(connection, path, rows=0)
        connection.checkpoint()
    (folder / "spark.json").write_text("{}")
    (folder / "provinces.json").write_text("{}")
    build_folder.write_note(folder, build.BUILD_FORMAT, "1", dt.date(2026, 11, 21))
    found = build_folder.read(folder, build.BUILD_FORMAT)
    assert found is not None
    return found


def opened(settings: Settings, found: Build, *, is_away: bool = False) -> SparkWarehouse:
    known = SparkWarehouse(found, settings, look_seconds=0.1)
    wait_for(lambda: (known.outage is not None) == is_away)  # a busy machine may need two attempts
    return known


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("CONNECT_SECONDS", 0.5), ("WATCH_SECONDS", 0.1)):
        monkeypatch.setattr(spark_session, name, seconds)


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that accepts whoever comes and never says a word."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    held.append(server.accept()[0])

        threading.Thread(target=accept, daemon=True).start()
        yield f"sc://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    for one in held:
        one.close()


def wait_for(is_so: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_cluster_answers_with_the_types_of_duckdb(
    given: Callable[..., Settings], cluster: Sail, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = given()
    known = opened(settings, made(settings))
    rows = known.ask("scores/best", region=["63", "62"])
    with known._connection.cursor() as cursor:
        assert rows.schema == cursor.table("mart_scores").to_arrow_table().schema
    assert [(r["region_code"], str(r["score"])) for r in rows.to_pylist()] == [("63", "64.15")]
    assert known.ask("scores/best", region=[]).schema == rows.schema
    assert known.ask("scores/all_scores").num_rows == 3
    assert known.is_reachable()
    assert known.outage is None
    monkeypatch.setattr(spark_warehouse, "_MOST_ROWS", 1)
    with pytest.raises(TooManyRows) as refused:
        known.browse("mart_scores", lambda rows: rows)
    assert all("mart_scores" in refused.value.message(words(lang)) for lang in LANGUAGES)
    monkeypatch.setattr(spark_warehouse, "_MOST_ROWS", 2)
    assert known.browse("mart_scores", lambda rows: rows.order("region_code")).num_rows == 2


def test_data_tests_run_where_the_rows_are(
    given: Callable[..., Settings], cluster: Sail, tmp_path: Path
) -> None:
    sql_dir = given().sql_dir
    with Session(cluster.remote) as session:
        for score, failing in (
            ("64.15", {}),
            ("101", {"none": (1, "region_code=63, score=101.00")}),
        ):
            rows = pa.table({"region_code": ["63"], "score": [score]})
            session.register("raw_scores", rows.to_reader())
            session.make_view(
                "stg_scores", models.translated(sql_dir / "stg" / "stg_scores.sql", sql_dir)
            )
            assert models.failing_checks(session, sql_dir) == failing


def test_a_query_that_means_something_else_there_is_refused(
    given: Callable[..., Settings], cluster: Sail, tmp_path: Path
) -> None:
    settings = given()
    found = made(settings)
    (tmp_path / "sql" / "query" / "scores" / "best.sql").write_text(
        "select\n    approx_quantile(score, 0.5) as middle\nfrom mart_scores\n"
    )
    known = opened(settings, found)
    with pytest.raises(NotCarriedOver) as refused:
        known.ask("scores/best")
    for lang in LANGUAGES:
        sentence = refused.value.message(words(lang))
        assert "query/scores/best.sql" in sentence
        assert "2" in sentence


def test_answers_stay_while_the_cluster_is_away_and_come_again_by_themselves(
    given: Callable[..., Settings], cluster: Sail
) -> None:
    settings = given()
    known = opened(settings, made(settings))
    before = known.ask("scores/best", region=["63"])
    cluster.stop()
    started = time.monotonic()
    assert known.ask("scores/best", region=["63"]).equals(before)
    assert known.outage is not None
    assert not known.outage.is_waiting
    assert not known.is_reachable()
    with pytest.raises(ClusterAway) as refused:
        known.ask("scores/best", region=["64"])
    assert known.ask("scores/all_scores").num_rows == 3, "facts themselves are here"
    assert time.monotonic() - started < 5, "nobody waits for a cluster that is away"
    for lang in LANGUAGES:
        assert refused.value.for_reader(words(lang)) != refused.value.message(words(lang))
    assert known.outage.sentence(words("id")) == (
        "Cluster tidak dapat dihubungi; angka dari 1 menit yang lalu."
    )
    cluster.start()
    wait_for(lambda: known.outage is None)
    assert known.ask("scores/best", region=["64"]).num_rows == 1


def test_answers_outlive_the_program_that_asked(
    given: Callable[..., Settings], cluster: Sail
) -> None:
    settings = given()
    found = made(settings)
    answer = opened(settings, found).ask("scores/best", region=["63"])
    cluster.stop()
    later = opened(settings, found, is_away=True)
    assert later.ask("scores/best", region=["63"]).equals(answer)


def test_a_cluster_that_forgot_is_told_again(given: Callable[..., Settings], cluster: Sail) -> None:
    settings = given()
    known = opened(settings, made(settings))
    known._cluster._session._spark.client.release_session()  # type: ignore[union-attr]
    with pytest.raises(ClusterAway):
        known.ask("scores/best", region=["63"])
    wait_for(lambda: known.outage is None)
    assert known.ask("scores/best", region=["63"]).num_rows == 1


def test_a_warehouse_that_is_let_go_of_leaves_the_cluster(
    given: Callable[..., Settings], cluster: Sail
) -> None:
    settings = given()
    known = opened(settings, made(settings))
    session = known._cluster._session
    assert session is not None
    gone = weakref.ref(known)
    gc.freeze()  # as a server does: no circle may be needed to be found
    try:
        del known
        wait_for(lambda: gone() is None and session.is_cut)
    finally:
        gc.unfreeze()
    other = opened(settings, made(settings, "second"))
    last = other._cluster._session
    assert last is not None
    other.leave()
    assert last.is_cut
    other._cluster.look()
    assert other._cluster._session is None, "who has left does not come back"


def test_sessions_do_not_meet(cluster: Sail) -> None:
    with Session(cluster.remote) as one, Session(cluster.remote) as other:
        for session, value in ((one, 1), (other, 2)):
            session.register("raw_t", pa.table({"a": [value]}).to_reader())
            session.make_table("mart_t", "select a from raw_t")
        assert one.rows("select a from mart_t", {}, 10)["a"].to_pylist() == [1]
        assert other.rows("select a from mart_t", {}, 10)["a"].to_pylist() == [2]
        one.close()
        assert other.rows("select a from mart_t", {}, 10)["a"].to_pylist() == [2]


def test_what_others_left_is_removed_after_a_week(cluster: Sail) -> None:
    old, other = "integritas_20200101_0123456789ab", "integritas_daerah"
    with Session(cluster.remote) as session:
        for name in (old, other):
            session._spark.sql(f"create database {name}")
        session.make_table("mart_t", "select 1 as a")
        found = {one.name for one in session._spark.catalog.listDatabases()}
        assert {session.name, other} <= found
        assert old not in found


def test_tables_travel_whole(cluster: Sail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "_SMALL", 1000)
    monkeypatch.setattr(spark_session, "_SENT_AT_ONCE", 20_000)
    rows = pa.table(
        {"n": [*range(10_000)], "text": [f"“{n}”, \n" if n % 7 else None for n in range(10_000)]}
    )
    with Session(cluster.remote) as session:
        session.register("raw_large", rows.to_reader(max_chunksize=500))
        found = session.rows("select * from raw_large order by n", {}, 30)
        assert found.to_pylist() == rows.to_pylist()
        session.register("raw_none", rows.slice(0, 0).to_reader())
        assert session.rows("select * from raw_none", {}, 30).num_rows == 0


def test_files_that_the_cluster_reads_itself_are_text(cluster: Sail, tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    parquet.write_table(
        pa.table({"year": [2024, None], "name": ["", "b"]}), tmp_path / "t" / "part-0.parquet"
    )
    with Session(cluster.remote) as session:
        session.register_files("raw_t", str(tmp_path / "t"), ("name", "year"), ("",))
        found = session.rows("select * from raw_t order by name nulls first", {}, 30)
    assert found.to_pylist() == [{"name": None, "year": "2024"}, {"name": "b", "year": None}]


def test_a_question_that_takes_too_long_is_stopped(cluster: Sail) -> None:
    endless = (
        "select count(*) from range(0, 1000000000) as a cross join range(0, 100000) as b "
        "where a.id % 7 = b.id % 3"
    )
    with Session(cluster.remote) as session:
        started = time.monotonic()
        with pytest.raises(ClusterSlow) as slow:
            session.rows(endless, {}, 1)
        assert time.monotonic() - started < 8
        for lang in LANGUAGES:
            assert slow.value.message(words(lang)) != slow.value.for_reader(words(lang))
        assert session.rows("select 1 as n", {}, 30)["n"].to_pylist() == [1]
    cluster.stop()  # it works on, whatever it was told


@pytest.mark.usefixtures("impatient")
def test_a_server_that_never_answers_holds_nobody(silent: str) -> None:
    started = time.monotonic()
    with pytest.raises(ClusterAway):
        Session(silent)
    assert time.monotonic() - started < 5


def test_a_cluster_that_falls_silent_holds_nobody(
    given: Callable[..., Settings], cluster: Sail, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = given()
    monkeypatch.setattr(spark_session, "WATCH_SECONDS", 0.1)
    known = opened(settings, made(settings))
    before = known.ask("scores/best", region=["63"])
    monkeypatch.setattr(spark_session, "CONNECT_SECONDS", 0.5)
    cluster.pause()
    try:
        started = time.monotonic()
        assert known.ask("scores/best", region=["63"]).equals(before)
        assert time.monotonic() - started < 10, "though a question may take half a minute"
        assert known.outage is not None
    finally:
        cluster.stop()


@pytest.mark.usefixtures("impatient")
def test_a_start_without_the_cluster_and_without_a_build_ends_with_a_sentence(
    given: Callable[..., Settings],
    silent: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given(spark_remote=silent)
    monkeypatch.setattr(build, "ensure", lambda settings, _progress=None: Session(silent))
    with pytest.raises(SystemExit) as ended:
        ready_build()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert silent in said
    assert "Traceback" not in said


def test_what_is_no_cluster_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ClusterAway) as away:
        Session("sc://127.0.0.1:9/;token=secret;user_id")
    assert "secret" not in away.value.message(words("id"))
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    with pytest.raises(NoClient) as lacking:
        Session("sc://127.0.0.1:9")
    for lang in LANGUAGES:
        assert "requirements-spark.txt" in lacking.value.message(words(lang))


class Maker:
    """Makes builds, unless the cluster for it is away."""

    def __init__(self) -> None:
        self.is_away, self.revision = False, "first"

    def __call__(self, settings: Settings, _progress: object = None) -> Build:
        if self.is_away:
            raise ClusterAway("sc://away:15002", "UNAVAILABLE")
        found = build_folder.read(settings.build_dir / self.revision, build.BUILD_FORMAT)
        return found or made(settings, self.revision)


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> Maker:
    found = Maker()
    monkeypatch.setattr(build, "ensure", found)
    monkeypatch.setattr(live, "CLUSTER_SECONDS", 0.0)
    return found


def test_a_start_without_the_cluster_serves_what_was_served_last(
    given: Callable[..., Settings], maker: Maker
) -> None:
    settings = given()
    first = engine.current()
    assert first.outage is None
    made(settings, "a-look-at-a-change")
    engine._current = None
    maker.is_away, maker.revision = True, "second"
    later = engine.current()
    assert (later.revision, later.stored) == ("first", "")
    assert later.outage is not None
    assert later.outage.is_waiting
    assert later.is_reachable(), "what it has is answered here"
    follower = live.Follower(settings)
    assert not follower.look()
    maker.is_away = False
    assert follower.look()
    newest = engine.current()
    assert (newest.revision, newest.outage) == ("second", None)


def test_newer_facts_wait_for_the_cluster(
    given: Callable[..., Settings], maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = given()
    before = engine.current()
    told: list[bool] = []
    follower = live.Follower(settings, tell=lambda: told.append(engine.current() is before))
    assert not follower.look()
    newest = SimpleNamespace(head=lambda: SimpleNamespace(id="second"))
    monkeypatch.setattr(live, "sign_of", lambda _folder: ("moved",))
    monkeypatch.setattr(store.Store, "open", lambda _settings: newest)
    monkeypatch.setattr(
        intake, "newest", lambda _store, own: intake.Served(maker(own), maker.revision)
    )
    maker.is_away, maker.revision = True, "second"
    assert not follower.look()
    assert not follower.look()
    assert engine.current() is before
    assert before.outage is not None
    assert before.outage.is_waiting
    assert told == [True], "open pages are told once"
    maker.is_away = False
    assert follower.look()
    assert (engine.current().stored, engine.current().outage) == ("second", None)
    assert told == [True, False]


def test_the_answers_that_are_kept_are_bounded(tmp_path: Path) -> None:
    rows = pa.table({"n": [*range(1000)]})
    answers = Answers(tmp_path / "answers", most_bytes=3 * rows.nbytes)
    assert answers.latest() is None
    for number in range(65):
        answers.keep("spi/spi_map", {"year": number, "region": ["63"]}, rows)
    kept = [n for n in range(65) if answers.find("spi/spi_map", {"year": n, "region": ["63"]})]
    assert kept == [63, 64] or len(kept) <= 3
    assert 64 in kept
    assert answers.find("spi/spi_map", {"year": 64, "region": ["64"]}) is None
    assert answers.latest() is not None


def test_another_way_to_carry_over_makes_another_build(
    given: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, before = given(), []
    for version in ("30.30.0", "30.31.0"):
        build._carrying.cache_clear()
        monkeypatch.setattr(metadata, "version", lambda _name, one=version: one)
        before.append(build.revision(settings))
    assert before[0] != before[1]
    build._carrying.cache_clear()


def test_a_mart_of_records_is_refused(given: Callable[..., Settings]) -> None:
    settings = given()
    path = settings.sql_dir / "mart" / "mart_scores.sql"
    path.write_text("select region_code, {'score': score} as one from stg_scores\n")
    with duckdb.connect() as connection:
        connection.execute("create table stg_scores as select '63' as region_code, 1 as score")
        with pytest.raises(NotCarriedOver, match=r"mart/mart_scores\.sql: one: "):
            models.outline(connection, settings.sql_dir)


def test_a_span_of_time_is_no_number_of_days() -> None:
    days = pa.table({"days": pa.array([dt.timedelta(days=2)], pa.duration("us"))})
    with pytest.raises(BrokenQuery, match="duration"):
        spark_warehouse._typed(days, pa.schema({"days": pa.int64()}), "query/test")

"""The build: named after its content, whole or not there at all, readable by many, closed."""

from __future__ import annotations

import csv
import errno
import gzip
import json
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.warehouse import build, build_folder, tables
from dashboard.warehouse.build import BrokenChecks, BrokenQuery, BuildError, UnwritableBuild
from dashboard.warehouse.build_folder import Build
from dashboard.warehouse.engine import Warehouse
from tests.fixtures import SQL, WORLD, Answers, write_facts

# The warehouse accepts this warning knowingly (see warehouse.py); pytest forgets its filter.
pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")

STEPS = ["validate", "load", "check", "draw"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Settings:
    """The small country with its build. Tests read it only."""
    folder = tmp_path_factory.mktemp("whole")
    write_facts(folder / "data", WORLD)
    made = Settings(data_dir=folder / "data", sql_dir=SQL, build_dir=folder / "build")
    build.ensure(made)
    return made


@pytest.fixture
def settings(whole, tmp_path) -> Settings:
    """A copy of the small country and its build that a test may break."""
    shutil.copytree(whole.data_dir, tmp_path / "data")
    shutil.copytree(whole.build_dir, tmp_path / "build")
    return whole.model_copy(update={"data_dir": tmp_path / "data", "build_dir": tmp_path / "build"})


@pytest.fixture
def no_shapes(monkeypatch) -> None:
    """Leave out a slow part that has tests of its own: shapes."""
    module = "dashboard.warehouse.geometry"
    monkeypatch.setattr(f"{module}.write_geojson", lambda _shapes, to, _names: to.write_text("{}"))
    monkeypatch.setattr(f"{module}.write_regencies", lambda *_anything: None)


@pytest.fixture
def no_rules(monkeypatch) -> None:
    """Leave out a slow part that has tests of its own: the rules of the facts."""

    def load(connection: duckdb.DuckDBPyConnection, described: facts.Description) -> None:
        assert not facts.load(connection, described.tables, described.folder)[1]

    monkeypatch.setattr(facts, "load_valid", load)


@pytest.fixture
def quick(no_shapes, no_rules, monkeypatch) -> None:
    """Leave out the slow parts that have tests of their own: rules, shapes, checks, queries."""
    monkeypatch.setattr(build, "_try_queries", lambda *_anything: None)
    monkeypatch.setattr(build, "failing_checks", lambda *_anything: {})


def edit(settings: Settings, table: str, change: Callable[[list[dict[str, str]]], None]) -> None:
    path = settings.data_dir / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    change(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def change_a_cell(settings: Settings, score: str = "64.16") -> None:
    edit(settings, "spi_results", lambda lines: lines[14].update(score=score))


def own_sql(settings: Settings) -> Settings:
    """The settings with a copy of sql/ that a test may break."""
    folder = settings.data_dir.parent / "sql"
    shutil.copytree(SQL, folder)
    return settings.model_copy(update={"sql_dir": folder})


def names(settings: Settings) -> set[str]:
    return {path.name for path in settings.build_dir.iterdir()}


def content(folder: Path) -> dict[str, bytes]:
    """The files of a build; the lock is empty and says nothing."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}


def kalsel_2024(made: Build) -> float:
    [row] = Warehouse(made, SQL).records(
        "spi/spi_comparison", region=["63"], scope="pemprov", year=2024, to_year=2024
    )
    return float(row["score"])


# --- making and finding --------------------------------------------------------------------------


def test_a_build_holds_database_shapes_and_a_note(whole):
    made = build.find(whole)
    assert made is not None
    assert made.folder == whole.build_dir / build.revision(whole)
    assert names(whole) == {made.revision}
    assert set(content(made.folder)) == {
        "warehouse.duckdb",
        "provinces.json",
        "provinces.json.gz",
        "regencies.json",
        *(f"regencies-{province}.json" for province in ("31", "62", "63")),
        "build.json",
        "datapackage.json",
    }
    package = json.loads((whole.data_dir / "datapackage.json").read_text(encoding="utf-8"))
    assert made.facts_version == package["version"]
    file = made.shapes_file("provinces")
    shapes = file.read_bytes()
    assert gzip.decompress(file.with_name("provinces.json.gz").read_bytes()) == shapes
    assert made.shapes["provinces"].encode() == shapes
    assert len(json.loads(shapes)["features"]) == 5


def test_progress_is_told_step_by_step(settings):
    change_a_cell(settings)
    told: list[str] = []
    build.ensure(settings, told.append)
    assert told == STEPS


def test_a_second_start_reuses_the_build_without_checking_again(settings, monkeypatch):
    def never(*_anything: object) -> None:
        raise AssertionError("a finished build was made again")

    monkeypatch.setattr(facts, "load_valid", never)
    monkeypatch.setattr(build, "create", never)
    told: list[str] = []
    made = build.ensure(settings, told.append)
    assert made == build.find(settings)
    assert told == []


def test_a_changed_cell_is_another_revision_beside_the_old_build(settings, quick):
    old = build.ensure(settings)
    before = content(old.folder)
    assert kalsel_2024(old) == 64.15
    change_a_cell(settings)
    assert build.find(settings) is None
    new = build.ensure(settings)
    assert new.revision != old.revision
    assert kalsel_2024(new) == 64.16
    assert content(old.folder) == before
    assert names(settings) == {old.revision, new.revision}


def test_back_to_the_old_facts_is_back_to_the_old_build(settings, quick):
    old = build.ensure(settings)
    change_a_cell(settings)
    build.ensure(settings)
    change_a_cell(settings, "64.15")
    assert build.find(settings) == old


@pytest.mark.parametrize(
    "touch",
    [
        lambda s: (s.data_dir / "datapackage.json").write_bytes(b"{}"),
        lambda s: (s.data_dir / "geo" / "provinces.parquet").write_bytes(b"?"),
        lambda s: (s.data_dir / "coverage.csv").rename(s.data_dir / "scope.csv"),
        lambda s: (s.sql_dir / "mart" / "spi" / "mart_spi.sql").write_bytes(b"select 1"),
        lambda s: (s.sql_dir / "check" / "new.sql").write_bytes(b"select 1"),
        lambda s: (s.sql_dir / "check" / "event_ids_are_unique.sql").unlink(),
    ],
)
def test_whatever_makes_the_answers_is_in_the_revision(settings, touch):
    mine = own_sql(settings)
    before = build.revision(mine)
    assert before == build.revision(settings), "the place of the files does not matter"
    touch(mine)
    assert build.revision(mine) != before


def test_notes_and_scripts_are_not_in_the_revision(settings):
    before = build.revision(settings)
    (settings.data_dir / "README.md").write_text("new words")
    (settings.data_dir / "geo" / "make.py").write_text("pass")
    assert build.revision(settings) == before


def test_the_format_of_a_build_is_in_the_revision(settings, monkeypatch):
    before = build.revision(settings)
    monkeypatch.setattr(build, "BUILD_FORMAT", "another")
    assert build.revision(settings) != before


def test_only_the_newest_builds_stay(settings, quick, monkeypatch):
    monkeypatch.setattr(build_folder, "KEPT_BUILDS", 2)
    oldest = build.ensure(settings).folder
    older = oldest.with_name("0123456789ab")
    shutil.copytree(oldest, older)
    os.utime(oldest / "build.json", (1, 1))
    os.utime(older / "build.json", (2, 2))
    change_a_cell(settings)
    newest = build.ensure(settings)
    assert names(settings) == {older.name, newest.revision}


# --- half-made and broken ------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_damaged_build_is_set_aside_in_one_sentence_and_made_anew(
    settings, quick, monkeypatch, caplog, lang
):
    """tests/robustness/test_damaged_builds.py has the kinds of damage."""
    monkeypatch.setenv("INTEGRITAS_LANG", lang)
    made = build.find(settings)
    assert made is not None
    with made.database.open("r+b") as file:
        file.seek(100_000)
        file.write(b"\xa5" * 4096)
    assert build.find(settings) is None
    told: list[str] = []
    again = build.ensure(settings, told.append)
    assert told == STEPS
    assert kalsel_2024(again) == 64.15
    [aside] = names(settings) - {again.revision}
    assert aside.startswith(f"{again.revision}.damaged-")
    [record] = caplog.records
    assert "warehouse.duckdb" in record.message
    assert {"id": "rusak", "en": "damaged"}[lang] in record.message
    assert build.ensure(settings) == again
    assert len(caplog.records) == 1


def test_a_build_that_stops_halfway_leaves_nothing(settings, quick, monkeypatch):
    old = names(settings)
    change_a_cell(settings)

    def stop(_step: str) -> None:
        if _step == "draw":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.ensure(settings, stop)
    assert names(settings) == old
    assert build.find(settings) is None


def test_an_unfinished_folder_of_a_killed_process_is_never_found(settings, quick):
    change_a_cell(settings)
    killed = settings.build_dir / ".unfinished-killed"
    killed.mkdir()
    (killed / "warehouse.duckdb").write_bytes(b"half")
    assert build.find(settings) is None
    assert build.ensure(settings).folder.name == build.revision(settings)
    assert not killed.exists()


def test_broken_facts_stop_before_anything_is_made(settings):
    old = names(settings)
    edit(settings, "spi_results", lambda lines: lines[0].update(score="seventy"))
    told: list[str] = []
    with pytest.raises(facts.BrokenFacts) as caught:
        build.ensure(settings, told.append)
    assert told == ["validate"]
    assert "seventy" in caught.value.message(words("en"))
    assert names(settings) == old


def test_a_query_in_another_encoding_is_named(settings, no_shapes, no_rules):
    mine = own_sql(settings)
    path = mine.sql_dir / "query" / "spi" / "spi_map.sql"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    text = Warehouse(build.ensure(mine), mine.sql_dir).text_of("spi/spi_map")
    assert not text.startswith("\ufeff")
    path.write_text(path.read_text(encoding="utf-8-sig"), encoding="utf-16")
    with pytest.raises(BrokenQuery) as caught:
        build.ensure(mine)
    assert all("spi_map" in told for told in said(caught.value).values())


@pytest.mark.parametrize("file", ["data/spi_results.csv", "data/datapackage.json", "sql/stg"])
def test_a_file_that_may_not_be_read_is_named(settings, monkeypatch, file):
    def refuse(path: Path, *given: Any, **named: Any) -> Any:
        if file in path.as_posix():
            raise PermissionError(errno.EACCES, "Permission denied")
        return open_(path, *given, **named)

    open_ = Path.open
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(build.UnreadableFile) as caught:
        build.ensure(settings)
    assert all(file in told and "Permission denied" in told for told in said(caught.value).values())


def test_broken_shapes_stop_the_build(settings):
    old = names(settings)
    (settings.data_dir / "geo" / "provinces.parquet").write_bytes(b"PAR1 no shapes")
    with pytest.raises(facts.BrokenFacts) as caught:
        build.ensure(settings)
    assert "geo/provinces.parquet" in caught.value.message(words("en"))
    assert names(settings) == old


def test_a_byte_order_mark_before_the_description_changes_nothing(settings, quick):
    path = settings.data_dir / "datapackage.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert build.find(settings) is None, "another revision"
    assert kalsel_2024(build.ensure(settings)) == 64.15


def test_tables_are_described_as_they_were_when_the_build_was_made(settings):
    made = build.find(settings)
    assert made is not None
    (settings.data_dir / "datapackage.json").write_text("{", encoding="utf-8")
    described = tables.tables(Warehouse(made, SQL))
    assert described["spi_results"].title["id"] != "spi_results"


def said(error: BuildError) -> dict[str, str]:
    """The message in each language; they must differ, or one of them is not translated."""
    told = {lang: error.message(words(lang)) for lang in LANGUAGES}
    assert told["id"] != told["en"]
    assert all(
        text.strip() and "Traceback" not in text and "{" not in text for text in told.values()
    )
    return told


def test_a_failing_check_names_the_check_and_the_row(settings, no_shapes, no_rules):
    old = names(settings)
    edit(settings, "population", lambda lines: lines[8].update(population="3300001"))
    edit(settings, "coverage", lambda lines: lines[1].update(to_year="2016"))
    with pytest.raises(BrokenChecks) as caught:
        build.ensure(settings)
    assert set(caught.value.found) == {"population_adds_up", "coverage_spans_are_apart"}
    for text in said(caught.value).values():
        assert "population_adds_up" in text
        assert "coverage_spans_are_apart" in text
        assert "region_code=63, population=4000000, sum_of_parts=4000001" in text
    assert names(settings) == old


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("stg/stg_regions.sql", "select nowhere from raw_regions"),
        ("mart/spi/mart_spi.sql", "selectt 1"),
        ("mart/region/mart_event.sql", "select * from mart_lost"),
        ("check/event_ids_are_unique.sql", "select event_number from mart_event"),
        ("check/event_ids_are_unique.sql", "select 'x'::integer as n"),
        ("query/spi/spi_map.sql", "select nothing from mart_spi where year = $year"),
        ("query/data/sources.sql", "select * from stg_sources where"),
        ("query/ott/ott_years.sql", ""),
    ],
)
def test_a_broken_query_is_named(settings, no_shapes, no_rules, file, text):
    mine = own_sql(settings)
    (mine.sql_dir / file).write_text(text)
    old = names(mine)
    with pytest.raises(BrokenQuery) as caught:
        build.ensure(mine)
    for told in said(caught.value).values():
        assert Path(file).stem in told
        assert "\n" not in told
    assert names(mine) == old


# --- a disk that refuses -------------------------------------------------------------------------


def full(*_anything: object, **_more: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def refused(settings: Settings, reason: str) -> None:
    """Ask for a build of changed facts: it is refused in words, and the old one is untouched."""
    old = build.find(settings)
    assert old is not None
    before = content(old.folder)
    change_a_cell(settings)
    with pytest.raises(UnwritableBuild) as caught:
        build.ensure(settings)
    for text in said(caught.value).values():
        assert str(settings.build_dir) in text
        assert reason in text
        assert "INTEGRITAS_BUILD_DIR" in text
    assert names(settings) == {old.revision}
    assert content(old.folder) == before
    assert build.find(settings) is None
    change_a_cell(settings, "64.15")
    assert build.ensure(settings) == old


@pytest.mark.parametrize(
    "where",
    [
        "dashboard.warehouse.geometry.write_geojson",
        "dashboard.warehouse.geometry.write_regencies",
        "tempfile.mkdtemp",
    ],
)
def test_a_full_disk_is_told_and_the_old_build_stays(settings, quick, monkeypatch, where):
    monkeypatch.setattr(where, full)
    refused(settings, "No space left")


def test_a_disk_that_gets_full_while_the_database_is_written(settings, quick, monkeypatch):
    def engine_is_full(*_anything: object) -> None:
        raise duckdb.IOException("Could not write: No space left on device")

    monkeypatch.setattr(facts, "load_valid", engine_is_full)
    refused(settings, "No space left")


def test_a_disk_that_gets_full_at_the_last_step(settings, quick, monkeypatch):
    monkeypatch.setattr(Path, "rename", full)
    refused(settings, "No space left")


def test_a_build_folder_that_is_a_file(settings, tmp_path):
    change_a_cell(settings)
    (tmp_path / "taken").write_text("a file")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "below"):
        with pytest.raises(UnwritableBuild) as caught:
            build.ensure(settings.model_copy(update={"build_dir": folder}))
        assert all(str(folder) in text for text in said(caught.value).values())
    assert (tmp_path / "taken").read_text() == "a file"


def test_a_folder_without_the_right_to_write(settings, monkeypatch):
    def refuse(*_anything: object, **_more: object) -> None:  # the tests may run as root
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    refused(settings, "Permission denied")


# --- many at once --------------------------------------------------------------------------------


def _build_elsewhere(settings: Settings, start: Any, results: Any) -> None:
    start.wait()
    results.put(build.ensure(settings).revision)


def test_processes_that_build_at_once_agree(settings):
    change_a_cell(settings)
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(2), context.Queue()
    builders = [
        context.Process(target=_build_elsewhere, args=(settings, start, results)) for _ in range(2)
    ]
    for builder in builders:
        builder.start()
    found = {results.get(timeout=180) for _ in builders}
    for builder in builders:
        builder.join(timeout=60)
    assert found == {build.revision(settings)}
    made = build.find(settings)
    assert made is not None
    assert kalsel_2024(made) == 64.16
    assert not [name for name in names(settings) if name.startswith(".unfinished")]


def test_threads_that_build_at_once_agree(settings, quick):
    change_a_cell(settings)
    start = threading.Barrier(3)

    def ensure(_n: int) -> Build:
        start.wait()
        return build.ensure(settings)

    with ThreadPoolExecutor(3) as pool:
        made = set(pool.map(ensure, range(3)))
    assert made == {build.find(settings)}
    assert kalsel_2024(made.pop()) == 64.16


# --- tables in another form ----------------------------------------------------------------------


MARTS = sorted(path.stem for path in (SQL / "mart").rglob("*.sql"))


@pytest.fixture(scope="module")
def expected(whole) -> dict[str, list[str]]:
    """All rows of all marts of the small country."""
    return marts(whole.data_dir)


def marts(data_dir: Path) -> dict[str, list[str]]:
    answers = Answers(data_dir)
    return {mart: sorted(map(repr, answers.sql(f"select * from {mart}"))) for mart in MARTS}


def to_parquet(data_dir: Path, table: str, parts: int) -> None:
    """A table as one Parquet file or as a folder of parts, with '' in the place of missing."""
    source = data_dir / f"{table}.csv"
    lines = duckdb.read_csv(str(source), header=True, all_varchar=True)
    cells = ", ".join(f"coalesce({column}, '') as {column}" for column in lines.columns)
    numbered = lines.select(f"{cells}, row_number() over () as place")
    if parts:
        (data_dir / table).mkdir()
    for n in range(parts or 1):
        target = f"{table}/part-{n}.parquet" if parts else f"{table}.parquet"
        piece = numbered.filter(f"place % {parts or 1} = {n}").select("* exclude (place)")
        piece.write_parquet(str(data_dir / target))
    source.unlink()


@pytest.mark.parametrize("parts", [0, 3], ids=["one file", "a folder"])
def test_tables_in_parquet_give_the_same_marts(expected, settings, parts):
    for table in ("regions", "spi_results", "ott_incidents", "bimtek_activity"):
        to_parquet(settings.data_dir, table, parts)
    facts.validate(settings.data_dir)
    assert build.find(settings) is None, "another form of a table is another revision"
    empty = {mart for mart, rows in expected.items() if not rows}
    assert empty == {"mart_indicator", "mart_spi_response"}
    assert marts(settings.data_dir) == expected


# --- the warehouse: open to questions, closed to everything else ---------------------------------


@pytest.fixture(scope="module")
def warehouse(whole) -> Warehouse:
    made = build.find(whole)
    assert made is not None
    return Warehouse(made, SQL)


@pytest.mark.parametrize(
    "attempt",
    [
        "create table mine (n integer)",
        "delete from mart_spi",
        "update mart_spi set score = 100",
        "drop table mart_spi",
        "insert into raw_regions (region_code) values ('99')",
        "select * from read_csv('{file}')",
        "select * from read_text('{file}')",
        "select * from '{file}'",
        "select * from glob('/*')",
        "copy mart_spi to '{file}.out'",
        "attach '{file}.duckdb' as other",
        "export database '{file}.folder'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set threads = 8",
        "install httpfs",
        "load httpfs",
    ],
)
def test_the_warehouse_refuses_to_write_read_files_or_change_its_settings(
    warehouse, tmp_path, attempt
):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    (tmp_path / "query" / "spi").mkdir(parents=True)
    query = tmp_path / "query" / "spi" / "attempt.sql"
    query.write_text(attempt.format(file=secret))
    before = warehouse.build.database.read_bytes()
    intruder = Warehouse(warehouse.build, tmp_path)
    with pytest.raises(duckdb.Error):
        intruder.ask("spi/attempt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["query", "secret.csv"]
    assert warehouse.build.database.read_bytes() == before


def test_the_same_questions_are_allowed_without_the_files(warehouse, tmp_path):
    (tmp_path / "query" / "spi").mkdir(parents=True)
    (tmp_path / "query" / "spi" / "attempt.sql").write_text("select count(*) as n from mart_spi")
    assert Warehouse(warehouse.build, tmp_path).records("spi/attempt")[0]["n"] > 0


def test_a_value_is_never_read_as_sql(warehouse):
    asked = {"scope": "pemprov' or true --", "region": ["63'); drop table mart_spi"]}
    found = warehouse.records("spi/spi_comparison", year=2024, to_year=2024, **asked)
    assert found == []
    assert warehouse.records("spi/spi_national", year=2024)


def test_an_unknown_query_and_a_missing_parameter_are_errors(warehouse):
    with pytest.raises(KeyError):
        warehouse.ask("spi/of_nothing")
    with pytest.raises(duckdb.Error):
        warehouse.ask("spi/spi_map", year=2024)


def test_answers_keep_types_and_missing_stays_missing(warehouse):
    found = warehouse.records(
        "spi/spi_map", year=2024, to_year=2024, scope="pemprov", region=["63"]
    )
    by_code = {row["region_code"]: row for row in found}
    assert by_code["31"]["score"] is by_code["31"]["score_rank"] is None
    assert type(by_code["63"]["score_rank"]) is int
    assert type(by_code["63"]["score"]) is float
    assert by_code["63"]["source_ids"] == ["kabar-id-000002"]


def test_many_threads_ask_at_once(warehouse):
    start = threading.Barrier(8)

    def ask(n: int) -> list[tuple[int, Any]]:
        start.wait()
        year = 2021 + n % 4
        told = []
        for _ in range(15):
            rows = warehouse.records("spi/spi_national", year=year)
            warehouse.records("spi/spi_trend_breaks", from_year=2021, to_year=year)
            told.append((rows[0]["year"], rows[0]["score"]))
        return told

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    scores = {2021: 72.4, 2022: 71.94, 2023: 70.97, 2024: 71.53}
    for n, told in enumerate(answers):
        assert told == [(2021 + n % 4, scores[2021 + n % 4])] * 15


def test_parameters_of_a_query(warehouse, tmp_path):
    assert warehouse.parameters_of("spi/spi_map") == {"year", "to_year", "scope", "region"}
    assert warehouse.parameters_of("data/sources") == set()
    (tmp_path / "query" / "spi").mkdir(parents=True)
    query = tmp_path / "query" / "spi" / "attempt.sql"
    query.write_text("-- $year is not used\nselect $scope as s, $scope as t", encoding="utf-8")
    assert Warehouse(warehouse.build, tmp_path).parameters_of("spi/attempt") == {"scope"}


def test_sources_are_told_with_what_is_known_of_them(warehouse):
    found = warehouse.sources
    assert set(found) == {row["source_id"] for row in WORLD["sources"]}
    assert found["kpk-go-id-000001"].is_official is True
    assert found["kpk-go-id-000001"].published_on == "2024-01-30"
    assert found["blog-id-000003"].is_official is False
    assert found["blog-id-000003"].published_on is None

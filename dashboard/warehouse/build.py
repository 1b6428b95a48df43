"""From facts and SQL to one folder that everything above reads: the build.

A build is named after the content of the facts and the SQL (its revision), made beside the others
and moved into place whole, so that a half-made one is never served and an old one is never lost.
It holds `warehouse.duckdb`, for maps in the browser `provinces.json(.gz)`, `regencies.json` and
`regencies-<province>.json`, and `build.json`;
`build_folder.py` says how it is written down, checked, held and forgotten.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module, metadata
from pathlib import Path

import duckdb

from dashboard import facts
from dashboard.core import metrics, stopping
from dashboard.core.i18n import words
from dashboard.core.setting_folders import check_folders
from dashboard.core.settings import Settings, language
from dashboard.facts import machine
from dashboard.warehouse import build_folder, indicator_tables
from dashboard.warehouse.build_errors import (
    BrokenChecks,
    BrokenQuery,
    BuildError,
    StoppedBuild,
    TooLittleMemory,
    UnreadableFile,
    UnwritableBuild,
)
from dashboard.warehouse.build_folder import Build, Damaged

__all__ = [
    "BUILD_FORMAT",
    "BrokenChecks",
    "BrokenQuery",
    "BuildError",
    "Progress",
    "StoppedBuild",
    "TooLittleMemory",
    "UnreadableFile",
    "UnwritableBuild",
    "create",
    "ensure",
    "failing_checks",
    "find",
    "make_models",
    "models",
    "query_text",
    "refusals",
    "revision",
]

# Raised when what a build makes changes without a change in data/ or sql/.
BUILD_FORMAT = "7"
_BYTES_AT_ONCE = 1 << 20
_LOG = logging.getLogger("dashboard")
_MODEL_NAME = re.compile(r"\b(?:stg|mart)_[a-z0-9_]+\b")

Progress = Callable[[str], None]


def revision(settings: Settings) -> str:
    """Twelve hexadecimal digits that stand for the content of the facts and the SQL.

    Raises:
        UnreadableFile: the system does not let one of them be read.
    """
    # A database is read by the version of the engine that wrote it, and not by every other one.
    digest = hashlib.sha256(f"{BUILD_FORMAT} {duckdb.__version__}{_maker(settings)}".encode())
    for top, suffixes in (
        (settings.data_dir, {".csv", ".json", ".parquet"}),
        (settings.sql_dir, {".sql"}),
    ):
        for path in sorted(top.rglob("*")):
            if path.suffix in suffixes and path.is_file():
                digest.update(path.relative_to(top).as_posix().encode() + b"\0")
                try:
                    with path.open("rb") as file:
                        while content := file.read(_BYTES_AT_ONCE):
                            digest.update(content)
                except OSError as error:
                    raise UnreadableFile(path, error.strerror or str(error)) from error
                digest.update(b"\0")
    return digest.hexdigest()[:12]


def _maker(settings: Settings) -> str:
    """What makes the marts where this engine does not: nothing else may pass for its build."""
    if settings.engine == "duckdb":
        return ""
    return f" {settings.engine} {_carrying()} {settings.spark_answers}"


@cache
def _carrying() -> str:
    """How SQL is carried over to a cluster: by which modules of ours, and which sqlglot."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "spark").glob("*.py")):
        digest.update(path.read_bytes())
    with suppress(metadata.PackageNotFoundError):
        digest.update(metadata.version("sqlglot").encode())
    return digest.hexdigest()[:12]


def find(settings: Settings) -> Build | None:
    """The build of the present facts, whole and held, or None when it has still to be made."""
    try:
        return build_folder.read(settings.build_dir / revision(settings), BUILD_FORMAT)
    except Damaged:
        return None


def ensure(settings: Settings, progress: Progress = lambda _step: None) -> Build:
    """The build of the present facts, made first when there is none or when it is damaged.

    `progress` is called with `validate`, `load`, `check` and `draw` as work goes on.

    Raises:
        BadSetting: a folder cannot be used.
        facts.BrokenFacts: a cell breaks the schema of data/datapackage.json.
        BuildError: a data test found wrong rows, a query is broken, or the machine refuses.
    """
    check_folders(settings)
    folder = settings.build_dir / revision(settings)
    build_folder.tidy(settings.build_dir)
    try:
        ready = build_folder.read(folder, BUILD_FORMAT)
    except Damaged as damage:
        ready = None
        with refusals(settings.build_dir):
            build_folder.set_aside(folder, damage.held)
        _LOG.warning(damage.message(words(language())))
    if ready is not None:
        return ready
    described = facts.read_description(settings.data_dir)
    with metrics.BUILDS.time(), refusals(settings.build_dir), stopping.by_signals():
        unfinished, held = build_folder.new(settings.build_dir)
        try:
            _fill(unfinished, settings, described, progress)
            build_folder.put_in_place(unfinished, folder, lambda: find(settings))
            made = build_folder.read(folder, BUILD_FORMAT)
        finally:
            build_folder.drop(unfinished)
            held.release()
    if made is None:
        raise UnwritableBuild(settings.build_dir, os.strerror(errno.ENOENT))
    build_folder.forget_old(settings.build_dir, keep=made.revision)
    return made


@contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """What the machine refuses while a build is made or opened, as a sentence.

    Raises:
        TooLittleMemory: the process may not use enough.
        UnwritableBuild: the folder of the builds, or a file in it, cannot be used.
        StoppedBuild: the program was asked to end.
    """
    try:
        yield
    except machine.OF_THE_MEMORY as error:
        raise TooLittleMemory from error
    except (OSError, *machine.OF_THE_DISK) as error:
        raise UnwritableBuild(folder, machine.reason(error)) from error
    except Damaged as error:  # just now written: the disk does not keep what it is given
        raise UnwritableBuild(folder, os.strerror(errno.EIO)) from error
    except ImportError as error:  # a library that finds no room says so in many ways
        if "memory" in str(error) or "map segment" in str(error):
            raise TooLittleMemory from error
        raise
    except stopping.Stopped as error:
        raise StoppedBuild from error


def _fill(
    folder: Path, settings: Settings, described: facts.Description, progress: Progress
) -> None:
    progress("validate")
    database = str(folder / "warehouse.duckdb")
    with duckdb.connect(database, config={"memory_limit": machine.MEMORY}) as connection:
        # The raw tables are validated where they were loaded: nothing is read a second time.
        facts.load_valid(connection, described)
        provinces, regencies, names = _regions(connection)
        facts.check_shapes(settings.data_dir, provinces, regencies)
        progress("load")
        found_there = _make(connection, described, settings, folder)
        _try_queries(connection, settings.sql_dir)
        progress("check")
        # Also of marts that came from a cluster: this engine judges what that one made.
        found = failing_checks(connection, settings.sql_dir) if found_there is None else found_there
        _forget_persons(connection, described)
        # Here and not when it is closed: then a disk that refuses is passed over in silence.
        connection.checkpoint()
    if found:
        raise BrokenChecks(found)
    progress("draw")
    from dashboard.warehouse import geometry  # geopandas is heavy and only a build needs it

    data = settings.data_dir
    geometry.write_geojson(data / facts.PROVINCE_SHAPES, folder / "provinces.json", names)
    geometry.write_regencies(data / facts.REGENCY_SHAPES, folder, regencies, names)
    # The pages describe their tables by what these facts were read with, whatever is edited later.
    (folder / facts.DESCRIPTION).write_text(json.dumps(described.package), encoding="utf-8")
    build_folder.write_note(folder, BUILD_FORMAT, described.version, described.created)


def _make(
    connection: duckdb.DuckDBPyConnection,
    described: facts.Description,
    settings: Settings,
    folder: Path,
) -> dict[str, tuple[int, str]] | None:
    """Make the models, here or on a cluster; the checks that fail there where the rows stay."""
    if settings.engine == "duckdb":
        make_models(connection, described, settings.sql_dir)
        return None
    # By its name, as it is chosen: it stands on this module.
    maker = import_module(f"dashboard.warehouse.{settings.engine}.models")
    found: dict[str, tuple[int, str]] | None = maker.make_models(
        connection, described, settings, folder
    )
    return found


def _forget_persons(connection: duckdb.DuckDBPyConnection, described: facts.Description) -> None:
    """Drop the rows that are about single persons: the answers are made, nothing reads them again.

    What was once written of them may lie in freed parts of the file; no query reaches those.
    """
    for table in described.tables:
        if table.is_confidential:
            # Names that the description allows need no quotation: small letters, digits, _.
            connection.execute(f"drop view if exists stg_{table.name}")
            connection.execute(f"drop table if exists raw_{table.name}")


def _regions(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[list[str], dict[str, str], dict[str, str]]:
    """The codes of provinces in the raw table of regions, of regencies with theirs, and all names.

    None without such a table: the models that need it say so.
    """
    try:
        regions = connection.table("raw_regions").select(
            "level", "region_code", "province_code", "region_name"
        )
        rows = regions.fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return [], {}, {}
    return (
        [code for level, code, _own, _name in rows if level == "provinsi"],
        {code: own for level, code, own, _name in rows if level in ("kabupaten", "kota")},
        {code: name for _level, code, _own, name in rows},
    )


def _try_queries(connection: duckdb.DuckDBPyConnection, sql_dir: Path) -> None:
    """Let the engine plan every query of sql/query and sql/example, so that none fails on a page.

    Raises:
        BrokenQuery: the engine refuses one.
    """
    for path in sorted([*sql_dir.glob("query/*/*.sql"), *sql_dir.glob("example/*.sql")]):
        try:
            # A file of ours: the engine plans no text without values otherwise.
            connection.execute(f"prepare tried as {query_text(path)}")
            connection.execute("deallocate tried")
        except machine.OF_THE_MACHINE:
            raise
        except duckdb.Error as error:
            raise BrokenQuery(path.stem, str(error)) from error


def query_text(path: Path) -> str:
    """The text of a query, with or without a byte order mark before it.

    Raises:
        BrokenQuery: it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenQuery(path.stem, str(error)) from error


def make_models(
    connection: duckdb.DuckDBPyConnection, described: facts.Description, sql_dir: Path
) -> None:
    """Make every view and table that stands on the raw tables of a database.

    Raises:
        BrokenQuery: the engine refuses one.
    """
    staged = {path.stem for path in (sql_dir / "stg").glob("*.sql")}
    indicator_tables.load(connection, described, staged)
    for path in models(sql_dir):
        create(connection, path)


def models(sql_dir: Path) -> list[Path]:
    """Every view and table that stands between the facts and the answers, in working order."""
    return [
        path
        for folder in ("stg", "mart")
        for path in _in_order(sorted((sql_dir / folder).rglob("*.sql")))
    ]


def failing_checks(
    connection: duckdb.DuckDBPyConnection, sql_dir: Path
) -> dict[str, tuple[int, str]]:
    """The data tests that return rows: name -> (number of rows, the first row as text)."""
    found = {}
    for path in sorted((sql_dir / "check").glob("*.sql")):
        try:
            cursor = connection.execute(query_text(path))
        except machine.OF_THE_MACHINE:
            raise
        except duckdb.Error as error:
            raise BrokenQuery(path.stem, str(error)) from error
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
        if rows:
            first = ", ".join(f"{n}={v}" for n, v in zip(names, rows[0], strict=True))
            found[path.stem] = (len(rows), first)
    return found


def create(connection: duckdb.DuckDBPyConnection, path: Path, rows: int | None = None) -> None:
    """Make one of the models: a view of stg, a table of mart.

    Args:
        connection: the database.
        path: the query.
        rows: how many a table gets at most; 0 makes its columns alone.

    Raises:
        BrokenQuery: the engine refuses the query.
    """
    try:
        relation = connection.sql(query_text(path))
        if path.parent.name == "stg":
            relation.create_view(path.stem)
        else:
            (relation if rows is None else relation.limit(rows)).create(path.stem)
    except machine.OF_THE_MACHINE:
        raise
    except duckdb.Error as error:
        raise BrokenQuery(path.stem, str(error)) from error


def _in_order(paths: list[Path]) -> list[Path]:
    """Queries after those that they name."""
    by_name = {path.stem: path for path in paths}
    needs = {
        name: set(_MODEL_NAME.findall(query_text(path))) & by_name.keys() - {name}
        for name, path in by_name.items()
    }
    return [by_name[name] for name in TopologicalSorter(needs).static_order()]

"""From facts and SQL to one folder that everything above reads: the build.

A build is named after the content of the facts and the SQL (its revision), made beside the others
and moved into place whole, so that a half-made one is never served and an old one is never lost.
It holds `warehouse.duckdb`, `provinces.json(.gz)` for maps in the browser, and `build.json`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from dashboard import facts
from dashboard.core.i18n import Words
from dashboard.core.settings import Settings, check_folders

# Raised when what a build makes changes without a change in data/ or sql/.
BUILD_FORMAT = "3"
KEPT_BUILDS = 3
_MODEL_NAME = re.compile(r"\b(?:stg|mart)_[a-z0-9_]+\b")

Progress = Callable[[str], None]


class BuildError(Exception):
    """A build that cannot be made; `message(say)` says what, where and how to mend it."""

    def message(self, say: Words) -> str:
        """The error in the user's language."""
        raise NotImplementedError


class BrokenChecks(BuildError):
    """Data tests of sql/check that found wrong rows: {check name: (rows found, first row)}."""

    def __init__(self, found: dict[str, tuple[int, str]]) -> None:
        super().__init__(", ".join(found))
        self.found = found

    def message(self, say: Words) -> str:
        """Each failing check with its first wrong row."""
        lines = [say("The facts contradict each other; mend the rows below in data/ first:")]
        lines += [
            say("- check {check}: {n} wrong rows, the first one: {row}", check=check, n=n, row=row)
            for check, (n, row) in self.found.items()
        ]
        return "\n".join(lines)


class UnwritableBuild(BuildError):
    """The build folder cannot be written (no right, disk full)."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder, self.reason = folder, reason

    def message(self, say: Words) -> str:
        """The folder, the reason and the way out."""
        return say(
            "The folder {folder} cannot be written ({reason}). Free some space or set "
            "INTEGRITAS_BUILD_DIR to a folder that can be written. Nothing was changed.",
            folder=self.folder,
            reason=self.reason,
        )


class BrokenQuery(BuildError):
    """A query of sql/stg, sql/mart or sql/check that the engine refuses."""

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(f"{model}: {reason}")
        self.model, self.reason = model, reason

    def message(self, say: Words) -> str:
        """The query and what the engine says of it first; a picture of the place follows there."""
        reason = self.reason.splitlines()[0]
        return say("The query {model} cannot be run: {reason}", model=self.model, reason=reason)


class UnreadableFile(BuildError):
    """A file of the facts or the SQL that the system does not let be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason

    def message(self, say: Words) -> str:
        """The file, the reason and what to look at."""
        return say(
            "The file {path} cannot be read ({reason}). Check that this user may open it.",
            path=self.path,
            reason=self.reason,
        )


@dataclass(frozen=True)
class Build:
    """A finished build on disk."""

    folder: Path
    revision: str
    facts_version: str
    facts_date: dt.date

    @property
    def database(self) -> Path:
        """The DuckDB file."""
        return self.folder / "warehouse.duckdb"

    @property
    def provinces(self) -> Path:
        """The province shapes as GeoJSON; a `.gz` lies beside it."""
        return self.folder / "provinces.json"


def revision(settings: Settings) -> str:
    """Twelve hexadecimal digits that stand for the content of the facts and the SQL.

    Raises:
        UnreadableFile: the system does not let one of them be read.
    """
    digest = hashlib.sha256(BUILD_FORMAT.encode())
    for top, suffixes in (
        (settings.data_dir, {".csv", ".json", ".parquet"}),
        (settings.sql_dir, {".sql"}),
    ):
        for path in sorted(top.rglob("*")):
            if path.suffix in suffixes and path.is_file():
                digest.update(path.relative_to(top).as_posix().encode() + b"\0")
                try:
                    content = path.read_bytes()
                except OSError as error:
                    raise UnreadableFile(path, error.strerror or str(error)) from error
                digest.update(content + b"\0")
    return digest.hexdigest()[:12]


def find(settings: Settings) -> Build | None:
    """The build of the present facts, or None when it has still to be made."""
    name = revision(settings)
    folder = settings.build_dir / name
    try:
        about = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Build(folder, name, about["facts_version"], dt.date.fromisoformat(about["facts_date"]))


def ensure(settings: Settings, progress: Progress = lambda _step: None) -> Build:
    """The build of the present facts, made first when there is none.

    `progress` is called with `validate`, `load`, `check` and `draw` as work goes on.

    Raises:
        BadSetting: a folder cannot be used.
        facts.BrokenFacts: a cell breaks the schema of data/datapackage.json.
        BuildError: a data test found wrong rows, a query is broken, or the disk refuses.
    """
    check_folders(settings)
    ready = find(settings)
    if ready is not None:
        return ready
    name = revision(settings)
    described = facts.read_description(settings.data_dir)
    try:
        settings.build_dir.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=settings.build_dir))
    except OSError as error:
        raise UnwritableBuild(settings.build_dir, error.strerror or str(error)) from error
    try:
        _fill(unfinished, settings, described, progress)
        target = settings.build_dir / name
        _put_in_place(unfinished, target, settings)
    except OSError as error:
        raise UnwritableBuild(settings.build_dir, error.strerror or str(error)) from error
    except duckdb.IOException as error:
        raise UnwritableBuild(settings.build_dir, str(error)) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _forget_old(settings.build_dir, keep=name)
    return Build(target, name, described.version, described.created)


def _put_in_place(unfinished: Path, target: Path, settings: Settings) -> None:
    """Give a finished build its name, unless somebody was faster: theirs may be in use already."""
    try:
        unfinished.rename(target)
    except OSError:
        if find(settings) is not None:
            return
        if not target.exists():
            raise
        shutil.rmtree(target)  # a folder of this name without a finished build
        unfinished.rename(target)


def _fill(
    folder: Path, settings: Settings, described: facts.Description, progress: Progress
) -> None:
    progress("validate")
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        # The raw tables are validated where they were loaded: nothing is read a second time.
        facts.load_valid(connection, described)
        facts.check_shapes(settings.data_dir, _provinces(connection))
        progress("load")
        for path in models(settings.sql_dir):
            create(connection, path)
        _try_queries(connection, settings.sql_dir)
        progress("check")
        found = failing_checks(connection, settings.sql_dir)
    if found:
        raise BrokenChecks(found)
    progress("draw")
    from dashboard.warehouse.geometry import (
        write_geojson,  # geopandas is heavy and only a build needs it
    )

    write_geojson(settings.data_dir / "geo" / "provinces.parquet", folder / "provinces.json")
    # The pages describe their tables by what these facts were read with, whatever is edited later.
    (folder / facts.DESCRIPTION).write_text(json.dumps(described.package), encoding="utf-8")
    made = {
        "facts_version": described.version,
        "facts_date": described.created.isoformat(),
        "format": BUILD_FORMAT,
    }
    (folder / "build.json").write_text(json.dumps(made), encoding="utf-8")


def _provinces(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The codes of the provinces in the raw table of regions; none without such a table."""
    try:
        rows = connection.table("raw_regions")
        provinces = rows.filter(
            duckdb.ColumnExpression("level") == duckdb.ConstantExpression("provinsi")
        )
        return [code for (code,) in provinces.select("region_code").fetchall()]
    except (duckdb.CatalogException, duckdb.BinderException):
        return []  # the models that need it say so


def _try_queries(connection: duckdb.DuckDBPyConnection, sql_dir: Path) -> None:
    """Let the engine plan every query of sql/query and sql/example, so that none fails on a page.

    Raises:
        BrokenQuery: the engine refuses one.
    """
    for path in sorted([*sql_dir.glob("query/*/*.sql"), *sql_dir.glob("example/*.sql")]):
        try:
            connection.execute(f"prepare tried as {query_text(path)}")
            connection.execute("deallocate tried")
        except duckdb.IOException:
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
        except duckdb.Error as error:
            raise BrokenQuery(path.stem, str(error)) from error
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
        if rows:
            first = ", ".join(f"{n}={v}" for n, v in zip(names, rows[0], strict=True))
            found[path.stem] = (len(rows), first)
    return found


def create(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make one of the models: a view of stg, a table of mart.

    Raises:
        BrokenQuery: the engine refuses the query.
    """
    try:
        relation = connection.sql(query_text(path))
        if path.parent.name == "stg":
            relation.create_view(path.stem)
        else:
            relation.create(path.stem)
    except duckdb.IOException:
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


def _forget_old(build_dir: Path, keep: str) -> None:
    """Old builds go, the newest few stay: a server that still reads one must not lose it."""
    builds = sorted(
        (path.parent for path in build_dir.glob("*/build.json")),
        key=lambda folder: (folder.name == keep, folder.stat().st_mtime),
        reverse=True,
    )
    for folder in builds[KEPT_BUILDS:]:
        shutil.rmtree(folder, ignore_errors=True)

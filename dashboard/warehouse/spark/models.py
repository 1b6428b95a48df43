"""The models of sql/ on a cluster: raw tables as they were validated, views, tables, checks.

The raw tables come from the database in which they were validated, so that both engines work on the
same cells. What DuckDB says of a result's columns is what counts: every answer of the cluster is
given those types.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from pydantic import BaseModel, TypeAdapter

from dashboard import facts
from dashboard.core.settings import Settings
from dashboard.warehouse import build, indicator_tables
from dashboard.warehouse.cluster_faults import ClusterAway, NotCarriedOver, SessionLost
from dashboard.warehouse.spark.session import BUILD_SECONDS, Session

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_AT_ONCE = 20_000
_PLACES = "spark.json"
_VIEW = re.compile(r"\bstg_[a-z0-9_]+\b")


def translated(path: Path, sql_dir: Path) -> str:
    """The text of a query of sql/ in the dialect of the cluster.

    Raises:
        NotCarriedOver: it holds what is not known to mean the same there.
        BrokenQuery: it is no text.
    """
    return carried_over(build.query_text(path), path.relative_to(sql_dir).as_posix())


@lru_cache(maxsize=512)  # a build, and whoever opens it, carry the same files over
def carried_over(text: str, name: str) -> str:
    """A text of sql/ in the dialect of the cluster; `name` is its file below sql/.

    Raises:
        NotCarriedOver: it holds what is not known to mean the same there.
    """
    from dashboard.warehouse.spark.dialect import Untranslatable, translate

    try:
        return translate(text, name)
    except Untranslatable as error:
        raise NotCarriedOver(error) from error


class Place(BaseModel):
    """Where the files of a table in Parquet lie below the folder of the facts, and their columns.

    Attributes:
        path: one file, or a folder of them.
        columns: the names of the columns.
        missing: what stands for a missing value.
    """

    path: str
    columns: tuple[str, ...]
    missing: tuple[str, ...]


_Places = TypeAdapter(dict[str, Place])


def write_places(folder: Path, described: facts.Description) -> None:
    """Write down in a build which raw tables lie in files that a cluster can read by itself."""
    places = {}
    for table in described.tables:
        if table.format == "parquet":
            first = table.files[0].relative_to(described.folder)
            path = first if len(first.parts) == 1 else first.parent
            place = Place(path=path.as_posix(), columns=table.columns, missing=table.missing)
            places[f"raw_{table.name}"] = place
    (folder / _PLACES).write_bytes(_Places.dump_json(places))


def places(folder: Path) -> dict[str, Place]:
    """The raw tables of a build that lie in Parquet files, by name."""
    return _Places.validate_json((folder / _PLACES).read_bytes())


def register(
    session: Session,
    connection: duckdb.DuckDBPyConnection,
    in_files: dict[str, Place],
    settings: Settings,
) -> None:
    """Make the raw tables of a database known to a cluster, and the views of sql/stg.

    Args:
        session: on the cluster.
        connection: a database with the raw tables, validated.
        in_files: those that lie in Parquet files.
        settings: where the cluster finds such files by itself.

    Raises:
        ClusterAway: it is away.
        NotCarriedOver: a view holds what is not known to mean the same there.
        BrokenQuery: the cluster refuses a table or a view.
    """
    names = _names(connection)
    for name in names:
        place = in_files.get(name) if settings.spark_data else None
        if place is not None:
            path = f"{settings.spark_data.rstrip('/')}/{place.path}"
            session.register_files(name, path, place.columns, place.missing)
        elif name.startswith("raw_"):
            session.register(name, _rows(connection, name))
    for model in build.models(settings.sql_dir):
        if model.parent.name == "stg" and model.stem in names:
            session.make_view(model.stem, translated(model, settings.sql_dir))


def _names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [row[0] for row in connection.execute("show tables").fetchall()]


def counted(sql_dir: Path, of_persons: set[str]) -> set[str]:
    """The marts that count rows of single persons.

    Args:
        sql_dir: the folder of the queries.
        of_persons: the views of sql/stg that hold such rows.
    """
    return {
        path.stem
        for path in build.models(sql_dir)
        if path.parent.name != "stg" and of_persons & set(_VIEW.findall(build.query_text(path)))
    }


def register_counted(
    session: Session, connection: duckdb.DuckDBPyConnection, sql_dir: Path
) -> set[str]:
    """Make what was counted of single persons known to a cluster; a build keeps no more of them.

    Returns:
        The names of these marts, which nobody need make.
    """
    views = {path.stem for path in build.models(sql_dir) if path.parent.name == "stg"}
    found = counted(sql_dir, views - set(_names(connection)))
    for name in sorted(found):
        session.register(name, _rows(connection, name))
    return found


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> pa.RecordBatchReader:
    with connection.cursor() as cursor:
        return cursor.table(table).to_arrow_reader(_ROWS_AT_ONCE)


def make_marts(
    session: Session, sql_dir: Path, there: Collection[str] = frozenset()
) -> Iterator[str]:
    """Work the marts out on the cluster, in working order; the name of each when it is there.

    Args:
        session: on the cluster, with the views of sql/stg.
        sql_dir: the folder of the queries.
        there: the marts that are there already.

    Raises:
        NotCarriedOver: one holds what is not known to mean the same there.
        BrokenQuery: the cluster refuses one.
        ClusterAway: the cluster went away meanwhile.
    """
    for path in build.models(sql_dir):
        if path.parent.name != "stg" and path.stem not in there:
            try:
                session.make_table(path.stem, translated(path, sql_dir))
            except build.BrokenQuery as error:
                raise build.BrokenQuery(path.stem, error.reason) from error
            yield path.stem


def fill(session: Session, connection: duckdb.DuckDBPyConnection, mart: str) -> None:
    """Fill an empty table of DuckDB with the rows of a mart of the cluster, part by part.

    Raises:
        ClusterAway: the cluster went away meanwhile.
        BrokenQuery: the rows are not of the types that the table has.
    """
    import pyarrow as pa

    failed: list[Exception] = []

    def rows() -> Iterator[pa.RecordBatch]:
        try:
            for part in parts:
                yield from part.to_batches()
        except Exception as error:  # the engine makes a text of it
            failed.append(error)
            raise

    parts = session.table(mart, BUILD_SECONDS)
    first = next(parts, None)
    if first is None:
        return
    here = connection.table(mart)
    reader = pa.RecordBatchReader.from_batches(first.schema, rows())
    try:
        connection.from_arrow(first).select(*here.columns).insert_into(mart)
        connection.from_arrow(reader).select(*here.columns).insert_into(mart)
    except duckdb.Error as error:
        if failed:
            raise failed[0] from error
        raise build.BrokenQuery(mart, str(error)) from error


def outline(connection: duckdb.DuckDBPyConnection, sql_dir: Path) -> list[str]:
    """Make the marts of sql/ without rows, with the types that DuckDB gives them; their names.

    Raises:
        BrokenQuery: the engine refuses one.
        NotCarriedOver: one has a column of records, which both engines compare differently.
    """
    from dashboard.warehouse.spark.dialect import Untranslatable
    from dashboard.warehouse.spark.orders import RECORDS

    made = []
    for path in build.models(sql_dir):
        if path.parent.name == "stg":
            continue
        build.create(connection, path, rows=0)
        for column, kind, *_rest in connection.table(path.stem).description:
            if "STRUCT" in str(kind):
                name = path.relative_to(sql_dir).as_posix()
                raise NotCarriedOver(Untranslatable(name, None, column, RECORDS))
        made.append(path.stem)
    return made


def failing_checks(session: Session, sql_dir: Path) -> dict[str, tuple[int, str]]:
    """The data tests that return rows on the cluster, as `build.failing_checks` tells them."""
    found = {}
    for path in sorted((sql_dir / "check").glob("*.sql")):
        rows = session.rows(translated(path, sql_dir), {}, BUILD_SECONDS)
        if rows.num_rows:
            first = ", ".join(
                f"{name}={value}" for name, value in rows.slice(0, 1).to_pylist()[0].items()
            )
            found[path.stem] = (rows.num_rows, first)
    return found


def make_models(
    connection: duckdb.DuckDBPyConnection,
    described: facts.Description,
    settings: Settings,
    folder: Path,
) -> dict[str, tuple[int, str]] | None:
    """Make every view and table of a build whose marts a cluster works out.

    Where DuckDB answers, the rows of the marts come here; where the cluster is asked directly, they
    stay there, and the build keeps their columns and types alone.

    Args:
        connection: the database of the build, with the raw tables.
        described: what they are.
        settings: the cluster, and who answers.
        folder: of the build.

    Returns:
        The checks that fail on the cluster; None where the rows came here and are checked here.

    Raises:
        ClusterAway: it cannot be reached, or went away meanwhile.
        NotCarriedOver: a query holds what is not known to mean the same there.
        BrokenQuery: an engine refuses a query.
    """
    sql_dir = settings.sql_dir
    with Session(settings.spark_remote) as session:  # first: without it all else is in vain
        staged = {path.stem for path in (sql_dir / "stg").glob("*.sql")}
        indicator_tables.load(connection, described, staged)
        for path in build.models(sql_dir):
            if path.parent.name == "stg":
                build.create(connection, path)
        outline(connection, sql_dir)
        write_places(folder, described)
        try:
            register(session, connection, places(folder), settings)
            of_persons = {f"stg_{one.name}" for one in described.tables if one.is_confidential}
            kept = counted(sql_dir, of_persons)
            for mart in make_marts(session, sql_dir):
                if settings.spark_answers == "exported" or mart in kept:
                    fill(session, connection, mart)
            if settings.spark_answers == "direct":
                for path in sorted(sql_dir.glob("query/*/*.sql")):
                    translated(path, sql_dir)  # so that none fails on a page
                return failing_checks(session, sql_dir)
        except SessionLost as error:
            raise ClusterAway(session.address, str(error)) from error
    return None

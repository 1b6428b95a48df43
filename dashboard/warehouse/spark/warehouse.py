"""The answers of a cluster that is asked directly, with the types that DuckDB gives them."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.core import metrics
from dashboard.core.settings import Settings
from dashboard.warehouse.build import BrokenQuery
from dashboard.warehouse.build_folder import Build
from dashboard.warehouse.cluster_faults import ClusterAway, TooManyRows
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.outage import Outage
from dashboard.warehouse.spark import models
from dashboard.warehouse.spark.answers import Answers
from dashboard.warehouse.spark.cluster import LOOK_SECONDS, Cluster
from dashboard.warehouse.spark.session import Session

if TYPE_CHECKING:
    import pyarrow as pa

_MART = re.compile(r"\bmart_[a-z0-9_]+\b")
_MOST_ROWS = 200_000  # of a table that is fetched to be browsed


class SparkWarehouse(Warehouse):
    """A build whose marts lie on a cluster.

    Queries that need no mart are answered by DuckDB from the facts themselves. The others go to the
    cluster; while it is away they are answered as they were last, or refused.

    Args:
        made: the build: the facts, and the columns and types of the marts.
        settings: the folders and the cluster.
        stored: the id of the revision of the store; empty where data/ is served as it is.
        look_seconds: between two looks at a cluster that is away.

    Raises:
        BuildError: the cluster refuses a model.
    """

    engine = "spark"
    has_all_rows = False

    def __init__(
        self,
        made: Build,
        settings: Settings,
        stored: str = "",
        *,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        super().__init__(made, settings.sql_dir, stored)
        self._seconds = float(settings.spark_seconds)
        self._answers = Answers(made.folder / "answers")
        self._schemas: dict[object, pa.Schema] = {}
        self._carried: dict[str, str] = {}
        self._fetching = threading.Lock()
        self._fetched = duckdb.connect(config={"enable_external_access": False})
        self._cluster = Cluster(
            settings.spark_remote,
            # Nothing of this object: a circle would outlive the swap that lets go of it.
            partial(_prepare, self._connection, made, settings),
            as_of=self._answers.latest(),
            look_seconds=look_seconds,
        )
        self._cluster.start()

    def _cluster_outage(self) -> Outage | None:
        return self._cluster.outage

    def leave(self) -> None:
        """Remove what was made on the cluster."""
        self._cluster.close()

    def is_reachable(self) -> bool:
        """Whether the cluster answers, as far as is known; says so at once."""
        return self._cluster.outage is None and super().is_reachable()

    def ask(self, query: str, /, **parameters: object) -> pa.Table:
        """The rows of a query, as `Warehouse.ask` gives them.

        Raises:
            KeyError: there is no such query.
            ClusterAway: the cluster is away, and this was not asked before.
            BrokenQuery: the cluster refuses the query.
        """
        text = self._queries[query]
        if not _MART.search(text):
            return super().ask(query, **parameters)
        try:
            carried, seconds = self._translated(query), self._seconds
            with metrics.QUERIES.time(query):
                rows = self._cluster.run(lambda session: session.rows(carried, parameters, seconds))
        except ClusterAway:
            if (found := self._answers.find(query, parameters)) is None:
                raise
            return found[0]
        typed = _typed(rows, self._schema(query, parameters), query)
        self._answers.keep(query, parameters, typed)
        return typed

    def browse(
        self, view: str, shape: Callable[[duckdb.DuckDBPyRelation], duckdb.DuckDBPyRelation]
    ) -> pa.Table:
        """The rows of a table, cut and sorted; a mart is fetched from the cluster first.

        Raises:
            ClusterAway: the cluster is away, and the mart was not fetched before.
            TooManyRows: the mart is too large to be fetched.
        """
        if not _MART.fullmatch(view):
            return super().browse(view, shape)
        with self._fetching:
            try:
                relation = self._fetched.table(view)
            except duckdb.CatalogException:
                self._fetch(view)
                relation = self._fetched.table(view)
            rows: pa.Table = shape(relation).to_arrow_table()
            return rows

    def _fetch(self, mart: str) -> None:
        import pyarrow as pa

        seconds = self._seconds
        count = self._cluster.run(lambda session: session.count(mart, seconds))
        if count > _MOST_ROWS:
            raise TooManyRows(mart, count, _MOST_ROWS)
        with self._connection.cursor() as cursor:
            schema = cursor.table(mart).to_arrow_table().schema
        parts = self._cluster.run(lambda session: [*session.table(mart, seconds)])
        rows = pa.concat_tables(parts) if parts else schema.empty_table()
        self._fetched.from_arrow(_typed(rows, schema, mart)).create(mart)

    def _translated(self, query: str) -> str:
        found = self._carried.get(query)
        if found is None:
            top = "" if query.startswith("example/") else "query/"
            found = models.carried_over(self._queries[query], f"{top}{query}.sql")
            self._carried[query] = found
        return found

    def _schema(self, query: str, parameters: dict[str, object]) -> pa.Schema:
        """The columns of a query as DuckDB has them: asked of marts without rows."""
        kinds = tuple((name, type(value)) for name, value in sorted(parameters.items()))
        found = self._schemas.get((query, kinds))
        if found is None:
            found = super().ask(query, **parameters).schema
            self._schemas[query, kinds] = found
        return found


def _prepare(
    connection: duckdb.DuckDBPyConnection, made: Build, settings: Settings, session: Session
) -> None:
    with connection.cursor() as cursor:
        models.register(session, cursor, models.places(made.folder), settings)
        there = models.register_counted(session, cursor, settings.sql_dir)
    for _mart in models.make_marts(session, settings.sql_dir, there):
        pass


def _typed(rows: pa.Table, schema: pa.Schema, name: str) -> pa.Table:
    """Rows with the columns and types of a schema.

    Raises:
        BrokenQuery: a column is missing, or a value does not fit.
    """
    import pyarrow as pa

    if not rows.num_columns:
        return schema.empty_table()
    try:
        columns = [_column(rows[field.name], field.type) for field in schema]
    except (KeyError, pa.ArrowException) as error:
        raise BrokenQuery(name, str(error)) from error
    return pa.Table.from_arrays(columns, schema=schema)


def _column(values: pa.ChunkedArray, kind: pa.DataType) -> Any:
    import pyarrow as pa

    if pa.types.is_null(kind):
        return pa.nulls(len(values))
    if pa.types.is_duration(values.type) != pa.types.is_duration(kind):
        # Days in one engine, a span of time in the other: Arrow would count microseconds.
        raise pa.ArrowTypeError(f"{values.type} is no {kind}")
    if pa.types.is_dictionary(kind):
        return values.cast(kind.value_type).dictionary_encode().cast(kind)
    return values.cast(kind)

"""DuckDB and the engine under test, with the same facts: Sail by default, or a cluster.

The environment variable `CONFORMANCE_REMOTE` names another server of Spark Connect, such as
`sc://127.0.0.1:15002`. `make test-cluster` starts a Spark and sets it.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from dashboard import facts
from dashboard.warehouse import build
from dashboard.warehouse.spark.dialect import translate
from dashboard.warehouse.spark.rewrites import COLUMNS_VIEW
from tests.fixtures import SQL

REMOTE = os.environ.get("CONFORMANCE_REMOTE", "")
MODELS = tuple(build.models(SQL))
ASKED = tuple(
    sorted(
        path for folder in ("query", "check", "example") for path in SQL.rglob(f"{folder}/**/*.sql")
    )
)


def name_of(path: Path) -> str:
    """A file below sql/, such as `query/spi/spi_map`."""
    return str(path.relative_to(SQL).with_suffix(""))


@contextmanager
def session() -> Iterator[Any]:
    """A session of the engine under test."""
    from pyspark.sql import SparkSession

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if REMOTE:
            spark = SparkSession.builder.remote(REMOTE).create()
            yield spark
            spark.stop()
            return
        os.environ.setdefault("RUST_LOG", "error")
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer("127.0.0.1", 0)
        server.start(background=True)
        try:
            spark = SparkSession.builder.remote(
                f"sc://127.0.0.1:{server.listening_address[1]}"
            ).create()
            yield spark
            spark.stop()
        finally:
            server.stop()


class Both:
    """The same facts in DuckDB and in the engine under test, and every model in both.

    Each model of the other engine stands on the other engine's own; where it could not make one,
    DuckDB's stands in, so that what follows is compared all the same.
    """

    def __init__(self, spark: Any, data_dir: Path, folder: Path) -> None:
        self.spark, self.folder = spark, folder
        self.ours = duckdb.connect()
        described = facts.read_description(data_dir)
        facts.load(self.ours, described.tables, data_dir)
        build.make_models(self.ours, described, SQL)
        self.theirs: dict[str, list[dict[str, Any]] | Exception] = {}
        for (name,) in self.ours.sql("select table_name from duckdb_tables()").fetchall():
            if name.startswith("raw_"):
                self._register(name, self.ours.table(name).to_arrow_table())
        for path in MODELS:
            try:
                made = self._run(path)
            except Exception as error:  # whatever the engine says; a test shows it
                self.theirs[path.stem] = error
                made = self.ours.table(path.stem).to_arrow_table()
            else:
                self.theirs[path.stem] = made.to_pylist()
            self._register(path.stem, made)
        columns = self.ours.sql("select * from information_schema.columns").to_arrow_table()
        self._register(COLUMNS_VIEW, columns)

    def _register(self, name: str, table: pa.Table) -> None:
        path = self.folder / f"{name}.parquet"
        parquet.write_table(table, path)
        self.spark.read.parquet(str(path)).createOrReplaceTempView(name)

    def _run(self, path: Path, **parameters: Any) -> pa.Table:
        text = translate(path.read_text(encoding="utf-8"), str(path.relative_to(SQL)))
        return self.spark.sql(text, args=parameters or None).toArrow()

    def model_here(self, path: Path) -> list[dict[str, Any]]:
        """The rows of a model as DuckDB makes them."""
        return self.ours.table(path.stem).to_arrow_table().to_pylist()

    def model_there(self, path: Path) -> list[dict[str, Any]]:
        """The rows of a model as the other engine made them."""
        found = self.theirs[path.stem]
        if isinstance(found, Exception):
            raise found
        return found

    def asked_here(self, path: Path, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query as DuckDB answers it."""
        text = path.read_text(encoding="utf-8")
        return self.ours.execute(text, parameters).to_arrow_table().to_pylist()

    def asked_there(self, path: Path, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query as the other engine answers it."""
        return self._run(path, **parameters).to_pylist()

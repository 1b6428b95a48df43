"""DuckDB and the engine under test, with the same facts: Sail by default, or a cluster.

The environment variable `CONFORMANCE_REMOTE` names another server of Spark Connect, such as
`sc://127.0.0.1:15002`. `make test-cluster` starts a Spark and sets it.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from dashboard import facts
from dashboard.warehouse import build, indicator_tables
from dashboard.warehouse.spark import client
from dashboard.warehouse.spark.dialect import translate
from dashboard.warehouse.spark.rewrites import COLUMNS_VIEW
from tests.conformance.comparing import Row, difference, large_difference
from tests.conformance.parameters import POOLS, names, sets
from tests.fixtures import SQL

REMOTE = os.environ.get("CONFORMANCE_REMOTE", "")
MODELS = tuple(build.models(SQL))
CHECKS = tuple(sorted(SQL.glob("check/*.sql")))
QUERIES = tuple(sorted((*SQL.glob("query/*/*.sql"), *SQL.glob("example/*.sql"))))
_MANY = 20_000  # rows from which on tables are compared in DuckDB
_AHEAD = 6  # queries that the other engine works on while one is compared
_MODEL = re.compile(r"\b(?:stg|mart)_\w+")


def name_of(path: Path) -> str:
    """A file below sql/, such as `query/spi/spi_map`."""
    return path.relative_to(SQL).with_suffix("").as_posix()


@contextmanager
def server() -> Iterator[str]:
    """The address of the engine under test."""
    if REMOTE:
        yield REMOTE
        return
    os.environ.setdefault("RUST_LOG", "error")
    from pysail.spark import SparkConnectServer

    sail = SparkConnectServer("127.0.0.1", 0)
    sail.start(background=True)
    _host, port = sail.listening_address
    try:
        yield f"sc://127.0.0.1:{port}"
    finally:
        sail.stop()


def _session(remote: str) -> Any:
    """A session of its own: views of one name never meet."""
    client.load()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        return SparkSession.builder.remote(remote).create()


class Both:
    """The same facts in DuckDB and in the engine under test, and every model in both.

    Each model of the other engine stands on the other engine's own; where it could not make one,
    DuckDB's stands in, so that what follows is compared all the same.

    Args:
        remote: the address of the engine under test.
        data_dir: the facts; they need not be sound.
        folder: for the tables that both read.
        most: how many sets of values each query is asked with at most.
        models: those that are made, in working order.
    """

    def __init__(
        self,
        remote: str,
        data_dir: Path,
        folder: Path,
        most: int = 1,
        models: tuple[Path, ...] = MODELS,
    ) -> None:
        self.spark, self.folder, self.most = _session(remote), folder, most
        self.ours = duckdb.connect()
        described = facts.read_description(data_dir)
        facts.load(self.ours, described.tables, data_dir)
        staged = {path.stem for path in models if path.parent.name == "stg"}
        indicator_tables.load(self.ours, described, staged)
        for path in models:
            build.create(self.ours, path)
        self._pool = ThreadPoolExecutor(3)
        for (name,) in self.ours.sql("select table_name from duckdb_tables()").fetchall():
            if name.startswith("raw_"):
                self._register(name, self.ours.table(name).to_arrow_table())
        columns = self.ours.sql("select * from information_schema.columns").to_arrow_table()
        self._register(COLUMNS_VIEW, columns)
        self._made: dict[str, Future[Path]] = {}
        for path in models:  # in working order, so that nothing waits for what comes later
            self._made[path.stem] = self._pool.submit(self._make, path)
        self._asked: dict[tuple[Path, int], Future[list[Row]]] = {}

    def close(self) -> None:
        """Stop what is still under way."""
        self._pool.shutdown(cancel_futures=True)
        self.spark.stop()
        self.ours.close()

    def model_difference(self, path: Path) -> str | None:
        """How the other engine's rows of a model differ from DuckDB's; None where they do not.

        Raises:
            Exception: what the other engine says where it could not make the model.
        """
        there = self._made[path.stem].result()
        if parquet.read_metadata(there).num_rows > _MANY:
            return large_difference(self.ours, path.stem, there)
        here = self._here(f"from {path.stem}", {})  # the name is of a file
        return difference(here, parquet.read_table(there).to_pylist(), ordered=False)

    def answer_differences(self, path: Path) -> list[str]:
        """How the other engine's answers to a query differ, for each set of values.

        Raises:
            Exception: what the other engine says where it could not answer.
        """
        text = path.read_text(encoding="utf-8")
        assert path in self._sets, f"values are missing in parameters.py: {names(text)}"
        ordered = "\norder by" in text
        found = []
        for place, given in self._sets[path]:
            here = self._here(text, given)
            there = self._ahead(place).result()
            if differs := difference(here, there, ordered=ordered):
                found.append(f"{given}: {differs}")
        return found

    def _here(self, text: str, given: dict[str, Any]) -> list[Row]:
        rows: pa.Table = self.ours.execute(text, given).to_arrow_table()
        return rows.to_pylist()

    def rows_here(self, path: Path) -> int:
        """How many rows DuckDB answers with to a query without parameters."""
        return len(self.ours.execute(path.read_text(encoding="utf-8")).fetchall())

    @cached_property
    def _sets(self) -> dict[Path, list[tuple[int, dict[str, Any]]]]:
        """For each query the sets of values that DuckDB takes, with their place among all."""
        found: dict[Path, list[tuple[int, dict[str, Any]]]] = {}
        self._places: list[tuple[Path, dict[str, Any]]] = []
        for path in (*CHECKS, *QUERIES):
            text = path.read_text(encoding="utf-8")
            if not set(names(text)) <= POOLS.keys():
                continue  # only this query fails
            found[path] = []
            for given in sets(name_of(path), text, self.most):
                if None in given.values() and not self._takes(text, given):
                    continue
                found[path].append((len(self._places), given))
                self._places.append((path, given))
        return found

    def _takes(self, text: str, given: dict[str, Any]) -> bool:
        try:
            self.ours.execute(text, given)
        except duckdb.BinderException:
            return False
        return True

    def _ahead(self, place: int) -> Future[list[Row]]:
        """The answer at a place, and those that come next under way."""
        for number in range(place, min(place + _AHEAD, len(self._places))):
            path, given = self._places[number]
            if (path, number) not in self._asked:
                self._asked[path, number] = self._pool.submit(self._ask, path, given)
        path, _given = self._places[place]
        return self._asked[path, place]

    def _make(self, path: Path) -> Path:
        self._wait_for_models(path)
        try:
            made = self._run(path, {})
        except Exception:
            with self.ours.cursor() as cursor:
                self._register(path.stem, cursor.table(path.stem).to_arrow_table())
            raise
        return self._register(path.stem, made)

    def _wait_for_models(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        for name in set(_MODEL.findall(text)) & self._made.keys() - {path.stem}:
            self._made[name].exception()  # it is there, or DuckDB's stands in

    def _ask(self, path: Path, given: dict[str, Any]) -> list[Row]:
        self._wait_for_models(path)
        return self._run(path, given).to_pylist()

    def _run(self, path: Path, given: dict[str, Any]) -> pa.Table:
        text = translate(path.read_text(encoding="utf-8"), path.relative_to(SQL).as_posix())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made: pa.Table = self.spark.sql(text, args=given or None).toArrow()
            return made

    def _register(self, name: str, table: pa.Table) -> Path:
        path = self.folder / f"{name}.parquet"
        parquet.write_table(table, path)
        self.spark.read.parquet(str(path)).createOrReplaceTempView(name)
        return path


def rows_of_both(remote: str, queries: list[str]) -> list[tuple[list[Row], list[Row] | str]]:
    """The rows of each query on DuckDB and on the engine under test, or what that one says."""
    spark = _session(remote)
    found: list[tuple[list[Row], list[Row] | str]] = []
    try:
        with duckdb.connect() as connection:
            for text in queries:
                here: pa.Table = connection.execute(text).to_arrow_table()
                carried = translate(text, "query/probe.sql")
                try:
                    found.append((here.to_pylist(), spark.sql(carried).toArrow().to_pylist()))
                except Exception as error:
                    found.append((here.to_pylist(), str(error)))
    finally:
        spark.stop()
    return found

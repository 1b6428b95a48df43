"""The answers: one read-only DuckDB, asked only with the queries of sql/ and bound parameters."""

from __future__ import annotations

import datetime as dt
import logging
import re
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import lru_cache, wraps
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import duckdb
from cachetools import LRUCache
from cachetools import cached as remembering

from dashboard.core import metrics
from dashboard.core.i18n import words
from dashboard.core.settings import Settings, language
from dashboard.warehouse import build, intake, last_served
from dashboard.warehouse.build_folder import Build
from dashboard.warehouse.cluster_faults import ClusterAway
from dashboard.warehouse.outage import Outage

if TYPE_CHECKING:
    import pyarrow as pa

# The copy that DuckDB warns of costs microseconds on figures' few rows; the relation it recommends
# instead plans each query twice, which costs 7 ms (measured on spi-map).
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result", category=UserWarning)
_LOG = logging.getLogger("dashboard")
_PARAMETER = re.compile(r"\$([a-z_]+)")
_COMMENT = re.compile(r"--[^\n]*")
# A column of a result takes this much beside its values: one row of six columns has 60 bytes of
# them, and the process 14,000 more.
COLUMN_BYTES = 2_000
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Source:
    """Where a fact stands: published_on is a year, a month, a day or None.

    The title is the name of the document or page, in its own language; None where it is not known.
    """

    source_id: str
    publisher: str
    title: str | None
    url: str
    published_on: str | None
    is_official: bool


class Warehouse:
    """A build, opened for reading. One cursor a query: a connection must not be shared by threads.

    Args:
        made: the build to read.
        sql_dir: the folder whose `query/<topic>/` and `example/` queries may be asked.
        stored: the id of the revision of the store; empty where data/ is served as it is.
    """

    engine = "duckdb"
    has_all_rows = True  # of every table, for whoever reads its database file

    def __init__(self, made: Build, sql_dir: Path, stored: str = "") -> None:
        self.build = made  # held for as long as this object lives
        self.revision = made.revision
        self.stored = stored
        self.waiting: Outage | None = None  # of newer facts, for the cluster that makes them
        self.opened_at = time.time()
        self._memos: dict[object, Callable[..., Any]] = {}
        self._connection = duckdb.connect(
            str(made.database),
            read_only=True,
            config={"enable_external_access": False, "lock_configuration": True, "threads": 2},
        )
        # All at once: a query edited later belongs to another build than the one that is open.
        self._queries = {
            f"{path.parent.name}/{path.stem}": build.query_text(path)
            for pattern in ("query/*/*.sql", "example/*.sql")
            for path in sql_dir.glob(pattern)
        }

    def memo(
        self,
        function: Callable[..., R],
        remember: Callable[[Callable[..., R]], Callable[..., R]],
    ) -> Callable[..., R]:
        """A function of this warehouse whose results are remembered as long as it lives.

        Args:
            function: whose first argument is a warehouse.
            remember: gives a function that remembers its results.
        """
        found = self._memos.get(function)
        if found is None:
            # Not itself: a circle would outlive the swap that lets go of this warehouse.
            own = weakref.ref(self)
            made = remember(lambda *given, **named: function(own(), *given, **named))
            found = self._memos.setdefault(function, made)
        return found

    def memo_counts(self) -> dict[tuple[str, ...], float]:
        """How often each memo had a result (`hit`) and had to make it (`miss`), by its function."""
        found: dict[tuple[str, ...], float] = {}
        for function, memo in list(self._memos.items()):
            name = f"{getattr(function, '__module__', '')}.{getattr(function, '__name__', '')}"
            info = memo.cache_info()  # type: ignore[attr-defined]
            name = name.removeprefix("dashboard.")
            found |= {(name, "hit"): info.hits, (name, "miss"): info.misses}
        return found

    def forget(self) -> None:
        """Forget all that was remembered: a setting has changed, or time is measured."""
        self._memos.clear()

    def ask(self, query: str, /, **parameters: object) -> pa.Table:
        """The rows of a query such as `spi/spi_map`, with its `$name` parameters bound.

        An Arrow table rather than a data frame: it cannot be changed by whoever shares it, keeps
        its types, and missing stays missing (no integer turns into 18.0 for the sake of a NaN).

        Raises:
            KeyError: there is no such query in sql/query or sql/example.
            duckdb.Error: a parameter is missing or of a type that the query cannot use.
        """
        text = self._queries[query]
        with metrics.QUERIES.time(query), self._connection.cursor() as cursor:
            rows: pa.Table = cursor.execute(text, parameters).to_arrow_table()
            return rows

    def records(self, query: str, /, **parameters: object) -> list[dict[str, Any]]:
        """The rows of a query as plain records, missing as None."""
        return self.ask(query, **parameters).to_pylist()

    def parameters_of(self, query: str) -> frozenset[str]:
        """The names of the `$name` parameters that a query binds."""
        return frozenset(_PARAMETER.findall(_COMMENT.sub("", self._queries[query])))

    def text_of(self, query: str) -> str:
        """The SQL of a query, as it was when this build was opened."""
        return self._queries[query]

    def names(self, folder: str) -> tuple[str, ...]:
        """The queries of a folder of sql/, in order."""
        return tuple(sorted(name for name in self._queries if name.startswith(f"{folder}/")))

    def browse(
        self, view: str, shape: Callable[[duckdb.DuckDBPyRelation], duckdb.DuckDBPyRelation]
    ) -> pa.Table:
        """The rows of a table or view of the build, cut and sorted by `shape`.

        For questions that no file of sql/ can hold, because table and columns are the reader's
        choice; `dashboard/warehouse/tables.py` says how they stay safe.
        """
        with self._connection.cursor() as cursor:
            rows: pa.Table = shape(cursor.table(view)).to_arrow_table()
            return rows

    def batches(
        self,
        view: str,
        shape: Callable[[duckdb.DuckDBPyRelation], duckdb.DuckDBPyRelation],
        rows: int = 10_000,
    ) -> Generator[pa.RecordBatch, None, None]:
        """The same part by part, so that no more than one part is held; at least one, maybe empty.

        Args:
            view: a table or view of the build.
            shape: cuts it; whoever sorts holds all of it.
            rows: of a part, at most.

        Returns:
            The parts. Closing the generator ends the query.
        """
        import pyarrow as pa

        if not self.has_all_rows:  # they lie elsewhere: what can be fetched is not large
            found = self.browse(view, shape)
            yield from found.to_batches(rows) or [pa.RecordBatch.from_pylist([], found.schema)]
            return
        with self._connection.cursor() as cursor:
            reader = shape(cursor.table(view)).to_arrow_reader(rows)
            n = 0
            for batch in reader:
                n += 1
                yield batch
            if not n:
                yield pa.RecordBatch.from_pylist([], reader.schema)

    @property
    def outage(self) -> Outage | None:
        """Since when the cluster that makes the answers is away; None while nothing is missed."""
        return self.waiting or self._cluster_outage()

    def _cluster_outage(self) -> Outage | None:
        """The outage of a cluster that is asked directly."""
        return None

    def leave(self) -> None:
        """Let go of what lies outside of this process; nothing is asked after it."""

    def is_reachable(self) -> bool:
        """Whether what answers can be asked at this moment; says so at once."""
        try:
            with self._connection.cursor() as cursor:
                return bool(cursor.execute("select 1").fetchall())
        except duckdb.Error:
            return False

    @property
    def sources(self) -> dict[str, Source]:
        """Every source by its id."""
        return _sources(self)


def cached(
    maxsize: int | None = None,
) -> Callable[[Callable[Concatenate[Warehouse, P], R]], Callable[Concatenate[Warehouse, P], R]]:
    """Remember the results of a function whose first argument is a warehouse, with that warehouse.

    `functools.cache` would keep every revision of the facts that was ever served.

    Args:
        maxsize: how many results of one warehouse are remembered; None for all of them.
    """

    def decorate(
        function: Callable[Concatenate[Warehouse, P], R],
    ) -> Callable[Concatenate[Warehouse, P], R]:
        @wraps(function)
        def remembered(warehouse: Warehouse, /, *given: P.args, **named: P.kwargs) -> R:
            return warehouse.memo(function, lru_cache(maxsize))(*given, **named)

        return remembered

    return decorate


def cached_text(
    most_letters: int = 8_000_000,
) -> Callable[[Callable[Concatenate[Warehouse, P], str]], Callable[Concatenate[Warehouse, P], str]]:
    """Remember the texts of a function whose first argument is a warehouse, with that warehouse.

    Args:
        most_letters: that the texts of one warehouse have together; those asked last stay.
    """
    return _cached_by_size(most_letters, len)


def cached_rows(
    most_bytes: int = 32_000_000,
) -> Callable[
    [Callable[Concatenate[Warehouse, P], pa.Table]], Callable[Concatenate[Warehouse, P], pa.Table]
]:
    """Remember the rows that a function gives, whose first argument is a warehouse, with that.

    Args:
        most_bytes: that the rows of one warehouse have together, with what a table takes whatever
            it holds; those asked last stay.
    """
    return _cached_by_size(most_bytes, lambda rows: rows.nbytes + COLUMN_BYTES * rows.num_columns)


def _cached_by_size(
    most: int, size: Callable[[R], int]
) -> Callable[[Callable[Concatenate[Warehouse, P], R]], Callable[Concatenate[Warehouse, P], R]]:
    def decorate(
        function: Callable[Concatenate[Warehouse, P], R],
    ) -> Callable[Concatenate[Warehouse, P], R]:
        def remember(result: Callable[..., R]) -> Callable[..., R]:
            results: LRUCache[object, R] = LRUCache(most, getsizeof=size)
            remembered: Callable[..., R] = remembering(results, lock=Lock(), info=True)(result)
            return remembered

        @wraps(function)
        def remembered(warehouse: Warehouse, /, *given: P.args, **named: P.kwargs) -> R:
            return warehouse.memo(function, remember)(*given, **named)

        return remembered

    return decorate


@cached()
def _sources(warehouse: Warehouse) -> dict[str, Source]:
    return {
        str(row["source_id"]): Source(
            str(row["source_id"]),
            str(row["publisher"]),
            str(row["title"]) if row["title"] else None,
            str(row["url"]),
            str(row["published_on"]) if row["published_on"] else None,
            row["source_kind"] == "official",
        )
        for row in warehouse.records("data/sources")
    }


Newest = Callable[[], Warehouse]  # gives the facts as they are now, such as `current`

_open_lock = threading.Lock()
_current: Warehouse | None = None


def current(progress: Callable[[str], None] = lambda _step: None) -> Warehouse:
    """The newest warehouse of this process, built and opened on first use.

    Whoever answers one question takes it once: the next call may give a newer one.
    """
    global _current  # noqa: PLW0603 (one process, one newest warehouse)
    found = _current
    if found is not None:
        return found
    with _open_lock:
        if _current is None:
            settings = Settings()
            _current = _first(settings, progress)
        return _current


def _first(settings: Settings, progress: Callable[[str], None]) -> Warehouse:
    """The newest facts, or those that were served last where a cluster for newer ones is away."""
    if settings.engine == "duckdb":
        return opened(intake.served(settings, progress), settings)
    try:
        found = opened(intake.served(settings, progress), settings)
    except ClusterAway as error:
        last = last_served.find(settings)
        if last is None:
            raise
        _LOG.error("%s", error.message(words(language())))
        found = opened(last.served, settings)
        found.waiting = Outage(dt.datetime.now(dt.UTC), last.at, is_waiting=True)
    else:
        last_served.note(settings, found.revision, found.stored)
    return found


def loaded() -> Warehouse | None:
    """The newest warehouse if there is one by now; never builds, never waits."""
    return _current


def opened(served: intake.Served, settings: Settings) -> Warehouse:
    """A build, opened.

    Raises:
        BuildError: the machine refuses.
    """
    with build.refusals(settings.build_dir):
        if settings.engine == "spark" and settings.spark_answers == "direct":
            # By its name, as it is chosen: it stands on this module.
            asked = import_module(f"dashboard.warehouse.{settings.engine}.warehouse")
            found: Warehouse = asked.SparkWarehouse(served.build, settings, served.revision)
            return found
        return Warehouse(served.build, settings.sql_dir, served.revision)


def swap(newer: Warehouse, settings: Settings | None = None) -> None:
    """Serve another warehouse from now on; answers in flight finish on the one that they have.

    Args:
        newer: what is served.
        settings: where it is noted for a start without the cluster that made it; none: not at all.
    """
    if settings is not None and settings.engine == "spark":
        last_served.note(settings, newer.revision, newer.stored)
    global _current  # noqa: PLW0603 (one process, one newest warehouse)
    with _open_lock:
        _current = newer

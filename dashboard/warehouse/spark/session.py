"""One session on a cluster, spoken to by Spark Connect; every call ends in time.

All deadlines are those of gRPC: a server that accepts and never answers costs no thread. What was
registered belongs to the session: two dashboards, and two revisions of one, never meet.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import re
import threading
import uuid
import warnings
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from dashboard.core.settings_source import shown
from dashboard.warehouse.build import BrokenQuery
from dashboard.warehouse.cluster_faults import ClusterAway, ClusterSlow, SessionLost
from dashboard.warehouse.spark import client

if TYPE_CHECKING:
    import grpc
    import pyarrow as pa
    from pyspark.sql.connect.session import SparkSession

# Tables travel by Arrow; its conversions from and to pandas are not used.
warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
CONNECT_SECONDS = 5.0  # also of a sign of life
WATCH_SECONDS = 5.0  # between two signs of life
_MISSED = 3  # signs of life after which a cluster counts as away
BUILD_SECONDS = 3600.0  # of one model
_ONE_ANSWER_SECONDS = 60.0  # of calls that only plan or tell; they cannot be cancelled
_SENT_AT_ONCE = 16 << 20  # bytes of one message; servers take 128 MB at most
_SMALL = 1 << 20  # bytes up to which a table travels inside the plan
_PREFIX = "integritas_"
_OWN = re.compile(rf"{_PREFIX}[0-9]{{8}}_[0-9a-f]{{12}}")
_KEPT = dt.timedelta(days=7)
_UNKNOWN = (
    *("TABLE_OR_VIEW_NOT_FOUND", "is not running"),
    *("INVALID_HANDLE", "SCHEMA_NOT_FOUND", "SESSION_CHANGED"),
)
# As DuckDB has it, whatever the cluster is set to: no zone moves a day, what cannot be worked out
# is an error, and our own SQL is read as it was written.
OPTIONS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.ansi.doubleQuotedIdentifiers": "false",
}


class Session:
    """A session on a cluster.

    Args:
        remote: the address, `sc://host:port`.

    Attributes:
        seen: when the cluster answered last.

    Raises:
        ClusterAway: nothing answers there in `CONNECT_SECONDS`, or no cluster does.
        NoClient: what speaks to a cluster is not installed.
    """

    def __init__(self, remote: str) -> None:
        self.address = shown("", remote)
        self.seen = dt.datetime.now(dt.UTC)
        self._limits = _Limits()
        self._ended = threading.Event()
        self._calls: weakref.WeakSet[Any] = weakref.WeakSet()
        self._spark = self._connected(remote)
        # At the end of a process the library would ask the cluster once more, and wait for it.
        atexit.unregister(self._spark.client._on_exit)
        self._spark.client.set_retry_policies([])  # whoever asks decides when to ask again
        # Else the server ends a stream after two minutes and the client fetches it anew.
        self._spark.client.disable_reattachable_execute()
        self.name = f"{_PREFIX}{dt.datetime.now(dt.UTC):%Y%m%d}_{uuid.uuid4().hex[:12]}"
        self._has_database = False
        try:
            with self._answering(CONNECT_SECONDS):
                self.version = self._spark.version
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of how we write texts, which is as it says
                    for name, value in OPTIONS.items():
                        self._spark.conf.set(name, value)
        except (BrokenQuery, SessionLost) as error:  # something else listens there
            self.cut()
            raise ClusterAway(self.address, str(error)) from error
        except BaseException:
            self.cut()
            raise
        ended = self._ended
        watch = threading.Thread(
            target=_watch, args=(weakref.ref(self), ended), name="cluster-watch", daemon=True
        )
        watch.start()

    def _connected(self, remote: str) -> SparkSession:
        client.load()
        from pyspark.errors import PySparkException
        from pyspark.sql.connect.client import DefaultChannelBuilder
        from pyspark.sql.connect.session import SparkSession

        # What goes wrong is said by us, once and without a trace.
        logging.getLogger("pyspark.sql.connect.logging").setLevel(logging.CRITICAL + 1)
        try:
            builder = DefaultChannelBuilder(remote)
            builder.add_interceptor(_interceptor(self._limits, self._calls, self._ended))
            # Not by the library's builder: it would keep the session for the whole process.
            return SparkSession(connection=builder)
        except (PySparkException, ValueError) as error:  # what stands behind the port
            raise ClusterAway(self.address, _line(error)) from error

    # --- asking ----------------------------------------------------------------------------------

    def rows(self, sql: str, parameters: Mapping[str, object], seconds: float) -> pa.Table:
        """The rows of a query with its `:name` parameters bound.

        Raises:
            ClusterAway: the cluster is silent, or `ClusterSlow`: it takes longer than `seconds`.
            SessionLost: what was registered is not there any more.
            BrokenQuery: the cluster refuses the query.
        """
        import pyarrow as pa

        tables = [*self.batches(sql, parameters, seconds)]
        return pa.concat_tables(tables) if tables else pa.table({})

    def batches(
        self, sql: str, parameters: Mapping[str, object], seconds: float
    ) -> Iterator[pa.Table]:
        """The same, part by part as they come; a query without rows may give no part."""
        with self._answering(seconds, uuid.uuid4().hex):
            yield from self._parts(self._spark.sql(sql, args=dict(parameters)))

    def table(self, name: str, seconds: float) -> Iterator[pa.Table]:
        """All rows of a table or view, part by part as they come."""
        with self._answering(seconds, uuid.uuid4().hex):
            yield from self._parts(self._spark.table(name))

    def count(self, name: str, seconds: float) -> int:
        """How many rows a table or view has."""
        with self._answering(seconds, uuid.uuid4().hex):
            return self._spark.table(name).count()

    def _parts(self, rows: Any) -> Iterator[pa.Table]:
        import pyarrow as pa

        client = self._spark.client
        for part in client.to_table_as_iterator(rows._plan.to_proto(client), {}):
            if isinstance(part, pa.Table):  # a description of its columns comes first
                yield part

    # --- registering -----------------------------------------------------------------------------

    def register(self, name: str, rows: pa.RecordBatchReader) -> None:
        """Make a table of ours known, as it is; a large one is written there part by part."""
        import pyarrow as pa
        from pyspark.sql.pandas.types import from_arrow_schema

        schema = from_arrow_schema(rows.schema)

        def table(parts: list[pa.RecordBatch]) -> Any:
            return self._spark.createDataFrame(pa.Table.from_batches(parts, rows.schema), schema)

        parts, size, is_written = [], 0, False
        with self._answering(BUILD_SECONDS):
            for batch in rows:
                parts.append(batch)
                size += batch.nbytes
                if size > _SENT_AT_ONCE:
                    self._append(name, table(parts))
                    parts, size, is_written = [], 0, True
            if not is_written and size <= _SMALL:
                table(parts).createOrReplaceTempView(name)
                return
            if parts:
                self._append(name, table(parts))
            self._spark.table(f"{self.name}.{name}").createOrReplaceTempView(name)

    def register_files(
        self, name: str, folder: str, columns: tuple[str, ...], missing: tuple[str, ...]
    ) -> None:
        """Make Parquet files that the cluster reaches by itself known, as text."""
        from pyspark.sql.connect.functions import lit, nullif

        with self._answering(BUILD_SECONDS):
            files: Any = self._spark.read.parquet(folder)
            texts = {one: files[one].cast("string") for one in columns}
            for value in missing:
                texts = {one: nullif(text, lit(value)) for one, text in texts.items()}
            named = [text.alias(one) for one, text in texts.items()]
            files.select(*named).createOrReplaceTempView(name)

    def _append(self, name: str, rows: Any) -> None:
        self._make_database()
        rows.write.mode("append").saveAsTable(f"{self.name}.{name}")

    def make_view(self, name: str, sql: str) -> None:
        """Make a view of a query."""
        with self._answering(BUILD_SECONDS):
            self._spark.sql(sql).createOrReplaceTempView(name)

    def make_table(self, name: str, sql: str) -> None:
        """Work a query out and keep its rows on the cluster until the session ends."""
        with self._answering(BUILD_SECONDS, uuid.uuid4().hex):
            self._make_database()
            self._spark.sql(sql).write.mode("overwrite").saveAsTable(f"{self.name}.{name}")
            self._spark.table(f"{self.name}.{name}").createOrReplaceTempView(name)

    def _make_database(self) -> None:
        if self._has_database:
            return
        # Names of our own making.
        self._spark.sql(f"create database if not exists {self.name}")
        self._has_database = True
        self._drop_old()

    def _drop_old(self) -> None:
        """Remove what programs left that ended without a word; one that lives makes it anew."""
        day = dt.datetime.now(dt.UTC) - _KEPT
        for database in self._spark.catalog.listDatabases(f"{_PREFIX}*"):
            if _OWN.fullmatch(database.name) and database.name < f"{_PREFIX}{day:%Y%m%d}":
                with suppress(Exception):
                    self._spark.sql(f"drop database if exists {database.name} cascade")

    # --- living ----------------------------------------------------------------------------------

    @property
    def is_cut(self) -> bool:
        """Whether the session has ended, by us or because the cluster fell silent."""
        return self._ended.is_set()

    def is_alive(self) -> bool:
        """Whether the cluster gives a sign of life in time; the session there stays awake by it."""
        try:
            with self._answering(CONNECT_SECONDS):
                self._spark.client.get_configs("spark.sql.session.timeZone")
        except ClusterAway:
            return False
        except Exception:
            return True  # it answers, if only to refuse
        self.seen = dt.datetime.now(dt.UTC)
        return True

    def cut(self) -> None:
        """End at once what is under way, and refuse what would begin.

        The channel is not closed: whoever calls on a closed one ends the whole process (gRPC 1.85).
        """
        self._ended.set()
        for call in list(self._calls):
            call.cancel()

    def close(self) -> None:
        """Remove what was made on the cluster and leave it."""
        with suppress(Exception), self._answering(CONNECT_SECONDS):
            self._spark.sql(f"drop database if exists {self.name} cascade")
        with suppress(Exception), self._answering(CONNECT_SECONDS):
            self._spark.client.release_session()
        self.cut()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    # --- faults ----------------------------------------------------------------------------------

    @contextmanager
    def _answering(self, seconds: float, tag: str = "") -> Iterator[None]:
        """What is asked inside ends after `seconds`; what goes wrong is one of ours."""
        from grpc import RpcError, StatusCode
        from pyspark.errors import PySparkException

        client = self._spark.client
        self._limits.seconds = seconds
        if tag:
            client.add_tag(tag)
        try:
            yield
        except _Cut as error:
            raise ClusterAway(self.address, "SILENT") from error
        except (PySparkException, RpcError, ValueError) as error:
            code = _code(error)
            # A server may say first that the time is over, and then calls it cancelled.
            is_late = code in (StatusCode.DEADLINE_EXCEEDED, StatusCode.CANCELLED)
            if is_late and not self.is_cut and self._interrupt(tag):
                raise ClusterSlow(self.address, seconds) from error
            if code in _silent():
                raise ClusterAway(self.address, code.name) from error
            if any(one in str(error) for one in _UNKNOWN):
                raise SessionLost(_line(error)) from error
            raise BrokenQuery("Spark", _line(error)) from error
        finally:
            self._limits.seconds = CONNECT_SECONDS
            if tag:
                with suppress(Exception):
                    client.remove_tag(tag)

    def _interrupt(self, tag: str) -> bool:
        """Stop what was asked under a tag; says whether the cluster heard it."""
        if not tag:
            return False
        self._limits.seconds = CONNECT_SECONDS
        try:
            self._spark.client.interrupt_tag(tag)
        except Exception as error:
            return not self.is_cut and _code(error) not in _silent()
        return True


def _silent() -> tuple[object, ...]:
    """What gRPC says of a server that cannot be reached or does not answer."""
    from grpc import StatusCode

    return (
        StatusCode.UNAVAILABLE,
        StatusCode.DEADLINE_EXCEEDED,
        StatusCode.CANCELLED,
        StatusCode.UNAUTHENTICATED,
        StatusCode.PERMISSION_DENIED,
    )


def _code(error: BaseException) -> grpc.StatusCode:
    """The status that an error of the client carries."""
    from grpc import RpcError, StatusCode

    if isinstance(error, RpcError):
        return error.code()
    code = getattr(error, "getGrpcStatusCode", lambda: None)()
    return code or StatusCode.UNKNOWN


def _line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]


def _watch(own: weakref.ref[Session], ended: threading.Event) -> None:
    """Cut a session whose cluster falls silent: what is under way may take an hour."""
    missed = 0
    while not ended.wait(WATCH_SECONDS):
        session = own()
        if session is None:
            return
        missed = 0 if session.is_alive() else missed + 1
        if missed == _MISSED:
            session.cut()
        del session


class _Limits(threading.local):
    """How long a call of this thread may take."""

    seconds = CONNECT_SECONDS  # also for the library's own threads


class _Cut(Exception):
    """A call on a session that has ended."""


def _interceptor(limits: _Limits, calls: weakref.WeakSet[Any], ended: threading.Event) -> Any:
    """What gives every call to the cluster its deadline, and keeps those that can be cancelled."""
    import grpc

    class Deadline(
        grpc.UnaryUnaryClientInterceptor,
        grpc.UnaryStreamClientInterceptor,
        grpc.StreamUnaryClientInterceptor,
    ):
        def _timed(self, call: Any, details: Any, request: Any) -> Any:
            if ended.is_set():
                raise _Cut
            seconds = min(limits.seconds, _ONE_ANSWER_SECONDS)
            return call(details._replace(timeout=seconds), request)

        def intercept_unary_stream(self, call: Any, details: Any, request: Any) -> Any:
            """Rows that come part by part: what a question or a model takes its time for."""
            if ended.is_set():
                raise _Cut
            under_way = call(details._replace(timeout=limits.seconds), request)
            calls.add(under_way)
            if ended.is_set():
                under_way.cancel()
            return under_way

        intercept_unary_unary = _timed
        intercept_stream_unary = _timed

    return Deadline()

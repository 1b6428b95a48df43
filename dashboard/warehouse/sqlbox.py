"""The SQL box: a reader's own query over the marts, run where it can harm nothing.

Each query runs in a process of its own (`sqlbox_worker.py`, `dashboard/core/confined.py`): a query
that never ends is killed, one that eats memory dies alone, and a cancel is immediate. At most
`SLOTS` run at a time.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.core.confined import Confined, Ended
from dashboard.core.i18n import Words

if TYPE_CHECKING:
    import pyarrow as pa

WORKER = "dashboard.warehouse.sqlbox_worker"
SLOTS = 2
SHARE = SLOTS - 1  # that one client may have: there is always room for another
_lock = threading.Lock()
_running: Counter[str] = Counter()  # queries by client


@dataclass(frozen=True)
class Limits:
    """What one query may use."""

    seconds: float = 10
    rows: int = 5000
    columns: int = 100
    megabytes: int = 8
    memory_mb: int = 256
    characters: int = 10_000


LIMITS = Limits()


@dataclass(frozen=True)
class Failure:
    """Why a query has no answer; `detail` is the engine's own word on it."""

    kind: str
    detail: str = ""

    def sentence(self, say: Words, limits: Limits = LIMITS) -> str:
        """A plain sentence in the reader's language."""
        if self.kind == "statement":
            return say(
                "The box only reads: one query that begins with SELECT, WITH, FROM, VALUES, "
                "DESCRIBE, SUMMARIZE, SHOW or EXPLAIN. {kind} is refused.",
                kind=self.detail,
            )
        if self.kind == "seconds":
            return say(
                "The query was stopped after {n} seconds. Ask for fewer rows or join fewer tables.",
                n=say.number(limits.seconds, 0),
            )
        if self.kind == "memory":
            return say(
                "The query needs more than {n} MB of memory and was stopped. "
                "Ask for fewer rows or join fewer tables.",
                n=limits.memory_mb,
            )
        if self.kind == "characters":
            return say(
                "The query is longer than {n} characters.", n=say.number(limits.characters, 0)
            )
        if self.kind == "columns":
            return say("The result has more than {n} columns.", n=limits.columns)
        return {
            "empty": say("There is no query. Write one, or choose an example."),
            "many": say("One query at a time: leave out everything after the first semicolon."),
            "bytes": say("A single row of the result is too large to be shown."),
            "share": say(
                "Another query from your address is still running. Wait until it has ended, or "
                "cancel it."
            ),
            "busy": say("The SQL box is busy with the queries of others. Try again in a moment."),
            "cancelled": say("The query was cancelled."),
            "gone": say(
                "The database of this server cannot be opened any more: its build folder was "
                "removed or damaged. Whoever runs the server can mend this by starting it anew; "
                "figures and tables go on until then."
            ),
            "engine": say("The query cannot be run. The database says:"),
        }.get(self.kind, say("The query was stopped: it needs more than the box can give."))


@dataclass(frozen=True, eq=False)
class Result:
    """An answer. `cut` says what ended it early: `rows`, `bytes` or nothing."""

    sql: str
    rows: pa.Table
    cut: str
    seconds: float


class Job:
    """A query on its way. `outcome` is None while it runs."""

    def __init__(self, sql: str, limits: Limits, client: str = "") -> None:
        self.sql, self.limits, self.client = sql, limits, client
        self.outcome: Result | Failure | None = None
        self._began = time.monotonic()
        self._process = Confined(WORKER)
        self._cancelled = threading.Event()
        self.done = threading.Event()

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self._began

    def cancel(self) -> None:
        """End it now; nothing of it stays."""
        self._cancelled.set()
        self._process.end()

    def wait(self, seconds: float) -> Result | Failure | None:
        """The outcome, or None when it still runs after so many seconds."""
        self.done.wait(seconds)
        return self.outcome

    def _finish(self, outcome: Result | Failure) -> None:
        self.outcome = outcome
        self.done.set()

    def _run(self, request: dict[str, Any]) -> None:
        try:
            outcome = self._ask(request)
        except Exception:
            outcome = Failure("crash")
        finally:
            _release(self.client)
        self._finish(Failure("cancelled") if self._cancelled.is_set() else outcome)

    def _ask(self, request: dict[str, Any]) -> Result | Failure:
        try:
            said = self._process.run(json.dumps(request).encode(), self.limits.seconds)
        except Ended as ended:
            return Failure(ended.kind)
        answer = json.loads(said)
        if not answer["ok"]:
            return Failure(answer["kind"], answer["detail"])
        return Result(self.sql, _table(answer), answer["cut"], answer["seconds"])


def start(
    database: Path,
    tables: Sequence[tuple[str, str]],
    sql: str,
    limits: Limits = LIMITS,
    client: str = "",
) -> Job:
    """Start a query and return at once; the job says how it goes.

    Args:
        database: the file of the build.
        tables: what the box offers: a view or table of the build, and its name in the box.
        sql: the reader's text.
        limits: what it may use.
        client: who asks, for a fair share; without a name there is none.
    """
    job = Job(sql, limits, client)
    if not sql.strip():
        job._finish(Failure("empty"))
    elif len(sql) > limits.characters:
        job._finish(Failure("characters"))
    elif refused := _take(client):
        job._finish(Failure(refused))
    else:
        request = {
            "database": str(database),
            "tables": [list(pair) for pair in tables],
            "sql": sql,
            "seconds": limits.seconds,
            "memory_mb": limits.memory_mb,
            "max_rows": limits.rows,
            "max_columns": limits.columns,
            "max_bytes": limits.megabytes << 20,
        }
        threading.Thread(target=job._run, args=(request,), daemon=True).start()
    return job


def _take(client: str) -> str:
    """Take a place for a query; why there is none, or nothing."""
    with _lock:
        if client and _running[client] >= SHARE:
            return "share"
        if _running.total() >= SLOTS:
            return "busy"
        _running[client] += 1
        return ""


def _release(client: str) -> None:
    with _lock:
        _running[client] -= 1
        if not _running[client]:
            del _running[client]


def _table(answer: dict[str, Any]) -> pa.Table:
    """Texts and types as typed columns; whatever has no plain type stays text."""
    import pyarrow as pa

    columns = list(zip(*answer["rows"], strict=True)) or [() for _ in answer["names"]]
    names: list[str] = []
    for name in answer["names"]:
        again, n = name, 1
        while again in names:
            n += 1
            again = f"{name}_{n}"
        names.append(again)
    arrays = [_column(values, kind) for values, kind in zip(columns, answer["types"], strict=True)]
    return pa.Table.from_arrays(arrays, names=names)


_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}


def _column(values: Sequence[Any], kind: str) -> pa.Array:
    import pyarrow as pa

    read: Callable[[str], Any] = str
    of = pa.string()
    if kind in _INTEGERS:
        read, of = int, pa.int64()
    elif kind in ("FLOAT", "DOUBLE"):
        read, of = float, pa.float64()
    elif kind == "BOOLEAN":
        read, of = "true".__eq__, pa.bool_()
    elif kind.startswith("DECIMAL("):
        precision, scale = (int(part) for part in kind[8:-1].split(","))
        read, of = Decimal, pa.decimal128(precision, scale)
    elif kind == "DATE":
        read, of = date.fromisoformat, pa.date32()
    elif kind == "TIMESTAMP":
        read, of = datetime.fromisoformat, pa.timestamp("us")
    elif kind == "VARCHAR[]":
        return pa.array(values, pa.list_(pa.string()))
    try:
        return pa.array([None if value is None else read(value) for value in values], of)
    except (ValueError, ArithmeticError):  # such as an infinite date
        return pa.array(values, pa.string())

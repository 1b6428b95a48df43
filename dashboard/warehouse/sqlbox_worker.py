"""The process that a query of the SQL box runs in: one query, then it is gone.

It imports nothing of the dashboard but its limits (`dashboard/core/confined.py`), and is started by
`sqlbox.py` with a bare environment. What it may do is narrowed step by step before the reader's
text is read:

1. the operating system's limits, where there are any: memory, processor time, no file written,
2. its own database in memory, filled with copies of the tables that the text names (the others have
   their columns alone), so that nothing shared can change and large tables cost who asks for them,
3. the engine's limits: memory, one thread, nothing spilled to disk, no extension, no file, no
   network, the settings locked,
4. one statement that reads, inside a transaction that may only read.

A timer of its own ends it in time, also when the server that started it is gone.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import duckdb

from dashboard.core.confined import answer_with, end_after, limit_process

# What the interpreter and the engine need beside the query's own memory (measured: 220 MB).
OVERHEAD_MB = 512
READING = {"SELECT", "EXPLAIN"}
# Of functions that take the name of a table as a text, or tell how many rows each table has.
_NAMES_BUILT = ("query", "duckdb_")
_NEVER_SHOWN = ("Possible solutions:", "Database is launched in in-memory mode")


class Refused(Exception):
    """A query that is not run or not answered: a kind that the box has words for, and details."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind, self.detail = kind, detail


def named(sql: str, tables: Sequence[Sequence[str]]) -> set[str]:
    """The tables that a text may read: whose names stand in it anywhere, also in a comment.

    All of them where a text may put a name together, or count the rows of every table.
    """
    text = sql.casefold()
    if any(word in text for word in _NAMES_BUILT):
        return {name for _view, name in tables}
    return {name for _view, name in tables if name.casefold() in text}


def opened(
    database: str, tables: Sequence[Sequence[str]], memory_mb: int, sql: str | None = None
) -> duckdb.DuckDBPyConnection:
    """A database in memory with copies of tables (view of the build, name in the box), locked.

    Args:
        database: of the build.
        tables: what the box offers.
        memory_mb: that the copies and the query may take.
        sql: the reader's text: tables that it cannot read get their columns alone; None copies all.

    Raises:
        Refused: the build cannot be opened.
        duckdb.Error: the copies need more memory than they may.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory_mb}MB",
            "threads": 1,
            "temp_directory": "",
            "max_temp_directory_size": "0KB",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "allow_unsigned_extensions": False,
            "python_enable_replacements": False,
        }
    )
    # The path is the build's own, never a reader's; ATTACH takes no bound parameter.
    path = database.replace("'", "''")
    try:
        connection.execute(f"attach '{path}' as build (read_only)")
    except duckdb.IOException:
        raise Refused("gone") from None  # what the engine says names folders of this machine
    copied = {name for _view, name in tables} if sql is None else named(sql, tables)
    for view, name in tables:
        rows = connection.table(f"build.main.{view}")
        (rows if name in copied else rows.limit(0)).create(name)
    connection.execute("detach build")
    connection.execute("set enable_external_access = false")
    connection.execute("set disabled_filesystems = 'LocalFileSystem'")
    connection.execute("set lock_configuration = true")
    return connection


def ask(
    connection: duckdb.DuckDBPyConnection, sql: str, max_rows: int, max_columns: int, max_bytes: int
) -> dict[str, Any]:
    """The answer to a query: names, types, rows as texts, and what cut it (`rows`, `bytes`).

    Every value travels as text, lists of texts as lists: types and values that Python cannot hold
    (an infinite date, a moment with a time zone) then need no care here.

    Raises:
        Refused: it is not one statement that reads, or has too many columns, or one huge row.
        duckdb.Error: the engine refuses it.
    """
    statements = connection.extract_statements(sql)
    if not statements:
        raise Refused("empty")
    if len(statements) > 1:
        raise Refused("many")
    kind = statements[0].type.name
    if kind not in READING:
        raise Refused("statement", kind)
    connection.execute("begin transaction read only")
    try:
        relation = connection.sql(statements[0])
        if relation is None:
            raise Refused("statement", kind)
        names, types = list(relation.columns), [str(of) for of in relation.types]
        if len(names) > max_columns:
            raise Refused("columns", str(max_columns))
        if kind == "SELECT":
            # By position: two columns may bear one name.
            texts = [
                (at if of == "VARCHAR[]" else at.cast("VARCHAR")).alias(f"c{place}")
                for place, of in enumerate(types, 1)
                for at in [duckdb.SQLExpression(f"#{place}")]
            ]
            relation = relation.select(*texts).limit(max_rows + 1)
        found = relation.fetchall()
    finally:
        with contextlib.suppress(duckdb.Error):
            connection.execute("rollback")
    rows, cut = found[:max_rows], "rows" if len(found) > max_rows else ""
    size = 0
    for place, row in enumerate(rows):
        size += sum(_size(value) for value in row)
        if size > max_bytes:
            rows, cut = rows[:place], "bytes"
            break
    if cut == "bytes" and not rows:
        raise Refused("bytes")
    return {"names": names, "types": types, "rows": rows, "cut": cut}


def _size(value: Any) -> int:
    if isinstance(value, list):
        return sum(_size(item) for item in value) + 8
    return len(value) + 8 if isinstance(value, str) else 8


def error_text(error: duckdb.Error) -> str:
    """What the engine says, without advice on settings that are locked."""
    text = str(error)
    for end in _NEVER_SHOWN:
        text = text.split(end, maxsplit=1)[0]
    return text.strip()[:800]


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request, or what was refused: a dictionary that JSON can carry."""
    try:
        connection = opened(
            request["database"], request["tables"], request["memory_mb"], request["sql"]
        )
        limit_process(request["memory_mb"] + OVERHEAD_MB, request["seconds"])
        end_after(request["seconds"])
        began = time.perf_counter()
        found = ask(
            connection,
            request["sql"],
            request["max_rows"],
            request["max_columns"],
            request["max_bytes"],
        )
        return {"ok": True, "seconds": time.perf_counter() - began, **found}
    except Refused as refused:
        return {"ok": False, "kind": refused.kind, "detail": refused.detail}
    except (duckdb.OutOfMemoryException, MemoryError):
        return {"ok": False, "kind": "memory", "detail": ""}
    except duckdb.Error as error:
        return {"ok": False, "kind": "engine", "detail": error_text(error)}
    except RecursionError:
        return {"ok": False, "kind": "crash", "detail": ""}


def main() -> None:
    """Read a request from standard input, write the answer to standard output."""
    request = json.loads(sys.stdin.buffer.read())
    answer_with(json.dumps(answer(request), ensure_ascii=False).encode("utf-8", "replace"))

"""Errors of the engine that tell of the machine, not of the file or the query at hand."""

from __future__ import annotations

import errno
import os

import duckdb

# What the engine may hold at once while facts are checked and answers are made; beyond it waits in
# files beside the database. Ten million rows need no more, and a laptop of 4 GB has it.
MEMORY = "1GB"
# A disk that is full comes as any of the first three: while writing, at a commit, at the end.
OF_THE_DISK = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
OF_THE_MEMORY = (duckdb.OutOfMemoryException, MemoryError)
OF_THE_MACHINE = (*OF_THE_DISK, *OF_THE_MEMORY)
_REASONS = tuple(
    os.strerror(number)
    for name in ("ENOSPC", "EFBIG", "EDQUOT", "EROFS", "EACCES", "EIO", "EMFILE")
    if (number := getattr(errno, name, None)) is not None
)
TOO_LARGE = os.strerror(errno.EFBIG)


def reason(error: BaseException) -> str:
    """What the system said, out of an error of the engine or of Python."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = str(error)
    return next((known for known in _REASONS if known in text), text)

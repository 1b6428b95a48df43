"""The dashboard with a line a minute on what it keeps in memory: `INSPECT_FILE` names the file.

python -m tests.load.inspected run     as `python -m dashboard run`

`INSPECT_SECONDS` stand between two lines (60); with `INSPECT_TRACE=1` each line names the places
in the code from which most more has been allocated since the first of them (tracemalloc, which
makes everything slower).
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
import threading
import time
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

from dashboard.__main__ import main

MOST = 25  # types and places that a line names


class _Mallinfo(ctypes.Structure):
    """What the C library's allocator says of itself (mallinfo2), in bytes."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def allocator() -> dict[str, int]:
    """Bytes that the C library holds: in use, free but kept, mapped by themselves; {} elsewhere.

    Python's own objects of up to 512 bytes lie in arenas that are mapped beside.
    """
    try:
        ask = ctypes.CDLL(None).mallinfo2
    except (AttributeError, OSError):
        return {}
    ask.restype = _Mallinfo
    found = ask()
    return {"used": found.uordblks, "free": found.fordblks, "mapped": found.hblkhd}


def sessions() -> dict[str, int]:
    """Streamlit's sessions: connected, and with those that it keeps for who comes back."""
    from streamlit.runtime import Runtime

    if not Runtime.exists():
        return {}
    manager = Runtime.instance()._session_mgr
    return {"connected": manager.num_active_sessions(), "kept": manager.num_sessions()}


def line(first: tracemalloc.Snapshot | None) -> dict[str, Any]:
    """What is kept now."""
    now = sessions()
    return {
        "time": round(time.time()),
        "collections": [one["collections"] for one in gc.get_stats()],
        "collected": [one["collected"] for one in gc.get_stats()],
        "frozen": gc.get_freeze_count(),
        "blocks": sys.getallocatedblocks(),
        **({} if now.get("connected") else _objects()),
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "allocator": allocator(),
        "sessions": now,
        "more": _more(first) if first else [],
    }


def _objects() -> dict[str, Any]:
    """Objects by their types; what was frozen is not counted, it stays for good.

    Only while nobody reads: whoever holds a tuple that another thread is making at that moment lets
    it fail there (`SystemError: Objects/tupleobject.c: bad argument to internal function`).
    """
    types = Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())
    return {"objects": types.total(), "types": dict(types.most_common(MOST))}


def _snapshot() -> tracemalloc.Snapshot:
    return tracemalloc.take_snapshot().filter_traces(
        [tracemalloc.Filter(inclusive=False, filename_pattern=tracemalloc.__file__)]
    )


def _more(first: tracemalloc.Snapshot) -> list[str]:
    found = _snapshot().compare_to(first, "lineno")
    return [
        f"{one.size_diff:+d} B {one.count_diff:+d} {one.traceback}"
        for one in sorted(found, key=lambda one: -one.size_diff)[:MOST]
    ]


def _watch(file: Path, seconds: float, is_traced: bool) -> None:
    """Write a line at each interval, for ever."""
    first: tracemalloc.Snapshot | None = None
    while True:
        time.sleep(seconds)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line(first)) + "\n")
        # The first hour of a process is not like the others: what it compares with is taken late.
        if is_traced and first is None and gc.get_freeze_count():
            first = _snapshot()


if __name__ == "__main__":
    is_traced = bool(os.environ.get("INSPECT_TRACE"))
    if is_traced:
        tracemalloc.start(1)
    seconds = float(os.environ.get("INSPECT_SECONDS", "60"))
    threading.Thread(
        target=_watch, args=(Path(os.environ["INSPECT_FILE"]), seconds, is_traced), daemon=True
    ).start()
    sys.exit(main())

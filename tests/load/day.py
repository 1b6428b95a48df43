"""Readers come and go at an office's pace, for as long as is said: does memory stay where it is?

    python -m tests.load.day [--viewers 8] [--think 3 8] [--stay 60 600] [--seconds 3600] [--trace]

A line an interval: memory and processor time of the server, open files and threads, sessions,
collections; objects before the first reader and after the last. The second half of the lines says
whether memory still grows, and by how much an hour. `--log FILE` keeps what the server said, with
the types of the objects (JSON lines).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.load.process import MB, use, wait_until_quiet
from tests.load.visits import PAGES, THINK_SECONDS, Seen, Viewer
from tests.servers import answers, starting

INSPECTED = (sys.executable, "-m", "tests.load.inspected", "run")
STAY_SECONDS = (60.0, 600.0)
START_SECONDS = 300.0
_PRINT = partial(print, flush=True)


@dataclass(frozen=True)
class Pace:
    """How many read at once and how fast.

    Attributes:
        viewers: places, each taken again by somebody else when its reader leaves.
        think: seconds between two clicks of one, at least and at most.
        stay: seconds that one stays, at least and at most.
        seconds: until all leave.
        interval: seconds between two lines.
    """

    viewers: int = 8
    think: tuple[float, float] = THINK_SECONDS
    stay: tuple[float, float] = STAY_SECONDS
    seconds: float = 3600.0
    interval: float = 60.0


@dataclass(frozen=True)
class Moment:
    """The server at a moment.

    Attributes:
        seconds: since the first readers came.
        memory: bytes.
        processor: seconds of processor time since the server was started.
        runs: that readers have seen.
        kept: what the server says of what it keeps, see `tests.load.inspected`.
    """

    seconds: float
    memory: int
    processor: float
    runs: int
    kept: dict[str, Any]

    def __str__(self) -> str:
        kept = self.kept
        sessions = kept.get("sessions", {})
        allocator = kept.get("allocator", {})
        return (
            f"{self.seconds / 60:6.1f} min {self.memory / MB:7.1f} MB "
            f"{self.processor:8.1f} s {self.runs:6} runs "
            f"{sessions.get('connected', 0):4}/{sessions.get('kept', 0):<4} sessions "
            f"{kept.get('threads', 0):4} threads {kept.get('files', 0):4} files "
            f"{kept.get('objects', ''):>8} objects {kept.get('blocks', 0):8} blocks "
            f"C: {allocator.get('used', 0) / MB:.0f} used {allocator.get('free', 0) / MB:.0f} free "
            f"{allocator.get('mapped', 0) / MB:.0f} mapped; GC {kept.get('collections')}"
        )


def growth(moments: Sequence[Moment]) -> float:
    """Bytes an hour by which memory grows in the last half of the moments (least squares)."""
    last = moments[len(moments) // 2 :]
    if len(last) < 2:
        return 0.0
    slope, _ = statistics.linear_regression(
        [one.seconds for one in last], [float(one.memory) for one in last]
    )
    return slope * 3600


async def day(
    url: str,
    pid: int,
    pace: Pace,
    seen: Seen,
    *,
    file: Path,
    show: Callable[[Moment], None] = print,
) -> list[Moment]:
    """Let readers come and go.

    Args:
        url: of the server.
        pid: of its process.
        pace: of the readers.
        seen: where runs and errors are noted.
        file: the lines of `tests.load.inspected`.
        show: is told each moment.

    Returns:
        The moments, one an interval.
    """
    began = time.monotonic()
    until = began + pace.seconds
    places = [asyncio.create_task(_place(url, n, pace, seen, until)) for n in range(pace.viewers)]
    moments = []
    while time.monotonic() < until:
        await asyncio.sleep(min(pace.interval, max(0.1, until - time.monotonic())))
        used = use(pid)
        now = Moment(
            time.monotonic() - began, used.memory, used.processor, len(seen.runs), _last(file)
        )
        moments.append(now)
        show(now)
    await asyncio.gather(*places)
    await asyncio.sleep(pace.interval)  # for a line of a server that nobody reads
    used = use(pid)
    show(Moment(time.monotonic() - began, used.memory, used.processor, len(seen.runs), _last(file)))
    return moments


async def _place(url: str, number: int, pace: Pace, seen: Seen, until: float) -> None:
    """One after the other at one desk, each with choices of its own."""
    chance, guest = random.Random(number), 0
    await asyncio.sleep(chance.uniform(0, pace.think[1]))
    while (left := until - time.monotonic()) > pace.think[1]:
        stay = min(left, chance.uniform(*pace.stay))
        viewer = Viewer(url, 10_000 * (number + 1) + guest, PAGES, seen, pace.think)
        await viewer.visit(time.monotonic() + stay)
        guest += 1
        await asyncio.sleep(chance.uniform(*pace.think))


def _last(file: Path) -> dict[str, Any]:
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    found: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    return found


def watched(
    pace: Pace,
    *,
    log: Path | None = None,
    is_traced: bool = False,
    show: Callable[[Moment], None] = _PRINT,
) -> tuple[Seen, list[Moment]]:
    """Start a server that says what it keeps, let readers come and go, and end it.

    Args:
        pace: of the readers.
        log: where the lines of the server are kept.
        is_traced: whether the server says where allocations grow.
        show: is told each moment.

    Returns:
        What the readers saw, and the moments.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = (log or Path(folder) / "kept.jsonl").resolve()
        environment = {
            "INTEGRITAS_STORE_DIR": f"{folder}/store",
            "INTEGRITAS_REQUESTS_PER_MINUTE": "1000000",
            "INSPECT_FILE": str(file),
            "INSPECT_SECONDS": str(pace.interval / 2),
            **({"INSPECT_TRACE": "1"} if is_traced else {}),
        }
        with starting(INSPECTED, environment) as (process, url, said):
            until = time.monotonic() + START_SECONDS
            while not answers(url):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"The server did not start. It said:\n{said()}")
                time.sleep(0.1)
            wait_until_quiet(process.pid, START_SECONDS)
            used, seen = use(process.pid), Seen()
            show(Moment(0.0, used.memory, used.processor, 0, _last(file)))
            moments = asyncio.run(day(url, process.pid, pace, seen, file=file, show=show))
            if seen.errors:  # what readers were told leads to its line by a code
                print(said(), file=sys.stderr, flush=True)
    return seen, moments


def main() -> int:
    """Measure and print; 1 where an error was seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--viewers", type=int, default=Pace.viewers)
    parser.add_argument("--think", type=float, nargs=2, default=Pace.think, metavar="SECONDS")
    parser.add_argument("--stay", type=float, nargs=2, default=Pace.stay, metavar="SECONDS")
    parser.add_argument("--seconds", type=float, default=Pace.seconds)
    parser.add_argument("--interval", type=float, default=Pace.interval)
    parser.add_argument("--log", type=Path, help="where the server's lines are kept")
    parser.add_argument("--trace", action="store_true", help="say where allocations grow")
    given = parser.parse_args()
    pace = Pace(given.viewers, tuple(given.think), tuple(given.stay), given.seconds, given.interval)
    seen, moments = watched(pace, log=given.log, is_traced=given.trace)
    print(f"growth in the second half: {growth(moments) / MB:+.1f} MB an hour")
    print(f"errors: {dict(seen.errors.most_common(20))}")
    return int(bool(seen.errors))


if __name__ == "__main__":
    sys.exit(main())

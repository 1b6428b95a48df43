"""What a process uses, as Linux counts it."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
MB = 2**20
_QUIET_SECONDS, _QUIET_SHARE = 3.0, 0.05  # of one core


@dataclass(frozen=True)
class Use:
    """Processor seconds since the start of a process, and the bytes that it has in memory."""

    processor: float
    memory: int


def use(pid: int | Sequence[int]) -> Use:
    """What a process has used, its threads among it, its children not; of several the sum.

    Raises:
        OSError: it has ended, or the system has no /proc.
    """
    if not isinstance(pid, int):
        each = [use(one) for one in pid]
        return Use(sum(one.processor for one in each), sum(one.memory for one in each))
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    fields = stat.rpartition(")")[2].split()  # the name may hold spaces; state comes next
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return Use((int(fields[11]) + int(fields[12])) / _TICKS, int(resident.split()[1]) * 1024)


def wait_until_quiet(pid: int, most: float) -> None:
    """Wait until a process does next to nothing: it has prepared what it prepares by itself.

    Args:
        pid: of the process.
        most: seconds to wait.
    """
    until, before = time.monotonic() + most, use(pid).processor
    while time.monotonic() < until:
        time.sleep(_QUIET_SECONDS)
        now = use(pid).processor
        if now - before < _QUIET_SHARE * _QUIET_SECONDS:
            return
        before = now

"""Sessions come and go for a while: the server counts none afterwards, and does not grow."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from tests.load.crowd import sessions
from tests.load.process import MB, use, wait_until_quiet
from tests.load.visits import PAGES, Seen, Viewer
from tests.servers import answers, starting

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
WAVES, VIEWERS, SECONDS = 12, 10, 25.0
THINK = (0.05, 0.3)
MOST_MORE = 60 * MB  # in the second half of the waves


def test_memory_stays_where_it_is(tmp_path: Path) -> None:
    """Each wave is of other viewers with other choices, more than Streamlit keeps sessions of."""
    with starting(environment={"INTEGRITAS_STORE_DIR": str(tmp_path / "store")}) as started:
        process, url, said = started
        until = time.monotonic() + 240
        while not answers(url):
            assert time.monotonic() < until, said()
            time.sleep(0.1)
        wait_until_quiet(process.pid, 240)
        seen, memory = Seen(), []
        for wave in range(WAVES):
            asyncio.run(_wave(url, wave, seen))
            memory.append(use(process.pid).memory)
            print(wave, len(seen.runs), memory[-1] // MB, "MB", file=sys.stderr)
        assert seen.errors == {}
        assert asyncio.run(sessions(url)) == 0
        assert memory[-1] - memory[WAVES // 2] < MOST_MORE, [size // MB for size in memory]


async def _wave(url: str, wave: int, seen: Seen) -> None:
    until = time.monotonic() + float(os.environ.get("WAVE_SECONDS", SECONDS))
    viewers = (Viewer(url, 1000 * wave + n, PAGES, seen, THINK) for n in range(VIEWERS))
    await asyncio.gather(*(viewer.visit(until) for viewer in viewers))

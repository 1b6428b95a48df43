"""What one run of each page costs, with all answers known, and which functions it is spent in.

    python -m tests.load.pages [--runs 20] [--profile FILE] [--pages peta profil]

Each page is opened and its year changed to and fro; the processor time of the whole server is
divided by the runs. With `--profile` runs are slower, and the costliest functions are named.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pstats
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.bench.__main__ import BASELINE
from tests.load.__main__ import serving
from tests.load.process import use
from tests.load.protocol import Run, Session
from tests.load.visits import PAGES
from tests.servers import DASHBOARD, ROOT

PROFILED = (sys.executable, "-m", "tests.load.profiled", "run")
YEARS = ("2023", "2024")
SHOWN = 30


@dataclass(frozen=True)
class Cost:
    """Of one run of a page: milliseconds of processor time, and bytes over the line."""

    processor: float
    seconds: float
    bytes: float
    messages: float


async def opened(url: str, path: str) -> Session:
    """A session on a page."""
    async with httpx.AsyncClient(base_url=url) as browser:
        await browser.get("/_stcore/health")
        session = await Session.open(url, dict(browser.cookies))
    await session.start(path)
    return session


async def change(session: Session, n: int) -> Run:
    """Choose the other year."""
    boxes = session.seen.widgets("selectbox")
    box = next(box for box in boxes if {*YEARS} <= {*box.options})
    return await session.use(box.id, string_value=YEARS[n % 2])


async def cost(url: str, pid: int, path: str, runs: int) -> Cost:
    """What a run of a page costs.

    Args:
        url: of the app.
        pid: of its process.
        path: of the page.
        runs: how many to take the mean of.
    """
    session = await opened(url, path)
    for n in range(2 * len(YEARS)):
        await change(session, n)
    await asyncio.sleep(0.5)
    before = use(pid).processor
    seen = [await change(session, n) for n in range(runs)]
    await asyncio.sleep(0.3)
    spent = use(pid).processor - before
    await session.leave()
    assert not [error for run in seen for error in run.errors], seen
    return Cost(
        1000 * spent / runs,
        statistics.median(run.seconds for run in seen),
        statistics.fmean(run.bytes for run in seen),
        statistics.fmean(run.messages for run in seen),
    )


def costs(
    command: tuple[str, ...], environment: dict[str, str], pages: list[str], runs: int
) -> Iterator[tuple[str, Cost]]:
    """The cost of each page, in a server of its own."""
    with serving(command, environment) as (url, pid):
        for path in pages:
            yield path, asyncio.run(cost(url, pid, path, runs))
        if command is PROFILED:
            os.kill(pid, signal.SIGUSR1)
            time.sleep(2)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=20, help="of each page (default 20)")
    parser.add_argument("--pages", nargs="*", default=list(PAGES), help="paths of pages")
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="a folder of builds")
    parser.add_argument("--profile", type=Path, help="a file to write; names costly functions")
    parser.add_argument("--sort", default="tottime", help="of the profile (default tottime)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "INTEGRITAS_STORE_DIR": f"{folder}/store",
            "INTEGRITAS_BUILD_DIR": str(given.build.resolve()),
            "LOAD_PROFILE": str(given.profile or ""),
        }
        print(f"{'page':<12} {'processor':>10} {'median':>8} {'line':>10} {'messages':>9}")
        for command, pages in (
            (PROFILED if given.profile else DASHBOARD, given.pages),
            (BASELINE, [""]),
        ):
            for path, one in costs(command, environment, pages, given.runs):
                name = "(empty app)" if command is BASELINE else path or "ringkasan"
                print(
                    f"{name:<12} {one.processor:>7.1f} ms {1000 * one.seconds:>5.0f} ms "
                    f"{one.bytes / 1000:>7.1f} KB {one.messages:>9.0f}"
                )
        if given.profile:
            pstats.Stats(str(given.profile)).sort_stats(given.sort).print_stats(SHOWN)


if __name__ == "__main__":
    main()

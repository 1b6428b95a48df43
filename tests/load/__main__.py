"""Many viewers of the dashboard at once, and in turn of an otherwise empty app: `make load`.

100 viewers with time to think click in the pages of a real server on this machine, over
Streamlit's own websocket protocol, in one light process beside it. Goals: no error, a 95th
percentile of a run under 2 s on two cores, at most 1.5 MB for a live session.

    python -m tests.load [--viewers 100] [--seconds 90] [--facts DIR] [--quick] [--replicas 2]
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import platform
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

from tests.bench.__main__ import BASELINE
from tests.bench.report import Report
from tests.load.crowd import Crowd, crowd, machine
from tests.load.process import MB, wait_until_quiet
from tests.load.replicated import Proxied, proxied
from tests.load.visits import FILES, NEW_BROWSERS, PAGES, THINK_SECONDS
from tests.servers import DASHBOARD, answers, starting

GOAL_SECONDS = 2.0  # of a run, the 95th percentile
GOAL_SESSION_MB = 1.5
GOAL_KEPT_SESSION_MB = 0.5  # that stays of each, in the mean, after all have left
PREPARED_SECONDS = 240.0  # that a server may prepare, after it serves, what first readers ask
START_SECONDS = 600.0


def main() -> int:
    """Measure and print the table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--viewers", type=int, default=100, help="at once (default 100)")
    parser.add_argument("--seconds", type=float, default=90, help="they click (default 90)")
    parser.add_argument("--facts", type=Path, help="a folder of facts instead of data/")
    parser.add_argument("--build", type=Path, help="a folder of builds that stays")
    parser.add_argument("--pages", nargs="*", default=list(PAGES), help="paths of pages")
    parser.add_argument("--quick", action="store_true", help="do not wait until all is forgotten")
    parser.add_argument(
        "--replicas",
        type=int,
        choices=(1, 2),
        default=1,
        help="2: behind deploy/nginx/replicas.conf",
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = {
            "INTEGRITAS_STORE_DIR": f"{folder}/store",
            "INTEGRITAS_BUILD_DIR": f"{folder}/build",
        }
        if given.build:
            ours["INTEGRITAS_BUILD_DIR"] = str(given.build.resolve())
        if given.facts:
            ours["INTEGRITAS_DATA_DIR"] = str(given.facts.resolve())
        # This client is one address for all viewers: the limit of pictures is not what is measured.
        ours["INTEGRITAS_REQUESTS_PER_MINUTE"] = "1000000"
        with serving(DASHBOARD, ours):  # the facts are built, the scripts compressed
            pass
        behind: list[Proxied] = []
        if given.replicas > 1:
            dashboard = _replicated(ours, given, Path(folder), behind)
        else:
            dashboard = _measured(DASHBOARD, ours, given.pages, given)
        empty = _measured(BASELINE, {}, ("",), given)
    report = Report()
    _about(dashboard, empty, given.viewers, report)
    for proxy in behind:
        proxy.about(report)
    print(_heading(given), report, _by_page(dashboard), sep="\n")
    for error, n in (dashboard.seen.errors + empty.seen.errors).most_common(20):
        print(f"{n} x {error}", file=sys.stderr)
    return int(any(verdict == "MISS" for *_others, verdict in report.lines))


def _measured(
    command: tuple[str, ...],
    environment: dict[str, str],
    pages: Sequence[str],
    given: argparse.Namespace,
) -> Crowd:
    """A crowd at a server that is started for it."""
    with serving(command, environment) as (url, pid):
        measured = crowd(
            url,
            pid,
            pages,
            viewers=given.viewers,
            seconds=given.seconds,
            is_left_waited_for=command is DASHBOARD and not given.quick,
        )
        return asyncio.run(measured)


def _replicated(
    environment: dict[str, str], given: argparse.Namespace, folder: Path, behind: list[Proxied]
) -> Crowd:
    """A crowd at replicas behind nginx; what these say of themselves goes to `behind`."""
    with ExitStack() as stack:
        servers = [
            stack.enter_context(serving(DASHBOARD, environment)) for _ in range(given.replicas)
        ]
        proxy = stack.enter_context(proxied(servers, folder))
        behind.append(proxy)
        measured = crowd(
            proxy.url,
            proxy.pids,
            given.pages,
            viewers=given.viewers,
            seconds=given.seconds,
            is_left_waited_for=not given.quick,
            counted_at=proxy.addresses,
        )
        with proxy.watched():
            return asyncio.run(measured)


@contextmanager
def serving(command: tuple[str, ...], environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A server that has prepared all that it prepares: its address and its process."""
    with starting(command, environment) as (process, url, said):
        until = time.monotonic() + START_SECONDS
        while not answers(url):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start. It said:\n{said()}")
            time.sleep(0.1)
        wait_until_quiet(process.pid, PREPARED_SECONDS)
        yield url, process.pid


def _heading(given: argparse.Namespace) -> str:
    libraries = ", ".join(f"{one} {version(one)}" for one in ("streamlit", "plotly", "duckdb"))
    low, high = THINK_SECONDS
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {machine()}, Python {platform.python_version()}, "
        f"{libraries}\n{given.viewers} viewers, {low:.0f} to {high:.0f} s between two clicks, "
        f"{given.seconds:.0f} s; {NEW_BROWSERS:.0%} ask for the scripts, after {FILES:.0%} of the "
        f"clicks a figure's address is asked"
        f"{'; two replicas behind nginx' if given.replicas > 1 else ''}"
    )


def _about(dashboard: Crowd, empty: Crowd, viewers: int, report: Report) -> None:
    errors = dashboard.seen.errors.total()
    report.add("errors", str(errors), "0", errors == 0)
    report.add("runs, and requests beside", f"{len(dashboard.seen.runs)}, {_files(dashboard)}")
    for name, share, goal in (("p50", 50, 0.0), ("p95", 95, GOAL_SECONDS), ("longest", 100, 0.0)):
        own, other = _percentile(dashboard, share), _percentile(empty, share)
        report.add(
            f"a run, {name} (an empty app; ratio)",
            f"{own:.2f} s ({other:.2f} s; {own / other:.1f} x)",
            f"< {goal:.0f} s" if goal else "",
            own < goal if goal else None,
        )
    own, other = dashboard.processor_per_run, empty.processor_per_run
    report.add(
        "processor time a run (an empty app; ratio)",
        f"{own:.0f} ms ({other:.0f} ms; {own / other:.1f} x)",
    )
    report.add(
        "processor: the server, the client",
        f"{dashboard.processor / dashboard.seconds:.2f}, "
        f"{dashboard.client / dashboard.seconds:.2f} cores",
    )
    report.add("bytes a run, compressed (an empty app)", f"{_bytes(dashboard)} ({_bytes(empty)})")
    report.add("memory, nobody there (an empty app)", f"{_mb(dashboard.idle)} ({_mb(empty.idle)})")
    session = dashboard.bytes_per_session / MB
    report.add(
        "memory of a live session (an empty app)",
        f"{session:.2f} MB ({empty.bytes_per_session / MB:.2f} MB)",
        f"<= {GOAL_SESSION_MB} MB",
        session <= GOAL_SESSION_MB,
    )
    report.add("sessions after all have left", str(dashboard.sessions), "0", not dashboard.sessions)
    if dashboard.left is not None:
        kept = (dashboard.left - dashboard.idle) / viewers / MB
        report.add(
            "memory after all have left, more than before they came",
            f"{_mb(dashboard.left - dashboard.idle)}, {kept:.2f} MB a session",
            f"<= {GOAL_KEPT_SESSION_MB} MB",
            kept <= GOAL_KEPT_SESSION_MB,
        )


def _percentile(of: Crowd, share: int) -> float:
    seconds = sorted(run.seconds for run in of.seen.runs)
    return seconds[min(len(seconds) - 1, len(seconds) * share // 100)] if seconds else 0.0


def _files(of: Crowd) -> str:
    files = of.seen.files
    return f"{len(files)} (p50 {1000 * statistics.median(files):.0f} ms)" if files else "0"


def _bytes(of: Crowd) -> str:
    return f"{statistics.fmean(run.bytes for run in of.seen.runs) / 1000:.1f} KB"


def _mb(size: int) -> str:
    return f"{size / MB:.0f} MB"


def _by_page(of: Crowd) -> str:
    """Runs of each page: how many, how long, how much."""
    by_page = defaultdict(list)
    for run in of.seen.runs:
        by_page[run.page or "ringkasan"].append(run)
    lines = [
        f"{page:<12} {len(runs):>6} {statistics.median(one.seconds for one in runs):>7.2f} s"
        f" {statistics.fmean(one.bytes for one in runs) / 1000:>7.1f} KB"
        for page, runs in sorted(by_page.items())
    ]
    return "\n".join((f"{'page':<12} {'runs':>6} {'p50':>9} {'bytes':>10}", *lines))


if __name__ == "__main__":
    sys.exit(main())

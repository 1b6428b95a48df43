"""How long one machine takes to bring in millions of made-up rows: `make bench ARGS="--only rows"`.

`python -m dashboard check FOLDER` does all of it: it checks every cell, makes the answers, tests
them and draws the map shapes. It runs in a process of its own, whose peak memory the system tells.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.core.i18n import Words, words
from dashboard.core.settings import Settings
from dashboard.warehouse import build
from dashboard.warehouse.engine import Warehouse
from tests import synthetic
from tests.bench.report import Report

SIZES = (1_000_000, 10_000_000)
MOST_SECONDS, MOST_MEGABYTES = 60, 2048
_LAUNCH = """
import json, resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
told = {"seconds": used.ru_utime + used.ru_stime, "kilobytes": used.ru_maxrss}
print(json.dumps(told), file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True)
class Run:
    """What `dashboard check` took: seconds of its steps, processor seconds, megabytes at most."""

    steps: dict[str, float]
    processor: float
    megabytes: int

    @property
    def seconds(self) -> float:
        """From start to end."""
        return sum(self.steps.values())


def measure(report: Report, sizes: tuple[int, ...] = SIZES) -> None:
    """Add two lines a size to the report: checking, and making the answers."""
    for rows in sizes:
        with tempfile.TemporaryDirectory(prefix="integritas-rows-") as folder:
            data = synthetic.write(Path(folder) / "data", rows)
            run = check(data)
        millions = f"{rows / 1_000_000:g} million rows"
        is_good = run.seconds < MOST_SECONDS and run.megabytes < MOST_MEGABYTES
        report.add(
            f"check of {millions}, answers and tests included",
            f"{run.seconds:.0f} s, {run.processor:.0f} s of processors, {run.megabytes} MB",
            f"< {MOST_SECONDS} s, < {MOST_MEGABYTES} MB",
            is_good,
        )
        making = run.steps["load"]
        report.add(
            f"  of which the answers of {millions}",
            f"{making:.0f} s",
            f"< {MOST_SECONDS} s",
            making < MOST_SECONDS,
        )


def check(data: Path, settings: Mapping[str, str] | None = None) -> Run:
    """Check a folder of facts as the command line does.

    Args:
        data: the facts.
        settings: environment variables beside those of this process.

    Raises:
        RuntimeError: the facts are not in order.
    """
    say = words("en")
    check_it = [sys.executable, "-m", "dashboard", "check", str(data), "--lang", "en"]
    # Of a process the system tells the peak of whoever began it, if that was higher: so a small one
    # begins it.
    command = [sys.executable, "-S", "-c", _LAUNCH, *check_it]
    environment = {**os.environ, "INTEGRITAS_LANG": "en", **(settings or {})}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stderr is not None
    starts = {"start": time.monotonic()}
    written = []
    for line in process.stderr:
        written.append(line)
        if step := _steps(say).get(line.strip()):
            starts[step] = time.monotonic()
    if process.wait():
        raise RuntimeError("".join(written))
    used = json.loads(written.pop())
    ends = [*list(starts.values())[1:], time.monotonic()]
    steps = {name: end - begun for (name, begun), end in zip(starts.items(), ends, strict=True)}
    return Run(steps, used["seconds"], used["kilobytes"] // 1024)


def _steps(say: Words) -> dict[str, str]:
    """What the command line prints as a step begins, and the name of the step."""
    return {
        say("Checking the facts …"): "validate",
        say("Building the answers …"): "load",
        say("Testing the answers …"): "check",
        say("Preparing the map …"): "draw",
    }


@contextmanager
def warehouse(rows: int) -> Iterator[Warehouse]:
    """The answers of so many made-up rows, made once and opened; forgotten at the end."""
    with tempfile.TemporaryDirectory(prefix="integritas-rows-") as name:
        folder = Path(name)
        data = synthetic.write(folder / "data", rows)
        changed = {"data_dir": data, "build_dir": folder / "build", "store_dir": folder / "store"}
        settings = Settings().model_copy(update=changed)
        yield Warehouse(build.ensure(settings), settings.sql_dir)

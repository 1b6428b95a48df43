"""The dashboard with a profile of its runs, written to a file when it gets SIGUSR1.

python -m tests.load.profiled run     as `python -m dashboard run`; LOAD_PROFILE names the file

Times are those of the processor, thread by thread: what waits for another thread or for the machine
counts nothing. The event loop, which sends what runs show, has a file of its own (`.loop`).
"""

from __future__ import annotations

import cProfile
import os
import pstats
import signal
import sys
import threading
import time
from functools import wraps
from typing import Any

from streamlit.runtime.scriptrunner import script_runner

from dashboard.__main__ import main

_lock = threading.Lock()
_found: list[pstats.Stats] = []
_loop = cProfile.Profile(time.thread_time)


def _watch() -> None:
    """Profile every run of the script, each in its own thread."""
    run = script_runner.ScriptRunner._run_script

    @wraps(run)
    def profiled(runner: Any, rerun_data: Any) -> None:
        profile = cProfile.Profile(time.thread_time)
        try:
            profile.runcall(run, runner, rerun_data)
        finally:
            with _lock:
                if _found:
                    _found[0].add(profile)
                else:
                    _found.append(pstats.Stats(profile))

    script_runner.ScriptRunner._run_script = profiled  # type: ignore[method-assign, assignment]


def _write(*_signal: object) -> None:
    _loop.disable()
    _loop.dump_stats(os.environ["LOAD_PROFILE"] + ".loop")
    with _lock:
        for stats in _found:
            stats.dump_stats(os.environ["LOAD_PROFILE"])
    _loop.enable()


if __name__ == "__main__":
    _watch()
    signal.signal(signal.SIGUSR1, _write)
    _loop.enable()
    sys.exit(main())

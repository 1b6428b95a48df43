"""Work on what somebody sent, in a process of its own: it may use little and write nothing.

A process costs about half a second and buys what no care inside this one can promise: work that
never ends is killed, work that eats memory dies alone, and ending it is immediate. Both sides are
here: `Confined` starts a process and waits for it; `limit_process` and `end_after` are for the
module that runs inside, which begins with nothing but them.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

TIMED_OUT = 3  # exit status
MEGABYTE = 1 << 20
START_SECONDS = 10.0  # that a busy machine may take to start a process
_ROOT = Path(__file__).resolve().parents[2]
# Isolated: no variable and no folder of this process leads to other code than this.
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main()"
# All that a process learns of this one: where its Python finds its libraries.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


class Ended(Exception):
    """The process gave no answer; `kind` is `seconds` (it took too long) or `crash`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Confined:
    """One process, for one piece of work.

    Args:
        module: whose `main` reads a request from standard input and writes the answer to standard
            output; it limits itself before it looks at what somebody sent.
    """

    def __init__(self, module: str) -> None:
        self._command = [sys.executable, "-I", "-c", _PROGRAM.format(module=module), str(_ROOT)]
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = threading.Event()

    def run(self, request: bytes, seconds: float) -> bytes:
        """The answer to a request.

        Args:
            request: what the module reads.
            seconds: how long the work may take; its start is not counted.

        Raises:
            Ended: it took too long, crashed, or was ended.
        """
        with subprocess.Popen(  # noqa: S603 (our own Python and our own module)
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"HOME": "/", **{n: os.environ[n] for n in _ENVIRONMENT if n in os.environ}},
        ) as process:
            self._process = process
            if self._ended.is_set():
                process.kill()
            try:
                answer, _ = process.communicate(request, seconds + START_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise Ended("seconds") from None
        if process.returncode == TIMED_OUT:
            raise Ended("seconds")
        if process.returncode or not answer:
            raise Ended("crash")
        return answer

    def end(self) -> None:
        """End it now, also before it has begun; nothing of it stays."""
        self._ended.set()
        if self._process is not None:
            self._process.kill()


def limit_process(memory_mb: int, seconds: float) -> None:
    """Set the operating system's own limits on this process, where it has them (not on Windows).

    Args:
        memory_mb: of data, with what interpreter and libraries hold already.
        seconds: of processor time from now on.
    """
    try:
        import resource
    except ImportError:
        return
    os.nice(10)  # the dashboard's readers come first
    used = resource.getrusage(resource.RUSAGE_SELF)
    limits = (
        (resource.RLIMIT_DATA, memory_mb * MEGABYTE),
        (resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for which, value in limits:
        with contextlib.suppress(ValueError, OSError):  # a host may forbid or lack a limit
            resource.setrlimit(which, (value, value))


def end_after(seconds: float) -> None:
    """End this process in time, also when the one that started it is gone."""
    timer = threading.Timer(seconds, os._exit, [TIMED_OUT])
    timer.daemon = True
    timer.start()


def answer_with(content: bytes) -> None:
    """Write the answer and end: nothing to tidy up, and no destructor may hang."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    os._exit(0)

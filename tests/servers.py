"""The dashboard as a real process: started, waited for, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# "{port}" is filled in; the dashboard itself reads PORT.
DASHBOARD = (sys.executable, "-m", "dashboard", "run")


@dataclass(frozen=True)
class Server:
    """A running server: where it is and how long it took to answer."""

    url: str
    seconds_to_serving: float


@contextmanager
def serve(
    command: Sequence[str] = DASHBOARD,
    environment: Mapping[str, str] | None = None,
    timeout: float = 120,
    log_file: Path | None = None,
) -> Iterator[Server]:
    """Run a server on a free port until the block ends; if it fails to start, show what it said."""
    started = time.monotonic()
    with starting(command, environment, log_file) as (process, url, said):
        while not answers(url):
            gone = process.poll() is not None
            if gone or time.monotonic() - started > timeout:
                why = f"ended with {process.returncode}" if gone else f"silent for {timeout} s"
                raise RuntimeError(f"The server did not start ({why}). It said:\n{said()}")
            time.sleep(0.05)
        yield Server(url, time.monotonic() - started)


@contextmanager
def starting(
    command: Sequence[str] = DASHBOARD,
    environment: Mapping[str, str] | None = None,
    log_file: Path | None = None,
) -> Iterator[tuple[subprocess.Popen[bytes], str, Callable[[], str]]]:
    """Start a server without waiting for it: its process, its address and what it said.

    What it says goes to `log_file`, for other processes to read; else to a file without a name.
    """
    port = free_port()
    with log_file.open("w+b") if log_file else tempfile.TemporaryFile() as log:

        def said() -> str:
            log.seek(0)
            return log.read().decode(errors="replace")

        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1", **(environment or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process, f"http://localhost:{port}", said
        finally:
            _stop(process)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(url: str) -> bool:
    """Whether a server at this address is ready."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as response:
            return bool(response.status == 200)
    except urllib.error.HTTPError as refusal:
        refusal.close()  # else its socket is a warning in some later test
        return False
    except (urllib.error.URLError, OSError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server with everything it started: it is the leader of its own session."""
    group = hasattr(os, "killpg")
    for last_word in (False, True):
        if process.poll() is not None:
            return
        try:
            if group:
                os.killpg(process.pid, signal.SIGKILL if last_word else signal.SIGTERM)
            elif last_word:
                process.kill()
            else:
                process.terminate()
            process.wait(timeout=10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; one that serves instead of stopping fails by time."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

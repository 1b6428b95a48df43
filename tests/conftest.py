"""What tests of several features share: the dashboard as a real process."""

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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# "{port}" is filled in; the dashboard itself reads PORT.
DASHBOARD = (sys.executable, "-m", "dashboard", "run")


# Time limits on single examples say more about a busy machine than about the code.
settings.register_profile("here", deadline=None)
settings.load_profile("here")


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
) -> Iterator[Server]:
    """Run a server on a free port until the block ends; if it fails to start, show what it said."""
    port = _free_port()
    started = time.monotonic()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1", **(environment or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            url = f"http://localhost:{port}"
            while not _answers(f"{url}/_stcore/health"):
                gone = process.poll() is not None
                if gone or time.monotonic() - started > timeout:
                    log.seek(0)
                    said = log.read().decode(errors="replace")
                    why = f"ended with {process.returncode}" if gone else f"silent for {timeout} s"
                    raise RuntimeError(f"The server did not start ({why}). It said:\n{said}")
                time.sleep(0.05)
            yield Server(url, time.monotonic() - started)
        finally:
            _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
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


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of a running dashboard; APP_URL names one that already runs."""
    running = os.environ.get("APP_URL")
    if running:
        yield running.rstrip("/")
        return
    with serve() as server:
        yield server.url

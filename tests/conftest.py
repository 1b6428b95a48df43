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
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.scheduler.protocol import Scheduling

ROOT = Path(__file__).resolve().parent.parent

# "{port}" is filled in; the dashboard itself reads PORT.
DASHBOARD = (sys.executable, "-m", "dashboard", "run")


class OneWorkerForTheBrowser(LoadFileScheduling):
    """A file's tests stay together, and all browser tests do: one server, one browser."""

    def _split_scope(self, nodeid: str) -> str:
        browser = nodeid.startswith("tests/e2e/")
        return "tests/e2e" if browser else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Refine `--dist loadfile`.

    Marks of `xdist_group` would be the usual way; pytest-xdist 3.8 writes them into an attribute
    that pytest 9.2 no longer reads, so `--dist loadgroup` spreads a group without a word.
    """
    if config.getvalue("dist") == "loadfile":
        return OneWorkerForTheBrowser(config, log)
    return None


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

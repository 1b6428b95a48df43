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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
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
    started = time.monotonic()
    with starting(command, environment) as (process, url, said):
        while not _answers(url):
            gone = process.poll() is not None
            if gone or time.monotonic() - started > timeout:
                why = f"ended with {process.returncode}" if gone else f"silent for {timeout} s"
                raise RuntimeError(f"The server did not start ({why}). It said:\n{said()}")
            time.sleep(0.05)
        yield Server(url, time.monotonic() - started)


@contextmanager
def starting(
    command: Sequence[str] = DASHBOARD, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], str, Callable[[], str]]]:
    """Start a server without waiting for it: its process, its address and what it said."""
    port = _free_port()
    with tempfile.TemporaryFile() as log:

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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as response:
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


_SHARED = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """One dashboard for all processes that run tests: it starts while they look for theirs."""
    is_one_of_many = hasattr(config, "workerinput")
    if (
        config.getoption("numprocesses", None)
        and not is_one_of_many
        and "APP_URL" not in os.environ
    ):
        config.stash[_SHARED] = ExitStack()
        _process, url, _said = config.stash[_SHARED].enter_context(starting())
        os.environ["APP_URL"] = url


def pytest_unconfigure(config: pytest.Config) -> None:
    """End it with the last of them."""
    if shared := config.stash.get(_SHARED, None):
        shared.close()
        del os.environ["APP_URL"]


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of a running dashboard; APP_URL names one that already runs or starts."""
    if not (running := os.environ.get("APP_URL", "").rstrip("/")):
        with serve() as server:
            yield server.url
        return
    until = time.monotonic() + 120
    while not _answers(running):
        if time.monotonic() > until:
            raise RuntimeError(f"No dashboard at {running}. What says: python -m dashboard run?")
        time.sleep(0.1)
    yield running

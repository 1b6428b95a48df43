"""What tests of several features share: the dashboard as a real process."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from dashboard.core.settings import Settings
from dashboard.warehouse import build
from tests import builds, examples
from tests.scheduling import Scheduling
from tests.servers import answers, serve, starting

examples.register()


# Facts that somebody changed in this checkout are no test's: every server and command of a test
# serves data/, unless the test names a store.
os.environ.setdefault(
    "INTEGRITAS_STORE_DIR", str(Path(tempfile.gettempdir()) / f"integritas-no-store-{os.getpid()}")
)

_SHARED = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """One dashboard for all processes that run tests: it starts while they look for theirs."""
    is_one_of_many = hasattr(config, "workerinput")
    if (
        config.getoption("numprocesses", None)
        and not is_one_of_many
        and "APP_URL" not in os.environ
    ):
        build.ensure(Settings())  # once, before each process finds that there is none
        config.stash[_SHARED] = ExitStack()
        folder = config.stash[_SHARED].enter_context(tempfile.TemporaryDirectory())
        os.environ[builds.SHARED] = folder
        log = Path(folder) / "server.log"
        shared = starting(log_file=log)
        _process, url, _said = config.stash[_SHARED].enter_context(shared)
        os.environ["APP_URL"], os.environ["APP_LOG"] = url, str(log)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End it with the last of them."""
    if shared := config.stash.get(_SHARED, None):
        shared.close()
        del os.environ["APP_URL"], os.environ["APP_LOG"], os.environ[builds.SHARED]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage in what stays: a million objects of modules, tests and their parameters.

    Walking them takes Python half a second each time, and a third of the time of collecting them.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """How tests are dealt out to the processes that run them."""
    return Scheduling(config, log)


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of a running dashboard; APP_URL names one that already runs or starts."""
    if not (running := os.environ.get("APP_URL", "").rstrip("/")):
        with serve() as server:
            yield server.url
        return
    until = time.monotonic() + 120
    while not answers(running):
        if time.monotonic() > until:
            raise RuntimeError(f"No dashboard at {running}. What says: python -m dashboard run?")
        time.sleep(0.1)
    yield running

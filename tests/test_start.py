"""What it costs until a server serves on facts that were built before."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from dashboard.core.settings import Settings
from dashboard.warehouse import build
from tests.fixtures import world, write_facts
from tests.load.process import use
from tests.servers import ROOT, answers, starting

# Processor time until the first page has been sent, against importing what every server needs.
# 1.9 times where nothing else runs; the rest is for a machine that is busy.
MOST = 3.5
LIBRARIES = "import streamlit.web.cli, pyarrow, duckdb"


@pytest.mark.skipif(sys.platform != "linux", reason="processor time is read from /proc")
def test_a_server_on_a_ready_build_soon_serves(tmp_path: Path) -> None:
    data = write_facts(tmp_path / "data", world())
    folders = {"data_dir": data, "build_dir": tmp_path / "build", "store_dir": tmp_path / "store"}
    build.ensure(Settings(focus_regions=("63", "62"), **folders))
    environment = {f"INTEGRITAS_{name.upper()}": str(path) for name, path in folders.items()}
    environment["INTEGRITAS_FOCUS_REGIONS"] = "63,62"
    with starting(environment=environment) as (process, url, said):
        until = time.monotonic() + 60
        while not answers(url):
            assert process.poll() is None and time.monotonic() < until, said()
            time.sleep(0.02)
        with urllib.request.urlopen(f"{url}/readyz", timeout=20) as ready:
            assert ready.status == 200
        spent = use(process.pid).processor
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", LIBRARIES], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    libraries = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < MOST * libraries, (spent, libraries)
    print(f"{spent:.2f} s, {spent / libraries:.1f} times its libraries")

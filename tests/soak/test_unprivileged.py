"""Everything works for a user that is not root, has no home, and may write two folders alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from dashboard.core import sign_outs
from dashboard.core.settings import Settings
from tests import unprivileged
from tests.fixtures import NEWS, world, write_facts
from tests.identity import EDITOR, Session, client, provider, settings_of
from tests.servers import DASHBOARD, ROOT, free_port, serve
from tests.stores import SCORE

FILES = {
    "figures/spi-map.png?year=2024": b"\x89PNG",
    "figures/spi-map.pdf?year=2024": b"%PDF",
    "figures/spi-trend.pptx?region=63": b"PK",
    "figures/spi-map.xlsx?year=2024": b"PK",
    "figures/spi-map.parquet?year=2024": b"PAR1",
}


def test_a_server_of_nobody_does_all_that_it_does() -> None:
    began = time.time() - 1
    with unprivileged.folder() as folder, provider() as address:
        data = write_facts(folder / "data", world())
        compressed = Settings().build_dir / "compressed"
        if compressed.is_dir():
            shutil.copytree(compressed, folder / "facts" / "build" / "compressed")
        for name in ("facts", "tmp"):
            (folder / name).mkdir(exist_ok=True)
            unprivileged.give(folder / name)
        metrics, log = free_port(), folder / "said.log"
        environment = {
            **settings_of(address, Path("stderr")),
            "INTEGRITAS_DATA_DIR": str(data),
            "INTEGRITAS_BUILD_DIR": str(folder / "facts" / "build"),
            "INTEGRITAS_STORE_DIR": str(folder / "facts" / "store"),
            "INTEGRITAS_METRICS_PORT": str(metrics),
            "INTEGRITAS_LOG_FORMAT": "json",
            "INTEGRITAS_FOCUS_REGIONS": "63,62",
            "INTEGRITAS_DRAIN_SECONDS": "0",
            "TMPDIR": str(folder / "tmp"),
            "HOME": "/nonexistent",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        log.touch()
        folder.chmod(0o555)
        command = unprivileged.as_nobody(DASHBOARD)
        with (
            serve(command, environment, log_file=log) as server,
            client(server.url) as nobody,
            client(server.url, EDITOR) as made,
        ):
            assert nobody.get("figures/spi-map.csv").status_code == 401
            for name, magic in FILES.items():
                answer = made.get(name)
                assert (answer.status_code, answer.content[:10][: len(magic)]) == (200, magic), name
            with Session(made) as session:
                assert f"Akun {EDITOR}" in session.run()
            with urllib.request.urlopen(f"http://127.0.0.1:{metrics}/metrics") as read:
                assert b"integritas_picture_duration_seconds_count" in read.read()
            ingest(folder, environment)
            until = time.monotonic() + 60
            while made.get("readyz").json()["facts"]["stored"] is None:
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.1)
            sheet = made.get("figures/spi-map.csv?year=2024")
            assert "68.5" in sheet.text
            made.get("/auth/logout")
            assert [*(folder / "facts" / "store" / sign_outs.FOLDER).iterdir()]
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        told = [one["event"] for one in lines if one["logger"] == "audit"]
        assert (told[0], told[-1]) == ("sign_in", "sign_out")
        errors = [one for one in lines if one["level"] in ("error", "critical")]
        assert errors == []
        owners = {path.stat().st_uid for path in (folder / "facts").rglob("*")}
        assert owners == {unprivileged.NOBODY if unprivileged.is_root() else os.geteuid()}
        folder.chmod(0o755)
    assert unprivileged.written(ROOT / "dashboard", began) == []
    assert unprivileged.written(ROOT / "data", began) == []


def ingest(folder: Path, environment: dict[str, str]) -> None:
    """One more source of a score, brought in by the command line of the same user."""
    sheet = folder / "tmp" / "koran.csv"
    sheet.write_text(f"{','.join(SCORE.split()[:-1])}\n62,pemprov,2024,68.5,{NEWS},news\n", "utf-8")
    command = (sys.executable, "-m", "dashboard", "ingest", "spi_results", str(sheet))
    done = subprocess.run(
        unprivileged.as_nobody((*command, "--apply", "--why", "koran", "--accept-findings")),
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr

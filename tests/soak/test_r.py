"""The documented lines of R, run by R itself: `apt-get install r-base-core` where it is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd

from tests.fixtures import ROOT

TEXT = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
HOST = "http://localhost:8501"


def run(line: str) -> str:
    """What R writes for a line; without R the test fails and says how to get it."""
    rscript = shutil.which("Rscript")
    assert rscript is not None, "R is missing: apt-get install r-base-core"
    done = subprocess.run([rscript, "-e", line], check=True, timeout=60, capture_output=True)
    return done.stdout.decode()


def test_the_line_with_options_keeps_every_code(app_url: str, tmp_path: Path) -> None:
    [line] = re.findall(r"```r\n(.+)\n```", TEXT)
    written = tmp_path / "rows.csv"
    run(f"write.csv({line.replace(HOST, app_url)}, '{written}', row.names = FALSE)")
    rows = pd.read_csv(written, dtype=str)
    assert len(rows) == 38
    assert rows.set_index("region_code")["score"]["63"] == "64.15"


def test_the_line_without_options_keeps_the_codes(app_url: str) -> None:
    [line] = re.findall(r"^\| \w+ \| `(read\.csv.+)` \|$", TEXT, re.M)
    assert {"ID-11", "ID-63", "ID-96"} <= set(run(f"cat({line.replace(HOST, app_url)})").split())


def test_codes_of_kabupaten_keep_their_last_zero(app_url: str) -> None:
    address = f"{app_url}/figures/spi-regencies.csv?region=63"
    assert "ID-63.10" in run(f"cat(read.csv('{address}')$region_id)").split()

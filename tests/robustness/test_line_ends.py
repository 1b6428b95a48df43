"""A checkout on Windows holds the same facts, byte for byte, as the one that they come from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from dashboard.core.settings import Settings
from dashboard.warehouse import build
from tests.fixtures import ROOT

COPIED = (
    ".gitattributes",
    "data/datapackage.json",
    "data/spi_survey_years.csv",
    "data/ott_yearly.csv",
    "data/geo/provinces.parquet",
    "data/geo/regencies.parquet",
    "sql/stg/stg_regions.sql",
    "sql/query/spi/spi_map.sql",
)
# What Git for Windows sets, and what people set by hand.
WINDOWS = (
    ("core.autocrlf=true",),
    ("core.autocrlf=true", "core.eol=crlf"),
    ("core.autocrlf=false", "core.eol=crlf"),
)


def git(*arguments: str, folder: Path) -> None:
    own = (
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "init.defaultBranch=main",
    )
    subprocess.run(["git", *own, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("origin")
    for name in COPIED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    with (folder / "data" / "ott_yearly.csv").open("ab") as file:
        file.write(b"2026,1,official,x\r\n")  # as Excel would end the line
    git("init", folder=folder)
    git("add", ".", folder=folder)
    git("commit", "-m", "facts", folder=folder)
    return folder


def revision(folder: Path) -> str:
    return build.revision(Settings(data_dir=folder / "data", sql_dir=folder / "sql"))


@pytest.mark.parametrize("settings", WINDOWS, ids=" ".join)
def test_a_checkout_on_windows_is_the_same_revision(tmp_path, origin, settings):
    options = [part for setting in settings for part in ("-c", setting)]
    git("clone", *options, str(origin), "copy", folder=tmp_path)
    for name in COPIED:
        assert (tmp_path / "copy" / name).read_bytes() == (origin / name).read_bytes(), name
    assert revision(tmp_path / "copy") == revision(origin)

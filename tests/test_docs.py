"""What the documentation promises: its addresses answer, its line for pandas runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from starlette.testclient import TestClient

from dashboard.__main__ import briefing
from dashboard.export import tray
from dashboard.figures import addresses
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from tests.clients import make_client

DOCS = Path(__file__).resolve().parents[1] / "docs" / "addresses.md"
TEXT = DOCS.read_text(encoding="utf-8")
HOST = "http://localhost:8501"
ADDRESSES = sorted(set(re.findall(rf"{HOST}(/figures/[^\"\s)]+)", TEXT)))


def test_the_line_for_pandas_runs(app_url: str) -> None:
    [line] = re.findall(r"```python\n(.+)\n```", TEXT)
    frame = eval(line.replace(HOST, app_url), {"pd": pd})
    assert len(frame) == 38
    assert dict(zip(frame["region_code"], frame["score"], strict=True))["63"] == 64.15


def test_every_way_reads_the_same_rows() -> None:
    tables = [address for address in ADDRESSES if ".csv" in address]
    assert len(tables) == 1
    assert TEXT.count(tables[0]) == 3  # Python, R, Power Query


@pytest.mark.parametrize("address", [address for address in ADDRESSES if ".csv" in address])
def test_the_addresses_answer(address: str) -> None:
    with make_client() as client:
        assert isinstance(client, TestClient)
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_every_kind_and_size_is_told_in_both_languages() -> None:
    english, indonesian = TEXT.split("\n---\n")
    for part in (english, indonesian):
        for word in (
            *addresses.EXTENSIONS,
            *addresses.SIZES,
            *addresses.THEMES,
            "layer",
            "frozen=1",
        ):
            assert f"`{word}" in part or f"={word}`" in part or f"`{word}=" in part, word
    for figure_id in re.findall(r"/figures/([a-z-]+)\.", TEXT):
        assert figure_id in REGISTRY


# --- docs/briefing.md ----------------------------------------------------------------------------

BRIEFING = (DOCS.parent / "briefing.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"python -m dashboard briefing (--[^#\n]+)", BRIEFING)


def test_the_tray_of_the_documentation_is_one() -> None:
    [written] = re.findall(r"```json\n(.+?)\n```", BRIEFING, re.DOTALL)
    read = tray.from_json(engine.current(), written.encode())
    assert not read.ignored
    assert [item.subject for item in read.tray.items] == ["position", "spi-trend", "unknown"]
    assert read.tray.items[1].texts_in("id").title == "Kalsel turun, Kaltim naik"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_of_the_documentation_have_options_that_exist(command: str) -> None:
    assert len(COMMANDS) >= 7
    given = [part for part in command.split() if part != "--quiet"]
    context = briefing.make_context("briefing", given)
    assert context.params["out"]

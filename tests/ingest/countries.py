"""Sheets made up for tests, and the small country to bring them into."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard.core.access import Account, Role
from dashboard.core.settings import Settings
from tests.fixtures import SQL, Tables, write_facts

EDITOR = Account("local", Role.EDIT)
SCORES = "region_code,scope,year,score,source_id,reliability"


def settings_of(folder: Path, tables: Tables) -> Settings:
    """Folders of their own with these facts."""
    write_facts(folder / "data", tables)
    return Settings(
        data_dir=folder / "data",
        sql_dir=SQL,
        build_dir=folder / "build",
        store_dir=folder / "store",
        focus_regions=("63", "62", "61", "13"),
    )


def sheet(head: str, *rows: str) -> bytes:
    """A CSV file."""
    return "\n".join((head, *rows, "")).encode()


def environment(settings: Settings) -> Mapping[str, Any]:
    """The same folders for a command."""
    return {
        "INTEGRITAS_DATA_DIR": str(settings.data_dir),
        "INTEGRITAS_BUILD_DIR": str(settings.build_dir),
        "INTEGRITAS_STORE_DIR": str(settings.store_dir),
        "INTEGRITAS_FOCUS_REGIONS": "63,62,61,13",
    }

"""Too little memory for a figure is a sentence, and the next request finds the process alive."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from starlette.testclient import TestClient

from dashboard.figures import registry
from dashboard.warehouse import engine
from dashboard.warehouse.engine import Warehouse
from tests.clients import make_client
from tests.fixtures import SQL

ERRORS = (
    duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate data of size 2.0 MiB"),
    MemoryError(),
    pa.ArrowMemoryError("malloc of size 16777216 failed"),
)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("extension", ["csv", "json", "xlsx", "parquet", "html"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_figure_without_room_is_refused_in_a_sentence(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    extension: str,
    lang: str,
) -> None:
    def fails(*_anything: object) -> Any:
        raise error

    address = f"/figures/spi-change.{extension}?lang={lang}&year=2024"
    with monkeypatch.context() as patched:
        patched.setattr(registry, "answer", fails)
        answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    detail = answer.json()["detail"]
    assert {"id": "Memori server ini", "en": "There is too little memory"}[lang] in detail
    assert "Traceback" not in detail and "MiB" not in detail
    assert client.get(address).status_code == 200


def test_an_engine_that_may_use_almost_nothing_says_so_and_lives(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    really = duckdb.connect
    shutil.copy(engine.current().build.database, tmp_path)  # one file is opened in one way

    def tiny(*given: Any, **more: Any) -> duckdb.DuckDBPyConnection:
        more["config"] = {**more["config"], "memory_limit": "3MB", "temp_directory": ""}
        return really(*given, **more)

    monkeypatch.setattr(duckdb, "connect", tiny)
    small = Warehouse(replace(engine.current().build, folder=tmp_path), SQL)
    for _again in range(3):
        with pytest.raises(duckdb.OutOfMemoryException):
            small.ask("spi/spi_map", year=2024, to_year=2024, scope="pemprov", region=["63"])
        assert small.browse("mart_region", lambda rows: rows.limit(1)).num_rows == 1

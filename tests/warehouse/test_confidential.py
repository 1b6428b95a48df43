"""The rows of a confidential table are in no page, no file, no box, no sheet and no feed."""

from __future__ import annotations

import copy
import json
import shutil

import duckdb
import pytest

from dashboard import facts
from dashboard.core.i18n import words
from dashboard.core.settings import Settings
from dashboard.core.uploads import Unusable
from dashboard.facts import BrokenFacts
from dashboard.ingest.changed_tables import CONFIDENTIAL, Tables
from dashboard.warehouse import build, tables
from dashboard.warehouse.engine import Warehouse
from tests.fixtures import DATA, KPK, PACKAGE, only, rows, world, write_facts


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("confidential")
    respondents = rows(
        "region_code scope year respondent_number respondent_kind score source_id",
        *(("62", "pemprov", 2025, n, "internal", 70, KPK) for n in range(1, 31)),
    )
    data = write_facts(folder / "data", only(world(), spi_responses=respondents))
    settings = Settings(data_dir=data, build_dir=folder / "build", store_dir=folder / "store")
    return Warehouse(build.ensure(settings), settings.sql_dir)


def test_the_rows_are_offered_nowhere_and_their_means_where_there_are_any(warehouse):
    offered = tables.tables(warehouse)
    assert "spi_responses" not in offered
    assert "mart_spi_response" in offered
    in_box = {view for view, _name in tables.offered(warehouse)}
    assert not {view for view in in_box if view.startswith(("raw_", "stg_spi_responses"))}


def test_the_rows_are_gone_when_the_answers_are_made(warehouse, tmp_path):
    copied = shutil.copy(warehouse.build.database, tmp_path)
    with duckdb.connect(copied, read_only=True) as connection:
        found = connection.sql("select distinct table_name from duckdb_columns()").fetchall()
    there = {name for (name,) in found}
    assert {"raw_spi_results", "stg_spi_results", "mart_spi_response"} <= there
    assert not {"raw_spi_responses", "stg_spi_responses"} & there


def test_facts_of_an_earlier_version_know_no_respondents(tmp_path):
    data = write_facts(tmp_path / "data", world())
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] != "spi_responses"]
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (data / "spi_responses.csv").unlink()
    settings = Settings(data_dir=data, build_dir=tmp_path / "build", store_dir=tmp_path / "store")
    earlier = Warehouse(build.ensure(settings), settings.sql_dir)
    assert "mart_spi_response" not in tables.tables(earlier)
    assert earlier.records("spi/spi_years")


def test_a_table_is_said_to_be_confidential_or_not(tmp_path):
    described = {table.name: table for table in facts.read_description(DATA).tables}
    assert [name for name, table in described.items() if table.is_confidential] == ["spi_responses"]
    package = copy.deepcopy(PACKAGE)
    package["resources"][0]["confidential"] = "yes"
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(BrokenFacts) as broken:
        facts.read_description(tmp_path)
    assert "confidential" in broken.value.message(words("en"))


def test_a_sheet_of_respondents_is_refused():
    description = facts.read_description(DATA)
    content = {"spi_responses.csv": (DATA / "spi_responses.csv").read_bytes()}
    with pytest.raises(Unusable) as refused:
        Tables(content, description).table("spi_responses")
    assert refused.value.text == CONFIDENTIAL
    assert "confidential" in refused.value.message(words("en"))

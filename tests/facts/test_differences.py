"""What differs between two states of the facts."""

from __future__ import annotations

import json

from dashboard.facts.csv_table import CsvTable
from dashboard.facts.differences import CellDifference, compare, counts
from dashboard.facts.revisions import Counts
from tests.fixtures import DATA, PACKAGE

KEY = ("region_code", "scope", "year", "source_id")
SHIPPED = {
    path.name: path.read_bytes() for path in [*DATA.glob("*.csv"), DATA / "datapackage.json"]
}


def scores(content: bytes) -> CsvTable:
    return CsvTable(content, KEY)


def test_equal_states_do_not_differ() -> None:
    assert compare(SHIPPED, dict(SHIPPED)) == ()
    windows = {name: content.replace(b"\n", b"\r\n") for name, content in SHIPPED.items()}
    assert compare(SHIPPED, windows) == ()


def test_rows_are_told_by_their_key_cell_by_cell() -> None:
    table = scores(SHIPPED["spi_results.csv"])
    first, second = table.keys[0], table.keys[1]
    changed = {**dict(zip(KEY, first, strict=True)), "score": "1", "published_class": "x"}
    new_row = {"region_code": "63", "scope": "pemprov", "year": "2026", "source_id": "new"}
    edited = table.edited([changed, {**new_row, "score": "70"}], [second])
    [found] = compare(SHIPPED, {**SHIPPED, "spi_results.csv": edited})
    assert (found.table, counts((found,))) == ("spi_results", (Counts("spi_results", 1, 1, 1),))
    assert found.unchanged == len(table.rows) - 2
    [row] = found.changed
    old = table.rows[first]["score"]
    assert row.cells == (
        CellDifference("score", old, "1"),
        CellDifference("published_class", "", "x"),
    )
    assert dict(row.key) == dict(zip(KEY, first, strict=True))
    assert [dict(one.key) for one in found.added] == [new_row]
    assert [tuple(dict(one.key).values()) for one in found.removed] == [second]


def test_a_table_that_comes_or_goes_is_all_its_rows() -> None:
    without = {name: content for name, content in SHIPPED.items() if name != "population.csv"}
    n = len(CsvTable(SHIPPED["population.csv"]).rows)
    assert counts(compare(without, SHIPPED)) == (Counts("population", n, 0, 0),)
    assert counts(compare(SHIPPED, without)) == (Counts("population", 0, 0, n),)


def test_of_a_table_without_a_key_rows_come_and_go() -> None:
    package = json.loads(json.dumps(PACKAGE))
    for resource in package["resources"]:
        resource["schema"].pop("primaryKey", None)
    files = {"datapackage.json": json.dumps(package).encode(), "a.csv": b"x,y\n1,2\n1,2\n3,4\n"}
    [found] = compare(files, {**files, "a.csv": b"x,y\n1,2\n3,5\n"})
    assert found.counts == Counts("a", 1, 0, 2)
    assert (found.unchanged, found.changed) == (1, ())


def test_the_description_differs_by_its_properties() -> None:
    package = json.loads(SHIPPED["datapackage.json"])
    package["version"] = "2027.1.0"
    package["resources"][0]["schema"]["fields"][0]["title"] = "Lain"
    [found] = compare(SHIPPED, {**SHIPPED, "datapackage.json": json.dumps(package).encode()})
    assert found.table == "datapackage"
    assert {dict(row.key)["property"] for row in found.changed} == {
        "version",
        "resources.regions.schema.fields.region_code.title",
    }

"""Two changes of one state in one: by key, cell by cell; what disagrees is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.facts.merge import merge

PACKAGE: dict[str, Any] = {
    "version": "1",
    "resources": [{"name": "a", "schema": {"primaryKey": ["k"], "fields": [{"name": "k"}]}}],
}
Rows = dict[str, tuple[str, str]]


def state(rows: Rows, package: dict[str, Any] = PACKAGE) -> dict[str, bytes]:
    lines = ["k,x,y", *(f"{key},{x},{y}" for key, (x, y) in rows.items())]
    return {
        "a.csv": ("\n".join(lines) + "\n").encode(),
        "datapackage.json": (json.dumps(package, indent=2) + "\n").encode(),
    }


def rows_of(files: dict[str, bytes]) -> Rows:
    lines = [line.split(",") for line in files["a.csv"].decode().splitlines()[1:]]
    return {key: (x, y) for key, x, y in lines}


BASE: Rows = {"1": ("a", "b"), "2": ("c", "d"), "3": ("e", "f")}


def test_changes_of_different_cells_and_rows_come_together() -> None:
    ours = state({"1": ("A", "b"), "2": ("c", "d"), "3": ("e", "f"), "4": ("o", "o")})
    theirs = state({"1": ("a", "B"), "3": ("e", "f"), "5": ("t", "t")})
    merged = merge(state(BASE), ours, theirs, {})
    assert merged.conflicts == ()
    assert rows_of(merged.files) == {
        "1": ("A", "B"),
        "3": ("e", "f"),
        "4": ("o", "o"),
        "5": ("t", "t"),
    }


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_a_cell_that_both_changed_is_asked(choice: Any) -> None:
    ours, theirs = state({**BASE, "1": ("A", "b")}), state({**BASE, "1": ("Z", "q")})
    merged = merge(state(BASE), ours, theirs, {})
    [conflict] = merged.conflicts
    assert (conflict.table, conflict.key, conflict.column) == ("a", (("k", "1"),), "x")
    assert (conflict.base, conflict.ours, conflict.theirs) == ("a", "A", "Z")
    assert rows_of(merged.files)["1"] == ("A", "q")  # ours, until it is decided
    decided = merge(state(BASE), ours, theirs, {conflict.id: choice})
    assert decided.conflicts == ()
    assert rows_of(decided.files)["1"] == (("A" if choice == "ours" else "Z"), "q")


def test_a_row_that_one_removed_and_the_other_changed_is_asked() -> None:
    less = {key: row for key, row in BASE.items() if key != "2"}
    more = {**BASE, "2": ("c", "D")}
    for ours, theirs, kept in ((less, more, less), (more, less, more)):
        merged = merge(state(BASE), state(ours), state(theirs), {})
        [conflict] = merged.conflicts
        assert (conflict.column, rows_of(merged.files)) == ("", kept)
        other = merge(state(BASE), state(ours), state(theirs), {conflict.id: "theirs"})
        assert rows_of(other.files) == theirs


def test_a_row_that_both_added_is_one_row() -> None:
    ours, theirs = {**BASE, "9": ("n", "1")}, {**BASE, "9": ("n", "2")}
    assert merge(state(BASE), state(ours), state(ours), {}).conflicts == ()
    merged = merge(state(BASE), state(ours), state(theirs), {})
    assert [one.column for one in merged.conflicts] == ["y"]


def test_columns_of_both_are_there() -> None:
    theirs = {**state(BASE), "a.csv": b"k,new,x,y\n1,n,a,b\n2,,c,d\n3,,e,f\n"}
    ours = {**state(BASE), "a.csv": b"k,x,y,own\n1,a,b,o\n2,c,D,\n3,e,f,\n"}
    merged = merge(state(BASE), ours, theirs, {})
    assert merged.conflicts == ()
    assert merged.files["a.csv"] == b"k,new,x,y,own\n1,n,a,b,o\n2,,c,D,\n3,,e,f,\n"


def test_a_table_of_ours_stays_beside_a_newer_description() -> None:
    own = {**PACKAGE, "resources": [*PACKAGE["resources"], {"name": "b", "schema": {}}]}
    newer = json.loads(json.dumps(PACKAGE))
    newer["version"], newer["resources"][0]["title"] = "2", "Title"
    ours = {**state(BASE, own), "b.csv": b"z\n1\n"}
    merged = merge(state(BASE), ours, state(BASE, newer), {})
    package = json.loads(merged.files["datapackage.json"])
    assert (merged.conflicts, package["version"]) == ((), "2")
    assert [one["name"] for one in package["resources"]] == ["a", "b"]
    assert package["resources"][0]["title"] == "Title"
    assert merged.files["b.csv"] == b"z\n1\n"
    assert merged.files["datapackage.json"].startswith(b'{\n  "version"')


def test_of_two_days_and_versions_the_later_one_holds() -> None:
    first, ours, theirs = (
        {**PACKAGE, "version": version, "created": day}
        for version, day in (("1", "2026-01-01"), ("9", "2026-05-01"), ("12", "2026-03-01"))
    )
    merged = merge(state(BASE, first), state(BASE, ours), state(BASE, theirs), {})
    package = json.loads(merged.files["datapackage.json"])
    assert (package["version"], package["created"], merged.conflicts) == ("12", "2026-05-01", ())


cells = st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))
states = st.dictionaries(st.sampled_from("123456"), cells, max_size=5)


@given(base=states, ours=states, theirs=states)
def test_nothing_of_either_side_is_lost(base: Rows, ours: Rows, theirs: Rows) -> None:
    merged = merge(state(base), state(ours), state(theirs), {})
    found = rows_of(merged.files)
    asked = {(one.key[0][1], one.column) for one in merged.conflicts}
    for key in {*base, *ours, *theirs}:
        old, own, other = base.get(key), ours.get(key), theirs.get(key)
        if other in (own, old):
            assert found.get(key) == own
        elif own == old:
            assert found.get(key) == other
        elif own is None or other is None:
            assert (key, "") in asked
            assert found.get(key) == own
        else:
            for place, column in enumerate("xy"):
                was = old[place] if old else ""
                texts = {own[place], other[place]} - {was}
                assert ((key, column) in asked) == (len(texts) == 2)
                assert found[key][place] == (own[place] if own[place] != was else other[place])
    assert merge(state(base), state(ours), state(base), {}).files == state(ours)
    assert rows_of(merge(state(base), state(base), state(theirs), {}).files) == theirs
    every: dict[str, Any] = {one.id: "theirs" for one in merged.conflicts}
    assert merge(state(base), state(ours), state(theirs), every).conflicts == ()

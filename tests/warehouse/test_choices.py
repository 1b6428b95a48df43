"""Regions are found by any usual name, also a misspelt one, and the reader is told how."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.warehouse import choices, engine
from tests.apptest import given_values, text, visit


@cache
def found(name: str) -> list[str]:
    """Codes of the regions that go by this name."""
    return [region.code for region in choices.search(engine.current(), name)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kalsel", "63"),
        ("South Kalimantan", "63"),
        ("Kalimantan Selatan", "63"),
        ("HSS", "63.06"),
        ("hss", "63.06"),
        ("Padang Panjang", "13.74"),
        ("Kota Padang", "13.71"),
        ("Kab. Hulu Sungai Tengah", "63.07"),
        ("West Java", "32"),
        ("North Sumatra", "12"),
        ("Riau Islands", "21"),
        ("Kep. Riau", "21"),
        ("Jakarta", "31"),
        ("DIY", "34"),
        ("Nanggroe Aceh Darussalam", "11"),
        ("West Nusa Tenggara", "52"),
        ("Southeast Sulawesi", "74"),
        ("Southwest Papua", "96"),
        ("Palangkaraya", "62.71"),
        # misspelt
        ("kalsle", "63"),
        ("Kalimntan Selatan", "63"),
        ("Suoth Kalimantan", "63"),
        ("sumatra barat", "13"),
        ("padang panjng", "13.74"),
        ("banjarmsin", "63.71"),
        ("balik-papan", "64.71"),
        ("makasar", "73.71"),
        ("Padang Sidempuan", "12.77"),
    ],
)
def test_any_usual_name_finds_its_region(name: str, code: str) -> None:
    assert found(name)[0] == code


def test_the_beginning_of_a_name_finds_all_that_begin_so() -> None:
    assert set(found("Hulu Sungai")) == {"63.06", "63.07", "63.08"}
    assert set(found("Kalimantan")) == {"61", "62", "63", "64", "65"}


def test_the_same_name_of_two_regions_finds_both() -> None:
    assert found("Solok")[:2] == ["13.02", "13.72"]


@pytest.mark.parametrize(
    "name", ["xyz", "", "a", "HSX", "'; drop table mart_region", "%", "x" * 90]
)
def test_what_is_no_name_finds_nothing(name: str) -> None:
    assert found(name) == []


@pytest.mark.parametrize("code", ["63", "13.74", "63.06", "91"])
@given(data=st.data())
@settings(max_examples=8)
def test_one_wrong_letter_in_a_long_name_still_finds_it(code: str, data: st.DataObject) -> None:
    name = choices.regions(engine.current())[code].name
    position = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    assert code in found(name[:position] + letter + name[position + 1 :])


@given(st.text(max_size=100))
@settings(max_examples=25)
def test_no_text_breaks_the_search(name: str) -> None:
    assert len(found(name)) <= 5


def test_a_typed_name_becomes_its_region_and_the_reader_is_told() -> None:
    app = visit(region="64", lang="id")
    box = app.sidebar.multiselect(key="filter-region")
    box.set_value(["64", "South Kalimantan"]).run()
    assert not app.exception
    assert given_values(app, "region") == ["64", "63"]
    assert "“South Kalimantan” dibaca sebagai Kalimantan Selatan." in text(app)
    app.sidebar.selectbox(key="filter-year").set_value(2024).run()
    assert "dibaca sebagai" not in text(app)


def test_similar_names_are_named_and_an_unknown_one_changes_nothing() -> None:
    app = visit(region="64", lang="en")
    app.sidebar.multiselect(key="filter-region").set_value(["64", "solok"]).run()
    assert given_values(app, "region") == ["64", "13.02"]
    assert "Similar: Kota Solok" in text(app)
    app.sidebar.multiselect(key="filter-region").set_value(["64", "13.02", "*xyzzy*"]).run()
    assert given_values(app, "region") == ["64", "13.02"]
    assert "No region is called “*xyzzy*”." in text(app)

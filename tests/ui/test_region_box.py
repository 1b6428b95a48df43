"""The boxes for regions: a typed name becomes one region, asks which one, or changes nothing."""

from __future__ import annotations

import re

from dashboard.ui.region_box import TYPED
from tests.apptest import given_values, html, text, visit
from tests.fixtures import ROOT


def test_a_typed_name_becomes_its_region_and_the_reader_is_told() -> None:
    app = visit(region="64", lang="id")
    box = app.sidebar.multiselect(key="filter-region")
    box.set_value(["64", "South Kalimantan" + TYPED]).run()
    assert not app.exception
    assert given_values(app, "region") == ["64", "63"]
    assert "“South Kalimantan” dibaca sebagai Kalimantan Selatan." in text(app)
    # The same name again adds nothing.
    app.sidebar.multiselect(key="filter-region").set_value(["64", "63", "Kalsel" + TYPED]).run()
    assert given_values(app, "region") == ["64", "63"]
    app.sidebar.selectbox(key="filter-year").set_value(2024).run()
    assert "dibaca sebagai" not in text(app)


def test_a_name_of_two_regions_asks_and_selects_none_before_one_is_tapped() -> None:
    app = visit(region="64", lang="en")
    app.sidebar.multiselect(key="filter-region").set_value(["64", "banjar" + TYPED]).run()
    assert given_values(app, "region") == ["64"]
    asked = app.sidebar.button_group(key="ask-banjar")
    assert "Which region is “banjar”?" in asked.label
    assert asked.options == ["Kota Banjar (Jabar)", "Kab. Banjar (Kalsel)"]
    asked.set_value("63.03").run()
    assert given_values(app, "region") == ["64", "63.03"]
    assert "Which region" not in text(app)


def test_an_unknown_name_changes_nothing() -> None:
    app = visit(region="64", lang="en")
    app.sidebar.multiselect(key="filter-region").set_value(["64", "*xyzzy*" + TYPED]).run()
    assert given_values(app, "region") == ["64"]
    assert "No region is called “*xyzzy*”." in text(app)


def test_a_number_that_is_typed_is_read_before_it_is_a_code() -> None:
    app = visit(region="64", lang="en")
    app.sidebar.multiselect(key="filter-region").set_value(["64", "91" + TYPED]).run()
    assert given_values(app, "region") == ["64"]
    assert app.sidebar.button_group(key="ask-91").options == [
        "Papua (province)",
        "Papua Barat (province)",
    ]


def test_a_name_in_the_address_is_read_and_the_page_says_how() -> None:
    app = visit(region=["Kalsel", "banjar"], lang="en")
    assert not app.exception
    assert given_values(app, "region") == ["63"]
    assert "“Kalsel” was read as Kalimantan Selatan." in text(app)
    assert "32.79 Kota Banjar, 63.03 Kabupaten Banjar" in text(app)
    app.sidebar.button_group(key="ask-banjar").set_value("32.79").run()
    assert given_values(app, "region") == ["63", "32.79"]
    assert not app.warning


def test_the_readers_own_region_is_offered_where_the_address_asks_for_none() -> None:
    start = visit(lang="id")
    assert html(start).count('class="my-region') == 2  # at the start of the page and in the filter
    assert "Wilayah saya: …" in html(start)
    start.sidebar.multiselect(key="filter-region").set_value(["64"]).run()
    assert html(start).count('class="my-region') == 1
    asked = visit(region="63.71", lang="id")
    assert html(asked).count('class="my-region') == 1
    assert "Jadikan Kota Banjarmasin wilayah saya" in html(asked)
    assert "Jadikan" not in html(visit(region=["63", "64"], lang="id"))


def test_every_box_of_several_values_selects_one_at_a_time() -> None:
    files = [*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    using = [path for path in files if "st.multiselect(" in path.read_text(encoding="utf-8")]
    assert [path.name for path in using] == ["region_box.py"]


def test_the_mark_of_what_was_typed_is_the_same_on_both_sides() -> None:
    script = (ROOT / "dashboard" / "assets" / "picker.js").read_text(encoding="utf-8")
    [mark] = re.findall(r'TYPED = "\\u(....)"', script)
    assert mark == f"{ord(TYPED):04x}"

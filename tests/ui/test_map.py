"""Peta: provinces, or kabupaten and kota of a part of it; who is pointed at, in the box too."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core.i18n import LANGUAGES
from tests.apptest import address, text, visit


def shown(app: AppTest) -> str:
    """The address of the shapes that the map draws."""
    spec = json.loads(app.get("plotly_chart")[0].proto.spec)
    return str(spec["layout"]["template"]["data"]["choropleth"][0]["geojson"])


def options(app: AppTest, key: str) -> list[str]:
    return list(app.selectbox(key=key).options)


def query(app: AppTest) -> dict[str, list[str]]:
    return parse_qs(address(app))


def focus_box(app: AppTest) -> str | None:
    value = app.selectbox(key="filter-focus").value
    return None if value is None else str(value)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("asked", "shapes", "choices"),
    [
        ({}, "provinces", 38),
        ({"region_level": "regencies"}, "regencies", 514),
        ({"region_level": "regencies", "within": "Kalimantan"}, "regencies", 56),
        ({"region_level": "regencies", "within": "63"}, "regencies-63", 14),
        ({"region_level": "regencies", "within": "31"}, "regencies-31", 7),
        ({"indicator": "ott_count", "region_level": "regencies"}, "provinces", 38),
    ],
)
def test_every_level_and_part_of_the_map(
    asked: dict[str, str], shapes: str, choices: int, lang: str
) -> None:
    app = visit("peta", lang=lang, region="63", **asked)
    assert not app.exception
    assert not app.warning
    assert f"geo/{shapes}.json" in shown(app)
    assert len(options(app, "filter-focus")) == choices
    assert not re.search(r"\bNone\b|\{\w+\}", text(app))


def test_who_was_chosen_first_is_pointed_at_as_far_as_the_map_shows_it() -> None:
    assert focus_box(visit("peta", lang="id", region="63.71")) == "63"  # its province
    regencies = {"lang": "id", "region_level": "regencies"}
    assert focus_box(visit("peta", region="63.71", **regencies)) == "63.71"
    assert focus_box(visit("peta", region="63", **regencies)) is None
    assert focus_box(visit("peta", region="63", within="63", **regencies)) == "63"
    assert focus_box(visit("peta", region="63.71", within="64", **regencies)) is None
    assert focus_box(visit("peta", region="63", focus="13.71", within="13", **regencies)) == "13.71"


def test_the_box_zooms_into_a_province_and_the_level_leaves_it() -> None:
    app = visit("peta", lang="id", region="63", year="2024")
    app.selectbox(key="filter-focus").set_value("64").run()
    assert not app.exception
    assert query(app)["focus"] == ["64"]
    assert query(app)["within"] == ["64"]
    assert "geo/regencies-64.json" in shown(app)
    assert "Kalimantan Timur" in text(app)
    app.selectbox(key="filter-focus").set_value("64.71").run()
    assert query(app)["focus"] == ["64.71"]
    assert "Kota Balikpapan" in text(app)
    app.segmented_control(key="filter-region-level").set_value("provinces").run()
    assert not app.exception
    assert "within" not in query(app)
    assert "geo/provinces.json" in shown(app)
    assert focus_box(app) == "64"


def test_another_part_of_the_map_forgets_who_is_not_in_it() -> None:
    app = visit("peta", lang="id", region_level="regencies", within="63", focus="63.71")
    app.selectbox(key="filter-within").set_value("64").run()
    assert not app.exception
    assert focus_box(app) is None


def test_the_slider_is_the_year_of_the_page() -> None:
    app = visit("peta", lang="id", region="63", year="2024")
    slider = app.select_slider(key="filter-year-slider")
    assert slider.options == ["2021", "2022", "2023", "2024", "2025"]
    slider.set_value(2022).run()
    assert query(app)["year"] == ["2022"]
    assert "2022" in app.header[0].value
    app.button(key="play-years").click().run()
    assert query(app)["year"] == ["2021"]
    assert app.button(key="play-years").label == "Berhenti"
    app.select_slider(key="filter-year-slider").set_value(2023).run()  # ends the play
    assert app.button(key="play-years").label == "Putar tahun"
    assert not visit("peta", lang="id", indicator="ott_count").get("select_slider")

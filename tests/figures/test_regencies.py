"""Kabupaten and kota on the map and in their ranking: every one, the small ones too, few bytes."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.charts.map import INDONESIA
from dashboard.charts.marks import AreaMap, Plot, Upright, letters
from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import preview
from dashboard.figures import addresses, legends
from dashboard.figures.model import Answer
from dashboard.narrative import region_cards
from dashboard.warehouse import choices, engine, region_names
from tests.figures.shared import ask

MAP, RANKING = "spi-regency-map", "spi-regency-ranking"
MOST_BYTES = 15_000  # of what a page sends for a map of all


def drawn(answer: Answer) -> AreaMap:
    made = charts.of(answer.figure).drawing(answer, None)
    assert isinstance(made, AreaMap)
    return made


def areas(answer: Answer) -> dict[str, str]:
    """The class of each region, as the legend calls it."""
    found = [(area.location, one.name) for one in drawn(answer).classes for area in one.areas]
    assert len(dict(found)) == len(found)  # each in one class
    return dict(found)


# --- the map -------------------------------------------------------------------------------------


def test_all_514_are_in_one_class_each_and_the_unknown_in_their_own(
    facts: engine.Warehouse,
) -> None:
    answer = ask(facts, MAP, year=2024, lang="id")
    classes = areas(answer)
    assert classes.keys() == set(choices.regencies(facts, "nasional"))
    counted = {label: list(classes.values()).count(label) for label in classes.values()}
    assert counted.pop("tidak ada data") == 508 - 115
    assert counted.pop("bagian dari pemerintah provinsi") == 6
    assert sum(counted.values()) == 115
    assert "393 dari 508" in answer.subtitle
    assert answer.headline == (
        "60 dari 115 kabupaten dan kota di seluruh Indonesia yang diketahui berada di kelas rentan "
        "pada 2024"
    )
    assert dictionary.caveat("regency_borders", "id") in answer.caveats


@pytest.mark.parametrize(
    ("within", "shapes", "count"),
    [("nasional", "regencies", 514), ("Kalimantan", "regencies", 56), ("63", "regencies-63", 13)],
)
def test_a_map_names_its_shapes_and_shows_the_part_that_they_lie_in(
    facts: engine.Warehouse, within: str, shapes: str, count: int
) -> None:
    answer = ask(facts, MAP, within=within)
    made = drawn(answer)
    assert (made.shapes, len(areas(answer))) == (shapes, count)
    known = answer.shapes
    assert known is not None
    for code in areas(answer):
        extent = known.of[code].extent
        assert made.extent.west < extent.east
        assert extent.west < made.extent.east
    assert (made.extent == INDONESIA) == (within == "nasional")
    assert 0.3 < charts.of(answer.figure).room(answer)["aspect"] < 1  # type: ignore[operator]


def test_what_is_too_small_to_be_hit_has_a_dot(facts: engine.Warehouse) -> None:
    def dots(**asked: object) -> set[str]:
        made = drawn(ask(facts, MAP, **asked))
        return {area.location for one in made.classes for area in one.areas if area.dot}

    nation = dots()
    kota = {code for code, one in choices.regions(facts).items() if one.level == "kota"}
    assert {"12.74", "13.74", "34.71", "31.71", "63.71"} <= nation
    assert len(nation & kota) > 0.7 * len(kota)
    assert not {"62.01", "93.01", "64.02"} & nation
    assert dots(within="63") == {"63.71"}
    assert "34.71" not in dots(within="34")  # large enough, once the map is of its province


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_a_map_of_all_is_small(facts: engine.Warehouse, year: int, lang: str) -> None:
    answer = ask(facts, MAP, year=year, lang=lang)
    geojson = addresses.shapes("regencies", answer.revision, addresses.HERE)
    assert len(go.Figure(charts.draw(answer, None, geojson)).to_json()) < MOST_BYTES


def test_pointing_tells_value_and_class_of_very_many_and_all_of_few(
    facts: engine.Warehouse,
) -> None:
    def said(code: str, **asked: object) -> str:
        """What Plotly shows at a region, as its templates read."""
        drawing = charts.draw(ask(facts, MAP, year=2024, **asked), None, "x")
        [shared] = drawing["layout"]["template"]["data"]["choropleth"]
        for trace in ({**shared, **one} for one in drawing["data"]):
            if trace["type"] == "choropleth" and code in trace["locations"] and trace["name"]:
                texts = trace.get("text")
                text = texts[trace["locations"].index(code)] if texts else ""
                template = str(trace["hovertemplate"]).replace("<extra></extra>", "")
                return template.replace("%{text}", text).replace("%{fullData.name}", trace["name"])
        raise AssertionError(code)

    assert said("63.72") == "%{properties.name}<br>77,13 (waspada 75–78)"
    assert said("63.71") == "%{properties.name}<br>tidak ada data"
    near = said("63.72", within="63")
    assert near.startswith("%{properties.name}<br>2024: 77,13 (waspada)<br>peringkat ")
    assert "25 pemerintah kota" in near
    assert "2022: 76,23" in said("63.71", within="63")


def test_who_has_no_government_is_told_apart(facts: engine.Warehouse) -> None:
    answer = ask(facts, MAP, within="31", lang="en")
    assert [entry.key for entry in answer.legend] == [legends.NO_GOVERNMENT]
    tips = answer.tips(words("en"))
    assert all("no score of its own" in tip for tip in tips)
    assert answer.headline.startswith("DKI Jakarta has no kabupaten or kota with a government")


# --- the ranking ---------------------------------------------------------------------------------


def test_a_ranking_is_of_a_place_and_a_kind_against_the_national_index(
    facts: engine.Warehouse,
) -> None:
    answer = ask(facts, RANKING, kind="kota", region=("63.71",), year=2024)
    known = [row for row in answer.rows if row["score"] is not None]
    assert len(known) == 25
    assert [row["shown_rank"] for row in known] == [row["score_rank"] for row in known]
    assert answer.headline == (
        "Kota Pekalongan tertinggi (82,25), Kota Palu terendah (56,99) dari 25 kota di seluruh "
        "Indonesia yang diketahui pada 2024"
    )
    plot = charts.of(answer.figure).drawing(answer, None)
    assert isinstance(plot, Plot)
    [national] = [mark for mark in plot.marks if isinstance(mark, Upright)]
    assert (national.x, national.note) == (71.53, None)
    assert [entry.label for entry in answer.legend if entry.mark == "dash"] == ["Nasional 71,53"]


def test_of_very_many_unknown_the_chosen_are_listed_and_the_others_counted(
    facts: engine.Warehouse,
) -> None:
    def names(**asked: object) -> list[str]:
        answer = ask(facts, RANKING, year=2024, **asked)
        plot = charts.of(answer.figure).drawing(answer, None)
        assert isinstance(plot, Plot)
        assert plot.up[0].ticks is not None
        return [letters(name) for _place, name in plot.up[0].ticks]

    kota = names(kind="kota", region=("63.71", "31.71"))
    assert len(kota) == 25 + 3
    assert kota[-1] == "67 lainnya"  # of 68 without a score, and Jakarta's stand apart
    assert len(names(within="63")) == 13  # all of a province, known or not
    assert len(names(within="31", kind="kota")) == 5


def test_a_page_of_the_figure_is_asked_to_show_it(facts: engine.Warehouse) -> None:
    for figure_id, path in ((MAP, "/peta?"), (RANKING, "/bandingkan?")):
        address = addresses.page(ask(facts, figure_id, within="63"))
        assert address.startswith(path)
        assert "region_level=regencies" in address
        assert "within=63" in address


# --- every one of them ---------------------------------------------------------------------------


def test_each_is_found_by_its_code_its_name_and_its_usual_name(facts: engine.Warehouse) -> None:
    known = choices.regions(facts)
    for code in choices.regencies(facts, "nasional"):
        one = known[code]
        for text in (code, one.name, one.label):
            found = region_names.read(facts, text)
            assert found.region is not None, text
            assert found.region.code == code, text


def test_each_has_a_card(facts: engine.Warehouse) -> None:
    codes = choices.regencies(facts, "nasional")
    for start in range(0, len(codes), 100):
        some = codes[start : start + 100]
        cards = region_cards.region_cards(facts, Selection(region=some))
        assert [card.code for card in cards] == list(some)


@pytest.mark.parametrize(
    ("asked", "outlined"),
    [
        ({"focus": "63.71"}, ("63",)),  # a map of provinces shows its province
        ({"focus": "63.71", "region_level": "regencies"}, ("63.71",)),
        ({"focus": "63.71", "region_level": "regencies", "within": "64"}, ("13",)),
        ({"focus": "63.71", "region_level": "regencies", "indicator": "ott_count"}, ("63",)),
        ({}, ("13",)),
    ],
)
def test_a_first_screen_outlines_whom_the_page_outlines(
    facts: engine.Warehouse, asked: dict[str, str], outlined: tuple[str, ...]
) -> None:
    query = {"region": ["13"], **{name: [value] for name, value in asked.items()}}
    assert preview.leading(facts, "peta", query).selection.region == outlined

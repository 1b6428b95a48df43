"""The dictionary: every code of the facts has words, every colour keeps its distance."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES
from dashboard.core.parameters import WEIGHTED
from dashboard.core.selection import INDICATORS, OTT_DIRECTIONS, REFERENCES, SCOPES, VISIBILITY
from dashboard.export import table
from dashboard.figures.registry import REGISTRY
from tests.colours import (
    BETWEEN_BASES,
    BETWEEN_CLASSES,
    BETWEEN_SERIES,
    BETWEEN_SHADES,
    READABLE,
    VISIONS,
    contrast,
    distance,
    luminance,
)
from tests.fixtures import COLUMNS, DATA, PACKAGE, shipped

DICTIONARY = dictionary.dictionary()
CLASSES: dict[str, dict[str, Any]] = DICTIONARY["classes"]
KINDS = {"text", "date", "partial_date", "flag", "sources", *table.NUMBERS, *dictionary.CODES}


def texts(entry: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of the dictionary that is text in some language, with where it stands."""
    if isinstance(entry, dict):
        if set(entry) & set(LANGUAGES):
            yield path, entry
        else:
            for key, value in entry.items():
                yield from texts(value, f"{path}.{key}")


def codes(table: str, column: str) -> set[str]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)} - {""}


# --- words ---------------------------------------------------------------------------------------


def test_every_entry_has_both_languages():
    found = dict(texts(DICTIONARY)) | dict(texts(dictionary.columns()))
    assert len(found) > 100
    for path, entry in found.items():
        assert set(entry) == set(LANGUAGES), path
        for text in entry.values():
            assert isinstance(text, str), path
            assert text == text.strip() != "", path


@pytest.mark.parametrize("code", DICTIONARY["caveats"])
def test_a_caveat_is_a_sentence_of_its_own_in_each_language(code):
    told = [dictionary.caveat(code, lang) for lang in LANGUAGES]
    assert told[0] != told[1]
    assert all(text.endswith(".") for text in told)


@pytest.mark.parametrize(
    ("group", "table", "column"),
    [
        ("classes", "spi_classes", "spi_class"),
        ("scopes", "spi_results", "scope"),
        ("sectors", "ott_incidents", "sector"),
        ("activity_types", "bimtek_activity", "activity_type"),
        ("topics", "bimtek_activity", "topic"),
        ("involvement", "bimtek_activity", "kpk_involved"),
        ("stages", "wbk_status", "stage"),
        ("instruments", "regulations", "instrument"),
        ("island_groups", "regions", "island_group"),
    ],
)
def test_every_code_of_the_facts_has_a_label(group, table, column):
    assert column in COLUMNS[table]
    found = codes(table, column)
    assert found
    assert found <= set(DICTIONARY[group])


def test_every_level_of_a_region_that_can_be_chosen_has_a_label():
    there = codes("regions", "level") | codes("ott_incidents", "government_level")
    assert there == set(DICTIONARY["levels"])


@pytest.mark.parametrize(
    ("group", "query", "column"),
    [
        ("events", "select distinct event_kind as code from mart_event", "event_kind"),
        ("level_groups", "select distinct level_group as code from mart_ott_level", "level_group"),
        ("classes", "select distinct spi_class as code from mart_spi_province", "spi_class"),
    ],
)
def test_every_code_that_a_query_makes_has_a_label_and_a_colour(group, query, column):
    found = {row["code"] for row in shipped().sql(query)}
    assert found
    for code in found:
        assert DICTIONARY[group][code]["label"]
        assert re.fullmatch("#[0-9A-F]{6}", dictionary.colour(group, code)), column


@pytest.mark.parametrize(
    ("group", "table", "column"),
    [
        ("office_kinds", "ott_offices", "office_kind"),
        ("outcomes", "ott_incidents", "outcome_kind"),
        ("alias_kinds", "region_aliases", "alias_kind"),
    ],
)
def test_every_code_that_the_facts_may_hold_has_a_label(group, table, column):
    [resource] = [found for found in PACKAGE["resources"] if found["name"] == table]
    [field] = [found for found in resource["schema"]["fields"] if found["name"] == column]
    assert sorted(field["constraints"]["enum"]) == sorted(DICTIONARY[group])


def test_every_choice_of_a_reader_has_a_label():
    assert set(INDICATORS) <= set(DICTIONARY["indicators"])
    assert set(REFERENCES) == set(DICTIONARY["references"])
    assert set(SCOPES) <= set(DICTIONARY["scopes"])
    assert tuple(DICTIONARY["weighted"]) == WEIGHTED
    assert tuple(DICTIONARY["ott_directions"]) == OTT_DIRECTIONS
    assert tuple(DICTIONARY["visibility"]) == VISIBILITY


@pytest.mark.parametrize("indicator", INDICATORS)
def test_an_indicator_says_its_unit_decimals_and_direction(indicator):
    entry = DICTIONARY["indicators"][indicator]
    assert entry["direction"] in ("higher_is_better", "lower_is_better", "none")
    assert dictionary.decimals(indicator) in (0, 1, 2)
    assert all(dictionary.unit(indicator, lang) for lang in LANGUAGES)


@pytest.mark.parametrize("figure", REGISTRY.values(), ids=REGISTRY)
def test_every_column_of_a_figure_is_described(figure):
    assert figure.columns
    for column in figure.columns:
        assert dictionary.kind(column) in KINDS, column
        assert all(dictionary.heading(column, lang) for lang in LANGUAGES)
    assert figure.indicator in DICTIONARY["indicators"]


def test_an_unknown_code_is_shown_as_it_stands():
    assert dictionary.label("event_types", "brand new", "id") == "brand new"
    assert dictionary.label("event_types", None, "id") == ""
    assert dictionary.label("classes", "rentan", "en") == "vulnerable"
    assert dictionary.label("scopes", "pemprov", "id", "short") == "Pemprov"


# --- colours -------------------------------------------------------------------------------------

# The bands that can stand together on one map, by the classes of its year: see mart_spi_province.
MAPS: dict[str, dict[str, tuple[str, ...]]] = {
    "2021": {"unclassified": ("0", "60", "65", "70", "75", "80")},
    "2022-2023": {
        "sangat_rentan": ("0", "60", "65"),
        "rentan": ("68", "70"),
        "waspada": ("73.7", "75"),
        "terjaga": ("77.5", "80"),
    },
    "2024-2025": {
        "rentan": ("0", "60", "65", "70"),
        "waspada": ("73", "75"),
        "terjaga": ("78", "80"),
    },
}


def test_the_measure_knows_what_a_colour_blind_reader_confuses():
    """The ruler itself: red and green of one lightness fall together, blue and yellow do not."""
    red, green = "#B85450", "#7A7A2E"
    assert distance(red, green, "deuteranomaly") < distance(red, green, "normal") / 2
    assert distance("#0000FF", "#FFFF00", "deuteranomaly") > 50
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_the_agreed_colours_of_the_classes():
    assert {code: entry["colour"] for code, entry in CLASSES.items()} == {
        "sangat_rentan": "#5E1414",
        "rentan": "#9E2A2B",
        "waspada": "#F4B942",
        "terjaga": "#1F5A94",
        "unclassified": "#7A6F9B",
        "no_data": "#E5E5E5",
    }


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(("one", "other"), combinations(CLASSES, 2))
def test_classes_keep_their_distance(one, other, vision):
    measured = distance(CLASSES[one]["colour"], CLASSES[other]["colour"], vision)
    assert measured >= BETWEEN_BASES


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("year", MAPS)
def test_shades_of_different_classes_on_one_map_keep_their_distance(year, vision):
    shades = {
        code: [dictionary.shade(code, float(band)) for band in bands]
        for code, bands in MAPS[year].items()
    } | {"no_data": [CLASSES["no_data"]["colour"]]}
    measured = {
        (one, other, a, b): distance(a, b, vision)
        for one, other in combinations(shades, 2)
        for a in shades[one]
        for b in shades[other]
    }
    assert min(measured.values()) >= BETWEEN_CLASSES, min(measured, key=lambda k: measured[k])


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("year", MAPS)
def test_neighbouring_shades_of_a_class_can_be_told_apart(year, vision):
    for code, bands in MAPS[year].items():
        shades = [dictionary.shade(code, float(band)) for band in bands]
        for lower, higher in pairwise(shades):
            assert distance(lower, higher, vision) >= BETWEEN_SHADES, (code, lower, higher)


@pytest.mark.parametrize("year", MAPS)
def test_inside_a_class_lightness_follows_the_score(year):
    for code, bands in MAPS[year].items():
        light = [luminance(dictionary.shade(code, float(band))) for band in bands]
        assert light == sorted(light, reverse=code in ("waspada", "terjaga")), code


def test_the_bands_measured_here_are_all_that_a_map_can_draw():
    """Cut the classes at every step as the mart does, and find exactly the bands of MAPS."""
    steps = (0, 60, 65, 70, 75, 80)
    limits = {
        "2021": [("unclassified", 0.0, 100.0)],
        **{
            span: [
                (row["spi_class"], float(row["class_lower"]), float(row["class_upper"]))
                for row in shipped().ask("spi/spi_classes", year=int(span[:4]))
            ]
            for span in ("2022-2023", "2024-2025")
        },
    }
    for span, classes in limits.items():
        bands = {
            code: tuple(
                f"{max(lower, step):g}"
                for step, after in pairwise((*steps, 100))
                if max(lower, step) < min(upper, after)
            )
            for code, lower, upper in classes
        }
        assert bands == MAPS[span]


def test_every_band_has_a_shade_of_its_own_in_the_dictionary():
    for bands_of in MAPS.values():
        for code, bands in bands_of.items():
            assert set(bands) <= set(CLASSES[code]["shades"]), code
    in_use = {
        (code, band) for bands_of in MAPS.values() for code, bs in bands_of.items() for band in bs
    }
    described = {
        (code, band) for code, entry in CLASSES.items() for band in entry.get("shades", {})
    }
    assert described - in_use <= set(), "a shade that nothing can be drawn with"


def test_every_shipped_province_is_drawn_in_a_shade_that_was_measured():
    found = shipped().sql(
        "select distinct spi_class, band_lower from mart_spi_province where score is not null"
    )
    measured = {
        (code, float(band))
        for bands_of in MAPS.values()
        for code, bands in bands_of.items()
        for band in bands
    }
    assert found
    assert {(row["spi_class"], row["band_lower"]) for row in found} <= measured


@pytest.mark.parametrize("code", CLASSES)
def test_words_on_a_class_colour_can_be_read(code):
    assert contrast(CLASSES[code]["colour"], CLASSES[code]["ink"]) >= READABLE


@pytest.mark.parametrize("vision", VISIONS)
def test_steps_of_counts_keep_their_distance_from_each_other_zero_and_no_data(vision):
    counts = DICTIONARY["counts"]
    shades = [counts["zero"]["colour"], *counts["shades"]]
    for lighter, darker in pairwise(shades):
        assert distance(lighter, darker, vision) >= BETWEEN_SHADES, (lighter, darker)
        assert luminance(lighter) > luminance(darker)
    for shade in shades:
        assert distance(shade, CLASSES["no_data"]["colour"], vision) >= BETWEEN_SHADES, shade
    assert all(len(steps) == len(counts["shades"]) for steps in counts["steps"].values())
    assert all(steps == sorted(set(steps)) for steps in counts["steps"].values())


@pytest.mark.parametrize("vision", VISIONS)
def test_neighbours_in_the_palette_of_series_keep_their_distance(vision):
    for one, other in pairwise(dictionary.series_colours()):
        assert distance(one, other, vision) >= BETWEEN_SERIES, (one, other)


@pytest.mark.parametrize("vision", VISIONS)
def test_how_well_a_score_is_known_can_be_told_apart_and_read(vision):
    colours = [entry["colour"] for entry in DICTIONARY["knowledge"].values()]
    for one, other in combinations(colours, 2):
        assert distance(one, other, vision) >= BETWEEN_CLASSES, (one, other)
    for colour in colours:  # the drawing writes on a cell in dark grey or white
        assert max(contrast(colour, "#FFFFFF"), contrast(colour, "#444444")) >= READABLE


@pytest.mark.parametrize("vision", VISIONS)
def test_counts_of_what_was_found_can_be_told_apart_and_read(vision):
    described = DICTIONARY["found_counts"]
    not_found = CLASSES["no_data"]["colour"]
    for lighter, darker in pairwise(described["shades"]):
        assert distance(lighter, darker, vision) >= BETWEEN_SHADES, (lighter, darker)
        assert luminance(lighter) > luminance(darker)
    for shade in (*described["shades"], described["found"]["colour"]):
        assert distance(shade, not_found, vision) >= BETWEEN_SHADES, shade
        assert max(contrast(shade, "#FFFFFF"), contrast(shade, "#444444")) >= READABLE
    for one, other in combinations(described["parts"], 2):
        assert distance(one, other, vision) >= BETWEEN_SERIES, (one, other)
    for steps in described["steps"].values():
        assert len(steps) == len(described["shades"])
        assert steps == sorted(set(steps))

"""Colours of the page of a figure by day and by night."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import charts
from dashboard.core import dictionary
from dashboard.figures import addresses, model
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from tests.colours import BETWEEN_SERIES, READABLE, VISIONS, contrast, distance
from tests.export.pages import DICTIONARY, VISIBLE, ask

DARK = DICTIONARY["dark"]


PAPER = DARK["ink"]["paper"]


def test_every_ink_has_a_value_of_its_own_and_one_by_night() -> None:
    assert set(DARK["ink"]) == set(DICTIONARY["ink"])
    assert len(set(DICTIONARY["ink"].values())) == len(DICTIONARY["ink"])
    assert not set(DARK["twins"]) & set(DICTIONARY["ink"].values())


@pytest.mark.parametrize("role", ["text", "muted", "outline", "highlight"])
def test_ink_can_be_read_by_night(role: str) -> None:
    for ground in ("paper", "label", "ground", "shading"):
        assert contrast(DARK["ink"][role], DARK["ink"][ground]) >= READABLE
    assert contrast(DICTIONARY["link"]["dark"], PAPER) >= READABLE
    assert contrast(DICTIONARY["link"]["light"], "#FFFFFF") >= READABLE


@pytest.mark.parametrize("figure", REGISTRY.values(), ids=REGISTRY)
def test_lines_and_small_marks_can_be_seen_by_night(
    facts: engine.Warehouse, figure: model.Figure
) -> None:
    chart = charts.of(figure)
    if not chart.is_line_like:
        return
    twins = chart.dark()
    for entry in ask(facts, figure.id).legend:
        least = 2.5 if entry.colour == dictionary.ink("span") else VISIBLE
        assert contrast(twins.get(entry.colour, entry.colour), PAPER) >= least, entry


def test_every_twin_can_be_seen_and_read_on_by_night() -> None:
    assert {*dictionary.series_colours(), DICTIONARY["reference_colour"]} <= set(DARK["twins"])
    for twin in DARK["twins"].values():
        assert contrast(twin, PAPER) >= READABLE


@pytest.mark.parametrize("vision", VISIONS)
def test_neighbours_in_the_palette_keep_their_distance_by_night(vision: str) -> None:
    twins = [DARK["twins"][colour] for colour in dictionary.series_colours()]
    for one, other in pairwise(twins):
        assert distance(one, other, vision) >= BETWEEN_SERIES, (one, other)


@pytest.mark.parametrize("chart", ["scorecard", "ladder", "map", "matrix", "bars"])
def test_words_on_coloured_areas_keep_their_ink_by_night(chart: str) -> None:
    replaced = charts.CHARTS[chart].dark()
    for group in ("classes", "ladder_marks"):
        for code, entry in DICTIONARY[group].items():
            assert entry["ink"] not in replaced, code
            assert entry["colour"] not in replaced, code


def test_the_address_of_a_page_is_read_as_it_is_written(facts: engine.Warehouse) -> None:
    answer = ask(facts, "ott-timeline", from_year=2016, year=2024)
    query = parse_qs(urlsplit(addresses.page(answer)).query)
    assert query["from_year"] == ["2016"]
    assert query["to_year"] == ["2024"]
    assert "year" not in query

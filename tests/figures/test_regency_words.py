"""Kabupaten and kota on maps and in rankings: those that a province runs, small ones, very many."""

from __future__ import annotations

import pytest

from dashboard import charts
from dashboard.charts.marks import AreaMap, Plot, Series
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export.map_svg import map_svg
from dashboard.figures import legends, sentences
from dashboard.narrative import comparison
from dashboard.warehouse import choices, engine
from tests.figures.shared import ask

CENTRAL_JAKARTA = "31.71"


# --- those that a province runs ------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("figure", ["spi-regency-map", "spi-regency-ranking"])
def test_where_the_province_runs_all_no_score_is_missing(facts, figure: str, lang: str) -> None:
    say, answer = words(lang), ask(facts, figure, within="31", lang=lang)
    assert answer.headline == say(
        "{province} has no kabupaten or kota with a government of its own", province="DKI Jakarta"
    )
    assert "0" not in answer.subtitle
    assert say("no data") not in [entry.label for entry in answer.legend]


def test_a_comparison_misses_no_score_of_a_kota_that_has_none(facts: engine.Warehouse) -> None:
    asked = Selection(region=(CENTRAL_JAKARTA, "63.71", "64.72"), year=2024, lang="en")
    found = comparison.comparison(facts, asked)
    [row] = [row for row in found.rows if row["region_code"] == CENTRAL_JAKARTA]
    [missing] = [text for text in found.basis if text.startswith("No score found")]
    assert row["region_label"] not in missing and "Banjarmasin" in missing
    told = f"{row['region_label']}: {sentences.no_government(row, words('en'))}."
    assert told in found.basis


@pytest.mark.parametrize(
    ("asked", "is_listed"),
    [
        ({"kind": "kota"}, False),  # 68 kota without a score: one row counts them
        ({"kind": "kota", "region": (CENTRAL_JAKARTA,)}, True),
        ({"within": "31"}, True),
    ],
)
def test_a_legend_lists_what_has_a_row(facts, asked: dict[str, object], is_listed: bool) -> None:
    answer = ask(facts, "spi-regency-ranking", year=2024, **asked)
    [entry] = [one for one in answer.legend if one.key == legends.NO_GOVERNMENT]
    assert entry.is_listed is is_listed
    assert len(entry.rows) == sum(not row["has_own_government"] for row in answer.rows)


# --- very many -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rest_without_a_score_is_told_shortly(facts: engine.Warehouse, lang: str) -> None:
    """On a phone the words of the last row end before the name of the national line."""
    answer = ask(facts, "spi-regency-ranking", kind="kota", year=2024, lang=lang)
    drawn = charts.of(answer.figure).drawing(answer, None)
    assert isinstance(drawn, Plot)
    told = [
        text
        for mark in drawn.marks
        if isinstance(mark, Series) and mark.labels
        for text in mark.labels.texts
    ]
    assert told[-1] == words(lang)("no data")
    assert drawn.up[0].ticks is not None and "68" in str(drawn.up[0].ticks[-1][1])


def test_a_name_has_two_lines_in_a_scorecard(facts: engine.Warehouse) -> None:
    codes = tuple(choices.regions(facts))
    for start in range(0, len(codes), 100):
        answer = ask(facts, "spi-scorecard", region=codes[start : start + 100])
        names = charts.draw(answer)["layout"]["yaxis"]["ticktext"]
        assert max(name.count("<br>") for name in names) <= 1


# --- dots ----------------------------------------------------------------------------------------


def test_the_ring_of_a_dot_stays_dark_on_a_dark_page(facts: engine.Warehouse) -> None:
    answer = ask(facts, "spi-regency-map", year=2024, within="12")
    chart = charts.of(answer.figure)
    drawn = chart.draw(answer, None, "/shapes")
    [dots] = drawn["layout"]["template"]["data"]["scattergeo"]
    assert dots["marker"]["line"]["color"] not in chart.dark()


def test_the_dot_of_a_known_score_is_not_covered_by_an_unknown_one(facts) -> None:
    answer = ask(facts, "spi-regency-map", year=2024, region=("63.71",))
    data = charts.draw(answer, None, "/shapes")["data"]
    dots = [trace["name"] for trace in data if trace["type"] == "scattergeo"]
    names = {entry.key: entry.label for entry in answer.legend}
    assert set(dots[:2]) == {names[legends.UNKNOWN], names[legends.NO_GOVERNMENT]}
    assert dots[-1] == "", "the outline of the chosen lies on top"
    assert len(dots) > 6
    drawn = charts.of(answer.figure).drawing(answer, None)
    assert isinstance(drawn, AreaMap)
    before = map_svg(facts, drawn, answer.reading).split('class="dots"')
    colours = {one.key: one.colour for one in answer.legend}
    grey = [place for place, part in enumerate(before) if colours[legends.UNKNOWN] in part]
    red = [place for place, part in enumerate(before) if colours["rentan-0"] in part]
    assert max(grey) < max(red)

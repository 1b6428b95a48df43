"""Small charts of scores: a region each, the same axes, references of its kind."""

from __future__ import annotations

import json
from itertools import groupby

import pytest

from dashboard import charts
from dashboard.charts import grids, points
from dashboard.charts.grids import Multiples, Small
from dashboard.charts.marks import (
    Axis,
    Labels,
    Marker,
    Note,
    Ranges,
    Series,
    Stroke,
    Upright,
    letters,
)
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import MOST_REGIONS, REFERENCES, Selection
from dashboard.figures import registry
from dashboard.figures.addresses import SIZES, Size
from dashboard.figures.model import Answer
from dashboard.warehouse import choices, engine
from tests.cases import ASKED

FACTS = engine.current()
PROVINCES = choices.presets(FACTS)["semua"]
FIGURE = "spi-trend-panels"


def ask(**asked: object) -> Answer:
    return registry.answer(FACTS, FIGURE, Selection(**asked))  # type: ignore[arg-type]


def small_charts(answer: Answer) -> Multiples:
    drawn = charts.of(answer.figure).drawing(answer, None)
    assert isinstance(drawn, Multiples)
    return drawn


def lines(small: Small) -> dict[str, tuple[tuple[object, float | None], ...]]:
    """The points of each line by its name."""
    return {mark.name: mark.at for mark in small.marks if isinstance(mark, Series) and mark.stroke}


def said(small: Small) -> str:
    """What is written beside the line."""
    [mark] = [one for one in small.marks if isinstance(one, Series) and one.labels]
    assert mark.labels
    return " ".join(letters(mark.labels.texts[0]).split())


def test_kalteng_has_its_scores_its_gaps_and_its_last_value() -> None:
    drawn = small_charts(ask(region=("62",), reference=("nasional",)))
    [small] = drawn.smalls
    known = {2021: 71.97, 2022: None, 2023: 65.99, 2024: 67.76, 2025: None}
    assert small.title == ("Kalteng",)
    assert dict(lines(small)["Kalteng"]) == known
    assert dict(lines(small)["Nasional"])[2024] == 71.53
    assert said(small) == "67,76 2024"
    assert small.reading == "Kalteng. 2021: 71,97; 2023: 65,99*; 2024: 67,76"
    assert [mark.x for mark in small.marks if isinstance(mark, Upright)] == [2022.5, 2023.5, 2024.5]
    assert drawn.across.ticks == ((2021, "2021"), (2025, "2025"))
    assert (drawn.up[0].ends, drawn.up[0].n_ticks) == ((60, 80), 2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chosen_region_has_its_chart_in_the_order_of_the_reader(lang: str) -> None:
    say = words(lang)
    for asked in ASKED[FIGURE]:
        answer = ask(**{**vars(asked), "lang": lang})
        if not charts.is_drawable(answer):
            continue
        by_key = groupby(answer.rows, lambda row: row["series_key"])
        rows = {key: list(group) for key, group in by_key}
        drawn = small_charts(answer)
        assert len(drawn.smalls) == (len(asked.region) or 1)
        for code, small in zip(asked.region, drawn.smalls, strict=False):
            name = rows[code][0]["series_label"]
            assert " ".join(small.title) == name
            assert lines(small)[name] == tuple((row["year"], row["score"]) for row in rows[code])
            scored = [row for row in rows[code] if row["score"] is not None]
            star = "*" if scored and scored[-1]["is_disputed"] else ""
            newest = (
                f"{say.number(scored[-1]['score'])}{star} {scored[-1]['year']}" if scored else ""
            )
            assert said(small) == (newest or say("no data"))


def test_a_region_without_a_score_says_so_and_nothing_is_drawn_for_it() -> None:
    [small] = small_charts(ask(region=("71.09",))).smalls
    assert said(small) == "tidak ada data"
    assert small.reading.endswith("tidak ada data")
    own = lines(small)["Kab. Kepulauan Siau Tagulandang Biaro"]
    assert [y for _x, y in own] == [None] * 5
    assert not charts.is_drawable(ask(region=("71.09",), reference=()))
    assert not charts.is_drawable(ask(region=(), reference=()))


def test_without_a_region_the_nation_has_the_chart() -> None:
    answer = ask(region=(), lang="en")
    [small] = small_charts(answer).smalls
    assert small.title == ("National",)
    assert len(lines(small)) == 1
    assert answer.reading.startswith("Line chart of scores")


def test_means_of_provinces_stand_behind_provinces_only() -> None:
    smalls = small_charts(ask(region=("63", "63.71", "33"), reference=REFERENCES)).smalls
    behind = [set(lines(small)) - {" ".join(small.title)} for small in smalls]
    assert behind == [
        {"Nasional", "Rerata pemprov", "Rerata provinsi Kalimantan"},
        {"Nasional"},
        {"Nasional", "Rerata pemprov", "Rerata provinsi Jawa"},
    ]
    legend = ask(region=("63", "63.71", "33"), reference=REFERENCES).legend
    assert [one.label for one in legend if one.is_listed] == [
        "Wilayah yang disebut di atasnya",
        *("Indeks nasional", "Rerata pemprov (KPK)", "Rerata pulau"),
    ]


def test_events_have_a_lane_where_they_are_shown() -> None:
    region = ("63", "64.71")
    assert len(small_charts(ask(region=region)).up) == 1
    answer = ask(region=region, events="shown")
    drawn = small_charts(answer)
    scores, lane = (axis.domain for axis in drawn.up)
    assert scores and lane and scores[0] > lane[1]
    for code, small in zip(region, drawn.smalls, strict=True):
        dated = [mark for mark in small.marks if isinstance(mark, Series) and mark.panel == 1]
        events = [one for one in answer.layers["events"] if one["series_key"] == code]
        assert sum(len(mark.at) for mark in dated) == len(events) > 0
        left, right = grids.ends(drawn.across)
        assert all(left <= float(x) <= right for mark in dated for x, _y in mark.at)  # type: ignore[arg-type]


def test_what_is_said_is_what_the_lines_in_one_chart_say() -> None:
    region = PROVINCES[:7]
    for lang in LANGUAGES:
        answer = ask(region=region, lang=lang)
        in_one = registry.answer(FACTS, "spi-trend", answer.selection)
        assert answer.rows == in_one.rows
        assert (answer.headline, answer.caveats) == (in_one.headline, in_one.caveats)
        assert answer.sources == in_one.sources
        assert answer.headline in answer.reading


def test_a_last_value_makes_way_for_a_reference_that_goes_on() -> None:
    """Kalsel ends in 2024 below the national index, Jateng above it, and Banten with it."""
    for code, sign in (("63", -1), ("33", 1), ("36", 0)):
        [small] = small_charts(ask(region=(code,))).smalls
        [mark] = [one for one in small.marks if isinstance(one, Series) and one.labels]
        known = [y for _x, y in lines(small)[small.title[0]] if y is not None]
        place = mark.at[0][1]
        assert place is not None
        assert (place > known[-1]) - (place < known[-1]) == sign


# --- the plot of all -----------------------------------------------------------------------------


def grid_of(n: int) -> Multiples:
    """Charts from 0 to 10 across and up, 100 pixels high, with one line each."""
    line = Series(
        ((0.0, 0.0), (10.0, 5.0)), "a", ("x", "y"), Marker(5, "#112233"), Stroke("#112233", 2)
    )
    text = Series(((10.0, 5.0),), labels=Labels(("5",), "right", 12))
    marks = (Upright(5.0, Stroke("#445566", 1)), line, text)
    across = Axis((0.0, 10.0), ((0, "0"), (10, "10")), has_grid=False)
    smalls = tuple(Small((f"t{place}",), marks) for place in range(n))
    return Multiples(smalls, across, (Axis((0.0, 10.0), n_ticks=2),), 3, 100)


def test_the_fourth_of_four_stands_first_in_the_second_row() -> None:
    drawn = grid_of(4)
    # A row: a line of title, the plot, the names below, and the way to the next one.
    row = grids.LINE + 100 + grids.NAMES + grids.BELOW
    assert drawn.height == 2 * row + 2 * grids.MARGIN
    plot = grids.laid_out(drawn)
    [line] = [mark for mark in plot.marks if isinstance(mark, Series) and mark.stroke]
    wide = (1 - 2 * grids.APART) / 3
    below = grids.NAMES + grids.BELOW
    first, third, fourth = line.at[:2], line.at[6:8], line.at[9:11]
    assert first == ((0, row + below), (wide, row + below + 50))
    left = 2 * (wide + grids.APART)
    assert [*third[0], *third[1]] == pytest.approx([left, row + below, 1, row + below + 50])
    assert fourth == ((0, below), (wide, below + 50))
    assert [line.at[place][1] for place in (2, 5, 8)] == [None] * 3  # no line from one to the next
    assert line.tips == ("x", "y", "", "x", "y", "", "x", "y", "", "x", "y")
    upright = [mark for mark in plot.marks if isinstance(mark, Ranges)][1]
    assert upright.ends[3] == (wide / 2, below, wide / 2, below + 100)


def test_a_long_title_makes_its_row_alone_higher() -> None:
    drawn = grid_of(4)
    taller = Multiples(
        (*drawn.smalls[:3], Small(("one", "two"), ())), drawn.across, drawn.up, 3, 100
    )
    assert taller.height - drawn.height == grids.LINE
    assert taller.row_heights[0] == drawn.row_heights[0]


def test_a_mark_without_a_place_is_refused() -> None:
    drawn = grid_of(1)
    odd = Multiples((Small(("t",), (Note("n", 0, 0),)),), drawn.across, drawn.up, 1, 100)
    with pytest.raises(ValueError, match="Note"):
        grids.laid_out(odd)


def test_as_many_regions_as_may_be_asked_stay_light() -> None:
    few, many = PROVINCES[:6], tuple(choices.regions(FACTS))[:MOST_REGIONS]
    small, large = (charts.draw(ask(region=codes, reference=REFERENCES)) for codes in (few, many))
    assert len(large["data"]) <= len(small["data"]) + 2
    assert len(json.dumps(large)) < 250_000
    assert len(small_charts(ask(region=many)).smalls) == MOST_REGIONS
    assert large["layout"]["height"] > 10 * small["layout"]["height"]


def test_pointing_at_a_point_opens_its_rows() -> None:
    answer = ask(region=("63", "33", "64.71"), events="shown", lang="en")
    data = charts.draw(answer)["data"]
    tips = [tip for trace in data for tip in trace.get("customdata", ()) if tip]
    found = [points.place_of(answer, {"customdata": tip}) for tip in tips]
    assert None not in found
    tip = next(tip for tip in tips if tip.startswith("Kalsel<br>2024: 64.15"))
    place = points.place_of(answer, {"customdata": tip})
    assert place is not None
    row = points.row_at(answer, place)
    assert (row["series_key"], row["year"], row["score"]) == ("63", 2024, 64.15)
    asked = answer.question_behind(row)
    assert asked is not None
    assert (asked.table, asked.from_year, asked.to_year) == ("spi_results", 2024, 2024)
    assert asked.where == ("region_code:63", "scope:pemprov")


def test_a_page_of_paper_has_more_columns_of_many() -> None:
    for n, columns in ((1, 1), (9, 3), (18, 3), (24, 4), (38, 5), (100, 5)):
        answer = ask(region=tuple(choices.regions(FACTS))[:n])
        on_paper = charts.on_paper(answer)
        drawn = small_charts(on_paper)
        assert drawn.columns == columns, n
        assert small_charts(answer).columns == min(n, 3)
        assert drawn.smalls == small_charts(answer).smalls
        assert (on_paper.headline, on_paper.rows) == (answer.headline, answer.rows)
    other = registry.answer(FACTS, "spi-map", Selection())
    assert charts.on_paper(other) is other


def test_a_picture_of_fixed_size_has_as_many_columns_as_keep_its_letters_large() -> None:
    sizes = [size for size in SIZES.values() if size.height] + [Size(1200, 630), Size(320, 568)]
    for n in (1, 7, 12, 24, 38):
        answer = ask(region=PROVINCES[:n])
        for size in sizes:
            assert size.height
            shown = charts.in_room(answer, size.width, size.height)
            drawn = small_charts(shown)
            # How much wider than the picture it is drawn, to be made smaller together.
            grown = max(drawn.height * 0.8 / (0.6 * size.height), 1)
            assert size.width * grown / drawn.columns >= 130 or drawn.columns == min(n, 3)
            assert grown < 2.4, (n, size)
            assert drawn.smalls == small_charts(answer).smalls
            assert charts.is_drawable(shown)
        assert charts.in_room(answer, 800, None) is answer
    few = ask(region=PROVINCES[:7])
    assert charts.in_room(few, 960, 540) is few, "three columns have room"
    assert small_charts(charts.in_room(answer, 960, 540)).columns == 8


def test_a_height_is_kept() -> None:
    answer = ask(region=PROVINCES[:9])
    drawn = charts.of(answer.figure).drawing(answer, 600)
    assert isinstance(drawn, Multiples)
    assert abs(drawn.height - 600) <= 2
    assert grids.laid_out(drawn).height == drawn.height

"""What drawings owe their readers whatever they show: grounds, last values, lanes, colours."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest

from dashboard import charts
from dashboard.briefing.pptx.places import number
from dashboard.charts import points
from dashboard.charts.grids import Multiples
from dashboard.charts.marks import Band, Plot, Series
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.warehouse import engine
from tests.cases import ASKED
from tests.colours import VISIONS, distance

CLASSES = {entry["colour"] for entry in dictionary.dictionary()["classes"].values()}
MISSING = {words(lang)("no data") for lang in ("id", "en")}


def plots(figure_id: str) -> list[tuple[Answer, Plot]]:
    asked = (registry.answer(engine.current(), figure_id, one) for one in ASKED[figure_id])
    shown = [one for one in asked if charts.is_drawable(one)]
    found: list[tuple[Answer, Plot]] = []
    for one in shown:
        drawing = charts.of(one.figure).drawing(one, None)
        if isinstance(drawing, Multiples):
            found += [(one, drawing.plot(small)) for small in drawing.smalls]
        elif isinstance(drawing, Plot):
            found.append((one, drawing))
    return found


def series(plot: Plot) -> list[Series]:
    return [mark for mark in plot.marks if isinstance(mark, Series)]


@pytest.mark.parametrize("figure_id", list(registry.REGISTRY))
def test_what_is_missing_never_stands_on_the_ground_of_a_class(figure_id: str) -> None:
    for _answer, plot in plots(figure_id):
        grounds = [one for one in plot.marks if isinstance(one, Band) and one.colour in CLASSES]
        missing = [
            y
            for mark in plot.marks
            if isinstance(mark, Series)
            and mark.labels
            and MISSING & set(map(str, mark.labels.texts))
            for _x, y in mark.at
            if y is not None
        ]
        for ground in grounds:
            first, last = sorted(ground.over) if ground.over else (float("-inf"), float("inf"))
            assert not [y for y in missing if first <= y <= last]


def test_each_line_ends_with_its_last_value_and_none_covers_another() -> None:
    for answer, plot in plots("spi-trend"):
        say, roles = words(answer.selection.lang), answer.figure.roles
        ends: dict[str, tuple[int, str]] = {}
        for row in answer.rows:
            if row[roles["y"]] is not None:
                star = "*" if row["is_disputed"] else ""
                ends[row[roles["series"]]] = (row["year"], say.number(row[roles["y"]]) + star)
        told = [
            (mark.at[0], str(mark.labels.texts[0]).strip()) for mark in series(plot) if mark.labels
        ]
        written = [(at[0].year, text) for at, text in told if isinstance(at[0], dt.date)]
        assert sorted(written) == sorted(ends.values())
        room = plot.height * (
            plot.up[0].domain[1] - plot.up[0].domain[0] if plot.up[0].domain else 1
        )
        low, high = (number(end) for end in plot.up[0].ends or (0, 1))
        for (one, _text), (other, _other) in combinations(told, 2):
            if one[0] == other[0]:
                apart = abs(number(one[1] or 0) - number(other[1] or 0))
                assert apart / (high - low) * room > 11, "labels touch"


def test_events_stand_in_lanes_of_their_own_and_open_their_row() -> None:
    for answer, plot in plots("spi-trend"):
        dated = [
            mark
            for mark in plot.marks
            if isinstance(mark, Series)
            and mark.marker
            and mark.marker.symbol in ("diamond", "tick")
        ]
        assert all(mark.panel == 1 for mark in dated)
        shown = [one.key for one in answer.legend if one.mark == "line"]
        events = [one for one in answer.layers["events"] if one["series_key"] in shown[:6]]
        assert sum(len(mark.at) for mark in dated) == len(events)
        if not events:
            assert len(plot.up) == 1
            continue
        above, below = plot.up[0].domain, plot.up[1].domain
        assert above is not None and below is not None and above[0] > below[1]
        place = points.place_of(answer, {"customdata": points_of(answer, events[0])})
        assert place is not None
        asked = answer.question_behind(points.row_at(answer, place))
        assert asked is not None and asked.table == "mart_event"


def points_of(answer: Answer, event: dict) -> str:
    tip = answer.figure.layer_tips["events"](event, words(answer.selection.lang))
    return tip.replace("\n", "<br>")


def test_a_selected_mark_finds_its_row() -> None:
    answer = registry.answer(engine.current(), "spi-ranking", Selection(region=("63",)))
    for place, tip in enumerate(answer.tips(words("id"))):
        found = points.place_of(answer, {"customdata": tip.replace("\n", "<br>")})
        assert found is not None
        assert answer.rows[found]["region_code"] == answer.rows[place]["region_code"]
    assert points.place_of(answer, {"customdata": ""}) is None
    assert points.place_of(answer, {"x": 1}) is None
    on_map = registry.answer(engine.current(), "spi-map", Selection())
    pointed = points.place_of(on_map, {"location": "63"})
    assert pointed is not None
    assert points.row_at(on_map, pointed)["region_code"] == "63"
    assert points.place_of(on_map, {"location": "00"}) is None


def test_a_colour_of_a_region_means_nothing_else_on_its_page() -> None:
    described = dictionary.dictionary()
    others = [
        *CLASSES,
        *(one["colour"] for one in described["events"].values()),
        *(one["colour"] for one in described["level_groups"].values()),
    ]
    for colour in dictionary.series_colours():
        assert min(distance(colour, other, VISIONS[0]) for other in others) >= 14, colour
    lanes = {one["colour"] for one in described["events"].values()}
    assert not lanes & CLASSES


@pytest.mark.parametrize("figure_id", list(registry.REGISTRY))
def test_every_mark_of_a_day_stands_on_its_axis(figure_id: str) -> None:
    for _answer, plot in plots(figure_id):
        if plot.across.is_of_days or figure_id == "spi-trend-panels":
            left, right = (number(end) for end in plot.across.ends or (0, 0))
            places = [number(x) for mark in series(plot) for x, y in mark.at if y is not None]
            assert not [x for x in places if not left <= x <= right]

"""Small charts on slides: each a native chart of its region, as many on a slide as can be read."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest
from pptx import Presentation

from dashboard.briefing import compose, presets
from dashboard.briefing.pptx import deck, groups
from dashboard.core.i18n import LANGUAGES
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.warehouse import choices, engine

FACTS = engine.current()
PROVINCES = choices.presets(FACTS)["semua"]
LONG = "71.09"  # Kab. Kepulauan Siau Tagulandang Biaro, of which no score is known
MANY = (*PROVINCES[:12], "63.71", LONG)
MOST = 12
POINT = 12_700


@cache
def slides(region: tuple[str, ...], lang: str, events: str = "hidden") -> tuple[Answer, list[Any]]:
    """The answer, and the slides that show it."""
    asked = Selection(region=region, events=events)
    one = compose.compose(FACTS, Tray((tray.item("spi-trend-panels", asked),), lang))
    made = Presentation(io.BytesIO(deck.deck(FACTS, one)))
    answer = one.parts[0].answer
    assert answer is not None
    return answer, [slide for slide in made.slides if charts_of([slide])]


def charts_of(shown: list[Any]) -> list[Any]:
    return [shape for slide in shown for shape in groups.each_of(slide.shapes) if shape.has_chart]


def groups_of(shown: list[Any]) -> list[Any]:
    """A group a region: its title and its charts."""
    return [
        shape
        for slide in shown
        for shape in slide.shapes
        if hasattr(shape, "shapes") and any(one.has_chart for one in shape.shapes)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_region_has_a_chart_that_holds_its_scores(lang: str) -> None:
    answer, shown = slides(MANY, lang)
    n = [len(charts_of([slide])) for slide in shown]
    assert n == [7, 7]
    assert max(n) <= MOST
    drawn = charts_of(shown)
    assert len(drawn) == len(answer.selection.region)
    for code, shape in zip(answer.selection.region, drawn, strict=True):
        rows = [row for row in answer.rows if row["series_key"] == code]
        name = rows[0]["series_label"]
        by_name = {series.name: series for series in shape.chart.plots[0].series}
        own = by_name.get(name)
        scores = [row["score"] for row in rows]
        if any(score is not None for score in scores):
            assert own is not None
            assert list(own.values) == scores
        else:  # an empty column, for an office to fill
            assert own is not None
            assert set(own.values) == {None}
        national = by_name["Nasional" if lang == "id" else "National"]
        assert len(list(national.values)) == 5
        assert shape.name == name
        [group] = [one for one in groups_of(shown) if one.name == name]
        words = group._element.xpath("./*/p:cNvPr")[0].get("descr")
        assert words.startswith(f"{name}. ")
        assert all(str(row["year"]) in words for row in rows if row["score"] is not None)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("region", [MANY, ("63.71", LONG, "64"), ()])
def test_charts_and_titles_lie_apart_and_can_be_read(region: tuple[str, ...], lang: str) -> None:
    _answer, shown = slides(region, lang)
    for slide in shown:
        boxes = [
            (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
            for shape in groups_of([slide])
        ]
        for place, (left, top, right, bottom) in enumerate(boxes):
            assert left >= 0 and right <= 960 * POINT
            assert bottom <= 540 * POINT
            assert (bottom - top) / POINT >= 76
            for other in boxes[place + 1 :]:
                is_beside = right <= other[0] or other[2] <= left
                assert is_beside or bottom <= other[1] or other[3] <= top
    for shape in charts_of(shown):
        sizes = [
            int(e.get("sz"))
            for e in shape.chart._chartSpace.iter("{*}defRPr", "{*}rPr")
            if e.get("sz")
        ]
        assert min(sizes) >= 1200


def test_events_come_along_where_they_are_shown() -> None:
    answer, shown = slides(("63", "64", "62"), "en", "shown")
    assert len(charts_of(shown)) == 2 * 3  # lines, and a lane below each
    held = sum(
        len(list(series.values))
        for shape in charts_of(shown)
        for series in shape.chart.plots[0].series
        if series.name in ("OTT", "Training and prevention")
    )
    assert held == len(answer.layers["events"]) > 0


def test_a_comparison_of_many_brings_small_charts() -> None:
    for n, figure in ((5, "spi-trend"), (6, "spi-trend-panels"), (38, "spi-trend-panels")):
        made = presets.compare(FACTS, PROVINCES[:n], Selection())
        trends = [one.subject for one in made.items if one.subject.startswith("spi-trend")]
        assert trends == [figure]
        assert trends[0] in registry.REGISTRY

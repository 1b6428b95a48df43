"""What charts on slides write: ends of lines that follow their cells, and no text that is lost."""

from __future__ import annotations

import re

import pytest

from dashboard.briefing.pptx import groups
from dashboard.charts.grids import Multiples
from dashboard.charts.marks import Plot, letters
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from tests.briefing import drawn
from tests.briefing.drawn import box_of, is_xy, leaves, plot_of, squeezed, texts_of

SMALLEST = 12
EVERY = pytest.mark.parametrize("figure", drawn.PLOTTED)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ends_of_lines_are_labels_that_follow_their_cells(lang: str) -> None:
    say = words(lang)
    for figure in ("spi-trend", "spi-trend-panels"):
        made = drawn.case(figure, 0, lang)
        ends: dict[str, str] = {}
        for frame in (one for one in made.charts if not is_xy(one)):
            for series in frame.chart.plots[0].series:
                for label in series._element.findall(".//{*}dLbl"):
                    known = [n for n, value in enumerate(series.values) if value is not None]
                    assert int(label.find("{*}idx").get("val")) == known[-1]
                    assert label.find("{*}showVal").get("val") == "1"
                    assert label.find("{*}tx") is None  # it writes the cell, and nothing else
                    written = label.find("{*}numFmt").get("formatCode")
                    match = re.fullmatch(r'\[=([\d.]+)\]"(.+)";0\.00', written)
                    assert match is not None
                    value, text = match.groups()
                    assert float(value) == series.values[known[-1]]
                    assert text.rstrip("*") == say.number(float(value))
                    ends[series.name] = text
        rows = [row for row in made.answer.rows if row["score"] is not None]
        labels = {i: entry.label for entry in made.answer.legend for i in entry.rows}
        last = {
            labels[i] if figure == "spi-trend" else row["series_label"]: row
            for i, row in enumerate(made.answer.rows)
            if row in rows
        }
        wanted = {
            name: say.number(row["score"]) + "*" * bool(row["is_disputed"])
            for name, row in last.items()
            if name in ends or figure == "spi-trend" or row["series_kind"] == "region"
        }
        assert ends == wanted


def test_last_values_of_one_year_do_not_touch() -> None:
    made = drawn.asked(
        "spi-trend", Selection(region=("63", "64", "62", "13", "61"), year=2024, from_year=2021)
    )
    [frame] = made.charts
    plot, box = plot_of(frame), box_of(frame)
    low, high = (getattr(frame.chart.value_axis, f"{end}_scale") for end in ("minimum", "maximum"))
    heights: dict[int, list[float]] = {}
    for series in frame.chart.plots[0].series:
        for label in series._element.findall(".//{*}dLbl"):
            place = int(label.find("{*}idx").get("val"))
            moved = label.find(".//{*}manualLayout/{*}y")
            down = float(moved.get("val")) * box.height if moved is not None else 0
            value = (series.values[place] - low) / (high - low)
            heights.setdefault(place, []).append(plot.bottom - value * plot.height + down)
    crowded = max(heights.values(), key=len)
    assert len(crowded) > 3
    for above, below in zip(sorted(crowded), sorted(crowded)[1:], strict=False):
        assert below - above > SMALLEST


def test_a_disputed_score_has_its_star_and_its_range() -> None:
    made = drawn.case("response-timeline")
    line = next(frame for frame in made.charts if not is_xy(frame))
    formats = [
        one.get("formatCode") for one in line.chart._chartSpace.findall(".//{*}dLbl/{*}numFmt")
    ]
    assert any('*"' in one for one in formats)
    assert len(formats) == sum(row["score"] is not None for row in made.answer.rows)
    trend = drawn.asked("spi-trend", Selection(region=("63",)))
    disputed = [row for row in trend.answer.rows if row["is_disputed"] and row["low"] is not None]
    called = words("id")("What sources say of one year")
    ranges = [shape for shape in leaves(trend.slides[0]) if shape.name == called]
    assert len(ranges) == len(disputed) > 0
    assert all(groups.is_decorative(shape) for shape in ranges)


@EVERY
def test_no_text_of_a_plot_is_lost(figure: str) -> None:
    """Names of axes, remarks and texts at points: each is a label of a chart or a text box."""
    for made in drawn.cases(figure)[:2]:  # the slow tests print all
        if isinstance(made.drawing, Multiples):
            plots = [made.drawing.plot(small) for small in made.drawing.smalls]
        else:
            plots = [made.drawing]
        told = squeezed(
            "\n".join(
                text for slide in made.slides for shape in leaves(slide) for text in texts_of(shape)
            )
        )
        for plot in plots:
            for text in wanted_texts(plot):
                assert squeezed(text) in told, text


def wanted_texts(plot: Plot) -> list[str]:
    """Every text that the marks and axes of a plot have; years are said apart."""
    found = [text for axis in (plot.across, *plot.up) for _at, text in axis.ticks or ()]
    for mark in plot.marks:
        labels, note = getattr(mark, "labels", None), getattr(mark, "note", mark)
        found += labels.texts if labels else ()
        text = getattr(note, "text", None)
        found += [text] if text else []
    shown = [re.sub(r"\n\s*20\d\d$", "", letters(text)) for text in found]
    if plot.bars:  # the totals of lying bars stand in their names
        shown = [text for text in shown if text.strip()]
    return shown

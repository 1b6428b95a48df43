"""Charts on slides as an office edits them: their kinds, sheets, groups, letters and colours."""

from __future__ import annotations

import pytest
from pptx.enum.chart import XL_CHART_TYPE as XL

from dashboard.briefing.pptx import groups, looks
from dashboard.charts import theme
from dashboard.charts.grids import Multiples
from dashboard.charts.marks import Band, Plot, letters
from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.warehouse import choices, engine
from tests.briefing import drawn
from tests.briefing.drawn import (
    ROOM,
    Drawn,
    box_of,
    cells_of,
    description,
    is_xy,
    leaves,
    plot_of,
)

SMALLEST = 12
# What each kind of chart of the screen becomes, panel by panel. XY only for days, for numbers
# beside names, for steps with marks in lanes, and for several sources side by side in one year.
KINDS = {
    "lines": {XL.LINE_MARKERS, XL.XY_SCATTER},
    "multiples": {XL.LINE_MARKERS, XL.XY_SCATTER},
    "timeline": {XL.LINE_MARKERS, XL.XY_SCATTER},
    "bars": {XL.COLUMN_STACKED},
    "stacks": {XL.BAR_STACKED},
    **{
        kind: {XL.XY_SCATTER}
        for kind in ("dots", "strip", "dumbbell", "ranges", "swarm", "lanes", "ladder", "panels")
    },
}
EVERY = pytest.mark.parametrize("figure", drawn.PLOTTED)


# --- kinds ---------------------------------------------------------------------------------------


@EVERY
def test_every_figure_has_the_kind_of_chart_that_an_office_expects(figure: str) -> None:
    for made in drawn.cases(figure):
        kinds = KINDS[made.answer.figure.chart]
        assert made.charts
        for frame in made.charts:
            is_of_events = is_xy(frame) and made.answer.figure.chart in ("lines", "multiples")
            assert ({frame.chart.chart_type} if not is_xy(frame) else {XL.XY_SCATTER}) <= kinds
            if is_of_events:  # a trend is lines; only events at their days need an XY chart
                assert made.answer.layers["events"]
                assert cells_of(frame)[0][-3] == words("id")("Date")


@pytest.mark.parametrize("figure", ["spi-trend", "spi-trend-panels", "response-timeline"])
def test_lines_are_a_grid_of_years_with_gaps(figure: str) -> None:
    made = drawn.case(figure)
    first, *_others = frames = [frame for frame in made.charts if not is_xy(frame)]
    years = list(theme.span(made.answer.selection))
    for frame in frames:
        head, *rows = cells_of(frame)
        series = list(frame.chart.plots[0].series)
        assert head == ("Tahun", *(one.name for one in series))
        assert [row[0] for row in rows] == years
        assert [int(name) for name in frame.chart.plots[0].categories] == years
        assert frame.chart._chartSpace.find(".//{*}dispBlanksAs").get("val") == "gap"
        axis = frame.chart.value_axis._element
        assert axis.find("{*}crossBetween").get("val") == "between"
        for column, one in enumerate(series, 1):
            assert list(one.values) == [row[column] for row in rows]
            assert not one.smooth
    cells = [cell for row in cells_of(first)[1:] for cell in row]
    assert None in cells or figure == "spi-trend-panels"


def test_every_line_of_many_has_its_own_name_in_the_sheet() -> None:
    """The legend calls those that are too many to be told apart by one name."""
    provinces = choices.presets(engine.current())["semua"]
    [frame] = drawn.asked("spi-trend", Selection(region=provinces)).charts
    _years, *names = cells_of(frame)[0]
    assert len(set(names)) == len(names) == len(provinces) + 1
    assert words("id")("other regions") not in names


@EVERY
@pytest.mark.parametrize("lang", LANGUAGES)
def test_points_are_one_table_without_helpers(figure: str, lang: str) -> None:
    say = words(lang)
    made = drawn.cases(figure, lang)[0]
    for frame in (one for one in made.charts if is_xy(one)):
        head, *rows = cells_of(frame)
        assert len(set(head[-4:])) == 4 or made.answer.figure.chart == "panels"
        assert all(isinstance(name, str) and name for name in head)
        names = [say("Name")] * (head[0] == say("Name"))
        assert list(head[: len(names) + 1]) == [*names, say("Series")]
        at = len(names)
        for row in rows:
            assert row[at]
            assert isinstance(row[at + 1], int | float)
            assert row[at + 2] is None or isinstance(row[at + 2], int | float)
        # The rows of a series stand below each other.
        series = [row[at] for row in rows]
        runs = [name for n, name in enumerate(series) if n == 0 or series[n - 1] != name]
        n_looks = len(frame.chart.plots[0].series)
        assert len(runs) <= n_looks
        known = sum(row[at + 2] is not None for row in rows)
        held = sum(value is not None for one in frame.chart.plots[0].series for value in one.values)
        assert held == known


@EVERY
def test_caches_are_equal_to_the_cells(figure: str) -> None:
    for made in drawn.cases(figure):
        for frame in made.charts:
            rows = cells_of(frame)
            seen = 0
            for reference in frame.chart._chartSpace.iter("{*}numRef", "{*}strRef"):
                area = reference.find("{*}f").text.partition("!")[2].replace("$", "")
                first, _colon, last = area.partition(":")
                column = ord(first[0]) - ord("A")
                start, end = int(first[1:]), int((last or first)[1:])
                # A range may go on below the table, where nothing stands.
                cells = [
                    rows[n - 1][column] if n <= len(rows) else None for n in range(start, end + 1)
                ]
                count = reference.find(".//{*}ptCount")
                assert int(count.get("val")) == len(cells)
                kept = {
                    int(one.get("idx")): one.find("{*}v").text for one in reference.iter("{*}pt")
                }
                for place, cell in enumerate(cells):
                    if isinstance(cell, int | float):
                        assert float(kept[place]) == pytest.approx(cell, abs=1e-9)
                    else:
                        assert kept.get(place) == cell
                seen += len(kept)
            assert seen


# --- groups, places and letters ------------------------------------------------------------------


@EVERY
def test_all_of_a_drawing_is_one_group_that_is_read_once(figure: str) -> None:
    for made in drawn.cases(figure):
        answer, n_read = made.answer, 0
        for slide in made.slides:
            tops = list(slide.shapes)
            if isinstance(made.drawing, Multiples):
                assert all(hasattr(top, "shapes") for top in tops)
                n_read += len(tops)
                continue
            [top] = tops
            assert top.name == answer.headline[:120]
            assert description(top) == answer.reading[:1000]
            for shape in leaves(slide):
                if shape is not top and hasattr(top, "shapes"):
                    assert description(shape) != description(top)
        if isinstance(made.drawing, Multiples):
            smalls = made.drawing.smalls
            tops = [top for slide in made.slides for top in slide.shapes]
            assert [description(top) for top in tops] == [small.reading[:1000] for small in smalls]
            assert [top.name for top in tops] == [" ".join(small.title) for small in smalls]


@EVERY
def test_what_only_decorates_says_nothing_and_texts_are_read(figure: str) -> None:
    for made in drawn.cases(figure):
        for slide in made.slides:
            for shape in leaves(slide):
                is_silent = not shape.has_chart and not (
                    shape.has_text_frame and shape.text_frame.text.strip()
                )
                assert groups.is_decorative(shape) is is_silent, shape.name
                assert bool(description(shape)) is not is_silent


@EVERY
def test_nothing_leaves_its_room_or_is_smaller_than_twelve_points(figure: str) -> None:
    for made in drawn.cases(figure):
        for slide in made.slides:
            for shape in leaves(slide):
                box = box_of(shape)
                if not getattr(shape, "rotation", 0):
                    assert box.left >= 0 and box.right <= 960
                    assert box.top >= ROOM.top - 1
                    assert box.bottom <= ROOM.bottom + 1, shape.name
                root = shape.chart._chartSpace if shape.has_chart else shape._element
                sizes = [int(one.get("sz")) for one in root.iter() if one.get("sz")]
                sizes = [size for size in sizes if size > 100]  # others are of marks
                assert min(sizes, default=1200) >= SMALLEST * 100


@pytest.mark.parametrize("region", [(), ("63",)])
def test_names_of_rows_and_years_lie_apart(region: tuple[str, ...]) -> None:
    for figure in ("spi-ranking", "rank-range", "bimtek-timeline", "ott-timeline", "spi-change"):
        for slide in drawn.asked(figure, Selection(region=region)).slides:
            boxes = [
                box_of(shape)
                for shape in leaves(slide)
                if shape.has_text_frame and shape.text_frame.text.strip()
            ]
            boxes.sort(key=lambda box: (round(box.left), box.top))
            for n, one in enumerate(boxes):
                for other in boxes[n + 1 :]:
                    across = min(one.right, other.right) - max(one.left, other.left)
                    down = min(one.bottom, other.bottom) - max(one.top, other.top)
                    assert across <= 1 or down <= 2, figure


@pytest.mark.parametrize("figure", ["spi-ranking", "spi-regencies", "spi-regency-ranking"])
def test_bands_reach_the_ends_of_the_axis(figure: str) -> None:
    made = drawn.case(figure)
    assert isinstance(made.drawing, Plot)
    bands_of = [one for one in made.drawing.marks if isinstance(one, Band)]
    names = {letters(one.note.text) for one in bands_of if one.note}
    assert len(names) > 1
    for slide in made.slides:
        plots = [plot_of(shape) for shape in leaves(slide) if shape.has_chart]
        bands = [
            box_of(one) for one in leaves(slide) if one.name in names and groups.is_decorative(one)
        ]
        for edges in ("left", "right"):
            of_plots = sorted(getattr(plot, edges) for plot in plots)
            pick = min if edges == "left" else max
            ends = [
                pick(
                    getattr(one, edges) for one in bands if plot.left - 1 <= one.left <= plot.right
                )
                for plot in sorted(plots, key=lambda plot: plot.left)
            ]
            assert ends == pytest.approx(of_plots, abs=0.5)


# --- colours -------------------------------------------------------------------------------------


@EVERY
def test_black_and_white_marks_are_the_theme_s(figure: str) -> None:
    for made in drawn.cases(figure):
        inks = dictionary.dictionary()["ink"]
        own = {inks[name].lstrip("#").upper() for name in ("text", "highlight")}
        white = inks["paper"].lstrip("#").upper()
        for slide in made.slides:
            for shape in leaves(slide):
                root = shape.chart._chartSpace if shape.has_chart else shape._element
                for colour in root.iter("{*}srgbClr"):
                    is_label = any(one.tag.endswith("}dLbls") for one in colour.iterancestors())
                    assert colour.get("val") not in own
                    assert colour.get("val") != white or is_label


def test_a_hollow_mark_can_be_told_from_a_whole_one_on_any_ground() -> None:
    """A pale grey would be as light as the whole mark on a dark slide: it is the theme's own."""
    [frame] = drawn.case("spi-change").charts
    fills = {}
    for series in frame.chart.plots[0].series:
        fill = series._element.find("{*}marker/{*}spPr/{*}solidFill")
        if fill is not None:
            fills[series.name] = next(iter(fill))
    assert fills["2023"].get("val") == "tx1"
    assert {one.tag.rpartition("}")[2] for one in fills["2023"]} == {"lumMod", "lumOff"}
    assert fills["2024"].get("val") == dictionary.colour("events", "spi").lstrip("#")
    coloured = drawn.asked("ott-timeline", Selection(from_year=2009, year=2026, to_year=2026))
    [frame] = coloured.charts
    pale = looks.pale(dictionary.colour("level_groups", "kabupaten_kota"))
    written = {one.get("val") for one in frame.chart._chartSpace.iter("{*}srgbClr")}
    assert pale.lstrip("#") in written


def test_thousands_are_written_in_the_language_of_the_deck() -> None:
    for lang, mark in (("id", "."), ("en", ",")):
        made: Drawn = drawn.case("wbk-by-year", 0, lang)
        codes = [
            frame.chart.value_axis.tick_labels.number_format
            for frame in made.charts
            if frame.chart.value_axis.maximum_scale >= 1000
        ]
        assert codes
        assert set(codes) == {f'[>=1000]#"{mark}"000;0'}


def test_rows_beside_each_other_are_of_one_height() -> None:
    made = drawn.asked("spi-ranking", Selection(region=()))
    for slide in made.slides:
        spans = [
            shape.chart.value_axis.maximum_scale - shape.chart.value_axis.minimum_scale
            for shape in leaves(slide)
            if shape.has_chart
        ]
        assert len(spans) > 1
        assert spans == pytest.approx([spans[0]] * len(spans))


def test_a_ranking_of_all_provinces_is_one_slide() -> None:
    for figure in ("spi-ranking", "rank-range"):
        assert len(drawn.asked(figure, Selection(region=())).slides) == 1

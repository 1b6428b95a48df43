"""The deck as python-pptx reads it back: numbers, gaps, sources, alternative texts, room, words.

One long file: its decks of every figure are made once a process, and processes share out files.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard import charts
from dashboard.briefing import compose, presets
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.pptx import deck as pptx_deck
from dashboard.briefing.pptx import groups
from dashboard.briefing.pptx.places import day_number
from dashboard.briefing.pptx.template import Box
from dashboard.briefing.xml_text import printable
from dashboard.charts import theme
from dashboard.charts.marks import AreaMap, Table, letters
from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.tray import Item, Texts, Tray
from dashboard.figures.model import Answer
from dashboard.warehouse import engine
from tests.briefing import slide_checks
from tests.cases import ASKED

ADDRESS = "https://integritas.example.go.id"
FOCUS = ("63", "64", "62", "13")
POINT = 12_700
# The second parameters of these are of no region: one language shows that as well, both show lines.
ALSO_EMPTY = ("spi-trend", "spi-trend-panels")


@dataclass(frozen=True)
class Made:
    """A deck, what it was made from, and which slides tell which part."""

    briefing: Briefing
    file: bytes
    deck: Any

    @property
    def slides(self) -> list[Any]:
        return list(self.deck.slides)

    def of_parts(self) -> Iterator[tuple[Part, list[Any]]]:
        """Each part with its slides: those of its title, in order."""
        left = self.slides[1:]
        for part in self.briefing.parts:
            shown = [left.pop(0)]
            more = re.search(r"\(1/(\d+)\)$", title_of(shown[0]))
            shown += [left.pop(0) for _ in range(int(more[1]) - 1 if more else 0)]
            yield part, shown


@cache
def made(lang: str) -> Made:
    """Every figure and every statement in one deck, in each language at other parameters."""
    items = [
        tray.item("position", Selection(region=("63",))),
        tray.item("position", Selection(region=("95.01",))),
        tray.item("comparison", Selection(region=FOCUS)),
        tray.item("unknown", Selection(region=FOCUS)),
        *(
            tray.item(one, asked[0 if one in ALSO_EMPTY else LANGUAGES.index(lang)])
            for one, asked in ASKED.items()
        ),
        *(tray.item(one, ASKED[one][1]) for one in ALSO_EMPTY if lang == "id"),
    ]
    known = engine.current()
    briefing = compose.compose(known, Tray(tuple(items), lang), ADDRESS)
    file = pptx_deck.deck(known, briefing)
    return Made(briefing, file, Presentation(io.BytesIO(file)))


def title_of(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def texts_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in leaves(slide) if shape.has_text_frame)


def leaves(slide: Any) -> list[Any]:
    """The shapes of a slide, also those that stand in groups."""
    return list(groups.each_of(slide.shapes))


def charts_of(shown: list[Any]) -> list[Chart]:
    return [shape.chart for slide in shown for shape in leaves(slide) if shape.has_chart]


def tables_of(shown: list[Any]) -> list[list[list[str]]]:
    return [
        [[cell.text_frame.text.replace("\v", "\n") for cell in row.cells] for row in table.rows]
        for slide in shown
        for shape in slide.shapes
        if shape.has_table
        for table in (shape.table,)
    ]


def points_of(shown: list[Any]) -> list[tuple[str, float, float]]:
    """Series, x and y of every point that is there; a year of a line chart is its x."""
    return [
        (series.name, x, y)
        for chart in charts_of(shown)
        for series in chart.plots[0].series
        for x, y in points_in(series)
    ]


def points_in(series: Any) -> list[tuple[float, float]]:
    """x and y of the known points of a series."""
    element = series._element
    xs, ys = (
        {
            int(point.get("idx")): float(point.find("{*}v").text)
            for name in names
            for point in element.findall(f"{{*}}{name}//{{*}}pt")
        }
        for names in (("xVal", "cat"), ("yVal", "val"))
    )
    return [(xs[place], y) for place, y in sorted(ys.items())]


def cells_of(chart: Any) -> list[tuple[Any, ...]]:
    """The rows of the sheet behind a chart."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return list(book.active.iter_rows(values_only=True))


def figure_parts(lang: str, *wanted: str) -> list[tuple[Answer, list[Any]]]:
    """The answers of figures of these forms that could be drawn, with their slides."""
    found = [
        (part.answer, shown)
        for part, shown in made(lang).of_parts()
        if part.answer is not None and part.answer.figure.chart in wanted and part.is_drawable
    ]
    assert found
    return found


# --- what stands on every slide ------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_has_its_title_source_caveats_date_and_link(lang: str) -> None:
    say = words(lang)
    for part, shown in made(lang).of_parts():
        for slide in shown:
            title = title_of(slide)
            assert title.removesuffix("…")[:40] in " ".join(part.title.split()), part.subject
            assert part.source_line in texts_of(slide)
            assert say.date(made(lang).briefing.facts_date) in texts_of(slide)
            links = [
                run.hyperlink.address
                for shape in slide.shapes
                if shape.has_text_frame
                for paragraph in shape.text_frame.paragraphs
                for run in paragraph.runs
                if run.hyperlink.address
            ]
            assert links == [part.address]
            assert part.address.startswith(ADDRESS)
            notes = slide.notes_slide.notes_text_frame.text
            for caveat in part.caveats:
                assert caveat in notes
            hidden = [caveat for caveat in part.caveats if caveat not in texts_of(slide)]
            more = say.plural("{n} caveat in the notes.", "{n} caveats in the notes.", len(hidden))
            assert (more in texts_of(slide)) == bool(hidden)
            assert part.source_line in notes
            assert part.title in notes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_notes_hold_the_rows_as_the_pages_write_them(lang: str) -> None:
    known = engine.current()
    for part, shown in made(lang).of_parts():
        notes = shown[0].notes_slide.notes_text_frame.text
        for row in made(lang).briefing.written(known, part)[:200]:
            for text in row.values():
                assert not isinstance(text, str) or printable(text) in notes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_object_has_an_alternative_text_and_lies_on_the_slide(lang: str) -> None:
    deck = made(lang).deck
    wide, tall = deck.slide_width, deck.slide_height
    for slide in deck.slides:
        numbers = [shape.get("id") for shape in slide._element.iter("{*}cNvPr")]
        assert len(numbers) == len(set(numbers))
        for shape in [*slide.shapes, *leaves(slide)]:
            properties = shape._element.xpath("./*/p:cNvPr")[0]
            has_text = bool(properties.get("descr"))
            assert has_text is not groups.is_decorative(shape), (title_of(slide), shape.name)
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= wide + POINT, (title_of(slide), shape.name)
            assert shape.top + shape.height <= tall + POINT, (title_of(slide), shape.name)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_placeholder_is_empty_but_an_office_s_on_the_cover(lang: str) -> None:
    cover, *others = made(lang).slides
    left_open = [place.name for place in cover.placeholders if not place.text_frame.text.strip()]
    assert left_open == ["Office Placeholder 6", "Logo Placeholder 7"]
    for slide in others:
        for place in slide.placeholders:
            assert place.text_frame.text.strip(), title_of(slide)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_leaves_its_box_and_no_word_of_a_table_breaks(lang: str) -> None:
    deck = made(lang).deck
    assert slide_checks.overflowing(deck) == []
    assert slide_checks.broken_words(deck) == []


def test_the_last_slides_name_every_source_with_its_address() -> None:
    one = made("id")
    closing = one.slides[1 + sum(len(shown) for _part, shown in one.of_parts()) :]
    linked = {
        run.hyperlink.address
        for slide in closing
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    }
    text = "\n".join(texts_of(slide) for slide in closing)
    assert len(one.briefing.sources) > 300
    for source in one.briefing.sources:
        assert source.publisher in text
    assert len(linked) == len(one.briefing.sources)
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in closing[1:])
    assert all(source.url in notes for source in one.briefing.sources)


# --- the numbers of each form --------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_hold_the_scores_and_missing_years_are_gaps(lang: str) -> None:
    gaps = 0
    for answer, shown in figure_parts(lang, "lines"):
        chart, *_lanes = charts_of(shown)
        by_name = {series.name: series for series in chart.plots[0].series}
        names = {key: entry.label for entry in answer.legend for key in (entry.key,)}
        for entry in answer.legend:
            if not entry.is_listed or len([e for e in answer.legend if e.label == entry.label]) > 1:
                continue
            rows = [answer.rows[i] for i in entry.rows]
            series = by_name[names[entry.key]]
            known = {row["year"]: row["score"] for row in rows if row["score"] is not None}
            assert dict(points_in(series)) == known
            gaps += sum(row["score"] is None for row in rows)
        kept = chart._chartSpace.find(".//{*}dispBlanksAs")
        assert kept.get("val") == "gap"
    assert gaps > 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_hold_every_event_at_its_day(lang: str) -> None:
    for answer, shown in figure_parts(lang, "lines"):
        coloured = {entry.key for entry in answer.legend if entry.mark == "line"}
        events = [e for e in answer.layers["events"] if e["series_key"] in coloured]
        kinds = {dictionary.label("events", kind, lang) for kind in ("ott", "activity")}
        drawn = Counter(x for name, x, _y in points_of(shown) if name.rpartition(": ")[2] in kinds)
        assert drawn == Counter(day_number(theme.placed(e)) for e in events)
        assert bool(drawn) == (answer.selection.events == "shown")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("form", "roles"),
    [("dots", ("x",)), ("strip", ("x",)), ("dumbbell", ("from", "to")), ("ranges", ("x",))],
)
def test_marks_hold_the_values_of_the_rows(form: str, roles: tuple[str, ...], lang: str) -> None:
    for answer, shown in figure_parts(lang, form):
        columns = [answer.figure.roles[role] for role in roles]
        listed = {i for entry in answer.legend for i in entry.rows} or set(range(len(answer.rows)))
        wanted = Counter(
            row[column]
            for i, row in enumerate(answer.rows)
            for column in columns
            if i in listed and None not in (row[one] for one in columns)
        )
        drawn = Counter(x for _name, x, _y in points_of(shown))
        missing = wanted - drawn
        assert not missing, (answer.figure.id, missing)
        ends = {
            row[column]
            for row in answer.rows
            for role in ("low", "high", "best", "worst", "from", "to", "x")
            if (column := answer.figure.roles.get(role))
        }
        assert {x for x in drawn if x not in ends and form != "ranges"} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mark_stands_beside_its_own_name(lang: str) -> None:
    """On a ranking the name at a height and the score at that height are of one row."""
    for answer, shown in figure_parts(lang, "dots"):
        scores = {row["region_label"]: row["score"] for row in answer.rows}
        known = {name: score for name, score in scores.items() if score is not None}
        found: dict[str, float] = {}
        for slide in shown:
            boxes = [s for s in leaves(slide) if s.has_text_frame and s.text_frame.text in known]
            for shape in (s for s in leaves(slide) if s.has_chart):
                plot = plot_of(shape)
                low, high = (getattr(shape.chart.value_axis, f"{end}_scale") for end in ENDS)
                marked = [
                    s
                    for s in shape.chart.plots[0].series
                    if s._element.find("{*}dLbls") is not None
                ]
                for x, y in (point for series in marked for point in points_in(series)):
                    height = plot.bottom - (y - low) / (high - low) * plot.height
                    near = min(boxes, key=lambda b: apart(b, plot.left, height))
                    assert apart(near, plot.left, height) < 20 + 1
                    found[near.text_frame.text] = x
        assert found == known


ENDS = ("minimum", "maximum")


def plot_of(shape: Any) -> Box:
    """Where the plot of a chart stands on its slide, in points."""
    layout = shape.chart._chartSpace.chart.plotArea.find("{*}layout/{*}manualLayout")
    x, y, w, h = (float(layout.find(f"{{*}}{name}").get("val")) for name in "xywh")
    left, top, width, height = (
        length / POINT for length in (shape.left, shape.top, shape.width, shape.height)
    )
    return Box(left + x * width, top + y * height, w * width, h * height)


def apart(box: Any, left: float, height: float) -> float:
    """Points between the right edge of a name, at its middle, and a place."""
    middle = (box.top + box.height / 2) / POINT
    return abs((box.left + box.width) / POINT - left) + 10 * abs(middle - height)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["swarm", "lanes"])
def test_events_stand_at_their_days(form: str, lang: str) -> None:
    for answer, shown in figure_parts(lang, form):
        listed = [i for entry in answer.legend for i in entry.rows]
        days = []
        for i in listed:
            row = answer.rows[i]
            day = row["event_date"] if "event_date" in row else row[answer.figure.roles["x"]]
            is_month = row["date_precision"] == "month"
            days.append(day_number(day.replace(day=15) if is_month else day))
        assert Counter(x for _name, x, _y in points_of(shown)) == Counter(days)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bars_hold_the_counts_and_the_check(lang: str) -> None:
    for answer, shown in figure_parts(lang, "bars"):
        [chart] = charts_of(shown)
        columns, strokes = chart.plots
        years = [str(year) for year in dict.fromkeys(row["year"] for row in answer.rows)]
        assert list(columns.categories) == years
        for entry, series in zip((e for e in answer.legend if e.rows), columns.series, strict=True):
            rows = {str(answer.rows[i]["year"]): answer.rows[i]["ott_count"] for i in entry.rows}
            assert series.name == entry.label
            assert list(series.values) == [rows.get(year) for year in years]
        official = {str(row["year"]): row["official_ott_count"] for row in answer.rows}
        [check] = strokes.series
        assert list(check.values) == [official[year] for year in years]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lying_bars_hold_the_counts_and_name_the_totals(lang: str) -> None:
    say = words(lang)
    for answer, shown in figure_parts(lang, "stacks"):
        [chart] = charts_of(shown)
        roles = answer.figure.roles
        total = Counter[str]()
        for series in chart.plots[0].series:
            for name, count in zip(chart.plots[0].categories, series.values, strict=True):
                total[name] += count or 0
        wanted = {
            f"{dictionary.label(roles['names'], row[roles['y']], lang)} · "
            f"{say.number(row[roles['total']], 0)}": row[roles["total"]]
            for row in answer.rows
        }
        assert total == Counter(wanted)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_panels_hold_every_count(lang: str) -> None:
    for answer, shown in figure_parts(lang, "panels"):
        roles = answer.figure.roles
        measures = [roles[name] for name in ("first", "second", "third") if name in roles]
        wanted = Counter(
            row[measure] for row in answer.rows for measure in measures if row[measure] is not None
        )
        names = {entry.label for entry in answer.legend}
        drawn = Counter(y for name, _x, y in points_of(shown) if name in names)
        assert not wanted - drawn


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ladder_writes_every_number(lang: str) -> None:
    for answer, shown in figure_parts(lang, "ladder"):
        wanted = Counter[str]()
        for entry in answer.legend:
            for i in entry.rows:
                row, roles = answer.rows[i], answer.figure.roles
                number = row[roles["number"]]
                wanted[
                    ("" if number is None else str(number)) + ("+" if row[roles["more"]] else "")
                ] += 1
        drawn = Counter[str]()
        for chart in charts_of(shown):
            for series in chart.plots[0].series:
                drawn.update(
                    "".join(t.text for t in label.findall(".//{*}t"))
                    for label in series._element.findall(".//{*}dLbl")
                )
        assert drawn == Counter({text: n for text, n in wanted.items() if text})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_story_holds_the_scores(lang: str) -> None:
    for answer, shown in figure_parts(lang, "timeline"):
        scores = {row["event_date"].year: row["score"] for row in answer.rows if row["score"]}
        name = next((entry.label for entry in answer.legend if entry.key == "spi"), None)
        drawn = {round(x): y for series, x, y in points_of(shown) if series == name}
        assert drawn == scores


@pytest.mark.parametrize("lang", LANGUAGES)
def test_maps_have_one_shape_a_region_in_the_colour_of_its_class(lang: str) -> None:
    for answer, [slide] in figure_parts(lang, "map"):
        roles = answer.figure.roles
        colours = {i: entry.colour for entry in answer.legend for i in entry.rows}
        drawn = {
            shape.name: shape
            for shape in slide.shapes
            if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM
        }
        assert drawn.keys() == {row[roles["name"]] for row in answer.rows}
        dots = {
            shape.name: shape
            for shape in slide.shapes
            if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and shape.name in drawn
        }
        drawing = charts.of(answer.figure).drawing(answer, None)
        assert isinstance(drawing, AreaMap)
        areas = [area for one in drawing.classes for area in one.areas]
        assert dots.keys() == {area.name for area in areas if area.dot}
        tips = answer.tips(words(lang))
        for i, row in enumerate(answer.rows):
            shape = drawn[row[roles["name"]]]
            assert f"#{shape.fill.fore_color.rgb}" == colours[i].upper()
            if shape.name in dots:
                assert dots[shape.name].fill.fore_color.rgb == shape.fill.fore_color.rgb
            said = shape._element.xpath("./*/p:cNvPr")[0].get("descr")
            assert said == tips[i].replace("\n", "; ")
        for row in answer.rows:
            if row[roles["chosen"]] and row[roles["value"]] is not None:
                assert (
                    any(
                        shape.has_text_frame and row["region_label"] in shape.text_frame.text
                        for shape in slide.shapes
                    )
                    or sum(one[roles["chosen"]] for one in answer.rows) > 6
                )


def test_a_class_without_a_score_has_a_dotted_edge() -> None:
    known = engine.current()
    shown = tray.item("spi-map", Selection(year=2025))
    briefing = compose.compose(known, Tray((shown,), "id"))
    deck = Presentation(io.BytesIO(pptx_deck.deck(known, briefing)))
    drawn = [
        shape
        for slide in deck.slides
        for shape in slide.shapes
        if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM
    ]
    dotted = [shape for shape in drawn if shape.line.dash_style == MSO_LINE.ROUND_DOT]
    assert (len(drawn), len(dotted)) == (38, 24)
    said = [shape._element.xpath("./*/p:cNvPr")[0].get("descr") for shape in dotted]
    assert all("kelas saja, skor belum ditemukan" in text for text in said)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_grids_are_native_tables_with_every_row(lang: str) -> None:
    for answer, shown in figure_parts(lang, "matrix", "scorecard"):
        tables = tables_of(shown)
        drawing = charts.of(answer.figure).drawing(answer, None)
        assert isinstance(drawing, Table)
        names = [letters(name).replace("\n", " ") for name in drawing.names]
        assert [row[0] for table in tables for row in table[1:]] == names
        cells = [cell for table in tables for row in table[1:] for cell in row[1:]]
        if answer.figure.chart == "scorecard":
            say = words(lang)
            scores = [row["score"] for row in answer.rows]
            written = [row[1] for table in tables for row in table[1:]]
            for score, text in zip(scores, written, strict=True):
                assert (
                    text.startswith(say.number(score))
                    if score is not None
                    else (text.replace("\n", " ") == say("no data"))
                )
        else:
            number = answer.figure.roles["number"]
            wanted = sum(row[number] or 0 for row in answer.rows)
            assert sum(int(cell.rstrip("*")) for cell in cells if cell[:1].isdigit()) == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_behind_each_chart_holds_what_the_chart_shows(lang: str) -> None:
    seen = 0
    for slide in made(lang).slides:
        for chart in charts_of([slide]):
            book = openpyxl.load_workbook(
                io.BytesIO(chart.part.chart_workbook.xlsx_part.blob), data_only=False
            )
            for reference in chart._chartSpace.iter("{*}numRef", "{*}strRef"):
                cells = reference.find("{*}f").text
                sheet, _bang, area = cells.partition("!")
                values = (
                    [
                        in_chart(cell.value)
                        for row in book[sheet][area.replace("$", "")]
                        for cell in (row if isinstance(row, tuple) else (row,))
                    ]
                    if ":" in area
                    else [in_chart(book[sheet][area.replace("$", "")].value)]
                )
                kept = {
                    int(point.get("idx")): point.find("{*}v").text
                    for point in reference.iter("{*}pt")
                }
                for place, value in enumerate(values):
                    if isinstance(value, int | float):
                        assert float(kept[place]) == pytest.approx(value)
                    elif value is None:
                        assert place not in kept
                    else:
                        assert str(kept[place]) == str(value)
                    seen += 1
    assert seen > 1000


def in_chart(value: Any) -> Any:
    """A cell's value as the chart keeps it: days are numbers."""
    return day_number(value.date()) if isinstance(value, dt.datetime) else value


# --- words of others -----------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script> &amp; <b>tebal</b>",
    '=HYPERLINK("http://x","klik")',
    "null\x00 bel\x07 esc\x1b[31m vt\x0b ff\x0c \ufffe \ud800 akhir",
    "]]> <![CDATA[ x ]]> <?xml?>",
    "\u202egnorw si eltit siht",
    "panjang " * 400,
    "A" * 3000,
    "😀 ﷽ 漢字 {placeholder} %s",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_arrive_as_harmless_text(text: str) -> None:
    known = engine.current()
    own = Texts(title=text, message=text, note=text)
    items = (
        replace(tray.item("position", Selection(region=("63",))), texts={"id": own}),
        replace(tray.item("spi-trend", Selection(region=("63",))), texts={"id": own}),
    )
    briefing = compose.compose(known, Tray(items, "id", {"id": text}), ADDRESS)
    file = pptx_deck.deck(known, briefing)
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        assert packed.testzip() is None
    deck = Presentation(io.BytesIO(file))
    assert len(deck.slides) >= 5  # cover, two parts, and the appendix
    shown = printable(text).strip()
    one_line = " ".join(shown.split())
    for slide in list(deck.slides)[1:3]:
        title = title_of(slide)
        assert title == one_line or (
            title.endswith("…")
            and one_line.replace(" ", "").startswith(title[:-1].replace(" ", ""))
        )
        assert shown in slide.notes_slide.notes_text_frame.text.replace("\v", "\n")
    assert slide_checks.overflowing(deck) == []
    title = title_of(deck.slides[0])
    assert title == one_line or title.endswith("…")


def test_a_reader_s_words_stand_in_their_language_only() -> None:
    known = engine.current()
    item = tray.item("spi-map", Selection()).with_texts("id", title="Judul", message="Pesan kami")
    told = {
        lang: texts_of(
            Presentation(
                io.BytesIO(pptx_deck.deck(known, compose.compose(known, Tray((item,), lang))))
            ).slides[1]
        )
        for lang in LANGUAGES
    }
    assert "Judul" in told["id"]
    assert "Pesan kami" in told["id"]
    assert "Judul" not in told["en"]
    assert "Pesan" not in told["en"]


def test_without_an_address_there_is_no_link_and_no_word_of_one() -> None:
    known = engine.current()
    briefing = compose.compose(known, Tray((tray.item("spi-map", Selection()),), "id"))
    slide = Presentation(io.BytesIO(pptx_deck.deck(known, briefing))).slides[1]
    assert words("id")("See it live") not in texts_of(slide)
    assert not slide._element.findall(".//{*}hlinkClick")


def test_what_cannot_be_drawn_says_so() -> None:
    known = engine.current()
    nothing = tray.item("spi-change", Selection(year=2021))
    part = compose.part_of(known, nothing, "id")
    assert not part.is_drawable
    briefing = compose.compose(known, Tray((nothing,), "id"))
    slide = Presentation(io.BytesIO(pptx_deck.deck(known, briefing))).slides[1]
    assert words("id")("There is nothing to draw: no known fact fits this choice.") in texts_of(
        slide
    )


@pytest.mark.parametrize(
    ("figure", "asked"),
    [
        ("spi-change", {"from_year": 2023}),
        ("spi-scorecard", {}),
        ("rank-range", {"weights": (1, 1, 0)}),
        ("spi-trend", {}),
    ],
)
def test_kinds_of_government_stand_on_a_slide_each_below_its_name(figure: str, asked) -> None:
    known, codes = engine.current(), ("63", "62", "61.71", "63.72", "63.03", "63.11")
    item = tray.item(figure, Selection(region=codes, year=2024, **asked))
    briefing = compose.compose(known, Tray((item,), "id"))
    file = pptx_deck.deck(known, briefing)
    told = "\n".join(texts_of(slide) for slide in Presentation(io.BytesIO(file)).slides)
    assert dictionary.caveat("kinds_apart", "id") in told
    if figure in ("spi-change", "rank-range"):
        assert {"Provinsi", "Kabupaten", "Kota"} <= set(told.split("\n"))


def test_key_numbers_rank_a_kota_among_kota_and_name_a_class_alone() -> None:
    known = engine.current()

    def part(subject: str, code: str, year: int) -> Part:
        asked = Selection(region=(code,), year=year)
        return compose.part_of(known, tray.item(subject, asked), "id")

    rank = part("position", "64.71", 2024).numbers[2]
    assert (rank.value, rank.note) == ("12", "dari 25 pemerintah kota yang diketahui")
    score = part("position", "63", 2025).numbers[0]
    alone = "kelas saja, skor belum ditemukan; sumber lemah"
    assert (score.value, score.note) == ("–", f"rentan ({alone}; 2024: 64,15, kelas rentan)")
    grid = part("unknown", "63", 2025).grid
    assert grid is not None
    assert grid.rows[0][:2] == ("Skor SPI", f"2025: rentan ({alone})")


def test_an_empty_tray_is_a_cover_alone() -> None:
    known = engine.current()
    deck = Presentation(io.BytesIO(pptx_deck.deck(known, compose.compose(known, Tray((), "en")))))
    assert len(deck.slides) == 1


# --- the file ------------------------------------------------------------------------------------


def test_equal_briefings_are_equal_bytes() -> None:
    known = engine.current()
    asked = Tray((tray.item("spi-trend", Selection(region=FOCUS)),), "id")
    first = pptx_deck.deck(known, compose.compose(known, asked, ADDRESS))
    time.sleep(1.1)  # a second later by the clock
    assert pptx_deck.deck(known, compose.compose(known, asked, ADDRESS)) == first


@pytest.mark.parametrize("code", ["63", "13"])
def test_a_province_s_deck_has_eight_to_twelve_slides_and_takes_little_work(code: str) -> None:
    known = engine.current()
    asked = presets.one_region(known, code, Selection())
    briefing = compose.compose(known, asked, ADDRESS)
    steps: list[tuple[int, int]] = []
    started = time.process_time()
    file = pptx_deck.deck(
        known, briefing, progress=lambda done, of, _title: steps.append((done, of))
    )
    assert time.process_time() - started < 3
    deck = Presentation(io.BytesIO(file))
    titles = [title_of(slide) for slide in deck.slides]
    assert 8 <= titles.index(words("id")("Appendix: sources")) <= 12
    assert len(file) < 400_000
    assert steps == [(n, len(asked.items)) for n in range(len(asked.items))]


def test_an_item_knows_only_its_own_parameters() -> None:
    made_of = tray.item("spi-map", Selection(region=("63",), from_year=2021, lang="en"))
    assert made_of == Item("spi-map", Selection(region=("63",)))

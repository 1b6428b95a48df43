"""The numbers of each kind of chart on a slide, and the sheet behind it."""

from __future__ import annotations

import io
from collections import Counter

import openpyxl
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard import charts
from dashboard.briefing.pptx.places import decimal_year
from dashboard.charts.marks import Table, letters
from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, words
from tests.briefing.decks import AXIS_NAMES, charts_of, figure_parts, made, points_of, tables_of


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_hold_the_scores_and_missing_years_are_gaps(lang: str) -> None:
    gaps = 0
    for answer, shown in figure_parts(lang, "lines"):
        [chart] = charts_of(shown)
        by_name = {series.name: series for series in chart.plots[0].series}
        names = {key: entry.label for entry in answer.legend for key in (entry.key,)}
        for entry in answer.legend:
            if not entry.is_listed or len([e for e in answer.legend if e.label == entry.label]) > 1:
                continue
            rows = [answer.rows[i] for i in entry.rows]
            series = by_name[names[entry.key]]
            xs = [float(v.text) for v in series._element.findall(".//{*}xVal//{*}pt/{*}v")]
            assert [round(x, 6) for x in xs] == [row["year"] for row in rows]
            assert list(series.values) == [row["score"] for row in rows]
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
        drawn = Counter(
            round(x, 4) for name, x, _y in points_of(shown) if name.rpartition(": ")[2] in kinds
        )
        assert drawn == Counter(round(decimal_year(e["event_date"]), 4) for e in events)


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
        found: dict[str, float] = {}
        for chart in charts_of(shown):
            names, *_rest = [s for s in chart.plots[0].series if s.name in AXIS_NAMES]
            labels = {
                y: names.points[i].data_label.text_frame.text
                for i, y in enumerate(names.values)
                if y is not None
            }
            for series in chart.plots[0].series:
                if series.name in AXIS_NAMES or not series._element.findall("{*}dLbls"):
                    continue
                xs = [float(v.text) for v in series._element.findall(".//{*}xVal//{*}pt/{*}v")]
                for x, y in zip(xs, series.values, strict=True):
                    if y is not None and scores.get(labels[y]) is not None:
                        found[labels[y]] = x
        assert found == {name: score for name, score in scores.items() if score is not None}


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
            days.append(round(decimal_year(day.replace(day=15) if is_month else day), 4))
        assert Counter(round(x, 4) for _name, x, _y in points_of(shown)) == Counter(days)


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
                if series.name not in AXIS_NAMES:
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
def test_maps_have_one_shape_a_province_in_the_colour_of_its_class(lang: str) -> None:
    for answer, [slide] in figure_parts(lang, "map"):
        roles = answer.figure.roles
        colours = {i: entry.colour for entry in answer.legend for i in entry.rows}
        drawn = {
            shape.name: shape
            for shape in slide.shapes
            if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM
        }
        assert len(drawn) == 38
        tips = answer.tips(words(lang))
        for i, row in enumerate(answer.rows):
            shape = drawn[row[roles["name"]]]
            assert f"#{shape.fill.fore_color.rgb}" == colours[i].upper()
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
                        cell.value
                        for row in book[sheet][area.replace("$", "")]
                        for cell in (row if isinstance(row, tuple) else (row,))
                    ]
                    if ":" in area
                    else [book[sheet][area.replace("$", "")].value]
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

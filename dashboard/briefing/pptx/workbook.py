"""The sheets behind the charts of a deck: what PowerPoint shows at “Edit data”.

Series that share their x stand beside each other in one table, with the words of each point behind
its number, so that a reader finds a value by its year or name.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import Words

if TYPE_CHECKING:
    from pptx.chart.data import CategoryChartData, XyChartData

    from dashboard.briefing.pptx.office_charts import XYSeries

_SHEET = "Sheet1"


def xy_data(series: list[XYSeries], say: Words, made_on: dt.date) -> XyChartData:
    """The data of an XY chart, a missing y as an empty cell."""
    from pptx.chart.data import XyChartData

    data = XyChartData()
    for one in series:
        written = data.add_series(printable(one.name) or say("Places of labels"))
        for x, y in one.points:
            written.add_data_point(x, y)
    notes = [one.notes if any(one.notes) else one.labels for one in series]
    # What python-pptx asks for the places of values and for the sheet itself.
    vars(data)["_workbook_writer"] = _writer(data, notes, say, made_on)
    return data


def category_data(
    names: dict[Any, str], rows: list[tuple[str, dict[Any, float | None]]], made_on: dt.date
) -> CategoryChartData:
    """The data of a chart with categories; what a series does not hold is an empty cell."""
    from pptx.chart.data import CategoryChartData
    from pptx.chart.xlsx import CategoryWorkbookWriter

    data = CategoryChartData()
    data.categories = [printable(name) for name in names.values()]
    for name, values in rows:
        data.add_series(printable(name), [values.get(place) for place in names])

    class Writer(CategoryWorkbookWriter):
        """Columns of categories and series, written without a clock."""

        def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
            _settle(workbook, made_on)
            super()._populate_worksheet(workbook, worksheet)

    vars(data)["_workbook_writer"] = Writer(data)
    return data


def _writer(data: Any, notes: list[tuple[str, ...]], say: Words, made_on: dt.date) -> Any:
    from pptx.chart.xlsx import XyWorkbookWriter
    from xlsxwriter.utility import xl_col_to_name

    places = _places(data, notes)

    class Writer(XyWorkbookWriter):
        """Tables beside each other: x, then each series that shares it with its words."""

        def series_name_ref(self, series: Any) -> str:
            return f"{_SHEET}!${xl_col_to_name(places[series.index][1])}$1"

        def x_values_ref(self, series: Any) -> str:
            return _range(places[series.index][0], len(series))

        def y_values_ref(self, series: Any) -> str:
            return _range(places[series.index][1], len(series))

        def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
            _settle(workbook, made_on)
            for series, (x, y, words_at) in zip(self._chart_data, places, strict=True):
                worksheet.write_string(0, x, "X")
                worksheet.write_column(1, x, series.x_values)
                worksheet.write_string(0, y, series.name)
                worksheet.write_column(1, y, series.y_values)
                if words_at is not None:
                    worksheet.write_string(0, words_at, say("Note"))
                    for row, note in enumerate(notes[series.index], 1):
                        worksheet.write_string(row, words_at, printable(note)[:32_000])

    def _range(column: int, n: int) -> str:
        letter = xl_col_to_name(column)
        return f"{_SHEET}!${letter}$2:${letter}${n + 1}"

    return Writer(data)


def _places(data: Any, notes: list[tuple[str, ...]]) -> list[tuple[int, int, int | None]]:
    """The columns of each series: of its x, its y and its words."""
    tables: dict[tuple[Any, ...], list[int]] = {}
    for series in data:
        tables.setdefault(tuple(series.x_values), []).append(series.index)
    column = 0
    of_series: dict[int, tuple[int, int, int | None]] = {}
    for members in tables.values():
        x = column
        column += 1
        for index in members:
            y, words_at = column, None
            column += 1
            if any(notes[index]):
                words_at = column
                column += 1
            of_series[index] = (x, y, words_at)
        column += 1
    return [of_series[series.index] for series in data]


def _settle(workbook: Any, made_on: dt.date) -> None:
    """Equal facts give equal bytes: the day of the facts, not of the clock; texts stay texts."""
    workbook.set_properties({"created": dt.datetime(made_on.year, made_on.month, made_on.day)})
    workbook.strings_to_formulas = False
    workbook.strings_to_urls = False

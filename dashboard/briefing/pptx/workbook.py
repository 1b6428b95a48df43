"""The sheets behind the charts of a deck: what PowerPoint shows at “Edit data”.

A chart with categories has a grid: a row a category, a column a series. An XY chart has one table
of all its points: what each is called, its series, its x and y, and what it stands for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.briefing.xml_text import printable

if TYPE_CHECKING:
    from pptx.chart.data import CategoryChartData, XyChartData

    from dashboard.briefing.pptx.office_charts import XYSeries

_SHEET = "Sheet1"
DAY_FORMAT = "dd/mm/yyyy"
_MOST_LETTERS = 32_000  # of a cell
_WIDTHS = {"name": 24, "series": 20, "note": 60}


@dataclass(frozen=True)
class PointTable:
    """The sheet of an XY chart: what stands above its columns.

    Attributes:
        name: of the names on the upright axis; empty where it has none.
        series, x, y, note: of the other columns.
        made_on: the day that the file is dated with.
        is_of_days: whether x is a day.
    """

    name: str
    series: str
    x: str
    y: str
    note: str
    made_on: dt.date
    is_of_days: bool = False


@dataclass(frozen=True)
class Grid:
    """The sheet of a chart with categories.

    Attributes:
        head: of the column of categories.
        names: the categories in order, as the chart writes them; years are numbers.
        made_on: the day that the file is dated with.
        places: of the categories on the axis; empty where they are the names themselves.
    """

    head: str
    names: Sequence[str | int]
    made_on: dt.date
    places: tuple[Any, ...] = ()


def xy_data(series: Sequence[XYSeries], table: PointTable) -> XyChartData:
    """The data of an XY chart, a missing y as an empty cell.

    LibreOffice drops each series that stands before a longer one. So the first one is as long as
    any: its rows stand last in the sheet, and its range goes on below the table.

    Args:
        series: in the order in which they are drawn; at least one.
        table: its columns.
    """
    from pptx.chart.data import XyChartData

    data = XyChartData()
    longest = max(len(one.points) for one in series)
    for number, one in enumerate(series):
        written = data.add_series(printable(one.name), number_format="General")
        for x, y in one.points:
            written.add_data_point(x, y)
        for _blank in range(longest - len(one.points) if number == 0 else 0):
            written.add_data_point(None, None)
    # What python-pptx asks for the places of values and for the sheet itself.
    vars(data)["_workbook_writer"] = _xy_writer(data, series, table)
    return data


def _xy_writer(data: Any, given: Sequence[XYSeries], table: PointTable) -> Any:
    from pptx.chart.xlsx import XyWorkbookWriter

    starts, row = {}, 2
    order = [*range(1, len(given)), 0]
    for number in order:
        starts[number] = row
        row += len(given[number].points)
    named = [table.name] if table.name else []
    columns = [*named, table.series, table.x, table.y, table.note]
    letters = dict(zip(("series", "x", "y"), "BCD" if named else "ABC", strict=True))

    class Writer(XyWorkbookWriter):
        """One table of all points, the series below each other."""

        def series_name_ref(self, series: Any) -> str:
            return f"{_SHEET}!${letters['series']}${starts[series.index]}"

        def x_values_ref(self, series: Any) -> str:
            return _range("x", series)

        def y_values_ref(self, series: Any) -> str:
            return _range("y", series)

        def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
            _settle(workbook, table.made_on)
            day = workbook.add_format({"num_format": DAY_FORMAT})
            worksheet.write_row(0, 0, columns, workbook.add_format({"bold": True}))
            worksheet.freeze_panes(1, 0)
            if named:
                worksheet.set_column(0, 0, _WIDTHS["name"])
            worksheet.set_column(len(named), len(named), _WIDTHS["series"])
            worksheet.set_column(len(columns) - 1, len(columns) - 1, _WIDTHS["note"])
            for number in order:
                one = given[number]
                for place, (x, y) in enumerate(one.points):
                    names = [one.rows[place] if one.rows else ""] if named else []
                    at = starts[number] + place - 1
                    worksheet.write_row(at, 0, [*names, printable(one.name)])
                    worksheet.write_number(at, len(named) + 1, x, day if table.is_of_days else None)
                    if y is not None:
                        worksheet.write_number(at, len(named) + 2, y)
                    note = one.notes[place] if one.notes else ""
                    if note:
                        worksheet.write_string(at, len(named) + 3, printable(note)[:_MOST_LETTERS])

    def _range(column: str, series: Any) -> str:
        first, letter = starts[series.index], letters[column]
        return f"{_SHEET}!${letter}${first}:${letter}${first + len(series) - 1}"

    return Writer(data)


def category_data(
    series: Sequence[tuple[str, Mapping[Any, float | None]]], grid: Grid
) -> CategoryChartData:
    """The data of a chart with categories; what a series does not hold is an empty cell.

    Args:
        series: the name of each, and its values by the places of the categories.
        grid: its sheet.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.chart.xlsx import CategoryWorkbookWriter

    data = CategoryChartData()
    data.categories = [name if isinstance(name, int) else printable(name) for name in grid.names]
    for name, values in series:
        data.add_series(printable(name), [values.get(place) for place in grid.places or grid.names])

    class Writer(CategoryWorkbookWriter):
        """Columns of categories and series, written without a clock."""

        def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
            _settle(workbook, grid.made_on)
            super()._populate_worksheet(workbook, worksheet)
            worksheet.write_string(0, 0, printable(grid.head))
            if not all(isinstance(name, int) for name in grid.names):
                worksheet.set_column(0, 0, _WIDTHS["name"])

    vars(data)["_workbook_writer"] = Writer(data)
    return data


def _settle(workbook: Any, made_on: dt.date) -> None:
    """Equal facts give equal bytes: the day of the facts, not of the clock; texts stay texts."""
    workbook.set_properties({"created": dt.datetime(made_on.year, made_on.month, made_on.day)})
    workbook.strings_to_formulas = False
    workbook.strings_to_urls = False

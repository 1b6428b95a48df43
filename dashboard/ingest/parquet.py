"""Parquet as rows of cells; it runs in a confined process (`dashboard.core.uploads`)."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

from dashboard.core.i18n import message
from dashboard.core.uploads import Unusable
from dashboard.ingest.sheet import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Number,
    Sheet,
    packed,
    trimmed,
)

DAMAGED = message("It cannot be read as Parquet. Make it again.")
NO_CELLS = message(
    "The column “{column}” holds values that are no text, number or date. Leave it out, or write "
    "it as text."
)
TOO_MUCH = message(
    "It has more than {rows} rows or {columns} columns. Take away what is not needed."
)


def extracted(content: bytes) -> bytes:
    """The one sheet of a Parquet file; its header is row 0, its records count from 1.

    Raises:
        Unusable: it is damaged, too large, or holds what is no cell.
    """
    from pyarrow import ArrowException, parquet, types

    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        size = file.metadata
        if (
            size.num_rows > MOST_ROWS
            or size.num_columns > MOST_COLUMNS
            or size.num_rows * size.num_columns > MOST_CELLS
        ):
            raise Unusable(TOO_MUCH, rows=MOST_ROWS, columns=MOST_COLUMNS)
        for field in file.schema_arrow:
            kind = field.type.value_type if types.is_dictionary(field.type) else field.type
            if types.is_nested(kind) or "binary" in str(kind):
                raise Unusable(NO_CELLS, column=field.name)
        table = file.read(use_threads=False)
        columns = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    except (ArrowException, ValueError, OSError, KeyError, OverflowError):
        raise Unusable(DAMAGED) from None
    header: tuple[Cell, ...] = tuple(table.column_names)
    rows = (
        (number, trimmed(row)) for number, row in enumerate(zip(*columns, strict=True), start=1)
    )
    return packed([Sheet("", ((0, header), *(one for one in rows if one[1])))])


def _cell(value: Any) -> Cell:
    if value is None or value != value:  # noqa: PLR0124 (a NaN is no value)
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, bool | str | dt.date):
        return value if not isinstance(value, bool) else str(value).upper()
    if isinstance(value, int | Decimal):
        return Number(f"{value:f}" if isinstance(value, Decimal) else str(value))
    if isinstance(value, float):
        return Number(f"{Decimal(f'{value:.15g}'):f}")
    return str(value)

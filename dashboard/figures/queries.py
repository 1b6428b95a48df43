"""From a selection to the rows of a query: the one place where its parameters are bound."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from dashboard.core import limits
from dashboard.core.selection import Selection
from dashboard.figures.model import Row
from dashboard.warehouse.engine import Warehouse, cached_rows

if TYPE_CHECKING:
    import pyarrow as pa


def ask(warehouse: Warehouse, query: str, selection: Selection, /, **beside: object) -> pa.Table:
    """The rows of a query such as `spi/spi_map`; equal questions share them.

    Args:
        warehouse: where the facts are.
        query: of sql/query; each `$name` is bound from the selection, a tuple as a list, and
            `$most_rows` is the number of rows of events that are shown.
        selection: with its years resolved, where the query asks for them.
        beside: parameters that no selection holds, or with another value than there.

    Raises:
        KeyError: there is no such query, or nobody gives one of its parameters.
    """
    return _rows(warehouse, query, **_values(warehouse, query, selection, beside))


def ask_anew(warehouse: Warehouse, query: str, selection: Selection, /) -> pa.Table:
    """The same, but asked of the engine each time: to see how long it takes."""
    return _answered(warehouse, query, **_values(warehouse, query, selection, {}))


def _values(
    warehouse: Warehouse, query: str, selection: Selection, beside: Mapping[str, object]
) -> dict[str, Hashable]:
    """What the parameters of a query are, by their names; lists as tuples."""
    values = {field.name: getattr(selection, field.name) for field in fields(selection)}
    values["most_rows"] = limits.MOST_ROWS
    wanted = warehouse.parameters_of(query) - beside.keys()
    given = {**{name: values[name] for name in wanted}, **beside}
    return {name: _hashable(value) for name, value in given.items()}


@cached_rows()
def _rows(warehouse: Warehouse, query: str, /, **values: Hashable) -> pa.Table:
    return _answered(warehouse, query, **values)


def _answered(warehouse: Warehouse, query: str, /, **values: Hashable) -> pa.Table:
    """The rows; what comes as a tuple is bound as a list."""
    bound = {n: [*one] if isinstance(one, tuple) else one for n, one in values.items()}
    return warehouse.ask(query, **bound)


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def n_found(rows: Sequence[Row]) -> int:
    """How many rows there are of those that a query, which gives the newest, was asked for."""
    return int(rows[0].get("n_found", len(rows))) if rows else 0


def without_count(table: pa.Table) -> tuple[pa.Table, int]:
    """The rows of a query without the column that says how many there are, and that number."""
    if "n_found" not in table.column_names:
        return table, table.num_rows
    n = int(table.column("n_found")[0].as_py()) if table.num_rows else 0
    return table.drop_columns(["n_found"]), n


def records(
    warehouse: Warehouse, query: str, selection: Selection, /, **beside: object
) -> list[Row]:
    """The same rows as plain records, missing as None."""
    return ask(warehouse, query, selection, **beside).to_pylist()

"""What the page of methods shows: rows of queries without parameters, asked once a warehouse."""

from __future__ import annotations

from dashboard.figures.model import Row
from dashboard.warehouse.engine import Warehouse, cached


@cached()
def records(warehouse: Warehouse, query: str) -> tuple[Row, ...]:
    """The rows of a query without parameters: they change with the facts only.

    Args:
        warehouse: where the facts are.
        query: such as `method/classes`, `method/disputed` or `data/source_use`.

    Raises:
        KeyError: there is no such query.
    """
    return tuple(warehouse.records(query))

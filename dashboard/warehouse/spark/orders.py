"""What has no order that both engines share: it is refused, since each would answer in silence.

Records and lists with something missing inside compare differently, lists that are collected stand
as rows come by, and of equal keys each engine takes another row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.core.i18n import message
from dashboard.warehouse.spark.kinds import LIST, RECORD, element_of, kind_of
from dashboard.warehouse.spark.refusals import Refused

if TYPE_CHECKING:
    from sqlglot import exp

RECORDS = message(
    "Both engines compare records with a missing field differently: sort them where they are "
    "collected, list_sort(array_agg(…)), and take their fields; compare values one by one."
)
LISTS = message(
    "Both engines order lists with a missing value inside differently: order by their values."
)
UNORDERED = message(
    "Such a list stands as rows come by, which differs from engine to engine: put list_sort around "
    "it, or order it by its own value last."
)
TIES = message(
    "Where two rows are equal each engine takes another one: number the rows with row_number(), in "
    "an order that has an end."
)
UNRANKED = message("Without an order each engine gives other rows: order by what has no ties.")
NAME_TWICE = message(
    "The name is a column of the table in DuckDB and the new column in Spark: give the new one "
    "another name, or order by it alone."
)
# What gives a list in no order of its own.
_LOOSE = ("ArrayAgg", "ArrayDistinct")
# What may stand between a loose list and the place where its order stops to matter.
_THROUGH = (
    *("ArrayAppend", "ArrayConcat", "ArrayDistinct", "ArrayFilter"),
    *("Coalesce", "Filter", "Flatten", "Paren", "Window"),
)
_UNTOLD = ("ArrayContains", "ArraySize", "ArraySort")
# Where a record, or a list of them, may stand.
_HOLDING = (
    *("Alias", "Array", "ArrayAgg", "ArrayFilter", "ArraySize", "ArraySlice", "ArraySort"),
    *("Bracket", "Distinct", "Dot", "Explode", "Filter", "Lambda", "Paren", "PropertyEQ"),
    *("Select", "Transform", "Unnest"),
)
_COMPARING = ("Between", "Greatest", "GT", "GTE", "Least", "LT", "LTE", "Max", "Min")
_NUMBERING = ("RowNumber", "Rank", "Lag", "Lead")


def check(tree: exp.Expr) -> None:
    """Refuse the first construct whose order is an engine's own.

    Args:
        tree: a query as sqlglot reads it, with the kinds of its expressions.

    Raises:
        Refused: there is one.
    """
    from sqlglot import exp

    for node in tree.dfs():
        name = type(node).__name__
        if isinstance(node, exp.Tuple) and not isinstance(node.parent, exp.Values):
            raise Refused(node, RECORDS)
        if isinstance(node, exp.ArgMax):
            raise Refused(node, TIES)
        if isinstance(node, exp.ArraySort):
            _check_sorted(node)
        if name in _LOOSE:
            _check_loose(node)
        if name in _COMPARING:
            _check_compared(node)
        if kind_of(node) == RECORD or element_of(node) == RECORD:
            _check_held(node)
        if isinstance(node, exp.Window):
            _check_window(node)
        if isinstance(node, exp.Select):
            _check_select(node)


def _check_sorted(node: exp.ArraySort) -> None:
    """Records are sorted only as they are collected, where a key is made of each field."""
    from sqlglot import exp

    inner = node.this.this if isinstance(node.this, exp.Filter) else node.this
    if isinstance(inner, exp.ArrayAgg) and isinstance(inner.this, exp.Struct):
        return
    element = element_of(node.this)
    if element == RECORD or kind_of(node.this) == RECORD or _names_records(node.this):
        raise Refused(node, RECORDS)
    if element == LIST:
        raise Refused(node, LISTS)


def _names_records(node: exp.Expr) -> bool:
    """Whether a list comes from a column that this query made of records."""
    from sqlglot import exp

    return any(kind_of(column) == RECORD for column in node.find_all(exp.Column))


def _check_loose(node: exp.Expr) -> None:
    """A list that was collected is sorted, or ordered to the end, or its order is never seen."""
    from sqlglot import exp

    if isinstance(node, exp.ArrayAgg) and isinstance(node.this, exp.Order):
        value = node.this.this
        value = value.expressions[0] if isinstance(value, exp.Distinct) else value
        if any(key.this == value for key in node.this.expressions):
            return
        raise Refused(node, UNORDERED)
    above = node.parent
    while above is not None and type(above).__name__ in _THROUGH:
        above = above.parent
    if type(above).__name__ not in _UNTOLD:
        raise Refused(node, UNORDERED)


def _check_compared(node: exp.Expr) -> None:
    for part in node.iter_expressions():
        if kind_of(part) == LIST:
            raise Refused(node, LISTS)


def _check_held(node: exp.Expr) -> None:
    """A record is collected, listed, carried on, or taken apart; nothing else is done with it."""
    from sqlglot import exp

    above = node.parent
    if type(above).__name__ not in _HOLDING:
        raise Refused(node, RECORDS)
    if isinstance(node, exp.Struct) and isinstance(above, exp.PropertyEQ):
        raise Refused(node, RECORDS)


def _check_window(node: exp.Window) -> None:
    """Rows are numbered, and counted from one to another, in an order."""
    shape = node
    if node.args.get("alias") is not None and node.parent_select is not None:
        named = node.parent_select.args.get("windows") or []
        shape = next((one for one in named if one.name == node.alias), node)
    inner = node.this.this if type(node.this).__name__ == "IgnoreNulls" else node.this
    is_counted = type(inner).__name__ in _NUMBERING or shape.args.get("spec") is not None
    if is_counted and not (shape.args.get("order") or node.args.get("order")):
        raise Refused(node, UNRANKED)


def _check_select(node: exp.Select) -> None:
    from sqlglot import exp

    if node.args.get("limit") and not node.args.get("order"):
        raise Refused(node.args["limit"], UNRANKED)
    made = {
        one.alias
        for one in node.expressions
        if isinstance(one, exp.Alias)
        and not (isinstance(one.this, exp.Column) and one.this.name == one.alias)
    }
    for key in node.args["order"].expressions if node.args.get("order") else ():
        if isinstance(key.this, exp.Column):
            continue
        for column in key.this.find_all(exp.Column):
            if not column.table and column.name in made and column.parent_select is node:
                raise Refused(column, NAME_TWICE)

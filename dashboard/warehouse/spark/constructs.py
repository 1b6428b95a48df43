"""What of DuckDB's SQL is known to carry over to Spark; anything else is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.core.i18n import message
from dashboard.warehouse.spark.refusals import Refused

if TYPE_CHECKING:
    from sqlglot import exp

UNKNOWN = message(
    "It is not on the list of what gives equal answers on both engines: write it in other words, "
    "or compare its answers (make test-cluster) and add it to the list."
)
DISTINCT_ON = message("Spark has no “distinct on”: number the rows with row_number() and qualify.")
WITHIN_GROUP = message("Both engines compute “within group” differently: count and sort instead.")
LEN = message("“len” is for lists and texts: write array_length or length.")
TWO_UNNESTS = message(
    "Two unnests in one select go side by side in DuckDB and across in Spark: unnest one list of "
    "records, or join."
)

# By sqlglot's names: each kind of node with the parts that it may have.
_NODES = {
    # Statements and tables
    "Select": "expressions from_ joins where group having qualify windows order limit distinct "
    "with_",
    "With": "expressions",
    "CTE": "this alias materialized",
    "From": "this",
    "Join": "this on side kind",
    "Where": "this",
    "Group": "expressions",
    "Having": "this",
    "Qualify": "this",
    "Order": "this expressions",
    "Ordered": "this desc nulls_first",
    "Limit": "expression",
    "Distinct": "expressions",
    "Union": "this expression distinct",
    "Subquery": "this alias",
    "Table": "this db alias",
    "TableAlias": "this columns",
    "Alias": "this alias",
    "Values": "expressions alias",
    "Tuple": "expressions",
    "Unnest": "expressions alias",
    "Star": "except_",
    "Column": "this table",
    "Identifier": "this quoted",
    "Placeholder": "this",
    # Values and types
    "Literal": "this is_string",
    "Boolean": "this",
    "Null": "",
    "Array": "expressions",
    "Struct": "expressions",
    "PropertyEQ": "this expression",
    "Dot": "this expression",
    "Bracket": "this expressions",
    "Lambda": "this expressions",
    "Interval": "this unit",
    "Var": "this",
    "DataType": "this expressions nested",
    "DataTypeParam": "this",
    "Cast": "this to",
    "TryCast": "this to safe",
    # Operators
    "And": "this expression",
    "Or": "this expression",
    "Not": "this",
    "Paren": "this",
    "Neg": "this",
    "Add": "this expression",
    "Sub": "this expression",
    "Mul": "this expression",
    "Div": "this expression typed safe",
    "Mod": "this expression",
    "DPipe": "this expression safe",
    "EQ": "this expression",
    "NEQ": "this expression",
    "GT": "this expression",
    "GTE": "this expression",
    "LT": "this expression",
    "LTE": "this expression",
    "Is": "this expression",
    "In": "this expressions query",
    "Between": "this low high",
    "Like": "this expression negate",
    "Exists": "this",
    "Case": "this ifs default",
    "If": "this true",
    # Windows and aggregates
    "Window": "this partition_by order over alias spec",
    "WindowSpec": "kind start start_side end end_side",
    "RowNumber": "",
    "Rank": "",
    "Lag": "this",
    "Lead": "this",
    "Filter": "this expression",
    "Count": "this big_int",
    "Sum": "this",
    "Avg": "this",
    "Min": "this",
    "Max": "this",
    "ArgMax": "this expression",
    "IgnoreNulls": "this",
    "LogicalAnd": "this",
    "LogicalOr": "this",
    "ArrayAgg": "this",
    # Lists
    "ArrayAppend": "this expression",
    "ArrayConcat": "this expressions",
    "ArrayContains": "this expression",
    "ArrayDistinct": "this",
    "ArrayFilter": "this expression",
    "ArrayPosition": "this expression",
    "ArraySize": "this",
    "ArraySlice": "this start end",
    "ArraySort": "this nulls_first",
    "ArrayToString": "this expression",
    "Explode": "this",
    "Flatten": "this",
    "GenerateSeries": "start end",
    "Transform": "this expression",
    # Functions of one row
    "Abs": "this",
    "Coalesce": "this expressions",
    "Concat": "expressions coalesce safe",
    "ConcatWs": "expressions coalesce safe",
    "DateDiff": "this expression unit date_part_boundary",
    "DateFromParts": "year month day",
    "Extract": "this expression",
    "Greatest": "this expressions ignore_nulls",
    "LastDay": "this",
    "Least": "this expressions ignore_nulls",
    "Left": "this expression",
    "Length": "this",
    "Levenshtein": "this expression",
    "Lower": "this",
    "Nullif": "this expression",
    "Pow": "this expression",
    "RegexpReplace": "this expression replacement modifiers single_replace",
    "Replace": "this expression replacement",
    "Round": "this decimals",
    "SplitPart": "this delimiter part_index",
    "StartsWith": "this expression",
    "StrPosition": "this substr",
    "Trim": "this",
}
_PARTS = {kind: frozenset(parts.split()) for kind, parts in _NODES.items()}
_TYPES = frozenset(
    ("INT", "BIGINT", "DOUBLE", "DECIMAL", "VARCHAR", "TEXT", "BOOLEAN", "DATE", "ARRAY", "LIST")
)
_EXTRACTED = frozenset(("YEAR", "MONTH", "DAY"))


def check(tree: exp.Expr, text: str) -> None:
    """Refuse the first construct that is not known to carry over.

    Args:
        tree: a query as sqlglot reads it.
        text: the query as it is written.

    Raises:
        Refused: there is one.
    """
    for node in tree.dfs():
        _check_node(node, text)


def _check_node(node: exp.Expr, text: str) -> None:
    from sqlglot import exp

    kind = type(node).__name__
    if kind == "WithinGroup":
        raise Refused(node, WITHIN_GROUP)
    if kind == "Distinct" and node.args.get("on"):
        raise Refused(node.parent or node, DISTINCT_ON)
    used = {name for name, part in node.args.items() if part not in (None, False, [])}
    if kind not in _PARTS or not used <= _PARTS[kind]:
        raise Refused(node, UNKNOWN)
    if kind == "Length" and written(node, text).lower() == "len":
        raise Refused(node, LEN)
    if isinstance(node, exp.DataType) and node.this.name not in _TYPES:
        raise Refused(node, UNKNOWN)
    if isinstance(node, exp.Extract) and node.name.upper() not in _EXTRACTED:
        raise Refused(node, UNKNOWN)
    if isinstance(node, exp.DateDiff) and node.text("unit").upper() != "DAY":
        raise Refused(node, UNKNOWN)
    if isinstance(node, exp.WindowSpec) and node.text("kind").upper() != "ROWS":
        raise Refused(node, UNKNOWN)
    if isinstance(node, exp.Join) and (node.kind not in ("", "INNER", "CROSS", "OUTER")):
        raise Refused(node, UNKNOWN)
    if isinstance(node, exp.Select):
        _check_unnests(node)


def _check_unnests(select: exp.Select) -> None:
    """One list a select; and nothing joined after a list, which Spark lists last."""
    from sqlglot import exp

    listed = [
        found
        for column in select.expressions
        for found in column.find_all(exp.Explode)
        if found.parent_select is select
    ]
    if len(listed) > 1:
        raise Refused(listed[1], TWO_UNNESTS)
    joins = select.args.get("joins") or []
    for join in joins[:-1]:
        if isinstance(join.this, exp.Unnest):
            raise Refused(join.this, UNKNOWN)


def written(node: exp.Expr, text: str) -> str:
    """A construct as its file writes it, as far as sqlglot remembers; at most 60 characters."""
    start, end = node.meta.get("start"), node.meta.get("end")
    found = text[start : end + 1] if start is not None and end is not None else node.sql("duckdb")
    return found if len(found) <= 60 else f"{found[:59]}…"

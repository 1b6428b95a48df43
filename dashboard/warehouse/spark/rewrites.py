"""What DuckDB and Spark spell alike and mean differently, said in Spark's terms.

Each rewrite takes a node of DuckDB's SQL, as sqlglot reads it, and gives one that means the same on
Spark under ANSI rules (its default). The functions of the result are Spark's own by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dashboard.warehouse.spark import scalars
from dashboard.warehouse.spark.kinds import LIST, RECORD, element_of, hand_over, kind_of
from dashboard.warehouse.spark.refusals import COLLECTED_OVER, DESCENDING, SCHEMA, SLICE, Refused
from dashboard.warehouse.spark.trees import call, empty, function, is_null, item, record, tree

if TYPE_CHECKING:
    from sqlglot import exp


def rewrite(query: exp.Expr) -> exp.Expr:
    """A query of DuckDB as one of Spark.

    Args:
        query: each of its constructs is known by `constructs.check`, and the kinds of its
            expressions are written in its nodes. It is changed.

    Raises:
        Refused: a construct is used in a way that does not carry over.
    """
    from sqlglot import exp

    _type_lists(query)
    for common in query.find_all(exp.CTE):  # written out first or not: that is Spark's own choice
        common.set("materialized", None)
    rules: dict[type[exp.Expr], Callable[..., exp.Expr]] = {
        exp.Add: scalars.moved,
        exp.ArrayAgg: _collected,
        exp.ArrayAppend: _appended,
        exp.ArrayConcat: _joined,
        exp.ArrayContains: _contains,
        exp.ArrayDistinct: _distinct,
        exp.ArrayPosition: _position,
        exp.ArraySize: _size,
        exp.ArraySlice: _sliced,
        exp.ArraySort: _sorted,
        exp.ArrayToString: scalars.joined,
        exp.Avg: scalars.average,
        exp.Bracket: _element,
        exp.Cast: scalars.cast,
        exp.Concat: scalars.joined,
        exp.ConcatWs: scalars.joined,
        exp.Div: scalars.divided,
        exp.DPipe: scalars.joined,
        exp.Flatten: _flattened,
        exp.GenerateSeries: _series,
        exp.Left: scalars.left,
        exp.Levenshtein: scalars.differences,
        exp.Like: scalars.like,
        exp.Lower: scalars.lower,
        exp.Ordered: _ordered,
        exp.RegexpReplace: scalars.replaced,
        exp.Round: scalars.rounded,
        exp.SplitPart: scalars.part,
        exp.Sub: scalars.moved,
        exp.Table: _table,
        exp.Trim: scalars.trimmed,
        exp.TryCast: scalars.cast,
    }
    # From below, so that what a rewrite takes apart has been rewritten.
    for node in reversed(list(query.walk())):
        if (rule := rules.get(type(node))) is None:
            continue
        made = rule(node)
        if made is not node:
            hand_over(node, made)
            if node.parent is not None:
                node.replace(made)
    return query


def _type_lists(query: exp.Expr) -> None:
    """Cast parameters that are used as lists: an empty list has no type of its own."""
    from sqlglot import exp

    for node in list(query.find_all(exp.Placeholder)):
        above = node.parent
        is_list = isinstance(above, (exp.ArrayContains, exp.ArrayPosition)) and above.this is node
        if is_list or isinstance(above, (exp.ArraySize, exp.Unnest, exp.Explode)):
            node.replace(exp.cast(node.copy(), "array<string>", dialect="spark"))


def _collected(node: exp.ArrayAgg) -> exp.Expr:
    """`array_agg`: Spark's keeps no order and no null, and gives an empty list for no rows."""
    from sqlglot import exp

    if isinstance(node.parent, exp.Window) or (
        isinstance(node.parent, exp.Filter) and isinstance(node.parent.parent, exp.Window)
    ):
        raise Refused(node, COLLECTED_OVER)
    value, keys, is_distinct = node.this, [], False
    if isinstance(value, exp.Order):
        keys, value = value.expressions, value.this
    if isinstance(value, exp.Distinct):
        is_distinct, value = True, value.expressions[0]
    fields: dict[str, exp.Expr] = {}
    for number, key in enumerate(keys):
        if key.args.get("desc"):
            raise Refused(node, DESCENDING)
        flag = is_null(key.this)
        fields[f"n{number}"] = exp.not_(flag) if key.args.get("nulls_first") else flag
        fields[f"k{number}"] = key.this
    fields["v"] = value
    shape: exp.Expr = item("v")
    above = node.parent
    holder = above if isinstance(above, exp.Filter) else node
    is_sorted = bool(keys)
    if isinstance(holder.parent, exp.ArraySort) and isinstance(value, exp.Struct) and not keys:
        # Nulls come last inside of records too.
        fields = {}
        for number, field in enumerate(value.expressions):
            fields[f"n{number}"] = is_null(field.expression)
            fields[f"k{number}"] = field.expression
        shape = record(
            **{field.name: item(f"k{number}") for number, field in enumerate(value.expressions)}
        )
        is_sorted = True
    row: exp.Expr = record(**fields)
    collected: exp.Expr = call(
        "collect_list", exp.Distinct(expressions=[row]) if is_distinct else row
    )
    if holder is not node:
        collected = exp.Filter(this=collected, expression=holder.expression.copy())
    if is_sorted:
        collected = call("array_sort", collected)
    listed = call("nullif", call("transform", collected, function(shape)), empty())
    if holder is node:
        return listed
    hand_over(holder, listed)
    holder.replace(listed)
    return node


def _sorted(node: exp.ArraySort) -> exp.Expr:
    """`list_sort`: nulls last in both; records that were sorted where they were collected stay."""
    if element_of(node.this) == RECORD:
        return node.this.copy()
    return call("array_sort", node.this)


def _ordered(node: exp.Ordered) -> exp.Expr:
    """Lists in order: what is missing inside of one comes last."""
    if kind_of(node.this) == LIST:
        flagged = record(n=is_null(item()), v=item())
        node.set("this", call("transform", node.this, function(flagged)))
    return node


def _sliced(node: exp.ArraySlice) -> exp.Expr:
    """`array_slice` goes up to a place; Spark's takes a number of elements."""
    from sqlglot import exp

    start, end = node.args["start"], node.args.get("end")
    if not (isinstance(start, exp.Literal) and isinstance(end, exp.Literal)):
        raise Refused(node, SLICE)
    first, last = int(start.name), int(end.name)
    if not 1 <= first <= last:
        raise Refused(node, SLICE)
    return call("slice", node.this, first, last - first + 1)


def _appended(node: exp.ArrayAppend) -> exp.Expr:
    """`list_append`: to no list as to an empty one."""
    return call("array_append", call("coalesce", node.this, empty()), node.expression)


def _joined(node: exp.ArrayConcat) -> exp.Expr:
    """`list_concat`: a missing list counts as an empty one, never as the end of all."""
    return call(
        "concat",
        *(call("coalesce", part, empty()) for part in (node.this, *node.expressions)),
    )


def _contains(node: exp.ArrayContains) -> exp.Expr:
    """`list_contains`: a null in the list is no perhaps."""
    return call("array_contains", call("array_compact", node.this), node.expression)


def _distinct(node: exp.ArrayDistinct) -> exp.Expr:
    """`list_distinct` leaves nulls out."""
    return call("array_distinct", call("array_compact", node.this))


def _position(node: exp.ArrayPosition) -> exp.Expr:
    """`array_position`: what is not found has no position; Spark says zero, and finds no null."""
    from sqlglot import exp

    found = call("nullif", call("array_position", node.this, node.expression), 0)
    if isinstance(node.expression, exp.Literal) or _holds_all(node.this):
        return found
    missing = call("transform", node.this, function(is_null(item())))
    place = call("nullif", call("array_position", missing, exp.true()), 0)
    return exp.Case(ifs=[exp.If(this=is_null(node.expression), true=place)], default=found)


def _holds_all(node: exp.Expr) -> bool:
    """Whether a list is one of written values or of chosen ones, so that none of it is missing."""
    from sqlglot import exp

    if isinstance(node, exp.Array):
        return all(isinstance(one, exp.Literal) for one in node.expressions)
    return isinstance(node, exp.Cast) and isinstance(node.this, exp.Placeholder)


def _size(node: exp.ArraySize) -> exp.Expr:
    """`array_length`: of no list none."""
    return call("array_size", node.this)


def _element(node: exp.Bracket) -> exp.Expr:
    """`list[i]`: none where the list has no such element."""
    from sqlglot import exp

    [place] = node.expressions  # as sqlglot reads it, from zero on
    if isinstance(place, exp.Literal):
        return call("try_element_at", node.this, int(place.name) + 1)
    place = place.this if isinstance(place, exp.Add) else exp.Add(this=place, expression=tree(1))
    is_int = isinstance(place, exp.Cast) and place.to.this.name == "INT"
    whole = place if is_int else exp.cast(place.copy(), "int")  # a bigint is no place there
    return call("try_element_at", node.this, call("nullif", whole, 0))


def _flattened(node: exp.Flatten) -> exp.Expr:
    """`flatten` passes over missing lists."""
    return call("flatten", call("array_compact", node.this))


def _series(node: exp.GenerateSeries) -> exp.Expr:
    """`generate_series` counts upwards only, in big whole numbers."""
    from sqlglot import exp

    first = exp.cast(node.args["start"].copy(), "bigint")
    last = exp.cast(node.args["end"].copy(), "bigint")
    return call(
        "filter",
        call("sequence", first, call("greatest", first.copy(), last)),
        function(exp.LTE(this=item(), expression=last.copy())),
    )


def _table(node: exp.Table) -> exp.Expr:
    """`information_schema.columns` is a view that the session makes; Spark has no such schema."""
    from sqlglot import exp

    if node.db == "information_schema" and node.name == "columns":
        node.set("db", None)
        node.set("this", exp.to_identifier(COLUMNS_VIEW))
    elif node.db:
        raise Refused(node, SCHEMA)
    return node


COLUMNS_VIEW = "information_schema_columns"

"""What DuckDB and Spark spell alike and mean differently, said in Spark's terms.

Each rewrite takes a node of DuckDB's SQL, as sqlglot reads it, and gives one that means the same on
Spark under ANSI rules (its default). The functions of the result are Spark's own by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dashboard.warehouse.spark.refusals import (
    COLLECTED_OVER,
    DESCENDING,
    FIRST_MATCH,
    NEGATIVE,
    PATTERN,
    SCHEMA,
    SLICE,
    WRITTEN_NUMBER,
    Refused,
)

if TYPE_CHECKING:
    from sqlglot import exp


def rewrite(tree: exp.Expr, *, texts_only: bool) -> exp.Expr:
    """A query of DuckDB as one of Spark.

    Args:
        tree: the query, each of whose constructs `constructs.check` knows. It is changed.
        texts_only: whether all columns are texts, as those of raw tables are.

    Raises:
        Refused: a construct is used in a way that does not carry over.
    """
    from sqlglot import exp

    _type_lists(tree)
    for common in tree.find_all(exp.CTE):  # written out first or not: that is Spark's own choice
        common.set("materialized", None)
    rules: dict[type[exp.Expr], Callable[..., exp.Expr]] = {
        exp.ArrayAgg: _collected,
        exp.ArrayAppend: _appended,
        exp.ArrayConcat: _joined,
        exp.ArrayContains: _contains,
        exp.ArrayDistinct: _distinct,
        exp.ArrayPosition: _position,
        exp.ArraySize: _size,
        exp.ArraySlice: _sliced,
        exp.ArraySort: _sorted,
        exp.ArgMax: _arg_max,
        exp.Avg: _average,
        exp.Bracket: _element,
        exp.Div: _divided,
        exp.Flatten: _flattened,
        exp.GenerateSeries: _series,
        exp.Left: _left,
        exp.Like: _like,
        exp.RegexpReplace: _replaced,
        exp.Table: _table,
    }
    # From below, so that what a rewrite takes apart has been rewritten.
    for node in reversed(list(tree.walk())):
        if isinstance(node, exp.Cast):
            made = _cast(node, texts_only=texts_only)
        elif type(node) in rules:
            made = rules[type(node)](node)
        else:
            continue
        if made is not node and node.parent is not None:
            node.replace(made)
    return tree


def _call(name: str, *arguments: object) -> exp.Anonymous:
    from sqlglot import exp

    return exp.Anonymous(this=name, expressions=[_tree(argument) for argument in arguments])


def _tree(value: object) -> exp.Expr:
    from sqlglot import exp

    if isinstance(value, exp.Expr):
        return value.copy() if value.parent is not None else value
    return exp.convert(value)


def _lambda(body: exp.Expr) -> exp.Lambda:
    """`item -> body`, where the body names the item by `_item()`."""
    from sqlglot import exp

    return exp.Lambda(this=body, expressions=[exp.to_identifier("item_of_list")])


def _item(field: str = "") -> exp.Expr:
    from sqlglot import exp

    item = exp.to_identifier("item_of_list")
    return exp.Dot(this=item, expression=exp.to_identifier(field)) if field else item


def _record(**fields: exp.Expr) -> exp.Struct:
    from sqlglot import exp

    return exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name), expression=_tree(value))
            for name, value in fields.items()
        ]
    )


def _is_null(node: exp.Expr) -> exp.Expr:
    from sqlglot import exp

    return exp.Paren(this=exp.Is(this=_tree(node), expression=exp.Null()))


def _empty() -> exp.Expr:
    from sqlglot import exp

    return exp.Array(expressions=[])


def _type_lists(tree: exp.Expr) -> None:
    """Cast parameters that are used as lists: an empty list has no type of its own."""
    from sqlglot import exp

    for node in list(tree.find_all(exp.Placeholder)):
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
        flag = _is_null(key.this)
        fields[f"n{number}"] = exp.not_(flag) if key.args.get("nulls_first") else flag
        fields[f"k{number}"] = key.this
    fields["v"] = value
    shape: exp.Expr = _item("v")
    above = node.parent
    holder = above if isinstance(above, exp.Filter) else node
    is_sorted = bool(keys)
    if isinstance(holder.parent, exp.ArraySort) and isinstance(value, exp.Struct) and not keys:
        # Nulls come last inside of records too.
        fields = {}
        for number, field in enumerate(value.expressions):
            fields[f"n{number}"] = _is_null(field.expression)
            fields[f"k{number}"] = field.expression
        shape = _record(
            **{field.name: _item(f"k{number}") for number, field in enumerate(value.expressions)}
        )
        is_sorted = True
    record: exp.Expr = _record(**fields)
    collected: exp.Expr = _call(
        "collect_list", exp.Distinct(expressions=[record]) if is_distinct else record
    )
    if holder is not node:
        collected = exp.Filter(this=collected, expression=holder.expression.copy())
    if is_sorted:
        collected = _call("array_sort", collected)
    listed = _call("nullif", _call("transform", collected, _lambda(shape)), _empty())
    if holder is node:
        return listed
    holder.replace(listed)
    return node


def _sorted(node: exp.ArraySort) -> exp.Expr:
    """`list_sort`: nulls last in both; records that were sorted where they were collected stay."""
    return _call("array_sort", node.this)


def _sliced(node: exp.ArraySlice) -> exp.Expr:
    """`array_slice` goes up to a place; Spark's takes a number of elements."""
    from sqlglot import exp

    start, end = node.args["start"], node.args.get("end")
    if not (isinstance(start, exp.Literal) and isinstance(end, exp.Literal)):
        raise Refused(node, SLICE)
    first, last = int(start.name), int(end.name)
    if not 1 <= first <= last:
        raise Refused(node, SLICE)
    return _call("slice", node.this, first, last - first + 1)


def _appended(node: exp.ArrayAppend) -> exp.Expr:
    """`list_append`: to no list as to an empty one."""
    return _call("array_append", _call("coalesce", node.this, _empty()), node.expression)


def _joined(node: exp.ArrayConcat) -> exp.Expr:
    """`list_concat`: a missing list counts as an empty one, never as the end of all."""
    return _call(
        "concat",
        *(_call("coalesce", part, _empty()) for part in (node.this, *node.expressions)),
    )


def _contains(node: exp.ArrayContains) -> exp.Expr:
    """`list_contains`: a null in the list is no perhaps."""
    return _call("array_contains", _call("array_compact", node.this), node.expression)


def _distinct(node: exp.ArrayDistinct) -> exp.Expr:
    """`list_distinct` leaves nulls out."""
    return _call("array_distinct", _call("array_compact", node.this))


def _position(node: exp.ArrayPosition) -> exp.Expr:
    """`array_position`: what is not found has no position; Spark says zero."""
    return _call("nullif", _call("array_position", node.this, node.expression), 0)


def _size(node: exp.ArraySize) -> exp.Expr:
    """`array_length`: of no list none."""
    return _call("array_size", node.this)


def _arg_max(node: exp.ArgMax) -> exp.Expr:
    """`arg_max` passes over rows whose value is null."""
    from sqlglot import exp

    found = _call("max_by", node.this, node.expression)
    known = exp.Is(this=_tree(node.this), expression=exp.Null()).not_()
    above = node.parent
    if isinstance(above, exp.Filter):
        both = exp.and_(above.expression.this.copy(), known)
        above.replace(exp.Filter(this=found, expression=exp.Where(this=both)))
        return node
    return exp.Filter(this=found, expression=exp.Where(this=known))


def _average(node: exp.Avg) -> exp.Expr:
    """`avg` of decimals is a double."""
    from sqlglot import exp

    return exp.Avg(this=exp.cast(node.this.copy(), "double"))


def _element(node: exp.Bracket) -> exp.Expr:
    """`list[i]`: none where the list has no such element."""
    from sqlglot import exp

    [place] = node.expressions  # as sqlglot reads it, from zero on
    if isinstance(place, exp.Literal):
        return _call("try_element_at", node.this, int(place.name) + 1)
    place = place.this if isinstance(place, exp.Add) else exp.Add(this=place, expression=_tree(1))
    is_int = isinstance(place, exp.Cast) and place.to.this.name == "INT"
    whole = place if is_int else exp.cast(place.copy(), "int")  # a bigint is no place there
    return _call("try_element_at", node.this, _call("nullif", whole, 0))


def _divided(node: exp.Div) -> exp.Expr:
    """`/` divides doubles, also where both sides are whole or decimal."""
    from sqlglot import exp

    return exp.Div(
        this=exp.cast(node.this.copy(), "double"),
        expression=exp.cast(node.expression.copy(), "double"),
        typed=True,
    )


def _flattened(node: exp.Flatten) -> exp.Expr:
    """`flatten` passes over missing lists."""
    return _call("flatten", _call("array_compact", node.this))


def _series(node: exp.GenerateSeries) -> exp.Expr:
    """`generate_series` counts upwards only, in big whole numbers."""
    from sqlglot import exp

    first = exp.cast(node.args["start"].copy(), "bigint")
    last = exp.cast(node.args["end"].copy(), "bigint")
    return _call(
        "filter",
        _call("sequence", first, _call("greatest", first.copy(), last)),
        _lambda(exp.LTE(this=_item(), expression=last.copy())),
    )


def _left(node: exp.Left) -> exp.Expr:
    """`left` counts from the end where its number is negative."""
    from sqlglot import exp

    if not isinstance(node.expression, exp.Literal):
        raise Refused(node, NEGATIVE)
    return node


def _like(node: exp.Like) -> exp.Expr:
    """`like`: a backslash is a letter in one and escapes in the other."""
    if "\\" in node.expression.name:
        raise Refused(node, PATTERN)
    return node


def _replaced(node: exp.RegexpReplace) -> exp.Expr:
    """`regexp_replace` without 'g' replaces the first match, Spark's each one."""
    from sqlglot import exp

    pattern, replacement = node.expression, node.args["replacement"]
    if not (isinstance(pattern, exp.Literal) and isinstance(replacement, exp.Literal)):
        raise Refused(node, PATTERN)
    if "\\" in pattern.name or "\\" in replacement.name or "$" in replacement.name:
        raise Refused(node, PATTERN)
    flags = node.args.get("modifiers")
    if flags is not None and flags.name != "g":
        raise Refused(node, PATTERN)
    bound = pattern.name.startswith("^") or pattern.name.endswith("$")
    if flags is None and not (bound and not _has_choice(pattern.name)):
        raise Refused(node, FIRST_MATCH)
    return _call("regexp_replace", node.this, pattern, replacement)


def _has_choice(pattern: str) -> bool:
    """Whether a pattern has a `|` outside of parentheses."""
    depth = 0
    for letter in pattern:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            return True
    return False


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


def _cast(node: exp.Cast, *, texts_only: bool) -> exp.Expr:
    """A double becomes the nearest whole number, a half the even one; Spark cuts it off."""
    from sqlglot import exp

    to = node.to.this.name
    if to in ("VARCHAR", "TEXT") and _is_double(node.this):
        raise Refused(node, WRITTEN_NUMBER)
    if to not in ("INT", "BIGINT") or isinstance(node, exp.TryCast):
        return node
    value = node.this
    if isinstance(value, _whole()) or (texts_only and isinstance(value, exp.Column)):
        return node
    rounded = "rint" if _is_double(value) else "round"
    return exp.cast(_call(rounded, value), node.to)


def _whole() -> tuple[type[exp.Expr], ...]:
    """Texts, and numbers that are whole: nothing is left to round."""
    from sqlglot import exp

    return (
        *(exp.Left, exp.SplitPart, exp.Literal, exp.Placeholder, exp.Null, exp.Boolean),
        *(exp.Extract, exp.Count, exp.RowNumber, exp.Rank, exp.Length, exp.Round),
    )


def _is_double(node: exp.Expr) -> bool:
    from sqlglot import exp

    if isinstance(node, exp.Cast):
        return node.to.this.name == "DOUBLE"
    if isinstance(node, (exp.Div, exp.Avg, exp.Pow)):
        return True
    if isinstance(node, (exp.Binary, exp.Paren, exp.Neg, exp.Coalesce, exp.Round)):
        return any(_is_double(part) for part in node.iter_expressions())
    return False

"""What kind of value an expression gives, as far as its words tell: some rewrites depend on it.

A column of a table has no kind here, unless the same query made it of lists or records; what is
written for such a one has to be right for every kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

DOUBLE, DECIMAL, WHOLE = "double", "decimal", "whole"
TEXT, TRUTH, DATE, MOMENT = "text", "truth", "date", "moment"
LIST, RECORD, NOTHING = "list", "record", "nothing"
_NUMBERS = (DOUBLE, DECIMAL, WHOLE)
_TYPES = {
    **{"INT": WHOLE, "BIGINT": WHOLE, "DOUBLE": DOUBLE, "DECIMAL": DECIMAL},
    **{"VARCHAR": TEXT, "TEXT": TEXT, "BOOLEAN": TRUTH, "DATE": DATE, "ARRAY": LIST, "LIST": LIST},
}
# By sqlglot's names: what always gives one kind.
_FIXED = {
    name: kind
    for kind, names in {
        DOUBLE: "Avg Div Pow",
        WHOLE: "ArrayPosition ArraySize Count DateDiff Extract Length Levenshtein Rank RowNumber "
        "StrPosition",
        TEXT: "ArrayToString Concat ConcatWs Left Lower RegexpReplace Replace SplitPart Trim",
        TRUTH: "And ArrayContains Between Boolean EQ Exists GT GTE In Is Like LogicalAnd LogicalOr "
        "LT LTE NEQ Not Or StartsWith",
        DATE: "DateFromParts LastDay",
        LIST: "Array ArrayAgg ArrayAppend ArrayConcat ArrayDistinct ArrayFilter ArraySlice "
        "ArraySort Flatten GenerateSeries Transform",
        RECORD: "Struct",
        NOTHING: "Null",
    }.items()
    for name in names.split()
}
# What gives the kind that it is given first.
_SAME = (
    *("Abs", "Filter", "IgnoreNulls", "Lag", "Lead", "Max", "Min"),
    *("Neg", "Nullif", "Order", "Paren", "Round", "Sum", "Window"),
)


def annotate(tree: exp.Expr, *, texts_only: bool = False) -> None:
    """Write the kind of each expression of a query, and of what a list holds, into its nodes.

    Args:
        tree: the query as sqlglot reads it, before anything is rewritten.
        texts_only: whether all columns of tables are texts, as those of raw tables are.
    """
    from sqlglot import exp

    reader = _Reader(TEXT if texts_only else None)
    for alias in tree.find_all(exp.Alias):
        reader.name(alias)
    for node in tree.walk():
        node.meta[_KIND], node.meta[_ELEMENT] = reader.of(node), reader.element(node)


def kind_of(node: exp.Expr) -> str | None:
    """The kind of an expression; None where its words do not tell."""
    found: str | None = node.meta.get(_KIND)
    return found


def element_of(node: exp.Expr) -> str | None:
    """The kind of what a list holds; None where its words do not tell."""
    found: str | None = node.meta.get(_ELEMENT)
    return found


def hand_over(node: exp.Expr, made: exp.Expr) -> None:
    """Let what a node was rewritten to be of the same kind."""
    made.meta[_KIND], made.meta[_ELEMENT] = kind_of(node), element_of(node)


_KIND, _ELEMENT = "kind", "kind_of_element"


class _Reader:
    """What the words of one query tell.

    Args:
        column: the kind of a column of a table.
    """

    def __init__(self, column: str | None) -> None:
        self._named: dict[str, str] = {}
        self._column = column

    def name(self, alias: exp.Alias) -> None:
        """Remember a name that the query gives to lists or records."""
        kind = RECORD if self.element(alias.this) == RECORD else self.of(alias.this)
        if kind in (LIST, RECORD) and self._named.get(alias.alias) != RECORD:
            self._named[alias.alias] = kind

    def of(self, node: exp.Expr) -> str | None:
        """The kind of an expression; None where its words do not tell."""
        from sqlglot import exp

        name = type(node).__name__
        if name in _FIXED:
            return _FIXED[name]
        if name in _SAME:
            return self.of(node.this)
        if isinstance(node, exp.Literal):
            return _literal(node)
        if isinstance(node, exp.Cast):
            return _TYPES.get(node.to.this.name)
        if isinstance(node, exp.Column):
            return self._named.get(node.name, self._column)
        if isinstance(node, (exp.Add, exp.Sub, exp.Mul, exp.Mod)):
            return self._reckoned(node)
        if isinstance(node, exp.DPipe):
            return LIST if LIST in (self.of(node.this), self.of(node.expression)) else TEXT
        if isinstance(node, exp.Case):
            one = [branch.args["true"] for branch in node.args["ifs"]]
            return self._common([*one, *filter(None, [node.args.get("default")])])
        if isinstance(node, (exp.Coalesce, exp.Greatest, exp.Least)):
            return self._common([node.this, *node.expressions])
        return None

    def element(self, node: exp.Expr) -> str | None:
        """The kind of what a list holds; None where its words do not tell."""
        from sqlglot import exp

        if isinstance(node, exp.Array):
            return self._common(node.expressions)
        if isinstance(node, exp.ArrayAgg):
            value = node.this.this if isinstance(node.this, exp.Order) else node.this
            return self.of(value.expressions[0] if isinstance(value, exp.Distinct) else value)
        if isinstance(node, exp.Transform):
            return self.of(node.expression.this)
        names = "ArrayAppend ArrayDistinct ArrayFilter ArraySlice ArraySort Filter Paren Coalesce"
        return self.element(node.this) if type(node).__name__ in names.split() else None

    def _reckoned(self, node: exp.Expr) -> str | None:
        from sqlglot import exp

        if isinstance(node.expression, exp.Interval):
            return MOMENT
        both = {self.of(node.this), self.of(node.expression)}
        if DOUBLE in both:
            return DOUBLE
        if both == {DATE}:
            return None
        return _widest(both) if both <= {DECIMAL, WHOLE} else (DATE if DATE in both else None)

    def _common(self, nodes: list[exp.Expr]) -> str | None:
        kinds = {self.of(node) for node in nodes} - {NOTHING}
        if len(kinds) == 1:
            return kinds.pop()
        if DOUBLE in kinds or kinds <= set(_NUMBERS):
            return _widest(kinds) if kinds else NOTHING
        return RECORD if RECORD in kinds else None


def _literal(node: exp.Literal) -> str:
    if node.is_string:
        return TEXT
    if "e" in node.name.lower():
        return DOUBLE
    return DECIMAL if "." in node.name else WHOLE


def _widest(kinds: set[str | None]) -> str | None:
    return next((kind for kind in _NUMBERS if kind in kinds), None)

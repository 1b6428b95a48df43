"""Pieces of Spark's SQL that rewrites are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp


def call(name: str, *arguments: object) -> exp.Anonymous:
    """A function of Spark by its name; arguments that stand elsewhere are copied."""
    from sqlglot import exp

    return exp.Anonymous(this=name, expressions=[tree(argument) for argument in arguments])


def tree(value: object) -> exp.Expr:
    """A value as a node that has no place yet."""
    from sqlglot import exp

    if isinstance(value, exp.Expr):
        return value.copy() if value.parent is not None else value
    return exp.convert(value)


def function(body: exp.Expr) -> exp.Lambda:
    """`item -> body`, where the body names the item by `item()`."""
    from sqlglot import exp

    return exp.Lambda(this=body, expressions=[exp.to_identifier("item_of_list")])


def item(field: str = "") -> exp.Expr:
    """The item of a list, or a field of it, inside of `function`."""
    from sqlglot import exp

    one = exp.to_identifier("item_of_list")
    return exp.Dot(this=one, expression=exp.to_identifier(field)) if field else one


def record(**fields: exp.Expr) -> exp.Struct:
    """A record of named fields."""
    from sqlglot import exp

    return exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name), expression=tree(value))
            for name, value in fields.items()
        ]
    )


def is_null(node: exp.Expr) -> exp.Expr:
    """Whether something is missing."""
    from sqlglot import exp

    return exp.Paren(this=exp.Is(this=tree(node), expression=exp.Null()))


def empty() -> exp.Expr:
    """A list of nothing."""
    from sqlglot import exp

    return exp.Array(expressions=[])


def when_double(value: exp.Expr, double: exp.Expr, other: exp.Expr) -> exp.Expr:
    """One of two, by what Spark knows of a column's type; it decides before it begins."""
    from sqlglot import exp

    is_double = exp.EQ(this=call("typeof", value), expression=exp.convert("double"))
    return exp.Case(ifs=[exp.If(this=is_double, true=double)], default=other)

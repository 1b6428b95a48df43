"""Numbers and texts that DuckDB and Spark spell alike and mean differently, in Spark's terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard.warehouse.spark.kinds import DATE, DECIMAL, DOUBLE, MOMENT, element_of, kind_of
from dashboard.warehouse.spark.refusals import (
    DAYS,
    FIRST_MATCH,
    MOMENTS,
    NEGATIVE,
    PART,
    PATTERN,
    ROUNDED,
    TRIED,
    WRITTEN_NUMBER,
    Refused,
    line_of,
)
from dashboard.warehouse.spark.trees import call, tree, when_double

if TYPE_CHECKING:
    from sqlglot import exp

# Unicode's separators of words: DuckDB trims all of them, Spark the first.
_SPACES = " \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_MOST_DIGITS = 15  # of a decimal that a double holds
_COMPARED = ("Between", "EQ", "GT", "GTE", "LT", "LTE", "NEQ")


def cast(node: exp.Cast) -> exp.Expr:
    """A double becomes the nearest whole number, a half the even one; Spark cuts it off."""
    from sqlglot import exp

    to = node.to.this.name
    if isinstance(node, exp.TryCast):
        raise Refused(node, TRIED)
    kind = kind_of(node.this)
    if to in ("VARCHAR", "TEXT"):
        value = written(node.this, node)
        return node if value is node.this else exp.cast(value, node.to)
    if to == "DECIMAL" and kind in (DOUBLE, None):
        scaled = _to_decimal(node)
        return scaled if kind == DOUBLE else when_double(node.this, scaled, node.copy())
    if to not in ("INT", "BIGINT") or kind not in (DOUBLE, DECIMAL, None):
        return node
    if isinstance(node.this, exp.Placeholder):
        return node
    rounded, even = (exp.cast(call(name, node.this), node.to) for name in ("round", "rint"))
    if kind == DECIMAL:
        return rounded
    return even if kind == DOUBLE else when_double(node.this, even, rounded)


def _to_decimal(node: exp.Cast) -> exp.Expr:
    """A double as a decimal: DuckDB moves the point first and rounds then."""
    from sqlglot import exp

    digits, places = ([int(str(one.this)) for one in node.to.expressions] + [18, 3])[:2]
    if not node.to.expressions or digits > _MOST_DIGITS:
        raise Refused(node, ROUNDED)
    return exp.cast(_rounded(node.this, places), node.to)


def _rounded(value: exp.Expr, places: int) -> exp.Expr:
    from sqlglot import exp

    if places == 0:
        return call("round", value)
    point = exp.Literal.number(f"1E{places}")
    moved = exp.Mul(this=exp.Paren(this=exp.cast(tree(value), "double")), expression=point)
    return exp.Paren(this=exp.Div(this=call("round", moved), expression=point.copy(), typed=True))


def rounded(node: exp.Round) -> exp.Expr:
    """`round` of a double moves the point, rounds, and moves it back; Spark rounds its digits."""
    from sqlglot import exp

    places = node.args.get("decimals")
    if places is not None and not (isinstance(places, exp.Literal) and places.name.isdigit()):
        raise Refused(node, ROUNDED)
    kind = kind_of(node.this)
    if places is None or places.name == "0" or kind == DECIMAL:
        return node
    if kind != DOUBLE:
        raise Refused(node, ROUNDED)
    return _rounded(node.this, int(places.name))


def written(value: exp.Expr, node: exp.Expr) -> exp.Expr:
    """A value that becomes a text; doubles are written differently, so that none may.

    Raises:
        Refused: it is one, or a moment. Of a column of a table the cluster refuses it.
    """
    from sqlglot import exp

    kind = kind_of(value)
    if kind in (DOUBLE, MOMENT) or element_of(value) == DOUBLE:
        raise Refused(node, WRITTEN_NUMBER if kind != MOMENT else MOMENTS)
    if kind is not None or not isinstance(value, (exp.Column, exp.Dot, exp.Coalesce, exp.Bracket)):
        return value
    is_double = exp.In(
        this=call("typeof", value),
        expressions=[exp.convert(name) for name in ("double", "float", "array<double>")],
    )
    where = f"sql/{value.root().meta.get('file', '')}:{line_of(value) or '?'}"
    refused = call("raise_error", f"{where}: {value.sql('duckdb')}: {WRITTEN_NUMBER}")
    return exp.Case(ifs=[exp.If(this=is_double, true=refused)], default=tree(value))


def joined(node: exp.Expr) -> exp.Expr:
    """`||`, `concat`, `concat_ws` and `array_to_string`: no part may be a double."""
    for part in list(node.iter_expressions()):
        guarded = written(part, node)
        if guarded is not part:
            part.replace(guarded)
    return node


def divided(node: exp.Div) -> exp.Expr:
    """`/` divides doubles, also where both sides are whole or decimal."""
    from sqlglot import exp

    return exp.Div(
        this=exp.cast(node.this.copy(), "double"),
        expression=exp.cast(node.expression.copy(), "double"),
        typed=True,
    )


def average(node: exp.Avg) -> exp.Expr:
    """`avg` of decimals is a double."""
    from sqlglot import exp

    return exp.Avg(this=exp.cast(node.this.copy(), "double"))


def moved(node: exp.Expr) -> exp.Expr:
    """A date and an interval are a moment in DuckDB and may stay a date in Spark."""
    from sqlglot import exp

    if not isinstance(node.expression, exp.Interval):
        if isinstance(node, exp.Sub) and kind_of(node.this) == kind_of(node.expression) == DATE:
            raise Refused(node, DAYS)
        return node
    above = node.parent
    while isinstance(above, exp.Paren):
        above = above.parent
    is_date = isinstance(above, exp.Cast) and above.to.this.name == "DATE"
    if not is_date and type(above).__name__ not in _COMPARED:
        raise Refused(node, MOMENTS)
    return node


def left(node: exp.Left) -> exp.Expr:
    """`left` counts from the end where its number is negative."""
    from sqlglot import exp

    if not isinstance(node.expression, exp.Literal):
        raise Refused(node, NEGATIVE)
    return node


def lower(node: exp.Lower) -> exp.Expr:
    """`lower` goes letter by letter; Spark makes two of one, and looks at where a word ends."""
    from sqlglot import exp

    return exp.Lower(this=call("translate", node.this, "İΣ", "iσ"))


def trimmed(node: exp.Trim) -> exp.Expr:
    """`trim` takes away every kind of space."""
    from sqlglot import exp

    return exp.Trim(this=node.this.copy(), expression=exp.convert(_SPACES), position="BOTH")


def part(node: exp.SplitPart) -> exp.Expr:
    """`split_part` by nothing gives letters; the part of number nought is an error in Spark."""
    from sqlglot import exp

    number = node.args["part_index"]
    number = number.this if isinstance(number, exp.Neg) else number
    delimiter = node.args["delimiter"]
    if not (isinstance(delimiter, exp.Literal) and delimiter.name):
        raise Refused(node, PART)
    if not (isinstance(number, exp.Literal) and int(number.name)):
        raise Refused(node, PART)
    return node


def differences(node: exp.Levenshtein) -> exp.Expr:
    """`levenshtein` counts bytes; Spark counts letters, so that each byte is made a letter."""
    from sqlglot import exp

    def of_bytes(text: exp.Expr) -> exp.Expr:
        if isinstance(text, exp.Literal) and text.name.isascii():
            return text.copy()
        return call("decode", call("encode", text, "UTF-8"), "ISO-8859-1")

    return exp.Levenshtein(this=of_bytes(node.this), expression=of_bytes(node.expression))


def like(node: exp.Like) -> exp.Expr:
    """`like`: a backslash is a letter in one and escapes in the other."""
    from sqlglot import exp

    if not isinstance(node.expression, exp.Literal) or "\\" in node.expression.name:
        raise Refused(node, PATTERN)
    return node


def replaced(node: exp.RegexpReplace) -> exp.Expr:
    """`regexp_replace` without 'g' replaces the first match, Spark's each one."""
    from sqlglot import exp

    pattern, replacement = node.expression, node.args["replacement"]
    if not (isinstance(pattern, exp.Literal) and isinstance(replacement, exp.Literal)):
        raise Refused(node, PATTERN)
    if "\\" in replacement.name or "$" in replacement.name or not _is_plain(pattern.name):
        raise Refused(node, PATTERN)
    flags = node.args.get("modifiers")
    if flags is not None and flags.name != "g":
        raise Refused(node, PATTERN)
    bound = pattern.name.startswith("^") or pattern.name.endswith("$")
    if flags is None and not (bound and not _has_choice(pattern.name)):
        raise Refused(node, FIRST_MATCH)
    # There `$` is also before a last end of a line.
    text = f"{pattern.name[:-1]}\\z" if pattern.name.endswith("$") else pattern.name
    return call("regexp_replace", node.this, text, replacement)


def _is_plain(pattern: str) -> bool:
    """Whether both engines read a pattern alike: no escape, no point, no class in a class."""
    classes = re.findall(r"\[\^?\]?([^\]]*)\]", pattern)
    outside = re.sub(r"\[\^?\]?[^\]]*\]", "x", pattern)
    strange = any(sign in one for one in classes for sign in ("[", "&&"))
    if strange or any(sign in outside for sign in ("\\", ".", "(?", "++", "*+", "?+", "[", "]")):
        return False
    if "\\" in pattern or "$" in outside[:-1] or "^" in outside[1:]:
        return False
    try:
        return re.search(pattern, "") is None  # what is nothing is found at other places
    except re.error:
        return False


def _has_choice(pattern: str) -> bool:
    """Whether a pattern has a `|` outside of parentheses."""
    depth = 0
    for letter in pattern:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            return True
    return False

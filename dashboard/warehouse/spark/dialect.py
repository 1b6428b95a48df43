"""DuckDB's SQL of `sql/`, carried over to Spark: the same file, the same answers, no second copy.

What carries over is listed in `constructs.py`: every construct and function whose answers were
compared on both engines (tests/conformance). Anything else is refused with file and line, because
SQL that two engines accept can still mean two things. Where both spell or mean something
differently, `rewrites.py` says it in Spark's terms. Parameters stay bound: `$name` becomes `:name`.
"""

from __future__ import annotations

from dashboard.core.i18n import Words, message
from dashboard.warehouse.spark import constructs, kinds, orders, rewrites
from dashboard.warehouse.spark.refusals import Refused, line_of

# Spark itself: sqlglot's dialect `spark` writes `qualify` as a subquery, which Spark need not have.
_WRITTEN = "databricks"


class Untranslatable(Exception):
    """SQL of `sql/` that does not carry over to Spark; `message(say)` says what, where and why.

    Attributes:
        name: the file, below `sql/`.
        line: the line of the construct, from 1; None where it is not known.
        construct: the construct as it is written in the file, shortened.
        reason: the English message that says why and how to mend it.
    """

    def __init__(self, name: str, line: int | None, construct: str, reason: str) -> None:
        where = name if line is None else f"{name}:{line}"
        super().__init__(f"{where}: {construct}: {reason}")
        self.name, self.line, self.construct, self.reason = name, line, construct, reason

    def message(self, say: Words) -> str:
        """The file and line, the construct, why it cannot be carried over and what to do."""
        return say(
            "sql/{name}, line {line}: “{construct}” does not carry over to Spark. {reason}",
            name=self.name,
            line="?" if self.line is None else self.line,
            construct=self.construct,
            reason=say(self.reason),
        )


def translate(text: str, name: str) -> str:
    """A query of `sql/` in Spark's SQL, with the same answers.

    Args:
        text: one statement in DuckDB's dialect; `$name` marks a bound parameter.
        name: the file's path below `sql/`, for messages; a name that starts with `stg/` says that
            columns come from raw tables, where all of them are text.

    Returns:
        One statement for `spark.sql(text, args)`; `:name` marks a bound parameter. Parameters that
        the query uses as lists are cast to lists of texts, so that an empty one has a type.

    Raises:
        Untranslatable: it holds a construct or a function that is not known to carry over.
    """
    import sqlglot
    from sqlglot.errors import SqlglotError, UnsupportedError

    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")
    except SqlglotError as error:
        found = error.errors[0] if getattr(error, "errors", None) else {}  # type: ignore[attr-defined]
        raise Untranslatable(
            name, found.get("line"), str(found.get("highlight") or name), UNREADABLE
        ) from error
    try:
        constructs.check(tree, text)
        tree.meta["file"] = name
        kinds.annotate(tree, texts_only=name.startswith("stg/"))
        orders.check(tree)
        tree = rewrites.rewrite(tree)
        return tree.sql(_WRITTEN, unsupported_level=sqlglot.ErrorLevel.RAISE, comments=False)
    except Refused as refused:
        node = refused.node
        raise Untranslatable(
            name, line_of(node), constructs.written(node, text), refused.reason
        ) from None
    except UnsupportedError as error:
        raise Untranslatable(name, None, str(error)[:80], constructs.UNKNOWN) from error


UNREADABLE = message("It cannot be read as SQL of DuckDB.")

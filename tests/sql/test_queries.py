"""The SQL itself: bound parameters, stated grains, and constructs that any engine reads alike."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from dashboard.core import dictionary
from tests.fixtures import SQL, Answers, shipped

QUERIES = {
    path.relative_to(SQL).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(SQL.rglob("*.sql"))
}
# The engines of a cluster to which every query must be translatable; Spark reads the dialect of
# Databricks, in which qualify stays.
CLUSTER_ENGINES = ("databricks", "trino")
# The engine alone knows its tables.
OF_THE_ENGINE = {"query/data/columns.sql"}


@cache
def tree(name: str) -> exp.Expr:
    """A query as sqlglot reads it."""
    statements = sqlglot.parse(QUERIES[name], read="duckdb")
    assert len(statements) == 1, f"{name}: one query a file"
    assert statements[0] is not None
    return statements[0]


def code(name: str) -> str:
    """A query without its comments."""
    return re.sub(r"--[^\n]*", "", QUERIES[name])


def test_every_query_can_move_to_a_cluster(subtests):
    for name in QUERIES:
        for engine in CLUSTER_ENGINES:
            with subtests.test(query=name, engine=engine):
                moved = tree(name).sql(engine, unsupported_level=sqlglot.ErrorLevel.RAISE)
                assert sqlglot.parse_one(moved, read=engine) is not None


# --- constructs that a second engine takes without an error and reads otherwise -------------------

# What must not stand in a query, as text: the pattern, and what to write instead.
FORBIDDEN_TEXT = {
    r"(?<!regexp_)\blen\(": "becomes the length of a text: array_length",
    r"\barray_length\(cast\(": "one spelling for nothing chosen: array_length($region) = 0",
    r"\blist(_extract|_element|_position|_indexof|_filter|_aggregate)?\(": "does not carry over: "
    "array_agg, array_position, x[i], filter",
    r"\b(array|string|list)_agg\([^()]*\border by\b": "loses its order: list_sort(array_agg(x)), "
    "by another key list_transform(list_sort(array_agg({'key': ..., 'x': ...})), lambda ...)",
    r"\bstring_agg\(": "array_to_string(list_sort(array_agg(x)), '; ')",
    r"\bany_value\(|\bfirst\(|\blast\(": "takes a null or none: group by the column, or max",
    r"\bwithin group\b": "does not exist in Spark",
    r"\bdistinct on\b": "does not exist in Spark: qualify row_number() over (...) = 1",
    r"\binformation_schema\b": "each engine has its own",
    r"\$(region|level|sector|owner|award|words|topic|kpk|subject|reference|activity_type)\[": (
        "raises where nothing is chosen: array_position($region, region_code) = 1"
    ),
    r"\bstring_split\(": "is quoted in a way that only Spark reads: string_split_regex",
    r"\bavg\(": "of decimals keeps few digits: cast(sum(x) as double) / count(*)",
    r"->": "of a lambda is deprecated: lambda x: ...",
}


def two_unnests(found: exp.Expr) -> Iterator[exp.Expr]:
    """Lists side by side in one select are a cross product elsewhere: values, or structs."""
    for select in found.find_all(exp.Select):
        if sum(len(list(one.find_all(exp.Explode, exp.Unnest))) for one in select.selects) > 1:
            yield select


def untyped_lists(found: exp.Expr) -> Iterator[exp.Expr]:
    """An empty list has no type elsewhere: cast([] as varchar[])."""
    for array in found.find_all(exp.Array):
        if not array.expressions and not isinstance(array.parent, exp.Cast):
            yield array


def lists_of_nothing(found: exp.Expr) -> Iterator[exp.Expr]:
    """A list over no row is null here and [] elsewhere: coalesce, or case."""
    for listed in found.find_all(exp.ArrayAgg):
        select = listed.find_ancestor(exp.Select)
        of_all = select is not None and not select.args.get("group")
        filtered = isinstance(listed.parent, exp.Filter)
        if (of_all or filtered) and not listed.find_ancestor(exp.Coalesce, exp.Case):
            yield listed


def quotients_as_integers(found: exp.Expr) -> Iterator[exp.Expr]:
    """A cast to an integer rounds here and truncates elsewhere: round first."""
    for cast in found.find_all(exp.Cast):
        is_integer = cast.to.this in exp.DataType.INTEGER_TYPES
        if is_integer and not isinstance(cast.this, exp.Round) and cast.this.find(exp.Div):
            yield cast


def decimal_quotients(found: exp.Expr) -> Iterator[exp.Expr]:
    """A decimal divided keeps few digits elsewhere: cast the left side to double."""
    for quotient in found.find_all(exp.Div):
        left = quotient.this.unnest()
        factors = list(left.flatten()) if isinstance(left, exp.Mul) else [left]
        if any(isinstance(one, exp.Literal) and "." in one.name for one in factors):
            yield quotient


def aggregates_of_aggregates(found: exp.Expr) -> Iterator[exp.Expr]:
    """A window over an aggregate fails elsewhere: aggregate first, in a select of its own."""
    for window in found.find_all(exp.Window):
        if len(list(window.this.find_all(exp.AggFunc))) > 1:
            yield window


def wide_indexes(found: exp.Expr) -> Iterator[exp.Expr]:
    """An index must be a plain integer elsewhere: x[cast(i as integer)]."""
    for bracket in found.find_all(exp.Bracket):
        for index in bracket.expressions:
            cast = index.find(exp.Cast)
            if index.find(exp.Column) and (cast is None or not cast.is_type("int")):
                yield bracket


FORBIDDEN: tuple[Callable[[exp.Expr], Iterator[exp.Expr]], ...] = (
    two_unnests,
    untyped_lists,
    lists_of_nothing,
    quotients_as_integers,
    decimal_quotients,
    aggregates_of_aggregates,
    wide_indexes,
)
# Every ranked region has its 500 draws: the list is never empty.
SOUND = {("query/spi/rank_range.sql", lists_of_nothing)}


def test_every_query_is_written_so_that_engines_read_it_alike(subtests):
    for name in QUERIES.keys() - OF_THE_ENGINE:
        with subtests.test(query=name):
            for pattern, instead in FORBIDDEN_TEXT.items():
                assert not re.search(pattern, code(name)), instead
            for forbidden in FORBIDDEN:
                if (name, forbidden) not in SOUND:
                    wrong = [one.sql("duckdb") for one in forbidden(tree(name))]
                    assert not wrong, forbidden.__doc__


# A query of each forbidden kind, as it once stood in sql/.
ONCE = {
    two_unnests: "select unnest(['a', 'b']) as stage, unnest([1, 2]) as stage_order",
    untyped_lists: "select coalesce(source_ids, []) as source_ids from t",
    lists_of_nothing: "select list_sort(array_agg(year) filter (where known)) from t group by c",
    quotients_as_integers: "select cast(1e9 * score / weight as bigint) from t",
    decimal_quotients: "select ott_count * 100.0 / n_governments from t",
    aggregates_of_aggregates: "select min(min(year)) over (partition by c) from t group by c",
    wide_indexes: "select drawn_scores[draw] from t",
}


def test_every_forbidden_construct_is_seen():
    assert set(ONCE) == set(FORBIDDEN)
    for forbidden, text in ONCE.items():
        assert list(forbidden(sqlglot.parse_one(text, read="duckdb"))), forbidden.__name__


# A rule that is stated in one place, and where.
STATED = {
    r"\bevent_key\b": {  # which activities are one national event
        "stg/stg_bimtek_activity.sql",
        "mart/bimtek/mart_activity.sql",
        "check/shared_event_has_one_date.sql",
    },
    r"\bsides\b": {"mart/spi/mart_spi_rounding.sql"},  # which score is the rounding of another
    r"'annulled'|'kepala_daerah'": {"query/ott/ott_totals.sql"},  # kinds are columns of the facts
}


def test_a_rule_is_stated_in_one_place():
    for pattern, places in STATED.items():
        assert {name for name in QUERIES if re.search(pattern, code(name))} == places


# --- parameters, grains, tests -------------------------------------------------------------------


def test_every_query_binds_its_parameters_and_is_never_pasted_together(subtests):
    for name, text in QUERIES.items():
        with subtests.test(query=name):
            bare = re.sub(r"\{(?=\s*')[^{}]*\}", "", text)  # a struct
            for pasted in (r"\{", r"%\(\w+\)s", r"(?<!\w)%[sd]\b", r"\?"):
                assert not re.search(pasted, bare), pasted
            bound = set(re.findall(r"\$(\w+)", code(name)))
            if not name.startswith("query/"):
                assert not bound, "only what is asked at run time has parameters"
            comment = " ".join(re.findall(r"^-- ?(.*)$", text, re.MULTILINE))
            assert bound == set(re.findall(r"\$(\w+)", comment)), "the comment lists them"


def test_every_mart_says_its_grain_first_and_keeps_it(small, subtests):
    described = dictionary.columns()["marts"]
    for name, text in QUERIES.items():
        if name.startswith("mart/"):
            mart = Path(name).stem
            with subtests.test(mart=mart):
                assert text.startswith("-- Grain: one row per ")
                # Empty here: tests/sql/test_indicator.py, test_spi_responses.py.
                if mart in ("mart_indicator", "mart_spi_response"):
                    continue
                keeps_its_key(small, mart, described[mart]["key"])
                keeps_its_key(shipped(), mart, described[mart]["key"])


def keeps_its_key(answers: Answers, mart: str, key: list[str]) -> None:
    """No two rows of a mart share their key."""
    [row] = answers.sql(
        f"select count(*) as n, count(distinct ({', '.join(key)})) as n_keys from {mart}"
    )
    assert row["n"] == row["n_keys"] > 0


def test_every_query_that_a_reader_sees_is_asked_in_a_test_here():
    queries = {name[len("query/") : -len(".sql")] for name in QUERIES if name.startswith("query/")}
    asked = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        if path != Path(__file__):
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            asked |= {node.value for node in nodes if isinstance(node, ast.Constant)} & queries
    assert asked == queries

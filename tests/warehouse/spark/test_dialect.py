"""DuckDB's SQL as Spark's: what each rewrite writes, and what is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.core.i18n import LANGUAGES, words
from dashboard.warehouse.spark import constructs, orders, refusals, rewrites
from dashboard.warehouse.spark.dialect import UNREADABLE, Untranslatable, translate
from tests.conformance import parameters
from tests.fixtures import SQL

FILES = sorted(SQL.rglob("*.sql"))
COLLECTED = "COLLECT_LIST(STRUCT(x AS v))"
LISTED = "item_of_list -> item_of_list.v"


def carried(text: str, name: str = "query/test.sql") -> str:
    return translate(text, name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SQL).as_posix())
def test_every_file_carries_over(path: Path) -> None:
    name = path.relative_to(SQL).as_posix()
    text = path.read_text(encoding="utf-8")
    for parameter in parameters.names(text):
        assert f"${parameter}" not in translate(text, name)
        assert f":{parameter}" in translate(text, name)
    assert translate(text, name)


# Each as `select <left> as z from t` in DuckDB and in Spark.
REWRITTEN = {
    "a parameter stays bound": ("$year", ":year"),
    "a list of values has a type": (
        "list_contains($region, x)",
        "ARRAY_CONTAINS(ARRAY_COMPACT(CAST(:region AS ARRAY<STRING>)), x)",
    ),
    "nulls stay in a list, and no row gives no list": (
        "list_sort(array_agg(x))",
        f"ARRAY_SORT(NULLIF(TRANSFORM({COLLECTED}, {LISTED}), ARRAY()))",
    ),
    "each value once": (
        "list_sort(array_agg(distinct x))",
        f"ARRAY_SORT(NULLIF(TRANSFORM(COLLECT_LIST(DISTINCT STRUCT(x AS v)), {LISTED}), ARRAY()))",
    ),
    "some rows only": (
        "array_length(array_agg(x) filter (where y))",
        f"ARRAY_SIZE(NULLIF(TRANSFORM({COLLECTED} FILTER(WHERE y), {LISTED}), ARRAY()))",
    ),
    "the order of a list comes from a key, nulls last": (
        "array_agg(x order by y, x)",
        "NULLIF(TRANSFORM(ARRAY_SORT(COLLECT_LIST(STRUCT((y IS NULL) AS n0, y AS k0, "
        f"(x IS NULL) AS n1, x AS k1, x AS v))), {LISTED}), ARRAY())",
    ),
    "records are sorted with nulls last": (
        "list_sort(array_agg({'a': x}))",
        "NULLIF(TRANSFORM(ARRAY_SORT(COLLECT_LIST(STRUCT((x IS NULL) AS n0, x AS k0)))"
        ", item_of_list -> STRUCT(item_of_list.k0 AS a)), ARRAY())",
    ),
    "no list is an empty one where lists are joined": (
        "list_concat(x, y)",
        "CONCAT(COALESCE(x, ARRAY()), COALESCE(y, ARRAY()))",
    ),
    "and where a value is added": (
        "list_append(x, y)",
        "ARRAY_APPEND(COALESCE(x, ARRAY()), y)",
    ),
    "distinct values without null": (
        "list_sort(list_distinct(x))",
        "ARRAY_SORT(ARRAY_DISTINCT(ARRAY_COMPACT(x)))",
    ),
    "missing lists are passed over": ("flatten(x)", "FLATTEN(ARRAY_COMPACT(x))"),
    "what is not found has no position": (
        "array_position($list, y)",
        "NULLIF(ARRAY_POSITION(CAST(:list AS ARRAY<STRING>), y), 0)",
    ),
    "what is missing has one where the list holds such": (
        "array_position(x, y)",
        "CASE WHEN (y IS NULL) THEN NULLIF(ARRAY_POSITION(TRANSFORM(x, item_of_list -> "
        "(item_of_list IS NULL)), TRUE), 0) ELSE NULLIF(ARRAY_POSITION(x, y), 0) END",
    ),
    "the length of a list": ("array_length(x)", "ARRAY_SIZE(x)"),
    "a part of a list": ("array_slice(x, 2, 50)", "SLICE(x, 2, 49)"),
    "an element that may not be there": ("x[3]", "TRY_ELEMENT_AT(x, 3)"),
    "an element by a number of a row": (
        "x[cast(length(y) as integer)]",
        "TRY_ELEMENT_AT(x, NULLIF(CAST(LENGTH(y) AS INT), 0))",
    ),
    "a big whole number is no place": (
        "x[cast(length(y) as bigint)]",
        "TRY_ELEMENT_AT(x, NULLIF(CAST(CAST(LENGTH(y) AS BIGINT) AS INT), 0))",
    ),
    "counting upwards only": (
        "generate_series(x, y)",
        "FILTER(SEQUENCE(CAST(x AS BIGINT), GREATEST(CAST(x AS BIGINT), CAST(y AS BIGINT))), "
        "item_of_list -> item_of_list <= CAST(y AS BIGINT))",
    ),
    "a mean is a double": ("avg(x)", "AVG(CAST(x AS DOUBLE))"),
    "a share is a double": ("x / y", "CAST(x AS DOUBLE) / CAST(y AS DOUBLE)"),
    "half goes to the even number": (
        "cast(x / 2 as bigint)",
        "CAST(RINT(CAST(x AS DOUBLE) / CAST(2 AS DOUBLE)) AS BIGINT)",
    ),
    "a number is rounded, not cut off": (
        "cast(x as bigint)",
        "CASE WHEN TYPEOF(x) = 'double' THEN CAST(RINT(x) AS BIGINT) ELSE CAST(ROUND(x) AS BIGINT) "
        "END",
    ),
    "a decimal is rounded away from nought": (
        "cast(cast(x as decimal(7, 4)) as bigint)",
        "CAST(ROUND(CASE WHEN TYPEOF(x) = 'double' THEN CAST((ROUND((CAST(x AS DOUBLE)) * 1E4) / "
        "1E4) AS DECIMAL(7, 4)) ELSE CAST(x AS DECIMAL(7, 4)) END) AS BIGINT)",
    ),
    "a double is rounded where its point was moved": (
        "round(cast(x as double), 2)",
        "(ROUND((CAST(x AS DOUBLE)) * 1E2) / 1E2)",
    ),
    "lists in order have what is missing last": (
        "row_number() over (order by [x])",
        "ROW_NUMBER() OVER (ORDER BY TRANSFORM(ARRAY(x), item_of_list -> "
        "STRUCT((item_of_list IS NULL) AS n, item_of_list AS v)) NULLS LAST)",
    ),
    "bytes are counted": (
        "levenshtein(x, 'kota')",
        "LEVENSHTEIN(DECODE(ENCODE(x, 'UTF-8'), 'ISO-8859-1'), 'kota')",
    ),
    "letters one by one": ("lower(x)", "LOWER(TRANSLATE(x, 'İΣ', 'iσ'))"),
    "a whole number is left alone": (
        "cast(count(*) as bigint)",
        "CAST(COUNT(*) AS BIGINT)",
    ),
    "every match": ("regexp_replace(x, '[^a-z]+', ' ', 'g')", "REGEXP_REPLACE(x, '[^a-z]+', ' ')"),
    "the one match at the end": (
        "regexp_replace(x, ' Utara$', '')",
        r"REGEXP_REPLACE(x, ' Utara\\z', '')",
    ),
    "texts without what is missing": (
        "concat(replace(x, 'b', ''), 'a')",
        "CONCAT(COALESCE(REPLACE(x, 'b', ''), ''), 'a')",
    ),
    "a column that is a double is no text": (
        "x || 'a'",
        "CASE WHEN TYPEOF(x) IN ('double', 'float', 'array<double>') THEN RAISE_ERROR("
        f"'sql/query/test.sql:1: x: {refusals.WRITTEN_NUMBER}') ELSE x END || 'a'",
    ),
    "one list as rows": ("unnest(x)", "EXPLODE(x)"),
    "a record of a list": ("list_transform(x, lambda e: e.k)", "TRANSFORM(x, e -> e.k)"),
    "a list": ("['a', y]", "ARRAY('a', y)"),
    "days between": ("date_diff('day', x, y)", "DATEDIFF(DAY, x, y)"),
}


@pytest.mark.parametrize("case", REWRITTEN)
def test_a_rewrite(case: str) -> None:
    ours, theirs = REWRITTEN[case]
    assert carried(f"select {ours} as z from t") == f"SELECT {theirs} AS z FROM t"


def test_whether_a_common_table_is_written_out_is_left_to_the_engine() -> None:
    for word in ("", "not materialized ", "materialized "):
        text = f"with a as {word}(select x from t) select x from a"
        assert carried(text) == "WITH a AS (SELECT x FROM t) SELECT x FROM a"


def test_texts_of_raw_tables_become_numbers_as_they_are() -> None:
    text = "select cast(year as integer) as year from raw_x"
    assert translate(text, "stg/stg_x.sql") == "SELECT CAST(year AS INT) AS year FROM raw_x"


def test_order_qualify_and_exclude_stay_with_nulls_last() -> None:
    text = "select * exclude (a) from t qualify rank() over (order by b) = 1 order by b desc, c"
    assert carried(text) == (
        "SELECT * EXCEPT (a) FROM t QUALIFY RANK() OVER (ORDER BY b NULLS LAST) = 1 "
        "ORDER BY b DESC, c NULLS LAST"
    )


def test_a_list_of_a_row_is_listed_beside_it() -> None:
    text = "select t.a, l.x from t cross join unnest(t.xs) as l (x)"
    assert carried(text) == "SELECT t.a, l.x FROM t LATERAL VIEW EXPLODE(t.xs) l AS x"


def test_columns_of_the_engine_are_a_view_of_the_session() -> None:
    text = "select column_name from information_schema.columns"
    assert carried(text) == f"SELECT column_name FROM {rewrites.COLUMNS_VIEW}"


# Each as a whole query, with the line and the words that the message has to show.
REFUSED = {
    "an unlisted function": ("select\n    sha256(x) as a\nfrom t", 2, "sha256", constructs.UNKNOWN),
    "a function that nobody knows": ("select\n\n foo(x) from t", 3, "foo", constructs.UNKNOWN),
    "len": ("select len(x) from t", 1, "len", constructs.LEN),
    "distinct on": (
        "select\n    distinct on (a) a, b from t",
        2,
        "distinct on",
        constructs.DISTINCT_ON,
    ),
    "within group": (
        "select percentile_cont(0.5) within group (order by x) from t",
        1,
        "quantile_cont",
        constructs.WITHIN_GROUP,
    ),
    "two unnests": ("select\n unnest(a),\n unnest(b)\nfrom t", 3, "unnest", constructs.TWO_UNNESTS),
    "a join after a list": (
        "select 1 from t cross join unnest(t.a) as l (x) inner join u on l.x = u.x",
        1,
        "UNNEST",
        constructs.UNKNOWN,
    ),
    "any value that there is": (
        "select any_value(x) filter (where y = 'b') from t",
        1,
        "any_value",
        constructs.UNKNOWN,
    ),
    "a descending list": (
        "select array_agg(x order by y desc, x) from t",
        1,
        "array_agg",
        refusals.DESCENDING,
    ),
    "a list over a window": (
        "select list_sort(array_agg(x) over (partition by y)) from t",
        1,
        "array_agg",
        refusals.COLLECTED_OVER,
    ),
    "a list in no order": ("select\n array_agg(x)\nfrom t", 2, "array_agg", orders.UNORDERED),
    "a list whose order ends before it": (
        "select array_agg(x order by y) from t",
        1,
        "array_agg",
        orders.UNORDERED,
    ),
    "records that were not just collected": (
        "select\n list_sort([{'k': x}]) from t",
        2,
        "list_sort",
        orders.RECORDS,
    ),
    "the largest record": ("select\n\n max({'k': x}) from t", 3, "k", orders.RECORDS),
    "the larger list": ("select greatest([x], [y]) from t", 1, "greatest", orders.LISTS),
    "any of equal rows": ("select arg_max(x, y) from t", 1, "arg_max", orders.TIES),
    "the first rows of no order": ("select x from t limit 3", 1, "3", orders.UNRANKED),
    "a name of two columns": ("select -x as x from t order by x + 0", 1, "x", orders.NAME_TWICE),
    "a number of unknown kind": ("select round(x, 2) from t", 1, "round", refusals.ROUNDED),
    "a number that may be none": ("select try_cast(x as bigint) from t", 1, "cast", refusals.TRIED),
    "a moment": ("select x + interval 1 day from t", 1, "x", refusals.MOMENTS),
    "a part by nothing": ("select split_part(x, '', 1) from t", 1, "split_part", refusals.PART),
    "the first match": (
        "select regexp_replace(x, 'a', 'b') from t",
        1,
        "regexp_replace",
        refusals.FIRST_MATCH,
    ),
    "the first of two matches": (
        "select regexp_replace(x, '^a|b$', '') from t",
        1,
        "regexp_replace",
        refusals.FIRST_MATCH,
    ),
    "a pattern of a column": (
        "select regexp_replace(x, y, '', 'g') from t",
        1,
        "regexp_replace",
        refusals.PATTERN,
    ),
    "a class of letters": (
        "select regexp_replace(x, '\\d', '', 'g') from t",
        1,
        "regexp_replace",
        refusals.PATTERN,
    ),
    "an escaped like": (r"select 1 from t where x like 'a\_b'", 1, "LIKE", refusals.PATTERN),
    "letters from the end": ("select left(x, -1) from t", 1, "left", refusals.NEGATIVE),
    "a part up to the end": (
        "select array_slice(x, 2, -1) from t",
        1,
        "array_slice",
        refusals.SLICE,
    ),
    "a window by distance": (
        "select sum(x) over (order by y range between 3 preceding and current row) as a from t",
        1,
        "range",
        constructs.UNKNOWN,
    ),
    "a double as a text": (
        "select cast(x / 2 as varchar) from t",
        1,
        "CAST",
        refusals.WRITTEN_NUMBER,
    ),
    "weeks": ("select date_diff('week', x, y) from t", 1, "date_diff", constructs.UNKNOWN),
    "a part of a date": ("select extract(week from x) from t", 1, "EXTRACT", constructs.UNKNOWN),
    "a type": ("select cast(x as timestamp) from t", 1, "TIMESTAMP", constructs.UNKNOWN),
    "a pivot": ("pivot t on a using sum(b)", 1, "PIVOT", constructs.UNKNOWN),
    "a sample": ("select a from t using sample 10", 1, "10", constructs.UNKNOWN),
    "a join by the nearest": (
        "select 1 from t asof join u on t.a = u.a and t.b >= u.b",
        1,
        "JOIN",
        constructs.UNKNOWN,
    ),
    "another schema": ("select 1 from pg_catalog.pg_tables", 1, "pg_tables", refusals.SCHEMA),
    "what is no SQL": ("select\n  from where", 2, "", UNREADABLE),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_file_line_and_construct(case: str) -> None:
    text, line, construct, reason = REFUSED[case]
    with pytest.raises(Untranslatable) as caught:
        translate(text, "query/spi/test.sql")
    refused = caught.value
    assert (refused.line, refused.reason) == (line, reason)
    assert construct.lower() in refused.construct.lower()
    for lang in LANGUAGES:
        said = refused.message(words(lang))
        assert "query/spi/test.sql" in said
        assert str(line) in said


def test_a_name_of_the_language_is_not_sql() -> None:
    """What a reader types is a value; what stands in a file cannot end a statement."""
    with pytest.raises(Untranslatable):
        translate("select 1; drop table t", "query/test.sql")

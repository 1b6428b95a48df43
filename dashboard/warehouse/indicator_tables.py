"""The raw tables of declared indicators, which a build loads before its models.

A declared table has a name that no query of sql/ can know. Its values become rows of one raw table
of all declared indicators, and its columns get their types, through relations: no text of the facts
becomes SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import duckdb
from duckdb import CoalesceOperator, ConstantExpression, Expression
from duckdb import ColumnExpression as Column

from dashboard import facts
from dashboard.facts import Indicator

RAW_VALUES = "raw_indicator_values"
_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "year": "INTEGER",
    "date": "DATE",
}
# Tables that sql/ reads and that facts of an earlier version do not describe: empty there.
_LATER = {
    "spi_responses": (
        *("region_code", "scope", "year", "respondent_number", "respondent_kind"),
        *("score", "weight", "source_id"),
    )
}
_EXCLUDED = ("excluded_reason_id", "excluded_reason_en")


def load(
    connection: duckdb.DuckDBPyConnection,
    described: facts.Description,
    modelled: Collection[str] = (),
) -> None:
    """Make the raw tables of all declared indicators, and a view of each declared table.

    A table that sql/ reads and these facts do not know yet is made without rows.

    Args:
        connection: a database with the raw tables of the facts.
        described: the description of the facts.
        modelled: names of views that sql/stg makes itself.
    """
    declared = facts.declared(described.package)
    _create(
        connection,
        "raw_indicators",
        (
            "indicator",
            "table_name",
            "kind",
            "direction",
            "decimals",
            "levels[]",
            "label_id",
            "label_en",
        ),
        [
            (
                *(one.id, one.table, one.kind, one.direction, str(one.decimals)),
                *(list(one.levels), one.label["id"], one.label["en"]),
            )
            for one in declared
        ],
    )
    _create(
        connection,
        "raw_indicator_classes",
        ("indicator", "class_code", "class_lower", "value_class_id", "value_class_en"),
        [
            (one.id, each.code, str(each.lower), each.label["id"], each.label["en"])
            for one in declared
            for each in one.classes
        ],
    )
    columns = ("indicator", "region_code", "year", "value", "source_id", "reliability")
    _create(connection, RAW_VALUES, (*columns, "excluded_reason"), [])
    tables = {table.name: table for table in described.tables}
    for name, its_columns in _LATER.items():
        if name not in tables:
            _create(connection, f"raw_{name}", its_columns, [])
    for one in declared:
        _load_values(connection, one, tables[one.table])
        if f"stg_{one.table}" not in modelled:
            _create_view(connection, tables[one.table])


def _create(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Iterable[str],
    rows: Iterable[tuple[object, ...]],
) -> None:
    """A raw table of texts; a column whose name ends in [] holds lists of them."""
    import pyarrow as pa

    lists = pa.list_(pa.string())
    schema = pa.schema(
        [(one.removesuffix("[]"), lists if one.endswith("[]") else pa.string()) for one in columns]
    )
    records = [dict(zip(schema.names, row, strict=True)) for row in rows]
    connection.from_arrow(pa.Table.from_pylist(records, schema)).create(name)


def _load_values(connection: duckdb.DuckDBPyConnection, one: Indicator, table: facts.Table) -> None:
    reasons = [Column(name) for name in _EXCLUDED if name in table.columns]
    nothing = ConstantExpression(None).cast("VARCHAR")
    selected: list[Expression] = [
        ConstantExpression(one.id).alias("indicator"),
        Column("region_code"),
        Column("year"),
        Column(one.value).alias("value"),
        Column("source_id"),
        (Column("reliability") if "reliability" in table.columns else nothing).alias("reliability"),
        (CoalesceOperator(*reasons) if reasons else nothing).alias("excluded_reason"),
    ]
    connection.table(f"raw_{table.name}").select(*selected).insert_into(RAW_VALUES)


def _create_view(connection: duckdb.DuckDBPyConnection, table: facts.Table) -> None:
    """The view that the page Data reads: the published columns with their types."""
    columns = [
        Column(field.name).cast(_TYPES[field.type]).alias(field.name) for field in table.fields
    ]
    connection.table(f"raw_{table.name}").select(*columns).create_view(f"stg_{table.name}")

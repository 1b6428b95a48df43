"""Which sources stand behind rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dashboard.warehouse.engine import Source, Warehouse

if TYPE_CHECKING:
    import pyarrow as pa


def sources_of(
    warehouse: Warehouse, *groups: Iterable[Mapping[str, Any]], column: str = "source_ids"
) -> tuple[Source, ...]:
    """The sources of all rows, official ones first, then those behind most rows, then by name.

    `column` names the list of sources: a row of several numbers may hold one for each.
    """
    uses = Counter(i for rows in groups for row in rows for i in row[column] or ())
    by_name = sorted(uses, key=lambda source_id: warehouse.sources[source_id].publisher)
    return _ranked(warehouse, by_name, uses)


def sources_of_table(warehouse: Warehouse, rows: pa.Table) -> tuple[Source, ...]:
    """The same for a table whose columns a reader chose: any column of source ids counts.

    Sources behind equally many rows stand as in the table.
    """
    named = (
        rows.column(name).to_pylist()
        for name in rows.column_names
        if name in ("source_id", "source_ids") or name.endswith("_source_id")
    )
    values = (value if isinstance(value, list) else [value] for column in named for value in column)
    known = warehouse.sources
    uses = Counter(source_id for value in values for source_id in value if source_id in known)
    return _ranked(warehouse, uses, uses)


def listed(warehouse: Warehouse, ids: str | Iterable[str] | None) -> tuple[Source, ...]:
    """The sources of one row, official ones first; ids that nobody knows are left out."""
    given = [ids] if isinstance(ids, str) else [*(ids or ())]
    known = [source_id for source_id in dict.fromkeys(given) if source_id in warehouse.sources]
    return _ranked(warehouse, known, Counter(known))


def _ranked(
    warehouse: Warehouse, source_ids: Iterable[str], uses: Mapping[str, int]
) -> tuple[Source, ...]:
    found = (warehouse.sources[source_id] for source_id in source_ids)
    return tuple(sorted(found, key=lambda s: (not s.is_official, -uses[s.source_id])))

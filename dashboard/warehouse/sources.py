"""Which sources stand behind rows.

Lists of sources in the answers are cut (`limits.SOURCES_OF_LIST`), so that they stay small whatever
the facts hold: what is made of them says whether more stand behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.core import limits
from dashboard.warehouse.engine import Source, Warehouse

if TYPE_CHECKING:
    import pyarrow as pa


class Sources(tuple[Source, ...]):
    """Sources in the order in which they are listed.

    Attributes:
        is_cut: whether more of them stand behind the rows than are listed.
    """

    is_cut: bool

    def __new__(cls, found: Iterable[Source] = (), *, is_cut: bool = False) -> Sources:
        """The first `limits.MOST_SOURCES` of those found; `is_cut`: they are not all as it is."""
        every = tuple(found)
        made = super().__new__(cls, every[: limits.MOST_SOURCES])
        made.is_cut = is_cut or len(every) > limits.MOST_SOURCES
        return made


def joined(groups: Iterable[Iterable[Source]]) -> Sources:
    """The sources of several groups, each once, in the order of the groups."""
    every = [*groups]
    listed = dict.fromkeys(source for group in every for source in group)
    return Sources(listed, is_cut=any(is_cut(group) for group in every))


def is_cut(sources: Iterable[Source]) -> bool:
    """Whether more sources stand behind rows than are listed."""
    return isinstance(sources, Sources) and sources.is_cut


def sources_of(
    warehouse: Warehouse, *groups: Iterable[Mapping[str, Any]], column: str = "source_ids"
) -> Sources:
    """The sources of all rows, official ones first, then those behind most rows, then by name.

    `column` names the list of sources: a row of several numbers may hold one for each.
    """
    lists = [row[column] or () for rows in groups for row in rows]
    uses = Counter(source_id for listed in lists for source_id in listed)
    by_name = sorted(uses, key=lambda source_id: warehouse.sources[source_id].publisher)
    return Sources(_ranked(warehouse, by_name, uses), is_cut=any(map(may_be_cut, lists)))


def may_be_cut(source_ids: Sequence[str]) -> bool:
    """Whether a list of the answers is as long as one that was cut."""
    return len(source_ids) >= limits.SOURCES_OF_LIST


def sources_of_table(warehouse: Warehouse, rows: pa.Table) -> Sources:
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
    uses: Counter[str] = Counter()
    any_cut = False
    for value in values:
        uses.update(source_id for source_id in value if source_id in known)
        any_cut = any_cut or may_be_cut(value)
    return Sources(_ranked(warehouse, uses, uses), is_cut=any_cut)


def sources_counted(warehouse: Warehouse, uses: Mapping[str, int]) -> Sources:
    """The same of ids that were counted already; ids that nobody knows are left out."""
    known = {one: n for one, n in uses.items() if one in warehouse.sources}
    return Sources(_ranked(warehouse, known, known))


def listed(warehouse: Warehouse, ids: str | Iterable[str] | None) -> Sources:
    """The sources of one row, official ones first; ids that nobody knows are left out."""
    given = [ids] if isinstance(ids, str) else [*(ids or ())]
    known = [source_id for source_id in dict.fromkeys(given) if source_id in warehouse.sources]
    return Sources(_ranked(warehouse, known, Counter(known)), is_cut=may_be_cut(given))


def _ranked(
    warehouse: Warehouse, source_ids: Iterable[str], uses: Mapping[str, int]
) -> tuple[Source, ...]:
    found = (warehouse.sources[source_id] for source_id in source_ids)
    return tuple(sorted(found, key=lambda s: (not s.is_official, -uses[s.source_id])))

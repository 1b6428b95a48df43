"""Whole tables as they leave, part by part: a million rows need no more memory than a thousand.

The rows come as they lie in the table, because sorting would hold all of them. A spreadsheet cannot
be written part by part within the rows that it may have, so it stays as `files.py` makes it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING

from dashboard.export import files, table_files
from dashboard.warehouse import table_rows
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.sources import sources_counted
from dashboard.warehouse.table_rows import Question

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_OF_GROUP = 50_000  # of a Parquet file, held until they are written

Parts = Generator[bytes, None, None]


def csv_parts(known: Warehouse, question: Question, lang: str) -> Parts:
    """All rows of a question as `files.as_csv` writes them; closing the parts ends the query."""
    import pyarrow as pa
    from pyarrow import csv

    del lang  # rows only
    batches = table_rows.batches(known, question)
    try:
        for place, batch in enumerate(batches):
            rows = files.flat(files.with_codes_beside(pa.Table.from_batches([batch])))
            written = io.BytesIO()
            if not place:
                written.write(files.MARK)
            csv.write_csv(rows, written, csv.WriteOptions(include_header=not place))
            yield written.getvalue()
    finally:
        batches.close()


def parquet_parts(known: Warehouse, question: Question, lang: str) -> Parts:
    """The same as `files.as_parquet` writes them."""
    import pyarrow as pa
    from pyarrow import parquet

    batches = table_rows.batches(known, question)
    out = _Out()
    try:
        first = next(batches)
        rows = pa.Table.from_batches([first]).slice(0, 0)
        uses = table_rows.source_uses(known, question)
        sources = sources_counted(known, uses)
        about = table_files.described(known, question, rows, lang, sources=sources)
        schema = files.parquet_schema(about)
        with parquet.ParquetWriter(out, schema) as writer:
            for rows in _groups(first, batches):
                writer.write_table(rows.cast(schema))
                yield out.taken()
        yield out.taken()
    finally:
        batches.close()


WRITERS: dict[str, Callable[[Warehouse, Question, str], Parts]] = {
    "csv": csv_parts,
    "parquet": parquet_parts,
}


class _Out(io.RawIOBase):
    """What a writer has written and nobody has taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()
        self._size = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, part: object) -> int:
        """Hold a part."""
        content = bytes(memoryview(part))  # type: ignore[arg-type]
        self._held += content
        self._size += len(content)
        return len(content)

    def tell(self) -> int:
        """How many bytes were written in all."""
        return self._size

    def taken(self) -> bytes:
        """What was written since the last time."""
        content = bytes(self._held)
        self._held.clear()
        return content


def _groups(first: pa.RecordBatch, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together until they are a group of rows; at least one."""
    import pyarrow as pa

    held, n = [first], first.num_rows
    for batch in batches:
        if n >= ROWS_OF_GROUP:
            yield pa.Table.from_batches(held)
            held, n = [], 0
        held.append(batch)
        n += batch.num_rows
    yield pa.Table.from_batches(held)


def file_name(known: Warehouse, question: Question, ending: str) -> str:
    """What a file of a table is called when it is saved."""
    filtered = "_tersaring" if question.is_filtered else ""
    return f"integritas-daerah_{question.table}_{known.build.facts_version}{filtered}.{ending}"

"""Reading: a file becomes rows of a table, with what must be asked and what is wrong."""

from __future__ import annotations

import csv
import hashlib
import io

from dashboard import facts
from dashboard.core.i18n import message
from dashboard.ingest.incoming import Answers, ColumnMatch, Fault, Incoming, Place, Row
from dashboard.warehouse.engine import Warehouse

_NO_TABLE = message("No table of the facts has the columns of this file.")


def read(
    content: bytes,
    file_name: str,
    table: str | None,
    *,
    warehouse: Warehouse,
    description: facts.Description,
    answers: Answers | None = None,
    lang: str = "id",
) -> Incoming:
    """A file as rows of a table, as far as it can be read without guessing.

    Args:
        content: the bytes of the file.
        file_name: as whoever gave it called it.
        table: the table of the facts; None to tell it from the headings.
        warehouse: knows the names of regions and the sources that are registered.
        description: of the facts that it is brought into.
        answers: to questions of an earlier read, by their keys.
        lang: in which the labels of options are written.

    Returns:
        What was read. It never raises over a file: what cannot be used is a fault.
    """
    digest = hashlib.sha256(content).hexdigest()
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    heading = next(lines, [])
    tables = {one.name: one for one in description.tables}
    if table is None:
        fitting = [one.name for one in description.tables if set(heading) <= set(one.columns)]
        table = fitting[0] if fitting else ""
    if table not in tables:
        fault = Fault(Place(file_name, "", None, ""), "", "table", _NO_TABLE)
        return Incoming(table, file_name, digest, faults=(fault,))
    known = tables[table].columns
    rows = tuple(
        Row(
            {name: cell for name, cell in zip(heading, line, strict=False) if cell},
            Place(file_name, "", number, ""),
        )
        for number, line in enumerate(lines, start=2)
        if line
    )
    matches = tuple(
        ColumnMatch(name, name if name in known else "", "name" if name in known else "")
        for name in heading
    )
    return Incoming(table, file_name, digest, columns=matches, rows=rows)

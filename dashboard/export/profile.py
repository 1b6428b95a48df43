"""The facts of a region by kind as HTML, for its profile."""

from __future__ import annotations

from dashboard.core.i18n import words
from dashboard.export import markup, table
from dashboard.narrative.region import Part
from dashboard.warehouse.engine import Warehouse, cached_text


@cached_text()
def rows_html(warehouse: Warehouse, part: Part, lang: str, shown: int) -> str:
    """The rows of a kind, newest first, the older ones folded away.

    Args:
        warehouse: names their sources.
        part: the kind.
        lang: of the reader.
        shown: how many rows are not folded away.
    """
    say = words(lang)
    rows = table.written(part.rows, part.columns, say, warehouse)
    return markup.render(
        "rows.html",
        label=part.title,
        rows=rows[:shown],
        older=rows[shown:],
        more=say.plural("{n} older row", "{n} older rows", len(rows) - shown),
    )

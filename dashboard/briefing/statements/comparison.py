"""How far regions lie apart, and on what the comparison rests."""

from __future__ import annotations

from dashboard.briefing.content import Part, statement
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.narrative import comparison as narrative_comparison
from dashboard.warehouse.engine import Warehouse


def comparison(warehouse: Warehouse, selection: Selection) -> Part:
    """The part on the chosen regions."""
    say = words(selection.lang)
    compared = narrative_comparison.comparison(warehouse, selection)
    return statement(
        warehouse,
        "comparison",
        selection.lang,
        title=compared.headline,
        subtitle=say("The chosen regions by score, with the distance to the national index."),
        sources=compared.sources,
        sentences=(compared.references, *compared.basis),
        rows=compared.rows,
        columns=narrative_comparison.COMPARED,
        caveats=("spi_sources",),
    )

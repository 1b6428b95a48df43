"""The summary of a briefing: three to five sentences, each with what tells it in full."""

from __future__ import annotations

from dashboard.briefing.content import Part, joined, statement
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.narrative import briefing_summary
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse


def summary(warehouse: Warehouse, selection: Selection) -> Part:
    """Of one region where it stands and what happened; of several how they lie apart."""
    say = words(selection.lang)
    told = briefing_summary.told(warehouse, selection)
    known = choices.regions(warehouse)
    title = say("In short")
    if len(selection.region) == 1:
        title = say("{region} in short", region=known[selection.region[0]].name)
    return statement(
        warehouse,
        "summary",
        selection.lang,
        title=title,
        subtitle=say("What the facts say, each with the slide that tells it in full."),
        sources=joined(one.sources for one in told),
        sentences=tuple(one.text for one in told),
        refers=tuple(one.subject for one in told),
        caveats=("spi_sources", "allegations", "sequence"),
    )

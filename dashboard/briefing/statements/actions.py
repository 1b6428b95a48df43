"""What was done in one region, as far as found."""

from __future__ import annotations

from dataclasses import replace

from dashboard.briefing.content import Part, TextTable, statement
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.figures import registry, years
from dashboard.narrative import actions as narrative_actions
from dashboard.warehouse.engine import Warehouse


def actions(warehouse: Warehouse, selection: Selection) -> Part:
    """Activities on a time axis up to the end of the window, with the newest fact of each kind."""
    say, one = words(selection.lang), replace(selection, region=selection.region[:1])
    first, last = years.ott_window(warehouse, one)
    end = max(last, years.window_end(warehouse, one))
    found = narrative_actions.actions(warehouse, one)
    answer = registry.answer(
        warehouse, "bimtek-timeline", replace(one, from_year=first, year=end, to_year=None)
    )
    return statement(
        warehouse,
        "actions",
        selection.lang,
        title=found.headline,
        subtitle=say("A sample from reports, not a full list: missing is never zero."),
        sources=found.sources,
        answer=answer,
        grid=TextTable((say("Kind"), say("Found"), say("Newest")), found.kinds),
        caveats=("zone_sample",),
    )

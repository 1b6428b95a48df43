"""The operations (OTT) of one region, each with its outcome as far as known: allegations."""

from __future__ import annotations

from dataclasses import replace

from dashboard.briefing.content import Part, TextTable, statement
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.figures import years
from dashboard.narrative import region as narrative_region
from dashboard.warehouse.engine import Warehouse


def operations(warehouse: Warehouse, selection: Selection) -> Part:
    """Every operation found of the first chosen region, newest first."""
    say, one = words(selection.lang), replace(selection, region=selection.region[:1])
    [found] = [part for part in narrative_region.parts(warehouse, one) if part.key == "ott"]
    first, last = years.ott_window(warehouse, one)
    row = narrative_region.profile_row(warehouse, one)
    span = years.span_text(first, last)
    title = say.plural(
        "{region}: {n} OTT in {span}",
        "{region}: {n} OTT in {span}",
        row["ott_count"],
        region=row["region_name"],
        span=span,
    )
    steps = tuple(
        (
            say.date(row["event_date"], row["date_precision"], "medium"),
            str(row["region_label"]),
            say.pick(row, "offices"),
            say.pick(row, "outcome") or "–",
        )
        for row in found.rows
    )
    head = (say("When"), say("Region"), say("Offices"), say("Outcome"))
    return statement(
        warehouse,
        "operations",
        selection.lang,
        title=title,
        subtitle=found.note,
        sources=found.sources,
        grid=TextTable(head, steps),
        rows=found.rows,
        columns=found.columns,
        caveats=("allegations", "ott_found"),
    )

"""What is not known of the chosen regions, how to fill it, and the steps that this suggests."""

from __future__ import annotations

from dashboard.briefing.content import Part, TextTable, joined, statement
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.narrative import gaps as narrative_gaps
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse


def unknown(warehouse: Warehouse, selection: Selection) -> Part:
    """What is not known, of which years or parts, and where it can be found."""
    say = words(selection.lang)
    gaps = narrative_gaps.gaps(warehouse, selection)
    title = say("What is not known, and where to find it")
    names = _names(warehouse, selection)
    if len(names) == 1:
        title = say("What is not known of {region}, and where to find it", region=names[0])
    sentences = () if gaps.missing else (say("No gap is known in the facts."),)
    head = (say("Not known"), say("Details"), say("Where to find it"))
    return statement(
        warehouse,
        "unknown",
        selection.lang,
        title=title,
        subtitle=say("What has not been found may exist: missing is never zero."),
        sources=joined((gaps.sources,)),
        sentences=sentences,
        grid=TextTable(head, gaps.missing) if gaps.missing else None,
        caveats=("activity_sample", "zone_sample", "ott_partial"),
    )


def next_steps(warehouse: Warehouse, selection: Selection) -> Part:
    """Steps that the gaps suggest, the office usually in charge; when is left to the office."""
    say = words(selection.lang)
    gaps = narrative_gaps.gaps(warehouse, selection)
    steps = tuple((step, who, "") for step, who in gaps.steps)
    names = _names(warehouse, selection)
    title = say("Next steps")
    if len(names) == 1:
        title = say("Next steps for {region}", region=names[0])
    return statement(
        warehouse,
        "next-steps",
        selection.lang,
        title=title,
        subtitle=say(
            "Suggestions from gaps in the facts. The office decides and fills in who and when."
        ),
        sources=joined((gaps.sources,)),
        sentences=() if steps else (say("The facts suggest no step."),),
        grid=TextTable((say("Step"), say("Who"), say("When")), steps),
    )


def _names(warehouse: Warehouse, selection: Selection) -> list[str]:
    known = choices.regions(warehouse)
    return [known[code].label for code in selection.region]

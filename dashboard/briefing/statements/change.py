"""How one region's score moved, beside the chain of its dated facts: a sequence, never a cause."""

from __future__ import annotations

from dataclasses import replace

from dashboard.briefing.content import Part, TextTable, statement
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.narrative import chain_of_facts
from dashboard.warehouse.engine import Warehouse

_REFERENCES = ("nasional", "pulau")


def change(warehouse: Warehouse, selection: Selection) -> Part:
    """The part on the first chosen region."""
    say = words(selection.lang)
    one = replace(selection, region=selection.region[:1], reference=_REFERENCES)
    answer = registry.answer(warehouse, "spi-trend", one)
    chain = chain_of_facts.chain(warehouse, one)
    told = say("Scores by year, and dated facts in sequence: order in time, not cause and effect.")
    if chain.n_others:
        told += " " + say.plural(
            "{n} other dated fact is on the page Profile.",
            "{n} other dated facts are on the page Profile.",
            chain.n_others,
        )
    return statement(
        warehouse,
        "change",
        selection.lang,
        title=answer.headline,
        subtitle=told,
        sources=chain.sources,
        answer=answer,
        grid=TextTable((say("When"), say("What happened")), chain.steps),
        caveats=("sequence", "allegations", "activity_sample"),
    )

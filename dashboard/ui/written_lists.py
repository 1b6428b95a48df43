"""The long lists of pages as HTML: written once for a revision and what the reader chose.

A list of twenty items took a fifth to a half of the run of its page, also where only the map beside
it changed.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from dashboard.core import limits
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.export import markup, table
from dashboard.narrative import bimtek, comparison, ott, wbk
from dashboard.ui.links import Carried
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse, cached_text

FIRST_AFTER = 3  # activities that followed an operation, before those that are folded away


@cached_text()
def comparison_rows(warehouse: Warehouse, selection: Selection) -> str:
    """The numbers of regions side by side."""
    found = comparison.comparison(warehouse, selection)
    head, body = table.cells(found.rows, comparison.COMPARED, words(selection.lang), warehouse)
    return markup.render("table.html", label=found.headline, head=head, rows=body)


@cached_text()
def ott_cases(warehouse: Warehouse, chosen: Selection, text: str, n: int, carried: Carried) -> str:
    """The newest operations that hold every word of a text.

    Args:
        warehouse: where the facts are.
        chosen: resolved.
        text: that the reader searches for.
        n: how many are shown.
        carried: by the links to profiles.
    """
    say = words(chosen.lang)
    return markup.render(
        "ott_cases.html",
        label=say("List of operations"),
        items=[
            (case, carried.profile_address(case.region_code))
            for case in ott.cases(warehouse, chosen, text).cases[:n]
        ],
        source=say("Source"),
        details=say("Details"),
        sources=partial(table.source_links, say=say),
    )


@cached_text()
def after_ott(warehouse: Warehouse, chosen: Selection, n: int, carried: Carried) -> str:
    """Operations with the activities that followed, the first `n`, and those that none followed."""
    say = words(chosen.lang)
    found = bimtek.after_ott(warehouse, chosen)
    followed = [item for item in found if item.activities]
    alone = [item for item in found if not item.activities]
    return markup.render(
        "bimtek_after_ott.html",
        items=[_operation(warehouse, item, say, carried) for item in followed[:n]],
        alone=[
            {
                "operation": item,
                "sources": table.source_links(item.sources, say, limits.LINKS_OF_ITEM),
            }
            for item in alone
        ],
        none_found=say.plural(
            "{n} OTT after which no activity has been found",
            "{n} OTT after which no activity has been found",
            len(alone),
        ),
        outcome=say("Outcome"),
        source=say("Source"),
    )


def _operation(
    warehouse: Warehouse, item: bimtek.Followed, say: Words, carried: Carried
) -> dict[str, Any]:
    older = len(item.activities) - FIRST_AFTER
    written = [_activity(warehouse, one, say, carried) for one in item.activities]
    return {
        "operation": item,
        "sources": table.source_links(item.sources, say, limits.LINKS_OF_ITEM),
        "first": written[:FIRST_AFTER],
        "later": written[FIRST_AFTER:],
        "more": say.plural("{n} later activity", "{n} later activities", older),
    }


@cached_text()
def activities(warehouse: Warehouse, chosen: Selection, n: int, carried: Carried) -> str:
    """The newest activities; empty where there is none."""
    say = words(chosen.lang)
    found = bimtek.shown(warehouse, bimtek.listed(warehouse, chosen)[:n], say)
    if not found:
        return ""
    return markup.render(
        "bimtek_activities.html",
        items=[_activity(warehouse, item, say, carried) for item in found],
        organizer=say("Organiser"),
        audience=say("For"),
        city=say("Place"),
        source=say("Source"),
    )


def _activity(
    warehouse: Warehouse, item: bimtek.Activity, say: Words, carried: Carried
) -> dict[str, Any]:
    regions = choices.regions(warehouse)
    return {
        "activity": item,
        "regions": [
            {"name": name, "address": carried.profile_address(code) if code in regions else ""}
            for code, name in item.regions
        ],
        "sources": table.source_links(item.sources, say, limits.LINKS_OF_ITEM),
    }


@cached_text()
def wbk_path(_warehouse: Warehouse, path: wbk.Path, lang: str) -> str:
    """What is known of units that fell short in a region."""
    say = words(lang)
    return markup.render(
        "wbk_path.html",
        path=path,
        sources=partial(table.source_links, say=say),
        inferred=say("year inferred"),
    )


@cached_text()
def wbk_units(warehouse: Warehouse, asked: Selection, n: int, carried: Carried) -> str:
    """The newest stages of units and groups."""
    say = words(asked.lang)
    found, _n_found = wbk.units(warehouse, asked)
    return markup.render(
        "wbk_units.html",
        units=found[:n],
        sources=partial(table.source_links, say=say),
        profile=carried.profile_address,
        label=say("List of units"),
        inferred=say("year inferred"),
        source=say("Source"),
    )

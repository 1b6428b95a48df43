"""What figures of samples share: counts of what was found, the unknown kept apart from zero."""

from __future__ import annotations

from itertools import pairwise

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.figures import sentences
from dashboard.figures.model import Facts, LegendEntry, Row, with_years
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse

ACTIVITY_PARAMETERS = ("region", "year", "from_year", "activity_type", "topic", "kpk")


def activity_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """A span inside the years in which activities have been found; by default all of them."""
    years = choices.activity_years(warehouse)
    year = min(max(selection.year or years[-1], years[0]), years[-1])
    first = min(max(selection.from_year or years[0], years[0]), year)
    return with_years(selection, first, year)


def activity_caveats(_facts: Facts) -> tuple[str, ...]:
    """Every count of activities is one of a sample."""
    return ("activities_found",)


def none_found(say: Words) -> str:
    """What is said where nothing of a sample was found."""
    return say("No activity has been found for this choice")


def count_legend(figure_id: str, column: str, facts: Facts, say: Words) -> tuple[LegendEntry, ...]:
    """Counts in the dictionary's steps, few to many; what was not found is a class of its own."""
    described = dictionary.dictionary()["found_counts"]
    steps = described["steps"][figure_id]
    classes: dict[int, list[int]] = {place: [] for place in range(len(steps))}
    unknown: list[int] = []
    for position, row in enumerate(facts.rows):
        if row[column] is None:
            unknown.append(position)
        else:
            classes[sum(step <= row[column] for step in steps) - 1].append(position)
    names = [
        str(step) if after == step + 1 else f"{step}–{after - 1}" for step, after in pairwise(steps)
    ]
    names.append(say("{n} or more", n=steps[-1]))
    entries = [
        LegendEntry(f"from-{step}", name, colour, tuple(positions))
        for step, name, colour, positions in zip(
            steps, names, described["shades"], classes.values(), strict=True
        )
        if positions
    ]
    if unknown:
        entries.append(not_found(unknown, say))
    return tuple(entries)


def not_found(positions: list[int], say: Words) -> LegendEntry:
    """The class of its own for what has not been found; its colour is that of no data."""
    return LegendEntry(
        sentences.UNKNOWN,
        str(dictionary.dictionary()["found_counts"]["not_found"]["label"][say.lang]),
        dictionary.colour("classes", sentences.UNKNOWN),
        tuple(positions),
    )


def parts_sentence(row: Row, say: Words) -> str | None:
    """With and without the KPK, as far as reports say."""
    if not row["activity_count"]:
        return None
    return say(
        "with the KPK {with_kpk}, without {without_kpk}, not stated {unknown}",
        with_kpk=say.number(row["with_kpk"], 0),
        without_kpk=say.number(row["without_kpk"], 0),
        unknown=say.number(row["kpk_unknown"], 0),
    )


def count_sentence(row: Row, say: Words) -> str:
    """How many activities were found, or that none was."""
    if row["activity_count"] is None:
        return str(dictionary.dictionary()["found_counts"]["not_found"]["label"][say.lang])
    return say.plural("{n} activity", "{n} activities", row["activity_count"])

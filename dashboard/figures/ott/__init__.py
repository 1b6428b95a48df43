"""Figures of sting operations (OTT), and what they share: subtitle, caveats, pointer text."""

from __future__ import annotations

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.figures import sentences, years
from dashboard.figures.model import Result, Row


def none_found(say: Words) -> str:
    """The headline of a choice without operations."""
    return say("No operation has been found for this choice")


def subtitle(drawn: str, partial: int, result: Result, say: Words) -> str:
    """What is drawn, of which choice, and how many of it come from incomplete years."""
    chosen = chosen_sentence(result, say)
    pale = say.plural(
        "Pale: {n} operation from years with an incomplete list.",
        "Pale: {n} operations from years with an incomplete list.",
        partial,
    )
    only = say("Only: {chosen}.", chosen=chosen) if chosen else ""
    return " ".join(part for part in (drawn, only, pale if partial else "") if part)


def caveats(result: Result) -> tuple[str, ...]:
    """The caveats of a figure of operations, with or without years of an incomplete list."""
    partial = () if all(row["is_complete"] for row in result.rows) else ("ott_partial",)
    return ("allegations", "ott_found", *partial)


def tip(name: str, row: Row, total: int, say: Words) -> str:
    """The pointer text of the operations of one thing and level."""
    level = dictionary.label("level_groups", row["level_group"], say.lang)
    return sentences.lines(
        f"{name} · {level}",
        say.plural("{n} operation", "{n} operations", row["ott_count"]),
        say("all levels: {n}", n=say.number(total, 0)),
        None if row["is_complete"] else say("incomplete list"),
    )


def most_sentence(
    result: Result, counts: dict[str, int], say: Words, every: int | None = None
) -> str:
    """Which of several things holds most operations of the years shown; ties are named together.

    `every` says how many operations there are where one may be of several things.
    """
    most = max(counts.values())
    names = [name for name, n in counts.items() if n == most]
    whole = sum(counts.values()) if every is None else every
    values = {
        "names": say.list(names),
        "n": say.number(most, 0),
        "all": say.number(whole, 0),
        "span": years.span_text(result.selection.from_year, result.selection.year),
    }
    if whole == 1:
        return say("One operation in {span}: {names}", **values)
    if most == whole and len(names) == 1:
        return say("All {all} operations of {span} concern {names}", **values)
    if len(names) > 1:
        return say("Most concern {names}: {n} each of {all} operations, {span}", **values)
    return say("Most concern {names}: {n} of {all} operations, {span}", **values)


def chosen_sentence(result: Result, say: Words) -> str:
    """Which operations a figure was asked for, when not for all: regions, levels, sectors."""
    regions = sentences.regions_sentence(
        [row["region_label"] for row in result.layers["regions"]], say
    )
    parts = (regions, *kinds_sentences(result.selection, say))
    return "; ".join(part for part in parts if part)


def kinds_sentences(selection: Selection, say: Words) -> tuple[str, ...]:
    """Which levels and sectors of operations are chosen, when not all."""
    groups = (("level_groups", selection.level), ("sectors", selection.sector))
    return tuple(
        say.list([dictionary.label(group, code, say.lang) for code in codes])
        for group, codes in groups
        if codes
    )

"""Integrity zones in words and rows: what was found, who tried again, every unit, the rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries
from dashboard.figures.model import Row
from dashboard.narrative.overview import Summary
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of

AWARDS = ("wbk", "wbbm")


@dataclass(frozen=True)
class Step:
    """One step of a path: when, what kind, what, whose, and where it is said."""

    when: str
    is_inferred: bool
    kind: str
    colour: str
    what: str
    units: tuple[str, ...]
    note: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, eq=False)
class Path:
    """What is known of units that fell short in a region, in time order."""

    code: str
    title: str
    region: str
    steps: tuple[Step, ...]
    after: str
    is_disputed: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Unit:
    """One stage of a unit or group, ready to be shown."""

    name: str
    stage: str
    award: str
    code: str
    region: str
    owner: str
    year: int
    is_inferred: bool
    count: str
    note: str
    source: Source


@dataclass(frozen=True)
class Rule:
    """One rule of integrity zones, in the reader's language, with its sources."""

    title: str
    text: str
    sources: tuple[Source, ...]


@cached(64)
def overview(warehouse: Warehouse, selection: Selection) -> Summary:
    """How many units have been found and at which furthest stage, awards by who gave them.

    Args:
        warehouse: where the facts are.
        selection: resolved: it has both ends of its span.
    """
    say = words(selection.lang)
    rows = queries.records(warehouse, "wbk/wbk_counts", selection)
    span = say(
        "Stages known for {from_year}–{year}.", from_year=selection.from_year, year=selection.year
    )
    sample = dictionary.caveat("zone_sample", say.lang)
    if not rows:
        return Summary(
            say("No integrity zone unit has been found for this choice"),
            (),
            (
                span + " " + sample,
                say("Not found does not mean that there is none. Widen the choice."),
            ),
            (),
        )
    texts = (
        _awards_sentence(rows, say),
        _others_sentence(rows, say),
        _groups_sentence(rows, say),
        _fallen_sentence(warehouse, selection),
    )
    return Summary(
        _headline(rows[0], say),
        tuple(text for text in texts if text),
        (span + " " + sample,),
        sources_of(warehouse, rows),
    )


def _headline(row: Row, say: Words) -> str:
    if not row["all_named"]:
        return say.plural(
            "{n} group of integrity zone units found",
            "{n} groups of integrity zone units found",
            row["all_groups"],
        )
    found = say.plural(
        "{n} integrity zone unit found", "{n} integrity zone units found", row["all_named"]
    )
    if not row["all_awarded"]:
        return say("{found}, none of them with WBK or WBBM", found=found)
    return say(
        "{found}, {awarded} of them awarded WBK or WBBM",
        found=found,
        awarded=say.number(row["all_awarded"], 0),
    )


def _awards_sentence(rows: list[Row], say: Words) -> str:
    """Awards by who assessed them: never one sum."""
    parts = []
    for code in dictionary.dictionary()["awards"]:
        given = [
            f"{dictionary.label('stages', row['stage'], say.lang)} "
            + say.number(row["named_count"], 0)
            for row in rows
            if row["awarded_by"] == code and row["named_count"]
        ]
        if given:
            parts.append(f"{dictionary.label('awards', code, say.lang)}: {', '.join(given)}")
    if not parts:
        return ""
    return say("Awards by who assessed: {parts}.", parts="; ".join(parts))


def _others_sentence(rows: list[Row], say: Words) -> str:
    """The furthest stage of the units without an award, from the top."""
    parts = [
        f"{dictionary.label('stages', row['stage'], say.lang)} " + say.number(row["named_count"], 0)
        for row in rows
        if row["stage"] not in AWARDS and row["named_count"]
    ]
    return say("Furthest stage of the others: {parts}.", parts=", ".join(parts)) if parts else ""


def _groups_sentence(rows: list[Row], say: Words) -> str:
    """Groups stand apart: they may hold units that are also listed by name."""
    if not rows[0]["all_groups"] or not rows[0]["all_named"]:
        return ""
    return say.plural(
        "Besides, {n} group of units; it may hold units that are listed by name.",
        "Besides, {n} groups of units; they may hold units that are listed by name.",
        rows[0]["all_groups"],
    )


def _fallen_sentence(warehouse: Warehouse, selection: Selection) -> str:
    say = words(selection.lang)
    fallen = paths(warehouse, selection)
    if not fallen:
        return ""
    return say(
        "Not passed yet: {regions}. What followed stands below.",
        regions=say.list([path.region for path in fallen]),
    )


@cached(64)
def paths(warehouse: Warehouse, selection: Selection) -> tuple[Path, ...]:
    """Units that fell short, and what is known before and after; whoever assessed awards."""
    say = words(selection.lang)
    rows = queries.records(warehouse, "wbk/wbk_paths", selection)
    texts = []
    for (code, owner), group in groupby(
        rows, key=lambda row: (row["region_code"], row["owner_type"])
    ):
        steps = list(group)
        first = steps[0]
        region = f"{first['region_name']} ({first['fallen_year']})"
        if owner != "pemda":
            region += f", {dictionary.label('owner_types', owner, say.lang)}"
        is_last = not any(row["event_date"].year > first["fallen_year"] for row in steps)
        texts.append(
            Path(
                code,
                say(
                    "{region}: not passed yet in {year}",
                    region=first["region_name"],
                    year=first["fallen_year"],
                ),
                region,
                tuple(_step(warehouse, row, say) for row in steps),
                say("No later step has been found.") if is_last else "",
                any(row["is_disputed"] for row in steps),
                sources_of(warehouse, steps),
            )
        )
    return tuple(texts)


def _step(warehouse: Warehouse, row: Row, say: Words) -> Step:
    kind, colour, what = {
        "stage": _stage_step,
        "activity": _activity_step,
        "score": _score_step,
    }[row["step_kind"]](row, say)
    return Step(
        when=say.date(row["event_date"], row["date_precision"]),
        is_inferred=row["is_year_inferred"],
        kind=kind,
        colour=dictionary.colour("events", colour),
        what=what,
        units=tuple(row["unit_names"]),
        note=row["note_id"] or "",
        sources=sources_of(warehouse, [row]),
    )


def _stage_step(row: Row, say: Words) -> tuple[str, str, str]:
    stage = dictionary.label("stages", row["event_type"], say.lang)
    return say("Stage"), "wbk", stage


def _activity_step(row: Row, say: Words) -> tuple[str, str, str]:
    return (
        dictionary.label("activity_types", row["event_type"], say.lang),
        "activity",
        say.pick(row, "title"),
    )


def _score_step(row: Row, say: Words) -> tuple[str, str, str]:
    score = say.number(row["score"]) + ("*" if row["is_disputed"] else "")
    if row["spi_class"] is None:
        return say("Score"), "spi", f"SPI {score}"
    return (
        say("Score"),
        "spi",
        f"SPI {score} ({dictionary.label('classes', row['spi_class'], say.lang)})",
    )


@cached(64)
def units(warehouse: Warehouse, selection: Selection) -> tuple[tuple[Unit, ...], int]:
    """The stages of units and groups in the choice, newest first, and how many there are in all."""
    say = words(selection.lang)
    rows = queries.records(warehouse, "wbk/wbk_units", selection)
    return tuple(_unit(warehouse, row, say) for row in rows), queries.n_found(rows)


def _unit(warehouse: Warehouse, row: Row, say: Words) -> Unit:
    if row["unit_count"] is None:
        count = say("group, size not stated")
    elif row["is_group"]:
        count = say.plural("group of {n} unit", "group of {n} units", row["unit_count"])
    else:
        count = ""
    return Unit(
        name=row["unit_name"],
        stage=dictionary.label("stages", row["stage"], say.lang),
        award=_assessor(row["awarded_by"], say),
        code=row["region_code"],
        region=row["region_label"],
        owner=dictionary.label("owner_types", row["owner_type"], say.lang),
        year=row["year"],
        is_inferred=row["is_year_inferred"],
        count=count,
        note=row["note_id"] or "",
        source=warehouse.sources[row["source_ids"][0]],
    )


def _assessor(awarded_by: str | None, say: Words) -> str:
    if awarded_by is None:
        return ""
    if awarded_by == "unknown":
        return say("assessor not stated")
    return dictionary.label("awards", awarded_by, say.lang)


def rules(warehouse: Warehouse, lang: str) -> tuple[Rule, ...]:
    """What the sources of the facts say of integrity zones, in the order told.

    A rule is told only with a source: facts of an office's own may lack those that it stands in.
    """
    known = warehouse.sources
    told = (
        Rule(
            entry["title"][lang],
            entry["text"][lang],
            tuple(known[source_id] for source_id in entry["source_ids"] if source_id in known),
        )
        for entry in dictionary.dictionary()["zone_rules"].values()
    )
    return tuple(rule for rule in told if rule.sources)

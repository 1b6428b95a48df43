"""`wbk-ladder`: units of each region by the furthest stage found, awards by who assessed them."""

from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row

NAMED_REGIONS = 6
BEFORE = "before"


def found(result: Result) -> list[Row]:
    """The rows of regions with a unit."""
    return [row for row in result.rows if row["stage"] is not None]


def headline(result: Result, say: Words) -> str:
    with_units = {row["region_code"] for row in found(result)}
    if not with_units:
        return say("No integrity zone unit has been found")
    if len({row["region_code"] for row in result.rows}) == 1:
        furthest = found(result)[-1]
        return say(
            "{region}: the furthest stage found up to {year} is {stage}",
            region=furthest["region_name"],
            year=result.selection.year,
            stage=dictionary.label("stages", furthest["stage"], say.lang),
        )
    awarded = {row["region_code"] for row in result.rows if row["awarded_by"] is not None}
    if len(with_units) == len({row["region_code"] for row in result.rows}):
        return say(
            "Units found up to {year} in all {all} regions, in {awarded} of them with WBK or WBBM",
            year=result.selection.year,
            all=len(with_units),
            awarded=len(awarded),
        )
    return say(
        "Units found up to {year} in {n} of {all} regions, in {awarded} of them with WBK or WBBM",
        year=result.selection.year,
        n=len(with_units),
        all=len({row["region_code"] for row in result.rows}),
        awarded=len(awarded),
    )


def subtitle(result: Result, say: Words) -> str:
    text = say(
        "Each unit once, at the furthest stage found {from_year}–{year}. Numbers are units; "
        "+ is a group of unknown size. In the order of region codes, not a ranking.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )
    without = [row["region_label"] for row in result.rows if row["stage"] is None]
    if not without:
        return text
    named = without[:NAMED_REGIONS]
    if len(without) > len(named):
        more = len(without) - len(named)
        named.append(say.plural("{n} other", "{n} others", more))
    return text + " " + say("No unit found yet in {regions}.", regions=say.list(named))


def counted(row: Row, say: Words) -> str:
    """The number of a mark: units, and + for a group of unknown size."""
    number = "" if row["unit_count"] is None else say.number(row["unit_count"], 0)
    return number + ("+" if row["unsized_count"] else "")


def place(row: Row, say: Words) -> str:
    """The stage of a row, and for an award who assessed it."""
    stage = dictionary.label("stages", row["stage"], say.lang)
    if row["awarded_by"] is None:
        return stage
    return f"{stage} · {dictionary.label('awards', row['awarded_by'], say.lang)}"


def reading(result: Result, say: Words) -> str:
    by_region: dict[str, list[str]] = {}
    for row in found(result):
        by_region.setdefault(row["region_label"], []).append(
            f"{place(row, say)} {counted(row, say)}"
        )
    texts = [f"{name}: {', '.join(parts)}" for name, parts in by_region.items()]
    more = len(texts) - NAMED_REGIONS
    if more > 0:
        texts = [*texts[:NAMED_REGIONS], say("and {n} more in the table", n=more)]
    return say(
        "Ladder of regions by stages. {message}. {counts}.",
        message=headline(result, say),
        counts="; ".join(texts) or say("no data"),
    )


def caveats(result: Result) -> tuple[str, ...]:
    rows = found(result)
    groups = ("zone_groups",) if any(row["group_count"] for row in rows) else ()
    withdrawn = ("zone_withdrawn",) if any(row["awarded_by"] for row in rows) else ()
    return ("zone_sample", *groups, *withdrawn)


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    shapes = {BEFORE: "dot", "kemenpanrb": "square", "internal": "diamond", "unknown": "ring"}
    entries = []
    for code, mark in shapes.items():
        rows = tuple(
            i
            for i, row in enumerate(result.rows)
            if row["stage"] is not None and (row["awarded_by"] or BEFORE) == code
        )
        if rows:
            name = dictionary.label("ladder_marks", code, say.lang)
            colour = dictionary.colour("ladder_marks", code)
            entries.append(LegendEntry(code, name, colour, rows, mark))
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    if row["stage"] is None:
        return sentences.lines(row["region_name"], say("no unit found"))
    return sentences.lines(
        row["region_name"],
        place(row, say),
        say.plural("{n} unit by name", "{n} units by name", row["named_count"])
        if row["named_count"]
        else None,
        say.plural("{n} group of units", "{n} groups of units", row["group_count"])
        if row["group_count"]
        else None,
        say("size of a group not stated") if row["unsized_count"] else None,
    )


FIGURE = Figure(
    id="wbk-ladder",
    chart="ladder",
    page="zona",
    indicator="zone_units",
    parameters=("region", "year", "from_year", "owner", "award"),
    query="wbk/wbk_ladder",
    roles={
        "x": "stage",
        "y": "region_label",
        "steps": "stages",
        "marks": "ladder_marks",
        "number": "unit_count",
        "more": "unsized_count",
    },
    columns=(
        "region_name",
        "stage",
        "awarded_by",
        "unit_count",
        "named_count",
        "group_count",
        "unsized_count",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=replace(
        rows_behind.facts("mart_zone_place", "stage", "awarded_by", counted_code="region_code"),
        filters={"owner_type": "owner", "award_by": "award"},
    ),
    resolve=years.wbk_span,
    years="wbk",
)

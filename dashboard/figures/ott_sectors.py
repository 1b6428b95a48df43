"""`ott-sectors`: known operations by sector, split by level of the officials."""

from dashboard import indicators
from dashboard.figures import phrases
from dashboard.figures.base import Facts, Figure, LegendEntry, Row
from dashboard.words import Words


def by_sector(facts: Facts, say: Words) -> dict[str, int]:
    """How many operations each sector holds, by its name, in the order of the rows."""
    return {
        indicators.label("sectors", row["sector"], say.lang): row["sector_total"]
        for row in facts.rows
    }


def headline(facts: Facts, say: Words) -> str:
    if not facts.rows:
        return say("No operation has been found for this choice")
    return phrases.most_told(by_sector(facts, say), say)


def subtitle(facts: Facts, say: Words) -> str:
    told = say(
        "KPK sting operations (OTT) {from_year}–{year} by sector of the case and level of the "
        "officials.",
        from_year=facts.selection.from_year,
        year=facts.selection.year,
    )
    chosen = phrases.chosen_told(facts, say)
    partial = sum(row["ott_count"] for row in facts.rows if not row["is_complete"])
    parts = [told, say("Only: {chosen}.", chosen=chosen) if chosen else ""]
    if partial:
        parts.append(
            say.plural(
                "Pale: {n} operation from years with an incomplete list.",
                "Pale: {n} operations from years with an incomplete list.",
                partial,
            )
        )
    return " ".join(part for part in parts if part)


def reading(facts: Facts, say: Words) -> str:
    counts = [f"{name}: {say.number(n, 0)}" for name, n in by_sector(facts, say).items()]
    text = say("Stacked bars by sector. {message}.", message=headline(facts, say))
    return text + (" " + "; ".join(counts) + "." if counts else "")


def caveats(facts: Facts) -> tuple[str, ...]:
    partial = () if all(row["is_complete"] for row in facts.rows) else ("ott_partial",)
    return ("allegations", "ott_found", *partial)


def legend(facts: Facts, say: Words) -> tuple[LegendEntry, ...]:
    return phrases.level_legend(facts, say)


def tip(row: Row, say: Words) -> str:
    sector = indicators.label("sectors", row["sector"], say.lang)
    level = indicators.label("level_groups", row["level_group"], say.lang)
    return phrases.lines(
        f"{sector} · {level}",
        say.plural("{n} operation", "{n} operations", row["ott_count"]),
        say("all levels: {n}", n=say.number(row["sector_total"], 0)),
        None if row["is_complete"] else say("incomplete list"),
    )


FIGURE = Figure(
    id="ott-sectors",
    form="stacks",
    indicator="ott_count",
    parameters=("region", "year", "from_year", "level"),
    query="figure/ott_sectors",
    roles={
        "x": "ott_count",
        "y": "sector",
        "names": "sectors",
        "total": "sector_total",
        "complete": "is_complete",
    },
    columns=("sector", "level_group", "ott_count", "sector_total", "is_complete", "source_ids"),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    resolve=phrases.every_ott_year,
    layers={"regions": "figure/chosen_regions"},
    years="ott",
)

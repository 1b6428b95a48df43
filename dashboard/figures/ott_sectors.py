"""`ott-sectors`: known operations by sector, split by level of the officials."""

from dashboard import indicators
from dashboard.figures import phrases
from dashboard.figures.base import Facts, Figure, Row
from dashboard.words import Words


def by_sector(facts: Facts, say: Words) -> dict[str, int]:
    """How many operations each sector holds, by its name, in the order of the rows."""
    return {
        indicators.label("sectors", row["sector"], say.lang): row["sector_total"]
        for row in facts.rows
    }


def headline(facts: Facts, say: Words) -> str:
    if not facts.rows:
        return phrases.no_operation(say)
    return phrases.most_told(by_sector(facts, say), say)


def subtitle(facts: Facts, say: Words) -> str:
    told = say(
        "KPK sting operations (OTT) {from_year}–{year} by sector of the case and level of the "
        "officials.",
        from_year=facts.selection.from_year,
        year=facts.selection.year,
    )
    partial = sum(row["ott_count"] for row in facts.rows if not row["is_complete"])
    return phrases.operations_subtitle(told, partial, facts, say)


def reading(facts: Facts, say: Words) -> str:
    text = say("Stacked bars by sector. {message}.", message=headline(facts, say))
    return phrases.with_counts(text, by_sector(facts, say), say)


def tip(row: Row, say: Words) -> str:
    sector = indicators.label("sectors", row["sector"], say.lang)
    return phrases.operations_tip(sector, row, row["sector_total"], say)


FIGURE = Figure(
    id="ott-sectors",
    form="stacks",
    page="ott",
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
    caveats=phrases.operations_caveats,
    legend=phrases.level_legend,
    tip=tip,
    resolve=phrases.every_ott_year,
    layers={"regions": "figure/chosen_regions"},
    years="ott",
)

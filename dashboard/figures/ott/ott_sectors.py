"""`ott-sectors`: known operations by sector, split by level of the officials."""

from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import legends, ott, rows_behind, sentences, years
from dashboard.figures.model import Figure, Result, Row


def by_sector(result: Result, say: Words) -> dict[str, int]:
    """How many operations each sector holds, by its name, in the order of the rows."""
    return {
        dictionary.label("sectors", row["sector"], say.lang): row["sector_total"]
        for row in result.rows
    }


def headline(result: Result, say: Words) -> str:
    if not result.rows:
        return ott.none_found(say)
    return ott.most_sentence(result, by_sector(result, say), say)


def subtitle(result: Result, say: Words) -> str:
    text = say(
        "KPK sting operations (OTT) {from_year}–{year} by sector of the case and level of the "
        "officials.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )
    partial = sum(row["ott_count"] for row in result.rows if not row["is_complete"])
    return ott.subtitle(text, partial, result, say)


def reading(result: Result, say: Words) -> str:
    text = say("Stacked bars by sector. {message}.", message=headline(result, say))
    return sentences.with_counts(text, by_sector(result, say), say)


def tip(row: Row, say: Words) -> str:
    sector = dictionary.label("sectors", row["sector"], say.lang)
    return ott.tip(sector, row, row["sector_total"], say)


FIGURE = Figure(
    id="ott-sectors",
    chart="stacks",
    page="ott",
    indicator="ott_count",
    parameters=("region", "year", "from_year", "level"),
    query="ott/ott_sectors",
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
    caveats=ott.caveats,
    legend=legends.level_legend,
    tip=tip,
    facts=replace(
        rows_behind.facts("mart_ott_case", "sector", "level_group", "is_complete"),
        of_regions=True,
    ),
    resolve=years.complete_ott_span,
    layers={"regions": "region/chosen_regions"},
    years="ott",
)

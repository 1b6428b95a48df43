"""`ott-offices`: known operations by kind of office, split by level of the officials."""

from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import legends, ott, rows_behind, sentences, years
from dashboard.figures.model import Figure, Result, Row


def by_kind(result: Result, say: Words) -> dict[str, int]:
    """How many operations concern each kind of office, by its name; kinds overlap."""
    return {
        dictionary.label("office_kinds", row["office_kind"], say.lang): row["kind_total"]
        for row in result.rows
    }


def headline(result: Result, say: Words) -> str:
    if not result.rows:
        return ott.none_found(say)
    return ott.most_sentence(result, by_kind(result, say), say, result.rows[0]["ott_total"])


def subtitle(result: Result, say: Words) -> str:
    text = say(
        "KPK sting operations (OTT) {from_year}–{year} by kind of office, read from the wording of "
        "the offices named, and level of the operation. One operation may concern several kinds: "
        "do not add them up.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )
    partial = result.rows[0]["partial_total"] if result.rows else 0
    return ott.subtitle(text, partial, result, say)


def reading(result: Result, say: Words) -> str:
    text = say("Stacked bars by kind of office. {message}.", message=headline(result, say))
    return sentences.with_counts(text, by_kind(result, say), say)


def tip(row: Row, say: Words) -> str:
    kind = dictionary.label("office_kinds", row["office_kind"], say.lang)
    return ott.tip(kind, row, row["kind_total"], say)


FIGURE = Figure(
    id="ott-offices",
    chart="stacks",
    page="ott",
    indicator="ott_count",
    parameters=("region", "year", "from_year", "level", "sector"),
    query="ott/ott_offices",
    roles={
        "x": "ott_count",
        "y": "office_kind",
        "names": "office_kinds",
        "total": "kind_total",
        "complete": "is_complete",
    },
    columns=("office_kind", "level_group", "ott_count", "kind_total", "is_complete", "source_ids"),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=ott.caveats,
    legend=legends.level_legend,
    tip=tip,
    facts=replace(
        rows_behind.facts("mart_ott_office", "office_kind", "level_group", "is_complete"),
        filters={"sector": "sector"},
        of_regions=True,
    ),
    resolve=years.complete_ott_span,
    layers={"regions": "region/chosen_regions"},
    years="ott",
)

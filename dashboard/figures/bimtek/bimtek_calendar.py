"""`bimtek-calendar`: in which months activities have been found, and how many."""

from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import bimtek, legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row


def headline(result: Result, say: Words) -> str:
    known = [row["activity_count"] for row in result.rows if row["activity_count"] is not None]
    if not known:
        return bimtek.none_found(say)
    return say.plural(
        "{n} activity, found in {months} of {all} months",
        "{n} activities, found in {months} of {all} months",
        sum(known),
        months=len(known),
        all=len(result.rows),
    )


def subtitle(result: Result, say: Words) -> str:
    return say(
        "Activities {from_year}–{year} by the month in which they began: one row a year. "
        "– means that none has been found, not zero.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )


def reading(result: Result, say: Words) -> str:
    totals = {row["year"]: row["year_total"] for row in result.rows if row["year_total"]}
    counts = [f"{year}: {say.number(n, 0)}" for year, n in sorted(totals.items())]
    return say(
        "Calendar of years by months. {message}. Found by year: {counts}.",
        message=headline(result, say),
        counts="; ".join(counts) or "–",
    )


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    return legends.count_legend("bimtek-calendar", "activity_count", result, say)


def tip(row: Row, say: Words) -> str:
    return sentences.lines(
        f"{dictionary.label('months', row['month'], say.lang)} {row['year']}",
        bimtek.count_sentence(row, say),
        bimtek.parts_sentence(row, say),
    )


FIGURE = Figure(
    id="bimtek-calendar",
    chart="matrix",
    page="bimtek",
    indicator="activity_count",
    parameters=bimtek.ACTIVITY_PARAMETERS,
    query="bimtek/bimtek_calendar",
    roles={"x": "month", "y": "year", "number": "activity_count", "x_codes": "months"},
    columns=(
        "year",
        "month",
        "activity_count",
        "with_kpk",
        "without_kpk",
        "kpk_unknown",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=bimtek.activity_caveats,
    legend=legend,
    tip=tip,
    facts=replace(
        rows_behind.facts("mart_activity", "month"),
        filters=bimtek.FILTERED_COLUMNS,
        of_regions=True,
    ),
    resolve=years.bimtek_span,
    years="bimtek",
)

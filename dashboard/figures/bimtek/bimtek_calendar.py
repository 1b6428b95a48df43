"""`bimtek-calendar`: in which months activities have been found, and how many."""

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import bimtek, legends, sentences, years
from dashboard.figures.model import Facts, Figure, LegendEntry, Row


def headline(facts: Facts, say: Words) -> str:
    known = [row["activity_count"] for row in facts.rows if row["activity_count"] is not None]
    if not known:
        return bimtek.none_found(say)
    return say.plural(
        "{n} activity, found in {months} of {all} months",
        "{n} activities, found in {months} of {all} months",
        sum(known),
        months=len(known),
        all=len(facts.rows),
    )


def subtitle(facts: Facts, say: Words) -> str:
    return say(
        "Activities {from_year}–{year} by the month in which they began: one row a year. "
        "– means that none has been found, not zero.",
        from_year=facts.selection.from_year,
        year=facts.selection.year,
    )


def reading(facts: Facts, say: Words) -> str:
    totals = {row["year"]: row["year_total"] for row in facts.rows if row["year_total"]}
    counts = [f"{year}: {say.number(n, 0)}" for year, n in sorted(totals.items())]
    return say(
        "Calendar of years by months. {message}. Found by year: {counts}.",
        message=headline(facts, say),
        counts="; ".join(counts) or "–",
    )


def legend(facts: Facts, say: Words) -> tuple[LegendEntry, ...]:
    return legends.count_legend("bimtek-calendar", "activity_count", facts, say)


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
    resolve=years.activity_span,
    years="activity",
)

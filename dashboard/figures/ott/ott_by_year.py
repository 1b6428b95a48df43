"""`ott-by-year`: operations by year and level, with the KPK's own count as a check."""

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row


def by_year(result: Result) -> list[Row]:
    """One row per year, for what repeats on each level."""
    return list({row["year"]: row for row in result.rows}.values())


def headline(result: Result, say: Words) -> str:
    complete = [row for row in by_year(result) if row["is_complete"]]
    if not complete:
        return say(
            "The list of operations of {from_year}–{year} is not complete",
            from_year=result.selection.from_year,
            year=result.selection.year,
        )
    last = complete[-1]
    values = {"n": last["year_total"], "year": last["year"]}
    if len(complete) == 1:
        return say("{n} operations in {year}", **values)
    peaks = sentences.highest(complete, "year_total", 0)
    others = [str(row["year"]) for row in peaks if row is not last]
    if not others:
        return say("{n} operations in {year}, the most of all years shown", **values)
    values |= {"peak": peaks[0]["year_total"], "peak_years": say.list(others)}
    if last in peaks:
        return say("{n} operations in {year}, the most, as in {peak_years}", **values)
    if len(others) > 1:
        return say(
            "{n} operations in {year}; the most, {peak} each, were in {peak_years}", **values
        )
    return say("{n} operations in {year}; the most, {peak}, were in {peak_years}", **values)


def subtitle(result: Result, say: Words) -> str:
    return say(
        "KPK sting operations (OTT) by level of the officials, {from_year}–{year}. Short strokes: "
        "the KPK's own count. Pale years: incomplete lists.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )


def reading(result: Result, say: Words) -> str:
    counts = [f"{row['year']}: {say.number(row['year_total'], 0)}" for row in by_year(result)]
    return say(
        "Stacked bars. {message}. By year: {counts}.",
        message=headline(result, say),
        counts="; ".join(counts),
    )


def caveats(result: Result) -> tuple[str, ...]:
    partial = () if all(row["is_complete"] for row in result.rows) else ("ott_partial",)
    return ("allegations", *partial)


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    official = LegendEntry("official", say("KPK's own count"), dictionary.ink("text"), (), "line")
    return (*legends.level_legend(result, say), official)


def tip(row: Row, say: Words) -> str:
    if row["ott_count"] is None:
        count = say("no data")
    else:
        count = say.plural("{n} operation", "{n} operations", row["ott_count"])
    official = None
    if row["official_ott_count"] is not None:
        official = say("KPK's own count: {n}", n=row["official_ott_count"])
    return sentences.lines(
        f"{row['year']} · {dictionary.label('level_groups', row['level_group'], say.lang)}",
        count,
        say("all levels: {n}", n=say.number(row["year_total"], 0)),
        official,
        None if row["is_complete"] else say("incomplete list"),
    )


FIGURE = Figure(
    id="ott-by-year",
    chart="bars",
    page="ott",
    indicator="ott_count",
    parameters=("year", "from_year"),
    query="ott/ott_by_year",
    roles={
        "x": "year",
        "y": "ott_count",
        "series": "level_group",
        "check": "official_ott_count",
        "complete": "is_complete",
    },
    columns=(
        "year",
        "level_group",
        "ott_count",
        "year_total",
        "year_counted_by_kpk",
        "official_ott_count",
        "is_complete",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.facts("mart_ott_case", "level_group"),
    resolve=years.complete_ott_span,
    years="ott",
)

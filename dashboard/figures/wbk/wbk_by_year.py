"""`wbk-by-year`: national counts of WBK, WBBM and nominations; each source its own mark."""

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row

MEASURES = ("wbk_count", "wbbm_count", "proposed_count")
NATION = "nasional"


def span(row: Row, measure: str, say: Words) -> str | None:
    """What sources say of a measure in a year: one number, or the lowest and the highest."""
    low, high = row[f"{measure}_low"], row[f"{measure}_high"]
    if low is None:
        return None
    if low == high:
        return say.number(low, 0)
    return f"{say.number(low, 0)}–{say.number(high, 0)}"


def unknown_years(result: Result) -> list[int]:
    """Years for which no source says a count."""
    known = {row["year"] for row in result.rows if row["is_known"]}
    return sorted({row["year"] for row in result.rows} - known)


def headline(result: Result, say: Words) -> str:
    national = [
        row
        for row in result.rows
        if row["counted_scope"] == NATION and row["wbk_count_low"] is not None
    ]
    if not national:
        return say(
            "No national count of WBK is known for {from_year}–{year}",
            from_year=result.selection.from_year,
            year=result.selection.year,
        )
    last = national[-1]
    wbk, wbbm = (span(last, measure, say) for measure in MEASURES[:2])
    if wbbm is None:
        return say(
            "{wbk} units received WBK nationwide in {year}, the latest known count",
            wbk=wbk,
            year=last["year"],
        )
    return say(
        "{wbk} units received WBK and {wbbm} WBBM nationwide in {year}, the latest known count",
        wbk=wbk,
        wbbm=wbbm,
        year=last["year"],
    )


def subtitle(result: Result, say: Words) -> str:
    text = say(
        "National awards {from_year}–{year}, whatever regions are chosen. Each mark is what one "
        "source says; where sources differ, the range is written.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )
    years = unknown_years(result)
    if not years:
        return text
    return (
        text + " " + say("No count is known for {years}.", years=say.list([str(y) for y in years]))
    )


def reading(result: Result, say: Words) -> str:
    by_year: dict[tuple[int, str], Row] = {
        (row["year"], row["counted_scope"]): row for row in result.rows
    }
    texts = []
    for (year, scope), row in by_year.items():
        parts = [
            f"{dictionary.heading(measure, say.lang)} {text}"
            for measure in MEASURES
            if (text := span(row, measure, say)) is not None
        ]
        whose = dictionary.label("zone_scopes", scope, say.lang)
        texts.append(f"{year} ({whose}): {', '.join(parts) or say('no data')}")
    return say(
        "Marks by year. {message}. {counts}.",
        message=headline(result, say),
        counts="; ".join(texts),
    )


def caveats(_facts: Result) -> tuple[str, ...]:
    return ("zone_national",)


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    entries = []
    for scope, mark in ((NATION, "dot"), ("pemda", "square")):
        rows = tuple(
            i
            for i, row in enumerate(result.rows)
            if row["counted_scope"] == scope and row["is_known"]
        )
        if rows:
            label = dictionary.label("zone_scopes", scope, say.lang)
            colour = dictionary.colour("zone_scopes", scope)
            entries.append(LegendEntry(scope, label, colour, rows, mark))
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    return sentences.lines(
        f"{row['year']} · {dictionary.label('zone_scopes', row['counted_scope'], say.lang)}",
        *(
            f"{dictionary.heading(measure, say.lang)}: {say.number(row[measure], 0)}"
            for measure in MEASURES
            if row[measure] is not None
        ),
    )


FIGURE = Figure(
    id="wbk-by-year",
    chart="panels",
    page="zona",
    indicator="zone_units",
    parameters=("year", "from_year"),
    query="wbk/wbk_by_year",
    roles={
        "x": "year",
        "y": "is_known",
        "series": "counted_scope",
        "first": MEASURES[0],
        "second": MEASURES[1],
        "third": MEASURES[2],
    },
    columns=("year", "counted_scope", *MEASURES, "source_ids"),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.facts("wbk_yearly", scope="counted_scope"),
    resolve=years.wbk_span,
    years="wbk",
)

"""`spi-change`: each region's score in two years, and the distance between them."""

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row


def pairs(result: Result) -> list[Row]:
    return [row for row in result.rows if row["change"] is not None]


def headline(result: Result, say: Words) -> str:
    known = pairs(result)
    if result.selection.from_year is None:
        return say(
            "{year} is the first survey year: no earlier score to compare with",
            year=result.selection.year,
        )
    span = {"from_year": result.selection.from_year, "year": result.selection.year}
    if not known:
        return say("No region shown has a score in both {from_year} and {year}", **span)
    best, worst = known[0], known[-1]
    if best["change"] > 0 > worst["change"]:
        return say(
            "{worst} fell most ({fall}), {best} rose most ({rise}) from {from_year} to {year}",
            worst=worst["region_label"],
            fall=say.signed(worst["change"]),
            best=best["region_label"],
            rise=say.signed(best["change"]),
            **span,
        )
    extreme = worst if worst["change"] < 0 else best
    direction = (
        say("{region} fell most: {change} points from {from_year} to {year}")
        if extreme["change"] < 0
        else say("{region} rose most: {change} points from {from_year} to {year}")
    )
    return direction.format(
        region=extreme["region_label"], change=say.signed(extreme["change"]), **span
    )


def subtitle(result: Result, say: Words) -> str:
    if result.selection.from_year is None:
        return say("SPI scores of {year}.", year=result.selection.year)
    missing = len(result.rows) - len(pairs(result))
    return say(
        "SPI scores of {from_year} and {year}; {n} of {all} regions lack one of the two "
        "(see table).",
        from_year=result.selection.from_year,
        year=result.selection.year,
        n=missing,
        all=len(result.rows),
    )


def reading(result: Result, say: Words) -> str:
    return say("Dumbbell chart of two years' scores. {message}.", message=headline(result, say))


def caveats(result: Result) -> tuple[str, ...]:
    broken = any(row["has_method_change"] or row["has_class_change"] for row in result.rows)
    return sentences.spi_caveats(result, *(("spi_breaks",) if broken else ()))


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    if result.selection.from_year is None:
        return ()
    colour = dictionary.colour("events", "spi")
    return (
        LegendEntry("from", str(result.selection.from_year), colour, (), "ring"),
        LegendEntry("to", str(result.selection.year), colour, (), "dot"),
    )


def tip(row: Row, say: Words) -> str:
    change = None
    if row["change"] is not None:
        change = say("{change} points", change=say.signed(row["change"]))
    from_score = sentences.starred(
        {"score": row["from_score"], "is_disputed": row["from_is_disputed"]}, say
    )
    return sentences.lines(
        row["region_name"],
        f"{row['from_year']}: {from_score}" if row["from_year"] else None,
        f"{row['year']}: {sentences.starred(row, say)}",
        change,
        say("The method changed in between") if row["has_method_change"] else None,
    )


FIGURE = Figure(
    id="spi-change",
    chart="dumbbell",
    page="bandingkan",
    indicator="spi",
    parameters=("region", "year", "from_year", "scope"),
    query="spi/spi_change",
    roles={"y": "region_label", "from": "from_score", "to": "score", "change": "change"},
    columns=(
        "region_name",
        "scope",
        "from_year",
        "from_score",
        "from_class",
        "year",
        "score",
        "spi_class",
        "change",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.SCORES,
    resolve=years.since_baseline,
)

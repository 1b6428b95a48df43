"""`spi-change`: each region's score in two years, and the distance between them."""

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import rows_behind, sentences, steps, years
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
    asked = [row for row in result.rows if row["is_chosen"]]
    chosen = [row for row in known if row["is_chosen"]]
    if asked and not chosen:
        names = sentences.named([row["region_label"] for row in asked], say)
        return say("{regions}: no score in both {from_year} and {year}", regions=names, **span)
    return steps.steps_sentence([_step(row, say) for row in chosen or known], say)


def _step(row: Row, say: Words) -> steps.Step:
    """The way between the two years; they are the reader's, so that no year lacks in between."""
    return steps.Step(
        row["region_label"],
        row["change"],
        row["from_year"],
        row["year"],
        False,
        sentences.method_sentence(row, say),
        sentences.split_sentence(row, say),
    )


def subtitle(result: Result, say: Words) -> str:
    if result.selection.from_year is None:
        return say("SPI scores of {year}.", year=result.selection.year)
    missing = len(result.rows) - len(pairs(result))
    shown = {row["region_code"] for row in result.rows}
    left_out = sum(code not in shown for code in result.selection.region)
    text = say(
        "SPI scores of {from_year} and {year}; {n} of {all} regions lack one of the two "
        "(see table).",
        from_year=result.selection.from_year,
        year=result.selection.year,
        n=missing,
        all=len(result.rows),
    )
    if not left_out:
        return text
    missed = say.plural(
        "{n} chosen kabupaten or kota is not shown: it is not compared with provinces.",
        "{n} chosen kabupaten or kota are not shown: they are not compared with provinces.",
        left_out,
    )
    return f"{text} {missed}"


def reading(result: Result, say: Words) -> str:
    text = say("Dumbbell chart of two years' scores. {message}.", message=headline(result, say))
    known = pairs(result)
    if len(known) < 2:
        return text
    top, bottom = sentences.highest(known, "change"), sentences.lowest(known, "change")
    return (
        text
        + " "
        + say(
            "From {best} ({high}) to {worst} ({low}).",
            best=sentences.named([row["region_label"] for row in top], say),
            high=say.signed(top[0]["change"]),
            worst=sentences.named([row["region_label"] for row in bottom], say),
            low=say.signed(bottom[0]["change"]),
        )
    )


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
        sentences.break_sentence(row, say) or None,
    )


FIGURE = Figure(
    id="spi-change",
    chart="dumbbell",
    page="bandingkan",
    indicator="spi",
    parameters=("region", "year", "from_year", "scope"),
    query="spi/spi_change",
    roles={
        "y": "region_label",
        "from": "from_score",
        "to": "score",
        "change": "change",
        "chosen": "is_chosen",
    },
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

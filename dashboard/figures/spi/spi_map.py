"""`spi-map`: the scores of one year on the map of provinces."""

from dashboard.core.i18n import Words
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, Result


def headline(result: Result, say: Words) -> str:
    counts = legends.class_counts(result.rows)
    known = len(result.rows) - counts.get(legends.UNKNOWN, 0)
    year, whose = result.selection.year, sentences.whose(result.selection.scope, say)
    if not known:
        return say("No score of {whose} for {year} has been found", whose=whose, year=year)
    if "unclassified" in counts:
        scores = [row["score"] for row in result.rows if row["score"] is not None]
        return say(
            "Scores of {n} {whose} in {year} run from {low} to {high}",
            n=known,
            whose=whose,
            year=year,
            low=say.number(min(scores)),
            high=say.number(max(scores)),
        )
    largest = max((code for code in counts if code != legends.UNKNOWN), key=counts.__getitem__)
    return say(
        "{n} of {known} known {whose} are in the class {spi_class} in {year}",
        n=counts[largest],
        known=known,
        whose=whose,
        spi_class=sentences.class_label({"spi_class": largest}, say),
        year=year,
    )


def subtitle(result: Result, say: Words) -> str:
    return say(
        "SPI scores of {whose}, {year}; {n} of {all} provinces without a known score.",
        whose=sentences.whose(result.selection.scope, say),
        year=result.selection.year,
        n=legends.class_counts(result.rows).get(legends.UNKNOWN, 0),
        all=len(result.rows),
    )


def reading(result: Result, say: Words) -> str:
    known = [row for row in result.rows if row["score"] is not None]
    text = headline(result, say) + "."
    if not known:
        return text
    best = max(known, key=lambda row: row["score"])
    worst = min(known, key=lambda row: row["score"])
    return say(
        "Map of Indonesia's provinces. {message} Highest {best} ({high}), lowest {worst} ({low}).",
        message=text,
        best=best["region_name"],
        high=say.number(best["score"]),
        worst=worst["region_name"],
        low=say.number(worst["score"]),
    )


def caveats(result: Result) -> tuple[str, ...]:
    more = ("no_classes_2021",) if "unclassified" in legends.class_counts(result.rows) else ()
    return sentences.spi_caveats(result, *more, "borders")


FIGURE = Figure(
    id="spi-map",
    chart="map",
    page="peta",
    indicator="spi",
    parameters=("region", "year", "to_year", "scope"),
    query="spi/spi_map",
    roles={
        "location": "region_code",
        "name": "region_name",
        "value": "score",
        "chosen": "is_chosen",
    },
    columns=(
        "region_name",
        "score",
        "spi_class",
        "change",
        "previous_year",
        "score_rank",
        "newest_year",
        "newest_score",
        "newest_class",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legends.band_legend,
    tip=sentences.spi_tip,
    facts=rows_behind.SCORES,
    resolve=years.in_best_known,
)

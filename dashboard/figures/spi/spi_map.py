"""`spi-map`: the scores of one year on the map of provinces."""

from dashboard.core.i18n import Words
from dashboard.figures import class_counts, legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, Result, Row
from dashboard.warehouse.map_shapes import PROVINCES


def headline(result: Result, say: Words) -> str:
    whose = sentences.whose(result.selection.scope, say)
    return class_counts.headline(result.rows, result.selection.year, whose, say)


def subtitle(result: Result, say: Words) -> str:
    established = [row for row in result.rows if row["is_established"]]
    text = say(
        "SPI scores of {whose}, {year}; {n} of {all} provinces without a known score.",
        whose=sentences.whose(result.selection.scope, say),
        year=result.selection.year,
        n=sum(row["score"] is None for row in established),
        all=len(established),
    )
    if reported := sum(bool(sentences.class_only(row, say)) for row in established):
        text += " " + say.plural(
            "For {n} of them a source reports the class.",
            "For {n} of them a source reports the class.",
            reported,
        )
    if later := len(result.rows) - len(established):
        text += " " + say.plural(
            "{n} province was established later.", "{n} provinces were established later.", later
        )
    return text


def tip(row: Row, say: Words) -> str:
    if row["is_established"]:
        return sentences.spi_tip(row, say)
    return sentences.lines(
        row["region_name"],
        say(
            "not a province yet in {year}: established in {first}",
            year=row["year"],
            first=row["first_year"],
        ),
    )


def reading(result: Result, say: Words) -> str:
    known = [row for row in result.rows if row["score"] is not None]
    text = headline(result, say) + "."
    if not known:
        return text
    return say(
        "Map of Indonesia's provinces. {message} {ends}.",
        message=text,
        ends=sentences.ends_sentence(known, say),
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
    use_of_regions="mark",
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
        "reported_class",
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
    tip=tip,
    facts=rows_behind.scores_or_class,
    resolve=years.in_best_known,
    shapes=lambda _asked: PROVINCES,
)

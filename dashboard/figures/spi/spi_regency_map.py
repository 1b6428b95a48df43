"""`spi-regency-map`: the scores of kabupaten and kota in one year, of a province or of all."""

from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.figures import class_counts, legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, Result, Row
from dashboard.warehouse.map_shapes import REGENCIES, regencies_of


def headline(result: Result, say: Words) -> str:
    if alone := sentences.all_run_by_province(result, say):
        return alone
    whose = sentences.regencies_within(result, say)
    return class_counts.headline(governments(result), result.selection.year, whose, say)


def governments(result: Result) -> list[Row]:
    """The rows of those with a government of their own."""
    return [row for row in result.rows if row["has_own_government"]]


def subtitle(result: Result, say: Words) -> str:
    own = governments(result)
    if not own:
        return say("The survey scores the provincial government alone.")
    return say(
        "SPI scores of {whose}, {year}; {n} of {all} without a known score.",
        whose=sentences.regencies_within(result, say),
        year=result.selection.year,
        n=sum(row["score"] is None for row in own),
        all=len(own),
    )


def reading(result: Result, say: Words) -> str:
    known = [row for row in result.rows if row["score"] is not None]
    text = headline(result, say) + "."
    if not known:
        return text
    return say(
        "Map of kabupaten and kota. {message} {ends}.",
        message=text,
        ends=sentences.ends_sentence(known, say),
    )


def tip(row: Row, say: Words) -> str:
    if row["has_own_government"]:
        return sentences.spi_tip(row, say)
    return sentences.lines(row["region_name"], sentences.no_government(row, say))


def caveats(result: Result) -> tuple[str, ...]:
    more = ("no_classes_2021",) if "unclassified" in legends.class_counts(result.rows) else ()
    return sentences.spi_caveats(result, *more, "regency_borders")


def shapes(asked: Selection) -> str:
    """Those of the province, else light ones of all."""
    return regencies_of(asked.within) if asked.within.isdigit() else REGENCIES


FIGURE = Figure(
    id="spi-regency-map",
    chart="map",
    page="peta",
    indicator="spi",
    parameters=("region", "year", "to_year", "within"),
    query="spi/spi_regency_scores",
    use_of_regions="mark",
    roles={
        "location": "region_code",
        "name": "region_name",
        "value": "score",
        "chosen": "is_chosen",
    },
    columns=(
        "region_name",
        "province_name",
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
    tip=tip,
    facts=rows_behind.scores_or_class,
    resolve=years.in_best_known,
    shapes=shapes,
    page_query={"region_level": ("regencies",)},
)

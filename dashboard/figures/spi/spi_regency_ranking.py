"""`spi-regency-ranking`: kabupaten and kota of a place or of one kind, best score first."""

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row


def headline(result: Result, say: Words) -> str:
    whose = sentences.regencies_within(result, say)
    if not result.rows:
        return say("There are no {whose}", whose=whose)
    if alone := sentences.all_run_by_province(result, say):
        return alone
    return sentences.ends_headline(result.rows, result.selection.year, whose, say)


def subtitle(result: Result, say: Words) -> str:
    own = [row for row in result.rows if row["has_own_government"]]
    if result.rows and not own:
        return say("The survey scores the provincial government alone.")
    return say(
        "SPI scores, {year}, on that year's classes, ranked among themselves; grey bars: where "
        "sources differ. {n} of {all} without a known score stand below, unranked.",
        year=result.selection.year,
        n=sum(row["score"] is None for row in own),
        all=len(own),
    )


def reading(result: Result, say: Words) -> str:
    chosen = [
        f"{row['region_name']} {sentences.class_only(row, say) or sentences.starred(row, say)}"
        for row in result.rows
        if row["is_chosen"]
    ]
    text = say("Dot chart of scores, best first. {message}.", message=headline(result, say))
    return text + (" " + say.list(chosen) + "." if chosen else "")


def caveats(result: Result) -> tuple[str, ...]:
    return sentences.spi_caveats(
        result, *(() if result.layers["classes"] else ("no_classes_2021",))
    )


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """The classes, and the national index as the line that it is."""
    colour = str(dictionary.dictionary()["reference_colour"])
    lines = (
        LegendEntry(
            row["scope"],
            f"{dictionary.label('scopes', row['scope'], say.lang, 'short')} "
            f"{sentences.starred(row, say)}",
            colour,
            mark="dash",
        )
        for row in result.layers["national"]
    )
    return (*legends.class_legend(result, say), *lines)


def tip(row: Row, say: Words) -> str:
    if not row["has_own_government"]:
        return sentences.lines(row["region_name"], sentences.no_government(row, say))
    return sentences.spi_tip(row, say)


FIGURE = Figure(
    id="spi-regency-ranking",
    chart="dots",
    page="bandingkan",
    indicator="spi",
    parameters=("region", "year", "to_year", "within", "kind"),
    query="spi/spi_regency_scores",
    use_of_regions="mark",
    layers={"classes": "spi/spi_classes", "national": "spi/spi_national_score"},
    roles={
        "y": "region_label",
        "x": "score",
        "low": "low",
        "high": "high",
        "class": "spi_class",
        "chosen": "is_chosen",
        "disputed": "is_disputed",
    },
    columns=(
        "shown_rank",
        "region_name",
        "province_name",
        "score",
        "spi_class",
        "score_rank",
        "low",
        "high",
        "n_sources",
        "newest_year",
        "newest_score",
        "newest_class",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.scores_or_class,
    resolve=years.in_best_known,
    page_query={"region_level": ("regencies",)},
)

"""`spi-ranking`: every province's score of one year as a dot, with the classes behind."""

from dashboard.core.i18n import Words
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, Result


def headline(result: Result, say: Words) -> str:
    whose = sentences.whose(result.selection.scope, say)
    return sentences.ends_headline(result.rows, result.selection.year, whose, say)


def subtitle(result: Result, say: Words) -> str:
    unknown = sum(row["score"] is None for row in result.rows)
    text = say(
        "SPI scores of {whose}, {year}, on that year's classes; grey bars: where sources differ. "
        "{n} of {all} without a known score stand at the end, unranked.",
        whose=sentences.whose(result.selection.scope, say),
        year=result.selection.year,
        n=unknown,
        all=len(result.rows),
    )
    if any(sentences.class_only(row, say) for row in result.rows):
        text += " " + say("Where a source reports the class alone, it stands there in words.")
    return text


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


FIGURE = Figure(
    id="spi-ranking",
    chart="dots",
    page="bandingkan",
    indicator="spi",
    parameters=("region", "year", "to_year", "scope"),
    query="spi/spi_ranking",
    layers={"classes": "spi/spi_classes"},
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
        "score_rank",
        "region_name",
        "score",
        "spi_class",
        "reported_class",
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
    legend=legends.class_legend,
    tip=sentences.spi_tip,
    facts=rows_behind.scores_or_class,
    resolve=years.in_best_known,
)

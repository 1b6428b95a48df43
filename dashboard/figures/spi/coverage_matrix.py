"""`coverage-matrix`: for which provinces and years a score is known, and how well."""

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row


def headline(result: Result, say: Words) -> str:
    held = [row["knowledge"] for row in result.rows]
    values = {
        "whose": sentences.whose(result.selection.scope, say),
        "span": years.span_text(result.selection.from_year, result.selection.year),
        "n": sum(row["score"] is not None for row in result.rows),
        "all": len(held),
    }
    if disputed := held.count("disputed"):
        return say(
            "{n} of {all} scores of {whose} of {span} have been found; "
            "sources differ on {disputed}",
            disputed=disputed,
            **values,
        )
    return say("{n} of {all} scores of {whose} of {span} have been found", **values)


def subtitle(result: Result, say: Words) -> str:
    text = say(
        "SPI {from_year}–{year}: one row a province, one column a year. In a cell: how many "
        "sources were found, * where they differ. Under a year: provinces with a known score.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )
    if reported := sum(bool(sentences.class_only(row, say)) for row in result.rows):
        text += " " + say.plural(
            "Of {n} cell without a score a source reports the class.",
            "Of {n} cells without a score a source reports the class.",
            reported,
        )
    return text


def reading(result: Result, say: Words) -> str:
    known = {
        row["year"]: say(
            "{year}: {n} of {all}", year=row["year"], n=row["n_known"], all=row["n_provinces"]
        )
        for row in result.rows
    }
    return say(
        "Matrix of provinces by survey years. {message}. Known by year: {counts}.",
        message=headline(result, say),
        counts="; ".join(known.values()),
    )


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """How well a score is known, best first, and the unknown as a class of its own."""
    entries = []
    for code in dictionary.dictionary()["knowledge"]:
        positions = tuple(i for i, row in enumerate(result.rows) if row["knowledge"] == code)
        if positions:
            name = dictionary.label("knowledge", code, say.lang)
            colour = dictionary.colour("knowledge", code)
            entries.append(LegendEntry(code, name, colour, positions))
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    name = row["region_name"]
    if row["score"] is None:
        known = sentences.class_only(row, say) or say("no data")
        return sentences.lines(name, f"{row['year']}: {known}")
    return sentences.lines(
        name,
        f"{row['year']}: {sentences.starred(row, say)}",
        dictionary.label("knowledge", row["knowledge"], say.lang),
        say.plural("{n} source", "{n} sources", row["n_sources"]),
        sentences.range_sentence(row, say),
    )


FIGURE = Figure(
    id="coverage-matrix",
    chart="matrix",
    page="metodologi",
    indicator="spi",
    parameters=("region", "year", "from_year", "scope"),
    query="spi/coverage_matrix",
    use_of_regions="mark",
    roles={
        "x": "year",
        "y": "region_label",
        "class": "knowledge",
        "number": "n_sources",
        "disputed": "is_disputed",
        "known": "n_known",
        "all": "n_provinces",
        "chosen": "is_chosen",
    },
    columns=(
        "region_name",
        "year",
        "scope",
        "knowledge",
        "score",
        "reported_class",
        "low",
        "high",
        "n_sources",
        "reliability",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=sentences.spi_caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.scores_or_class,
    resolve=years.survey_span,
)

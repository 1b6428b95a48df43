"""`regulation-subjects`: of which regions a regulation on which subject has been found."""

from collections import Counter

from dashboard import indicators
from dashboard.figures import catalogue, found, phrases
from dashboard.figures.base import Facts, Figure, LegendEntry, Row, with_years
from dashboard.parameters import Selection
from dashboard.warehouse import Warehouse
from dashboard.words import Words


def headline(facts: Facts, say: Words) -> str:
    known = [row for row in facts.rows if row["regulation_count"] is not None]
    if not known:
        return say("No regulation has been found for this choice")
    counts = Counter[str]()
    for row in known:
        counts[row["subject"]] += row["regulation_count"]
    told = [
        f"{indicators.label('subjects', code, say.lang)} {say.number(counts[code], 0)}"
        for code in indicators.dictionary()["subjects"]
        if code in counts
    ]
    return say("Found by subject: {subjects}", subjects=", ".join(told))


def subtitle(facts: Facts, say: Words) -> str:
    return say(
        "Regional integrity regulations by region and subject, up to {year}. In a cell: how many "
        "have been found; – means that none has been found.",
        year=facts.selection.year,
    )


def reading(facts: Facts, say: Words) -> str:
    told = [
        f"{row['region_label']}: {indicators.label('subjects', row['subject'], say.lang)}"
        for row in facts.rows
        if row["regulation_count"] is not None
    ]
    return say(
        "Matrix of regions by subjects. {message}. Found: {told}.",
        message=headline(facts, say),
        told="; ".join(told) or "–",
    )


def caveats(_facts: Facts) -> tuple[str, ...]:
    return ("regulations_found",)


def legend(facts: Facts, say: Words) -> tuple[LegendEntry, ...]:
    known = [i for i, row in enumerate(facts.rows) if row["regulation_count"] is not None]
    unknown = [i for i, row in enumerate(facts.rows) if row["regulation_count"] is None]
    entry = indicators.dictionary()["found_counts"]["found"]
    entries = []
    if known:
        name, colour = entry["label"][say.lang], entry["colour"]
        entries.append(LegendEntry("found", name, colour, tuple(known)))
    if unknown:
        entries.append(found.not_found(unknown, say))
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    subject = indicators.label("subjects", row["subject"], say.lang)
    if row["regulation_count"] is None:
        name = indicators.dictionary()["found_counts"]["not_found"]["label"][say.lang]
        return phrases.lines(row["region_name"], f"{subject}: {name}")
    years = dict.fromkeys((row["first_year"], row["last_year"]))
    return phrases.lines(
        row["region_name"],
        f"{subject}: "
        + say.plural("{n} regulation", "{n} regulations", row["regulation_count"])
        + f" ({'–'.join(str(year) for year in years)})",
    )


def resolve(warehouse: Warehouse, selection: Selection) -> Selection:
    """Up to the asked year, or the last one that any fact may lie in."""
    return with_years(selection, None, selection.year or catalogue.ott_years(warehouse)[-1])


FIGURE = Figure(
    id="regulation-subjects",
    form="matrix",
    page="regulasi",
    indicator="regulation_count",
    parameters=("region", "year", "subject"),
    query="figure/regulation_subjects",
    roles={
        "x": "subject",
        "y": "region_label",
        "number": "regulation_count",
        "chosen": "is_chosen",
        "x_codes": "subjects",
    },
    columns=(
        "region_name",
        "subject",
        "regulation_count",
        "first_year",
        "last_year",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    resolve=resolve,
    years="ott",
)

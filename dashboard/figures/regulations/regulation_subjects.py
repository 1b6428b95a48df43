"""`regulation-subjects`: of which regions a regulation on which subject has been found."""

from collections import Counter

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row


def headline(result: Result, say: Words) -> str:
    known = [row for row in result.rows if row["regulation_count"] is not None]
    if not known:
        return say("No regulation has been found for this choice")
    counts = Counter[str]()
    for row in known:
        counts[row["subject"]] += row["regulation_count"]
    texts = [
        f"{dictionary.label('subjects', code, say.lang)} {say.number(counts[code], 0)}"
        for code in dictionary.dictionary()["subjects"]
        if code in counts
    ]
    return say(
        "Found up to {year} by subject: {subjects}",
        year=result.selection.year,
        subjects=", ".join(texts),
    )


def subtitle(result: Result, say: Words) -> str:
    return say(
        "Regional integrity regulations by region and subject, up to {year}. In a cell: how many "
        "have been found; – means that none has been found.",
        year=result.selection.year,
    )


def reading(result: Result, say: Words) -> str:
    texts = [
        f"{row['region_label']}: {dictionary.label('subjects', row['subject'], say.lang)}"
        for row in result.rows
        if row["regulation_count"] is not None
    ]
    return say(
        "Matrix of regions by subjects. {message}. Found: {told}.",
        message=headline(result, say),
        told="; ".join(texts) or "–",
    )


def caveats(_facts: Result) -> tuple[str, ...]:
    return ("regulations_found",)


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    known = [i for i, row in enumerate(result.rows) if row["regulation_count"] is not None]
    unknown = [i for i, row in enumerate(result.rows) if row["regulation_count"] is None]
    entry = dictionary.dictionary()["found_counts"]["found"]
    entries = []
    if known:
        name, colour = entry["label"][say.lang], entry["colour"]
        entries.append(LegendEntry("found", name, colour, tuple(known)))
    if unknown:
        entries.append(legends.not_found(unknown, say))
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    subject = dictionary.label("subjects", row["subject"], say.lang)
    if row["regulation_count"] is None:
        name = dictionary.dictionary()["found_counts"]["not_found"]["label"][say.lang]
        return sentences.lines(row["region_name"], f"{subject}: {name}")
    years = dict.fromkeys((row["first_year"], row["last_year"]))
    return sentences.lines(
        row["region_name"],
        f"{subject}: "
        + say.plural("{n} regulation", "{n} regulations", row["regulation_count"])
        + f" ({'–'.join(str(year) for year in years)})",
    )


FIGURE = Figure(
    id="regulation-subjects",
    chart="matrix",
    page="regulasi",
    indicator="regulation_count",
    parameters=("region", "year", "subject"),
    query="regulations/regulation_subjects",
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
    facts=rows_behind.facts("regulations", "region_code", "subject"),
    resolve=years.up_to_newest_event,
    years="ott",
)

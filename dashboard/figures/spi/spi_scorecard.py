"""`spi-scorecard`: what is known of each region, comparable columns apart from sample columns."""

from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.figures.rows_behind import Facts

SEEN = ("wbk_seen", "activities_seen", "regulations_seen")
_MARKS = {"several_agree": "dot", "one_source": "ring", "weak_only": "diamond"}


def headline(result: Result, say: Words) -> str:
    known = [row for row in result.rows if row["score"] is not None]
    values = {"n": len(known), "all": len(result.rows), "year": result.selection.year}
    reported = sum(bool(sentences.class_only(row, say)) for row in result.rows)
    if not known and reported:
        return say(
            "No known score for {year} in the {all} regions shown, of {reported} the class alone",
            reported=reported,
            **values,
        )
    if not known:
        return say("No known score for {year} in the {all} regions shown", **values)
    told = [
        sentences.ends_sentence(own, say) + _kind_of(own, result.rows, say)
        for _kind, own in sentences.kinds(known)
        if len(own) > 1
    ]
    if told:
        text = say("{told} of {n} known scores, {year}", told="; ".join(told), **values)
        alone = say("of {n} the class alone is known", n=reported)
        return f"{text}; {alone}" if reported else text
    if known and len(known) == len(result.rows):  # each of another kind
        told = [f"{row['region_label']} {sentences.starred(row, say)}" for row in known]
        return say("{scores} in {year}", scores=say.list(told), year=result.selection.year)
    if reported:
        return say(
            "{n} of {all} regions have a known score for {year}, {compared} also an earlier one; "
            "of {reported} the class alone is known",
            compared=sum(row["change"] is not None for row in known),
            reported=reported,
            **values,
        )
    return say(
        "{n} of {all} regions have a known score for {year}, {compared} also an earlier one",
        compared=sum(row["change"] is not None for row in known),
        **values,
    )


def _kind_of(rows: list[Row], every: tuple[Row, ...], say: Words) -> str:
    """Which kind is ranked, where several kinds are shown."""
    if len(sentences.kinds(every)) < 2:
        return ""
    return f" ({sentences.kind_name(rows[0]['level'], say)})"


def subtitle(result: Result, say: Words) -> str:
    text = say(
        "Left, comparable: SPI {year} with class and sources, its change from the previous known "
        "year, and OTT. Right, a sample: what has been found up to {to_year}, never ranked.",
        year=result.selection.year,
        to_year=max((row["seen_to_year"] for row in result.rows), default=result.selection.year),
    )
    first = next((row for row in result.rows if row["ott_to_year"]), None)
    if first is None:
        return text
    return f"{text} " + say(
        "OTT: all operations of {first}–{last}, years with a complete list.",
        first=first["ott_from_year"],
        last=first["ott_to_year"],
    )


def reading(result: Result, say: Words) -> str:
    texts = [
        f"{row['region_name']} "
        + (
            sentences.class_only(row, say)
            or f"{sentences.starred(row, say)} ({sentences.class_label(row, say)})"
        )
        for row in result.rows
        if row["score"] is not None or sentences.class_only(row, say)
    ]
    text = say("Scorecard of regions. {message}.", message=headline(result, say))
    return text + (" " + say.list(texts[:5]) + "." if texts else "")


def caveats(result: Result) -> tuple[str, ...]:
    codes = ["scorecard_samples", "scorecard_ott"]
    if any(row["change"] is not None and sentences.is_broken(row) for row in result.rows):
        codes.append("scorecard_changes")
    if len(sentences.kinds(result.rows)) > 1:
        codes.append("kinds_apart")
    if "unclassified" in {row["spi_class"] for row in result.rows}:
        codes.append("no_classes_2021")
    return sentences.spi_caveats(result, *codes)


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """The classes, then the signs that tell how well a score is known."""
    found = {row["knowledge"] for row in result.rows}
    signs = tuple(
        LegendEntry(
            code,
            dictionary.label("knowledge", code, say.lang),
            dictionary.ink("text"),
            (),
            mark,
        )
        for code, mark in _MARKS.items()
        if code in found
    )
    return (*(replace(entry, mark="area") for entry in legends.class_legend(result, say)), *signs)


def tip(row: Row, say: Words) -> str:
    if row["score"] is None:
        score = f"SPI {row['year']}: {sentences.class_only(row, say) or say('no data')}"
    else:
        score = (
            f"SPI {row['year']}: {sentences.starred(row, say)} ({sentences.class_label(row, say)})"
        )
    known = dictionary.label("knowledge", row["knowledge"], say.lang)
    if row["n_sources"]:
        known += ", " + say.plural("{n} source", "{n} sources", row["n_sources"])
    ott = rate = None
    if row["ott_count"] is not None:
        span = f"{row['ott_from_year']}–{row['ott_to_year']}"
        ott = f"{span}: " + say.plural("{n} operation", "{n} operations", row["ott_count"])
    if row["per_10_million_people"] is not None:
        rate = say(
            "{people} per 10 million people, {governments} per 100 governments",
            people=say.number(row["per_10_million_people"], 1),
            governments=say.number(row["per_100_governments"], 1),
        )
    return sentences.lines(
        row["region_name"],
        score,
        known if row["score"] is not None else None,
        sentences.range_sentence(row, say),
        sentences.change_sentence(row, say),
        sentences.newest_sentence(row, say),
        ott,
        rate,
        *(_seen(row, column, say) for column in SEEN),
    )


def _seen(row: Row, column: str, say: Words) -> str:
    label = dictionary.heading(column, say.lang)
    if row[column] is None:
        return f"{label}: {say('not found yet')}"
    return f"{label}: " + say("{n} found", n=say.number(row[column], 0))


UP_TO_YEAR = ("", "seen_to_year")

FIGURE = Figure(
    id="spi-scorecard",
    chart="scorecard",
    page="bandingkan",
    indicator="spi",
    parameters=("region", "year", "to_year", "scope"),
    query="spi/spi_scorecard",
    roles={
        "y": "region_label",
        "score": "score",
        "class": "spi_class",
        "knowledge": "knowledge",
        "change": "change",
        "since": "previous_year",
        "rate": "per_10_million_people",
        "count": "ott_count",
        "seen_1": "wbk_seen",
        "seen_2": "activities_seen",
        "seen_3": "regulations_seen",
    },
    columns=(
        "region_name",
        "scope",
        "score",
        "spi_class",
        "reported_class",
        "knowledge",
        "low",
        "high",
        "change",
        "previous_year",
        "has_method_change",
        "newest_year",
        "newest_score",
        "newest_class",
        "per_10_million_people",
        "per_100_governments",
        "ott_count",
        "ott_from_year",
        "ott_to_year",
        "seen_to_year",
        *SEEN,
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.scores_or_class,
    cell_facts={
        "change": replace(rows_behind.SCORES, years=("previous_year", "year")),
        "rate": Facts("mart_ott_case", of_own_region=True, years=("ott_from_year", "ott_to_year")),
        "seen_1": Facts(
            "mart_zone_place",
            {"counted_code": "region_code"},
            years=UP_TO_YEAR,
            fixed=("stage:wbk", "stage:wbbm"),
        ),
        "seen_2": Facts("mart_activity", of_own_region=True, years=UP_TO_YEAR),
        "seen_3": Facts("regulations", of_own_region=True, years=UP_TO_YEAR),
    },
    resolve=years.in_best_known,
    to_years="ott",
)

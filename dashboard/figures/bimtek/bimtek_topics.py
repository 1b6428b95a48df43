"""`bimtek-topics`: what activities are about and of which type, with and without the KPK."""

from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import bimtek, legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row


def headline(result: Result, say: Words) -> str:
    known = [row for row in result.rows if row["activity_count"] is not None]
    if not known:
        return bimtek.none_found(say)
    return say(
        "With the KPK {with_kpk}, without {without_kpk}, not stated {unknown}",
        with_kpk=say.number(sum(row["with_kpk"] for row in known), 0),
        without_kpk=say.number(sum(row["without_kpk"] for row in known), 0),
        unknown=say.number(sum(row["kpk_unknown"] for row in known), 0),
    )


def subtitle(result: Result, say: Words) -> str:
    return say(
        "Activities found {from_year}–{year} by topic and type. – means that none has been found, "
        "not zero.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )


def reading(result: Result, say: Words) -> str:
    totals = {row["topic"]: row["topic_total"] for row in result.rows if row["topic_total"]}
    counts = [
        f"{dictionary.label('topics', topic, say.lang)}: {say.number(n, 0)}"
        for topic, n in totals.items()
    ]
    return say(
        "Matrix of topics by types. {message}. Found by topic: {counts}.",
        message=headline(result, say),
        counts="; ".join(counts) or "–",
    )


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    return legends.count_legend("bimtek-topics", "activity_count", result, say)


def tip(row: Row, say: Words) -> str:
    return sentences.lines(
        f"{dictionary.label('topics', row['topic'], say.lang)} · "
        f"{dictionary.label('activity_types', row['activity_type'], say.lang)}",
        bimtek.count_sentence(row, say),
        bimtek.parts_sentence(row, say),
    )


FIGURE = Figure(
    id="bimtek-topics",
    chart="matrix",
    page="bimtek",
    indicator="activity_count",
    parameters=bimtek.ACTIVITY_PARAMETERS,
    query="bimtek/bimtek_topics",
    roles={
        "x": "activity_type",
        "y": "topic",
        "number": "activity_count",
        "x_codes": "activity_types",
        "y_codes": "topics",
    },
    columns=(
        "topic",
        "activity_type",
        "activity_count",
        "with_kpk",
        "without_kpk",
        "kpk_unknown",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=bimtek.activity_caveats,
    legend=legend,
    tip=tip,
    facts=replace(
        rows_behind.facts("mart_activity", "topic", "activity_type"),
        filters=bimtek.FILTERED_COLUMNS,
        of_regions=True,
    ),
    resolve=years.bimtek_span,
    years="bimtek",
)

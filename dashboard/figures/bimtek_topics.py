"""`bimtek-topics`: what activities are about and of which type, with and without the KPK."""

from dashboard import indicators
from dashboard.figures import found, phrases
from dashboard.figures.base import Facts, Figure, LegendEntry, Row
from dashboard.words import Words


def headline(facts: Facts, say: Words) -> str:
    known = [row for row in facts.rows if row["activity_count"] is not None]
    if not known:
        return found.none_found(say)
    return say(
        "With the KPK {with_kpk}, without {without_kpk}, not stated {unknown}",
        with_kpk=say.number(sum(row["with_kpk"] for row in known), 0),
        without_kpk=say.number(sum(row["without_kpk"] for row in known), 0),
        unknown=say.number(sum(row["kpk_unknown"] for row in known), 0),
    )


def subtitle(facts: Facts, say: Words) -> str:
    return say(
        "Activities found {from_year}–{year} by topic and type. – means that none has been found, "
        "not zero.",
        from_year=facts.selection.from_year,
        year=facts.selection.year,
    )


def reading(facts: Facts, say: Words) -> str:
    totals = {row["topic"]: row["topic_total"] for row in facts.rows if row["topic_total"]}
    counts = [
        f"{indicators.label('topics', topic, say.lang)}: {say.number(n, 0)}"
        for topic, n in totals.items()
    ]
    return say(
        "Matrix of topics by types. {message}. Found by topic: {counts}.",
        message=headline(facts, say),
        counts="; ".join(counts) or "–",
    )


def legend(facts: Facts, say: Words) -> tuple[LegendEntry, ...]:
    return found.count_legend("bimtek-topics", "activity_count", facts, say)


def tip(row: Row, say: Words) -> str:
    return phrases.lines(
        f"{indicators.label('topics', row['topic'], say.lang)} · "
        f"{indicators.label('activity_types', row['activity_type'], say.lang)}",
        found.count_told(row, say),
        found.parts_told(row, say),
    )


FIGURE = Figure(
    id="bimtek-topics",
    form="matrix",
    page="bimtek",
    indicator="activity_count",
    parameters=found.ACTIVITY_PARAMETERS,
    query="figure/bimtek_topics",
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
    caveats=found.activity_caveats,
    legend=legend,
    tip=tip,
    resolve=found.activity_span,
    years="activity",
)

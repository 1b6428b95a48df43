"""`ott-timeline`: every known operation on a time axis, one lane for each level of officials."""

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import legends, ott, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row


def by_level(result: Result, say: Words) -> dict[str, int]:
    """How many operations each level holds, by its name."""
    levels = [row["level_group"] for row in result.rows]
    return {
        sentences.level_within(code, say): levels.count(code)
        for code in dictionary.dictionary()["level_groups"]
        if code in levels
    }


def headline(result: Result, say: Words) -> str:
    if not result.rows:
        return ott.none_found(say)
    return ott.most_sentence(result, by_level(result, say), say)


def subtitle(result: Result, say: Words) -> str:
    text = say(
        "KPK sting operations (OTT) {from_year}–{year}, one mark an operation, by level of the "
        "officials.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )
    chosen = ott.chosen_sentence(result, say)
    partial = sum(not row["is_complete"] for row in result.rows)
    parts = [text, say("Only: {chosen}.", chosen=chosen) if chosen else ""]
    if partial:
        parts.append(
            say.plural(
                "Hollow, on grey: years with an incomplete list ({n} operation).",
                "Hollow, on grey: years with an incomplete list ({n} operations).",
                partial,
            )
        )
    return " ".join(part for part in parts if part)


def reading(result: Result, say: Words) -> str:
    counts = [f"{name}: {say.number(n, 0)}" for name, n in by_level(result, say).items()]
    text = say("Marks on a time axis. {message}.", message=headline(result, say))
    return text + (" " + say("By level: {counts}.", counts="; ".join(counts)) if counts else "")


def caveats(result: Result) -> tuple[str, ...]:
    partial = () if all(row["is_complete"] for row in result.layers["years"]) else ("ott_partial",)
    return ("allegations", "ott_found", *partial)


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    return legends.level_legend(result, say, "dot")


def tip(row: Row, say: Words) -> str:
    when = say.date(row["event_date"], row["date_precision"])
    return sentences.lines(
        f"{when} · {row['region_label']}",
        *sentences.wrapped(say.pick(row, "offices")),
        *sentences.wrapped(say.pick(row, "summary")),
        *sentences.wrapped(say.pick(row, "outcome")),
        None if row["is_complete"] else say("incomplete list"),
    )


FIGURE = Figure(
    id="ott-timeline",
    chart="swarm",
    page="ott",
    indicator="ott_count",
    parameters=("region", "year", "from_year", "level", "sector"),
    query="ott/ott_timeline",
    roles={
        "x": "event_date",
        "y": "level_group",
        "precision": "date_precision",
        "complete": "is_complete",
    },
    columns=(
        "event_date",
        "region_name",
        "level_group",
        "sector",
        "offices",
        "summary",
        "people_arrested",
        "suspects_named",
        "cash_seized_idr",
        "outcome",
        "is_counted_by_kpk",
        "is_complete",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.facts("mart_ott_case", "incident_id"),
    resolve=years.complete_ott_span,
    layers={"years": "ott/ott_listed_years", "regions": "region/chosen_regions"},
    years="ott",
)

"""`bimtek-timeline`: activities and OTT of regions on one time axis, a track for each region."""

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import bimtek, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row

MARKS = {"yes": "dot", "no": "square", "unknown": "ring"}


def events(result: Result, lane: str) -> set[str]:
    """The events of one kind: a national one stands on several tracks, and is one event."""
    return {row["event_id"] for row in result.rows if row["lane"] == lane}


def headline(result: Result, say: Words) -> str:
    if not result.rows:
        return say("Neither activities nor OTT have been found for this choice")
    span = years.span_text(result.selection.from_year, result.selection.year)
    activities = len(events(result, "activity"))
    if not activities:
        return say("No activity found in {span}; the marks are operations (OTT)", span=span)
    return say.plural(
        "{n} activity found in {span}, beside operations (OTT) on one time axis",
        "{n} activities found in {span}, beside operations (OTT) on one time axis",
        activities,
        span=span,
    )


def subtitle(result: Result, say: Words) -> str:
    return say(
        "One line a region, {from_year}–{year}. A province's line holds its kabupaten and kota "
        "too, unless they are chosen themselves.",
        from_year=result.selection.from_year,
        year=result.selection.year,
    )


def reading(result: Result, say: Words) -> str:
    tracks = dict.fromkeys(row["track_label"] for row in result.rows)
    return say(
        "Timeline with a line for each region. {message}. Lines: {tracks}.",
        message=headline(result, say),
        tracks=", ".join(tracks) or "–",
    )


def caveats(_facts: Result) -> tuple[str, ...]:
    return ("only_sequence", "activities_found", "allegations")


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    names = {
        "yes": say("activity with the KPK"),
        "no": say("activity without the KPK"),
        "unknown": say("activity, KPK's part not stated"),
    }
    colours = dict(zip(MARKS, dictionary.dictionary()["found_counts"]["parts"], strict=True))
    entries = []
    for code, mark in MARKS.items():
        rows = tuple(i for i, row in enumerate(result.rows) if row["kpk_involved"] == code)
        if rows:
            entries.append(LegendEntry(code, names[code], colours[code], rows, mark))
    rows = tuple(i for i, row in enumerate(result.rows) if row["lane"] == "ott")
    if rows:
        label = dictionary.label("events", "ott", say.lang)
        entries.append(
            LegendEntry("ott", label, dictionary.colour("events", "ott"), rows, "diamond")
        )
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    when = say.date(row["event_date"], row["date_precision"])
    kind = dictionary.label("event_types", row["event_type"], say.lang)
    if row["lane"] == "ott":
        kind = f"OTT · {kind}"
    people = row["participants"]
    return sentences.lines(
        f"{when} · {row['region_label']}",
        say.pick(row, "title"),
        kind,
        dictionary.label("involvement", row["kpk_involved"], say.lang),
        say.plural("{n} participant", "{n} participants", people) if people else None,
    )


FIGURE = Figure(
    id="bimtek-timeline",
    chart="lanes",
    page="bimtek",
    indicator="activity_count",
    parameters=bimtek.ACTIVITY_PARAMETERS,
    query="bimtek/bimtek_timeline",
    roles={"x": "event_date", "y": "track_label", "precision": "date_precision"},
    columns=(
        "event_date",
        "lane",
        "region_label",
        "event_type",
        "topic",
        "title",
        "kpk_involved",
        "participants",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.facts("mart_activity_mark", "lane", "event_id", "region_code"),
    resolve=years.bimtek_span,
    years="bimtek",
)

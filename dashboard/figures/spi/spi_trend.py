"""`spi-trend`: scores over the survey years, with references, breaks and events."""

from itertools import groupby

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import rows_behind, sentences, steps, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.figures.rows_behind import Facts

COLOURED_SERIES, MOST_TOLD = len(dictionary.series_colours()), 12
REFERENCE_MARKS = {"nasional": "dash", "rerata_pemprov": "dot-line", "pulau": "dash-dot"}
PARAMETERS = ("region", "year", "from_year", "to_year", "scope", "reference", "events")
COLUMNS = (
    *("series_label", "scope", "year", "score", "spi_class", "reported_class", "change"),
    *("previous_year", "low", "high", "source_ids"),
)


def known(result: Result, kind: str) -> list[Row]:
    return [r for r in result.rows if r["series_kind"] == kind and r["score"] is not None]


def headline(result: Result, say: Words) -> str:
    regions = known(result, "region")
    since, year = result.selection.from_year or 0, result.selection.year or 0
    drawn = [row for row in regions if (row["previous_year"] or 0) >= since]
    if last := steps.last_steps(drawn, year):
        told = [steps.known_step(row["series_label"], row, say) for row in last]
        labelled = [row | {"region_label": row["series_label"]} for row in drawn]
        return sentences.with_splits(steps.steps_sentence(told, say), labelled, say)
    newer = [row for row in regions if row["year"] > year]
    regions = [row for row in regions if row["year"] <= year] or regions
    if len({row["series_key"] for row in regions}) > 1:
        return say("No two scores of one of the regions are known to compare")
    if regions:
        row = regions[-1]
        if newer and row not in newer:
            return say(
                "{region}: first known score, {score} in {year}",
                region=row["series_label"],
                score=sentences.starred(row, say),
                year=row["year"],
            )
        return say(
            "{region}: one known score, {score} in {year}",
            region=row["series_label"],
            score=sentences.starred(row, say),
            year=row["year"],
        )
    national = [row for row in known(result, "nasional") if row["year"] <= year]
    if national and not result.selection.region:
        return say(
            "National index {score} in {year}; choose regions to compare",
            score=sentences.starred(national[-1], say),
            year=national[-1]["year"],
        )
    return say("No score of the chosen regions has been found")


def subtitle(result: Result, say: Words) -> str:
    text = say(
        "SPI scores {span}. Gaps: no known score. Dotted uprights: method or classes changed.",
        span=years.span_text(result.selection.from_year, result.selection.to_year),
    )
    text = " ".join((text, *beside_lines(result, say)))
    n_regions = len(result.selection.region)
    if n_regions > COLOURED_SERIES:
        text += " " + (
            say(
                "The first {n} regions are coloured; events are shown for them only.",
                n=COLOURED_SERIES,
            )
            if result.layers["events"]
            else say("The first {n} regions are coloured.", n=COLOURED_SERIES)
        )
    return text


def beside_lines(result: Result, say: Words) -> list[str]:
    """What a subtitle says beside lines: which marks events are, newer scores, classes alone."""
    told = []
    if result.layers["events"]:
        told.append(say("Below the lines: OTT (diamonds) and training or prevention (ticks)."))
    if newer := _newer(result, say):
        told.append(say("Newer than {year}: {scores}.", year=result.selection.year, scores=newer))
    regions = [row for row in result.rows if row["series_kind"] == "region"]
    labelled = [row | {"region_label": row["series_label"]} for row in regions]
    return [*told, *sentences.class_only_sentences(labelled, say)]


def _newer(result: Result, say: Words) -> str:
    """Scores of years after the one that is spoken of, of few regions by name."""
    rows = [row for row in known(result, "region") if row["year"] > (result.selection.year or 0)]
    if len({row["series_key"] for row in rows}) > sentences.NAMED_REGIONS:
        n = len({row["series_key"] for row in rows})
        return say.plural("{n} region", "{n} regions", n)
    return "; ".join(
        f"{row['series_label']} {row['year']}: {sentences.starred(row, say)}" for row in rows
    )


def newest(result: Result, say: Words) -> str:
    """The newest score of each of the first series, with its year."""
    told = []
    for _key, rows in groupby(result.rows, key=lambda row: row["series_key"]):
        scored = [row for row in rows if row["score"] is not None]
        if scored:
            row = scored[-1]
            told.append(
                f"{sentences.series_name(row, say)} {sentences.starred(row, say)} ({row['year']})"
            )
    return say.list(told[:MOST_TOLD]) or say("no data")


def reading(result: Result, say: Words) -> str:
    return say(
        "Line chart of scores. {message}. Newest: {newest}.",
        message=headline(result, say),
        newest=newest(result, say),
    )


def caveats(result: Result) -> tuple[str, ...]:
    more = ("spi_breaks",) if result.layers["breaks"] else ()
    if result.layers["events"]:
        more = (*more, "sequence", "activity_sample")
    if len({row["scope"] for row in result.rows if row["series_kind"] == "region"}) > 1:
        more = (*more, "kinds_apart")
    return sentences.spi_caveats(result, *more)


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    entries: list[LegendEntry] = []
    palette = dictionary.series_colours()
    muted = dictionary.ink("outline")
    for key, group in groupby(enumerate(result.rows), key=lambda item: item[1]["series_key"]):
        items = list(group)
        row = items[0][1]
        positions = tuple(position for position, _row in items)
        name = sentences.series_name(row, say)
        if row["series_kind"] == "region":
            place = len(entries)
            if place < COLOURED_SERIES:
                entries.append(LegendEntry(key, name, palette[place], positions, "line"))
            else:
                first_other = place == COLOURED_SERIES
                label = say("other regions") if first_other else name
                entries.append(LegendEntry(key, label, muted, positions, "line", first_other))
        else:
            colour = str(dictionary.dictionary()["reference_colour"])
            mark = REFERENCE_MARKS[row["series_kind"]]
            entries.append(LegendEntry(key, name, colour, positions, mark))
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    name = sentences.series_name(row, say)
    if row["score"] is None:
        alone = sentences.class_only(row, say) or say("no data")
        return sentences.lines(name, f"{row['year']}: {alone}")
    mean = None
    if row["n_known"] is not None:
        mean = say("mean of {n} of {all} provinces", n=row["n_known"], all=row["n_provinces"])
    spi_class = f" ({sentences.class_label(row, say)})" if row["spi_class"] else ""
    return sentences.lines(
        name,
        f"{row['year']}: {sentences.starred(row, say)}{spi_class}",
        sentences.change_sentence(row, say),
        sentences.range_sentence(row, say),
        mean,
    )


def event_tip(event: Row, say: Words) -> str:
    """The pointer text of an event: date, place, what, outcome."""
    kind = dictionary.label("event_types", event["event_type"], say.lang)
    date = say.date(event["event_date"], event["date_precision"])
    return sentences.lines(
        f"{date} · {event['region_label']}",
        f"{dictionary.label('events', event['event_kind'], say.lang)}: {say.pick(event, 'title')}",
        kind,
        say.pick(event, "outcome"),
    )


def facts(row: Row) -> Facts:
    """An event is one row; a mean of an island rests on its provinces, a score on its own."""
    if "event_id" in row:
        return rows_behind.facts("mart_event", "event_id")
    if row["series_kind"] == "pulau":
        return rows_behind.facts("mart_spi_province", "scope", island_group="region_code")
    return rows_behind.scores_or_class(row)


FIGURE = Figure(
    id="spi-trend",
    chart="lines",
    page="tren",
    indicator="spi",
    parameters=PARAMETERS,
    query="spi/spi_trend",
    layers={"breaks": "spi/spi_trend_breaks", "events": "spi/spi_trend_events"},
    roles={"x": "year", "y": "score", "low": "low", "high": "high", "series": "series_key"},
    columns=COLUMNS,
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    layer_tips={"events": event_tip},
    facts=facts,
    resolve=years.survey_window,
    is_of_window=True,
)

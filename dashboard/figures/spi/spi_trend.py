"""`spi-trend`: scores over the survey years, with references, breaks and events."""

from itertools import groupby

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.figures.rows_behind import Facts

COLOURED_SERIES = len(dictionary.series_colours())
REFERENCE_MARKS = {"nasional": "dash", "rerata_pemprov": "dot-line", "pulau": "dash-dot"}


def known(result: Result, kind: str) -> list[Row]:
    return [r for r in result.rows if r["series_kind"] == kind and r["score"] is not None]


def headline(result: Result, say: Words) -> str:
    regions = known(result, "region")
    consecutive = [
        row
        for row in regions
        if row["change"] is not None
        and result.selection.from_year is not None
        and row["previous_year"] >= result.selection.from_year
    ]
    if consecutive:
        row = max(consecutive, key=lambda r: abs(r["change"]))
        text = (
            say("{region} fell {points} points from {from_year} to {year}")
            if row["change"] < 0
            else say("{region} rose {points} points from {from_year} to {year}")
        )
        return text.format(
            region=row["series_label"],
            points=say.number(abs(row["change"])),
            from_year=row["previous_year"],
            year=row["year"],
        )
    if regions:
        row = regions[-1]
        return say(
            "{region}: one known score, {score} in {year}",
            region=row["series_label"],
            score=sentences.starred(row, say),
            year=row["year"],
        )
    national = known(result, "nasional")
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
    if result.layers["events"]:
        text += " " + say("On the lines: OTT (diamonds) and training or prevention (ticks).")
    n_regions = len(result.selection.region)
    if n_regions > COLOURED_SERIES:
        text += " " + say(
            "The first {n} regions are coloured; events are shown for them only.",
            n=COLOURED_SERIES,
        )
    return text


def reading(result: Result, say: Words) -> str:
    newest = []
    for _key, rows in groupby(result.rows, key=lambda row: row["series_key"]):
        scored = [row for row in rows if row["score"] is not None]
        if scored:
            row = scored[-1]
            newest.append(
                f"{sentences.series_name(row, say)} {sentences.starred(row, say)} ({row['year']})"
            )
    return say(
        "Line chart of scores. {message}. Newest: {newest}.",
        message=headline(result, say),
        newest=say.list(newest[:12]) or say("no data"),
    )


def caveats(result: Result) -> tuple[str, ...]:
    more = ("spi_breaks",) if result.layers["breaks"] else ()
    if result.layers["events"]:
        more = (*more, "sequence", "activity_sample")
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
        return sentences.lines(name, f"{row['year']}: {say('no data')}")
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


def facts(row: Row) -> Facts:
    """A mean of an island rests on the scores of its provinces, all else on its own."""
    if row["series_kind"] == "pulau":
        return rows_behind.facts("mart_spi_province", "scope", island_group="region_code")
    return rows_behind.SCORES


FIGURE = Figure(
    id="spi-trend",
    chart="lines",
    page="tren",
    indicator="spi",
    parameters=("region", "year", "from_year", "to_year", "scope", "reference"),
    query="spi/spi_trend",
    layers={"breaks": "spi/spi_trend_breaks", "events": "spi/spi_trend_events"},
    roles={"x": "year", "y": "score", "low": "low", "high": "high", "series": "series_key"},
    columns=(
        "series_label",
        "scope",
        "year",
        "score",
        "spi_class",
        "change",
        "previous_year",
        "low",
        "high",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=facts,
    resolve=years.survey_window,
    is_of_window=True,
)

"""`response-timeline`: one region's scores, OTT, activities, zones and rules on one time axis."""

from collections import Counter
from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.figures import rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.figures.rows_behind import Facts
from dashboard.warehouse.engine import Warehouse

LANES = ("spi", "ott", "activity", "wbk", "regulation")


def resolve(warehouse: Warehouse, selection: Selection) -> Selection:
    """The first region, in the window of the page."""
    return years.event_window(warehouse, replace(selection, region=selection.region[:1]))


def headline(result: Result, say: Words) -> str:
    if not result.selection.region:
        return say("Choose a region to read its story")
    if not result.rows:
        return say(
            "Nothing is known of this region in {span}",
            span=years.span_text(result.selection.from_year, result.selection.to_year),
        )
    lanes = Counter(row["lane"] for row in result.rows)
    texts = [
        say.plural("{n} OTT", "{n} OTT", lanes["ott"]),
        say.plural("{n} activity", "{n} activities", lanes["activity"]),
    ]
    texts.insert(0, _score(result, say))
    text = say("{region}: {told}", region=region_of(result), told=say.list(texts))
    return sentences.with_splits(text, result.rows, say)


def _score(result: Result, say: Words) -> str:
    """The score of the year that is spoken of, with the step to it."""
    year = result.selection.year
    row = next((r for r in result.rows if r["lane"] == "spi" and r["year"] == year), None)
    if row is None and (reported := _of_year(result)):
        return f"SPI {year} {sentences.class_only(reported[0], say)}"
    if row is None:
        return say("no SPI score of {year}", year=year)
    values = {"score": sentences.starred(row, say), "year": year}
    if row["change"] is None:
        return say("SPI {score} in {year}", **values)
    moved = sentences.change_sentence(row, say)
    return say("SPI {score} in {year} ({moved})", moved=moved, **values)


def _of_year(result: Result) -> list[Row]:
    """The class of the year that is spoken of, where a source reports it without a score."""
    reported = result.layers["reported"]
    return [row for row in reported if row["year"] == result.selection.year]


def region_of(result: Result) -> str:
    code = result.selection.region[0]
    own = [row["region_label"] for row in result.rows if row["region_code"] == code]
    return own[0] if own else code


def subtitle(result: Result, say: Words) -> str:
    return say(
        "SPI scores and dated facts {span}, told as a sequence in time. Facts known by "
        "year only stand in the middle of their year; a number counts those of one year.",
        span=years.span_text(result.selection.from_year, result.selection.to_year),
    )


def reading(result: Result, say: Words) -> str:
    operations = [
        f"{say.date(row['event_date'], row['date_precision'])}: {say.pick(row, 'title')}"
        for row in result.rows
        if row["lane"] == "ott"
    ]
    text = say("Timeline. {message}.", message=headline(result, say))
    return text + (" OTT: " + "; ".join(operations) + "." if operations else "")


def caveats(result: Result) -> tuple[str, ...]:
    split = any(row["crossed_split_year"] for row in result.rows)
    codes = ["sequence", "allegations", "activity_sample", *(("province_split",) if split else ())]
    return (*codes, *sentences.class_only_caveats(_of_year(result)))


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    marks = {
        "spi": "line",
        "ott": "diamond",
        "activity": "tick",
        "wbk": "area",
        "regulation": "area",
    }
    entries = []
    for lane in LANES:
        rows = tuple(i for i, row in enumerate(result.rows) if row["lane"] == lane)
        if rows:
            label = dictionary.label("events", lane, say.lang)
            colour = dictionary.colour("events", lane)
            entries.append(LegendEntry(lane, label, colour, rows, marks[lane]))
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    when = say.date(row["event_date"], row["date_precision"])
    if row["lane"] == "spi":
        spi_class = f" ({sentences.class_label(row, say)})" if row["spi_class"] else ""
        return sentences.lines(
            row["region_label"], f"SPI {when}: {sentences.starred(row, say)}{spi_class}"
        )
    kind = dictionary.label("event_types", row["event_type"], say.lang)
    return sentences.lines(
        f"{when} · {row['region_label']}", say.pick(row, "title"), kind, say.pick(row, "outcome")
    )


def facts(row: Row) -> Facts:
    """A score, or what happened that day in that region."""
    if row["lane"] == "spi":
        return rows_behind.SCORES
    return rows_behind.facts("mart_event", "region_code", "event_date", event_kind="lane")


FIGURE = Figure(
    id="response-timeline",
    chart="timeline",
    page="profil",
    indicator="spi",
    parameters=("region", "year", "from_year", "to_year", "scope"),
    query="region/response_timeline",
    use_of_regions="first",
    layers={"reported": "region/region_class_only"},
    roles={"x": "event_date", "y": "score", "lane": "lane", "precision": "date_precision"},
    columns=(
        "event_date",
        "lane",
        "region_label",
        "event_type",
        "title",
        "score",
        "spi_class",
        "outcome",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=facts,
    resolve=resolve,
    to_years="ott",
    is_of_window=True,
)

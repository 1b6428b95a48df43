"""`spi-trend-panels`: the scores of many regions over the survey years, a small chart each."""

from itertools import groupby

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import years
from dashboard.figures.model import Figure, LegendEntry, Result
from dashboard.figures.spi import spi_trend
from dashboard.figures.spi.spi_trend import COLUMNS, PARAMETERS, REFERENCE_MARKS, known


def subtitle(result: Result, say: Words) -> str:
    text = say(
        "SPI scores {span}, a small chart a region on the same axes. Gaps: no known score. "
        "Dotted uprights: method or classes changed.",
        span=years.span_text(result.selection.from_year, result.selection.to_year),
    )
    return " ".join((text, *spi_trend.beside_lines(result, say)))


def reading(result: Result, say: Words) -> str:
    series = {row["series_key"] for row in result.rows if row["series_kind"] == "region"}
    if not series:
        return spi_trend.reading(result, say)
    scored = {row["series_key"] for row in known(result, "region")}
    return say(
        "Small line charts of scores, one for each of {n} regions; {known} have a known score. "
        "{message}. Newest: {newest}.",
        n=len(series),
        known=len(scored),
        message=spi_trend.headline(result, say),
        newest=spi_trend.newest(result, say),
    )


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """What the lines of every small chart are: the region's own, and each reference."""
    own: list[int] = []
    references: list[LegendEntry] = []
    colour = str(dictionary.dictionary()["reference_colour"])
    for key, group in groupby(enumerate(result.rows), key=lambda item: item[1]["series_key"]):
        items = list(group)
        row = items[0][1]
        positions = tuple(position for position, _row in items)
        if row["series_kind"] == "region":
            own += positions
        else:
            kind = row["series_kind"]
            is_first = not any(one.mark == REFERENCE_MARKS[kind] for one in references)
            name = dictionary.label("references", kind, say.lang)
            entry = LegendEntry(key, name, colour, positions, REFERENCE_MARKS[kind], is_first)
            references.append(entry)
    if not own:
        return tuple(references)
    label = say("The region named above")
    return (
        LegendEntry("region", label, dictionary.series_colours()[0], tuple(own), "line"),
        *references,
    )


FIGURE = Figure(
    id="spi-trend-panels",
    chart="multiples",
    page="tren",
    indicator="spi",
    parameters=PARAMETERS,
    query="spi/spi_trend",
    layers={"breaks": "spi/spi_trend_breaks", "events": "spi/spi_trend_events"},
    roles={"x": "year", "y": "score", "low": "low", "high": "high", "series": "series_key"},
    columns=COLUMNS,
    headline=spi_trend.headline,
    subtitle=subtitle,
    reading=reading,
    caveats=spi_trend.caveats,
    legend=legend,
    tip=spi_trend.tip,
    layer_tips={"events": spi_trend.event_tip},
    facts=spi_trend.facts,
    resolve=years.survey_window,
    is_of_window=True,
)

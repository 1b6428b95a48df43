"""`<indicator>-trend`: the values of chosen regions over the years."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.facts import Indicator
from dashboard.figures import sentences, years
from dashboard.figures.indicator import shared
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.warehouse import indicators
from dashboard.warehouse.engine import Warehouse

PARAMETERS = ("region", "year", "from_year", "to_year")
NAMED_SERIES = 4


def headline(one: Indicator, result: Result, say: Words) -> str:
    """The last step of each region up to the year, of many how many rose and fell."""
    name = shared.label(one, say)
    if not result.selection.region:
        return say("{indicator}: choose regions to compare", indicator=name)
    year = result.selection.year or 0
    last = [row for row in _last_known(result, year) if row["value"] is not None]
    if not last:
        return say("{indicator}: no value of the chosen regions has been found", indicator=name)
    if len(last) > NAMED_SERIES:
        return say(
            "{indicator} up to {year}: {up} of {n} regions rose, {down} fell",
            indicator=name,
            year=year,
            n=len(last),
            up=sum((_step(row, result) or 0) > 0 for row in last),
            down=sum((_step(row, result) or 0) < 0 for row in last),
        )
    told = [_told(one, row, result, say) for row in last]
    return f"{name}: {'; '.join(told)}"


def _last_known(result: Result, year: int) -> list[Row]:
    """The newest known value of each region up to a year."""
    found = []
    for _key, rows in groupby(result.rows, key=lambda row: row["series_key"]):
        values = [row for row in rows if row["value"] is not None and row["year"] <= year]
        found += values[-1:]
    return found


def _step(row: Row, result: Result) -> float | None:
    """The change to a value from the one before, where that lies in the window."""
    is_shown = (row["previous_year"] or 0) >= (result.selection.from_year or 0)
    return row["value_change"] if is_shown else None


def _told(one: Indicator, row: Row, result: Result, say: Words) -> str:
    values = {
        "region": row["series_label"],
        "value": shared.number(one, row, say),
        "year": row["year"],
    }
    step = _step(row, result)
    if step is None:
        return say("{region} {value} in {year}", **values)
    return say(
        "{region} {value} in {year} ({change} since {since})",
        change=say.signed(step, one.decimals),
        since=row["previous_year"],
        **values,
    )


def subtitle(one: Indicator, result: Result, say: Words) -> str:
    """What is shown over which years."""
    return say(
        "{indicator}, {unit}, {span}. Gaps: no known value.",
        indicator=one.long[say.lang],
        unit=one.unit[say.lang],
        span=years.span_text(result.selection.from_year, result.selection.to_year),
    )


def reading(one: Indicator, result: Result, say: Words) -> str:
    """The lines in words."""
    return say("Line chart of values. {message}.", message=headline(one, result, say))


def caveats(result: Result) -> tuple[str, ...]:
    """Beside the usual ones: kinds of government are apart."""
    is_mixed = len({row["level"] for row in result.rows}) > 1
    return shared.caveats(result, *(("indicator_kinds",) if is_mixed else ()))


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """One colour a region, as far as there are colours."""
    palette, plain = dictionary.series_colours(), dictionary.ink("outline")
    entries: list[LegendEntry] = []
    for key, group in groupby(enumerate(result.rows), key=lambda item: item[1]["series_key"]):
        items = list(group)
        positions = tuple(position for position, _row in items)
        name, place = str(items[0][1]["series_label"]), len(entries)
        if place < len(palette):
            entries.append(LegendEntry(key, name, palette[place], positions, "line"))
        else:
            is_first = place == len(palette)
            label = say("other regions") if is_first else name
            entries.append(LegendEntry(key, label, plain, positions, "line", is_first))
    return tuple(entries)


def _tip(one: Indicator, row: Row, say: Words) -> str:
    return sentences.lines(row["series_label"], *shared.value_lines(one, row, say))


def _resolve(one: Indicator, warehouse: Warehouse, selection: Selection) -> Selection:
    """The year, in the window from the first known year to the last one that was asked for."""
    known = indicators.years(warehouse, one.id)
    year = shared.year_of(one, warehouse, selection)
    end = max(year, years.within(selection.last_year or known[-1], known))
    first = min(selection.from_year or known[0], year)
    return replace(years.resolved(selection, first, year, end), indicator=one.id)


def figure(one: Indicator) -> Figure:
    """The trend of an indicator."""
    return Figure(
        **shared.named(one, "trend"),
        chart="lines",
        page="tren",
        parameters=PARAMETERS,
        query="indicator/indicator_trend",
        roles={"x": "year", "y": "value", "low": "low", "high": "high", "series": "series_key"},
        columns=tuple(
            name
            for name in (
                *("series_label", "year", "value", "value_class", "value_change"),
                *("previous_year", "value_rank", "source_ids"),
            )
            if one.classes or name != "value_class"
        ),
        headline=partial(headline, one),
        subtitle=partial(subtitle, one),
        reading=partial(reading, one),
        caveats=caveats,
        legend=legend,
        tip=partial(_tip, one),
        facts=shared.facts(one),
        resolve=partial(_resolve, one),
        is_of_window=True,
        page_query={"own_indicator": (one.id,)},
    )

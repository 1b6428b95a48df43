"""`<indicator>-change`: each region's value in two years, and the distance between them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.facts import Indicator
from dashboard.figures import sentences, years
from dashboard.figures.indicator import shared
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.warehouse import indicators
from dashboard.warehouse.engine import Warehouse

PARAMETERS = ("region", "year", "from_year")
NAMED_STEPS = 4


def pairs(result: Result) -> list[Row]:
    """The rows with both values."""
    return [row for row in result.rows if row["value_change"] is not None]


def headline(one: Indicator, result: Result, say: Words) -> str:
    """The steps of the chosen regions, or how many rose and fell."""
    found, asked = pairs(result), result.selection
    values = {
        "indicator": shared.label(one, say),
        "from_year": asked.from_year,
        "year": asked.year,
    }
    if asked.from_year is None:
        return say("{indicator} {year}: no earlier value to compare with", **values)
    asked_for = [row for row in result.rows if row["is_chosen"]]
    chosen = [row for row in found if row["is_chosen"]]
    if not found:
        return say(
            "{indicator}: no region shown has a value in both {from_year} and {year}", **values
        )
    if asked_for and not chosen:
        names = sentences.named([row["region_label"] for row in asked_for], say)
        return say(
            "{indicator} of {regions}: no value in both {from_year} and {year}",
            regions=names,
            **values,
        )
    if 0 < len(chosen) <= NAMED_STEPS:
        steps = [
            f"{row['region_label']} {say.signed(row['value_change'], one.decimals)}"
            for row in chosen
        ]
        return say(
            "{indicator} from {from_year} to {year}: {steps}", steps=say.list(steps), **values
        )
    told = chosen or found
    return say(
        "{indicator}: {up} of {n} regions rose and {down} fell from {from_year} to {year}",
        up=sum(row["value_change"] > 0 for row in told),
        down=sum(row["value_change"] < 0 for row in told),
        n=len(told),
        **values,
    )


def subtitle(one: Indicator, result: Result, say: Words) -> str:
    """What is shown, and how many regions lack one of the two values."""
    if result.selection.from_year is None:
        return f"{one.long[say.lang]}, {one.unit[say.lang]}, {result.selection.year}."
    return say(
        "{indicator}, {unit}, {from_year} and {year}; {n} of {all} regions lack one of the two "
        "(see table).",
        indicator=one.long[say.lang],
        unit=one.unit[say.lang],
        from_year=result.selection.from_year,
        year=result.selection.year,
        n=len(result.rows) - len(pairs(result)),
        all=len(result.rows),
    )


def reading(one: Indicator, result: Result, say: Words) -> str:
    """The chart in words."""
    return say(
        "Dumbbell chart of two years' values. {message}.", message=headline(one, result, say)
    )


def caveats(result: Result) -> tuple[str, ...]:
    """Beside the usual ones: kinds of government are apart."""
    is_mixed = len(sentences.kinds(result.rows)) > 1
    return shared.caveats(result, *(("indicator_kinds",) if is_mixed else ()))


def legend(result: Result, _say: Words) -> tuple[LegendEntry, ...]:
    """The two years."""
    if result.selection.from_year is None:
        return ()
    return (
        LegendEntry("from", str(result.selection.from_year), shared.colour(), (), "ring"),
        LegendEntry("to", str(result.selection.year), shared.colour(), (), "dot"),
    )


def tip(one: Indicator, row: Row, say: Words) -> str:
    """The two values and the way between them."""
    ends = [(row["year"], row["value"], row["is_disputed"])]
    if row["from_year"]:
        ends.insert(0, (row["from_year"], row["from_value"], row["from_is_disputed"]))
    change = row["value_change"]
    return sentences.lines(
        row["region_name"],
        *(
            f"{year}: {shared.number(one, {'value': value, 'is_disputed': is_disputed}, say)}"
            for year, value, is_disputed in ends
        ),
        None if change is None else shared.with_unit(one, say.signed(change, one.decimals), say),
    )


def _resolve(one: Indicator, warehouse: Warehouse, selection: Selection) -> Selection:
    """The year against the asked earlier one, or the fullest before it."""
    year = shared.year_of(one, warehouse, selection)
    earlier = [known for known in indicators.years(warehouse, one.id) if known < year]
    full = [known for known in indicators.full_years(warehouse, one.id) if known < year]
    first = max(full or earlier, default=None)
    first = selection.from_year if selection.from_year in earlier else first
    return replace(years.resolved(selection, first, year), indicator=one.id)


def figure(one: Indicator) -> Figure:
    """The change of an indicator."""
    return Figure(
        **shared.named(one, "change"),
        chart="dumbbell",
        page="bandingkan",
        parameters=PARAMETERS,
        query="indicator/indicator_change",
        use_of_regions="mark",
        roles={
            "y": "region_label",
            "from": "from_value",
            "to": "value",
            "change": "value_change",
            "chosen": "is_chosen",
            "kind": "level",
        },
        columns=(
            *("region_name", "from_year", "from_value", "year", "value", "value_change"),
            "source_ids",
        ),
        headline=partial(headline, one),
        subtitle=partial(subtitle, one),
        reading=partial(reading, one),
        caveats=caveats,
        legend=legend,
        tip=partial(tip, one),
        facts=shared.facts(one),
        resolve=partial(_resolve, one),
        page_query={"own_indicator": (one.id,)},
    )

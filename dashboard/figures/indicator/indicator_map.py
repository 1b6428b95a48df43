"""`<indicator>-map` and `<indicator>-regency-map`: a declared indicator's values of one year."""

from __future__ import annotations

from functools import partial

from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.facts import Indicator
from dashboard.figures.indicator import shared
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.warehouse import map_shapes

OF_PROVINCES = ("region", "year")
OF_REGENCIES = (*OF_PROVINCES, "within")
COLUMNS = (
    *("region_name", "value", "value_class", "value_change", "previous_year", "value_rank"),
    "source_ids",
)


def columns(one: Indicator, *left_out: str) -> tuple[str, ...]:
    """The columns of the reader's table; classes only where the indicator has some."""
    left_out = left_out if one.classes else (*left_out, "value_class")
    return tuple(name for name in COLUMNS if name not in left_out)


def headline(one: Indicator, result: Result, say: Words) -> str:
    """How many regions each class holds; without classes the highest and the lowest."""
    found = shared.known(result.rows)
    is_sample = any(row["completeness"] == "sample" for row in found)
    values = {
        "indicator": shared.label(one, say),
        "year": result.selection.year,
        "n": len(found),
        "whose": shared.whose(result, say),
    }
    if found and is_sample:
        return say("{indicator} {year}: found in {n} {whose}, a sample", **values)
    if not found or not one.classes:
        return shared.ends(one, result, say)
    counts = [
        f"{sum(row['class_code'] == each.code for row in found)} {each.label[say.lang]}"
        for each in one.classes
        if any(row["class_code"] == each.code for row in found)
    ]
    return say(
        "{indicator} {year}: {counts}, of {n} known {whose}", counts=say.list(counts), **values
    )


def reading(one: Indicator, result: Result, say: Words) -> str:
    """The map in one sentence."""
    text = headline(one, result, say)
    if result.selection.region_level == shared.REGENCIES:
        return say("Map of kabupaten and kota. {message}.", message=text)
    return say("Map of Indonesia's provinces. {message}.", message=text)


def legend(one: Indicator, result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """Declared classes in their colours, else steps from light to dark; unknown is its own."""
    rows = [(i, row) for i, row in enumerate(result.rows) if row["value"] is not None]
    entries = shared.class_entries if one.classes else shared.step_entries
    return (*entries(one, rows, say), *shared.unknown_entries(result, say))


def of_provinces(one: Indicator) -> Figure:
    """The map of provinces."""
    return _figure(one, "map", OF_PROVINCES, shared.PROVINCES)


def of_regencies(one: Indicator) -> Figure:
    """The map of the kabupaten and kota of a place."""
    return _figure(one, "regency-map", OF_REGENCIES, shared.REGENCIES)


def _shapes(asked: Selection) -> str:
    if asked.region_level == shared.PROVINCES:
        return map_shapes.PROVINCES
    is_of_province = asked.within.isdigit()
    return map_shapes.regencies_of(asked.within) if is_of_province else map_shapes.REGENCIES


def _caveats(result: Result) -> tuple[str, ...]:
    is_of_provinces = result.selection.region_level == shared.PROVINCES
    return shared.caveats(result, "borders" if is_of_provinces else "regency_borders")


def _tip(one: Indicator, row: Row, say: Words) -> str:
    return shared.tip(one, row, say)


def _figure(one: Indicator, end: str, parameters: tuple[str, ...], level: str) -> Figure:
    is_of_regencies = level == shared.REGENCIES
    return Figure(
        **shared.named(one, end),
        chart="map",
        page="peta",
        parameters=parameters,
        query="indicator/indicator_values",
        use_of_regions="mark",
        roles={
            "location": "region_code",
            "name": "region_name",
            "value": "value",
            "chosen": "is_chosen",
        },
        columns=columns(one),
        headline=partial(headline, one),
        subtitle=partial(shared.shown, one),
        reading=partial(reading, one),
        caveats=_caveats,
        legend=partial(legend, one),
        tip=partial(_tip, one),
        facts=shared.facts(one),
        resolve=shared.in_year(one, level),
        shapes=_shapes,
        page_query={
            "indicator": (one.id,),
            **({"region_level": (shared.REGENCIES,)} if is_of_regencies else {}),
        },
    )

"""`<indicator>-ranking` and `<indicator>-regency-ranking`: one year's values, first to last."""

from __future__ import annotations

from functools import partial

from dashboard.core.i18n import Words
from dashboard.facts import Indicator
from dashboard.figures.indicator import indicator_map, shared
from dashboard.figures.model import Figure, LegendEntry, Result

OF_PROVINCES = ("region", "year")
OF_REGENCIES = (*OF_PROVINCES, "within", "kind")


def subtitle(one: Indicator, result: Result, say: Words) -> str:
    """What is shown, which end comes first, and where the unknown stand."""
    order = {
        "higher_is_better": say("The highest value comes first: higher is better."),
        "lower_is_better": say("The lowest value comes first: lower is better."),
        "none": say("The highest value comes first; neither end is the better one."),
    }[one.direction]
    return f"{shared.shown(one, result, say)} {order}"


def reading(one: Indicator, result: Result, say: Words) -> str:
    """The ranking in words, with the chosen regions."""
    chosen = [
        f"{row['region_name']} {shared.number(one, row, say)}"
        for row in result.rows
        if row["is_chosen"]
    ]
    text = say("Dot chart of values. {message}.", message=shared.ends(one, result, say))
    return text + (" " + say.list(chosen) + "." if chosen else "")


def legend(one: Indicator, result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """The classes of the values, or one colour for all; unknown is its own."""
    rows = [(i, row) for i, row in enumerate(result.rows) if row["value"] is not None]
    if one.classes:
        entries = shared.class_entries(one, rows, say, "dot")
    else:
        held = tuple(place for place, _row in rows)
        name = shared.label(one, say)
        entries = [LegendEntry(one.id, name, shared.colour(), held, "dot")] if held else []
    return (*entries, *shared.unknown_entries(result, say))


def of_provinces(one: Indicator) -> Figure:
    """The ranking of provinces."""
    return _figure(one, "ranking", OF_PROVINCES, shared.PROVINCES)


def of_regencies(one: Indicator) -> Figure:
    """The ranking of the kabupaten and kota of a place or of one kind."""
    return _figure(one, "regency-ranking", OF_REGENCIES, shared.REGENCIES)


def _figure(one: Indicator, end: str, parameters: tuple[str, ...], level: str) -> Figure:
    is_of_regencies = level == shared.REGENCIES
    return Figure(
        **shared.named(one, end),
        chart="dots",
        page="bandingkan",
        parameters=parameters,
        query="indicator/indicator_values",
        use_of_regions="mark",
        layers={"classes": "indicator/indicator_classes"},
        roles={
            "y": "region_label",
            "x": "value",
            "low": "low",
            "high": "high",
            "class": "class_code",
            "chosen": "is_chosen",
            "disputed": "is_disputed",
        },
        columns=("value_rank", *indicator_map.columns(one, "value_rank")),
        headline=partial(shared.ends, one),
        subtitle=partial(subtitle, one),
        reading=partial(reading, one),
        caveats=shared.caveats,
        legend=partial(legend, one),
        tip=partial(shared.tip, one),
        facts=shared.facts(one),
        resolve=shared.in_year(one, level),
        page_query={
            "own_indicator": (one.id,),
            **({"region_level": (shared.REGENCIES,)} if is_of_regencies else {}),
        },
    )

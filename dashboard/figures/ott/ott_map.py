"""`ott-map`: operations over a span of years on the map, as a count or a rate."""

from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import OTT_INDICATORS, Selection
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.map_shapes import PROVINCES


def shown(result: Result, value: float | None, say: Words) -> str:
    return say.number(value, dictionary.decimals(result.selection.indicator))


def headline(result: Result, say: Words) -> str:
    known = [row for row in result.rows if row["ott_value"] is not None]
    span = {"from_year": result.selection.from_year, "year": result.selection.year}
    if not known:
        return say("The list of operations of {from_year}–{year} is not complete", **span)
    most = max(row["ott_value"] for row in known)
    if most == 0:
        return say("No operation in any province in {from_year}–{year}", **span)
    decimals = dictionary.decimals(result.selection.indicator)
    top = sentences.highest(known, "ott_value", decimals)
    regions = sentences.named([row["region_label"] for row in top], say)
    if result.selection.indicator == "ott_count":
        return say(
            "{regions}: most operations, {value} in {from_year}–{year}",
            regions=regions,
            value=shown(result, most, say),
            **span,
        )
    return say(
        "{regions}: highest rate, {value} {unit} in {from_year}–{year}",
        regions=regions,
        value=shown(result, most, say),
        unit=dictionary.unit(result.selection.indicator, say.lang),
        **span,
    )


def subtitle(result: Result, say: Words) -> str:
    known = [row for row in result.rows if row["ott_count"] is not None]
    return say(
        "{indicator}, {from_year}–{year}; kabupaten and kota count under their province. "
        "{n} operations in provinces, {zero} provinces without any.",
        indicator=dictionary.label("indicators", result.selection.indicator, say.lang),
        from_year=result.selection.from_year,
        year=result.selection.year,
        n=sum(row["found_count"] for row in result.rows),
        zero=sum(row["ott_count"] == 0 for row in known),
    )


def reading(result: Result, say: Words) -> str:
    return say("Map of Indonesia's provinces. {message}.", message=headline(result, say))


def caveats(result: Result) -> tuple[str, ...]:
    codes = ["ott_meaning", "allegations"]
    regional = result.selection.indicator == "per_100_governments"
    codes.append("ott_governments" if regional else "ott_central_officials")
    if not all(row["is_complete"] for row in result.rows):
        codes.append("ott_partial")
    return (*codes, "today_borders", "borders")


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    counts = dictionary.dictionary()["counts"]
    limits = counts["steps"][result.selection.indicator]
    is_count = result.selection.indicator == "ott_count"
    steps: dict[int, list[int]] = {step: [] for step in range(len(limits))}
    zero: list[int] = []
    unknown: list[int] = []
    for position, row in enumerate(result.rows):
        value = row["ott_value"]
        if value is None:
            unknown.append(position)
        elif value == 0:
            zero.append(position)
        else:
            steps[max(s for s, limit in enumerate(limits) if value >= limit)].append(position)
    entries = []
    if zero:
        entries.append(
            LegendEntry(
                "zero", counts["zero"]["label"][say.lang], counts["zero"]["colour"], tuple(zero)
            )
        )
    for step, positions in steps.items():
        if not positions:
            continue
        lower = limits[step]
        if step + 1 == len(limits):
            name = say("{limit} and above", limit=say.number(lower, 0))
        elif is_count:
            name = f"{lower}–{limits[step + 1] - 1}"
        elif lower == 0:
            name = say("below {limit}", limit=say.number(limits[step + 1], 0))
        else:
            name = f"{say.number(lower, 0)}–{say.number(limits[step + 1], 0)}"
        entries.append(LegendEntry(f"step-{step}", name, counts["shades"][step], tuple(positions)))
    if unknown:
        entries.append(legends.unknown_entry(unknown, say))
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    span = f"{row['from_year']}–{row['year']}"
    if row["ott_count"] is None:
        at_least = None
        if row["found_count"]:
            at_least = say("at least {n} operations were found", n=row["found_count"])
        return sentences.lines(row["region_name"], f"{span}: {say('no data')}", at_least)
    return sentences.lines(
        row["region_name"],
        f"{span}: " + say.plural("{n} operation", "{n} operations", row["ott_count"]),
        say("{rate} per 10 million people", rate=say.number(row["per_10_million_people"], 1)),
        say(
            "{n} concerned regional governments, {rate} per 100 governments",
            n=row["regional_count"],
            rate=say.number(row["per_100_governments"], 1),
        ),
    )


def resolve(warehouse: Warehouse, selection: Selection) -> Selection:
    """The complete years; a page's map may show scores at the moment."""
    if selection.indicator not in OTT_INDICATORS:
        selection = replace(selection, indicator=Selection().indicator)
    return years.complete_ott_span(warehouse, selection)


FIGURE = Figure(
    id="ott-map",
    chart="map",
    page="ott",
    indicator="ott_count",
    parameters=("region", "year", "from_year", "indicator"),
    query="ott/ott_map",
    use_of_regions="mark",
    roles={
        "location": "region_code",
        "name": "region_name",
        "value": "ott_value",
        "chosen": "is_chosen",
    },
    columns=(
        "region_name",
        "from_year",
        "year",
        "ott_count",
        "regional_count",
        "per_10_million_people",
        "per_100_governments",
        "population",
        "n_governments",
        "is_complete",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.OPERATIONS_OF_PROVINCE,
    resolve=resolve,
    years="ott",
    shapes=lambda _asked: PROVINCES,
)

"""What the figures of a declared indicator share: its years, its words, its legends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.facts import Indicator
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.model import LegendEntry, Result, Row
from dashboard.figures.rows_behind import Facts
from dashboard.warehouse import indicators
from dashboard.warehouse.engine import Warehouse

ZERO = "zero"
PROVINCES, REGENCIES = "provinces", "regencies"
Text = Callable[[Result, Words], str]

# --- years ---------------------------------------------------------------------------------------


def named(one: Indicator, end: str) -> dict[str, Any]:
    """What every figure of an indicator says alike: its id ending in `end`, words, known years."""
    return {
        "id": f"{one.figure_prefix}-{end}",
        "indicator": one.id,
        "described": one.entry,
        "known_years": known_years(one),
    }


def known_years(one: Indicator) -> Callable[[Warehouse], tuple[int, ...]]:
    """Which years of an indicator may be asked for."""
    return lambda warehouse: indicators.years(warehouse, one.id)


def year_of(one: Indicator, warehouse: Warehouse, selection: Selection) -> int:
    """The asked year; without one that of the page's scores, or the indicator's newest full one."""
    if selection.year is not None:
        return selection.year
    full = indicators.full_years(warehouse, one.id)
    of_page = years.best_known(warehouse, selection)
    return of_page if of_page in full else full[-1]


def in_year(one: Indicator, level: str) -> Callable[[Warehouse, Selection], Selection]:
    """One year of provinces, or of kabupaten and kota."""

    def resolve(warehouse: Warehouse, selection: Selection) -> Selection:
        year = year_of(one, warehouse, selection)
        resolved = years.resolved(selection, None, year)
        return replace(resolved, indicator=one.id, region_level=level)

    return resolve


# --- words ---------------------------------------------------------------------------------------


def label(one: Indicator, say: Words) -> str:
    """The short name of an indicator."""
    return one.label[say.lang]


def number(one: Indicator, row: Row, say: Words, column: str = "value") -> str:
    """A value with the mark of one on which sources differ."""
    text = say.number(row[column], one.decimals)
    return text + "*" if row.get("is_disputed") and row[column] is not None else text


def with_unit(one: Indicator, text: str, say: Words) -> str:
    """A number with its unit; that of a score is told in the subtitle."""
    return text if one.kind == "score" else f"{text} {one.unit[say.lang]}"


def known(rows: Iterable[Row]) -> list[Row]:
    """The rows with a value."""
    return [row for row in rows if row["value"] is not None]


def places(result: Result) -> list[Row]:
    """The rows of regions that had a government of their own in the year."""
    return [row for row in result.rows if row["is_established"] and row["has_own_government"]]


def whose(result: Result, say: Words) -> str:
    """The plural of the regions of a figure: provinces, or the kabupaten and kota of a place."""
    if result.selection.region_level == REGENCIES:
        return sentences.regencies_within(result, say)
    return sentences.kind_name("provinsi", say)


def ends(one: Indicator, result: Result, say: Words) -> str:
    """Who has the highest and who the lowest value of a year."""
    found = known(result.rows)
    values = {
        "indicator": label(one, say),
        "year": result.selection.year,
        "n": len(found),
        "whose": whose(result, say),
    }
    if not found:
        return say("{indicator} {year}: no value of {whose} has been found", **values)
    high = sentences.highest(found, "value", one.decimals)
    low = sentences.lowest(found, "value", one.decimals)
    top = sentences.named([row["region_label"] for row in high], say)
    if high[0]["value"] == low[0]["value"]:
        return say(
            "{indicator} {year}: {value} in each of {n} known {whose}",
            value=say.number(high[0]["value"], one.decimals),
            **values,
        )
    return say(
        "{indicator} {year}: highest in {top} ({high}), lowest in {bottom} ({low}), "
        "of {n} known {whose}",
        top=top,
        high=say.number(high[0]["value"], one.decimals),
        bottom=sentences.named([row["region_label"] for row in low], say),
        low=say.number(low[0]["value"], one.decimals),
        **values,
    )


def shown(one: Indicator, result: Result, say: Words) -> str:
    """What a figure of one year shows, and of how many regions nothing is known."""
    own = places(result)
    return say(
        "{indicator}, {unit}, {year}; {n} of {all} {whose} without a known value.",
        indicator=one.long[say.lang],
        unit=one.unit[say.lang],
        year=result.selection.year,
        n=sum(row["value"] is None for row in own),
        all=len(own),
        whose=whose(result, say),
    )


def tip(one: Indicator, row: Row, say: Words) -> str:
    """The pointer text of a region's value in a year."""
    if not row.get("has_own_government", True):
        return sentences.lines(row["region_name"], sentences.no_government(row, say))
    if not row.get("is_established", True):
        return sentences.lines(
            row["region_name"],
            say(
                "not a province yet in {year}: established in {first}",
                year=row["year"],
                first=row["first_year"],
            ),
        )
    name = row.get("region_name") or row["series_label"]
    return sentences.lines(name, *value_lines(one, row, say))


def value_lines(one: Indicator, row: Row, say: Words) -> tuple[str | None, ...]:
    """What a pointer text says of a value: class, rank, change, and what sources differ on."""
    if row["value"] is None:
        return (f"{row['year']}: {say('no data')}",)
    name = say.pick(row, "value_class")
    change = rank = spread = absence = None
    if row["value_change"] is not None:
        change = say(
            "{change} since {year}",
            change=say.signed(row["value_change"], one.decimals),
            year=row["previous_year"],
        )
    if row["value_rank"] is not None:
        values = {"rank": row["value_rank"], "n": row["n_ranked"]}
        rank = (
            say("rank {rank}, shared, of {n} known", **values)
            if row["is_rank_shared"]
            else say("rank {rank} of {n} known", **values)
        )
    if row["is_disputed"]:
        spread = say(
            "sources differ: {low} to {high}",
            low=say.number(row["low"], one.decimals),
            high=say.number(row["high"], one.decimals),
        )
    if row["is_by_absence"]:
        absence = say("no row in a list that is complete")
    value = f"{row['year']}: {with_unit(one, number(one, row, say), say)}"
    return (f"{value} ({name})" if name else value, rank, change, spread, absence)


def caveats(result: Result, *more: str) -> tuple[str, ...]:
    """The caveats of any figure of a declared indicator."""
    codes = ["indicator_absent"]
    if any(row.get("completeness") == "sample" for row in result.rows):
        codes.append("indicator_sample")
    if any(row.get("is_disputed") for row in result.rows):
        codes.append("disputed")
    return (*codes, *more)


def facts(one: Indicator) -> Facts:
    """The rows of the declared table behind a value."""
    return rows_behind.facts(one.table, "region_code")


# --- legends -------------------------------------------------------------------------------------


def class_entries(
    one: Indicator, rows: Iterable[tuple[int, Row]], say: Words, mark: str = "area"
) -> list[LegendEntry]:
    """The classes that the rows hold, lowest first, with their bounds."""
    rows = list(rows)
    entries = []
    bounds = [*(each.lower for each in one.classes), None]
    for each, upper in zip(one.classes, bounds[1:], strict=True):
        held = tuple(place for place, row in rows if row["class_code"] == each.code)
        if held:
            text = _bounds(one, each.lower, upper, each is one.classes[0], say)
            name = f"{each.label[say.lang]} {text}"
            entries.append(LegendEntry(each.code, name, each.colour, held, mark))
    return entries


def _bounds(one: Indicator, lower: float, upper: float | None, is_first: bool, say: Words) -> str:
    def written(value: float) -> str:
        return say.number(value, 0 if value == int(value) else one.decimals)

    if upper is None:
        return say("{limit} and above", limit=written(lower))
    if is_first:
        return say("below {limit}", limit=written(upper))
    return f"{written(lower)}–{written(upper)}"


def step_entries(one: Indicator, rows: Iterable[tuple[int, Row]], say: Words) -> list[LegendEntry]:
    """Values in steps that hold about as many regions each, light to dark; zero is its own class.

    A step is named by the least and the most of its values, and equal values share one.
    """
    rows = list(rows)
    counts = dictionary.dictionary()["counts"]
    entries = []
    zeros = tuple(place for place, row in rows if row["value"] == 0 and one.kind == "count")
    if zeros:
        entries.append(
            LegendEntry(ZERO, counts["zero"]["label"][say.lang], counts["zero"]["colour"], zeros)
        )
    others = sorted((row["value"], place) for place, row in rows if place not in zeros)
    shades: list[str] = counts["shades"]
    steps: list[list[tuple[float, int]]] = [[] for _shade in shades]
    of_value: dict[float, int] = {}
    for order, (value, place) in enumerate(others):
        step = of_value.setdefault(value, order * len(shades) // len(others))
        steps[step].append((value, place))
    for shade, step_rows in zip(shades, steps, strict=True):
        if step_rows:
            least, most = (say.number(step_rows[i][0], one.decimals) for i in (0, -1))
            name = least if least == most else f"{least}–{most}"
            held = tuple(place for _value, place in step_rows)
            entries.append(LegendEntry(f"step-{shades.index(shade)}", name, shade, held))
    return entries


def unknown_entries(result: Result, say: Words) -> list[LegendEntry]:
    """The classes of their own for what is not known, and for what its province runs."""
    nobody = [i for i, row in enumerate(result.rows) if not row["has_own_government"]]
    unknown = [i for i, row in enumerate(result.rows) if row["value"] is None and i not in nobody]
    entries = [legends.unknown_entry(unknown, say)] if unknown else []
    return [*entries, *([legends.no_government_entry(nobody, say)] if nobody else [])]


def colour() -> str:
    """The colour of values without classes."""
    return str(dictionary.dictionary()["counts"]["shades"][-1])

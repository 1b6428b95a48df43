"""The entries of legends: classes and score bands, levels of officials, counts of samples."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures.model import Facts, LegendEntry, Row

CLASS_ORDER = ("sangat_rentan", "rentan", "waspada", "terjaga", "unclassified")
UNKNOWN = "no_data"


def level_legend(facts: Facts, say: Words, mark: str = "area") -> tuple[LegendEntry, ...]:
    """The levels of officials that the rows hold, in the dictionary's order."""
    rows_of = {
        code: tuple(i for i, row in enumerate(facts.rows) if row["level_group"] == code)
        for code in dictionary.dictionary()["level_groups"]
    }
    return tuple(
        LegendEntry(
            code,
            dictionary.label("level_groups", code, say.lang),
            dictionary.colour("level_groups", code),
            rows,
            mark,
        )
        for code, rows in rows_of.items()
        if rows
    )


def class_counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows each class holds, lowest class first, the unknown last."""
    rows = list(rows)
    counts = dict.fromkeys((*CLASS_ORDER, UNKNOWN), 0)
    for row in rows:
        counts[row["spi_class"]] += 1
    return {code: n for code, n in counts.items() if n}


def band_legend(facts: Facts, say: Words) -> tuple[LegendEntry, ...]:
    """Classes in score bands, lowest first: the legend says the class and the limits."""
    bands: dict[tuple[int, float, float, str], list[int]] = {}
    unknown: list[int] = []
    for position, row in enumerate(facts.rows):
        if row["score"] is None:
            unknown.append(position)
            continue
        code = row["spi_class"]
        key = (CLASS_ORDER.index(code), row["band_lower"], row["band_upper"], code)
        bands.setdefault(key, []).append(position)
    entries = []
    for (_order, lower, upper, code), positions in sorted(bands.items()):
        name = dictionary.label("classes", code, say.lang)
        entries.append(
            LegendEntry(
                key=f"{code}-{lower:g}",
                label=f"{name} {limits(lower, upper, say)}",
                colour=dictionary.shade(code, lower),
                rows=tuple(positions),
            )
        )
    if unknown:
        entries.append(unknown_entry(unknown, say))
    return tuple(entries)


def unknown_entry(positions: Iterable[int], say: Words) -> LegendEntry:
    """The class of its own for what is not known."""
    return LegendEntry(
        UNKNOWN,
        dictionary.label("classes", UNKNOWN, say.lang),
        dictionary.colour("classes", UNKNOWN),
        tuple(positions),
    )


def class_legend(facts: Facts, say: Words) -> tuple[LegendEntry, ...]:
    """Classes of a year with the rows that they hold, lowest first."""
    entries = []
    for code in class_counts(facts.rows):
        positions = tuple(i for i, row in enumerate(facts.rows) if row["spi_class"] == code)
        if code == UNKNOWN:
            entries.append(unknown_entry(positions, say))
        else:
            name = dictionary.label("classes", code, say.lang)
            colour = dictionary.colour("classes", code)
            entries.append(LegendEntry(code, name, colour, positions, "dot"))
    return tuple(entries)


def limits(lower: float, upper: float, say: Words) -> str:
    """The scores that a class or band holds, in words."""
    first, last = (say.number(value, 0 if value == int(value) else 1) for value in (lower, upper))
    if lower == 0:
        return say("below {limit}", limit=last)
    if upper == 100:
        return say("{limit} and above", limit=first)
    return f"{first}–{last}"


def count_legend(figure_id: str, column: str, facts: Facts, say: Words) -> tuple[LegendEntry, ...]:
    """Counts in the dictionary's steps, few to many; what was not found is a class of its own."""
    described = dictionary.dictionary()["found_counts"]
    steps = described["steps"][figure_id]
    classes: dict[int, list[int]] = {place: [] for place in range(len(steps))}
    unknown: list[int] = []
    for position, row in enumerate(facts.rows):
        if row[column] is None:
            unknown.append(position)
        else:
            classes[sum(step <= row[column] for step in steps) - 1].append(position)
    names = [
        str(step) if after == step + 1 else f"{step}–{after - 1}" for step, after in pairwise(steps)
    ]
    names.append(say("{n} or more", n=steps[-1]))
    entries = [
        LegendEntry(f"from-{step}", name, colour, tuple(positions))
        for step, name, colour, positions in zip(
            steps, names, described["shades"], classes.values(), strict=True
        )
        if positions
    ]
    if unknown:
        entries.append(not_found(unknown, say))
    return tuple(entries)


def not_found(positions: list[int], say: Words) -> LegendEntry:
    """The class of its own for what has not been found; its colour is that of no data."""
    return LegendEntry(
        UNKNOWN,
        str(dictionary.dictionary()["found_counts"]["not_found"]["label"][say.lang]),
        dictionary.colour("classes", UNKNOWN),
        tuple(positions),
    )

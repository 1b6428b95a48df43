"""The entries of legends: classes and score bands, levels of officials, counts of samples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures.model import LegendEntry, Result, Row

CLASS_ORDER = ("sangat_rentan", "rentan", "waspada", "terjaga", "unclassified")
UNKNOWN = "no_data"
NO_GOVERNMENT = "no_government"  # run by its province, so that it has no score of its own
MOST_UNKNOWN = 40  # rows of a ranking without a score: all governments of a larger province
CLASS_ONLY = "class-only-"  # how the keys of entries begin whose class is known without a score


def counted_class(row: Row) -> str:
    """The class that a row counts for: of its score, else a reported one, else that of no data."""
    return str((row["score"] is None and row.get("reported_class")) or row["spi_class"])


def level_legend(result: Result, say: Words, mark: str = "area") -> tuple[LegendEntry, ...]:
    """The levels of officials that the rows hold, in the dictionary's order."""
    rows_of = {
        code: tuple(i for i, row in enumerate(result.rows) if row["level_group"] == code)
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
    """How many rows each class holds, reported classes included, lowest first, unknown last."""
    rows = list(rows)
    counts = dict.fromkeys((*CLASS_ORDER, UNKNOWN), 0)
    for row in rows:
        counts[counted_class(row)] += 1
    return {code: n for code, n in counts.items() if n}


def band_legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """Classes in score bands, lowest first: the legend says the class and the limits."""
    bands: dict[tuple[int, float, float, str], list[int]] = {}
    reported: dict[str, list[int]] = {}
    unknown: list[int] = []
    without_government: list[int] = []
    for position, row in enumerate(result.rows):
        if not row.get("has_own_government", True):
            without_government.append(position)
            continue
        if row["score"] is None:
            code = counted_class(row)
            (unknown if code == UNKNOWN else reported.setdefault(code, [])).append(position)
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
    entries += [
        class_only_entry(code, reported[code], say) for code in CLASS_ORDER if code in reported
    ]
    if unknown:
        entries.append(unknown_entry(unknown, say))
    if without_government:
        entries.append(no_government_entry(without_government, say))
    return tuple(entries)


def no_government_entry(positions: Iterable[int], say: Words) -> LegendEntry:
    """Kabupaten and kota that their province runs: nobody surveys them by themselves."""
    name = say("part of the provincial government")
    return LegendEntry(NO_GOVERNMENT, name, dictionary.ink("paper"), tuple(positions))


def class_only_entry(code: str, positions: Iterable[int], say: Words) -> LegendEntry:
    """A class that sources report without a score: its lightest shade with an edge of its own."""
    name = dictionary.label("classes", code, say.lang)
    return LegendEntry(
        f"{CLASS_ONLY}{code}",
        say("{spi_class}: class only, no score found", spi_class=name),
        dictionary.lightest_shade(code),
        tuple(positions),
        "dotted-area",
    )


def unknown_entry(positions: Iterable[int], say: Words) -> LegendEntry:
    """The class of its own for what is not known."""
    return LegendEntry(
        UNKNOWN,
        dictionary.label("classes", UNKNOWN, say.lang),
        dictionary.colour("classes", UNKNOWN),
        tuple(positions),
    )


def class_legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """Classes of a year with the rows that they hold, lowest first; those without a score last."""
    entries: list[LegendEntry] = []
    without_score: list[LegendEntry] = []
    for code in (*CLASS_ORDER, UNKNOWN):
        positions = [
            i
            for i, row in enumerate(result.rows)
            if counted_class(row) == code and row.get("has_own_government", True)
        ]
        scored = tuple(i for i in positions if result.rows[i]["score"] is not None)
        unscored = tuple(i for i in positions if result.rows[i]["score"] is None)
        if scored:
            name = dictionary.label("classes", code, say.lang)
            entries.append(
                LegendEntry(code, name, dictionary.colour("classes", code), scored, "dot")
            )
        if unscored and code == UNKNOWN:
            without_score.append(unknown_entry(unscored, say))
        elif unscored:
            without_score.append(class_only_entry(code, unscored, say))
    run = [i for i, row in enumerate(result.rows) if not row.get("has_own_government", True)]
    if run:
        # Of very many without a score only the chosen have a row of their own.
        n_unknown = sum(row["score"] is None for row in result.rows)
        is_drawn = n_unknown <= MOST_UNKNOWN or any(result.rows[i]["is_chosen"] for i in run)
        without_score.append(replace(no_government_entry(run, say), is_listed=is_drawn))
    return (*entries, *without_score)


def limits(lower: float, upper: float, say: Words) -> str:
    """The scores that a class or band holds, in words."""
    first, last = (say.number(value, 0 if value == int(value) else 1) for value in (lower, upper))
    if lower == 0:
        return say("below {limit}", limit=last)
    if upper == 100:
        return say("{limit} and above", limit=first)
    return f"{first}–{last}"


def count_legend(
    figure_id: str, column: str, result: Result, say: Words
) -> tuple[LegendEntry, ...]:
    """Counts in the dictionary's steps, few to many; what was not found is a class of its own."""
    described = dictionary.dictionary()["found_counts"]
    steps = described["steps"][figure_id]
    classes: dict[int, list[int]] = {place: [] for place in range(len(steps))}
    unknown: list[int] = []
    for position, row in enumerate(result.rows):
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

"""Phrases that several figures share, written once."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import OTT_INDICATORS, Selection
from dashboard.figures.model import Facts, LegendEntry, Row, with_years
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse

CLASS_ORDER = ("sangat_rentan", "rentan", "waspada", "terjaga", "unclassified")
UNKNOWN = "no_data"
NAMED_REGIONS = 6


def newest_known(warehouse: Warehouse, selection: Selection) -> Selection:
    """The asked year, or the newest one that most provinces have a score for."""
    year = selection.year or choices.best_known_year(warehouse, selection.scope)
    return with_years(selection, None, year)


def up_to_newest(warehouse: Warehouse, selection: Selection) -> Selection:
    """A span of survey years that ends with the asked or the newest one."""
    years = choices.survey_years(warehouse)
    return with_years(selection, selection.from_year or years[0], selection.year or years[-1])


def ott_span(warehouse: Warehouse, selection: Selection) -> Selection:
    """A span of years of operations; by default the complete ones up to the asked year."""
    first, last = choices.complete_ott_years(warehouse)
    year = selection.year or last
    if selection.indicator not in OTT_INDICATORS:  # a page's map may show scores at the moment
        selection = replace(selection, indicator=Selection().indicator)
    return with_years(selection, min(selection.from_year or first, year), year)


def every_ott_year(warehouse: Warehouse, selection: Selection) -> Selection:
    """A span of years of operations; by default every year of the list, the partial ones too."""
    years = choices.ott_years(warehouse)
    year = selection.year or years[-1]
    return with_years(selection, min(selection.from_year or years[0], year), year)


def starred(row: Row, say: Words, column: str = "score") -> str:
    """A score with the mark of a disputed value."""
    text = say.number(row[column], dictionary.decimals("spi"))
    return text + "*" if row.get("is_disputed") and row[column] is not None else text


def class_label(row: Row, say: Words) -> str:
    """The class of a row in words."""
    return dictionary.label("classes", row["spi_class"] or UNKNOWN, say.lang)


def whose(scope: str, say: Words) -> str:
    """The plural of whose score it is: "pemerintah provinsi"."""
    return dictionary.label("scopes", scope, say.lang, "plural")


def series_name(row: Row, say: Words) -> str:
    """What a series of scores is called: a region, an island mean or a national one."""
    if row["series_kind"] == "region":
        return str(row["series_label"])
    if row["series_kind"] == "pulau":
        island = dictionary.label("island_groups", row["series_label"], say.lang)
        return say("{island} mean", island=island)
    return dictionary.label("scopes", row["series_kind"], say.lang, "short")


def lines(*parts: str | None) -> str:
    """Lines of a pointer text, as text: whoever draws it escapes it."""
    return "\n".join(part for part in parts if part)


def is_broken(row: Row) -> bool:
    """Whether method or classes changed between a score and the one before."""
    return bool(row["has_method_change"] or row["has_class_change"])


def wrapped(text: str | None, width: int = 52) -> list[str]:
    """A longer text in lines that a phone can show."""
    return textwrap.wrap(text, width) if text else []


def level_within(code: str, say: Words) -> str:
    """The level of officials as it stands inside a sentence."""
    name = dictionary.label("level_groups", code, say.lang)
    return name[:1].lower() + name[1:]


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


def no_operation(say: Words) -> str:
    """The headline of a choice without operations."""
    return say("No operation has been found for this choice")


def operations_subtitle(drawn: str, partial: int, facts: Facts, say: Words) -> str:
    """What is drawn, of which choice, and how many of it come from incomplete years."""
    chosen = chosen_sentence(facts, say)
    pale = say.plural(
        "Pale: {n} operation from years with an incomplete list.",
        "Pale: {n} operations from years with an incomplete list.",
        partial,
    )
    only = say("Only: {chosen}.", chosen=chosen) if chosen else ""
    return " ".join(part for part in (drawn, only, pale if partial else "") if part)


def operations_caveats(facts: Facts) -> tuple[str, ...]:
    """The caveats of a figure of operations, with or without years of an incomplete list."""
    partial = () if all(row["is_complete"] for row in facts.rows) else ("ott_partial",)
    return ("allegations", "ott_found", *partial)


def operations_tip(name: str, row: Row, total: int, say: Words) -> str:
    """The pointer text of the operations of one thing and level."""
    level = dictionary.label("level_groups", row["level_group"], say.lang)
    return lines(
        f"{name} · {level}",
        say.plural("{n} operation", "{n} operations", row["ott_count"]),
        say("all levels: {n}", n=say.number(total, 0)),
        None if row["is_complete"] else say("incomplete list"),
    )


def with_counts(text: str, counts: dict[str, int], say: Words) -> str:
    """A text with the number of each thing behind it."""
    summary = "; ".join(f"{name}: {say.number(n, 0)}" for name, n in counts.items())
    return f"{text} {summary}." if summary else text


def most_sentence(counts: dict[str, int], say: Words, every: int | None = None) -> str:
    """Which of several things holds most of all operations; ties are named together.

    `every` says how many operations there are where one may be of several things.
    """
    most = max(counts.values())
    names = [name for name, n in counts.items() if n == most]
    values = {
        "names": say.list(names),
        "n": say.number(most, 0),
        "all": say.number(sum(counts.values()) if every is None else every, 0),
    }
    if len(names) > 1:
        return say("Most concern {names}: {n} each of {all} operations", **values)
    return say("Most concern {names}: {n} of {all} operations", **values)


def chosen_sentence(facts: Facts, say: Words) -> str:
    """Which operations a figure was asked for, when not for all: regions, levels, sectors."""
    regions = regions_sentence([row["region_label"] for row in facts.layers["regions"]], say)
    parts = (regions, *kinds_sentences(facts.selection, say))
    return "; ".join(part for part in parts if part)


def kinds_sentences(selection: Selection, say: Words) -> tuple[str, ...]:
    """Which levels and sectors of operations are chosen, when not all."""
    groups = (("level_groups", selection.level), ("sectors", selection.sector))
    return tuple(
        say.list([dictionary.label(group, code, say.lang) for code in codes])
        for group, codes in groups
        if codes
    )


def regions_sentence(labels: list[str], say: Words) -> str:
    """Chosen regions by name while they are few, else their number."""
    if len(labels) <= NAMED_REGIONS:
        return say.list(labels)
    return say.plural("{n} chosen region", "{n} chosen regions", len(labels))


def change_sentence(row: Row, say: Words) -> str | None:
    """The change against the previous year with a score, and whether a break lies between."""
    if row.get("change") is None:
        return None
    text = say(
        "{change} points since {year}", change=say.signed(row["change"]), year=row["previous_year"]
    )
    return text + say(", method changed") if row.get("has_method_change") else text


def rank_sentence(row: Row, say: Words) -> str | None:
    """A rank always says of how many known ones."""
    if row.get("score_rank") is None:
        return None
    return say("rank {rank} of {n} known", rank=row["score_rank"], n=row["n_ranked"])


def range_sentence(row: Row, say: Words) -> str | None:
    """For a disputed value, the range of what sources say."""
    if not row.get("is_disputed"):
        return None
    return say(
        "sources differ: {low} to {high}", low=say.number(row["low"]), high=say.number(row["high"])
    )


def spi_tip(row: Row, say: Words) -> str:
    """The pointer text of a region's score."""
    if row["score"] is None:
        return lines(row["region_name"], f"{row['year']}: {say('no data')}")
    return lines(
        row["region_name"],
        f"{row['year']}: {starred(row, say)} ({class_label(row, say)})",
        rank_sentence(row, say),
        change_sentence(row, say),
        range_sentence(row, say),
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


def spi_caveats(facts: Facts, *more: str) -> tuple[str, ...]:
    """The caveats of a figure of scores."""
    codes = ["spi_sources"]
    if facts.selection.scope == "agregat_wilayah":
        codes.append("agregat")
    if any(row.get("is_disputed") for row in facts.rows):
        codes.append("disputed")
    return (*codes, *more)

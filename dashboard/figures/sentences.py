"""Phrases that several figures share, written once."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import legends
from dashboard.figures.model import Result, Row
from dashboard.warehouse import choices

NAMED_REGIONS = 6
NAMED_TIES = 3
_DAYS_TOLD, _MONTHS_TOLD = 90, 24
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 30.44, 365.25


def only_newest(shown: int, n: int, say: Words) -> str:
    """That a list holds the newest rows alone; empty where it holds all of them."""
    if shown >= n:
        return ""
    return say(
        "Only the newest {shown} of {n} are here: choose fewer regions or years, or take all from "
        "the page Data.",
        shown=say.number(shown, 0),
        n=say.number(n, 0),
    )


def starred(row: Row, say: Words, column: str = "score") -> str:
    """A score with the mark of a disputed value."""
    text = say.number(row[column], dictionary.decimals("spi"))
    return text + "*" if row.get("is_disputed") and row[column] is not None else text


def class_label(row: Row, say: Words) -> str:
    """The class of a row in words."""
    return dictionary.label("classes", row["spi_class"] or legends.UNKNOWN, say.lang)


def class_only(row: Row, say: Words) -> str:
    """A class that is known without a score, with how weak that is; empty where there is none."""
    if row["score"] is not None or not row.get("reported_class"):
        return ""
    label = class_label({"spi_class": row["reported_class"]}, say)
    return f"{label} ({class_only_note(row, say)})"


def class_alone(row: Row, say: Words) -> str:
    """A class that is known without a score, in few words; empty where there is none."""
    if row.get("score") is not None or not row.get("reported_class"):
        return ""
    label = class_label({"spi_class": row["reported_class"]}, say)
    return say("{spi_class} (class only)", spi_class=label)


def class_only_sentences(rows: Iterable[Row], say: Words) -> list[str]:
    """Whose class is known without a score, those of one class together, and how weak that is."""
    labels: dict[str, list[str]] = {}
    for row in rows:
        if known := class_only(row, say):
            labels.setdefault(f"{row['year']}: {known}.", []).append(row["region_label"])
    return [f"{named(names, say, NAMED_REGIONS)} {known}" for known, names in labels.items()]


def class_only_note(row: Row, say: Words) -> str:
    """That a class is known without a score, and whether its source is weak; else empty."""
    if row["score"] is not None or not row.get("reported_class"):
        return ""
    if row["reported_reliability"] == "weak":
        return say("class only, no score found; weak source")
    return say("class only, no score found")


def kinds(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """The rows of each kind of government, by level: what may be compared with each other."""
    rows = list(rows)
    found = [(kind, [row for row in rows if row["level"] == kind]) for kind in choices.KINDS]
    return [(kind, own) for kind, own in found if own]


def kind_name(level: str, say: Words) -> str:
    """The plural of a kind of government, as it stands inside a sentence: "kota"."""
    return dictionary.label("levels", level, say.lang, "plural")


def comparison_group(row: Row, say: Words) -> str:
    """Where those lie that a region is compared with: its province, or its island group."""
    if row["level"] == "kabupaten":
        return str(row["province_name"])
    return dictionary.label("island_groups", row["island_group"], say.lang)


def whose(scope: str, say: Words) -> str:
    """The plural of whose score it is: "pemerintah provinsi"."""
    return dictionary.label("scopes", scope, say.lang, "plural")


def regencies_within(result: Result, say: Words) -> str:
    """Which kabupaten and kota a figure shows: "kota di Kalimantan"."""
    asked = result.selection
    place = dictionary.label("places", asked.within, say.lang)
    if asked.within not in dictionary.dictionary()["places"] and result.rows:
        place = result.rows[0]["province_name"]
    kind = dictionary.label("kinds", asked.kind, say.lang)
    return say("{kind} in {place}", kind=kind, place=place)


def no_government(row: Row, say: Words) -> str:
    """That a kabupaten or kota is run by its province and has no score of its own."""
    return say(
        "part of the government of {province}, no score of its own", province=row["province_name"]
    )


def all_run_by_province(result: Result, say: Words) -> str:
    """That no kabupaten or kota of a place has a government of its own; empty where one has."""
    if not result.rows or any(row["has_own_government"] for row in result.rows):
        return ""
    return say(
        "{province} has no kabupaten or kota with a government of its own",
        province=result.rows[0]["province_name"],
    )


def series_name(row: Row, say: Words) -> str:
    """What a series of scores is called: a region, an island mean or a national one."""
    if row["series_kind"] == "region":
        return str(row["series_label"])
    if row["series_kind"] == "pulau":
        island = dictionary.label("island_groups", row["series_label"], say.lang)
        return say("{island} mean of provinces", island=island)
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


def with_counts(text: str, counts: dict[str, int], say: Words) -> str:
    """A text with the number of each thing behind it."""
    summary = "; ".join(f"{name}: {say.number(n, 0)}" for name, n in counts.items())
    return f"{text} {summary}." if summary else text


def highest(rows: Iterable[Row], column: str, digits: int = 2) -> list[Row]:
    """The rows that share the highest known value of a column, as it is written: a tie is told."""
    return _sharing(max, rows, column, digits)


def lowest(rows: Iterable[Row], column: str, digits: int = 2) -> list[Row]:
    """The rows that share the lowest known value of a column, as it is written."""
    return _sharing(min, rows, column, digits)


def _sharing(
    end: Callable[[list[float]], float], rows: Iterable[Row], column: str, digits: int
) -> list[Row]:
    known = [(round(row[column], digits), row) for row in rows if row[column] is not None]
    if not known:
        return []
    value = end([value for value, _row in known])
    return [row for own, row in known if own == value]


def named(labels: Sequence[str], say: Words, most: int = NAMED_TIES) -> str:
    """Names of those that share a place: each while they are few, then how many others."""
    if len(labels) <= most + 1:
        return say.list(list(labels))
    others = say.plural("{n} other", "{n} others", len(labels) - most)
    return say.list([*labels[:most], others])


def later(days: int, say: Words) -> str:
    """How long after something else, in the unit that a reader counts in."""
    if days < _DAYS_TOLD:
        return say.plural("{n} day later", "{n} days later", days)
    if days < _MONTHS_TOLD * _DAYS_OF_MONTH:
        n = round(days / _DAYS_OF_MONTH)
        return say.plural("about {n} month later", "about {n} months later", n)
    n = round(days / _DAYS_OF_YEAR)
    return say.plural("about {n} year later", "about {n} years later", n)


def with_others_of_date(text: str, others: int, say: Words) -> str:
    """What is told of the latest event, and how many more are of its date."""
    if not others:
        return text
    more = say.plural("{n} other of the same date.", "{n} others of the same date.", others)
    return f"{text} {more}"


def ends_sentence(rows: Sequence[Row], say: Words) -> str:
    """Who has the highest and who the lowest score of several, ties named together."""
    top, bottom = highest(rows, "score"), lowest(rows, "score")
    values = {
        "best": named([row["region_label"] for row in top], say),
        "high": starred(top[0], say),
        "worst": named([row["region_label"] for row in bottom], say),
        "low": starred(bottom[0], say),
    }
    if len(top) == len(rows):
        return say("{best} share one score ({high})", **values)
    return say("{best} highest ({high}), {worst} lowest ({low})", **values)


def ends_headline(rows: Sequence[Row], year: int | None, whose: str, say: Words) -> str:
    """The message of a ranking: both ends of the known scores of one year, or that few are known.

    Args:
        rows: with and without a score.
        year: theirs.
        whose: the plural of what has the scores, such as "provincial governments".
        say: the reader's words.
    """
    known = [row for row in rows if row["score"] is not None]
    if not known:
        return say("No score of {whose} for {year} has been found", whose=whose, year=year)
    if len(known) == 1:
        return say(
            "Only {best} ({high}) is known in {year}",
            best=known[0]["region_label"],
            high=starred(known[0], say),
            year=year,
        )
    return say(
        "{ends} of {n} known {whose} in {year}",
        ends=ends_sentence(known, say),
        n=len(known),
        whose=whose,
        year=year,
    )


def regions_sentence(labels: list[str], say: Words) -> str:
    """Chosen regions by name while they are few, else their number."""
    if len(labels) <= NAMED_REGIONS:
        return say.list(labels)
    return say.plural("{n} chosen region", "{n} chosen regions", len(labels))


def method_sentence(row: Row, say: Words) -> str:
    """Which of method and classes changed between two scores."""
    if row.get("has_method_change") and row.get("has_class_change"):
        return say("method and classes changed")
    if row.get("has_method_change"):
        return say("method changed")
    return say("classes changed") if row.get("has_class_change") else ""


def split_sentence(row: Row, say: Words) -> str:
    """Whether the province was split between two scores."""
    year = row.get("crossed_split_year")
    return say("province split in {year}", year=year) if year else ""


def with_splits(text: str, rows: Iterable[Row], say: Words) -> str:
    """A headline of series, with the provinces that were split in them unless it says so."""
    told = [
        say("{region} was split in {year}", region=region, year=year)
        for region, year in dict.fromkeys(
            (row["region_label"], row["crossed_split_year"])
            for row in rows
            if row["crossed_split_year"]
        )
        if split_sentence({"crossed_split_year": year}, say) not in text
    ]
    return "; ".join((text, *told))


def break_sentence(row: Row, say: Words) -> str:
    """What makes two scores hard to compare: method, classes, territory."""
    return ", ".join(part for part in (method_sentence(row, say), split_sentence(row, say)) if part)


def between_sentence(row: Row, say: Words) -> str:
    """What lies between a score and the one known before: years without one, breaks."""
    gap = row["year"] - row["previous_year"] > 1
    parts = (say("no score known in between") if gap else "", break_sentence(row, say))
    return ", ".join(part for part in parts if part)


def change_sentence(row: Row, say: Words) -> str | None:
    """The change against the previous year with a score, and what lies between."""
    if row.get("change") is None:
        return None
    text = say(
        "{change} points since {year}", change=say.signed(row["change"]), year=row["previous_year"]
    )
    return ", ".join(part for part in (text, between_sentence(row, say)) if part)


def rank_sentence(row: Row, say: Words) -> str | None:
    """A rank always says of how many known ones of which kind of government."""
    if row.get("score_rank") is None:
        return None
    values = {"rank": row["score_rank"], "n": row["n_ranked"], "whose": whose(row["scope"], say)}
    if row.get("is_rank_shared"):
        return say("rank {rank}, shared, of {n} known {whose}", **values)
    return say("rank {rank} of {n} known {whose}", **values)


def newest_sentence(row: Row, say: Words) -> str:
    """The newest known score if it is of another year: named beside, never in its place."""
    if row.get("newest_year") is None:
        return ""
    newest = {"score": row["newest_score"], "is_disputed": row["newest_is_disputed"]}
    values = {"year": row["newest_year"], "score": starred(newest, say)}
    if row["newest_class"] is None:
        return say("{year}: {score}", **values)
    label = class_label({"spi_class": row["newest_class"]}, say)
    return say("{year}: {score}, class {spi_class}", spi_class=label, **values)


def range_sentence(row: Row, say: Words) -> str | None:
    """For a disputed value, the range of what sources say."""
    if not row.get("is_disputed"):
        return None
    return say(
        "sources differ: {low} to {high}", low=say.number(row["low"]), high=say.number(row["high"])
    )


def spi_tip(row: Row, say: Words) -> str:
    """The pointer text of a region's score."""
    return lines(row["region_name"], *score_lines(row, say))


def score_lines(row: Row, say: Words, *more: str | None) -> tuple[str | None, ...]:
    """What a pointer text says of a score of the page's year, and of a newer one beside it."""
    if row["score"] is None:
        known = class_only(row, say) or say("no data")
        return (f"{row['year']}: {known}", newest_sentence(row, say), *more)
    return (
        f"{row['year']}: {starred(row, say)} ({class_label(row, say)})",
        *more,
        rank_sentence(row, say),
        change_sentence(row, say),
        range_sentence(row, say),
        newest_sentence(row, say),
    )


def class_only_caveats(rows: Iterable[Row]) -> tuple[str, ...]:
    """The caveat of classes that are known without a score; none where there is no such class."""
    reported = {
        row["reported_reliability"]
        for row in rows
        if row["score"] is None and row.get("reported_class")
    }
    if not reported:
        return ()
    return ("class_only_weak" if reported == {"weak"} else "class_only",)


def spi_caveats(result: Result, *more: str) -> tuple[str, ...]:
    """The caveats of a figure of scores."""
    codes = ["spi_sources", *class_only_caveats(result.rows)]
    if any(row.get("crossed_split_year") for row in result.rows):
        codes.append("province_split")
    if result.selection.scope == "agregat_wilayah":
        codes.append("agregat")
    if any(row.get("is_disputed") for row in result.rows):
        codes.append("disputed")
    return (*codes, *more)

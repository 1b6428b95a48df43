"""Phrases that several figures share, written once."""

from __future__ import annotations

import textwrap

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import legends
from dashboard.figures.model import Result, Row

NAMED_REGIONS = 6


def starred(row: Row, say: Words, column: str = "score") -> str:
    """A score with the mark of a disputed value."""
    text = say.number(row[column], dictionary.decimals("spi"))
    return text + "*" if row.get("is_disputed") and row[column] is not None else text


def class_label(row: Row, say: Words) -> str:
    """The class of a row in words."""
    return dictionary.label("classes", row["spi_class"] or legends.UNKNOWN, say.lang)


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


def with_counts(text: str, counts: dict[str, int], say: Words) -> str:
    """A text with the number of each thing behind it."""
    summary = "; ".join(f"{name}: {say.number(n, 0)}" for name, n in counts.items())
    return f"{text} {summary}." if summary else text


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


def newest_sentence(row: Row, say: Words) -> str:
    """The newest score if it is of another year than the page's: with its year, never instead."""
    if row["newest_year"] is None:
        return ""
    score = say.number(row["newest_score"]) + ("*" if row["newest_is_disputed"] else "")
    values = {"year": row["newest_year"], "score": score}
    if row["newest_class"] is None:
        return say("{year}: {score}", **values)
    label = dictionary.label("classes", row["newest_class"], say.lang)
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
    if row["score"] is None:
        return lines(row["region_name"], f"{row['year']}: {say('no data')}")
    return lines(
        row["region_name"],
        f"{row['year']}: {starred(row, say)} ({class_label(row, say)})",
        rank_sentence(row, say),
        change_sentence(row, say),
        range_sentence(row, say),
    )


def spi_caveats(result: Result, *more: str) -> tuple[str, ...]:
    """The caveats of a figure of scores."""
    codes = ["spi_sources"]
    if result.selection.scope == "agregat_wilayah":
        codes.append("agregat")
    if any(row.get("is_disputed") for row in result.rows):
        codes.append("disputed")
    return (*codes, *more)

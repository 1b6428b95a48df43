"""How many regions are in which class: the message of a map, whatever regions it shows."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.i18n import Words
from dashboard.figures import legends, sentences
from dashboard.figures.model import Row


def headline(rows: Sequence[Row], year: int | None, whose: str, say: Words) -> str:
    """In which class most regions with a known one are, ties named together.

    Args:
        rows: of scores or classes of one year, known or not.
        year: theirs.
        whose: the plural of what has the scores, such as "provincial governments".
        say: the reader's words.
    """
    counts = legends.class_counts(rows)
    known = len(rows) - counts.get(legends.UNKNOWN, 0)
    if not known:
        return say("No score of {whose} for {year} has been found", whose=whose, year=year)
    if known == 1:
        return _only(rows, year, whose, say)
    if "unclassified" in counts:
        scores = [row["score"] for row in rows if row["score"] is not None]
        return say(
            "Scores of {n} {whose} in {year} run from {low} to {high}",
            n=known,
            whose=whose,
            year=year,
            low=say.number(min(scores)),
            high=say.number(max(scores)),
        )
    most = max(n for code, n in counts.items() if code != legends.UNKNOWN)
    largest = [code for code, n in counts.items() if n == most and code != legends.UNKNOWN]
    classes = say.list([sentences.class_label({"spi_class": code}, say) for code in largest])
    values = {"n": most, "known": known, "whose": whose, "classes": classes, "year": year}
    if any(sentences.class_only(row, say) for row in rows):
        if len(largest) > 1:
            return say(
                "Of {known} {whose} with a known class, {n} each are in {classes} in {year}",
                **values,
            )
        return say(
            "{n} of {known} {whose} with a known class are in the class {classes} in {year}",
            **values,
        )
    if len(largest) > 1:
        return say(
            "Of {known} known {whose}, {n} each are in the classes {classes} in {year}", **values
        )
    if most == known:
        return say("All {known} known {whose} are in the class {classes} in {year}", **values)
    return say("{n} of {known} known {whose} are in the class {classes} in {year}", **values)


def _only(rows: Sequence[Row], year: int | None, whose: str, say: Words) -> str:
    """The one region with a known score or class."""
    [row] = [one for one in rows if legends.counted_class(one) != legends.UNKNOWN]
    values = {"region": row["region_label"], "whose": whose, "year": year}
    if row["score"] is None:
        known = sentences.class_only(row, say)
        return say("Only {region} is known of {whose} in {year}: {known}", known=known, **values)
    known = f"{sentences.starred(row, say)}, {sentences.class_label(row, say)}"
    return say("Only {region} is known of {whose} in {year}: {known}", known=known, **values)

"""Rows of several kinds of government in one chart: a block a kind, with a heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.charts.marks import Labels, Run, Series, Text
from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures.model import Row

Heading = tuple[int, str]  # a place on the upright axis, and the kind that begins below it


def places(
    rows: Sequence[Row], roles: Mapping[str, str], say: Words
) -> tuple[list[int], list[Heading]]:
    """The place of each row on the upright axis, and the headings between the rows.

    Args:
        rows: in the order of their kinds.
        roles: of the figure; its `kind` names the column of the kind.
        say: the reader's words.

    Returns:
        The places, and no heading where all rows are of one kind.
    """
    levels = [row[roles["kind"]] for row in rows]
    if len(set(levels)) < 2:
        return list(range(len(rows))), []
    found: list[int] = []
    heads: list[Heading] = []
    for number, level in enumerate(levels):
        if not number or level != levels[number - 1]:
            heads.append((number + len(heads), dictionary.label("levels", level, say.lang)))
        found.append(number + len(heads))
    return found, heads


def ticks(
    named: Sequence[tuple[int, Text]], heads: Sequence[Heading]
) -> tuple[tuple[int, Text], ...]:
    """The names of all places from the first to the last; that of a heading is empty."""
    return tuple(sorted([*named, *((place, "") for place, _name in heads)], key=lambda one: one[0]))


def headings(heads: Sequence[Heading], x: float) -> list[Series]:
    """The headings as texts that begin at x."""
    if not heads:
        return []
    texts = tuple((Run(name, bold=True),) for _place, name in heads)
    labels = Labels(texts, "right", 12, dictionary.ink("muted"))
    return [Series(tuple((x, place) for place, _name in heads), labels=labels)]

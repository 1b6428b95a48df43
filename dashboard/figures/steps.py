"""Changes of scores in words: the last step of a series, and what lies between its two scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.i18n import Words
from dashboard.figures import sentences
from dashboard.figures.model import Row

NAMED_STEPS = 4


@dataclass(frozen=True)
class Step:
    """A change from one score of a series to the next known one, or from a chosen earlier one.

    Attributes:
        name: of the series.
        change: in points.
        from_year, year: of the two scores.
        has_gap: whether years between them have no score.
        broken: which of method and classes changed between them; empty for none.
        split: whether the province was split between them; empty where not.
    """

    name: str
    change: float
    from_year: int
    year: int
    has_gap: bool
    broken: str
    split: str = ""


def known_step(name: str, row: Row, say: Words) -> Step:
    """The step to the score of a row from the one known before."""
    has_gap = row["year"] - row["previous_year"] > 1
    broken, split = sentences.method_sentence(row, say), sentences.split_sentence(row, say)
    return Step(name, row["change"], row["previous_year"], row["year"], has_gap, broken, split)


def last_steps(rows: Sequence[Row], until: int) -> list[Row]:
    """Of rows of several series, those whose change ends in the newest year up to one."""
    changed = [row for row in rows if row["change"] is not None and row["year"] <= until]
    newest = max((row["year"] for row in changed), default=None)
    return [row for row in changed if row["year"] == newest]


def step_sentence(step: Step, say: Words) -> str:
    """One step, with what lies between."""
    values = {
        "name": step.name,
        "points": say.number(abs(step.change)),
        "from_year": step.from_year,
        "year": step.year,
    }
    if round(step.change, 2) == 0:
        text = say("{name} stayed the same from {from_year} to {year}", **values)
    elif step.change < 0:
        text = say("{name} fell {points} points from {from_year} to {year}", **values)
    else:
        text = say("{name} rose {points} points from {from_year} to {year}", **values)
    return text + _noted(_gap(step, say), step.broken, step.split)


def steps_sentence(steps: Sequence[Step], say: Words) -> str:
    """Steps that end in one year: each by name while they are few, else how many rose and fell."""
    if len(steps) == 1:
        return step_sentence(steps[0], say)
    starts: dict[int, list[Step]] = {}
    for step in sorted(steps, key=lambda step: -step.from_year):
        starts.setdefault(step.from_year, []).append(step)
    year, breaks = steps[0].year, {step.broken for step in steps}
    if len(steps) > NAMED_STEPS:
        return _counted(steps, say)
    if len(starts) == 1:
        head = say("From {from_year} to {year}", from_year=steps[0].from_year, year=year)
        return f"{head}: {_listed(steps, say)}" + _noted(_gap(steps[0], say), steps[0].broken)
    shared = breaks.pop() if len(breaks) == 1 else ""
    groups = [
        say("since {year}", year=first)
        + _noted(_gap(group[0], say), "" if shared else group[0].broken)
        + f": {_listed(group, say)}"
        for first, group in starts.items()
    ]
    head = say("Up to {year}", year=year)
    return f"{head}, {'; '.join(groups)}{_noted(shared)}"


def _counted(steps: Sequence[Step], say: Words) -> str:
    first = min(step.from_year for step in steps)
    counts = {
        "n": len(steps),
        "up": sum(step.change > 0 for step in steps),
        "down": sum(step.change < 0 for step in steps),
        "from_year": first,
        "year": steps[0].year,
    }
    gap = say("some with no score known in between") if any(s.has_gap for s in steps) else ""
    broken = max((step.broken for step in steps), key=len)
    split = max((step.split for step in steps), key=len)
    if split:
        split = say("of some: {what}", what=split)
    if all(step.from_year == first for step in steps):
        text = say("Of {n} regions {up} rose and {down} fell from {from_year} to {year}", **counts)
    else:
        text = say(
            "Of {n} regions {up} rose and {down} fell to {year}, since {from_year} or later",
            **counts,
        )
    return text + _noted(gap, broken, split)


def _listed(steps: Sequence[Step], say: Words) -> str:
    return ", ".join(f"{step.name} {say.signed(step.change)}{_noted(step.split)}" for step in steps)


def _gap(step: Step, say: Words) -> str:
    return say("no score known in between") if step.has_gap else ""


def _noted(*notes: str) -> str:
    text = ", ".join(note for note in notes if note)
    return f" ({text})" if text else ""

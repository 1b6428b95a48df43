"""What a reader is told where a tray cannot be read, a part of it cannot be used, or it is full."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.i18n import Words, message
from dashboard.core.parameters import Problem
from dashboard.core.uploads import Unusable


class FullTray(Exception):
    """No further item fits.

    Attributes:
        most: how many a briefing can have.
    """

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def message(self, say: Words) -> str:
        """How many items fit, and what to do."""
        return say(
            "A briefing holds at most {n} parts. Remove one on the page Briefing first.",
            n=self.most,
        )


NO_TRAY = message(
    "This is no tray of a briefing: choose a JSON file that was saved on the page Briefing."
)
BROKEN_AT = message(
    "The tray cannot be read at “{where}”. Mend that place, or save the tray again on the "
    "page Briefing."
)


class BrokenTray(Unusable):
    """What was given is no tray; `message(say)` says where and how to mend it.

    Attributes:
        where: the place inside, such as `items/2/texts`; empty where nothing could be read.
    """

    def __init__(self, where: str = "") -> None:
        if where:
            super().__init__(BROKEN_AT, where=where[:80])
        else:
            super().__init__(NO_TRAY)
        self.where = where


@dataclass(frozen=True)
class Ignored:
    """Something of a tray that was left out, and why.

    Attributes:
        place: the item's number, from 1.
        subject: what the item is about.
        problem: the parameter that cannot be used; none if the subject itself is unknown.
    """

    place: int
    subject: str
    problem: Problem | None = None

    def sentence(self, say: Words) -> str:
        """Which item, and why, in the reader's language."""
        if self.problem is None:
            return say(
                "Part {n}: there is no figure “{id}”; it was left out.",
                n=self.place,
                id=self.subject[:40],
            )
        return say(
            "Part {n} ({id}): {problem}",
            n=self.place,
            id=self.subject[:40],
            problem=self.problem.sentence(say),
        )

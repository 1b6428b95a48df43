"""A cluster that does not answer: since when, and how old what is shown meanwhile is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.core.i18n import Words


@dataclass(frozen=True)
class Outage:
    """The cluster cannot be reached.

    Attributes:
        since: of the first attempt that failed.
        as_of: when the cluster last answered: until then what is shown was known to be the newest.
        is_waiting: whether newer facts wait for the cluster.
    """

    since: dt.datetime
    as_of: dt.datetime
    is_waiting: bool = False

    def caveat(self, say: Words) -> str:
        """For what leaves and is read later: until when the numbers were known to be the newest."""
        return say(
            "The cluster could not be reached when this was asked: numbers as of {moment}.",
            moment=say.moment(self.as_of.astimezone()),
        )

    def sentence(self, say: Words) -> str:
        """For a reader: what is shown, and how old it is."""
        age = say.ago(self.as_of)
        if self.is_waiting:
            return say(
                "The cluster cannot be reached, and newer facts wait for it; numbers from {age}.",
                age=age,
            )
        return say("The cluster cannot be reached; numbers from {age}.", age=age)

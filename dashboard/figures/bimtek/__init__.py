"""Figures of activities (bimtek), and what they share: the sample's caveat and counts in words."""

from __future__ import annotations

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures.model import Result, Row

ACTIVITY_PARAMETERS = ("region", "year", "from_year", "activity_type", "topic", "kpk")
# The columns of activities that parameters filter.
FILTERED_COLUMNS = {"activity_type": "activity_type", "topic": "topic", "kpk_involved": "kpk"}


def activity_caveats(_facts: Result) -> tuple[str, ...]:
    """Every count of activities is one of a sample."""
    return ("activities_found",)


def none_found(say: Words) -> str:
    """What is said where nothing of a sample was found."""
    return say("No activity has been found for this choice")


def parts_sentence(row: Row, say: Words) -> str | None:
    """With and without the KPK, as far as reports say."""
    if not row["activity_count"]:
        return None
    return say(
        "with the KPK {with_kpk}, without {without_kpk}, not stated {unknown}",
        with_kpk=say.number(row["with_kpk"], 0),
        without_kpk=say.number(row["without_kpk"], 0),
        unknown=say.number(row["kpk_unknown"], 0),
    )


def count_sentence(row: Row, say: Words) -> str:
    """How many activities were found, or that none was."""
    if row["activity_count"] is None:
        return str(dictionary.dictionary()["found_counts"]["not_found"]["label"][say.lang])
    return say.plural("{n} activity", "{n} activities", row["activity_count"])

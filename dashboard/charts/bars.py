"""Stacked bars over years, with a check value as a short stroke; incomplete years are pale."""

from __future__ import annotations

from dashboard.charts.base import Chart
from dashboard.charts.marks import Axis, Bars, Checks, Mark, Plot
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

HEIGHT = 340
_MOST_UPRIGHT = 8  # years whose names fit side by side on a phone


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """A bar a year and series, and a stroke a year for what the check counts."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    marks: list[Mark] = [
        Bars(
            entry.label,
            tuple((rows[i][roles["x"]], rows[i][roles["y"]]) for i in entry.rows),
            entry.colour,
            tips=tuple(tips[i] for i in entry.rows),
            pale=tuple(not rows[i][roles["complete"]] for i in entry.rows),
        )
        for entry in answer.legend
        if entry.rows
    ]
    checked = {
        row[roles["x"]]: row[roles["check"]] for row in rows if row[roles["check"]] is not None
    }
    marks.append(
        Checks(
            say("KPK's own count"),
            tuple(checked.items()),
            tuple(f"{year}: " + say("KPK's own count: {n}", n=n) for year, n in checked.items()),
            dictionary.ink("text"),
        )
    )
    years = sorted({row[roles["x"]] for row in rows})
    return Plot(
        tuple(marks),
        Axis(
            ticks=tuple((year, str(year)) for year in years),
            has_grid=False,
            screen={"tickangle": -45} if len(years) > _MOST_UPRIGHT else {},
        ),
        (Axis(n_ticks=6, screen={"rangemode": "tozero"}),),
        height or HEIGHT,
        {"barmode": "stack", "bargap": 0.28},
    )


CHART = Chart(drawing, least=0.6)

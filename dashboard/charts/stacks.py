"""A bar for each name, split by series, longest first as the rows come; incomplete parts pale."""

from __future__ import annotations

from dashboard.charts.base import Chart
from dashboard.charts.marks import Axis, Bars, Labels, Mark, Plot, Series
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.figures.model import Answer

BAR_HEIGHT, LEAST_HEIGHT = 30, 100


def drawing(answer: Answer, height: int | None = None) -> Plot:
    """The bars and their totals; the height follows the number of names unless given."""
    say = words(answer.selection.lang)
    roles, rows, tips = answer.figure.roles, answer.rows, answer.tips(say)
    totals = {row[roles["y"]]: row[roles["total"]] for row in rows}
    places = {name: place for place, name in enumerate(totals)}
    marks: list[Mark] = []
    for is_complete in (True, False):  # what is sure stands on the axis, what is partial beyond it
        for entry in answer.legend:
            shown = [i for i in entry.rows if rows[i][roles["complete"]] is is_complete]
            if shown:
                at = tuple((places[rows[i][roles["y"]]], rows[i][roles["x"]]) for i in shown)
                texts = tuple(tips[i] for i in shown)
                marks.append(
                    Bars(entry.label, at, entry.colour, texts, not is_complete, is_lying=True)
                )
    marks.append(
        Series(
            tuple((n, place) for place, n in enumerate(totals.values())),
            labels=Labels(
                tuple(f" {say.number(n, 0)}" for n in totals.values()),
                "right",
                13,
                dictionary.ink("text"),
            ),
            overhangs=True,
        )
    )
    most = max(totals.values(), default=1)  # whole operations: no half ones on a short axis
    names = [dictionary.label(roles["names"], code, say.lang) for code in totals]
    return Plot(
        tuple(marks),
        Axis((0, most * 1.12), n_ticks=5, screen={"dtick": 1} if most < 6 else {}),
        (
            Axis(
                (len(totals) - 0.45, -0.55),
                tuple(enumerate(names)),
                has_grid=False,
                size=13,
                ink="text",
            ),
        ),
        height or max(LEAST_HEIGHT, 34 + BAR_HEIGHT * len(totals)),
        {"barmode": "stack", "bargap": 0.3},
    )


CHART = Chart(drawing)

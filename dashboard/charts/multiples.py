"""A small line chart a series of scores, all on the same axes, with references behind each."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

from dashboard.charts import grids, plotly, theme
from dashboard.charts.base import Chart
from dashboard.charts.grids import Multiples, Small
from dashboard.charts.marks import (
    Axis,
    Labels,
    Mark,
    Marker,
    Ranges,
    Run,
    Series,
    Stroke,
    Upright,
)
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.figures import sentences
from dashboard.figures.model import Answer, LegendEntry

COLUMNS = 3  # a phone shows them at about 110 pixels each
PAPER_COLUMNS = 5  # at most: a page of paper is as wide as a large phone, but ends
MOST_ON_PAPER = 750  # pixels of height that are not made smaller there
ON_PAPER = "multiples-on-paper"
# In a picture of fixed size: the numbers of columns to choose from, as many pixels as a small chart
# needs across, and the part of the height that the words around them leave.
ROOM_COLUMNS = range(COLUMNS + 1, 9)
LEAST_WIDTH, LEFT = 130, 0.6
LEAST = 0.8
TITLE_LETTERS = 15  # of a line of a title on a phone
SCORES_HEIGHT, LANE_HEIGHT, GAP = 80, 16, 0.04
BEFORE, BEHIND = 0.55, 0.5  # of a year before the first; of the years, for the last value
STEP, LARGE_STEP, MOST_STEPS = 10, 20, 5  # between numbers
# The axis of a lane, and where its marks stand: an OTT a little higher than an activity.
_LANE, _PLACES = (-1.0, 1.0), {"activity": -0.15, "ott": 0.15}
# Of the height: how far a last value makes way for references, and how near it comes to the ends.
ASIDE, NEAR_TOP, NEAR_BASE = 17 / SCORES_HEIGHT, 10 / SCORES_HEIGHT, 13 / SCORES_HEIGHT
NEAR_TITLE = 18 / SCORES_HEIGHT
LOW = 0.18  # of the height: where it is said that nothing is known
_SMALLER = 0.75  # than the marks of a chart of full width


@dataclass(frozen=True)
class _Drawn:
    """What every small chart is drawn from: the answer, its words, and the axes of all."""

    answer: Answer
    say: Words
    tips: tuple[str, ...]
    entries: dict[int, LegendEntry]
    across: Axis
    up: tuple[Axis, ...]


def drawing(answer: Answer, height: int | None = None) -> Multiples:
    """The small charts; the height follows their number unless given."""
    say, key = words(answer.selection.lang), answer.figure.roles["series"]
    has_lanes = bool(answer.layers["events"])
    small_height = SCORES_HEIGHT + LANE_HEIGHT * has_lanes
    split = LANE_HEIGHT / small_height
    up = [_scores_axis(answer, (split + GAP, 1) if has_lanes else None)]
    if has_lanes:
        up.append(Axis(_LANE, is_shown=False, has_grid=False, domain=(0, split)))
    entries = {i: entry for entry in answer.legend for i in entry.rows}
    drawn = _Drawn(answer, say, answer.tips(say), entries, _years_axis(answer), tuple(up))
    places = range(len(answer.rows))
    groups = [list(group) for _key, group in groupby(places, key=lambda i: answer.rows[i][key])]
    regions = [group for group in groups if answer.rows[group[0]]["series_kind"] == "region"]
    references = [group for group in groups if group not in regions]
    smalls = tuple(
        _small(drawn, group, [one for one in references if _is_behind(answer, one, group)])
        for group in regions or references
    )
    columns = max(min(COLUMNS, len(smalls)), 1)
    whole = Multiples(smalls, drawn.across, drawn.up, columns, small_height)
    if height is None:
        return whole
    more = (height - whole.height) / max(len(whole.rows), 1)
    return replace(whole, small_height=max(small_height + more, small_height / 2))


def draw(drawn: Multiples, lang: str, _geojson: object = None) -> dict[str, Any]:
    """The Plotly figure of small charts, in the numbers of a language."""
    return plotly.plot(grids.laid_out(drawn), lang)


def _is_behind(answer: Answer, reference: list[int], region: list[int]) -> bool:
    """Whether a reference is of the region's kind: means of provinces stand behind provinces."""
    one, other = answer.rows[reference[0]], answer.rows[region[0]]
    if one["series_kind"] == "nasional":
        return True
    if "." in other["series_key"]:  # a kabupaten or kota
        return False
    return one["series_kind"] != "pulau" or one["island_group"] == other["island_group"]


# --- axes ----------------------------------------------------------------------------------------


def _years_axis(answer: Answer) -> Axis:
    """From the first year to the last, with room for the last value behind it."""
    years = theme.span(answer.selection)
    first, last = years[0], years[-1]
    long = max(last - first, 1) + BEFORE
    return Axis(
        (first - BEFORE, last + max(long * BEHIND, BEFORE)),
        tuple((year, str(year)) for year in dict.fromkeys((first, last))),
        has_grid=False,
    )


def _scores_axis(answer: Answer, domain: tuple[float, float] | None) -> Axis:
    """Round numbers around all that is drawn, few of them."""
    columns = [answer.figure.roles[role] for role in ("y", "low", "high")]
    known = [row[column] for row in answer.rows for column in columns if row[column] is not None]
    low, high = min(known, default=60), max(known, default=80)
    n_small = math.ceil(high / STEP) - math.floor(low / STEP)
    step = STEP if n_small <= MOST_STEPS else LARGE_STEP
    first = math.floor(low / step)
    last = max(math.ceil(high / step), first + 1)
    return Axis((first * step, last * step), n_ticks=last - first, domain=domain)


# --- marks ---------------------------------------------------------------------------------------


def _small(drawn: _Drawn, places: list[int], references: list[list[int]]) -> Small:
    """The chart of one series: breaks, references, its line with its last value, events."""
    row = drawn.answer.rows[places[0]]
    marks: list[Mark] = [*_breaks(drawn)]
    marks += [_line(drawn, one) for one in references if one != places]
    marks += [*_disputed(drawn, places), _line(drawn, places)]
    marks.append(_last_value(drawn, places, references))
    marks += _events(drawn, row["series_key"], drawn.entries[places[0]].colour)
    title = textwrap.wrap(sentences.series_name(row, drawn.say), TITLE_LETTERS)
    return Small(tuple(title), tuple(marks), _reading(drawn, places))


def _reading(drawn: _Drawn, places: list[int]) -> str:
    """The scores of one series in words."""
    say, roles = drawn.say, drawn.answer.figure.roles
    rows = [drawn.answer.rows[i] for i in places]
    scores = (
        f"{row[roles['x']]}: {sentences.starred(row, say)}"
        for row in rows
        if row[roles["y"]] is not None
    )
    return f"{sentences.series_name(rows[0], say)}. {'; '.join(scores) or say('no data')}"


def _line(drawn: _Drawn, places: list[int]) -> Series:
    roles, entry = drawn.answer.figure.roles, drawn.entries[places[0]]
    is_reference = entry.mark != "line"
    rows = [drawn.answer.rows[i] for i in places]
    return Series(
        tuple((float(row[roles["x"]]), row[roles["y"]]) for row in rows),
        sentences.series_name(rows[0], drawn.say),
        tuple(drawn.tips[i] for i in places),
        Marker(3 if is_reference else 6, entry.colour),
        Stroke(entry.colour, 1.2 if is_reference else 2.4, theme.DASHES[entry.mark]),
        overhangs=True,
    )


def _disputed(drawn: _Drawn, places: list[int]) -> list[Ranges]:
    """What sources say of disputed values, as uprights."""
    roles = drawn.answer.figure.roles
    rows = [drawn.answer.rows[i] for i in places if drawn.answer.rows[i]["is_disputed"]]
    ends = tuple(
        (float(row[roles["x"]]), row[roles["low"]], float(row[roles["x"]]), row[roles["high"]])
        for row in rows
        if row[roles["low"]] is not None
    )
    return [Ranges(ends, Stroke(drawn.entries[places[0]].colour, 4), 0.35)] if ends else []


def _last_value(drawn: _Drawn, places: list[int], references: list[list[int]]) -> Series:
    """The newest value beside the end of its line, with its year; or that none is known.

    A place on paper, not a value: where references go on, it stands on the side away from them.
    """
    say, roles = drawn.say, drawn.answer.figure.roles
    base, top = grids.ends(drawn.up[0])
    rows = (drawn.answer.rows[i] for i in places)
    known = [row for row in rows if row[roles["y"]] is not None]
    if not known:
        muted = Labels((say("no data"),), "center", 12, dictionary.ink("muted"))
        middle = sum(grids.ends(drawn.across)) / 2
        return Series(((middle, base + LOW * (top - base)),), labels=muted, overhangs=True)
    row = known[-1]
    text = (
        Run(f"  {sentences.starred(row, say)}", bold=True),
        Run(f"\n  {row[roles['x']]}", small=True),
    )
    year, value = row[roles["x"]], row[roles["y"]]
    # Below the title itself it keeps farther from the top, also where charts are made lower.
    near_top = NEAR_TITLE if year < sum(grids.ends(drawn.across)) / 2 else NEAR_TOP
    aside, high, low = (share * (top - base) for share in (ASIDE, near_top, NEAR_BASE))
    beyond = [
        (other[roles["x"]], other[roles["y"]])
        for other in (drawn.answer.rows[i] for one in references for i in one)
        if other[roles["x"]] >= year and other[roles["y"]] is not None
    ]
    if any(other > year for other, _y in beyond):
        mean = sum(y for _other, y in beyond) / len(beyond)
        value += aside if value >= mean else -aside
    at = (float(year), min(max(value, base + low), top - high))
    return Series(
        (at,), labels=Labels((text,), "right", 12, dictionary.ink("text")), overhangs=True
    )


def _breaks(drawn: _Drawn) -> list[Upright]:
    """Where the method or the classes changed; the subtitle says what the lines mean."""
    stroke = Stroke(dictionary.ink("outline"), 0.8, "dot")
    return [Upright(row["year"] - 0.5, stroke) for row in drawn.answer.layers["breaks"]]


def _events(drawn: _Drawn, key: str, colour: str) -> list[Series]:
    """OTT and activities of a region at their dates, in the lane below its line."""
    tip = drawn.answer.figure.layer_tips["events"]
    marks = []
    for kind, place in _PLACES.items():
        events = [
            event
            for event in drawn.answer.layers["events"]
            if event["series_key"] == key and event["event_kind"] == kind
        ]
        if events:
            marks.append(
                Series(
                    tuple((theme.decimal_year(theme.placed(event)), place) for event in events),
                    dictionary.label("events", kind, drawn.say.lang),
                    tuple(tip(event, drawn.say) for event in events),
                    theme.event_marker(kind, colour, _SMALLER),
                    opacity=1 if kind == "ott" else 0.75,
                    overhangs=True,
                    panel=1,
                )
            )
    return marks


def _drawing_on_paper(answer: Answer, height: int | None = None) -> Multiples:
    """The small charts in as many columns as let them stand on one page."""
    drawn = drawing(answer, height)
    while drawn.columns < PAPER_COLUMNS and drawn.height > MOST_ON_PAPER:
        drawn = replace(drawn, columns=drawn.columns + 1)
    return drawn


def _drawing_in(columns: int, answer: Answer, height: int | None = None) -> Multiples:
    """The small charts in so many columns."""
    return replace(drawing(answer, height), columns=columns)


def in_room(answer: Answer, width: int, height: int) -> str:
    """The kind that draws small charts largest in a picture of that size; empty for itself.

    All that does not fit is made smaller alike, letters too: so the columns are as many as keep the
    rows few, while each chart stays wide enough for its last value.
    """
    drawn = drawing(answer)

    def smaller(columns: int) -> float:
        needed = replace(drawn, columns=columns).height * LEAST
        return max(needed / (height * LEFT), 1.0)

    fitting = [n for n in ROOM_COLUMNS if width * smaller(n) / n >= LEAST_WIDTH]
    best = min((drawn.columns, *fitting), key=smaller)
    return "" if best == drawn.columns else f"multiples-{best}"


CHART = Chart(
    drawing,
    plotly=draw,
    least=LEAST,
    is_line_like=True,
    on_paper=ON_PAPER,
    in_room=in_room,
)
# The same in other numbers of columns, by the names of their kinds.
FORMS = {
    ON_PAPER: Chart(_drawing_on_paper, plotly=draw, least=LEAST, is_line_like=True),
    **{
        f"multiples-{n}": Chart(
            partial(_drawing_in, n), plotly=draw, least=LEAST, is_line_like=True
        )
        for n in ROOM_COLUMNS
    },
}

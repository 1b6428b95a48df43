"""The appendix of a deck: a divider, then all sources of the briefing, numbered."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.briefing.content import Briefing
from dashboard.briefing.font_metrics import LINE_HEIGHT
from dashboard.briefing.pptx import shapes, slides
from dashboard.briefing.pptx.shapes import Run
from dashboard.briefing.pptx.template import Box, Design
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import Words
from dashboard.export.sources import Reference, reference
from dashboard.warehouse.engine import Source

_SIZE = 12.0
_COLUMNS, _BETWEEN = 2, 24.0
_AFTER = 3.0  # points below each source
_SAFE = 0.96  # of a line: other fonts are a little wider


def add(design: Design, briefing: Briefing) -> None:
    """All sources in the order in which the parts use them; nothing where there is none."""
    if not briefing.sources:
        return
    say = briefing.say
    n = say.number(len(briefing.sources), 0)
    told = say("Appendix: sources"), say("All sources of this briefing: {n}", n=n)
    slides.note(slides.divider(design, *told), [*told, briefing.facts_line])
    title = say("Sources")
    given = [reference(one, say, briefing.address) for one in briefing.sources]
    columns = _shared_out([_text(n, one, say) for n, one in enumerate(given, 1)], design)
    filled = [columns[start : start + _COLUMNS] for start in range(0, len(columns), _COLUMNS)]
    for number, pair in enumerate(filled, 1):
        slide = slides.add(
            design, title if len(filled) == 1 else f"{title} ({number}/{len(filled)})"
        )
        for column, places in enumerate(pair):
            width = _width(design.room)
            box = Box(
                design.room.left + column * (width + _BETWEEN),
                design.room.top,
                width,
                design.room.height,
            )
            paragraphs = [_runs(place + 1, given[place], say) for place in places]
            name = say("Sources {first} to {last}", first=places[0] + 1, last=places[-1] + 1)
            shapes.text(slide, box, paragraphs, size=_SIZE, name=name, after=_AFTER)
        slides.note(slide, [briefing.facts_line, *listed(briefing.sources, say, pair)])


def listed(
    sources: Sequence[Source], say: Words, columns: Sequence[Sequence[int]] | None = None
) -> list[str]:
    """A line a source, with its whole address, for notes; of some columns their sources alone."""
    places = (
        range(len(sources)) if columns is None else [one for column in columns for one in column]
    )
    return [
        f"{sources[place].publisher}, {sources[place].published_on or say('undated')}: "
        f"{sources[place].url}"
        for place in places
    ]


def _runs(number: int, given: Reference, say: Words) -> list[Run]:
    """A source as it is printed; its address leads to it."""
    return [
        Run(f"[{number}] "),
        Run(f"{given.described(say)}. "),
        Run(given.printed, link=given.printed_link),
    ]


def _text(number: int, given: Reference, say: Words) -> str:
    return "".join(run.text for run in _runs(number, given, say))


def _width(room: Box) -> float:
    return (room.width - _BETWEEN * (_COLUMNS - 1)) / _COLUMNS


def _shared_out(texts: list[str], design: Design) -> list[list[int]]:
    """The places of the sources that stand in each column."""
    width = _width(design.room) * _SAFE
    heights = [
        len(design.body.lines(printable(text), _SIZE, width)) * _SIZE * LINE_HEIGHT + _AFTER
        for text in texts
    ]
    columns = _filled(heights, design.room.height)
    # As many slides, but the last one not left with a line or two.
    n = -(-len(columns) // _COLUMNS) * _COLUMNS
    even = sum(heights) / n + max(heights)
    balanced = _filled(heights, min(even, design.room.height))
    return balanced if len(balanced) <= n else columns


def _filled(heights: list[float], most: float) -> list[list[int]]:
    columns: list[list[int]] = [[]]
    used = 0.0
    for place, needed in enumerate(heights):
        if columns[-1] and used + needed > most:
            columns.append([])
            used = 0.0
        columns[-1].append(place)
        used += needed
    return columns

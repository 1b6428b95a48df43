"""The last slides of a deck: all sources of the briefing."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.briefing.content import Briefing
from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
from dashboard.briefing.pptx import shapes, slides
from dashboard.briefing.pptx.shapes import Run
from dashboard.briefing.pptx.template import Box, Design
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import Words
from dashboard.export import markup
from dashboard.warehouse.engine import Source

_FILLED = 0.9  # of a column of running text
_SIZES, _COLUMNS, _BETWEEN = (12.0, 11.0, 10.0, 9.5, 9.0, 8.5), 3, 18


def add(design: Design, briefing: Briefing) -> None:
    """All sources: each publisher with its dates, every date a link to what it published."""
    say, room = briefing.say, design.room
    title = say("All sources of this briefing: {n}", n=say.number(len(briefing.sources), 0))
    publishers = [_publisher(group, say) for group in _by_publisher(briefing.sources)]
    for size in _SIZES:  # smaller where that saves a slide
        filled = _shared_out(publishers, room, design.body, size)
        if len(filled) < 2:
            break
    for number, group in enumerate(filled, 1):
        slide = slides.add(
            design, title if len(filled) == 1 else f"{title} ({number}/{len(filled)})"
        )
        runs = [run for publisher in group for run in (*publisher, Run("   "))]
        shape = shapes.text(slide, room, [runs], size=size, name=say("Sources"))
        columns = shape._element.find(".//{*}bodyPr")
        columns.set("numCol", str(_COLUMNS))
        columns.set("spcCol", str(_BETWEEN * 12_700))
        addresses = listed(briefing.sources, say) if number == 1 else []
        slides.note(slide, [briefing.facts_line, *addresses])


def listed(sources: Sequence[Source], say: Words) -> list[str]:
    """A line a source, with its address, for notes."""
    return [f"{one.publisher}, {one.published_on or say('undated')}: {one.url}" for one in sources]


def _by_publisher(sources: tuple[Source, ...]) -> list[list[Source]]:
    """The sources of each publisher, in the order in which the publishers come."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.publisher, []).append(source)
    return list(groups.values())


def _publisher(sources: list[Source], say: Words) -> list[Run]:
    official = f" ({say('official')})" if any(source.is_official for source in sources) else ""
    runs = [Run(f"{sources[0].publisher}{official}: ", bold=True)]
    for place, source in enumerate(sources):
        if place:
            runs.append(Run("; "))
        date = say.partial_date(source.published_on) if source.published_on else say("undated")
        runs.append(Run(date, link=markup.address(source.url)))
    return runs


def _shared_out(
    publishers: list[list[Run]], room: Box, font: Font, size: float
) -> list[list[list[Run]]]:
    """Publishers one after the other in columns, on as many slides as they need."""
    width = (room.width - _BETWEEN * (_COLUMNS - 1)) / _COLUMNS
    # Lines break before their end, and names are bold: a part of each stays empty.
    most = int(room.height / (size * LINE_HEIGHT)) * _COLUMNS * width * _FILLED
    filled: list[list[list[Run]]] = [[]]
    used = 0.0
    for runs in publishers:
        needed = font.width(printable("".join(run.text for run in runs)) + "   ", size)
        if filled[-1] and used + needed > most:
            filled.append([])
            used = 0.0
        filled[-1].append(runs)
        used += needed
    return filled

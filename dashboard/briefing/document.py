"""A briefing as something to read: sections, numbered figures and tables, cited sources.

Paper and page lay out the same outline: both count and cite alike, and break the same tables in the
same way. A table stands under its figure where it is short, else in the annex; where a picture is
missing it stands in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from dashboard.briefing import table_layout
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.table_layout import MOST_INLINE, TableLayout
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import Words
from dashboard.export.browser import Busy, PictureFailed
from dashboard.export.chromium import NoBrowser
from dashboard.warehouse.engine import Source, Warehouse

Drawing = TypeVar("Drawing")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, eq=False)
class Section(Generic[Drawing]):
    """A part with everything that counts and cites.

    Attributes:
        number: of the section, from 1.
        part: what it says.
        figure: the number of its picture; 0 where there is none.
        picture: as the file format draws it.
        missing: why there is no picture where one belongs; empty otherwise.
        table: the table behind it; none where no row is known.
        is_annexed: whether the table stands in the annex.
        cited: the numbers of its sources.
    """

    number: int
    part: Part
    figure: int
    picture: Drawing | None
    missing: str
    table: TableLayout | None
    is_annexed: bool
    cited: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Outline(Generic[Drawing]):
    """The whole briefing in order.

    Attributes:
        sections: one a part.
        sources: of everything, as they are numbered, from 1.
    """

    briefing: Briefing
    sections: tuple[Section[Drawing], ...]
    sources: tuple[Source, ...]

    @property
    def annexed(self) -> tuple[Section[Drawing], ...]:
        """The sections whose table stands in the annex."""
        return tuple(one for one in self.sections if one.table and one.is_annexed)


def outline(
    warehouse: Warehouse,
    briefing: Briefing,
    draw: Callable[[Part], Drawing],
    progress: Progress,
) -> Outline[Drawing]:
    """The outline of a briefing.

    Args:
        warehouse: where the facts are.
        briefing: what it says.
        draw: draws a part; what it raises of pictures becomes a sentence.
        progress: is called before each part with its place, their number and its title.
    """
    say = briefing.say
    sources = _sources(warehouse, briefing)
    numbers = {source.source_id: number for number, source in enumerate(sources, 1)}
    sections: list[Section[Drawing]] = []
    figure = 0
    for place, whole in enumerate(briefing.parts):
        part = replace(whole, title=one_line(whole.title))
        progress(place, len(briefing.parts), part.title)
        picture, missing = drawn(part, draw, say)
        figure += picture is not None
        table = table_layout.lay_out(warehouse, briefing, part, numbers)
        has_other = picture is not None or part.grid is not None
        is_annexed = has_other and table is not None and table.lines > MOST_INLINE
        if is_annexed:
            wide = table_layout.WIDE_ROOM
            table = table_layout.lay_out(warehouse, briefing, part, numbers, wide)
        if missing and table is not None:
            missing += " " + say("The table holds what is known.")
        sections.append(
            Section(
                number=place + 1,
                part=part,
                figure=figure if picture is not None else 0,
                picture=picture,
                missing=missing,
                table=table,
                is_annexed=is_annexed,
                cited=tuple(
                    sorted(
                        numbers[source.source_id]
                        for source in part.sources
                        if source.source_id in numbers  # of very many the last are not listed
                    )
                ),
            )
        )
    progress(len(briefing.parts), len(briefing.parts), "")
    return Outline(briefing, _numbered(sections, say), sources)


def one_line(text: str) -> str:
    """A title as headings and lists of contents hold it."""
    return " ".join(printable(text).split())


def figure_name(number: int, say: Words) -> str:
    """What a figure is called where it is cited."""
    return f"{say('Figure')} {number}"


def table_name(number: int, say: Words) -> str:
    """What a table is called where it is cited."""
    return f"{say('Table')} {number}"


# --- pictures ------------------------------------------------------------------------------------


def drawn(part: Part, draw: Callable[[Part], Drawing], say: Words) -> tuple[Drawing | None, str]:
    """The picture of a part, or why there is none where one belongs."""
    if part.answer is None:
        return None, ""
    if not part.is_drawable:
        return None, say("There is nothing to draw: no known fact fits this choice.")
    try:
        return draw(part), ""
    except NoBrowser:
        return None, say(
            "There is no picture here: the server that made this file has no browser to draw it."
        )
    except Busy:
        return None, say(
            "There is no picture here: too many were being drawn when the file was made. Make the "
            "file again in a few minutes."
        )
    except PictureFailed:
        return None, say("There is no picture here: it could not be drawn when the file was made.")


# --- numbers and sources -------------------------------------------------------------------------


def _sources(warehouse: Warehouse, briefing: Briefing) -> tuple[Source, ...]:
    """All sources of the briefing, and any that only a row names."""
    listed = dict.fromkeys(briefing.sources)
    for part in briefing.parts:
        for column in filter(table_layout.holds_sources, part.columns):
            for row in part.rows:
                listed |= dict.fromkeys(warehouse.sources[one] for one in row[column] or ())
    return tuple(listed)


def _numbered(sections: list[Section[Drawing]], say: Words) -> tuple[Section[Drawing], ...]:
    """The sections with their tables counted as they stand: those of the annex come last."""
    number = 0
    placed: dict[int, Section[Drawing]] = {}
    for section in sorted(sections, key=lambda one: one.is_annexed):
        if section.table is None:
            placed[section.number] = section
            continue
        number += 1
        counted = replace(section.table, number=number, caption=_caption(section, say))
        placed[section.number] = replace(section, table=counted)
    return tuple(placed[one.number] for one in sections)


def _caption(section: Section[Drawing], say: Words) -> str:
    if section.is_annexed and section.figure:
        return say(
            "Numbers of {figure}: {title}",
            figure=figure_name(section.figure, say),
            title=section.part.title,
        )
    if section.figure:
        return say("Numbers of {figure}", figure=figure_name(section.figure, say))
    if section.part.subject == "position":
        return say("Known scores by year")
    return section.part.title if section.is_annexed else section.part.subtitle

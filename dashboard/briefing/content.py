"""What a briefing says: every title, sentence, number and source, before a format is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dashboard import charts
from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.export import table
from dashboard.export.sources import source_text
from dashboard.export.table import SourceLink
from dashboard.figures.model import Answer, Row
from dashboard.warehouse.engine import Source, Warehouse
from dashboard.warehouse.sources import Sources
from dashboard.warehouse.sources import joined as sources_joined

DIVIDER = "divider"


@dataclass(frozen=True)
class KeyNumber:
    """A number that a part shows large: what it is, the number, and what must stand with it.

    Attributes:
        colour, ink: of the class that the number lies in and of text on it; empty without one.
    """

    label: str
    value: str
    note: str
    colour: str = ""
    ink: str = ""


@dataclass(frozen=True)
class TextTable:
    """A table of plain texts: the name of each column, and rows with a cell for each."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Part:
    """One slide, or one section of a paper.

    Attributes:
        subject: a figure's id, or the name of a statement or of a part of the reader's own.
        title: the message.
        message: the reader's own sentence under it; empty without one.
        subtitle: what is shown.
        note: the reader's own words for the speaker.
        answer: the figure; none for a statement without one.
        numbers, sentences: of a statement.
        refers: what each sentence is told by, a subject of the same briefing or nothing; empty
            where sentences tell it themselves.
        grid: a table of texts that belongs on the page, such as steps with who and when.
        rows, columns: the table behind the part, as `dashboard.export.table` writes it.
        caveats: what must be known of the numbers.
        source_line: the line that travels with them.
        sources: all of them.
        address: where the same is shown live; empty where the dashboard has no address.
        reading: the alternative text.
    """

    subject: str
    title: str
    message: str
    subtitle: str
    note: str
    answer: Answer | None
    numbers: tuple[KeyNumber, ...]
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    caveats: tuple[str, ...]
    source_line: str
    sources: tuple[Source, ...]
    address: str
    reading: str
    refers: tuple[str, ...] = ()
    grid: TextTable | None = None

    @property
    def is_divider(self) -> bool:
        """Whether it only says what comes next."""
        return self.subject == DIVIDER

    @cached_property
    def is_drawable(self) -> bool:
        """Whether the part has a chart, map or drawn table."""
        return self.answer is not None and charts.is_drawable(self.answer)


@dataclass(frozen=True, eq=False)
class Briefing:
    """A whole briefing.

    Attributes:
        title, subtitle: of the cover.
        parts: in order.
        sources: of all parts, in the order in which they use them.
        facts_date, facts_version, revision: of which facts.
        address: of the dashboard; empty where it has none.
    """

    title: str
    subtitle: str
    lang: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    facts_date: dt.date
    facts_version: str
    revision: str
    address: str

    @property
    def say(self) -> Words:
        """The words of the briefing's language."""
        return words(self.lang)

    def written(self, warehouse: Warehouse, part: Part) -> list[dict[str, str | list[SourceLink]]]:
        """The rows of a part as texts by label, as the pages write them."""
        return table.written(part.rows, part.columns, self.say, warehouse)

    @cached_property
    def facts_line(self) -> str:
        """Of which day the facts are, and of which version."""
        return self.say("Integritas Daerah · facts of {date}", date=self.say.date(self.facts_date))


def statement(
    warehouse: Warehouse,
    subject: str,
    lang: str,
    *,
    title: str,
    subtitle: str,
    sources: tuple[Source, ...] = (),
    sentences: tuple[str, ...] = (),
    refers: tuple[str, ...] = (),
    numbers: tuple[KeyNumber, ...] = (),
    answer: Answer | None = None,
    grid: TextTable | None = None,
    rows: tuple[Row, ...] = (),
    columns: tuple[str, ...] = (),
    caveats: tuple[str, ...] = (),
) -> Part:
    """A part that is written for a briefing; its caveats are codes of the dictionary.

    One with a figure has also the figure's rows, sources and caveats. One that says nothing of the
    facts, as a divider, has no subtitle and no source line.
    """
    say = words(lang)
    told = [dictionary.caveat(code, lang) for code in caveats]
    if answer is not None:
        told += answer.caveats
        sources = joined((sources, answer.sources))
        rows, columns = rows or answer.rows, columns or answer.figure.columns
    return Part(
        subject=subject,
        title=title,
        message="",
        subtitle=subtitle,
        note="",
        answer=answer,
        numbers=numbers,
        sentences=sentences,
        rows=rows,
        columns=columns,
        caveats=tuple(dict.fromkeys(told)),
        source_line=source_text(sources, warehouse.build.facts_version, say) if subtitle else "",
        sources=sources,
        address="",
        reading=answer.reading if answer is not None else title,
        refers=refers,
        grid=grid,
    )


def joined(groups: Iterable[Iterable[Source]]) -> Sources:
    """The sources of several groups, each once, official ones first."""
    every = sources_joined(groups)
    ranked = sorted(every, key=lambda source: not source.is_official)
    return Sources(ranked, is_cut=every.is_cut)

"""A briefing as something to read: sections, numbered figures and tables, cited sources.

Paper and page lay out the same outline: both count and cite alike, and break the same tables in the
same way. A table stands under its figure where it is short, else in the annex; where a picture is
missing it stands in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Generic, TypeVar

from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.font_metrics import FONT
from dashboard.briefing.xml_text import plain
from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.export import table
from dashboard.export.browser import Busy, PictureFailed
from dashboard.export.chromium import NoBrowser
from dashboard.export.table import SourceLink
from dashboard.figures.model import Row
from dashboard.warehouse.engine import Source, Warehouse

Drawing = TypeVar("Drawing")
Told = Callable[[int, int, str], None]

# Of tables, in points of a page of A4 between its margins.
SIZE = 7.5
ROOM, PADDING = 453.0, 9.0
_WIDEST_WORD, _WIDEST_TEXT = 96.0, 250.0
_STEPS, _MEASURED = 24, 60  # how finely widths are given, and by how many rows
_WORTH = 1.35  # how many times the lines a plainer way of a table may take
_MOST_TURNED = 6  # rows that may become columns
_SHORT = 44  # letters of what may share a line with others
MOST_INLINE = 24  # lines of a table that stands under its figure
MOST_ROWS = 100
_RIGHT = {"score", "change", "rate", "count", "seen", "rupiah"}  # kinds of columns of numbers
_RANGE = ("low", "high")  # among sources: says nothing new where it is the score


@dataclass(frozen=True)
class Bit:
    """A text with its label, or the numbers of the sources that are cited."""

    text: str = ""
    label: str = ""
    cited: tuple[int, ...] = ()


Line = tuple[Bit, ...]
Cell = tuple[Line, ...]


@dataclass(frozen=True)
class Grid:
    """A table, ready to be laid out.

    Attributes:
        number: in the order of the document.
        caption: what it holds, without its number.
        head: of the columns.
        rows: of cells; each holds lines of bits.
        shares: of the width, by column.
        right: which columns hold numbers.
        notes: what was left out of the columns and how it reads.
        lines: how many lines it takes on paper, about.
    """

    number: int
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...]
    right: tuple[bool, ...]
    notes: tuple[str, ...]
    lines: int


@dataclass(frozen=True, eq=False)
class Section(Generic[Drawing]):
    """A part with everything that counts and cites.

    Attributes:
        number: of the section, from 1.
        part: what it says.
        figure: the number of its picture; 0 where there is none.
        picture: as the form draws it.
        missing: why there is no picture where one belongs; empty otherwise.
        grid: the table behind it; none where no row is known.
        is_annexed: whether the table stands in the annex.
        cited: the numbers of its sources.
    """

    number: int
    part: Part
    figure: int
    picture: Drawing | None
    missing: str
    grid: Grid | None
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
        return tuple(one for one in self.sections if one.grid and one.is_annexed)


def outline(
    warehouse: Warehouse,
    briefing: Briefing,
    draw: Callable[[Part], Drawing],
    told: Told,
) -> Outline[Drawing]:
    """The outline of a briefing.

    Args:
        warehouse: where the facts are.
        briefing: what is told.
        draw: draws a part; what it raises of pictures becomes a sentence.
        told: is called before each part with its place, their number and its title.
    """
    say = briefing.say
    sources = _sources(warehouse, briefing)
    numbers = {source.source_id: number for number, source in enumerate(sources, 1)}
    sections: list[Section[Drawing]] = []
    figure = 0
    for place, whole in enumerate(briefing.parts):
        part = replace(whole, title=one_line(whole.title))
        told(place, len(briefing.parts), part.title)
        picture, missing = drawn(part, draw, say)
        figure += picture is not None
        grid = grid_of(warehouse, briefing, part, numbers)
        if missing and grid is not None:
            missing += " " + say("The table holds what is known.")
        sections.append(
            Section(
                number=place + 1,
                part=part,
                figure=figure if picture is not None else 0,
                picture=picture,
                missing=missing,
                grid=grid,
                is_annexed=picture is not None and grid is not None and grid.lines > MOST_INLINE,
                cited=tuple(sorted(numbers[source.source_id] for source in part.sources)),
            )
        )
    told(len(briefing.parts), len(briefing.parts), "")
    return Outline(briefing, _numbered(sections, say), sources)


def one_line(text: str) -> str:
    """A title as headings and lists of contents hold it."""
    return " ".join(plain(text).split())


def ranges(cited: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as first and last of each run: 1, 2, 3, 5 are 1–3 and 5–5."""
    runs = groupby(enumerate(sorted(cited)), lambda pair: pair[1] - pair[0])
    found = [[number for _place, number in run] for _key, run in runs]
    return [(run[0], run[-1]) for run in found]


def range_text(first: int, last: int) -> str:
    """A run of numbers as it is read."""
    if first == last:
        return str(first)
    return f"{first}{', ' if last == first + 1 else '–'}{last}"


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
    except (Busy, PictureFailed):
        return None, say("There is no picture here: it could not be drawn when the file was made.")


# --- numbers and sources -------------------------------------------------------------------------


def _sources(warehouse: Warehouse, briefing: Briefing) -> tuple[Source, ...]:
    """All sources of the briefing, and any that only a row names."""
    listed = dict.fromkeys(briefing.sources)
    for part in briefing.parts:
        for column in filter(holds_sources, part.columns):
            for row in part.rows:
                listed |= dict.fromkeys(warehouse.sources[one] for one in row[column] or ())
    return tuple(listed)


def holds_sources(column: str) -> bool:
    """Whether a column names sources."""
    return _kind(column) == "sources"


def _kind(column: str) -> str:
    return str(dictionary.dictionary()["columns"][column]["kind"])


def _numbered(sections: list[Section[Drawing]], say: Words) -> tuple[Section[Drawing], ...]:
    """The sections with their tables counted as they stand: those of the annex come last."""
    number = 0
    placed: dict[int, Section[Drawing]] = {}
    for section in sorted(sections, key=lambda one: one.is_annexed):
        if section.grid is None:
            placed[section.number] = section
            continue
        number += 1
        told = replace(section.grid, number=number, caption=_caption(section, say))
        placed[section.number] = replace(section, grid=told)
    return tuple(placed[one.number] for one in sections)


def _caption(section: Section[Drawing], say: Words) -> str:
    if section.is_annexed:
        return say(
            "Numbers of {figure}: {title}",
            figure=figure_name(section.figure, say),
            title=section.part.title,
        )
    if section.figure:
        return say("Numbers of {figure}", figure=figure_name(section.figure, say))
    if section.part.subject == "position":
        return say("Known scores by year")
    return section.part.subtitle


# --- tables --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Column:
    """A column as it is read: its label, and a bit a row."""

    name: str
    label: str
    bits: tuple[Bit, ...]

    @property
    def texts(self) -> list[str]:
        return [_text(bit) for bit in self.bits]

    @property
    def is_right(self) -> bool:
        return _kind(self.name) in _RIGHT


def grid_of(
    warehouse: Warehouse, briefing: Briefing, part: Part, numbers: dict[str, int]
) -> Grid | None:
    """The table of a part in the way that fits its width, without a number yet."""
    if not part.rows:
        return None
    say = briefing.say
    columns, notes = _columns(warehouse, briefing, part, numbers)
    across = [[one.label, *one.texts] for one in columns]
    down = [list(line) for line in zip(*across, strict=True)]
    wide = _fitted(across)
    turned: tuple[float, ...] = ()
    if len(down) - 1 <= _MOST_TURNED and _is_telling(columns[0]):
        turned = _fitted(down)
    grids = []
    if len(down) == 2 and turned:  # one row reads best as a list
        grids.append(_turned_grid(columns, turned))
    else:
        grids += [_wide_grid(columns, wide)] if wide else []
        grids += [_turned_grid(columns, turned)] if turned else []
        grids += [_records(columns, say)] if len(columns) > 2 or not grids else []
    # The first of these ways that needs no many more lines than the shortest.
    shortest = min(grid.lines for grid in grids)
    grid = next(grid for grid in grids if grid.lines <= shortest * _WORTH + 2)
    return replace(grid, notes=notes)


def _columns(
    warehouse: Warehouse, briefing: Briefing, part: Part, numbers: dict[str, int]
) -> tuple[list[_Column], tuple[str, ...]]:
    """The columns that tell something, and sentences on those that were left out."""
    say = briefing.say
    rows = part.rows[:MOST_ROWS]
    named = table.labels(part.rows, part.columns, say)
    written = briefing.written(warehouse, replace(part, rows=rows))
    columns = [
        _Column(
            name,
            label,
            tuple(
                _bit(row, name, told[label], numbers)
                for row, told in zip(rows, written, strict=True)
            ),
        )
        for name, label in named.items()
    ]
    empty = [one for one in columns if not any(one.texts)]
    score = next((one.texts for one in columns if one.name == "score"), None)
    same = [
        one
        for one in columns
        if one.name in _RANGE
        and score is not None
        and one not in empty
        and all(
            text in ("", known.rstrip("*")) for text, known in zip(one.texts, score, strict=True)
        )
    ]
    left = [one for one in columns if one not in empty and one not in same]
    alike = [
        one
        for one in left
        if len(rows) > 2 and len(set(one.texts)) == 1 and not holds_sources(one.name)
    ]
    notes = []
    if alike and len(alike) < len(left) - 1:
        left = [one for one in left if one not in alike]
        told = "; ".join(f"{one.label}: {one.texts[0]}" for one in alike)
        notes.append(say("The same in all rows: {columns}.", columns=told))
    if same:
        names = say.list([one.label for one in same])
        notes.append(say("{columns}: the same as the score in all rows.", columns=names))
    if empty:
        names = say.list([one.label for one in empty])
        notes.append(say("Without a value in all rows: {columns}.", columns=names))
    if more := len(part.rows) - len(rows):
        notes.append(
            say.plural(
                "{n} more row is in the table of this figure in the dashboard.",
                "{n} more rows are in the table of this figure in the dashboard.",
                more,
            )
        )
    return left or columns[:1], tuple(notes)


def _bit(row: Row, name: str, told: str | list[SourceLink], numbers: dict[str, int]) -> Bit:
    if isinstance(told, str):
        return Bit(told)
    return Bit(cited=tuple(sorted({numbers[one] for one in row[name] or ()})))


def _text(bit: Bit) -> str:
    return bit.text or ", ".join(range_text(*run) for run in ranges(bit.cited))


def _wide_grid(columns: list[_Column], shares: tuple[float, ...]) -> Grid:
    """A row a row."""
    return Grid(
        number=0,
        caption="",
        head=tuple(one.label for one in columns),
        rows=tuple(
            tuple(((bit,),) for bit in row)
            for row in zip(*(one.bits for one in columns), strict=True)
        ),
        shares=shares,
        right=tuple(one.is_right for one in columns),
        notes=(),
        lines=_lines([[one.label, *one.texts] for one in columns], shares),
    )


def _turned_grid(columns: list[_Column], shares: tuple[float, ...]) -> Grid:
    """Few rows with many columns: a column a row, a line an indicator."""
    return Grid(
        number=0,
        caption="",
        head=(columns[0].label, *columns[0].texts),
        rows=tuple((((Bit(one.label),),), *(((bit,),) for bit in one.bits)) for one in columns[1:]),
        shares=shares,
        right=(False,) * len(shares),
        notes=(),
        lines=_lines(
            [list(one) for one in zip(*([one.label, *one.texts] for one in columns), strict=True)],
            shares,
        ),
    )


def _records(columns: list[_Column], say: Words) -> Grid:
    """Rows of many or long columns: what it is on the left, everything else in labelled lines."""
    first, rest = columns[:2], columns[2:]
    shares = (0.22, 0.78)
    rows: list[tuple[Cell, ...]] = []
    lines = 1
    for place in range(len(columns[0].bits)):
        what = tuple((one.bits[place],) for one in first if _text(one.bits[place]))
        told = [replace(one.bits[place], label=one.label) for one in rest if _text(one.bits[place])]
        body: list[Line] = []
        for is_short, group in groupby(told, lambda bit: len(_text(bit)) <= _SHORT):
            bits = tuple(group)
            body += [bits] if is_short else [(bit,) for bit in bits]
        rows.append((what, tuple(body)))
        written = ("; ".join(f"{bit.label}: {_text(bit)}" for bit in line) for line in body)
        room = shares[1] * ROOM - PADDING
        lines += max(len(what), sum(len(FONT.lines(text, SIZE, room)) for text in written))
    return Grid(
        number=0,
        caption="",
        head=(", ".join(one.label for one in first), say("Details")),
        rows=tuple(rows),
        shares=shares,
        right=(False, False),
        notes=(),
        lines=lines,
    )


def _is_telling(column: _Column) -> bool:
    """Whether its values can stand over columns: each is there once."""
    return all(column.texts) and len(set(column.texts)) == len(column.texts)


def _fitted(columns: list[list[str]]) -> tuple[float, ...]:
    """Shares of the width for columns of texts, the first of each in bold; empty if none fit.

    No word is broken; what is left goes step by step where it saves most lines.
    """
    least, widths = [], []
    for head, *texts in columns:
        parts = [
            *((word, True) for word in head.split()),
            *((word, False) for text in texts for word in text.split()),
        ]
        least.append(min(_widest(parts), _WIDEST_WORD) + PADDING)
        widths.append([FONT.width(text, SIZE) for text in texts[:_MEASURED]])
    spare = ROOM - sum(least)
    if spare < 0:
        return ()
    wanted = [
        max(min(max(texts, default=0), _WIDEST_TEXT) + PADDING, low)
        for texts, low in zip(widths, least, strict=True)
    ]
    if sum(wanted) <= ROOM:  # all have what they want: each gets as much more of it
        return tuple(width / sum(wanted) for width in wanted)
    given = list(least)
    for _step in range(_STEPS):
        room = [width - PADDING for width in given]
        needs = [[text / one for text in texts] for texts, one in zip(widths, room, strict=True)]
        # Each row asks for its tallest cell to become wider.
        asking = [0.0] * len(columns)
        for row in zip(*needs, strict=True):
            tallest = max(row)
            if tallest > 1:
                asking[row.index(tallest)] += tallest
        given[asking.index(max(asking))] += spare / _STEPS
    return tuple(width / ROOM for width in given)


def _widest(texts: Iterable[tuple[str, bool]]) -> float:
    return max(
        (FONT.width(text, SIZE, bold=bold) for text, bold in dict.fromkeys(texts)), default=0
    )


def _lines(columns: list[list[str]], shares: tuple[float, ...]) -> int:
    """How many lines the rows of columns take, the head in bold."""
    rooms = [share * ROOM - PADDING for share in shares]
    return sum(
        max(
            len(FONT.lines(text, SIZE, room, bold=place == 0))
            for text, room in zip(row, rooms, strict=True)
        )
        for place, row in enumerate(zip(*columns, strict=True))
    )

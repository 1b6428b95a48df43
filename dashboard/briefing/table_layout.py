"""Tables of a briefing for pages of A4: which columns, which way round, and how wide each is.

Paper and page lay out the same tables in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from dashboard.briefing.content import Briefing, Part, TextTable
from dashboard.briefing.font_metrics import FONT
from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.export import table
from dashboard.export.table import SourceLink
from dashboard.figures.model import Row
from dashboard.warehouse.engine import Warehouse

# In points of a page of A4 between its margins.
SIZE = 10.0
ROOM, PADDING = 453.0, 9.0
WIDE_ROOM = 640.0  # of the annex, which lies across; a page on a screen is as wide
_WIDEST_WORD, _WIDEST_TEXT = 110.0, 250.0
_STEPS, _MEASURED = 24, 60  # how finely widths are given, and by how many rows
_WORTH = 1.35  # how many times the lines a simpler way of a table may take
_MOST_TURNED = 6  # rows that may become columns
_UNBROKEN = 14  # letters of "tidak ada data"; a date has fewer
_SHORT = 44  # letters of what may share a line with others
MOST_INLINE = 24  # lines of a table that stands under its figure
MOST_ROWS = 100
_RIGHT = {"score", "change", "rate", "count", "seen", "rupiah"}  # kinds of columns of numbers
_RANGE = ("low", "high")  # among sources: says nothing new where it is the score


@dataclass(frozen=True)
class CellText:
    """A text with its label, or the numbers of the sources that are cited."""

    text: str = ""
    label: str = ""
    cited: tuple[int, ...] = ()


Line = tuple[CellText, ...]
Cell = tuple[Line, ...]


@dataclass(frozen=True)
class TableLayout:
    """A table as it stands in a document.

    Attributes:
        head: of the columns.
        rows: of cells; each holds lines of texts.
        shares: of the width, by column.
        right: which columns hold numbers.
        lines: how many lines it takes on paper, about.
        notes: what was left out of the columns and how it reads.
        number: in the order of the document; 0 until it is counted.
        caption: what it holds, without its number.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...]
    right: tuple[bool, ...]
    lines: int
    notes: tuple[str, ...] = ()
    number: int = 0
    caption: str = ""


def ranges(cited: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as first and last of each run: 1, 2, 3, 5 are 1–3 and 5–5."""
    runs = groupby(enumerate(sorted(cited)), lambda pair: pair[1] - pair[0])
    numbers = [[number for _place, number in run] for _key, run in runs]
    return [(run[0], run[-1]) for run in numbers]


def range_text(first: int, last: int) -> str:
    """A run of numbers as it is read."""
    if first == last:
        return str(first)
    return f"{first}{', ' if last == first + 1 else '–'}{last}"


def line_text(line: Line) -> str:
    """A line of a cell as it is read."""
    texts = (f"{one.label}: {_text(one)}" if one.label else _text(one) for one in line)
    return "; ".join(texts)


def holds_sources(column: str) -> bool:
    """Whether a column names sources."""
    return _kind(column) == "sources"


def _kind(column: str) -> str:
    return dictionary.kind(column)


@dataclass(frozen=True)
class _Column:
    """A column as it is read: its label, and a text a row."""

    name: str
    label: str
    cells: tuple[CellText, ...]

    @property
    def texts(self) -> list[str]:
        return [_text(cell) for cell in self.cells]

    @property
    def is_right(self) -> bool:
        return _kind(self.name) in _RIGHT


def lay_out(
    warehouse: Warehouse,
    briefing: Briefing,
    part: Part,
    numbers: dict[str, int],
    room: float = ROOM,
) -> TableLayout | None:
    """The table of a part in the way that fits its width in points, without a number yet."""
    if not part.rows:
        return None
    say = briefing.say
    columns, notes = _columns(warehouse, briefing, part, numbers)
    across = [[one.label, *one.texts] for one in columns]
    down = [list(line) for line in zip(*across, strict=True)]
    wide = _fitted(across, room)
    turned: tuple[float, ...] = ()
    if len(down) - 1 <= _MOST_TURNED and _has_unique_values(columns[0]):
        turned = _fitted(down, room)
    layouts = []
    if len(down) == 2 and turned:  # one row reads best as a list
        layouts.append(_turned(columns, turned, room))
    else:
        layouts += [_upright(columns, wide, room)] if wide else []
        layouts += [_turned(columns, turned, room)] if turned else []
        layouts += [_records(columns, say, room)] if len(columns) > 2 or not layouts else []
    # The first of these ways that needs no many more lines than the shortest.
    shortest = min(layout.lines for layout in layouts)
    layout = next(layout for layout in layouts if layout.lines <= shortest * _WORTH + 2)
    return replace(layout, notes=notes)


def of_texts(grid: TextTable) -> TableLayout:
    """A table of plain texts: a row a row, columns as wide as their texts ask for."""
    columns = [list(column) for column in zip(grid.head, *grid.rows, strict=True)]
    shares = _fitted(columns) or (1 / len(columns),) * len(columns)
    return TableLayout(
        head=grid.head,
        rows=tuple(tuple(((CellText(text),),) for text in row) for row in grid.rows),
        shares=shares,
        right=(False,) * len(columns),
        lines=_lines(columns, shares),
    )


def _columns(
    warehouse: Warehouse, briefing: Briefing, part: Part, numbers: dict[str, int]
) -> tuple[list[_Column], tuple[str, ...]]:
    """The columns that say something, and sentences on those that were left out."""
    say = briefing.say
    rows = part.rows[:MOST_ROWS]
    columns = _all_columns(warehouse, briefing, replace(part, rows=rows), numbers)
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
        constant = "; ".join(f"{one.label}: {one.texts[0]}" for one in alike)
        notes.append(say("The same in all rows: {columns}.", columns=constant))
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


def _all_columns(
    warehouse: Warehouse, briefing: Briefing, part: Part, numbers: dict[str, int]
) -> list[_Column]:
    """Every column of the rows of a part."""
    written = briefing.written(warehouse, part)
    return [
        _Column(
            name,
            label,
            tuple(
                _cell_text(row, name, values[label], numbers)
                for row, values in zip(part.rows, written, strict=True)
            ),
        )
        for name, label in table.labels(part.rows, part.columns, briefing.say).items()
    ]


def _cell_text(
    row: Row, name: str, value: str | list[SourceLink], numbers: dict[str, int]
) -> CellText:
    if isinstance(value, str):
        return CellText(value)
    return CellText(
        cited=tuple(sorted({numbers[one] for one in row[name] or () if one in numbers}))
    )


def _text(cell: CellText) -> str:
    return cell.text or ", ".join(range_text(*run) for run in ranges(cell.cited))


def _upright(columns: list[_Column], shares: tuple[float, ...], room: float) -> TableLayout:
    """A row a row."""
    return TableLayout(
        head=tuple(one.label for one in columns),
        rows=tuple(
            tuple(((cell,),) for cell in row)
            for row in zip(*(one.cells for one in columns), strict=True)
        ),
        shares=shares,
        right=tuple(one.is_right for one in columns),
        lines=_lines([[one.label, *one.texts] for one in columns], shares, room),
    )


def _turned(columns: list[_Column], shares: tuple[float, ...], room: float) -> TableLayout:
    """Few rows with many columns: a column a row, a line an indicator."""
    return TableLayout(
        head=(columns[0].label, *columns[0].texts),
        rows=tuple(
            (((CellText(one.label),),), *(((cell,),) for cell in one.cells)) for one in columns[1:]
        ),
        shares=shares,
        right=(False,) * len(shares),
        lines=_lines(
            [list(one) for one in zip(*([one.label, *one.texts] for one in columns), strict=True)],
            shares,
            room,
        ),
    )


def _records(columns: list[_Column], say: Words, whole: float) -> TableLayout:
    """Rows of many or long columns: what it is on the left, everything else in labelled lines."""
    first, rest = columns[:2], columns[2:]
    shares = (0.22, 0.78)
    rows: list[tuple[Cell, ...]] = []
    lines = 1
    for place in range(len(columns[0].cells)):
        what = tuple((one.cells[place],) for one in first if _text(one.cells[place]))
        labelled = [
            replace(one.cells[place], label=one.label) for one in rest if _text(one.cells[place])
        ]
        body: list[Line] = []
        for is_short, group in groupby(labelled, lambda cell: len(_text(cell)) <= _SHORT):
            texts = tuple(group)
            body += [texts] if is_short else [(text,) for text in texts]
        rows.append((what, tuple(body)))
        written = ("; ".join(f"{text.label}: {_text(text)}" for text in line) for line in body)
        room = shares[1] * whole - PADDING
        lines += max(len(what), sum(len(FONT.lines(text, SIZE, room)) for text in written))
    return TableLayout(
        head=(", ".join(one.label for one in first), say("Details")),
        rows=tuple(rows),
        shares=shares,
        right=(False, False),
        lines=lines,
    )


def _has_unique_values(column: _Column) -> bool:
    """Whether its values can stand over columns: each is there once."""
    return all(column.texts) and len(set(column.texts)) == len(column.texts)


def _fitted(columns: list[list[str]], whole: float = ROOM) -> tuple[float, ...]:
    """Shares of the width for columns of texts, the first of each in bold; empty if none fit.

    No word is broken; what is left goes step by step where it saves most lines.
    """
    least, widths = [], []
    for head, *texts in columns:
        parts = [
            *((word, True) for word in head.split()),
            *((word, False) for text in texts for word in _unbroken(text)),
        ]
        least.append(min(_widest(parts), _WIDEST_WORD) + PADDING)
        widths.append([FONT.width(text, SIZE) for text in texts[:_MEASURED]])
    spare = whole - sum(least)
    if spare < 0:
        return ()
    wanted = [
        max(min(max(texts, default=0), _WIDEST_TEXT) + PADDING, low)
        for texts, low in zip(widths, least, strict=True)
    ]
    if sum(wanted) <= whole:  # all have what they want: each gets as much more of it
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
    return tuple(width / whole for width in given)


def _unbroken(text: str) -> list[str]:
    """The parts of a text that lines should not break: its words, or a short text, as a date."""
    return [text] if len(text) <= _UNBROKEN else text.split()


def _widest(texts: Iterable[tuple[str, bool]]) -> float:
    return max(
        (FONT.width(text, SIZE, bold=bold) for text, bold in dict.fromkeys(texts)), default=0
    )


def _lines(columns: list[list[str]], shares: tuple[float, ...], whole: float = ROOM) -> int:
    """How many lines the rows of columns take, the head in bold."""
    rooms = [share * whole - PADDING for share in shares]
    return sum(
        max(
            len(FONT.lines(text, SIZE, room, bold=place == 0))
            for text, room in zip(row, rooms, strict=True)
        )
        for place, row in enumerate(zip(*columns, strict=True))
    )

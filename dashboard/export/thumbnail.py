"""A part of a briefing as a small picture: what an answer's chart or a slide of words looks like.

It is drawn from the marks of the chart, without a browser and without letters that nobody could
read at this size, and stays below `MOST_BYTES`: where a chart holds very much, on a coarser grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from dashboard import charts
from dashboard.charts.grids import Multiples, laid_out
from dashboard.charts.marks import Area, AreaMap, Plot, Table, letters
from dashboard.core import dictionary
from dashboard.export import markup, thumbnail_marks
from dashboard.export.thumbnail_marks import HEIGHT, MARGIN, WIDTH, Grid, Shape, line
from dashboard.figures.model import Answer
from dashboard.warehouse import map_shapes
from dashboard.warehouse.engine import Warehouse, cached

MOST_BYTES = 3000  # of the address, which goes to the browser again with each change of the page
_GRIDS = (1, 2, 3, 4, 6, 8)
_MOST_ROWS, _MOST_LINES, _MOST_TILES = 24, 9, 4
_LONGEST = 12  # letters of a tile
# Many small areas are each a dot.
_MOST_AREAS = 80
_DOT = 5


@dataclass(frozen=True)
class Tile:
    """A number that a part shows large, with the colours of what it stands on; empty for none."""

    value: str
    colour: str = ""
    ink: str = ""


@dataclass(frozen=True)
class Words:
    """What a part without a chart shows.

    Attributes:
        title: its message.
        tiles: its large numbers.
        lines: its sentences.
        rows: how many rows and columns its table has.
        is_divider: whether the title stands alone in the middle, with one line below.
    """

    title: str
    tiles: tuple[Tile, ...] = ()
    lines: tuple[str, ...] = ()
    rows: tuple[int, int] = (0, 0)
    is_divider: bool = False


@dataclass(frozen=True)
class _Letters:
    """A text in the middle of x, with its foot at y."""

    text: str
    x: int
    y: int
    size: int
    ink: str


@cached(512)
def of_answer(warehouse: Warehouse, answer: Answer) -> str:
    """The address (`data:`) of the picture of an answer's chart."""
    drawing = charts.of(answer.figure).drawing(answer, None)
    if isinstance(drawing, Multiples):
        drawing = laid_out(drawing)
    address = ""
    for step in _GRIDS:
        grid = Grid(step)
        match drawing:
            case Plot():
                shapes = thumbnail_marks.of_plot(drawing, grid)
            case Table():
                shapes = _of_table(drawing, grid)
            case AreaMap():
                shapes = _of_map(warehouse, drawing, grid)
        address = _address(shapes)
        if len(address) <= MOST_BYTES:
            break
    return address


@lru_cache(maxsize=512)
def of_words(told: Words) -> str:
    """The address (`data:`) of the picture of a part that says words, numbers and a table."""
    ink, muted, tint = (dictionary.ink(role) for role in ("text", "outline", "line"))
    if told.is_divider:
        bar = Shape(f"M0 0h10v{HEIGHT}H0z", dictionary.ink("highlight"), is_filled=True)
        x, y = 3 * MARGIN, HEIGHT // 2
        title = _stroke(told.title, (x, y), 14, ink)
        below = (_stroke(text, (x, y + 24), 6, muted) for text in told.lines[:1])
        return _address([one for one in (bar, title, *below) if one])
    shapes: list[Shape | None] = [_stroke(told.title, (MARGIN, 18), 10, ink)]
    texts, y = [], 44
    tiles = told.tiles[:_MOST_TILES]
    if tiles:
        wide = (WIDTH - 2 * MARGIN - 6 * (len(tiles) - 1)) // len(tiles)
        for place, tile in enumerate(tiles):
            x = MARGIN + place * (wide + 6)
            box = f"M{x} {y - 8}h{wide}v42H{x}z"
            shapes.append(Shape(box, tile.colour or dictionary.ink("ground"), is_filled=True))
            value = "".join(filter(str.isprintable, tile.value))[:_LONGEST]
            size = min(24, round(1.5 * wide / max(len(value), 1)))
            texts.append(_Letters(value, x + wide // 2, y + 21, size, tile.ink or ink))
        y += 52
    n_rows, n_columns = told.rows
    room = HEIGHT - y - MARGIN
    # A table beside or below the sentences takes half of what is left.
    most_lines = min(_MOST_LINES, room // (28 if n_rows and told.lines else 14))
    for text in told.lines[:most_lines]:
        shapes.append(_stroke(text, (MARGIN, y), 5, muted))
        y += 14
    if n_rows and n_columns:
        shapes.append(_ruled(y, n_rows, n_columns, tint))
    return _address([one for one in shapes if one], texts)


def _address(shapes: Sequence[Shape], texts: Sequence[_Letters] = ()) -> str:
    drawing = markup.render(
        "thumbnail.svg",
        width=WIDTH,
        height=HEIGHT,
        paper=dictionary.ink("paper"),
        shapes=[one for one in shapes if one.path],
        letters=texts,
    )
    return "data:image/svg+xml," + quote(drawing.strip(), safe="/:=' ,")


def _stroke(text: str, at: tuple[int, int], width: int, colour: str) -> Shape | None:
    """A text as a stroke: as long as the text at this size, but no longer than its room."""
    n, (x, y) = len(" ".join(text.split())), at
    return Shape(line(x, y, min(n * 3 + 20, WIDTH - MARGIN - x)), colour, width) if n else None


def _ruled(y: int, n_rows: int, n_columns: int, colour: str) -> Shape:
    """The lines of a table from y to the lower edge."""
    bottom, right = HEIGHT - MARGIN, WIDTH - MARGIN
    lines = min(n_rows + 1, (bottom - y) // 12)
    across = [line(MARGIN, y + 12 * n, right - MARGIN) for n in range(lines + 1)]
    columns = min(n_columns, 6)
    step = (right - MARGIN) // columns
    up = [f"M{MARGIN + step * n} {y}v{12 * lines}" for n in range(columns)]
    return Shape("".join((*across, *up, f"M{right} {y}v{12 * lines}")), colour, 2)


# --- tables and maps -----------------------------------------------------------------------------


def _of_table(table: Table, grid: Grid) -> list[Shape]:
    """Cells in their colours, names and other cells as strokes; the first rows of many."""
    n_rows = min(len(table.rows), _MOST_ROWS - 3 * (grid.step - 1))
    n_columns = max(len(table.head), 1)
    beside = 70 if table.names else 0
    left, top = MARGIN + beside, MARGIN + 14
    high = min((HEIGHT - top - MARGIN) / max(n_rows, 1), 22)
    wide = (WIDTH - left - MARGIN) / n_columns
    paths: dict[str, list[str]] = {}
    muted, pale = dictionary.ink("outline"), dictionary.ink("line")
    thick = max(round(min(high * 0.35, 6)), 1)
    strokes = [
        line(grid.on(left + wide * (n + 0.15)), MARGIN + 4, grid.on(wide * 0.7))
        for n, text in enumerate(table.head)
        if letters(text).strip()
    ]
    cells = []
    for row, name in zip(range(n_rows), table.names, strict=False):
        y = top + high * row
        middle = grid.on(y + high / 2)
        if beside:
            strokes.append(line(MARGIN, middle, min(12 + 3 * len(letters(name)), beside - 8)))
        for column, cell in enumerate(table.rows[row]):
            if cell is None:
                continue
            x = grid.on(left + wide * column)
            right = grid.on(left + wide * (column + 1))
            if cell.kind is None:
                cells.append(line(x + 4, middle, max(right - x - 12, 4)))
                continue
            upper, lower = grid.on(y), grid.on(y + high)
            box = f"M{x} {upper}H{right - 1}V{max(lower - 1, upper + 1)}H{x}z"
            paths.setdefault(table.colours[cell.kind], []).append(box)
    filled = [Shape("".join(path), colour, is_filled=True) for colour, path in paths.items()]
    return [Shape("".join(strokes), muted, thick), Shape("".join(cells), pale, thick), *filled]


def _of_map(warehouse: Warehouse, drawn: AreaMap, grid: Grid) -> list[Shape]:
    """Areas in the colours of their classes; where there are many, a dot for each."""
    extent = drawn.extent
    units = min((WIDTH - 8) / extent.width, (HEIGHT - 8) / extent.height)
    left, top = (WIDTH - extent.width * units) / 2, (HEIGHT - extent.height * units) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (x - extent.west) * units, top + (extent.north - y) * units

    n = sum(len(one.areas) for one in drawn.classes)
    outline, paper = dictionary.ink("outline"), dictionary.ink("paper")
    if n > _MOST_AREAS:
        known = map_shapes.shapes(warehouse, drawn.shapes).of

        def dots(areas: Iterable[Area]) -> str:
            centres = (at(*known[area.location].centre) for area in areas)
            return thumbnail_marks.dots((grid.on(x), grid.on(y)) for x, y in centres)

        ring, size = dictionary.ink("highlight"), _DOT + grid.step - 1
        return [
            Shape(dots(drawn.chosen), ring, size + 4, is_round=True),
            *(Shape(dots(one.areas), one.colour, size, is_round=True) for one in drawn.classes),
        ]
    rings = map_shapes.islands(warehouse, drawn.shapes)

    def path(areas: Iterable[Area]) -> str:
        return "".join(
            _coast([[at(*corner) for corner in ring] for ring in rings[area.location]], grid)
            for area in areas
        )

    shapes = [
        Shape(
            path(one.areas),
            one.colour,
            1,
            is_filled=True,
            edge=outline if one.is_outlined else paper,
        )
        for one in drawn.classes
    ]
    return [*shapes, Shape(path(drawn.chosen), dictionary.ink("highlight"), 2)]


def _coast(rings: list[list[tuple[float, float]]], grid: Grid) -> str:
    """The islands of a region with as many corners as the grid can show: at least the largest."""
    import shapely

    islands = [shapely.Polygon(ring) for ring in rings]
    least = 4 * grid.step**2
    large = [one for one in islands if one.area >= least] or [max(islands, key=shapely.area)]
    found = []
    for one in large:
        corners = one.simplify(grid.step, preserve_topology=True).exterior.coords
        whole = [(round(x), round(y)) for x, y in corners[:-1]]
        found.append(thumbnail_marks.outline(whole) or _islet(whole[0], grid))
    return "".join(found)


def _islet(at: tuple[int, int], grid: Grid) -> str:
    """A square where a region is smaller than a place of the picture."""
    side = 2 * grid.step
    return f"M{at[0]} {at[1]}h{side}v{side}h-{side}z"

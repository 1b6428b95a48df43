"""Charts on slides for tests: the drawing of an answer alone, without what stands around it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import openpyxl
from pptx import Presentation
from pptx.util import Pt

from dashboard import charts
from dashboard.briefing.font_metrics import FONT
from dashboard.briefing.pptx import groups, multiples, native_charts
from dashboard.briefing.pptx.places import day_number
from dashboard.briefing.pptx.template import Box
from dashboard.charts.grids import Multiples
from dashboard.charts.marks import Plot
from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.warehouse import engine
from tests.cases import ASKED, in_language

POINT = 12_700
ROOM = Box(43, 118, 874, 340)  # what a slide leaves below a title of two lines


@dataclass(frozen=True)
class Drawn:
    """An answer, its drawing, and the slides that it takes."""

    answer: Answer
    drawing: Plot | Multiples
    slides: tuple[Any, ...]

    @property
    def charts(self) -> list[Any]:
        """The frames of its charts."""
        return [shape for slide in self.slides for shape in leaves(slide) if shape.has_chart]


# Every figure that becomes a plot; the others are maps and tables.
PLOTTED = [
    figure.id
    for figure in registry.REGISTRY.values()
    if figure.chart not in ("map", "matrix", "scorecard")
]


def cases(figure: str, lang: str = "id") -> list[Drawn]:
    """The drawings of all cases of a figure that have something to draw."""
    numbers = range(len(ASKED[figure]))
    return [case(figure, n, lang) for n in numbers if _answer(figure, n, lang) is not None]


@cache
def _answer(figure: str, number: int, lang: str) -> Answer | None:
    asked = in_language(ASKED[figure][number], lang)
    answer = registry.answer(engine.current(), figure, asked)
    return answer if charts.is_drawable(answer) else None


@cache
def case(figure: str, number: int = 0, lang: str = "id") -> Drawn:
    """The drawing of a case of `tests.cases.ASKED`."""
    answer = _answer(figure, number, lang)
    assert answer is not None
    return of(answer)


def asked(figure: str, selection: Selection) -> Drawn:
    """The drawing of a figure that is asked so."""
    return of(registry.answer(engine.current(), figure, selection))


def of(answer: Answer) -> Drawn:
    """The drawing of an answer, on as many slides as it takes."""
    return on(empty(), answer)


def empty() -> Any:
    """A deck without slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(960), Pt(540)
    return deck


def on(deck: Any, answer: Answer, room: Box = ROOM) -> Drawn:
    """The drawing of an answer, on slides behind those of a deck."""
    before = len(deck.slides)
    drawing = charts.of(answer.figure).drawing(answer, None)
    assert isinstance(drawing, Plot | Multiples)
    pages = (
        multiples.pages(answer, drawing, room, FONT)
        if isinstance(drawing, Multiples)
        else native_charts.pages(answer, drawing, room, FONT)
    )
    for page in pages:
        page(deck.slides.add_slide(deck.slide_layouts[6]), room)
    return Drawn(answer, drawing, tuple(deck.slides)[before:])


def leaves(slide: Any) -> list[Any]:
    """The shapes of a slide, also those in groups."""
    return list(groups.each_of(slide.shapes))


def box_of(shape: Any) -> Box:
    """The place of a shape in points."""
    left, top, width, height = (
        length / POINT for length in (shape.left, shape.top, shape.width, shape.height)
    )
    return Box(left, top, width, height)


def plot_of(frame: Any) -> Box:
    """The place of a chart's plot on its slide in points."""
    layout = frame.chart._chartSpace.chart.plotArea.find("{*}layout/{*}manualLayout")
    x, y, width, height = (float(layout.find(f"{{*}}{name}").get("val")) for name in "xywh")
    box = box_of(frame)
    return Box(
        box.left + x * box.width,
        box.top + y * box.height,
        width * box.width,
        height * box.height,
    )


def cells_of(frame: Any) -> list[tuple[Any, ...]]:
    """The rows of the sheet behind a chart, days as the chart has them."""
    return _cells(frame.chart.part.chart_workbook.xlsx_part.blob)


@cache
def _cells(blob: bytes) -> list[tuple[Any, ...]]:
    rows = openpyxl.load_workbook(io.BytesIO(blob)).active.iter_rows(values_only=True)
    return [
        tuple(day_number(cell.date()) if hasattr(cell, "date") else cell for cell in row)
        for row in rows
    ]


def description(shape: Any) -> str:
    """The alternative text of a shape or group."""
    return str(shape._element.xpath("./*/p:cNvPr")[0].get("descr"))


def texts_of(shape: Any) -> list[str]:
    """What a shape writes: a chart its labels, and the names of its categories."""
    if not shape.has_chart:
        return [shape.text_frame.text] if shape.has_text_frame else []
    space = shape.chart._chartSpace
    found = [one.text for one in space.iter("{*}t") if one.text]
    codes = " ".join(one.get("formatCode") for one in space.iter("{*}numFmt"))
    found += re.findall(r'\]"([^"]+)";', codes)
    if not space.findall(".//{*}scatterChart"):
        found += [str(name) for name in shape.chart.plots[0].categories]
    return found


def squeezed(text: str) -> str:
    """A text without spaces: a line may end between two words or in one."""
    return re.sub(r"[\s\x0b]+", "", text)


def is_xy(frame: Any) -> bool:
    """Whether a chart has points at numbers of x and y."""
    return frame.chart._chartSpace.find(".//{*}scatterChart") is not None

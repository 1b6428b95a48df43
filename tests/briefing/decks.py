"""Decks of the tests, and what is read from their slides."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pptx import Presentation
from pptx.chart.chart import Chart

from dashboard.briefing import content
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.pptx import deck as pptx_deck
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.figures.model import Answer
from dashboard.warehouse import engine
from tests.cases import ASKED

ADDRESS = "https://integritas.example.go.id"


FOCUS = ("63", "64", "62", "13")


@dataclass(frozen=True)
class Made:
    """A deck, what it was made from, and which slides tell which part."""

    briefing: Briefing
    file: bytes
    deck: Any

    @property
    def slides(self) -> list[Any]:
        return list(self.deck.slides)

    def of_parts(self) -> Iterator[tuple[Part, list[Any]]]:
        """Each part with its slides: those of its title, in order."""
        left = self.slides[1:]
        for part in self.briefing.parts:
            shown = [left.pop(0)]
            more = re.search(r"\(1/(\d+)\)$", title_of(shown[0]))
            shown += [left.pop(0) for _ in range(int(more[1]) - 1 if more else 0)]
            yield part, shown


@cache
def made(lang: str) -> Made:
    """Every figure at several parameters and every statement, in one deck."""
    items = [
        tray.item("position", Selection(region=("63",))),
        tray.item("position", Selection(region=("95.01",))),
        tray.item("comparison", Selection(region=FOCUS)),
        tray.item("unknown", Selection(region=FOCUS)),
        *(
            tray.item(one, asked)
            for one in ASKED
            for asked in ASKED[one][: 2 if lang == "id" else 1]
        ),
    ]
    known = engine.current()
    briefing = content.compose(known, Tray(tuple(items), lang), ADDRESS)
    file = pptx_deck.deck(known, briefing)
    return Made(briefing, file, Presentation(io.BytesIO(file)))


def title_of(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def charts_of(shown: list[Any]) -> list[Chart]:
    return [shape.chart for slide in shown for shape in slide.shapes if shape.has_chart]


def tables_of(shown: list[Any]) -> list[list[list[str]]]:
    return [
        [[cell.text_frame.text.replace("\v", "\n") for cell in row.cells] for row in table.rows]
        for slide in shown
        for shape in slide.shapes
        if shape.has_table
        for table in (shape.table,)
    ]


def points_of(shown: list[Any]) -> list[tuple[str, float, float]]:
    """Series, x and y of every point that is there, without the names of the axes."""
    found = []
    for chart in charts_of(shown):
        for series in chart.plots[0].series:
            if series.name in AXIS_NAMES:
                continue
            xs = [float(v.text) for v in series._element.findall(".//{*}xVal//{*}pt/{*}v")]
            for x, y in zip(xs, series.values, strict=True):
                if y is not None:
                    found.append((series.name, x, y))
    return found


AXIS_NAMES = {words(lang)("Places of labels") for lang in LANGUAGES}


def figure_parts(lang: str, *wanted: str) -> list[tuple[Answer, list[Any]]]:
    """The answers of figures of these forms that could be drawn, with their slides."""
    found = [
        (part.answer, shown)
        for part, shown in made(lang).of_parts()
        if part.answer is not None and part.answer.figure.chart in wanted and part.is_drawable
    ]
    assert found
    return found

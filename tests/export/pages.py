"""Pages of figures, asked and read."""

from __future__ import annotations

from dashboard.core import dictionary
from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.warehouse import engine

DICTIONARY = dictionary.dictionary()


FOCUS = ("63", "64", "62", "13")


VISIBLE = 3.0  # WCAG 2, marks


def ask(facts: engine.Warehouse, figure_id: str, **parameters: object) -> Answer:
    return registry.answer(facts, figure_id, Selection(**{"region": FOCUS, **parameters}))  # type: ignore[arg-type]

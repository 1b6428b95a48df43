"""What tests of figures share."""

from __future__ import annotations

from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.warehouse import engine

GEOJSON = "/assets/geo/provinces.json"


def ask(facts: engine.Warehouse, figure_id: str, **parameters: object) -> Answer:
    """The answer of a figure to these parameters."""
    return registry.answer(facts, figure_id, Selection(**parameters))  # type: ignore[arg-type]

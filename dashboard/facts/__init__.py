"""Facts: what stands in data/, described, read once, validated, and loaded as raw tables."""

from dashboard.facts.description import Description, Field, Table, read_description
from dashboard.facts.messages import BrokenFacts, FactError
from dashboard.facts.package import DESCRIPTION
from dashboard.facts.reading import load
from dashboard.facts.shapes import check_shapes
from dashboard.facts.validation import load_valid, validate

__all__ = [
    "DESCRIPTION",
    "BrokenFacts",
    "Description",
    "FactError",
    "Field",
    "Table",
    "check_shapes",
    "load",
    "load_valid",
    "read_description",
    "validate",
]

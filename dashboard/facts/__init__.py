"""Facts: what stands in data/, described, read once, validated, and loaded as raw tables."""

from dashboard.facts.description import Description, Field, Table, read_description
from dashboard.facts.indicators import Indicator, declared
from dashboard.facts.messages import BrokenFacts, FactError
from dashboard.facts.package import DESCRIPTION
from dashboard.facts.reading import load
from dashboard.facts.shapes import PROVINCE_SHAPES, REGENCY_SHAPES, check_shapes
from dashboard.facts.validation import load_valid, validate

__all__ = [
    "DESCRIPTION",
    "PROVINCE_SHAPES",
    "REGENCY_SHAPES",
    "BrokenFacts",
    "Description",
    "FactError",
    "Field",
    "Indicator",
    "Table",
    "check_shapes",
    "declared",
    "load",
    "load_valid",
    "read_description",
    "validate",
]

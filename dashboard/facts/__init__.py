"""Facts: what stands in data/, described, read once, validated, and loaded as raw tables."""

from dashboard.facts.description import DESCRIPTION, Field, Table, tables
from dashboard.facts.messages import BrokenFacts, FactError
from dashboard.facts.reading import load
from dashboard.facts.validation import load_valid, validate

__all__ = [
    "DESCRIPTION",
    "BrokenFacts",
    "FactError",
    "Field",
    "Table",
    "load",
    "load_valid",
    "tables",
    "validate",
]

"""What changed between two states of the facts, as news: scores, classes, OTT, zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dashboard.warehouse.engine import Warehouse

Kind = Literal[
    "new_score",
    "changed_score",
    "removed_score",
    "changed_class",
    "new_ott",
    "removed_ott",
    "zone_reached",
    "zone_removed",
    "correction",
]


@dataclass(frozen=True)
class Change:
    """One piece of news on a region.

    Attributes:
        kind: what happened.
        region_code: of the region it is about.
        key: with `kind` and `region_code` it names the thing that changed, such as `pemprov 2026`.
        figure: the id of the figure that shows it, and `parameters` of its address.
        values: what its sentence needs (`old`, `new`, `year`, `scope` …), as JSON can hold them.
    """

    kind: Kind
    region_code: str
    key: str
    figure: str
    parameters: dict[str, str]
    values: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As it is written down with a revision."""
        raise NotImplementedError


def between(old: Warehouse, new: Warehouse) -> tuple[Change, ...]:
    """The news that a reader of `old` finds in `new`, the most important first."""
    raise NotImplementedError

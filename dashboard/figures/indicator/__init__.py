"""The figures of indicators that the facts declare, made for each build; no code names one."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.figures.indicator import (
    indicator_change,
    indicator_map,
    indicator_ranking,
    indicator_scorecard,
    indicator_trend,
)
from dashboard.figures.model import Figure
from dashboard.warehouse import indicators
from dashboard.warehouse.engine import Warehouse

# The parameters of the figures, by the end of their ids: `<indicator>-regency-map`.
PARAMETERS = {
    "regency-map": indicator_map.OF_REGENCIES,
    "regency-ranking": indicator_ranking.OF_REGENCIES,
    "map": indicator_map.OF_PROVINCES,
    "trend": indicator_trend.PARAMETERS,
    "ranking": indicator_ranking.OF_PROVINCES,
    "change": indicator_change.PARAMETERS,
}


def parameters_of(figure_id: str) -> tuple[str, ...] | None:
    """The parameters of a figure by the end of its id; None where no indicator can have it."""
    if figure_id == indicator_scorecard.ID:
        return indicator_scorecard.PARAMETERS
    return next((names for end, names in PARAMETERS.items() if figure_id.endswith(f"-{end}")), None)


def figures(warehouse: Warehouse) -> Iterator[Figure]:
    """The figures of all and of every declared indicator, as far as it is known of their regions.

    A sample is neither ranked nor are its changes: both would compare what was found.
    """
    declared = indicators.declared(warehouse)
    if declared:
        yield indicator_scorecard.figure(declared)
    for one in declared.values():
        is_compared = one.id not in indicators.samples(warehouse)
        if one.has_provinces:
            yield indicator_map.of_provinces(one)
        yield indicator_trend.figure(one)
        if one.has_provinces and is_compared:
            yield indicator_ranking.of_provinces(one)
        if is_compared:
            yield indicator_change.figure(one)
        if one.has_regencies:
            yield indicator_map.of_regencies(one)
            if is_compared:
                yield indicator_ranking.of_regencies(one)

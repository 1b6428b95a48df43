"""The registry of figures, and the one place where answers are made and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING

from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.figures.bimtek import bimtek_calendar, bimtek_timeline, bimtek_topics
from dashboard.figures.model import Answer, Facts, Figure, Row
from dashboard.figures.ott import ott_by_year, ott_map, ott_offices, ott_sectors, ott_timeline
from dashboard.figures.region import response_timeline
from dashboard.figures.regulations import regulation_subjects
from dashboard.figures.spi import (
    coverage_matrix,
    rank_range,
    spi_change,
    spi_map,
    spi_ranking,
    spi_regencies,
    spi_scorecard,
    spi_trend,
)
from dashboard.figures.wbk import wbk_by_year, wbk_ladder
from dashboard.warehouse.engine import Source, Warehouse

if TYPE_CHECKING:
    import pyarrow as pa

REGISTRY: dict[str, Figure] = {
    module.FIGURE.id: module.FIGURE
    for module in (
        spi_map,
        spi_trend,
        spi_ranking,
        spi_regencies,
        spi_change,
        ott_map,
        ott_by_year,
        ott_timeline,
        ott_sectors,
        ott_offices,
        response_timeline,
        coverage_matrix,
        wbk_ladder,
        wbk_by_year,
        bimtek_calendar,
        bimtek_topics,
        bimtek_timeline,
        regulation_subjects,
        spi_scorecard,
        rank_range,
    )
}


def run_query(warehouse: Warehouse, query: str, selection: Selection) -> pa.Table:
    """The rows of a figure's query for a resolved selection, never from memory."""
    named = {
        field.name: list(value) if isinstance(value, tuple) else value
        for field in fields(selection)
        for value in (getattr(selection, field.name),)
    }
    wanted = warehouse.parameters_of(query)
    return warehouse.ask(query, **{name: named[name] for name in wanted})


def answer(warehouse: Warehouse, figure_id: str, selection: Selection) -> Answer:
    """Ask a figure. Equal questions give the same answer object, for every door.

    Args:
        warehouse: where the facts are.
        figure_id: an id of the registry.
        selection: parameters that the figure does not know are left out of the question.

    Raises:
        KeyError: no figure has this id.
    """
    figure = REGISTRY[figure_id]
    asked = figure.resolve(warehouse, selection.only(figure.parameters))
    return _answer(warehouse, figure_id, asked)


@lru_cache(maxsize=512)
def _answer(warehouse: Warehouse, figure_id: str, selection: Selection) -> Answer:
    figure = REGISTRY[figure_id]
    say = words(selection.lang)
    table = run_query(warehouse, figure.query, selection)
    layers = {name: run_query(warehouse, query, selection) for name, query in figure.layers.items()}
    facts = Facts(
        tuple(table.to_pylist()),
        {name: tuple(layer.to_pylist()) for name, layer in layers.items()},
        selection,
    )
    return Answer(
        figure=figure,
        selection=selection,
        table=table,
        layer_tables=layers,
        headline=figure.headline(facts, say),
        subtitle=figure.subtitle(facts, say),
        reading=figure.reading(facts, say),
        unit=dictionary.unit(figure.shown_indicator(selection), selection.lang),
        period=_period(selection),
        caveats=tuple(dictionary.caveat(code, selection.lang) for code in figure.caveats(facts)),
        legend=figure.legend(facts, say),
        sources=sources_of(warehouse, facts.rows, *facts.layers.values()),
        revision=warehouse.revision,
        facts_version=warehouse.build.facts_version,
        facts_date=warehouse.build.facts_date,
    )


def sources_of(
    warehouse: Warehouse, *groups: Iterable[Row], column: str = "source_ids"
) -> tuple[Source, ...]:
    """The sources of all rows, official ones first, then those that stand behind most rows.

    `column` names the list of sources: a row of several numbers may hold one for each.
    """
    uses: dict[str, int] = {}
    for rows in groups:
        for row in rows:
            for source_id in row[column] or ():
                uses[source_id] = uses.get(source_id, 0) + 1
    known = warehouse.sources
    listed = [known[source_id] for source_id in uses]
    return tuple(sorted(listed, key=lambda s: (not s.is_official, -uses[s.source_id], s.publisher)))


def _period(selection: Selection) -> str:
    if selection.from_year is None or selection.from_year == selection.year:
        return str(selection.year)
    return f"{selection.from_year}–{selection.year}"

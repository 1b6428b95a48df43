"""Among whom one region stands: those it is compared with, and all of its kind."""

from __future__ import annotations

from dataclasses import replace

from dashboard.briefing.content import Part, statement
from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.narrative import standing as narrative_standing
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse


def peers(warehouse: Warehouse, selection: Selection) -> Part:
    """The first chosen region among the others that are chosen beside it, kind by kind of fact."""
    answer = registry.answer(warehouse, "spi-scorecard", selection)
    title = narrative_standing.among_neighbours(warehouse, selection)
    return _with_figure(warehouse, "peers", selection, title, answer)


def kind(warehouse: Warehouse, selection: Selection) -> Part:
    """The first chosen region among all governments of its kind.

    A province stands on the map of provinces, a kabupaten or kota in the ranking of its kind.
    """
    region = choices.regions(warehouse)[selection.region[0]]
    one = replace(selection, region=selection.region[:1])
    figure = "spi-map"
    if region.level != "provinsi":
        figure = "spi-regency-ranking"
        within = region.province_code if region.level == "kabupaten" else "nasional"
        one = replace(one, within=within, kind=region.level)
    answer = registry.answer(warehouse, figure, one)
    title = narrative_standing.among_kind(warehouse, one)
    return _with_figure(warehouse, "kind", selection, title, answer)


def _with_figure(
    warehouse: Warehouse, subject: str, selection: Selection, title: str, answer: Answer
) -> Part:
    return statement(
        warehouse,
        subject,
        selection.lang,
        title=title,
        subtitle=answer.subtitle,
        answer=answer,
    )

"""The registry of figures, and the one place where they are asked; answers are memoised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from dashboard import figures
from dashboard.core import dictionary, metrics
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.figures import indicator, queries
from dashboard.figures.model import Answer, Figure, Result
from dashboard.warehouse import map_shapes
from dashboard.warehouse.engine import Warehouse, cached
from dashboard.warehouse.outage import Outage
from dashboard.warehouse.sources import sources_of

# The order in which figures are listed and described; one that is not named here comes last.
ORDER = (
    *("spi-map", "spi-trend", "spi-trend-panels", "spi-ranking", "spi-regencies", "spi-change"),
    *("ott-map", "ott-by-year", "ott-timeline", "ott-sectors", "ott-offices"),
    *("response-timeline", "coverage-matrix", "wbk-ladder", "wbk-by-year"),
    *("bimtek-calendar", "bimtek-topics", "bimtek-timeline", "regulation-subjects"),
    *("spi-regency-map", "spi-regency-ranking", "spi-scorecard", "rank-range"),
)


def _figures() -> Iterator[Figure]:
    """The figure of each module in a topic's package: its file is all that has to be added."""
    for topic in iter_modules(figures.__path__, f"{figures.__name__}."):
        if topic.ispkg and topic.name != indicator.__name__:
            for module in iter_modules(import_module(topic.name).__path__, f"{topic.name}."):
                yield import_module(module.name).FIGURE


def _place(figure: Figure) -> tuple[int, str]:
    return (ORDER.index(figure.id) if figure.id in ORDER else len(ORDER), figure.id)


# The figures that are there with any facts.
REGISTRY: dict[str, Figure] = {figure.id: figure for figure in sorted(_figures(), key=_place)}


@cached()
def figures_of(warehouse: Warehouse) -> Mapping[str, Figure]:
    """Every figure by its id: those of the registry, then those of declared indicators."""
    return REGISTRY | {one.id: one for one in indicator.figures(warehouse)}


def find(warehouse: Warehouse, figure_id: str) -> Figure | None:
    """The figure of an id; None where there is none with these facts."""
    return REGISTRY.get(figure_id) or figures_of(warehouse).get(figure_id)


def parameters_of(figure_id: str) -> tuple[str, ...] | None:
    """The parameters that a figure knows, also one of an indicator that some facts declare.

    None where no figure can have such an id.
    """
    figure = REGISTRY.get(figure_id)
    return figure.parameters if figure else indicator.parameters_of(figure_id)


def answer(warehouse: Warehouse, figure_id: str, selection: Selection) -> Answer:
    """Ask a figure. Equal questions give the same answer object.

    Args:
        warehouse: where the facts are.
        figure_id: an id of the registry.
        selection: parameters that the figure does not know are left out of the question.

    Raises:
        KeyError: no figure has this id.
    """
    figure = figures_of(warehouse)[figure_id]
    asked = figure.resolve(warehouse, selection.only(figure.parameters))
    if (outage := warehouse.outage) is not None:
        return _earlier(warehouse, figure_id, asked, outage)
    return _answer(warehouse, figure_id, asked)


@cached(512)
def _earlier(warehouse: Warehouse, figure_id: str, selection: Selection, outage: Outage) -> Answer:
    """An answer from before the cluster was away, which says so wherever it goes."""
    found = _answer(warehouse, figure_id, selection)
    caveats = (*found.caveats, outage.caveat(words(selection.lang)))
    return replace(found, caveats=caveats, as_of=outage.as_of)


@cached(512)
def _answer(warehouse: Warehouse, figure_id: str, selection: Selection) -> Answer:
    figure = figures_of(warehouse)[figure_id]
    with metrics.ANSWERS.time(figure_id):
        return _made(warehouse, figure, selection)


def _made(warehouse: Warehouse, figure: Figure, selection: Selection) -> Answer:
    say = words(selection.lang)
    asked = {"": figure.query, **figure.layers}
    counted = {
        name: queries.without_count(queries.ask(warehouse, query, selection))
        for name, query in asked.items()
    }
    table = counted[""][0]
    layers = {name: counted[name][0] for name in figure.layers}
    result = Result(
        tuple(table.to_pylist()),
        {name: tuple(layer.to_pylist()) for name, layer in layers.items()},
        selection,
    )
    return Answer(
        figure=figure,
        selection=selection,
        table=table,
        layer_tables=layers,
        headline=figure.headline(result, say),
        subtitle=figure.subtitle(result, say),
        reading=figure.reading(result, say),
        unit=str(figure.entry(selection)["unit"][selection.lang]),
        period=figure.period(selection),
        caveats=(
            *(dictionary.caveat(code, selection.lang) for code in figure.caveats(result)),
            *(caveat[selection.lang] for caveat in figure.described.get("caveats", ())),
            *(
                say(
                    "Here are the newest {shown} of {n} rows, and numbers and sentences are of "
                    "these alone: choose fewer regions or years, or take all from the page Data.",
                    shown=say.number(rows.num_rows, 0),
                    n=say.number(n_found, 0),
                )
                for rows, n_found in counted.values()
                if n_found > rows.num_rows
            ),
        ),
        legend=figure.legend(result, say),
        sources=sources_of(warehouse, result.rows, *result.layers.values()),
        revision=warehouse.revision,
        facts_version=warehouse.build.facts_version,
        facts_date=warehouse.build.facts_date,
        shapes=map_shapes.shapes(warehouse, figure.shapes(selection)) if figure.shapes else None,
    )

"""What a figure and an answer are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import MOST_REGIONS, OTT_INDICATORS, Offer, Selection
from dashboard.figures import years
from dashboard.figures.rows_behind import Facts, question
from dashboard.warehouse import choices, region_names
from dashboard.warehouse.engine import Source, Warehouse
from dashboard.warehouse.map_shapes import MapShapes
from dashboard.warehouse.table_rows import Question

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]

MARKS = (
    *("area", "dotted-area", "line", "thin", "dash", "dot-line", "dash-dot"),
    *("dot", "ring", "square", "diamond", "tick"),
)


@dataclass(frozen=True)
class LegendEntry:
    """One entry of a figure's legend: what its colour means and which rows it holds.

    Attributes:
        key: a stable name of the class or series.
        label: its name in the reader's language.
        colour: `#RRGGBB`.
        rows: positions in the answer's rows.
        mark: one of `MARKS`.
        is_listed: False for a series that shares its colour with one already listed.
    """

    key: str
    label: str
    colour: str
    rows: tuple[int, ...] = ()
    mark: str = "area"
    is_listed: bool = True


@dataclass(frozen=True, eq=False)
class Result:
    """What a figure's words are written from: the rows, the layers and the resolved selection."""

    rows: tuple[Row, ...]
    layers: Mapping[str, tuple[Row, ...]]
    selection: Selection


@dataclass(frozen=True)
class Figure:
    """Data and words of one figure; drawing belongs to its chart.

    Attributes:
        id: a slug; a public address that does not change.
        chart: its kind, by its name in `dashboard.charts`.
        page: the page of the dashboard that shows it, as its address says it.
        indicator: the entry of the dictionary that gives unit and decimals.
        parameters: the names of the parameters that it knows.
        query: the query of sql/ that gives the rows.
        roles: which columns play which part in the chart.
        columns: which columns the reader's table shows, in order.
        headline, subtitle, reading: the title that says the message, what is shown, and the
            one-sentence alternative text.
        caveats: codes of the standard caveats that hold for these rows.
        legend: the entries of the legend, each with the rows that it holds.
        tip: what a reader sees when pointing at a row.
        resolve: fills the defaults (years) that the facts decide.
        layers: further queries drawn over the rows.
        layer_tips: what a reader sees when pointing at a row of a layer, where pointing tells one.
        facts: which rows of a table stand behind one of its rows; None where nobody said it.
        cell_facts: the same for a row's cells of other roles than the main one.
        years: a kind of `years.KNOWN`: which years may be asked for.
        to_years: the same for the end of its window, where it is another.
        is_of_window: whether it shows every year of its window, beside the one it speaks of.
        page_query: what its page is asked beside the figure's own parameters, to show it.
        shapes: which shapes of `Build.shapes` a map of a resolved selection draws.
        described: what the dictionary would say of an indicator that the facts declare; empty for
            those of the dictionary.
        known_years: which years may be asked for, where the facts of its indicator decide.
        use_of_regions: what chosen regions are to the rows: `filter` (with their parts they are the
            only ones there), `mark` (marked among all others), `first` (only the first one is
            there) or `province of first` (its whole province).
    """

    id: str
    chart: str
    page: str
    indicator: str
    parameters: tuple[str, ...]
    query: str
    roles: Mapping[str, str]
    columns: tuple[str, ...]
    headline: Callable[[Result, Words], str]
    subtitle: Callable[[Result, Words], str]
    reading: Callable[[Result, Words], str]
    caveats: Callable[[Result], tuple[str, ...]]
    legend: Callable[[Result, Words], tuple[LegendEntry, ...]]
    tip: Callable[[Row, Words], str]
    resolve: Callable[[Warehouse, Selection], Selection]
    layers: Mapping[str, str] = field(default_factory=dict)
    layer_tips: Mapping[str, Callable[[Row, Words], str]] = field(default_factory=dict)
    years: str = "survey"
    facts: Facts | Callable[[Row], Facts] | None = None
    cell_facts: Mapping[str, Facts] = field(default_factory=dict)
    to_years: str = ""
    is_of_window: bool = False
    page_query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: Callable[[Selection], str] | None = None
    use_of_regions: str = "filter"
    described: Mapping[str, Any] = field(default_factory=dict)
    known_years: Callable[[Warehouse], tuple[int, ...]] | None = None

    def period(self, selection: Selection) -> str:
        """The years that are shown, of a resolved selection."""
        end = selection.to_year if self.is_of_window else selection.year
        return years.span_text(selection.from_year, end)

    def shown_indicator(self, selection: Selection) -> str:
        """The dictionary's entry for what is shown: a parameter may choose it."""
        return selection.indicator if "indicator" in self.parameters else self.indicator

    def entry(self, selection: Selection) -> Mapping[str, Any]:
        """What the dictionary says of the indicator that is shown; empty where it says nothing."""
        known: dict[str, Any] = dictionary.dictionary()["indicators"]
        return self.described or known.get(self.shown_indicator(selection), {})

    def long_label(self, lang: str) -> str:
        """The full name of its indicator."""
        if self.described:
            return str(self.described["long"][lang])
        return dictionary.label("indicators", self.indicator, lang, "long")

    def _years(self, kind: str, warehouse: Warehouse) -> tuple[int, ...]:
        known = self.known_years or years.KNOWN[kind]
        return known(warehouse)

    def offer(self, warehouse: Warehouse) -> Offer:
        """The parameters that this figure knows, with their allowed values and defaults."""
        last = self.to_years or self.years
        first = last if self.is_of_window else self.years
        return Offer(
            names=(*self.parameters, "lang"),
            regions=choices.regions(warehouse),
            years=self._years(self.years, warehouse),
            from_years=self._years(first, warehouse),
            to_years=self._years(last, warehouse),
            indicators=OTT_INDICATORS,
            # The same regions that a page shows first; `region=` asks for none.
            defaults=Selection(region=choices.presets(warehouse)["fokus"]).only(self.parameters),
            most_regions=MOST_REGIONS,
            named=partial(region_names.meant, warehouse),
        )


@dataclass(frozen=True, eq=False)
class Answer:
    """A figure asked with a selection: everything that any export needs, and nothing to draw with.

    A pure value: memoised, shared by pages and exports, never changed. `table` keeps the types of
    the query; `rows` are the same as records; `source_ids` of each row lie in the column of that
    name; `shapes` are those that a map draws; `as_of` says since when the cluster that makes newer
    answers is missed, None while it is there.
    """

    figure: Figure
    selection: Selection
    table: pa.Table
    layer_tables: Mapping[str, pa.Table]
    headline: str
    subtitle: str
    reading: str
    unit: str
    period: str
    caveats: tuple[str, ...]
    legend: tuple[LegendEntry, ...]
    sources: tuple[Source, ...]
    revision: str
    facts_version: str
    facts_date: dt.date
    shapes: MapShapes | None = None
    as_of: dt.datetime | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as records: of the answers that are worked with, not of all that are known."""
        return _records(self)[0]

    @property
    def layers(self) -> dict[str, tuple[Row, ...]]:
        """The rows of each layer as records."""
        return _records(self)[1]

    @property
    def decimals(self) -> int:
        """How many decimals its values are shown with."""
        return int(self.figure.entry(self.selection).get("decimals", 2))

    def question_behind(self, row: Row, role: str = "") -> Question | None:
        """The rows of a table that stand behind a row, or behind its cell of a role.

        None where the figure does not say it.
        """
        behind = self.figure.cell_facts.get(role, self.figure.facts)
        if behind is None:
            return None
        found = behind if isinstance(behind, Facts) else behind(row)
        return question(found, row, self.selection)

    def pointed(self, say: Words) -> tuple[tuple[Row, str], ...]:
        """Every row that a reader can point at with its pointer text, those of layers last."""
        of_layers = (
            (row, tip(row, say))
            for name, tip in self.figure.layer_tips.items()
            for row in self.layers[name]
        )
        return (*zip(self.rows, self.tips(say), strict=True), *of_layers)

    def tips(self, say: Words) -> tuple[str, ...]:
        """The pointer text of each row."""
        return tuple(self.figure.tip(row, say) for row in self.rows)


# Records take ten times the memory of their table, and are needed when an answer is drawn, written
# as a table, or pointed at; a page that shows it again needs none.
@lru_cache(maxsize=64)
def _records(answer: Answer) -> tuple[tuple[Row, ...], dict[str, tuple[Row, ...]]]:
    layers = {name: tuple(table.to_pylist()) for name, table in answer.layer_tables.items()}
    return tuple(answer.table.to_pylist()), layers

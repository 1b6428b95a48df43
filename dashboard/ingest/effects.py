"""What a change of the facts does to what readers see: scores, ranks, classes, headlines, figures.

Both states are asked the same questions; nothing is computed that a reader would not be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.ingest.proposal import Proposal
from dashboard.narrative import changes
from dashboard.narrative.changes import Change
from dashboard.warehouse import choices, indicators
from dashboard.warehouse.engine import Warehouse

# The figures that show the rows of a table: their headlines are compared, and the first ones drawn.
_OF_SCORES = ("spi-map", "spi-ranking", "spi-trend", "spi-scorecard", "spi-change", "spi-regencies")
FIGURES = {
    "spi_results": _OF_SCORES,
    "spi_class_reports": _OF_SCORES,
    "spi_classes": _OF_SCORES,
    "ott_incidents": ("ott-map", "ott-by-year", "ott-timeline", "ott-sectors"),
    "ott_yearly": ("ott-by-year",),
    "bimtek_activity": ("bimtek-calendar", "bimtek-topics"),
    "wbk_status": ("wbk-ladder",),
    "wbk_yearly": ("wbk-by-year",),
    "regulations": ("regulation-subjects",),
}
DRAWN = 2  # figures that are drawn before and after
MOST_REGIONS = 6  # of a change, that its figures are asked for


@dataclass(frozen=True)
class Standing:
    """A chosen score with its rank and class, each None where there is none."""

    score: Decimal | float
    rank: int | None
    of: int | None
    spi_class: str | None


@dataclass(frozen=True)
class Moved:
    """A government whose score, rank or class of a year is another one; None where it has none."""

    region_code: str
    scope: str
    year: int
    old: Standing | None
    new: Standing | None

    @property
    def is_rank_only(self) -> bool:
        """Whether only the others moved past it."""
        if self.old is None or self.new is None:
            return False
        return (self.old.score, self.old.spi_class) == (self.new.score, self.new.spi_class)

    @property
    def is_class_changed(self) -> bool:
        """Whether it is in another class than before."""
        return bool(self.old and self.new and self.old.spi_class != self.new.spi_class)


@dataclass(frozen=True, eq=False)
class Pair:
    """One figure before and after; None before where it has nothing to show."""

    figure_id: str
    before: Answer
    after: Answer

    @property
    def is_said_anew(self) -> bool:
        """Whether its headline is another one."""
        return self.before.headline != self.after.headline

    @property
    def is_changed(self) -> bool:
        """Whether a reader sees anything else than before."""
        return self.is_said_anew or self.before.table != self.after.table


@dataclass(frozen=True, eq=False)
class Effects:
    """What readers would see otherwise.

    Attributes:
        moved: governments with another score, rank or class, those whose own score moved first,
            the newest year and provinces before others.
        figures: the figures that would change, in the order in which they are listed.
        news: what would be told as news.
    """

    moved: tuple[Moved, ...] = ()
    figures: tuple[Pair, ...] = ()
    news: tuple[Change, ...] = ()

    @property
    def drawn(self) -> tuple[Pair, ...]:
        """The first figures, which are shown before and after."""
        return self.figures[:DRAWN]


def compare(old: Warehouse, new: Warehouse, proposal: Proposal, lang: str) -> Effects:
    """Ask both states what readers are shown.

    Args:
        old: the facts as they are.
        new: the facts as they would be.
        proposal: what changes.
        lang: of the headlines.
    """
    return Effects(
        _moved(old, new), tuple(_figures(old, new, proposal, lang)), changes.between(old, new)
    )


def _moved(old: Warehouse, new: Warehouse) -> tuple[Moved, ...]:
    before, after = _standings(old), _standings(new)
    found = [
        Moved(*thing, before.get(thing), after.get(thing))
        for thing in dict.fromkeys((*after, *before))
        if before.get(thing) != after.get(thing)
    ]

    def place(one: Moved) -> tuple[bool, int, bool, bool, str]:
        is_regency = "." in one.region_code
        return one.is_rank_only, -one.year, is_regency, not one.is_class_changed, one.region_code

    return tuple(sorted(found, key=place))


def _standings(warehouse: Warehouse) -> dict[tuple[str, str, int], Standing]:
    return {
        (row["region_code"], row["scope"], row["year"]): Standing(
            row["score"], row["score_rank"], row["n_ranked"], row["spi_class"]
        )
        for row in warehouse.records("updates/standings")
    }


def _figures(old: Warehouse, new: Warehouse, proposal: Proposal, lang: str) -> Iterator[Pair]:
    """The figures of the changed tables that a reader would see otherwise."""
    tables = dict.fromkeys(row.table for row in proposal.rows if row.kind != "unchanged")
    ids = dict.fromkeys(one for table in tables for one in FIGURES.get(table, ()))
    for figure_id in (*ids, *_declared(new, tables)):
        if registry.find(old, figure_id) is None:
            continue  # an indicator that the facts have only now
        before, after = (
            registry.answer(warehouse, figure_id, _selection(warehouse, figure_id, proposal, lang))
            for warehouse in (old, new)
        )
        pair = Pair(figure_id, before, after)
        if pair.is_changed:
            yield pair


def _declared(new: Warehouse, names: Iterable[str]) -> Iterator[str]:
    """The figures of indicators that the facts declare on the changed tables."""
    shown = {one.id for one in indicators.declared(new).values() if one.table in set(names)}
    for figure in registry.figures_of(new).values():
        if figure.id not in registry.REGISTRY and figure.indicator in shown:
            yield figure.id


def _selection(warehouse: Warehouse, figure_id: str, proposal: Proposal, lang: str) -> Selection:
    """What a figure is asked: the regions and the newest year of the change, where it knows them.

    A state that does not know that year shows its own newest one, and says so.
    """
    figure = registry.find(warehouse, figure_id)
    assert figure is not None  # noqa: S101 (the caller looked)
    offer = figure.offer(warehouse)
    selection = replace(offer.defaults, lang=lang)
    changed = [row.cells for row in proposal.rows if row.kind != "unchanged"]
    regions = [*_known(warehouse, (cells.get("region_code", "") for cells in changed))]
    if 0 < len(regions) <= MOST_REGIONS:  # of many, those that readers are shown first
        selection = replace(selection, region=tuple(regions))
    return replace(selection, year=_year(proposal, offer.years))


def _known(warehouse: Warehouse, codes: Iterable[str]) -> Iterator[str]:
    known: dict[str, Any] = choices.regions(warehouse)
    return (code for code in dict.fromkeys(codes) if code in known)


def _year(proposal: Proposal, years: Iterable[int]) -> int | None:
    """The newest year of the changed rows that is among those that may be asked for."""
    known = set(years)
    found = (
        int(cells["year"])
        for cells in (row.cells for row in proposal.rows if row.kind != "unchanged")
        if cells.get("year", "").isdecimal()
    )
    return max((year for year in found if year in known), default=None)

"""Where a region stands in one line: among those around it, and among all of its kind."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.figures import registry, sentences
from dashboard.figures.model import Row
from dashboard.narrative import region_cards
from dashboard.warehouse.engine import Warehouse


def among_neighbours(warehouse: Warehouse, selection: Selection) -> str:
    """The place of the first chosen region among the scores of its kind around it, in one year."""
    say, row = words(selection.lang), _row(warehouse, selection)
    group = sentences.comparison_group(row, say)
    if row["place"] is None:
        known = _known_beside(warehouse, selection)
        if not known:
            return say("No score of {year} is known around {region}", **_values(row))
        return say.plural(
            "{region}: score of {year} not found; {n} neighbour has one",
            "{region}: score of {year} not found; {n} neighbours have one",
            known,
            **_values(row),
        )
    kind = "" if row["level"] == "provinsi" else sentences.kind_name(row["level"], say)
    values = {**_values(row), "group": group, "n": row["n_placed"], "place": row["place"]}
    if row["n_placed"] == 1:
        return say("{region} has the only known score in {group}, {year}", **values)
    ends = _end(row["place"], row["n_placed"], row["n_tied"] > 1)
    texts = {
        "highest": say("{region} highest of {n} scores in {group}, {year}", **values),
        "lowest": say("{region} lowest of {n} scores in {group}, {year}", **values),
        "": say("{region} place {place} of {n} scores in {group}, {year}", **values),
    }
    if kind:
        values["kind"] = kind
        texts = {
            "highest": say("{region} highest of {n} scores of {kind} in {group}, {year}", **values),
            "lowest": say("{region} lowest of {n} scores of {kind} in {group}, {year}", **values),
            "": say("{region} place {place} of {n} scores of {kind} in {group}, {year}", **values),
        }
    return texts[ends]


def among_kind(warehouse: Warehouse, selection: Selection) -> str:
    """The rank of the first chosen region among all governments of its kind, in one year."""
    say, row = words(selection.lang), _row(warehouse, selection)
    whose = sentences.whose(row["scope"], say)
    if row["score_rank"] is None:
        return say(
            "{region}: no score of {year} to rank among {whose}", whose=whose, **_values(row)
        )
    values = {**_values(row), "whose": whose, "n": row["n_ranked"], "rank": row["score_rank"]}
    ends = _end(row["score_rank"], row["n_ranked"], bool(row["is_rank_shared"]))
    if ends == "highest":
        return say("{region} highest of {n} known {whose}, {year}", **values)
    if ends == "lowest":
        return say("{region} lowest of {n} known {whose}, {year}", **values)
    return say("{region} rank {rank} of {n} known {whose}, {year}", **values)


def _end(place: int, n: int, is_shared: bool) -> str:
    """Whether a place is one of the ends; one that is shared is told by its number."""
    if is_shared or n < 2:
        return ""
    return "highest" if place == 1 else "lowest" if place == n else ""


def _row(warehouse: Warehouse, selection: Selection) -> Row:
    one = replace(selection, region=selection.region[:1])
    return region_cards.card_rows(warehouse, one)[0]


def _values(row: Row) -> dict[str, object]:
    return {"region": row["region_label"], "year": row["year"]}


def _known_beside(warehouse: Warehouse, selection: Selection) -> int:
    """How many of the other chosen regions have a score."""
    if len(selection.region) < 2:
        return 0
    beside = replace(selection, region=selection.region[1:])
    rows = registry.answer(warehouse, "spi-scorecard", beside).rows
    return sum(row["score"] is not None for row in rows)

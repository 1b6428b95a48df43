"""Who lies near one region, on the map and by score, with the scores of the page's year."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, sentences, years
from dashboard.figures.model import Row
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of


@dataclass(frozen=True)
class Near:
    """A region to go on to, and why it is near."""

    code: str
    label: str


@dataclass(frozen=True, eq=False)
class Nearby:
    """Neighbours on the map, and peers by score with the year and kind they are compared in."""

    neighbours_title: str
    neighbours: tuple[Near, ...]
    peers_title: str
    peers: tuple[Near, ...]
    sources: tuple[Source, ...]


@cached(64)
def nearby(warehouse: Warehouse, selection: Selection) -> Nearby:
    """Who lies near the first chosen region, with the scores of the page's year."""
    say, code = words(selection.lang), selection.region[0]
    region, year = choices.regions(warehouse)[code], years.best_known(warehouse, selection)

    def records(query: str) -> list[Row]:
        return queries.records(warehouse, query, selection, region_code=code, year=year)

    neighbours = records("region/region_neighbours")
    peers = [row for row in records("region/region_peers") if row["year"] == year]
    if region.level == "provinsi":
        island = dictionary.label("island_groups", region.island_group, say.lang)
        title = say("Provinces of {island}, SPI {year}", island=island, year=year)
    else:
        province = choices.regions(warehouse)[region.province_code].name
        title = say("In the same province: {province}, SPI {year}", province=province, year=year)
    nearest = ""
    if peers:
        nearest = say(
            "Nearest scores of {whose}, {year}",
            whose=sentences.whose(peers[0]["scope"], say),
            year=year,
        )
    scored = [row for row in neighbours if row["source_ids"]]
    return Nearby(
        title,
        tuple(
            Near(row["region_code"], _scored_label(row, region.level, say)) for row in neighbours
        ),
        nearest,
        tuple(Near(row["region_code"], _scored_label(row, region.level, say)) for row in peers),
        sources_of(warehouse, [*scored, *peers]),
    )


def _scored_label(row: Row, level: str, say: Words) -> str:
    """A region with its score, else its class, or that none is known; of another kind its name."""
    if row["score"] is not None:
        return f"{row['region_label']} {sentences.starred(row, say)}"
    if level != "provinsi" and row["level"] == "provinsi":
        return str(row["region_label"])
    return f"{row['region_label']}: {sentences.class_alone(row, say) or say('no data')}"

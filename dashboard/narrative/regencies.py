"""The kabupaten and kota that matter to who reads about one region, in sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, registry, sentences, years
from dashboard.figures.model import Row
from dashboard.narrative import region as narrative_region
from dashboard.warehouse import choices
from dashboard.warehouse.choices import Region
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of

_MOST_NAMED = 5
_GOVERNMENTS = ("pemkab", "pemkot")
_ENDS = "spi-regencies"  # its title names the highest and the lowest score of the year


@dataclass(frozen=True, eq=False)
class Regencies:
    """Sentences, the most important first, and the sources behind what they name."""

    sentences: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@cached(64)
def that_matter(warehouse: Warehouse, selection: Selection) -> Regencies:
    """The kabupaten and kota to name beside the first chosen region, in its year and its window.

    Of a province the highest and the lowest known score, and where operations were; of a kabupaten
    or kota its province and those of its kind beside it.
    """
    say, code = words(selection.lang), selection.region[0]
    region = choices.regions(warehouse)[code]
    if region.level not in choices.KINDS:
        return Regencies()
    one = replace(selection, region=(code,))
    ends = registry.answer(warehouse, _ENDS, one)
    if region.level == "provinsi":
        told, rows = _operations(warehouse, one, say)
    else:
        told, rows = _beside(warehouse, one, region, say)
    known = [row for row in ends.rows if row["score"] is not None and row["scope"] in _GOVERNMENTS]
    named = [*sentences.highest(known, "score"), *sentences.lowest(known, "score")] if known else []
    return Regencies((f"{ends.headline}.", *told), sources_of(warehouse, [*named, *rows]))


def _operations(
    warehouse: Warehouse, selection: Selection, say: Words
) -> tuple[tuple[str, ...], list[Row]]:
    """In which kabupaten and kota of a province operations of the window were.

    None is no sentence: an operation may stand at the province and concern a kabupaten.
    """
    first, last = years.ott_window(warehouse, selection)
    rows = [
        row
        for row in _records(warehouse, selection, "region/region_ott", last)
        if row["region_code"] != selection.region[0] and first <= row["event_date"].year <= last
    ]
    if not rows:
        return (), []
    counts = Counter(str(row["region_label"]) for row in rows).most_common()
    named = [f"{label} ({count})" for label, count in counts[:_MOST_NAMED]]
    if more := len(counts) - len(named):
        named.append(say.plural("{n} other", "{n} others", more))
    text = say(
        "OTT in kabupaten and kota, {span}: {regions}.",
        span=years.span_text(first, last),
        regions=say.list(named),
    )
    return (text,), rows


def _beside(
    warehouse: Warehouse, selection: Selection, region: Region, say: Words
) -> tuple[tuple[str, ...], list[Row]]:
    """The province of a kabupaten or kota, and the best known of its own kind beside it."""
    year = years.best_known(warehouse, selection)
    province = replace(selection, region=(region.province_code,))
    above = narrative_region.profile(warehouse, province)
    told = [
        say(
            "Its province, another kind of government and not compared: {headline}.",
            headline=above.headline,
        )
    ]
    rows = [
        row
        for row in _records(warehouse, selection, "region/region_neighbours", year)
        if row["level"] == region.level and row["score"] is not None
    ]
    if rows:
        named = [
            f"{row['region_label']} ({sentences.starred(row, say)})" for row in rows[:_MOST_NAMED]
        ]
        if more := len(rows) - len(named):
            named.append(say.plural("{n} other", "{n} others", more))
        told.append(
            say(
                "Other {kind} of its province with a score of {year}: {regions}.",
                kind=sentences.kind_name(region.level, say),
                year=year,
                regions=say.list(named),
            )
        )
    return tuple(told), rows


def _records(warehouse: Warehouse, selection: Selection, query: str, year: int) -> list[Row]:
    return queries.records(warehouse, query, selection, region_code=selection.region[0], year=year)

"""The values that every query of sql/ is asked with, on both engines.

A pool holds the values of a parameter; the n-th set of a query takes the n-th value of each pool,
going round. The last set is nothing at all: no region, no year, no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_COMMENT = re.compile(r"--[^\n]*")
_PARAMETER = re.compile(r"\$([a-z_]+)")

REGIONS: tuple[list[str], ...] = (["63", "64", "13", "62"], [], ["63.71", "31", "99"])
POOLS: dict[str, tuple[Any, ...]] = {
    "activity_from_year": (2014, 2020),
    "activity_to_year": (2025, 2022),
    "activity_type": ([], ["bimtek", "rakor"]),
    "award": ([], ["kemenpanrb"]),
    "event_year": (2025, 2019),
    "events": ("shown", "hidden"),
    "from_year": (2021, 2016, 2023),
    "indicator": ("mcp", "lhkpn", "none"),
    "ott_map:indicator": ("ott_count", "per_10_million_people", "per_100_governments"),
    "kind": ("all", "kota", "kabupaten"),
    "kpk": ([], ["yes"]),
    "lang": ("id", "en"),
    "last_year": (2025, 2018),
    "level": ([], ["kabupaten_kota", "pusat"]),
    "most": (2, 0),
    "most_each": (20, 1),
    "most_rows": (1000, 3),
    "name_key": ("kalsel", "banjar", "kab"),
    "ott_direction": ("fewer_is_better", "none", "more_is_better"),
    "ott_from_year": (2016, 2019),
    "ott_to_year": (2024, 2018),
    "ott_year": (2024, 2018),
    "owner": ([], ["pemda"]),
    "reference": (["nasional", "rerata_pemprov", "pulau"], []),
    "region": REGIONS,
    "region_code": ("63", "63.71", "00"),
    "region_level": ("provinces", "regencies"),
    "scope": ("pemprov", "agregat_wilayah"),
    "sector": ([], ["perizinan", "pengadaan"]),
    "subject": ([], ["wbs"]),
    "to_year": (2025, 2024),
    "topic": ([], ["antikorupsi"]),
    "weights": ([5, 5, 0], [1, 0, 10]),
    "within": ("nasional", "63", "Kalimantan"),
    "words": ([], ["suap", "kepala"]),
    "year": (2024, 2022, 2025),
}


def names(text: str) -> list[str]:
    """The `$name` parameters of a query, each once."""
    return sorted(set(_PARAMETER.findall(_COMMENT.sub("", text))))


def sets(query: str, text: str, most: int) -> Iterator[dict[str, Any]]:
    """At most so many sets of values for a query, those of nothing last where more than one.

    Raises:
        KeyError: a parameter has no pool yet.
    """
    pools = {
        name: POOLS.get(f"{query.rpartition('/')[2]}:{name}") or POOLS[name] for name in names(text)
    }
    if not pools:
        yield {}
        return
    for turn in range(min(most, max(map(len, pools.values())))):
        yield {name: pool[turn % len(pool)] for name, pool in pools.items()}
    if most > 1:
        yield {name: _nothing(name, pool[0]) for name, pool in pools.items()}


def _nothing(name: str, value: Any) -> Any:
    """No value of a parameter; a limit and the weights of an index are always given."""
    if name in ("most_each", "most_rows", "weights"):
        return value
    return [] if isinstance(value, list) else None

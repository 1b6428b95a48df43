"""How fast figures are answered of millions of made-up rows, and the same by pandas.

`make bench ARGS="--only queries"`. pandas reads the columns that it needs from the Parquet files of
the facts and counts; the dashboard asks the answers that were made once. Both have to agree.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import pandas as pd

from dashboard.core.selection import Selection
from dashboard.figures import queries, registry
from dashboard.warehouse.engine import Warehouse
from tests.bench import rows
from tests.bench.report import Report

T = TypeVar("T")
ROWS, REPEAT = 10_000_000, 5
MOST_MILLISECONDS, LEAST_RATIO = 100, 10
SPAN = Selection(from_year=2019, year=2025, to_year=2025)
ASKED = (SPAN, Selection(region=("63", "64", "32"), from_year=2019, year=2024, to_year=2025))


@dataclass(frozen=True)
class Compared:
    """A question, how pandas answers it from a folder of facts, and how the dashboard does."""

    name: str
    by_pandas: Callable[[Path], dict[Any, int]]
    by_query: Callable[[Warehouse], dict[Any, int]]


def measure(report: Report, n: int = ROWS) -> None:
    """Add the slowest query of a figure, and the ratios to pandas, to the report.

    Raises:
        RuntimeError: pandas and a query do not agree.
    """
    with rows.warehouse(n) as warehouse:
        slowest = sorted(figure_times(warehouse).items(), key=lambda one: -one[1])
        for name, seconds in slowest[:3]:
            report.add(
                f"query of {name}, {n / 1e6:g} million rows",
                f"{seconds * 1000:.0f} ms",
                f"< {MOST_MILLISECONDS} ms",
                seconds * 1000 < MOST_MILLISECONDS,
            )
        folder = warehouse.build.folder.parents[1] / "data"
        for one in COMPARED:
            pandas, by_pandas = _timed(partial(one.by_pandas, folder), 3)
            query, by_query = _timed(partial(one.by_query, warehouse), REPEAT)
            if by_pandas != by_query:
                raise RuntimeError(f"{one.name}: {by_pandas} and {by_query}")
            report.add(
                f"{one.name}: pandas {pandas * 1000:.0f} ms, query {query * 1000:.0f} ms",
                f"{pandas / query:.0f} times",
                f"> {LEAST_RATIO} times",
                pandas / query > LEAST_RATIO,
            )


def figure_times(warehouse: Warehouse) -> dict[str, float]:
    """Seconds of the slowest of a figure's queries and layers, by figure."""
    found: dict[str, float] = {}
    for figure in registry.figures_of(warehouse).values():
        for selection in ASKED:
            resolved = figure.resolve(warehouse, selection.only(figure.parameters))
            for query in (figure.query, *figure.layers.values()):
                seconds, _rows = _timed(
                    partial(queries.ask_anew, warehouse, query, resolved), REPEAT
                )
                found[figure.id] = max(seconds, found.get(figure.id, 0))
    return found


def _timed(work: Callable[[], T], repeat: int) -> tuple[float, T]:
    """The median of several times in seconds, and what the work gives."""
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        given = work()
        times.append(time.perf_counter() - started)
    return median(times), given


def _read(folder: Path, table: str, *columns: str) -> pd.DataFrame:
    return pd.read_parquet(folder / f"{table}.parquet", columns=list(columns))


def _sectors(folder: Path) -> dict[Any, int]:
    found = _read(folder, "ott_incidents", "ott_date", "sector")
    years = found["ott_date"].str[:4].astype(int)
    return dict(found[years.between(SPAN.from_year, SPAN.year)].groupby("sector").size())


def _events(folder: Path) -> pd.DataFrame:
    found = _read(folder, "bimtek_activity", "activity_id", "event_key", "start_date", "topic")
    found["event"] = found["event_key"].fillna(found["activity_id"])
    years = found["start_date"].str[:4].astype(int)
    return found[years.between(SPAN.from_year, SPAN.year)].drop_duplicates("event")


def _activities(folder: Path) -> dict[Any, int]:
    return {"all": len(_events(folder))}


def _asked(query: str, warehouse: Warehouse) -> list[dict[str, Any]]:
    return queries.ask_anew(warehouse, query, SPAN).to_pylist()


COMPARED = (
    Compared(
        "operations by sector",
        _sectors,
        lambda known: {
            row["sector"]: row["sector_total"] for row in _asked("ott/ott_sectors", known)
        },
    ),
    Compared(
        "activities, a national event once",
        _activities,
        lambda known: {"all": _asked("bimtek/bimtek_totals", known)[0]["activity_count"]},
    ),
    Compared(
        "activities by month",
        lambda folder: dict(_events(folder)["start_date"].str[:7].value_counts()),
        lambda known: {
            f"{row['year']}-{row['month']:02}": row["activity_count"]
            for row in _asked("bimtek/bimtek_calendar", known)
            if row["activity_count"]
        },
    ),
)

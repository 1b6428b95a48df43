"""The SQL box for minutes: a reader who cannot wait, and queries without an end."""

from __future__ import annotations

import time

import pytest

from dashboard.warehouse import engine, sqlbox, tables
from dashboard.warehouse.sqlbox import Failure, Limits
from tests.e2e.sql_walk import Walk
from tests.e2e.visits import OpenPage
from tests.robustness.sql_texts import WITHOUT_END


@pytest.mark.parametrize("seed", range(6))
def test_the_box_can_be_used_after_any_walk(open_page: OpenPage, seed: int) -> None:
    walk = Walk(open_page("/data?sql=select+1"), seed)
    for _ in range(3):
        for _ in range(12):
            walk.step()
        walk.check()


@pytest.mark.parametrize("what", WITHOUT_END)
def test_what_takes_time_or_memory_without_an_end_is_ended(what: str) -> None:
    known = engine.current()
    began = time.monotonic()
    job = sqlbox.start(
        known.build.database, tables.offered(known), WITHOUT_END[what], Limits(seconds=4)
    )
    outcome = job.wait(60)
    assert outcome is not None
    assert time.monotonic() - began < 30
    if isinstance(outcome, Failure):
        assert outcome.kind not in {"busy", "cancelled", "empty"}

"""The SQL box under a reader who cannot wait; `make soak` walks for minutes."""

from __future__ import annotations

from tests.e2e.sql_walk import Walk
from tests.e2e.visits import OpenPage


def test_the_box_can_be_used_after_a_walk(open_page: OpenPage) -> None:
    walk = Walk(open_page("/data?sql=select+1"), seed=7)
    for _ in range(6):
        walk.step()
    walk.check()

"""The SQL box under a reader who cannot wait, for minutes."""

from __future__ import annotations

import pytest

from tests.e2e.sql_walk import Walk
from tests.e2e.visits import OpenPage


@pytest.mark.parametrize("seed", range(6))
def test_the_box_can_be_used_after_any_walk(open_page: OpenPage, seed: int) -> None:
    walk = Walk(open_page("/data?sql=select+1"), seed)
    for _ in range(3):
        for _ in range(12):
            walk.step()
        walk.check()

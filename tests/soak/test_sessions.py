"""Readers come and go for a while: the server counts none afterwards, and does not grow.

`python -m tests.load.day` does the same for an hour at an office's pace.
"""

from __future__ import annotations

import sys

import pytest

from tests.load.day import Pace, watched
from tests.load.process import MB

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
PACE = Pace(viewers=8, think=(1.0, 3.0), stay=(10.0, 40.0), seconds=240.0, interval=15.0)
MOST_MORE = 60 * MB  # in the second half
# Streamlit keeps sessions for two minutes for who comes back.
MOST_KEPT = 8 * 120 / 10 + 8


def test_memory_stays_where_it_is() -> None:
    """Each reader makes other choices, and stays shorter than Streamlit keeps a session."""
    seen, moments = watched(PACE)
    assert seen.errors == {}
    assert len(seen.runs) > 500
    last = moments[len(moments) // 2 :]
    assert last[-1].memory - last[0].memory < MOST_MORE, [one.memory // MB for one in moments]
    assert last[-1].kept["sessions"]["connected"] <= PACE.viewers
    assert last[-1].kept["sessions"]["kept"] <= MOST_KEPT
    assert last[-1].kept["threads"] <= last[0].kept["threads"] + 10

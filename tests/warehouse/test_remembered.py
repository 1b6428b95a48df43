"""What is remembered with a warehouse, and how often that helped."""

from __future__ import annotations

from typing import Any

from dashboard.warehouse import engine
from dashboard.warehouse.engine import Warehouse


class _Facts(Warehouse):
    """Stands in for a warehouse: it remembers, and answers nothing."""

    def __init__(self) -> None:
        self._memos: dict[Any, Any] = {}


@engine.cached(2)
def number(_warehouse: Warehouse, given: int) -> int:
    return given + 1


@engine.cached_text(10)
def text(_warehouse: Warehouse, given: int) -> str:
    return "x" * given


def test_every_memo_says_how_often_it_helped() -> None:
    facts = _Facts()
    for given in (1, 1, 1, 2):
        assert number(facts, given) == given + 1
        assert text(facts, given) == "x" * given
    counts = facts.memo_counts()
    assert sorted(counts.values()) == [2, 2, 2, 2]
    assert len(counts) == 4
    assert {result for _name, result in counts} == {"hit", "miss"}

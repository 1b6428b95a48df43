"""What a warehouse remembers: bounded by its size, counted, and with the parameters as bound."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from dashboard.core.selection import Selection
from dashboard.figures import queries
from dashboard.warehouse.engine import Warehouse, cached_rows, cached_text


class Small(Warehouse):
    """A warehouse without a database, which notes what it is asked."""

    def __init__(self) -> None:
        self._memos = {}
        self._queries = {"spi/some": "select $region, $year, $most_rows, $words"}
        self.asked: list[tuple[str, dict[str, object]]] = []

    def ask(self, query: str, /, **parameters: object) -> pa.Table:
        self.asked.append((query, parameters))
        return pa.table({"n": [len(self.asked)]})


def test_equal_questions_share_their_rows_and_lists_are_bound_as_lists() -> None:
    small = Small()
    chosen = Selection(region=("63", "62"), year=2024, scope="agregat_wilayah")
    first = queries.ask(small, "spi/some", chosen, words=["a"])
    again = queries.ask(small, "spi/some", Selection(region=("63", "62"), year=2024), words=["a"])
    assert again is first, "what the query does not know makes no other question"
    [(query, bound)] = small.asked
    assert query == "spi/some" and bound.pop("most_rows")
    assert bound == {"region": ["63", "62"], "year": 2024, "words": ["a"]}
    for other in ({"region": ("63",), "year": 2024}, {"region": ("63", "62"), "year": 2023}):
        assert queries.ask(small, "spi/some", Selection(**other), words=["a"]) is not first  # type: ignore[arg-type]
    small.forget()
    assert queries.ask(small, "spi/some", chosen, words=["a"]) is not first


def test_no_more_is_remembered_than_its_size_allows_and_it_is_counted() -> None:
    made: list[Any] = []

    @cached_rows(most_bytes=8 * 250)
    def rows(_warehouse: Warehouse, n: int) -> pa.Table:
        made.append(n)
        return pa.table({"n": pa.array(range(100), pa.int64())})

    @cached_text(most_letters=10)
    def text(_warehouse: Warehouse, n: int) -> str:
        made.append(str(n))
        return "abcde"

    small = Small()
    for function in (rows, text):
        for n in (1, 2, 1, 2, 3, 1):
            function(small, n)
    # Two have room; the third one put out the one that was asked longest ago.
    assert made == [1, 2, 3, 1, "1", "2", "3", "1"]
    counts = {(name[0].rpartition(".")[2], name[1]): n for name, n in small.memo_counts().items()}
    assert counts == {
        (n, how): 4 if how == "miss" else 2 for n in ("rows", "text") for how in ("hit", "miss")
    }

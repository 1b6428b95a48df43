"""Which block of a paper begins a page: none runs over, and what stays together does."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboard.briefing.docx import pages
from dashboard.briefing.docx.blocks import Block

HEIGHT = 700.0


def block(height: float, *, stays: bool = False, heading: int = 0) -> Block:
    return Block(height, lambda _word, _new: None, stays=stays, heading=heading)


def shown(*parts: list[Block]) -> list[tuple[int, bool]]:
    return [(one.page, one.begins_page) for one in pages.placed(parts, HEIGHT)]


def test_blocks_follow_each_other_until_a_page_is_full() -> None:
    assert shown([block(300), block(300), block(200)]) == [(1, False), (1, False), (2, True)]


def test_each_part_begins_a_page() -> None:
    assert shown([block(10)], [block(10), block(10)]) == [(1, False), (2, True), (2, False)]


def test_a_heading_goes_with_what_it_is_of() -> None:
    told = [block(600), block(50, stays=True, heading=1), block(100)]
    assert shown(told) == [(1, False), (2, True), (2, False)]
    assert pages.headings(pages.placed([told], HEIGHT)) == {1: 2}


def test_what_would_not_fit_a_page_together_is_parted() -> None:
    told = [block(400, stays=True), block(400, stays=True), block(100)]
    assert shown(told) == [(1, False), (2, True), (2, False)]


def test_a_block_that_is_higher_than_a_page_goes_on() -> None:
    assert shown([block(1500), block(100)]) == [(1, False), (3, False)]


@given(st.lists(st.tuples(st.floats(1, HEIGHT), st.booleans()), min_size=1, max_size=60))
def test_no_page_holds_more_than_it_has_room_for(blocks: list[tuple[float, bool]]) -> None:
    told = pages.placed([[block(height, stays=stays) for height, stays in blocks]], HEIGHT)
    used: dict[int, float] = {}
    for one in told:
        used[one.page] = used.get(one.page, 0) + one.block.height
    assert max(used.values()) <= HEIGHT + 1e-6
    assert sorted(used) == list(range(1, len(used) + 1))
    for before, one in pairwise(told):
        assert one.begins_page == (one.page != before.page)

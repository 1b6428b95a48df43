"""Which block of a document begins a page, so that the page of each heading is known beforehand.

Every page begins where it is told to: what stands between two such places fits a page in every font
that may stand in for ours. So the list of contents is right when the file is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.briefing.docx.blocks import Block


@dataclass(frozen=True)
class Placed:
    """A block, whether it begins a page, and which page that is."""

    block: Block
    begins_page: bool
    page: int


def placed(parts: Iterable[Sequence[Block]], height: float, first: int = 1) -> list[Placed]:
    """Blocks on pages of a height, from the top of page `first` on.

    Args:
        parts: each begins a page, its blocks in order.
        height: of a page, in points.
        first: the number of the first page.
    """
    told: list[Placed] = []
    page = first - 1
    for blocks in parts:
        used = height + 1  # a part begins a page
        for chain in _chains(blocks, height):
            needed = sum(block.height for block in chain)
            begins = used + needed > height
            if begins:
                page, used = page + 1, 0.0
            is_first = not told
            told += [
                Placed(block, begins and not place and not is_first, page)
                for place, block in enumerate(chain)
            ]
            used += needed
            while used > height:  # one that is higher than a page goes on by itself
                page, used = page + 1, used - height
    return told


def headings(told: Iterable[Placed]) -> dict[int, int]:
    """The page of each heading by its number."""
    return {one.block.heading: one.page for one in told if one.block.heading}


def _chains(blocks: Sequence[Block], height: float) -> list[list[Block]]:
    """Blocks that stay on one page together, as far as they fit one."""
    chains: list[list[Block]] = []
    stays = False
    for block in blocks:
        if stays and sum(one.height for one in chains[-1]) + block.height <= height:
            chains[-1].append(block)
        else:
            chains.append([block])
        stays = block.stays
    return chains

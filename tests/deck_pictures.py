"""The slides of a real deck as one picture, for the documentation.

python -m tests.deck_pictures               draw docs/paparan-kalsel.png anew
python -m tests.deck_pictures OUT CODE      ... another region's deck, elsewhere

LibreOffice lays the deck out with the font that the dashboard measures with.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tests import office

OUT = Path(__file__).parents[1] / "docs" / "paparan-kalsel.png"
CODE = "63"
_COLUMNS, _GAP, _AROUND = 3, 8, "#8A94A3"
_RESOLUTION, _COLOURS = 44, 128


def sheet(pages: Sequence[Path], columns: int = _COLUMNS) -> Image.Image:
    """Pages of one size beside and below each other, in few colours."""
    pictures = [Image.open(page).convert("RGB") for page in pages]
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    size = (columns * (width + _GAP) + _GAP, rows * (height + _GAP) + _GAP)
    whole = Image.new("RGB", size, _AROUND)
    for place, picture in enumerate(pictures):
        row, column = divmod(place, columns)
        whole.paste(picture, (_GAP + column * (width + _GAP), _GAP + row * (height + _GAP)))
    return whole.quantize(_COLOURS)


def draw(out: Path, code: str) -> None:
    """The deck of a region up to the first slide of its appendix, as one picture."""
    from dashboard.briefing import presets, writer
    from dashboard.core.i18n import words
    from dashboard.core.selection import Selection
    from dashboard.warehouse import engine

    facts = engine.current()
    deck = writer.make(facts, presets.one_region(facts, code, Selection()), "pptx")
    with tempfile.TemporaryDirectory() as folder:
        printed = office.convert({"deck.pptx": deck}, Path(folder))["deck.pptx"]
        divider = words("id")("Appendix: sources")
        n = next(n for n, text in enumerate(printed.pages) if text.strip().startswith(divider))
        sheet(printed.pictures(_RESOLUTION)[: n + 2]).save(out, optimize=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    draw(Path(given[0]) if given else OUT, given[1] if len(given) > 1 else CODE)

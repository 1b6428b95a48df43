"""How much room a text needs, measured with a real font before any office program sees it.

The font of a document need not be on this machine. Texts are measured with Arimo, a package of
ours whose letters are exactly as wide as those of Arial and Liberation Sans, and for the font of an
office's own template by its width relative to these.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

# Width of a text in these fonts by its width in Arimo, regular and bold: of lines of 50 letters and
# more of the interface in both languages the widest. Arimo's twins have room for rounding.
_RELATIVE_WIDTH = {
    **dict.fromkeys(("arial", "arimo", "liberation sans", "helvetica"), (1.02, 1.02)),
    **dict.fromkeys(("calibri", "carlito"), (0.95, 0.90)),
    **dict.fromkeys(("arial narrow", "liberation sans narrow"), (0.84, 0.84)),
    **dict.fromkeys(("times new roman", "tinos", "liberation serif"), (0.99, 0.95)),
    "source sans 3": (0.97, 0.95),
    "aptos": (1.03, 1.03),
}
# Of all others, and of what stands in for a font that is missing: DejaVu Sans, Verdana's sister.
_RELATIVE_WIDTH_OF_OTHERS = (1.21, 1.26)
# Fonts that come with every office program, or have a twin there.
_EVERYWHERE = ("arial", "arimo", "liberation sans", "helvetica", "times new roman", "tinos")
# DejaVu Sans, which office programs on Linux take where a document's font is missing: the widest
# that a text meets. Widths of the letters of ASCII from the space on, in thousandths of the size.
_WIDEST = "dejavu sans"
_LETTERS_OF_WIDEST = tuple(
    tuple(map(int, letters.split()))
    for letters in (
        "318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 636 636 "
        "636 636 636 636 337 337 838 838 838 531 1000 684 686 698 770 632 575 775 752 295 295 656 "
        "557 863 748 787 603 787 695 635 611 732 684 989 685 611 685 390 337 390 838 500 500 613 "
        "635 550 635 615 352 635 634 278 278 579 278 974 634 612 635 635 411 521 392 634 592 818 "
        "592 592 525 636 337 636 838",
        "348 456 521 838 696 1002 872 306 457 457 523 838 380 415 380 365 696 696 696 696 696 696 "
        "696 696 696 696 400 400 838 838 838 580 1000 774 762 734 830 683 683 821 837 372 372 775 "
        "637 995 837 850 733 850 770 720 682 812 774 1103 771 724 725 457 365 457 838 500 500 675 "
        "716 593 716 678 435 716 712 343 343 665 343 1042 712 687 716 716 493 595 478 712 652 924 "
        "645 652 582 712 365 712 838",
    )
)
_OTHERS_OF_WIDEST = 1.45  # of their width in Arimo
LINE_HEIGHT = 1.2
ARIMO = resources.files("fontpkg_arimo") / "files" / "Arimo[wght].ttf"
_MEASURED_AT = 100


@dataclass(frozen=True)
class Font:
    """A font by its name, to measure with."""

    name: str

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """The width of one line in points."""
        if self.name.lower() == _WIDEST:
            return _widest_width(text, bold) * size / _MEASURED_AT
        relative = _RELATIVE_WIDTH.get(self.name.lower(), _RELATIVE_WIDTH_OF_OTHERS)[bold]
        return _width(text, bold) * size / _MEASURED_AT * relative

    @property
    def wherever_shown(self) -> Font:
        """To measure with where nothing may overflow: the font, or a wide one in its place.

        A machine that lacks the font shows another; Arial and Times have a twin on each.
        """
        return self if self.name.lower() in _EVERYWHERE else Font("")

    def lines(self, text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        """The text broken into lines that fit the room in points, as office programs break it."""
        broken: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split(" "):
                longer = f"{line} {word}" if line else word
                if self.width(longer, size, bold=bold) <= room:
                    line = longer
                    continue
                if line:
                    broken.append(line)
                *full, line = self._broken(word, size, room, bold)
                broken += full
            broken.append(line)
        return broken

    def height(
        self, texts: Iterable[str], size: float, room: float, *, bold: bool = False
    ) -> float:
        """The height in points of paragraphs, one below the other."""
        return sum(len(self.lines(text, size, room, bold=bold)) for text in texts) * (
            size * LINE_HEIGHT
        )

    def fitting(
        self,
        text: str,
        sizes: Iterable[float],
        room: tuple[float, float],
        *,
        bold: bool = False,
    ) -> tuple[str, float]:
        """The text and the largest of the sizes at which it fits width and height of the room.

        What does not fit at the smallest size ends in an ellipsis.
        """
        width, height = room
        size = 1.0
        for size in sizes:
            if self.height([text], size, width, bold=bold) <= height:
                return text, size
        fits, too_long = 0, len(text)
        while too_long - fits > 1:
            n = (fits + too_long) // 2
            if self.height([text[:n].rstrip() + "…"], size, width, bold=bold) <= height:
                fits = n
            else:
                too_long = n
        return text[:fits].rstrip() + "…", size

    def _broken(self, word: str, size: float, room: float, bold: bool) -> list[str]:
        """A word that is wider than the room, cut where it reaches the edge."""
        parts = [""]
        for letter in word:
            if parts[-1] and self.width(parts[-1] + letter, size, bold=bold) > room:
                parts.append("")
            parts[-1] += letter
        return parts


# The font of all documents: it, or one of its widths, comes with every office program.
FONT = Font("Arial")
# What fits in it fits in every font that takes the place of ours.
WIDEST = Font("DejaVu Sans")


@lru_cache(maxsize=20_000)
def _width(text: str, bold: bool) -> float:
    """Letter by letter: measured once each, and a hair wider than with pairs drawn together."""
    return sum(_letter_width(letter, bold) for letter in text)


@lru_cache(maxsize=20_000)
def _widest_width(text: str, bold: bool) -> float:
    return sum(_letter_of_widest(letter, bold) for letter in text)


@cache
def _letter_of_widest(letter: str, bold: bool) -> float:
    base = unicodedata.normalize("NFD", letter)[0]  # an accent does not widen its letter
    place = ord(base) - ord(" ")
    if 0 <= place < len(_LETTERS_OF_WIDEST[bold]):
        return _LETTERS_OF_WIDEST[bold][place] * _MEASURED_AT / 1000
    return _letter_width(letter, bold) * _OTHERS_OF_WIDEST


@cache
def _letter_width(letter: str, bold: bool) -> float:
    return float(_arimo(bold).getlength(letter))


@cache
def _arimo(bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.truetype(io.BytesIO(ARIMO.read_bytes()), _MEASURED_AT)
    font.set_variation_by_name(b"Bold" if bold else b"Regular")
    return font

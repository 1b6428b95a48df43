"""Numbers as offices write them: decimal comma or point, groups, units, "Rp1,2 miliar"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

COMMA, POINT = ",", "."
# How many zeros a word stands for.
_SCALES = {
    "ribu": 3, "rb": 3, "thousand": 3, "juta": 6, "jt": 6, "million": 6, "miliar": 9, "milyar": 9,
    "billion": 9, "triliun": 12, "trilyun": 12, "trillion": 12,
}  # fmt: skip
_UNIT_WORDS = (
    "rp idr rupiah poin point points orang people jiwa unit kerja work units persen percent pct "
    "operasi operations instansi institutions kegiatan peserta"
)
_UNITS = frozenset(_UNIT_WORDS.split())
_PARTS = re.compile(r"(?P<digits>\d[\d.,' ]*)|(?P<word>[^\W\d_]+)|(?P<sign>[%+()/]|-)")
_GROUPED = re.compile(r"\d{1,3}([., ']\d{3})+")
_LONGEST = 60


class NoNumber(ValueError):
    """A text that is no number."""


class Doubtful(ValueError):
    """A number that can be read two ways: 1.234 is a thousand and more, or a little above one."""


def evidence(texts: Iterable[str]) -> str:
    """The decimal sign that the numbers of a column show beyond doubt; empty where none or both."""
    found = set()
    for text in texts:
        for core in re.findall(r"\d[\d.,]*\d", text[:_LONGEST]):
            signs = [c for c in core if c in ".,"]
            if len(set(signs)) == 2:
                found.add(signs[-1])
            elif len(signs) > 1:
                found.add(COMMA if signs[0] == POINT else POINT)
            elif signs and not _GROUPED.fullmatch(core):
                found.add(signs[0])
    return found.pop() if len(found) == 1 else ""


def read(text: str, decimal: str = "", *, is_whole: bool = False) -> str:
    """A number as the facts write it, with the decimals that it is printed with.

    Args:
        text: as it is written.
        decimal: the decimal sign of its column, where it is known.
        is_whole: whether only whole numbers can stand there: a single sign before three digits
            then groups them.

    Raises:
        NoNumber: it is none.
        Doubtful: it can be read two ways.
    """
    text = text.strip().replace("−", "-").replace("–", "-").replace("\u00a0", " ")
    if len(text) > _LONGEST:
        raise NoNumber(text)
    scale, cores, negative, rest = 0, [], False, text.casefold()
    position = 0
    for part in _PARTS.finditer(rest):
        if rest[position : part.start()].strip(" ."):
            raise NoNumber(text)
        position = part.end()
        if part["digits"]:
            cores.append(part["digits"].strip(" '"))
        elif part["word"]:
            if part["word"] in _SCALES and cores:
                scale += _SCALES[part["word"]]
            elif part["word"] not in _UNITS:
                raise NoNumber(text)
        elif part["sign"] == "-":
            if cores and rest[part.start() :].strip() not in ("-", ",-"):
                raise NoNumber(text)
            negative = not cores
        elif part["sign"] == "/":
            raise NoNumber(text)
    if rest[position:].strip(" .") or len(cores) != 1:
        raise NoNumber(text)
    negative = negative or bool(re.fullmatch(r"\([\d., ]+\)", rest))
    return _written(_split(cores[0].rstrip(".,"), decimal, is_whole), scale, negative=negative)


def _split(core: str, decimal: str, is_whole: bool) -> tuple[str, str]:
    """The digits before and behind the decimal sign."""
    grouped = re.sub(r"(?<=\d)[ '](?=\d{3}(\D|$))", "", core)
    signs = [c for c in grouped if c in ".,"]
    if not grouped or set(grouped) - set("0123456789.,"):
        raise NoNumber(core)
    if not signs:
        return grouped, ""
    if len(set(signs)) == 2:
        last = signs[-1]
        whole, _, behind = grouped.rpartition(last)
        if signs.count(last) > 1 or not _GROUPED.fullmatch(whole):
            raise NoNumber(core)
        return re.sub(r"[.,]", "", whole), behind
    if len(signs) > 1:
        if not _GROUPED.fullmatch(grouped):
            raise NoNumber(core)
        return re.sub(r"[.,]", "", grouped), ""
    whole, _, behind = grouped.partition(signs[0])
    if not _GROUPED.fullmatch(grouped) or whole == "0":
        return whole, behind
    if is_whole:
        return whole + behind, ""
    if not decimal:
        raise Doubtful(core)
    return (whole, behind) if signs[0] == decimal else (whole + behind, "")


def _written(parts: tuple[str, str], scale: int, *, negative: bool) -> str:
    whole, behind = parts
    whole = whole.lstrip("0") or "0"
    text = f"{whole}.{behind}" if behind else whole
    if scale:
        text = f"{Decimal(text).scaleb(scale):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"-{text}" if negative and text.strip("0.") else text


def without_zeros(text: str) -> str:
    """A whole number that is written with decimals of zero, without them."""
    whole, _, behind = text.partition(".")
    return whole if not behind.strip("0") else text

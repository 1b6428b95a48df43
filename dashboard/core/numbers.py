"""Whole numbers out of texts that anybody may have written: an address, a setting."""

from __future__ import annotations

_MOST_DIGITS = 9


def whole_number(text: str, first: int, last: int) -> int | None:
    """The number that a text states, if it lies from `first` to `last`; else None.

    Whoever needs the number takes this one: what is checked is what is used. Only the digits 0 to 9
    count, at most nine of them; a sign, a space, an underscore, an exponent or a digit of another
    script is no whole number.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        return None
    number = int(text)
    return number if first <= number <= last else None

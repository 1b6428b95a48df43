"""Texts as files of office programs can hold them."""

from __future__ import annotations

import re

# What XML 1.0 has no place for, and marks that turn the direction of the text around them.
_NOT_HELD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def printable(text: str) -> str:
    """The text without control characters; line ends become one kind, tabs a space."""
    ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _NOT_HELD.sub("", ends)

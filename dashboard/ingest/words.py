"""The words of sheets: headings, codes and rows that mean something, from synonyms.yaml."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from dashboard.core import dictionary


@cache
def synonyms() -> dict[str, Any]:
    """The whole file, read once."""
    path = Path(__file__).with_name("synonyms.yaml")
    loaded: dict[str, Any] = dictionary.read_yaml(path.read_text(encoding="utf-8"))
    return loaded


@cache
def missing() -> frozenset[str]:
    """Texts that say that nothing is known, in small letters."""
    return frozenset(synonyms()["missing"])


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """A text as it is compared: its words in small letters without accents, one space between."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain.replace("_", " ")))


def is_missing(text: str) -> bool:
    """Whether a cell says that nothing is known."""
    return not text or text.casefold() in missing()


def first_word(text: str) -> str:
    """The first word of a text, as it is compared."""
    return key(text).partition(" ")[0]

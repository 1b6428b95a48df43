"""Dates as offices write them: Indonesian and English, day first, and only as far as they say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from babel import Locale

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
# Short forms that people use beside those of the locale.
_SHORT = {
    "peb": 2, "pebruari": 2, "febr": 2, "mrt": 3, "mart": 3, "agt": 8, "ags": 8, "agst": 8,
    "agus": 8, "aug": 8, "sept": 9, "nop": 11, "nopember": 11, "nopemb": 11, "dese": 12,
}  # fmt: skip
_WEEKDAY = re.compile(r"^[^\W\d_]+['’]?[^\W\d_]*\s*,\s*(?=\d)")
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
)
_NUMERIC = re.compile(
    r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_DAY_MONTH = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s./-]+)?([^\W\d_]+)\.?[\s,./-]+(\d{4}|\d{2})"
)
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})")
_YEAR = re.compile(r"(\d{4})")
_YEAR_WORDS = re.compile(r"^(tahun|thn\.?|ta\.?|year)\s+", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# Days as a spreadsheet counts them, from 1955 to 2119.
_SERIALS = range(20_000, 80_000)
_EPOCH = dt.date(1899, 12, 30)


class NoDay(ValueError):
    """A text that is no date."""


class Doubtful(ValueError):
    """A date whose day and month can be told either way."""


@cache
def months() -> dict[str, int]:
    """Numbers of months by what they are called in either language."""
    found = dict(_SHORT)
    for name in ("id", "en"):
        for width in ("wide", "abbreviated"):
            for number, word in Locale.parse(name).months["format"][width].items():
                found[word.casefold().rstrip(".")] = number
    return found


def orders(texts: Iterable[str]) -> set[str]:
    """The orders of day and month that the dates of a column show beyond doubt."""
    found = set()
    for text in texts:
        if numeric := _NUMERIC.fullmatch(text.strip()):
            first, second = int(numeric[1]), int(numeric[2])
            if first > 12 >= second:
                found.add(DAY_FIRST)
            elif second > 12 >= first:
                found.add(MONTH_FIRST)
    return found


def read(text: str, order: str = DAY_FIRST) -> str:
    """A date as the facts write it, as far as it says: a year, a month or a day.

    Args:
        text: as it is written.
        order: of day and month where only numbers stand; empty where the column shows both.

    Raises:
        NoDay: it is no date.
        Doubtful: only numbers stand there, and the order of the column is not known.
    """
    text = _WEEKDAY.sub("", " ".join(text.split()))
    if found := _ISO.fullmatch(text):
        return _date(found[1], found[2], found[3])
    if found := _NUMERIC.fullmatch(text):
        return _ordered(int(found[1]), int(found[2]), found[3], order)
    if found := _MONTH_YEAR.fullmatch(text):
        return _date(found[2], found[1], None)
    if found := _DAY_MONTH.fullmatch(text):
        if number := months().get(found[2].casefold()):
            if found[1] is None and len(found[3]) == 2:
                raise NoDay(text)  # of "Okt 24" nobody knows whether it is a day or a year
            return _date(found[3], str(number), found[1])
        text = _YEAR_WORDS.sub("", text)
    if (found := _MONTH_DAY.fullmatch(text)) and (number := months().get(found[1].casefold())):
        return _date(found[3], str(number), found[2])
    if (found := _YEAR.fullmatch(_YEAR_WORDS.sub("", text))) and _is_year(int(found[1])):
        return found[1]
    raise NoDay(text)


def of_serial(number: Decimal) -> str:
    """The day that a spreadsheet counts so; only days between 1955 and 2119 are taken for one.

    Raises:
        NoDay: it is no such number.
    """
    if int(number) not in _SERIALS:
        raise NoDay(str(number))
    return (_EPOCH + dt.timedelta(days=int(number))).isoformat()


def _is_year(number: int) -> bool:
    return _FIRST_YEAR <= number <= _LAST_YEAR


def _ordered(first: int, second: int, year: str, order: str) -> str:
    if first <= 12 and second <= 12 and first != second and not order:
        raise Doubtful(f"{first}/{second}")
    is_month_first = second > 12 or (first <= 12 and order == MONTH_FIRST)
    day, month = (second, first) if is_month_first else (first, second)
    return _date(year, str(month), str(day))


def _date(year: str, month: str, day: str | None) -> str:
    number = int(year) + (2000 if len(year) == 2 else 0)
    try:
        if not _is_year(number):
            raise ValueError
        found = dt.date(number, int(month), int(day or 1)).isoformat()
    except ValueError:
        raise NoDay(f"{year}-{month}-{day}") from None
    return found if day else found[:7]

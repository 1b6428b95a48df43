"""Words, numbers and dates in the reader's language.

Message ids in the code are English; `locale/<lang>/LC_MESSAGES/dashboard.po` holds what the
reader sees. Catalogues are read as text (no compiled file can go stale) once per process.
Babel formats every number and date, so that 71.53 reads 71,53 in Bahasa Indonesia.
"""

from __future__ import annotations

import datetime as dt
import gettext
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO
from math import isnan
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal

LANGUAGES = ("id", "en")
# Dates in English read day first here, as they do in Indonesia.
_LOCALE_OF = {"id": "id", "en": "en_GB"}
DEFAULT_LANGUAGE = "id"
_MOST_NUMBERS = 16_384  # that are remembered as they are written
_LOCALES = Path(__file__).resolve().parents[1] / "locale"


def language_of(given: str) -> str:
    """The language that goes by this code, else the default one."""
    return given if given in LANGUAGES else DEFAULT_LANGUAGE


def language_asked(values: Sequence[str]) -> str:
    """The language that an address asks for by its values of `lang`, else the default one.

    Several values are none, as with every parameter that can stand in an address only once.
    """
    return language_of(values[0] if len(values) == 1 else "")


def message(text: str) -> str:
    """Mark a text for the catalogues where it is written; it is said later."""
    return text


@cache
def _catalogue(lang: str) -> gettext.GNUTranslations:
    path = _LOCALES / lang / "LC_MESSAGES" / "dashboard.po"
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Words:
    """Everything that turns a value into text for one language; use `words(lang)` to get it."""

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"unknown language {lang!r}")
        self.lang = lang
        self.locale = Locale.parse(_LOCALE_OF[lang])

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language, with `{name}` places filled."""
        text = _catalogue(self.lang).gettext(message)
        return text.format(**values) if values else text

    def plural(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """The message that fits the number `n`; `{n}` is written as this language writes it."""
        text = _catalogue(self.lang).ngettext(singular, plural, n)
        return text.format(n=self.number(n, 0), **values)

    def number(self, value: float | None, decimals: int = 2) -> str:
        """A number with exactly `decimals` decimals; a missing value reads as missing."""
        if value is None or isnan(value):
            return self("no data")
        return _number(value or 0, decimals, self.locale)  # a zero has no sign

    def exact(self, value: Decimal | float) -> str:
        """A number with the digits that it has, at most 12 for one of the machine; no grouping."""
        digits = value if isinstance(value, Decimal) else Decimal(f"{value:.12g}")
        return f"{digits:f}".replace(".", self.locale.number_symbols["latn"]["decimal"])

    def signed(self, value: float | None, decimals: int = 2) -> str:
        """A change with its sign written out; the minus is the typographic one."""
        if value is None or isnan(value):
            return self("no data")
        rounded = round(value, decimals)
        sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
        return sign + self.number(abs(rounded), decimals)

    def rupiah(self, value: int | None, *, exact: bool = False) -> str:
        """An amount of money, short (Rp1,2 miliar) or to the last rupiah (Rp1.200.000.000)."""
        if value is None:
            return self("no data")
        if exact:
            return "Rp" + self.number(value, 0)
        return "Rp" + format_compact_decimal(
            value, format_type="long", locale=self.locale, fraction_digits=2
        )

    def date(self, value: dt.date, precision: str = "day", length: str = "long") -> str:
        """A date as far as it is known: `day`, `month` or `year`."""
        if precision == "year":
            return str(value.year)
        if precision == "month":
            return format_date(value, "MMMM y" if length == "long" else "MMM y", locale=self.locale)
        return format_date(value, length, locale=self.locale)

    def partial_date(self, text: str, length: str = "medium") -> str:
        """A date that a source gives as `2025`, `2025-10` or `2025-10-14`."""
        year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
        precision = ("year", "month", "day")[text.count("-")]
        return self.date(dt.date(year, month, day), precision, length)

    def moment(self, value: dt.datetime) -> str:
        """A day and its time in its own zone, to the minute."""
        time = format_time(value, "HH:mm" if self.lang == "en" else "HH.mm", locale=self.locale)
        return f"{self.date(value.date())} {time} {value.tzname() or ''}".rstrip()

    def ago(self, moment: dt.datetime) -> str:
        """How long ago something was, in minutes, hours or days."""
        since = min(moment - dt.datetime.now(dt.UTC), dt.timedelta(minutes=-1))
        return format_timedelta(
            since, granularity="minute", threshold=1.2, add_direction=True, locale=self.locale
        )

    def list(self, items: list[str]) -> str:
        """Items joined the way this language lists them."""
        return format_list(items, locale=self.locale) if items else ""

    def pick(self, record: object, name: str) -> str:
        """The column `<name>_<lang>` of a row that carries both languages."""
        return record[f"{name}_{self.lang}"]  # type: ignore[index]


@lru_cache(maxsize=_MOST_NUMBERS)
def _number(value: float, decimals: int, locale: Locale) -> str:
    """A number as a language writes it: Babel works it out in a fifth of a millisecond."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=locale)


@cache
def words(lang: str) -> Words:
    """The words of one language, made once."""
    return Words(lang)

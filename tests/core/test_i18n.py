"""Words: the catalogues are complete, and numbers and dates read as the language writes them."""

from __future__ import annotations

import ast
import contextlib
import datetime as dt
import math
import re
import shlex
import string
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from dashboard.core.i18n import DEFAULT_LANGUAGE, LANGUAGES, Words, words
from tests.fixtures import ROOT

LOCALE = ROOT / "dashboard" / "locale"
ID, EN = words("id"), words("en")


def catalogue(lang: str) -> Catalog:
    path = LOCALE / lang / "LC_MESSAGES" / "dashboard.po"
    return read_po(BytesIO(path.read_bytes()), locale=lang)


def extractor() -> list[str]:
    """The options of `pybabel extract` that `make words` gives: keywords and folders."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    [command] = re.findall(r"pybabel -q extract (.+)", makefile)
    options = shlex.split(command)
    at = options.index("-o")
    assert options[at + 2 :] == ["dashboard", "pages"]
    return ["extract", *options[:at]]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory) -> Catalog:
    """The messages that the code says."""
    template = Path(tmp_path_factory.mktemp("words")) / "dashboard.pot"
    with contextlib.chdir(ROOT):
        options = ["-q", *extractor(), "-o", str(template), "dashboard", "pages"]
        CommandLineInterface().run(["pybabel", *options])
    return read_po(BytesIO(template.read_bytes()))


def texts(message: Message) -> list[str]:
    found = message.string
    return [found] if isinstance(found, str) else list(found or [""])


def key(message: Message) -> str | tuple[str, ...]:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def places(text: str) -> list[str]:
    """The `{name}` places of a text; a stray brace raises here as it would on the screen."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


# --- catalogues ----------------------------------------------------------------------------------


def test_the_extractor_finds_messages_and_plurals(wanted):
    found = {key(message) for message in wanted if message.id}
    assert len(found) > 100
    assert "no data" in found
    assert any(isinstance(entry, tuple) for entry in found)


def test_no_message_exists_inside_an_f_string_only(wanted):
    """The extractor does not look into f-strings before Python 3.12: such a message is lost."""
    extracted = {key(message) for message in wanted if message.id}
    extracted |= {entry[0] for entry in extracted if isinstance(entry, tuple)}
    lost = {
        call.args[0].value
        for path in (*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "pages").glob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
        if ast.unparse(call.func) in ("say", "say.plural")
    }
    assert lost - extracted == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_of_the_code_is_in_the_catalogue_and_none_is_left_over(wanted, lang):
    said = {key(message) for message in wanted if message.id}
    known = {key(message) for message in catalogue(lang) if message.id}
    assert said - known == set(), "run `make words` and fill in what is new"
    assert known - said == set(), "run `make words`: nothing says these any more"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_message_is_empty_fuzzy_or_obsolete(lang):
    found = catalogue(lang)
    messages = [message for message in found if message.id]
    assert [m.id for m in messages if not all(text.strip() for text in texts(m))] == []
    assert [m.id for m in messages if m.fuzzy] == []
    assert not found.obsolete
    assert not any("fuzzy" in comment for comment in found.header_comment.splitlines())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_placeholders_are_those_of_the_code(lang):
    for message in catalogue(lang):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        for text in texts(message):
            assert places(text) == places(ids[-1]), message.id
            assert {t.startswith(" ") for t in (text, ids[0])} in ({True}, {False}), message.id


def test_plurals_have_the_forms_of_their_language():
    for lang, forms in (("id", 1), ("en", 2)):
        found = catalogue(lang)
        assert found.num_plurals == forms
        plurals = [message for message in found if message.pluralizable]
        assert plurals
        assert all(len(texts(message)) == forms for message in plurals)


def test_english_says_what_the_code_says():
    for message in catalogue("en"):
        if message.id and isinstance(message.id, str):
            assert message.string == message.id


def test_bahasa_indonesia_is_translated():
    """A message may read the same in both languages, but hardly any does."""
    messages = [m for m in catalogue("id") if m.id and isinstance(m.id, str)]
    same = [m.id for m in messages if m.string == m.id]
    assert len(same) < len(messages) / 10, same


# --- saying --------------------------------------------------------------------------------------


def test_places_are_filled_and_the_language_matters():
    asked: dict[str, Any] = {"value": "1999", "name": "year", "first": 2021, "last": 2025}
    message = "The year “{value}” ({name}) lies outside {first} to {last}."
    assert EN(message, **asked) == "The year “1999” (year) lies outside 2021 to 2025."
    told = ID(message, **asked)
    assert told != EN(message, **asked)
    assert all(str(value) in told for value in asked.values())
    assert EN("no data") == "no data"
    assert ID("no data") == "tidak ada data"


def test_a_value_with_braces_stays_as_it_is():
    assert "{first}" in ID("The region code “{value}” is not known.", value="{first}")


def test_a_message_that_no_catalogue_knows_is_said_as_it_stands():
    assert ID("brand new {n}", n=3) == "brand new 3"


@pytest.mark.parametrize(
    ("n", "in_id", "in_en"),
    [
        (0, "0 operasi", "0 operations"),
        (1, "1 operasi", "1 operation"),
        (2, "2 operasi", "2 operations"),
        (1234, "1.234 operasi", "1,234 operations"),
    ],
)
def test_plurals(n, in_id, in_en):
    assert ID.plural("{n} operation", "{n} operations", n) == in_id
    assert EN.plural("{n} operation", "{n} operations", n) == in_en


def test_only_two_languages():
    assert DEFAULT_LANGUAGE == "id" in LANGUAGES
    with pytest.raises(ValueError, match="fr"):
        Words("fr")
    assert words("id") is ID


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "in_id", "in_en"),
    [
        (71.53, 2, "71,53", "71.53"),
        (71.5, 2, "71,50", "71.50"),
        (71, 2, "71,00", "71.00"),
        (71.534, 1, "71,5", "71.5"),
        (1234, 0, "1.234", "1,234"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (0, 0, "0", "0"),
        (0.04, 1, "0,0", "0.0"),
        (-8.39, 2, "-8,39", "-8.39"),
        (None, 2, "tidak ada data", "no data"),
        (math.nan, 2, "tidak ada data", "no data"),
    ],
)
def test_numbers(value, decimals, in_id, in_en):
    assert ID.number(value, decimals) == in_id
    assert EN.number(value, decimals) == in_en


def test_zero_is_not_missing():
    assert ID.number(0.0) == "0,00"
    assert ID.signed(0.0) == "±0,00"


@pytest.mark.parametrize(
    ("value", "in_id", "in_en", "exact"),
    [
        (0, "Rp0", "Rp0", "Rp0"),
        (750, "Rp750", "Rp750", "Rp750"),
        (500_000, "Rp500 ribu", "Rp500 thousand", "Rp500.000"),
        (71_000_000, "Rp71 juta", "Rp71 million", "Rp71.000.000"),
        (99_900_000, "Rp99,9 juta", "Rp99.9 million", "Rp99.900.000"),
        (1_200_000_000, "Rp1,2 miliar", "Rp1.2 billion", "Rp1.200.000.000"),
        (6_820_000_000, "Rp6,82 miliar", "Rp6.82 billion", "Rp6.820.000.000"),
        (110_387_800_000, "Rp110,39 miliar", "Rp110.39 billion", "Rp110.387.800.000"),
        (1_200_000_000_000, "Rp1,2 triliun", "Rp1.2 trillion", "Rp1.200.000.000.000"),
    ],
)
def test_rupiah_with_the_right_unit_and_to_the_last_one(value, in_id, in_en, exact):
    assert ID.rupiah(value) == in_id
    assert EN.rupiah(value) == in_en
    assert ID.rupiah(value, exact=True) == exact
    assert EN.rupiah(value, exact=True) == exact.replace(".", ",")


def test_an_unknown_amount_is_no_zero():
    assert ID.rupiah(None) == ID("no data")
    assert EN.rupiah(None, exact=True) == "no data"


@pytest.mark.parametrize(
    ("value", "decimals", "in_id", "in_en"),
    [
        (-8.39, 2, "−8,39", "−8.39"),
        (1.77, 2, "+1,77", "+1.77"),
        (0.004, 2, "±0,00", "±0.00"),
        (-0.004, 2, "±0,00", "±0.00"),
        (-1234.5, 1, "−1.234,5", "−1,234.5"),
        (3, 0, "+3", "+3"),
        (None, 2, "tidak ada data", "no data"),
        (math.nan, 2, "tidak ada data", "no data"),
    ],
)
def test_changes_carry_their_sign(value, decimals, in_id, in_en):
    assert ID.signed(value, decimals) == in_id
    assert EN.signed(value, decimals) == in_en


# --- dates, lists, both languages of a row -------------------------------------------------------


@pytest.mark.parametrize(
    ("precision", "length", "in_id", "in_en"),
    [
        ("day", "long", "16 Oktober 2024", "16 October 2024"),
        ("day", "medium", "16 Okt 2024", "16 Oct 2024"),
        ("month", "long", "Oktober 2024", "October 2024"),
        ("month", "medium", "Okt 2024", "Oct 2024"),
        ("year", "long", "2024", "2024"),
        ("year", "medium", "2024", "2024"),
    ],
)
def test_dates_as_far_as_they_are_known(precision, length, in_id, in_en):
    day = dt.date(2024, 10, 16)
    assert ID.date(day, precision, length) == in_id
    assert EN.date(day, precision, length) == in_en


@pytest.mark.parametrize(
    ("items", "in_id", "in_en"),
    [
        ([], "", ""),
        (["Kalsel"], "Kalsel", "Kalsel"),
        (["Kalsel", "Kaltim"], "Kalsel dan Kaltim", "Kalsel and Kaltim"),
        (["A", "B", "C"], "A, B, dan C", "A, B and C"),
    ],
)
def test_lists(items, in_id, in_en):
    assert ID.list(items) == in_id
    assert EN.list(items) == in_en


def test_a_row_with_both_languages():
    row: dict[str, Any] = {"title_id": "Rakor", "title_en": "Meeting"}
    assert (ID.pick(row, "title"), EN.pick(row, "title")) == ("Rakor", "Meeting")


@pytest.mark.parametrize(
    ("text", "in_id", "in_en"),
    [
        ("2024", "2024", "2024"),
        ("2024-10", "Okt 2024", "Oct 2024"),
        ("2024-10-16", "16 Okt 2024", "16 Oct 2024"),
    ],
)
def test_dates_as_far_as_a_source_gives_them(text, in_id, in_en):
    assert words("id").partial_date(text) == in_id
    assert words("en").partial_date(text) == in_en


def test_no_message_is_said_where_the_extractor_cannot_see_it():
    """`reader()("…")` reads well and is translated never: the extractor looks for `say("…")`."""
    for path in (*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "pages").glob("*.py")):
        unseen = re.findall(r"(?:reader|words)\([^()]*\)\(", path.read_text(encoding="utf-8"))
        assert not unseen, f"{path.name}: {unseen}"

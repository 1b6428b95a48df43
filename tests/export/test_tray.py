"""A tray as a file and in an address: what goes in comes out, and nothing else is let in."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import CODE_FILTERS, PARAMETERS, REFERENCES, SCOPES, Selection
from dashboard.export import tray as trays
from dashboard.export.tray import Item, Texts, Tray, item
from dashboard.export.tray_messages import BrokenTray, FullTray
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import choices, engine
from tests.cases import HOSTILE
from tests.examples import tried

FACTS = engine.current()
REGIONS = sorted(choices.regions(FACTS))
SUBJECTS = (*REGISTRY, *trays.STATEMENTS, *trays.OWN)

own_words = st.text(max_size=40) | st.sampled_from([HOSTILE, "x" * 300, "a" * 299 + "é"])
texts = st.builds(Texts, title=own_words, message=own_words, note=own_words, body=own_words)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """A question that its figure or statement can be asked, with words of somebody on it."""
    subject = draw(st.sampled_from(SUBJECTS))
    offer = trays.offer_of(FACTS, subject)
    assert offer is not None
    year = draw(st.none() | st.sampled_from(offer.years))
    from_years = [known for known in offer.years if year is None or known <= year]
    codes: dict[str, Any] = {
        name: tuple(draw(st.lists(st.sampled_from(PARAMETERS[name].allowed(offer)), max_size=1)))
        for name in CODE_FILTERS
    }
    asked = Selection(
        region=tuple(draw(st.lists(st.sampled_from(REGIONS), max_size=5, unique=True))),
        scope=draw(st.sampled_from(SCOPES)),
        year=year,
        from_year=draw(st.none() | st.sampled_from(from_years)),
        indicator=draw(st.sampled_from(offer.indicators)),
        reference=tuple(draw(st.lists(st.sampled_from(REFERENCES), unique=True))),
        weights=draw(st.sampled_from([(), (5, 5, 0), (1, 0, 10)])),
        **codes,
    )
    told = draw(st.dictionaries(st.sampled_from(LANGUAGES), texts, max_size=2))
    return Item(subject, item(subject, asked).selection, told)


whole = st.builds(
    Tray,
    items=st.lists(items(), max_size=6).map(tuple),
    lang=st.sampled_from(LANGUAGES),
    titles=st.dictionaries(st.sampled_from(LANGUAGES), own_words, max_size=2),
)


def said(tray: Tray) -> tuple[object, ...]:
    """What a tray says: an empty text and none are the same."""
    asked = [
        (one.subject, one.selection, [one.texts_in(lang) for lang in LANGUAGES])
        for one in tray.items
    ]
    return asked, tray.lang, [tray.titles.get(lang, "") for lang in LANGUAGES]


@given(tray=whole)
@tried(30)
def test_a_file_and_an_address_give_back_what_they_hold(tray: Tray) -> None:
    read = trays.from_json(FACTS, trays.as_json(tray))
    assert read.ignored == ()
    assert said(read.tray) == said(tray)
    text = trays.as_text(tray)
    assert text.isascii()
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    read = trays.from_text(FACTS, text)
    assert read.ignored == ()
    if tray.items or any(tray.titles.values()):
        assert said(read.tray) == said(tray)


def packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content)).decode().rstrip("=")


def from_text(text: str) -> None:
    try:
        trays.from_text(FACTS, text)
    except BrokenTray as error:
        for lang in LANGUAGES:
            assert error.message(words(lang))


@given(st.text() | st.text("abcXYZ019-_=%+/", max_size=80))
@example("=")
@example("\ud800")
@example(packed(b"[]")[:-4])
@example(packed(b"x" * 5_000_000))
def test_no_text_breaks_more_than_the_tray(text: str) -> None:
    from_text(text)


whatever = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
near = st.fixed_dictionaries(
    {"format": st.just(1) | whatever},
    optional={
        "lang": st.sampled_from(LANGUAGES) | whatever,
        "titles": whatever,
        "items": st.lists(
            st.fixed_dictionaries(
                {"subject": st.sampled_from(SUBJECTS) | st.text(max_size=8)},
                optional={
                    "parameters": whatever
                    | st.dictionaries(
                        st.sampled_from(("region", "year", "scope", "weights", "x")),
                        st.lists(st.text(max_size=6), max_size=3),
                    ),
                    "texts": whatever,
                },
            ),
            max_size=3,
        )
        | whatever,
    },
)


@given(document=whatever | near)
def test_no_document_breaks_more_than_the_tray(document: object) -> None:
    text = packed(json.dumps(document).encode())
    from_text(text)


@pytest.mark.parametrize(
    "content",
    [
        b'{"format": 1, "items": [], "titles": {"id": "\\ud800"}}',
        b'{"format": 1, "items": []' + b"[" * 200_000,
        b'{"format": ' + b"9" * 5000 + b', "items": []}',
        b"\xff\xfe",
        b" " * ((1 << 20) + 1),
        b"",
    ],
    ids=["half a letter", "deep", "long number", "no utf-8", "large", "empty"],
)
def test_files_that_are_no_tray_are_told(content: bytes) -> None:
    with pytest.raises(BrokenTray) as caught:
        trays.from_json(FACTS, content)
    assert "Paparan" in caught.value.message(words("id"))


def test_a_broken_place_is_named() -> None:
    content = b'{"format": 1, "items": [{"subject": "spi-map", "texts": {"id": {"title": 7}}}]}'
    with pytest.raises(BrokenTray) as caught:
        trays.from_json(FACTS, content)
    assert "items/0/texts/id/title" in caught.value.message(words("en"))


def test_what_cannot_be_asked_is_left_out_and_named() -> None:
    document = {
        "format": 1,
        "items": [
            {"subject": "no-such-figure"},
            {"subject": "spi-trend", "parameters": {"region": ["63", "99"], "year": ["1800"]}},
            {"subject": "spi-trend", "parameters": {"region": REGIONS[:150]}},
        ],
    }
    read = trays.from_json(FACTS, json.dumps(document).encode())
    told = [one.sentence(words("id")) for one in read.ignored]
    assert told[0] == "Bagian 1: gambar “no-such-figure” tidak ada dan dilewati."
    assert "99" in told[1]
    assert "1800" in told[2]
    assert told[3].startswith("Bagian 3 (spi-trend): 150 wilayah terlalu banyak")
    [kept] = read.tray.items
    assert kept.selection == item("spi-trend", Selection(region=("63",))).selection


def test_newest_stays_newest() -> None:
    tray = Tray((item("spi-trend", Selection(region=("63",))),))
    assert b'"year"' not in trays.as_json(tray)
    assert trays.from_text(FACTS, trays.as_text(tray)).tray.items[0].selection.year is None


def test_an_empty_tray_leaves_no_trace_in_an_address() -> None:
    assert trays.as_text(Tray(lang="en")) == ""
    assert trays.from_text(FACTS, "").tray == Tray()


def test_a_full_tray_takes_nothing_more() -> None:
    one = item("spi-map", Selection())
    tray = Tray((one,) * trays.MOST_ITEMS)
    with pytest.raises(FullTray) as caught:
        tray.added(one)
    assert "40" in caught.value.message(words("id"))


def test_items_move_and_words_are_cut() -> None:
    first, second, third = (item(name, Selection()) for name in ("spi-map", "spi-trend", "ott-map"))
    tray = Tray((first, second, third))
    assert tray.moved(2, 0).items == (third, first, second)
    assert tray.moved(0, 99).items == (second, third, first)
    assert tray.without(1).items == (first, third)
    told = first.with_texts("en", title="x" * 999).with_texts("id", note="ya")
    assert len(told.texts_in("en").title) == 300
    assert told.texts_in("id") == Texts(note="ya")

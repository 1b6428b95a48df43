"""Parts of a briefing in a reader's own words, and one year for all: as a tray holds them."""

from __future__ import annotations

import json

import pytest

from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.export import tray as trays
from dashboard.export.tray import Item, Texts, Tray, item
from dashboard.export.tray_messages import BrokenTray, FullTray
from dashboard.figures import years
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import choices, engine
from tests.cases import HOSTILE

FACTS = engine.current()
KALSEL = Selection(region=("63",))


def read(*items: dict[str, object]) -> trays.Read:
    return trays.from_json(FACTS, json.dumps({"format": 1, "items": items}).encode())


@pytest.mark.parametrize("subject", trays.OWN)
def test_an_own_part_asks_nothing_and_keeps_its_words(subject: str) -> None:
    one = item(subject, Selection(region=("63",), year=2024, scope="agregat_wilayah"))
    assert one.selection == Selection()
    one = one.with_texts("id", title="Judul", body=f"{HOSTILE}\n\n  Kedua  \n")
    *_hostile, last = one.texts_in("id").lines
    assert last == "Kedua"
    tray = Tray((one,))
    assert trays.from_json(FACTS, trays.as_json(tray)) == trays.Read(tray)
    assert trays.from_text(FACTS, trays.as_text(tray)) == trays.Read(tray)
    told = read({"subject": subject, "parameters": {"region": ["63"]}})
    assert [one.subject for one in told.tray.items] == [subject]
    assert "region" in told.ignored[0].sentence(words("en"))


def test_a_body_is_cut_in_the_editor_and_refused_in_a_file() -> None:
    long = item("text", Selection()).with_texts("en", body="x" * 2001)
    assert len(long.texts_in("en").body) == 2000
    with pytest.raises(BrokenTray) as caught:
        read({"subject": "text", "texts": {"en": {"body": "x" * 2001}}})
    assert caught.value.where == "items/0/texts/en/body"


def test_a_tray_of_before_is_read_as_it_was() -> None:
    texts = {"id": {"title": "Turun", "message": "Pesan", "note": "Catatan"}}
    [kept] = read({"subject": "spi-trend", "texts": texts}).tray.items
    assert kept.texts_in("id") == Texts("Turun", "Pesan", "Catatan")
    document = json.loads(trays.as_json(Tray((kept,))))
    assert document["format"] == 1
    assert document["items"][0]["texts"] == texts


def test_what_is_empty_is_left_out_and_known_by_its_place() -> None:
    empty, noted = Item("text"), Item("divider").with_texts("id", note="Jeda")
    bodied = Item("divider").with_texts("id", body="Bukan miliknya")
    told = [
        Item("text").with_texts("id", body="Isi"),
        Item("divider").with_texts("id", title="Bagian"),
        Item("divider").with_texts("id", message="Sesudah jeda"),
        item("unknown", KALSEL),
    ]
    tray = Tray((empty, told[0], noted, told[1], bodied, told[2], told[3]))
    assert tray.empty_places == (0, 2, 4)
    assert tray.without_empty().items == tuple(told)
    # In the other language only what needs no words is left.
    assert tray.in_language("en").without_empty().items == (told[3],)
    blank = Item("text").with_texts("id", title="  ", body="\n \n")
    assert blank.is_empty_in("id")
    assert Item("divider").with_texts("id", title="\x07\u200b\x00").is_empty_in("id")


def test_a_part_is_added_at_a_place() -> None:
    first, second, new = item("spi-map", KALSEL), item("spi-trend", KALSEL), Item("text")
    tray = Tray((first, second))
    assert tray.added(new, 0).items == (new, first, second)
    assert tray.added(new, 1).items == (first, new, second)
    assert tray.added(new).items == (first, second, new)
    full = Tray((first,) * trays.MOST_ITEMS)
    with pytest.raises(FullTray):
        full.added(new, 3)


@pytest.mark.parametrize("subject", trays.STATEMENTS)
@pytest.mark.parametrize("region", [[], ["99"], ["99", ""]])
def test_a_statement_without_a_region_stays_to_be_given_one(
    subject: str, region: list[str]
) -> None:
    found = read({"subject": subject, "parameters": {"region": region}}, {"subject": "spi-map"})
    assert [one.subject for one in found.tray.items] == [subject, "spi-map"]
    assert found.tray.empty_places == (0,)
    assert not item(subject, KALSEL).is_empty_in("id")


def test_one_year_for_every_part_that_knows_one() -> None:
    subjects = (*REGISTRY, *trays.STATEMENTS, *trays.OWN)
    spans = Selection(region=("63",), year=2022, from_year=2021, to_year=2023)
    tray = Tray(tuple(item(subject, spans) for subject in subjects))
    assert tray.years == {2022}
    for year in (*choices.survey_years(FACTS), None):
        changed = trays.in_year(FACTS, tray, year)
        assert changed.years == {year}
        assert all(one.selection.to_year is None for one in changed.items)
        # What became of it can be asked: it is read back as it is, and nothing is left out.
        again = trays.from_json(FACTS, trays.as_json(changed))
        assert again == trays.Read(changed)
    assert {one.selection.from_year for one in trays.in_year(FACTS, tray, 2021).items} == {
        None,
        2021,
    }
    late = Tray((item("spi-trend", Selection(year=2025, from_year=2024)),))
    assert trays.in_year(FACTS, late, 2023).items[0].selection == Selection(year=2023)
    assert Tray((Item("text"),)).years == set()


def test_the_window_of_events_is_not_the_year_of_the_briefing() -> None:
    events = item("ott-timeline", Selection(from_year=2016, year=2025))
    assert Tray((item("spi-map", Selection()), events)).years == {None}
    assert Tray((events,)).years == {2025}
    asked = trays.in_year(FACTS, Tray((events,)), 2020)
    assert asked.items[0].selection == Selection(from_year=2016, year=2020)


def test_without_a_year_events_end_where_those_of_statements_do() -> None:
    end = years.window_end(FACTS, Selection())
    events = [subject for subject, one in REGISTRY.items() if one.years != "survey"]
    tray = Tray(tuple(item(subject, Selection(year=2023)) for subject in events))
    assert trays.in_year(FACTS, tray, None).years == {None}
    tray = tray.added(item("position", KALSEL))
    for one in trays.in_year(FACTS, tray, None).items[:-1]:
        assert one.selection.year in {None, end}
        last = REGISTRY[one.subject].resolve(FACTS, one.selection).year
        assert last is not None
        assert last <= end

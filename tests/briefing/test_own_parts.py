"""Parts in a reader's own words as a briefing says them, and what the command line refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.briefing import command, compose, description, writer
from dashboard.briefing.presets import compare, nota, one_region
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import tray as trays
from dashboard.export.tray import Item, Tray, item
from dashboard.warehouse import engine
from tests.cases import HOSTILE

FACTS = engine.current()
KALSEL = Selection(region=("63",))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_said_first_stands_in_the_place_of_a_missing_title(lang: str) -> None:
    text = Item("text").with_texts(lang, body="Satu.\n\n Dua.")
    part = compose.part_of(FACTS, text, lang)
    assert (part.title, part.sentences) == ("Satu.", ("Dua.",))
    assert description.headline(FACTS, text, lang) == "Satu."
    titled = compose.part_of(FACTS, text.with_texts(lang, title="Judul"), lang)
    assert (titled.title, titled.sentences) == ("Judul", ("Satu.", "Dua."))
    divider = Item("divider").with_texts(lang, message="Sesudah jeda")
    part = compose.part_of(FACTS, divider, lang)
    assert (part.title, part.message) == ("Sesudah jeda", "")
    for subject in trays.OWN:
        empty = compose.part_of(FACTS, Item(subject), lang)
        assert empty.title
        assert description.headline(FACTS, Item(subject), lang) == empty.title


def test_hostile_words_make_no_title_of_control_letters() -> None:
    part = compose.part_of(FACTS, Item("text").with_texts("id", body=HOSTILE), "id")
    assert part.title
    assert "\x00" not in part.title + "".join(part.sentences)
    blank = Item("text").with_texts("id", title="\x07", body="\x00\n\x07")
    assert (
        compose.part_of(FACTS, blank, "id").title
        == compose.part_of(FACTS, Item("text"), "id").title
    )


def test_the_command_line_refuses_parts_that_say_nothing() -> None:
    own = Item("text").with_texts("id", title="Ada")
    tray = Tray((own, Item("divider"), item("position", Selection())))
    said = set()
    for lang in LANGUAGES:
        with pytest.raises(command.BadRequest) as caught:
            command.heed_empty(tray, words(lang))
        said.add(str(caught.value))
        assert "2 (divider)" in str(caught.value)
        assert "3 (position)" in str(caught.value)
    assert len(said) == 2
    with pytest.raises(command.BadRequest):
        command.heed_empty(Tray((own,), "en"), words("en"))
    command.heed_empty(Tray((own, item("position", KALSEL))), words("id"))


@pytest.mark.parametrize("year", [None, 2021, 2024])
def test_a_ready_made_tray_is_read_back_as_it_was(year: int | None) -> None:
    asked = Selection(year=year)
    for tray in (
        *(one_region(FACTS, code, asked) for code in ("63", "64.71")),
        compare(FACTS, ("63", "64"), asked),
        nota(FACTS, "63", asked),
    ):
        assert trays.from_json(FACTS, trays.as_json(tray)) == trays.Read(tray)
        assert tray.empty_places == ()
        assert tray.years == {year}


def test_own_parts_stand_in_every_form_of_file(tmp_path: Path) -> None:
    tray = Tray(
        (
            Item("divider").with_texts("id", title="Bagian akhir", message="Tiga hal"),
            Item("text").with_texts("id", title="Kami minta", body="Lengkapi data."),
        )
    )
    page = writer.make(FACTS, tray, "html").decode()
    assert all(
        text in page for text in ("Bagian akhir", "Tiga hal", "Kami minta", "Lengkapi data.")
    )

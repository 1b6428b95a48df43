"""Parts in own words, parts asked anew where they stand, and their small pictures."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.briefing import compose, description, writer
from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import tray as trays
from dashboard.export.tray import Item, Tray, item
from dashboard.figures.registry import REGISTRY
from dashboard.ui import tray_parameters
from dashboard.ui.region_box import TYPED
from dashboard.warehouse import choices
from tests.apptest import given_values, html, text, visit
from tests.cases import HOSTILE
from tests.ui.trays import (
    FACTS,
    KALSEL,
    TREND,
    TWO,
    briefing,
    heads,
    press,
    subjects,
    told,
    tray_of,
)

POSITION = item("position", KALSEL)


def numbers(app: AppTest) -> tuple[int, ...]:
    found: tuple[int, ...] = app.session_state["collected"].numbers
    return found


def opened(app: AppTest, fold: str, number: int) -> AppTest:
    app.session_state[f"briefing-{fold}-{number}"] = True
    return app.run()


def pictures(app: AppTest) -> list[tuple[str, str]]:
    """The address and the alternative text of each small picture."""
    found = re.findall(r'<img class="thumbnail[^"]*" src="([^"]*)" alt="([^"]*)"', html(app))
    return [(unescape(address), unescape(alt)) for address, alt in found]


def picked(app: AppTest, key: str, value: Any) -> AppTest:
    app.selectbox(key=key).set_value(value).run()
    assert not app.exception
    return app


# --- own words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "label", "said", "empty"),
    [
        ("id", "Tambah salindia teks", "Ditambahkan sebagai bagian 3", "Masih kosong"),
        ("en", "Add text slide", "Added as part 3", "Still empty"),
    ],
)
def test_a_text_slide_is_added_and_written(lang: str, label: str, said: str, empty: str) -> None:
    app = briefing(TWO.in_language(lang), lang=lang)
    assert app.button(key="briefing-add-text").label == label
    press(app, "briefing-add-text")
    assert subjects(app) == ["spi-trend", "spi-map", "text"]
    assert said in told(app)
    assert empty in text(app)
    number = numbers(app)[2]
    # It is open to be written, and asks nothing.
    app.text_area(key=f"briefing-body-{number}-{lang}").set_value("Satu\nDua <b>").run()
    app.text_input(key=f"briefing-title-{number}-{lang}").set_value("Judul kami").run()
    assert not app.exception
    assert empty not in text(app)
    assert heads(app)[2] == "3. Judul kami"
    assert tray_of(app).items[2].texts_in(lang).lines == ("Satu", "Dua <b>")
    keys = {box.key for box in app.text_area}
    assert f"briefing-message-{number}-{lang}" not in keys
    assert f"briefing-asked-{number}" not in app.session_state
    press(app, f"briefing-remove-{number}")
    press(app, "briefing-restore-button")
    assert tray_of(app).items[2].texts_in(lang).title == "Judul kami"


def test_a_new_part_goes_to_the_chosen_place_and_the_choice_follows_its_part() -> None:
    app = briefing(TWO, lang="id")
    first, second = numbers(app)
    press(app, "briefing-add-divider")
    assert subjects(app) == ["spi-trend", "spi-map", "divider"]
    picked(app, "briefing-place", second)
    press(app, "briefing-add-divider")
    press(app, "briefing-add-text")
    assert subjects(app) == ["spi-trend", "divider", "text", "spi-map", "divider"]
    press(app, f"briefing-remove-{second}")
    assert app.selectbox(key="briefing-place").value == 0
    picked(app, "briefing-place", first)
    press(app, "briefing-add-text")
    assert subjects(app)[0] == "text"


def test_a_briefing_can_begin_with_own_words() -> None:
    app = visit("paparan", region="63", lang="id")
    press(app, "briefing-add-divider")
    assert subjects(app) == ["divider"]
    # Nothing would stand in a file: it is said, and none is made.
    assert "Bagian 1 belum ada isinya" in text(app)
    assert app.button(key="briefing-make").disabled
    assert "briefing-year" not in {box.key for box in app.selectbox}


def test_a_file_leaves_out_what_is_empty_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Tray] = []

    def make(_known: object, tray: Tray, _form: str, **_options: Any) -> bytes:
        made.append(tray)
        return b"file"

    monkeypatch.setattr(writer, "make", make)
    divider = Item("divider").with_texts("id", title="Lampiran")
    app = briefing(Tray((Item("text"), TREND, divider, Item("divider"))), lang="id")
    assert "Bagian 1 dan 4 belum ada isinya" in text(app)
    press(app, "briefing-make")
    assert made == [Tray((TREND, divider))]
    app.button_group(key="briefing-lang").set_value("en").run()
    assert "Bagian 1, 3, dan 4 belum ada isinya" in text(app)
    press(app, "briefing-make")
    assert made[1] == Tray((TREND,), "en")
    assert len(tray_of(app).items) == 4


def test_a_full_tray_takes_no_own_part_and_says_so() -> None:
    many = [Item("divider").with_texts("id", title=f"Bagian {n}") for n in range(40)]
    app = briefing(Tray(tuple(many)), lang="id")
    press(app, "briefing-add-text")
    assert "Paparan memuat paling banyak 40 bagian" in told(app)
    assert len(tray_of(app).items) == 40


@pytest.mark.parametrize("lang", LANGUAGES)
def test_empty_fields_of_the_other_language_stay_folded(lang: str) -> None:
    other = {"id": "en", "en": "id"}[lang]
    one = TREND.with_texts(other, title="Other")
    app = briefing(Tray((TREND, one), lang), lang=lang)
    first, second = numbers(app)
    for number in (first, second):
        opened(app, "words", number)
    name = {"id": "Indonesia", "en": "English"}[other]
    empty, written = (fold for fold in app.expander if fold.label.startswith(name))
    assert empty.label == f"{name} ({'kosong' if lang == 'id' else 'empty'})"
    assert not empty.proto.expanded
    assert written.label == name
    assert written.proto.expanded
    [title] = [box for box in empty.text_input if "title" in str(box.key)]
    assert title.key == f"briefing-title-{first}-{other}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_summary_goes_first_once_and_takes_own_sentences(lang: str) -> None:
    year = Selection(region=("64",), year=2023)
    app = briefing(Tray((item("position", year), item("spi-map", year)), lang), lang=lang)
    press(app, "briefing-add-summary")
    assert tray_of(app).items[0] == item("summary", year)
    press(app, "briefing-add-summary")
    assert len(tray_of(app).items) == 3
    number = numbers(app)[0]
    opened(app, "words", number)
    box = app.text_area(key=f"briefing-body-{number}-{lang}")
    part = description.part_of(FACTS, "summary", year, lang)
    assert part.sentences
    assert box.proto.placeholder == "\n".join(part.sentences)
    before = pictures(app)[0]
    box.set_value("Satu kalimat kami.").run()
    assert tray_of(app).items[0].texts_in(lang).lines == ("Satu kalimat kami.",)
    assert pictures(app)[0] != before


def test_next_steps_are_offered_as_lines_and_taken_as_lines() -> None:
    steps = item("next-steps", KALSEL)
    app = briefing(Tray((steps,)), lang="id")
    [number] = numbers(app)
    opened(app, "words", number)
    box = app.text_area(key=f"briefing-body-{number}-id")
    part = description.part_of(FACTS, "next-steps", KALSEL, "id")
    assert part.grid is not None
    assert box.proto.placeholder.splitlines()[0] == " | ".join(part.grid.rows[0][:2])
    # The lines of the facts can be edited, and brought back.
    key = f"briefing-lines-{number}-id"
    assert app.button(key=key).label == "Sunting baris-baris ini"
    press(app, key)
    assert app.text_area(key=f"briefing-body-{number}-id").value == box.proto.placeholder
    assert len(tray_of(app).items[0].texts_in("id").lines) == len(part.grid.rows)
    press(app, key)
    assert tray_of(app).items[0].texts_in("id").body == ""
    box = app.text_area(key=f"briefing-body-{number}-id")
    box.set_value("Rapat | Inspektorat | Mei 2026").run()
    assert not app.exception
    own = tray_of(app).items[0]
    told_ = compose.part_of(FACTS, own, "id")
    assert told_.grid is not None
    assert told_.grid.rows == (("Rapat", "Inspektorat", "Mei 2026"),)


def test_a_summary_of_an_empty_briefing_is_on_the_regions_of_the_filter() -> None:
    app = visit("paparan", region=["63", "64"], lang="id")
    press(app, "briefing-add-summary")
    assert tray_of(app).items == (item("summary", Selection(region=("63", "64"))),)
    app = visit("paparan", region="", lang="id")
    press(app, "briefing-add-summary")
    assert "Pilih wilayahnya di bawah" in text(app)
    assert app.button(key="briefing-make").disabled
    [number] = numbers(app)
    opened(app, "asked", number)
    app.multiselect(key=f"briefing-of-{number}-region").set_value(["63"]).run()
    assert tray_of(app).items == (item("summary", KALSEL),)
    assert not app.button(key="briefing-make").disabled


def test_an_address_without_room_keeps_titles_before_texts() -> None:
    def noise(n: int) -> str:
        return "".join(random.Random(n).choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=2000))

    own = Item("text").with_texts("id", title="Judul", body=noise(1))
    bodies = [Item("text").with_texts("id", title=f"Judul {n}", body=noise(n)) for n in range(8)]
    app = briefing(Tray((own,)), lang="id")
    assert not app.warning
    held = app.session_state["collected"]
    tray = Tray(tuple(bodies))
    app.session_state["collected"] = replace(held, tray=tray, numbers=tuple(range(50, 58)))
    app.run()
    assert "tidak muat untuk pesan, teks, dan catatan" in app.warning[0].value
    titles = [one.texts_in("id").title for one in tray_of(app).items]
    assert titles == [f"Judul {n}" for n in range(8)]
    long = [one.with_texts("id", title=noise(n)) for n, one in enumerate(bodies * 5)]
    app.session_state["collected"] = replace(
        held, tray=Tray(tuple(long)), numbers=tuple(range(60, 100))
    )
    app.run()
    assert "tidak muat untuk judul, pesan, teks, dan catatan" in app.warning[0].value
    assert len(tray_of(app).items) == 40


# --- asked anew ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_year_and_region_of_a_part_are_changed_in_place(lang: str) -> None:
    own = TREND.with_texts(lang, message="Pesan", note="Catatan")
    app = briefing(Tray((TWO.items[1], own), lang), lang=lang)
    before, (_map, number), of_page = pictures(app), numbers(app), given_values(app, "region")
    opened(app, "asked", number)
    picked(app, f"briefing-of-{number}-year", 2023)
    box = app.multiselect(key=f"briefing-of-{number}-region")
    assert box.value == ["63"]
    box.set_value(["64", "Aceh" + TYPED]).run()
    assert not app.exception
    changed = tray_of(app).items[1]
    assert changed.selection == Selection(region=("64", "11"), year=2023)
    assert changed.texts_in(lang) == own.texts_in(lang)
    assert numbers(app) == (_map, number)
    after = pictures(app)
    assert after[0] == before[0]
    assert after[1][0] != before[1][0]
    part = description.part_of(FACTS, "spi-trend", changed.selection, lang)
    assert heads(app)[1] == f"2. {part.title}"
    assert after[1][1] == part.title
    assert given_values(app, "region") == of_page
    picked(app, f"briefing-of-{number}-year", "latest")
    assert tray_of(app).items[1].selection.year is None


def test_a_first_year_after_the_year_gives_way() -> None:
    app = briefing(Tray((item("spi-trend", Selection(year=2025)),)), lang="id")
    [number] = numbers(app)
    opened(app, "asked", number)
    picked(app, f"briefing-of-{number}-from_year", 2024)
    picked(app, f"briefing-of-{number}-year", 2023)
    assert tray_of(app).items[0].selection == Selection(year=2023)
    offered = app.selectbox(key=f"briefing-of-{number}-from_year").options
    assert offered == ["Seperti biasa", "2023", "2022", "2021"]


def test_only_a_first_year_that_counts_is_offered() -> None:
    late = item("spi-change", Selection(region=("63",), from_year=2025))
    app = briefing(Tray((late, item("spi-change", KALSEL))), lang="en")
    first, second = numbers(app)
    for number in (first, second):
        opened(app, "asked", number)
    assert not app.exception
    usual = app.selectbox(key=f"briefing-of-{second}-from_year").options
    assert usual == ["As usual", "2023", "2022", "2021"]
    # What a file asks in vain is shown, so that it can be mended.
    box = app.selectbox(key=f"briefing-of-{first}-from_year")
    assert box.options == ["As usual", "2025", *usual[1:]]
    assert box.value == 2025


def test_a_statement_on_one_region_keeps_one() -> None:
    app = briefing(Tray(tuple(item(one, Selection()) for one in trays.OF_ONE_REGION)), lang="id")
    for number in numbers(app):
        app.session_state[f"briefing-asked-{number}"] = True
    app.run()
    keys = [f"briefing-of-{number}-region" for number in numbers(app)]
    for key in keys:
        assert app.selectbox(key=key).proto.placeholder == "Pilih atau ketik wilayah"
        app.selectbox(key=key).set_value("63")
    app.run()
    assert not app.exception
    assert not [key for key in keys if app.selectbox(key=key).proto.placeholder]
    assert tray_of(app).items == tuple(item(one, KALSEL) for one in trays.OF_ONE_REGION)


def test_the_scope_of_a_province_is_offered_where_there_is_one() -> None:
    app = briefing(Tray((POSITION,)), lang="id")
    [number] = numbers(app)
    opened(app, "asked", number)
    box = app.selectbox(key=f"briefing-of-{number}-region")
    assert not box.proto.placeholder
    box.set_value("64.71").run()
    assert tray_of(app).items == (item("position", Selection(region=("64.71",))),)
    # The scope is of a province: for a kota alone the box is not there.
    assert f"briefing-of-{number}-scope" not in {one.key for one in app.selectbox}
    picked(app, f"briefing-of-{number}-region", "63")
    assert tray_of(app).items == (POSITION,)
    assert f"briefing-of-{number}-scope" in {one.key for one in app.selectbox}


def test_every_choice_of_a_part_has_a_box() -> None:
    kinds = {trays.parameters_of(subject): subject for subject in (*REGISTRY, *trays.STATEMENTS)}
    tray = Tray(tuple(item(subject, KALSEL) for subject in kinds.values()))
    app = briefing(tray, lang="en")
    for number in numbers(app):
        app.session_state[f"briefing-asked-{number}"] = True
    app.run()
    assert not app.exception
    boxes = {str(box.key) for kind in ("selectbox", "multiselect") for box in app.get(kind)}
    for number, (known, subject) in zip(numbers(app), kinds.items(), strict=True):
        names = tray_parameters.asked(subject)
        assert {f"briefing-of-{number}-{name}" for name in names} <= boxes
        assert set(names) == set(known) - {"to_year", "weights", "ott_direction"}
    assert tray_of(app) == tray


def test_a_filter_of_a_part_is_changed_in_place() -> None:
    app = briefing(Tray((item("ott-timeline", Selection()),)), lang="en")
    [number] = numbers(app)
    opened(app, "asked", number)
    level = app.multiselect(key=f"briefing-of-{number}-level")
    level.set_value([next(iter(dictionary.dictionary()["level_groups"]))]).run()
    assert not app.exception
    [code] = tray_of(app).items[0].selection.level
    name = choices.label_of(FACTS, "level_groups", code, "en")
    assert name in text(app)
    app = briefing(Tray((item("spi-regency-map", Selection()),)), lang="en")
    [number] = numbers(app)
    opened(app, "asked", number)
    picked(app, f"briefing-of-{number}-within", "63")
    assert tray_of(app).items[0].selection.within == "63"


def test_what_cannot_be_drawn_says_so() -> None:
    app = briefing(Tray((item("spi-regencies", Selection(region=("65",), year=2021)),)), lang="en")
    [one] = tray_of(app).items
    part = description.part_of(FACTS, one.subject, one.selection, "en")
    assert ("nothing to draw" in text(app)) is not part.is_drawable


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_year_for_all_parts(lang: str) -> None:
    divider = Item("divider").with_texts(lang, title="Bagian")
    old = item("spi-map", Selection(year=2022)).with_texts(lang, title="Peta lama")
    app = briefing(Tray((TREND, divider, old, POSITION), lang), lang=lang)
    say = words(lang)
    box = app.selectbox(key="briefing-year")
    assert box.value is None
    assert box.proto.placeholder == say("Different years")
    picked(app, "briefing-year", 2023)
    assert tray_of(app).years == {2023}
    assert "2023" in told(app)
    assert tray_of(app).items[1] == divider
    assert heads(app)[2] == "3. Peta lama"
    assert all("2023" in head for head in (heads(app)[0], heads(app)[3]))
    assert app.selectbox(key="briefing-year").value == 2023
    number = numbers(app)[2]
    opened(app, "asked", number)
    picked(app, f"briefing-of-{number}-year", 2024)
    assert app.selectbox(key="briefing-year").value is None
    picked(app, "briefing-year", "latest")
    assert tray_of(app).years == {None}


# --- small pictures ------------------------------------------------------------------------------


def test_every_part_has_a_small_picture_with_its_title() -> None:
    own = [
        Item("text").with_texts("id", title=HOSTILE, body=HOSTILE * 3),
        Item("divider").with_texts("id", title="Bagian"),
        Item("text"),
    ]
    subjects_ = [*REGISTRY, *trays.STATEMENTS]
    tray = Tray((*own, *(item(subject, KALSEL) for subject in subjects_)))
    app = briefing(tray, lang="id")
    found = pictures(app)
    assert len(found) == len(tray.items)
    assert all(len(address) <= 3000 for address, _alt in found)
    asked = [compose.in_window(FACTS, tray, one) for one in tray.items[2:]]
    titles = [description.headline(FACTS, one, "id") for one in asked]
    assert [alt for _address, alt in found][1:] == ["Bagian", *titles]
    assert html(app).count("thumbnail empty") == 1
    assert "<b>" not in "".join(address for address, _alt in found)

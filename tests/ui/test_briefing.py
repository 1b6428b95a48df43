"""The page of the briefing: parts in order, own words, ready-made ones, and the file."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.briefing import description, presets, writer
from dashboard.briefing.pptx import template, template_parts
from dashboard.core import uploads
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import tray as trays
from dashboard.export.tray import Item, Tray, item
from dashboard.figures import addresses, registry
from dashboard.figures.registry import REGISTRY
from dashboard.ui import tray_state
from tests.apptest import given_values, heading, text, visit
from tests.cases import HOSTILE, PAGES
from tests.ui.trays import (
    FACTS,
    KALSEL,
    TREND,
    TWO,
    briefing,
    go,
    heads,
    press,
    subjects,
    told,
    tray_of,
)

# --- the page ------------------------------------------------------------------------------------


def test_an_empty_briefing_says_how_to_begin() -> None:
    app = visit("paparan", lang="id")
    assert "Paparan masih kosong" in text(app)
    labels = [button.label for button in app.button]
    assert "Susun paparan wilayah ini" in labels
    assert "Susun perbandingan" in labels
    assert "Buat berkas" not in labels
    assert "tray" not in app.query_params


def test_parts_move_go_and_come_back() -> None:
    app = briefing(Tray((*TWO.items, item("ott-map", Selection()))), lang="id")
    assert subjects(app) == ["spi-trend", "spi-map", "ott-map"]
    assert heads(app)[0] == "1. Kalsel turun 8,39 poin dari 2023 ke 2024 (metode dan kelas berubah)"
    assert "Kalsel · 2021–2025 (terbaru)" in text(app)
    numbers = app.session_state["collected"].numbers
    press(app, f"briefing-move-{numbers[0]}-1")
    assert subjects(app) == ["spi-map", "spi-trend", "ott-map"]
    press(app, f"briefing-move-{numbers[2]}--1")
    assert subjects(app) == ["spi-map", "ott-map", "spi-trend"]
    assert app.button(key=f"briefing-move-{numbers[1]}--1").disabled
    assert app.button(key=f"briefing-move-{numbers[0]}-1").disabled
    press(app, f"briefing-remove-{numbers[2]}")
    press(app, f"briefing-remove-{numbers[1]}")
    assert subjects(app) == ["spi-trend"]
    assert "Dihapus: " in text(app)
    press(app, "briefing-restore-button")
    press(app, "briefing-restore-button")
    assert subjects(app) == ["spi-map", "ott-map", "spi-trend"]
    assert "briefing-restore-button" not in {button.key for button in app.button}
    press(app, f"briefing-remove-{numbers[0]}")
    press(app, f"briefing-remove-{numbers[1]}")
    press(app, f"briefing-remove-{numbers[2]}")
    assert "Paparan masih kosong" in text(app)
    press(app, "briefing-restore-button")
    assert subjects(app) == ["ott-map"]


def edited(app: AppTest, number: int) -> AppTest:
    app.session_state[f"briefing-words-{number}"] = True
    return app.run()


def test_own_words_in_both_languages_stay_with_their_part() -> None:
    app = briefing(TWO, lang="id")
    first, second = app.session_state["collected"].numbers
    edited(app, first)
    title = app.text_input(key=f"briefing-title-{first}-id")
    assert (
        title.proto.placeholder
        == "Kalsel turun 8,39 poin dari 2023 ke 2024 (metode dan kelas berubah)"
    )
    assert title.proto.max_chars == 300
    title.set_value("Turun tajam").run()
    app.text_area(key=f"briefing-message-{first}-id").set_value(HOSTILE).run()
    app.text_area(key=f"briefing-note-{first}-en").set_value("Slowly").run()
    english = app.text_input(key=f"briefing-title-{first}-en")
    assert (
        english.proto.placeholder
        == "Kalsel fell 8.39 points from 2023 to 2024 (method and classes changed)"
    )
    assert english.value == ""
    assert not app.exception
    assert heads(app)[0] == "1. Turun tajam"
    press(app, f"briefing-move-{second}--1")
    edited(app, second)
    assert app.text_input(key=f"briefing-title-{second}-id").value == ""
    assert app.text_input(key=f"briefing-title-{first}-id").value == "Turun tajam"
    [_map, trend] = tray_of(app).items
    assert trend.texts_in("id").title == "Turun tajam"
    assert trend.texts_in("id").message == HOSTILE
    assert trend.texts_in("en").note == "Slowly"
    go(app, "tren")
    go(app, "paparan")
    edited(app, first)
    assert app.text_input(key=f"briefing-title-{first}-id").value == "Turun tajam"


def test_words_of_readers_are_no_markdown() -> None:
    one = TREND.with_texts("id", title="[x](http://evil) :red[a] $x$", message="# Besar <b>")
    app = briefing(Tray((one,)), lang="id")
    [shown] = [str(box.value) for box in app.markdown if str(box.value).startswith("**1")]
    assert r"\[x\]\(http\://evil\) \:red\[a\] \$x\$" in shown
    assert r"\# Besar \<b\>" in shown


def test_language_and_title_of_the_briefing_are_its_own() -> None:
    app = briefing(TWO, lang="id")
    app.text_input(key="briefing-name-id").set_value("Rapat").run()
    app.button_group(key="briefing-lang").set_value("en").run()
    assert not app.exception
    assert (
        heads(app)[0] == "1. Kalsel fell 8.39 points from 2023 to 2024 (method and classes changed)"
    )
    name = app.text_input(key="briefing-name-en")
    assert name.value == ""
    assert name.proto.placeholder
    name.set_value("Meeting").run()
    assert tray_of(app).titles == {"id": "Rapat", "en": "Meeting"}
    assert tray_of(app).lang == "en"
    app.button_group(key="briefing-lang").set_value("id").run()
    assert app.text_input(key="briefing-name-id").value == "Rapat"
    assert "Salindia, makalah" in text(app)  # the page speaks the reader's language


@pytest.mark.parametrize("subject", [*REGISTRY, *trays.STATEMENTS])
def test_every_part_leads_to_the_page_that_shows_it(subject: str) -> None:
    shown = description.page_of(FACTS, item(subject, KALSEL), "en")
    assert shown is not None
    page, query = shown
    assert page in PAGES
    app = visit(page, **query)
    assert not app.exception
    assert not app.warning
    if subject in REGISTRY and subject != "rank-range":
        part = description.part_of(FACTS, subject, item(subject, KALSEL).selection, "en")
        assert part.title in text(app)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", ["63", "63.10", "64.71"])
def test_a_ready_made_briefing_on_one_region(code: str, lang: str) -> None:
    app = visit("paparan", region=[code, "64"], lang=lang)
    press(app, "briefing-fill-one")
    chosen = app.session_state["selection"]
    assert tray_of(app) == presets.one_region(FACTS, code, chosen)
    assert subjects(app)[0] == "summary"
    assert len(subjects(app)) >= 5
    assert tray_of(app).lang == lang
    assert [int(head.partition(".")[0]) for head in heads(app)]
    assert not app.warning


def test_a_region_that_the_filter_does_not_name_can_be_chosen() -> None:
    app = visit("paparan", region="63", lang="id")
    app.selectbox(key="briefing-region-63").set_value("33").run()
    press(app, "briefing-fill-one")
    assert tray_of(app).items[0] == item("summary", Selection(region=("33",)))
    assert given_values(app, "region") == ["63"]


def test_ready_made_comparison_replaces_and_gives_back() -> None:
    app = briefing(TWO, region=["63", "64"], lang="id")
    assert "mengganti 2 bagian" in text(app)
    press(app, "briefing-fill-compare")
    chosen = app.session_state["selection"]
    assert tray_of(app) == presets.compare(FACTS, ("63", "64"), chosen)
    assert "Paparan sebelumnya dengan 2 bagian telah diganti." in text(app)
    assert "“Kembalikan” ada di atas" in told(app)
    press(app, "briefing-restore-button")
    assert tray_of(app) == TWO


@pytest.mark.parametrize("region", ["63", ""])
def test_one_region_is_no_comparison(region: str) -> None:
    app = visit("paparan", region=region, lang="id")
    assert app.button(key="briefing-fill-compare").disabled
    assert "paling sedikit dua wilayah" in text(app)


def test_emptying_can_be_undone() -> None:
    app = briefing(TWO, lang="id")
    press(app, "briefing-empty")
    assert "tray" not in app.query_params
    assert "Paparan masih kosong" in text(app)
    press(app, "briefing-restore-button")
    assert tray_of(app) == TWO


def load(app: AppTest, content: bytes) -> AppTest:
    n = app.session_state.get("briefing-loads", 0)
    box = app.file_uploader(key=f"briefing-load-{n}")
    box.set_value(("paparan.json", content, "application/json")).run()
    assert not app.exception
    return app


def test_a_saved_briefing_is_loaded_again() -> None:
    told_ = TREND.with_texts("id", title="Turun", note=HOSTILE).with_texts("en", message="Fell")
    tray = Tray((told_, item("unknown", KALSEL)), "en", {"en": "Meeting"})
    app = load(visit("paparan", lang="id"), trays.as_json(tray))
    assert app.session_state["collected"].tray == tray
    assert not app.warning
    load(app, trays.as_json(TWO))
    assert tray_of(app) == TWO
    press(app, "briefing-restore-button")
    assert app.session_state["collected"].tray == tray


def test_a_file_that_is_no_briefing_is_told_and_changes_nothing() -> None:
    app = load(briefing(TWO, lang="id"), b"%PDF-1.7")
    assert "Ini bukan isi paparan" in app.warning[0].value
    assert tray_of(app) == TWO
    content = b'{"format": 1, "items": [{"subject": "gone"}, {"subject": "spi-map"}]}'
    load(app, content)
    assert "gambar “gone” tidak ada" in app.warning[0].value
    assert subjects(app) == ["spi-map"]
    press(app, "briefing-restore-button")
    assert not app.warning


# --- the file ------------------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is asked to be made, without making it."""
    calls: list[dict[str, Any]] = []

    def make_(known: object, tray: Tray, form: str, **options: Any) -> bytes:
        options.pop("progress")(0, len(tray.items), "spi-trend")
        calls.append({"tray": tray, "form": form, **options})
        return f"{form} of {len(tray.items)}".encode()

    monkeypatch.setattr(writer, "make", make_)
    return calls


@pytest.mark.parametrize("form", writer.SUFFIXES)
def test_a_file_is_made_once_and_offered(made: list[dict[str, Any]], form: writer.Format) -> None:
    app = briefing(TWO, lang="id")
    app.radio(key="briefing-form").set_value(form).run()
    press(app, "briefing-make")
    [offered] = [one for one in app.download_button if one.key == "briefing-download"]
    assert offered.label == "Unduh berkas"
    [call] = made
    assert call["form"] == form
    assert call["template"] is None
    assert call["tray"].lang == "id"
    if form != "nota":
        assert call["tray"] == TWO
    assert writer.file_name(call["tray"], form) in text(app)
    press(app, "briefing-make")
    assert len(made) == 1
    app.button_group(key="briefing-lang").set_value("en").run()
    assert "briefing-download" not in {one.key for one in app.download_button}
    assert "berubah sejak berkas terakhir" in text(app)
    press(app, "briefing-make")
    assert made[1]["tray"].lang == "en"
    go(app, "tren")
    go(app, "paparan")
    assert app.radio(key="briefing-form").value == form
    assert "briefing-download" in {one.key for one in app.download_button}


def failing(error: Exception) -> Any:
    def make_(*_: object, **__: object) -> bytes:
        raise error

    return make_


@pytest.mark.parametrize(("lang", "said"), [("id", "tidak dapat dibuat"), ("en", "could not be")])
def test_what_goes_wrong_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    monkeypatch.setattr(writer, "make", failing(RuntimeError("secret path")))
    app = briefing(TWO, lang=lang)
    press(app, "briefing-make")
    assert said in app.error[0].value
    assert "secret" not in app.error[0].value
    assert "briefing-download" not in {one.key for one in app.download_button}
    assert tray_of(app) == TWO


def test_a_nota_is_about_one_region(made: list[dict[str, Any]]) -> None:
    own = item("position", KALSEL).with_texts("id", title="Perlu perhatian")
    tray = Tray((own, item("spi-scorecard", Selection(region=("63", "64")))), "id", {"id": "Nota"})
    app = briefing(tray, lang="id")
    app.radio(key="briefing-form").set_value("nota").run()
    assert "briefing-one" not in {box.key for box in app.selectbox}
    press(app, "briefing-make")
    asked = made[0]["tray"]
    assert [one.subject for one in asked.items] == [
        *("position", "spi-trend", "unknown", "next-steps"),
    ]
    assert {one.selection.region for one in asked.items} == {("63",)}
    assert asked.items[0] == own
    assert asked.titles == {"id": "Nota"}


@pytest.mark.parametrize(
    ("regions", "said", "default"),
    [(("64", "63"), "paparan ini memuat 2 wilayah", "64"), ((), "semua wilayah", None)],
)
def test_of_several_regions_one_is_chosen_for_the_nota(
    made: list[dict[str, Any]], regions: tuple[str, ...], said: str, default: str | None
) -> None:
    app = briefing(Tray((item("spi-trend", Selection(region=regions)),)), lang="id")
    app.radio(key="briefing-form").set_value("nota").run()
    assert said in text(app)
    box = app.selectbox(key="briefing-one")
    assert default is None or box.value == default
    box.set_value("63").run()
    press(app, "briefing-make")
    assert {one.selection.region for one in made[0]["tray"].items} == {("63",)}
    assert len(tray_of(app).items) == 1


def test_an_offices_template_is_checked_and_kept(
    made: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(kind: uploads.Kind, name: str, content: bytes) -> bytes:
        assert kind is template.UPLOAD
        if content == b"bad":
            raise uploads.Unusable(template_parts.NOT_A_DECK, name=name)
        if content == b"worse":
            raise RuntimeError("secret")
        return content + b" without the rest"

    monkeypatch.setattr(uploads, "checked", check)
    app = briefing(TWO, lang="id")
    app.session_state["briefing-template-part"] = True
    app.run()

    def give(content: bytes) -> None:
        box = app.file_uploader(key="briefing-template")
        box.set_value(("kantor.pptx", content, writer.MEDIA["pptx"])).run()
        assert not app.exception

    give(b"bad")
    assert "kantor.pptx" in app.error[0].value
    give(b"worse")
    assert "secret" not in app.error[0].value
    give(b"good")
    assert not app.error
    assert "Templat: kantor.pptx" in text(app)
    press(app, "briefing-make")
    assert made[0]["template"] == b"good without the rest"
    app.radio(key="briefing-form").set_value("docx").run()
    press(app, "briefing-make")
    assert made[1]["template"] is None


def test_the_number_in_the_navigation_changes_no_page() -> None:
    assert tray_state.counted("tren", "Tren") == "Tren"
    app = visit("paparan", tray=trays.as_text(TWO), lang="id")
    assert heading(app) == "Paparan"
    go(app, "tren")
    press(app, "ott-by-year-add")
    assert len(subjects(app)) == 3
    assert heading(app) == "Tren"


def test_an_item_asks_what_the_address_of_its_figure_asks() -> None:
    answer = registry.answer(FACTS, "spi-trend", KALSEL)
    assert addresses.page(answer).startswith("/tren?region=63")
    assert description.question(FACTS, Item("comparison", KALSEL), words("en")) == [
        "In words",
        "Kalsel",
        "newest year",
    ]

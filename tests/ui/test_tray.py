"""What is collected for a briefing: added from a card on any page, carried in the address."""

from __future__ import annotations

import base64
import json
import random
import re
import zlib
from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from dashboard.core import pages
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.export import preview
from dashboard.export import tray as trays
from dashboard.export.tray import Tray, item
from dashboard.figures import registry
from dashboard.ui import export_menu
from dashboard.warehouse import choices
from tests.apptest import given_values, text, visit
from tests.cases import PAGES
from tests.ui.trays import (
    FACTS,
    KALSEL,
    TREND,
    TWO,
    briefing,
    go,
    press,
    subjects,
    told,
    tray_of,
)

# --- from a card ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "label", "added", "again"),
    [
        (
            "id",
            "Tambah ke paparan",
            "Ditambahkan: Kalsel turun 8,39 poin dari 2023 ke 2024 (metode dan kelas berubah). "
            "Isi paparan: 1.",
            "Sudah ada di paparan: Kalsel turun",
        ),
        (
            "en",
            "Add to briefing",
            "Added: Kalsel fell 8.39 points from 2023 to 2024 (method and classes changed). "
            "In the briefing: 1.",
            "The briefing holds this already: Kalsel fell",
        ),
    ],
)
def test_a_figure_is_added_once_and_said(lang: str, label: str, added: str, again: str) -> None:
    app = visit("tren", region="63", lang=lang)
    assert "tray" not in app.query_params
    assert app.button(key="spi-trend-add").label == label
    press(app, "spi-trend-add")
    assert told(app) == added
    assert tray_of(app) == Tray((TREND,), lang)
    assert "Kalsel" in text(app)  # the page is still there, with the way to the briefing
    [link] = [one.proto for one in app.get("page_link") if "paparan" in one.proto.page]
    assert "1" in link.label
    press(app, "spi-trend-add")
    assert again in told(app)
    assert tray_of(app) == Tray((TREND,), lang)


@pytest.mark.parametrize("page", PAGES)
def test_every_card_has_the_button(page: str) -> None:
    app = visit(page, lang="id")
    labels = [button.label for button in app.button]
    assert labels.count("Tambah ke paparan") == len(app.get("plotly_chart"))


def test_newest_stays_newest_and_a_chosen_year_stays_chosen() -> None:
    app = visit("tren", region="63", lang="id")
    press(app, "spi-trend-add")
    app.sidebar.selectbox(key="filter-year").set_value(2024).run()
    press(app, "spi-trend-add")
    assert [one.selection.year for one in tray_of(app).items] == [None, 2024]


def test_a_page_of_events_does_not_freeze_its_years() -> None:
    app = visit("ott", lang="id")
    press(app, "ott-timeline-add")
    [one] = tray_of(app).items
    assert (one.selection.year, one.selection.from_year) == (None, None)
    app = visit("ott", from_year="2016", to_year="2020", lang="id")
    press(app, "ott-timeline-add")
    [one] = tray_of(app).items
    assert (one.selection.from_year, one.selection.year) == (2016, 2020)


def test_what_is_in_the_tray_is_what_the_card_shows() -> None:
    app = visit("zona", region=["64", "63"], owner="pemda", to_year="2023", lang="en")
    press(app, "wbk-ladder-add")
    [one] = tray_of(app).items
    answer = registry.answer(FACTS, one.subject, replace(one.selection, lang="en"))
    assert answer.headline in [str(box.value).replace("\\", "") for box in app.header]
    assert one.selection.owner == ("pemda",)


def test_more_regions_than_a_figure_can_be_asked_are_refused() -> None:
    app = visit("tren", region=list(choices.regions(FACTS))[:150], lang="id")
    press(app, "spi-trend-add")
    assert "150 wilayah terlalu banyak" in told(app)
    assert "tray" not in app.query_params


def test_a_full_tray_says_so() -> None:
    codes = list(choices.regions(FACTS))[: trays.MOST_ITEMS]
    many = [item("spi-trend", Selection(region=(code,), year=2021)) for code in codes]
    app = visit("tren", region="63", lang="id", tray=trays.as_text(Tray(tuple(many))))
    press(app, "spi-trend-add")
    assert "Paparan memuat paling banyak 40 bagian" in told(app)
    assert len(tray_of(app).items) == 40


# --- in the address ------------------------------------------------------------------------------


def test_the_tray_goes_along_to_every_page_and_back() -> None:
    app = visit("tren", region="63", lang="id")
    press(app, "spi-trend-add")
    for page in PAGES:
        go(app, page)
        assert subjects(app) == ["spi-trend"]
        assert not app.warning
    again = visit(
        "peta", **{name: app.query_params[name] for name in app.query_params}
    )  # a new session with the same address
    assert subjects(again) == ["spi-trend"]


def test_a_link_without_a_tray_keeps_it_and_its_parameters_count() -> None:
    app = briefing(TWO, region="63", lang="id")
    app.query_params.clear()
    app.query_params["region"] = "64"
    app.run()
    assert given_values(app, "region") == ["64"]
    assert subjects(app) == ["spi-trend", "spi-map"]


def test_links_in_own_markup_take_the_tray_along() -> None:
    app = visit("ott", lang="id", tray=trays.as_text(TWO))
    found = re.findall(r'href="\./profil\?([^"]+)"', text(app))
    assert found
    query = parse_qs(found[0].replace("&amp;", "&"))
    assert trays.from_text(FACTS, query["tray"][0]).tray == TWO


@pytest.mark.parametrize("broken", ["x", "%%%", "eNoDAAAAAAE", "\ud7ff" * 9, "A" * 9000])
def test_a_broken_tray_is_told_and_empties_nothing(broken: str) -> None:
    app = visit("tren", region="63", lang="id", tray=broken)
    assert not app.exception
    assert "Ini bukan isi paparan" in app.warning[0].value
    assert "tray" not in app.query_params
    press(app, "spi-trend-add")
    assert not app.warning
    app.query_params["tray"] = broken
    app.run()
    assert "Ini bukan isi paparan" in app.warning[0].value
    assert subjects(app) == ["spi-trend"]


def test_what_is_left_out_of_a_tray_is_named() -> None:
    document = {"format": 1, "items": [{"subject": "gone"}, {"subject": "spi-map"}]}
    content = json.dumps(document).encode()
    tray = trays.as_text(trays.from_json(FACTS, content).tray)
    app = visit("tren", lang="id", tray=tray)
    assert not app.warning
    app = visit("tren", lang="id", tray=base64.urlsafe_b64encode(zlib.compress(content)).decode())
    assert "gambar “gone” tidak ada" in app.warning[0].value
    assert subjects(app) == ["spi-map"]


def test_the_back_button_takes_nothing_out() -> None:
    app = visit("tren", region="63", lang="id")
    press(app, "spi-trend-add")
    earlier = {name: app.query_params[name] for name in app.query_params}
    press(app, "ott-by-year-add")
    assert subjects(app) == ["spi-trend", "ott-by-year"]
    app.query_params.clear()
    for name, value in earlier.items():
        app.query_params[name] = value
    app.run()
    assert subjects(app) == ["spi-trend", "ott-by-year"]


def test_another_tray_in_the_same_session_can_be_taken_back() -> None:
    app = briefing(TWO, lang="id")
    app.query_params["tray"] = trays.as_text(Tray((item("ott-map", Selection()),)))
    app.run()
    assert subjects(app) == ["ott-map"]
    press(app, "briefing-restore-button")
    assert subjects(app) == ["spi-trend", "spi-map"]
    press(app, "briefing-restore-button")
    assert subjects(app) == ["ott-map"]


def noise(n: int) -> str:
    """Words that nothing makes shorter."""
    return "".join(random.Random(n).choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=n))


@pytest.mark.parametrize(
    ("name", "n", "what"),
    [
        ("note", 4000, "catatan untuk pembicara"),
        ("message", 600, "pesan, teks, dan catatan Anda sendiri"),
    ],
)
def test_what_an_address_has_no_room_for_is_said_and_stays_in_the_session(
    name: str, n: int, what: str
) -> None:
    app = visit("paparan", region="63", lang="id")
    press(app, "briefing-fill-one")
    held = app.session_state["collected"]
    tray = held.tray
    for place, one in enumerate(tray.items):
        told_ = one.with_texts("id", **{name: noise(n + place)})
        told_ = told_.with_texts("en", **{name: noise(n + place + 50)})
        tray = tray.changed(place, told_)
    app.session_state["collected"] = replace(held, tray=tray)
    app.run()
    assert len("".join(given_values(app, "tray"))) <= trays.MOST_ADDRESS
    assert f"tidak muat untuk {what}" in app.warning[0].value
    carried = tray_of(app)
    assert [one.subject for one in carried.items] == [one.subject for one in tray.items]
    kept = [one.texts_in("id") for one in app.session_state["collected"].tray.items]
    assert [getattr(one, name) for one in kept] == [
        noise(n + place)[: trays.MOST_LETTERS[name]] for place in range(len(kept))
    ]
    go(app, "tren")
    go(app, "paparan")
    assert app.session_state["collected"].tray == tray


def test_neither_previews_nor_what_is_copied_stumble_over_the_tray(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told_ = trays.as_text(TWO)
    query = {"region": ["63"], "lang": ["id"], "tray": [told_]}
    with_tray = preview.preview(FACTS, "tren", query, "https://x.go.id", "/tren")
    del query["tray"]
    assert with_tray == preview.preview(FACTS, "tren", query, "https://x.go.id", "/tren")
    own = preview.preview(FACTS, pages.BRIEFING, {"tray": [told_]}, "https://x.go.id", "/paparan")
    assert f"tray={told_}" in own.address
    monkeypatch.setenv("INTEGRITAS_PUBLIC_ADDRESS", "https://x.go.id")
    answer = registry.answer(FACTS, "spi-trend", KALSEL)
    shown = str(export_menu._texts(answer, words("id"), export_menu.site()))
    app = visit("tren", region="63", lang="id", tray=told_)
    app.session_state["spi-trend-copy-button"] = True
    app.run()
    assert "tray=" not in shown
    assert 'class="copied-part"' in text(app)
    assert "tray=" not in text(app)

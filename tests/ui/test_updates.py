"""The page Perbarui data on the small country: from a file to a revision and back, in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts
from dashboard.core.access import Account, Role
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.core.settings import Settings
from dashboard.facts.store import Outdated, Store, read_files
from dashboard.figures import registry
from dashboard.ui import access, figure_card, updates
from dashboard.warehouse import build, engine, intake
from dashboard.warehouse.engine import Warehouse
from tests import builds
from tests.apptest import heading, text, visit
from tests.fixtures import KPK, NEWS, WORLD
from tests.ingest.countries import SCORES, environment, settings_of, sheet

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")
FILE = sheet(
    SCORES,
    f"63,pemprov,2024,69.00,{NEWS},news",
    f"63,pemprov,2026,90.00,{KPK},official",
    f"62,pemprov,2024,67.76,{KPK},official",
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = settings_of(tmp_path_factory.mktemp("country"), WORLD)
    builds.placed(made)
    return made


@pytest.fixture
def country(folders: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The small country is served, and whoever comes may change it."""
    for name, value in environment(folders).items():
        monkeypatch.setenv(name, value)
    served = Warehouse(build.ensure(folders), folders.sql_dir)
    monkeypatch.setattr(engine, "_current", served)
    monkeypatch.setattr(access, "account", lambda: Account("local", Role.EDIT))
    return folders


def key(app: AppTest, name: str) -> str:
    return f"update-{app.session_state['update-n']}-{name}"


def uploaded(app: AppTest, content: bytes, name: str = "spi.csv") -> AppTest:
    n = app.session_state.get("update-n", 0)
    app.file_uploader(key=f"update-{n}-upload").set_value((name, content, "text/csv")).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    errors = [str(one.value) for one in (*app.error, *app.success)]
    labels = [one.label for one in (*app.button, *app.checkbox, *app.tabs, *app.selectbox)]
    return "\n".join((text(app), *errors, *labels)).replace("\\", "")


@pytest.mark.parametrize("role", [Role.NONE, Role.READ])
def test_the_page_does_not_exist_without_the_role(
    role: Role, country: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "account", lambda: Account("reader", max(role, Role.READ)))
    app = visit("perbarui", lang="id")
    assert not app.file_uploader
    assert "Masukkan berkas" not in text(app)


@pytest.mark.parametrize(
    ("lang", "name", "opening"),
    [("id", "Perbarui data", "Masukkan berkas"), ("en", "Update data", "Bring in a file")],
)
def test_it_says_what_it_is_for_and_changes_nothing_by_itself(
    lang: str, name: str, opening: str, country: Settings
) -> None:
    app = visit("perbarui", lang=lang)
    assert not app.exception
    assert heading(app) == name
    assert opening in text(app)
    assert Store.open(country) is None


def test_faults_are_named_with_their_place_and_nothing_can_be_applied(country: Settings) -> None:
    bad = sheet(SCORES, f"63,pemprov,2024,abc,{NEWS},news")
    app = uploaded(visit("perbarui", lang="id"), bad)
    assert "1 kesalahan perlu diperbaiki" in said(app)
    assert "spi.csv, baris 2, kolom score" in said(app)
    assert key(app, "apply") not in {one.key for one in app.button}
    app.button(key=key(app, "drop")).click().run()
    assert not updates_of(app).is_open


def updates_of(app: AppTest) -> updates.Work:
    work: updates.Work = app.session_state["update-work"]
    return work


def test_sources_and_columns_are_asked_for_in_one_form(country: Settings) -> None:
    """Two rows name two addresses that nobody knows; a third column is one of ours after all."""
    head = "region_code;scope;year;Nilai akhir;reliability;Alamat sumber"
    rows = [f"6{n};pemprov;2023;70,5;news;https://contoh.example.id/{n}" for n in (1, 2)]
    app = uploaded(visit("perbarui", lang="id"), sheet(head, *rows))
    asked = said(app)
    assert "https://contoh.example.id/1" in asked
    assert "https://contoh.example.id/2" in asked
    for n in (1, 2):
        name = key(app, f"answer-source:https://contoh.example.id/{n}")
        app.text_input(key=f"{name}-publisher").input("Contoh")
        app.selectbox(key=f"{name}-kind").select("news")
    columns = [one for one in app.selectbox if one.key == key(app, "answer-missing:score")]
    for one in columns:
        one.select("Nilai akhir")
    app.button(key=key(app, "go")).click().run()
    assert not app.exception
    answered = updates_of(app).answers
    source = answered["source:https://contoh.example.id/1"]
    assert (source["publisher"], source["source_kind"]) == ("Contoh", "news")
    assert source["url"] == "https://contoh.example.id/1"  # as the sheet says


def test_a_figure_that_cannot_be_drawn_is_prepared_all_the_same(country: Settings) -> None:
    """A newer state of the facts is warmed before readers get it: nothing may stop that."""
    unranked = Selection(weights=(0, 0, 0), lang="id")
    assert not charts.is_drawable(registry.answer(engine.current(), "rank-range", unranked))
    figure_card.prepare(engine.current(), "rank-range", unranked)


def test_from_a_file_to_a_revision_and_back(country: Settings) -> None:
    before = intake.base(country).files
    app = uploaded(visit("perbarui", lang="id"), FILE)
    assert "1 pertanyaan" in said(app)
    assert "Batas kelas SPI untuk 2026 belum diketahui" in said(app)
    app.selectbox(key=key(app, "answer-classes:2026")).select("2025")
    app.button(key=key(app, "go")).click().run()
    assert not app.exception
    told = said(app)
    for tab in ("Ditambah (6)", "Diubah (1)", "Dihapus (0)", "Tidak berubah (1)"):
        assert tab in told
    assert "64.15" in told  # the cell before, and after
    assert "69.00" in told
    assert "belum ada skor" in told  # of 2026 before
    assert "90,00, peringkat 1 dari 1, terjaga" in told
    figures = app.get("plotly_chart")
    assert len(figures) == 4  # two figures, before and after
    # Applying waits for the reason and for each finding to be marked.
    apply = app.button(key=key(app, "apply"))
    assert apply.disabled
    app.text_input(key=key(app, "why")).input("SPI 2026").run()
    assert app.button(key=key(app, "apply")).disabled
    marks = [one for one in app.checkbox if one.key and "finding-" in one.key]
    kinds = {str(one.key).split("finding-")[1].split(":")[0] for one in marks}
    assert kinds == {"known", "jump", "new_year", "coverage"}
    for mark in marks:
        mark.check()
    app.run()
    assert not app.button(key=key(app, "apply")).disabled

    # The same in English, looked at anew without losing what was answered.
    app.query_params["lang"] = "en"
    app.run()
    assert not app.exception
    assert "Added (6)" in said(app)
    app.text_input(key=key(app, "why")).input("SPI 2026")
    app.run()
    app.button(key=key(app, "apply")).click().run()
    assert not app.exception, app.exception
    assert "Applied as revision" in said(app)
    store = Store.open(country)
    assert store is not None
    [newest, _first] = store.history()
    assert (newest.note.kind, newest.note.why, newest.note.who) == ("ingest", "SPI 2026", "local")
    assert "[Map]" in text(app)
    assert read_files(country.data_dir) == before  # data/ is not what is changed

    # The history shows what changed, and takes it back.
    app.toggle(key=f"update-show-{newest.short}").set_value(True).run()
    assert "score 64.15 → 69.00" in said(app)
    app.button(key=f"update-revert-{newest.short}").click().run()
    assert not app.exception
    assert "Removed (6)" in said(app)
    app.text_input(key=key(app, "why")).input("wrong file").run()
    app.button(key=key(app, "apply")).click().run()
    assert not app.exception
    assert store.head().note.reverts == newest.id
    assert intake.base(country).files == before
    log = country.audit_path
    assert log is not None
    events = [json.loads(line)["event"] for line in Path(log).read_text().splitlines()]
    assert events == ["change_begins", "change"] * 2


def test_of_two_at_once_the_second_is_told_and_looks_again(
    country: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was answered and written is kept; what the first one changed is not lost."""
    made = build.ensure(country)  # builds have tests of their own
    monkeypatch.setattr(intake, "build_of", lambda *_given, **_named: made)
    app = uploaded(visit("perbarui", lang="id"), sheet(SCORES, f"62,pemprov,2024,68.5,{NEWS},news"))
    assert "Ditambah (1)" in said(app)
    app.text_input(key=key(app, "why")).input("koran").run()
    store = Store.create(country)
    head = store.head()
    files = store.files(head.id)
    old = b"62,pemprov,2023,65.99"
    assert old in files["spi_results.csv"]
    files["spi_results.csv"] = files["spi_results.csv"].replace(old, b"62,pemprov,2023,66.00")
    store.apply(files, head.note, parent=head.id)
    app.button(key=key(app, "apply")).click().run()
    assert not app.exception
    assert Outdated().message(words("id")) in said(app)
    assert "Ditambah (1)" in said(app)
    assert app.text_input(key=key(app, "why")).value == "koran"
    app.button(key=key(app, "apply")).click().run()
    content = intake.base(country).files["spi_results.csv"]
    assert b"62,pemprov,2023,66.00" in content
    assert b"62,pemprov,2024,68.5" in content

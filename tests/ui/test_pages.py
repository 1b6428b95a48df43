"""Every page in both languages without a browser: no exception, the right numbers and words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from dashboard import charts
from dashboard.core import dictionary, i18n
from dashboard.core.pages import PAGES as PAGES_BY_PATH
from dashboard.figures import registry, rows_behind
from dashboard.ui import figure_card
from dashboard.warehouse import choices, engine, offers
from dashboard.warehouse import table_rows as rows_of_tables
from tests.apptest import address, given_values, html, table_heads, table_rows, text, visit
from tests.cases import FEW_FACTS, NAMES, NO_FACTS, OWN_NAMES, PAGES, VALUES
from tests.examples import tried
from tests.fixtures import shipped

KOTA = ("61.71", "62.71", "63.71", "64.71")


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_in_both_languages(page: str, lang: str) -> None:
    app = visit(page, lang=lang)
    assert not app.exception
    assert not app.warning
    title = i18n.words(lang)(PAGES_BY_PATH[page].title)
    assert re.findall("<h1>(.*?)</h1>", html(app)) == [title]
    charts = app.get("plotly_chart")
    assert charts or page in ("data", "paparan")
    for chart in charts:
        assert len(chart.proto.alt) > 30
    tables = [box for box in app.button if box.label in ("Tabel", "Table")]
    assert len(tables) + html(app).count('class="grid"') >= len(charts), "a chart without its rows"
    expected = {"id": ("Sumber: ", "Fakta 20"), "en": ("Source: ", "Facts 20")}[lang]
    for words in expected:
        assert words in text(app) or page == "paparan"  # nothing collected, no number
    # Each card offers what to take along, and holds nothing of it before it is opened.
    offered = [str(box.proto.popover.label) for box in app.get("popover")]
    for label in {"id": ("Unduh", "Salin"), "en": ("Download", "Copy")}[lang]:
        assert offered.count(label) == len(charts)
    assert 'class="take"' not in html(app)
    labels = {box.label for box in app.sidebar.selectbox}
    assert ({"Tahun"} if lang == "id" else {"Year"}) <= labels
    scope = {"id": "Cakupan provinsi", "en": "Scope of a province"}[lang]
    assert (scope in labels) == (page not in {"ott", "bimtek", "zona", "regulasi", "data"})


@pytest.mark.parametrize("page", ["tren", "profil"])
def test_a_page_of_kota_alone_asks_for_no_scope_of_a_province(page: str) -> None:
    app = visit(page, region="63.71", lang="id")
    assert "Cakupan provinsi" not in {box.label for box in app.sidebar.selectbox}


def test_overview_tells_where_things_stand() -> None:
    app = visit(lang="id")
    told = text(app)
    assert "Indeks Integritas Nasional 2024: 71,53, rentan" in told
    assert "2025: 72,32*, kelas rentan" in told
    assert "Indeks naik 0,56 poin dari 2023 ke 2024 (metode dan kelas berubah)." in told
    for name, score in (
        ("Kalimantan Selatan", "64,15"),
        ("Kalimantan Timur", "72,75"),
        ("Kalimantan Tengah", "67,76"),
        ("Sumatera Barat", "67,20"),
    ):
        assert name in told
        assert score in told
    assert "urutan 4 dari 4 skor di Kalimantan" in told
    assert "5 OTT pada 2016–2025" in told
    assert "Kelengkapan fakta" in told
    assert "28 dari 38 pemerintah provinsi" in told


def test_a_class_is_never_still_the_same_across_a_change_of_classes() -> None:
    told = text(visit(lang="id", year="2024"))
    assert "Indeks Integritas Nasional 2024: 71,53, rentan" in told
    assert "masih rentan" not in told


def test_overview_of_an_earlier_year_says_nothing_later() -> None:
    told = text(visit(lang="id", year="2022"))
    assert "Indeks Integritas Nasional 2022: 71,94" in told
    assert "73,76" in told  # Kalsel 2022
    assert "64,15" not in told


@pytest.mark.parametrize("page", PAGES)
def test_every_page_at_the_first_survey_year(page: str) -> None:
    app = visit(page, year="2021", lang="id")
    assert not app.exception
    headlines = " ".join(element.value for element in app.header)
    later = {str(year) for year in range(2022, 2026)}
    # Operations by year, and how complete the facts are, always tell of every year.
    if page not in ("tren", "metodologi"):
        assert not any(year in headlines for year in later)
    assert "2021 ke 2022" not in text(app)


def test_focus_regions_are_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTEGRITAS_FOCUS_REGIONS", "33,51")

    engine.current().forget()
    try:
        told = text(visit(lang="id"))
        assert "Jawa Tengah" in told
        assert 'aria-label="Kalimantan Selatan"' not in told
    finally:
        monkeypatch.undo()
        engine.current().forget()


def test_the_address_states_every_parameter() -> None:
    app = visit(lang="id")
    stated = address(app)
    assert stated == "region=63&region=64&region=62&region=13&year=latest&scope=pemprov&lang=id"


def test_a_shared_address_shows_the_same_elsewhere() -> None:
    first = visit("tren", region=["63", "17"], year="2024", scope="pemprov", lang="en")
    query = {name: first.query_params[name] for name in first.query_params}
    second = visit("tren", **query)
    assert text(first) == text(second)
    assert address(first) == address(second)


def test_filters_hold_across_pages() -> None:
    app = visit(lang="id")
    app.sidebar.selectbox(key="filter-year").set_value(2023).run()
    app.sidebar.multiselect(key="filter-region").set_value(["17", "18"]).run()
    for page in PAGES[1:]:
        app.switch_page(f"../pages/{page}.py").run()
        assert not app.exception
        assert given_values(app, "year") == ["2023"]
        assert given_values(app, "region") == ["17", "18"]
        assert app.sidebar.selectbox(key="filter-year").value == 2023


def test_a_group_of_regions_chooses_its_provinces() -> None:
    app = visit(lang="id")
    app.sidebar.selectbox(key="filter-preset").set_value("Kalimantan").run()
    assert given_values(app, "region") == ["61", "62", "63", "64", "65"]
    app.sidebar.selectbox(key="filter-preset").set_value("semua").run()
    assert len(given_values(app, "region")) == 38


def test_the_language_switch_changes_everything() -> None:
    app = visit(lang="id")
    app.sidebar.button_group(key="filter-lang").set_value("en").run()
    assert not app.exception
    assert "National Integrity Index 2024: 71.53, vulnerable" in text(app)
    assert given_values(app, "lang") == ["en"]


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_choice_explains_itself(page: str) -> None:
    app = visit(page, region="", lang="id")
    assert not app.exception
    if page != "peta":  # the map of all provinces needs no choice
        assert "wilayah" in text(app)
    if page in ("ringkasan", "tren"):
        assert any("Belum ada wilayah yang dipilih" in info.value for info in app.info)


def test_unknown_parameters_are_named_and_ignored() -> None:
    app = visit(region=["99", "63"], year="1800", scope="x<b>", colour="red", lang="id")
    assert not app.exception
    notice = app.warning[0].value.replace("\\", "")
    for named in ("99", "1800", "x<b>", "colour"):
        assert named in notice
    assert given_values(app, "region") == ["63"]
    assert given_values(app, "year") == ["latest"]


def test_the_notice_goes_when_the_reader_chooses() -> None:
    app = visit(region=["99", "63"], lang="id")
    assert app.warning
    app.sidebar.selectbox(key="filter-year").set_value(2024).run()
    assert not app.warning


def test_map_shows_another_indicator_and_its_span() -> None:
    app = visit("peta", lang="id")
    app.selectbox(key="filter-indicator").set_value("ott_count").run()
    assert "OTT" in text(app)
    app.selectbox(key="filter-from-year").set_value(2020).run()
    assert "2020–2025" in text(app)
    assert given_values(app, "from_year") == ["2020"]
    app.button(key="map-table-button").click().run()
    assert len(table_rows(app)) == 38


def test_a_table_opens_and_closes_and_tells_a_missing_value_as_missing() -> None:
    app = visit("ringkasan", lang="id")
    assert not table_rows(app)
    app.button(key="spi-map-table-button").click().run()
    rows = table_rows(app)
    assert len(rows) == 38
    known = [row for row in rows if "64,15" in row]
    assert [row[0] for row in known] == ["Kalimantan Selatan"]
    score = table_heads(app).index("Skor SPI")
    assert sum(row[score] == "tidak ada data" for row in rows) == 10
    assert app.button(key="spi-map-table-button").label == "Tutup tabel"
    app.button(key="spi-map-table-button").click().run()
    assert not table_rows(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_a_caveat_once(page: str) -> None:
    notes = re.findall(r'<div class="notes">\s*<p>(.*?)</p>', html(visit(page, lang="id")))
    for caveat in dictionary.dictionary()["caveats"].values():
        assert sum(caveat["id"] in unescape(note) for note in notes) <= 1


def test_map_box_opens_a_card_and_leads_to_the_story() -> None:
    app = visit("peta", lang="id")
    app.selectbox(key="filter-focus").set_value("33").run()
    assert given_values(app, "focus") == ["33"]
    assert not table_rows(app)  # each year would send all of them again
    assert 'aria-label="Jawa Tengah"' in text(app)
    assert "79,47" in text(app)
    link = app.get("page_link")[0].proto
    assert "Jawa Tengah" in link.label.replace("\\", "")
    assert "region=33" in link.query_string


def test_the_map_outlines_who_is_pointed_at_and_nobody_where_all_are_chosen() -> None:
    def outlined(**query: str | list[str]) -> list[str]:
        app = visit("peta", lang="id", **query)
        assert not app.exception
        traces = json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
        return [code for one in traces if not one["name"] for code in one["locations"]]

    assert outlined(region=["63", "64"], focus="16") == ["16"]
    assert outlined(region=["63", "64"]) == ["63", "64"]
    every = choices.presets(engine.current())["semua"]
    assert outlined(region=list(every)) == []


def test_a_number_opens_what_each_source_printed_and_leads_to_its_rows() -> None:
    app = visit("peta", lang="id", region=["63"], year="2024")
    app.button(key="map-table-button").click().run()
    box = app.selectbox(key="number-box-map")
    names = [name for name in box.options if name.startswith("Kalimantan Selatan")]
    assert names == ["Kalimantan Selatan · 2024: 64,15 (rentan)"]
    box.set_value(box.options.index(names[0])).run()
    assert not app.exception
    [rows] = [body for body in html(app).split("</table>") if "Hasil SPI menurut sumber" in body]
    printed = rows_behind.score("63", "pemprov", 2024)
    for row in rows_of_tables.rows_of_file(engine.current(), printed).to_pylist():
        assert engine.current().sources[row["source_id"]].publisher in rows
    links = [link.proto for link in app.get("page_link")]
    [link] = [one for one in links if one.page.endswith("data")]
    assert "where=region_code%3A63&where=scope%3Apemprov" in link.query_string


def test_trend_tells_the_story_of_kalsel() -> None:
    told = text(visit("tren", region="63", lang="id"))
    assert "Kalsel turun 8,39 poin dari 2023 ke 2024" in told
    assert "Urutan waktu, bukan sebab akibat." in told


def test_a_span_of_one_page_does_not_follow_to_the_next() -> None:
    app = visit("tren", lang="id")
    app.selectbox(key="filter-from-year").set_value(2023).run()
    assert "2023–2025" in text(app)
    app.switch_page("../pages/bandingkan.py").run()
    assert "from_year" not in app.query_params
    assert not app.exception


def test_compare_says_how_far_and_on_what() -> None:
    told = text(visit("bandingkan", region=["63", "64"], year="2024", lang="id"))
    assert "Kaltim (72,75) dan Kalsel (64,15) terpaut 8,60 poin pada 2024" in told
    assert "Skor milik: Pemerintah provinsi." in told
    assert "Hanya satu sumber: Kaltim." in told


def test_compare_does_not_compare_unlike_governments() -> None:
    told = text(visit("bandingkan", region=["64", "64.71"], year="2024", lang="en"))
    assert "Kaltim and Kota Balikpapan are governments of different kinds: not compared" in told
    assert dictionary.caveat("kinds_apart", "en") in told
    assert "points apart" not in told


def test_compare_says_what_is_missing() -> None:
    told = text(visit("bandingkan", region=["11", "63"], year="2024", lang="id"))
    assert "1 dari 2 wilayah pilihan diketahui skornya pada 2024" in told
    assert "Skor belum ditemukan untuk Aceh." in told


def test_compare_holds_scores_against_nation_and_island() -> None:
    told = text(visit("bandingkan", region=["63", "64"], year="2024", lang="id"))
    assert "Nasional 71,53" in told
    assert "Rerata pemprov 67,52" in told
    assert "Rerata provinsi Kalimantan 69,26 (rerata 4 dari 5 provinsi)" in told


def test_few_facts_are_few_and_none_is_none() -> None:
    known = "select region_code from mart_spi union all select region_code from mart_event"
    for region, n in ((FEW_FACTS, 1), (NO_FACTS, 0)):
        [row] = shipped().sql(
            f"select count(*) as n from ({known}) where region_code = $region", region=region
        )
        assert row["n"] == n


@pytest.mark.parametrize(("page", "turn"), [(page, turn % 2) for turn, page in enumerate(PAGES)])
def test_every_page_for_a_region_with_few_facts_and_one_with_none(page: str, turn: int) -> None:
    """Each page both times, and in both languages in turn."""
    for region, lang in ((FEW_FACTS, ("id", "en")[turn]), (NO_FACTS, ("en", "id")[turn])):
        app = visit(page, region=region, lang=lang)
        assert not app.exception
        assert not app.warning
        assert not re.search(r"\bNone\b(?! found)|\bnan\b|\{\w+\}", text(app))
        assert given_values(app, "region") == [region]


@given(
    query=st.dictionaries(
        st.sampled_from((*NAMES, *OWN_NAMES)) | st.text("abcXYZ<>&=%'\"", min_size=1, max_size=8),
        st.lists(st.sampled_from(VALUES) | st.text(max_size=8), min_size=1, max_size=3),
        max_size=6,
    ),
    page=st.sampled_from(PAGES),
)
@tried(20, suppress_health_check=list(HealthCheck))
def test_no_address_breaks_a_page(query: dict[str, list[str]], page: str) -> None:
    app = visit(page, **query)
    assert not app.exception


@pytest.mark.parametrize(
    ("region", "offered"),
    [(["63.71"], 1), (["63.71", "63.03"], 1), (["63.71", "63"], 3), (["63"], 3)],
)
def test_trend_offers_means_of_provinces_only_beside_provinces(region, offered) -> None:
    app = visit("tren", region=region, reference=["nasional", "rerata_pemprov"], lang="en")
    box = app.button_group(key="filter-reference")
    assert len(box.options) == offered
    assert box.options[0] == "National index"
    box.set_value([]).run()
    left = "rerata_pemprov" if offered == 1 else ""  # comes back with a province
    assert "".join(given_values(app, "reference")) == left


@pytest.mark.parametrize("lang", ["id", "en"])
def test_compare_tells_four_kota_and_a_mixed_choice_by_kind(lang: str) -> None:
    kota = text(visit("bandingkan", region=list(KOTA), year="2024", lang=lang))
    mean = dictionary.label("scopes", "rerata_pemprov", lang, "short")
    assert mean not in kota
    assert "Kota Pontianak 5, Kota Balikpapan 12." in kota
    mixed = text(visit("bandingkan", region=[*KOTA, "63", "63.03"], year="2024", lang=lang))
    assert f"{mean} 67" in mixed
    assert dictionary.caveat("kinds_apart", lang) in mixed


@pytest.mark.parametrize("lang", ["id", "en"])
def test_overview_of_a_kota_shows_changes_of_kota(lang: str) -> None:
    told = text(visit("ringkasan", region=["64.71"], year="2024", lang=lang))
    say = i18n.words(lang)
    assert say("{kind} in {places}", kind="kota", places="Kalimantan") in told
    place = {"place": 4, "n": 5, "kind": "kota", "group": "Kalimantan"}
    assert say("place {place} of {n} scores of {kind} in {group}", **place) in told


def test_a_figure_without_anything_to_draw_is_prepared_all_the_same() -> None:
    known = engine.current()
    asked = replace(offers.of_pages(known).defaults, weights=(0, 0, 0))
    assert not charts.is_drawable(registry.answer(known, "rank-range", asked))
    figure_card.prepare(known, "rank-range", asked)

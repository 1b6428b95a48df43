"""The page Zona Integritas: counts from the facts, paths, counts never summed, filters, rules."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts
from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.narrative import wbk
from dashboard.warehouse import engine
from tests.apptest import address, given_values, text, visit
from tests.apptest import words_of as read
from tests.fixtures import DATA

STAGES = tuple(dictionary.dictionary()["stages"])
BEST = {"kemenpanrb": 0, "internal": 1, "unknown": 2}


def facts_of(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_hand(province: str) -> Counter[tuple[str, str]]:
    """Named units by furthest stage and who awarded it, straight from the file."""
    units: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in facts_of("wbk_status"):
        if row["region_code"][:2] == province and row["unit_count"] == "1":
            units.setdefault((row["region_code"], row["unit_name"]), []).append(row)
    furthest = [
        min(rows, key=lambda row: (-STAGES.index(row["stage"]), BEST[row["award_by"]]))
        for rows in units.values()
    ]
    return Counter(
        (row["stage"], row["award_by"] if row["stage"] in ("wbk", "wbbm") else "")
        for row in furthest
    )


def zona(**query: str | list[str]) -> AppTest:
    app = visit("zona", **{"lang": "id", **query})
    assert not app.exception
    return app


def ladder(**asked: object) -> Answer:
    return registry.answer(engine.current(), "wbk-ladder", Selection(**asked))  # type: ignore[arg-type]


# --- the ladder ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("province", "n_units", "n_awarded"), [("63", 33, 15), ("64", 16, 7), ("13", 20, 12)]
)
def test_ladder_counts_named_units_as_the_file_does(province, n_units, n_awarded):
    expected = by_hand(province)
    found = {
        (row["stage"], row["awarded_by"] or ""): row["named_count"]
        for row in ladder(region=(province,)).rows
        if row["named_count"]
    }
    assert found == expected
    assert sum(expected.values()) == n_units
    assert sum(n for (stage, _by), n in expected.items() if stage in ("wbk", "wbbm")) == n_awarded


def test_kalsel_and_kaltim_by_stage():
    def told(region: str) -> list[tuple[str, str | None, int | None, int]]:
        return [
            (row["stage"], row["awarded_by"], row["unit_count"], row["unsized_count"])
            for row in ladder(region=(region,)).rows
        ]

    assert told("63") == [
        ("pencanangan", None, 16, 2),  # one unit, a group of 15, two groups of unknown size
        ("pendampingan", None, 3, 0),
        ("diusulkan", None, 9, 0),
        ("evaluasi nasional", None, 2, 0),
        ("belum lolos", None, 3, 0),
        ("wbk", "internal", 2, 0),
        ("wbk", "kemenpanrb", 4, 0),
        ("wbk", "unknown", 8, 0),
        ("wbbm", "kemenpanrb", 1, 0),
    ]
    assert told("64") == [
        ("pencanangan", None, 6, 0),
        ("pendampingan", None, 2, 1),
        ("evaluasi nasional", None, 1, 0),
        ("belum lolos", None, None, 1),  # the city government: a group of unknown size
        ("wbk", "kemenpanrb", 4, 0),
        ("wbk", "unknown", 3, 0),
    ]


def test_ladder_is_in_the_order_of_codes_and_names_regions_without_units():
    answer = ladder()
    codes = list(dict.fromkeys(row["region_code"] for row in answer.rows))
    assert codes == sorted(codes)
    known = {row["region_code"][:2] for row in facts_of("wbk_status")}
    assert {row["region_code"] for row in answer.rows if row["stage"] is None} == (
        set(codes) - known
    )
    assert answer.headline.startswith(f"Unit ditemukan sampai 2025 di {len(known)} dari 38 wilayah")
    assert "Belum ditemukan di Jambi, " in answer.subtitle
    drawn = charts.draw(answer, None)["layout"]["yaxis"]["ticktext"]
    assert len(drawn) == len(known)


def test_marks_differ_in_shape_by_who_awarded_and_say_plus():
    answer = ladder(region=("63", "64"))
    assert {entry.key: entry.mark for entry in answer.legend} == {
        "before": "dot",
        "kemenpanrb": "square",
        "internal": "diamond",
        "unknown": "ring",
    }
    drawing = charts.draw(answer, None)
    texts = {trace["name"]: trace["text"] for trace in drawing["data"]}
    assert {"16+", "+", "2+"} <= set(texts["tahap sebelum predikat"])
    spots = [spot for t in drawing["data"] for spot in zip(t["x"], t["y"], strict=True)]
    assert len(spots) == len(set(spots)) == len(answer.rows)  # no mark covers another
    assert "WBK · lembaga sendiri 2" in answer.reading
    for caveat in ("zone_sample", "zone_groups", "zone_withdrawn"):
        assert dictionary.caveat(caveat, "id") in answer.caveats


# --- national counts -----------------------------------------------------------------------------


def test_national_counts_are_shown_by_source_and_never_summed():
    answer = registry.answer(engine.current(), "wbk-by-year", Selection())
    file = facts_of("wbk_yearly")
    stated = sorted(int(row["wbk_count"]) for row in file if row["wbk_count"])
    drawing = charts.draw(answer, None)
    marks = [
        (round(x), y)
        for trace in drawing["data"]
        if trace["mode"] == "markers" and trace.get("yaxis", "y") == "y"
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    assert sorted(y for _x, y in marks) == stated  # each statement once, nothing else
    assert [y for x, y in marks if x == 2017] == [71, 77]
    assert [y for x, y in marks if x == 2020] == [681] * 3
    places = [
        spot
        for trace in drawing["data"]
        if trace["mode"] == "markers"
        for spot in zip([trace.get("yaxis")] * len(trace["x"]), trace["x"], trace["y"], strict=True)
    ]
    assert len(places) == len(set(places))  # sources that agree stand side by side
    labels = [text for t in drawing["data"] if t["mode"] == "markers+text" for text in t["text"]]
    assert {"71–77", "681", "4.042–4.400", "872", "11"} <= set(labels)
    assert "148" not in labels  # 71 + 77
    assert "2.043" not in labels  # 3 x 681


def test_years_without_a_count_say_so():
    answer = registry.answer(engine.current(), "wbk-by-year", Selection(lang="en"))
    assert "No count is known for 2019, 2024 and 2025." in answer.subtitle
    assert answer.headline.startswith("85 units received WBK and 24 WBBM nationwide in 2023")
    silent = [
        note["x"]
        for note in charts.draw(answer, None)["layout"]["annotations"]
        if note["text"] == "not known" and note["yref"] == "y"
    ]
    assert silent == [2019, 2024, 2025]
    none = registry.answer(engine.current(), "wbk-by-year", Selection(from_year=2024, year=2025))
    assert not charts.is_drawable(none)
    assert "belum diketahui" in none.headline


# --- the page ------------------------------------------------------------------------------------


def test_kalsel_is_told_by_who_assessed():
    told = read(zona(region="63"))
    assert "33 unit Zona Integritas ditemukan, 15 di antaranya pernah meraih WBK atau WBBM" in told
    assert (
        "evaluasi nasional (Kemenpan RB): WBBM 1, WBK 4; lembaga sendiri: WBK 2; "
        "tidak disebut: WBK 8." in told
    )
    assert "belum lolos 3, evaluasi nasional 2, diusulkan 9, pendampingan 3, pencanangan 1." in told
    assert "Contoh dari pemberitaan, bukan daftar lengkap" in told
    assert "Wilayah: Kalsel. Provinsi mencakup kabupaten dan kotanya." in told


@pytest.mark.parametrize("region", ["64", "64.71"])
def test_balikpapan_is_a_path_of_years_and_dates(region):
    app = zona(region=region)
    told = read(app)
    path = told[told.index("Kota Balikpapan: belum lolos pada 2023") :]
    steps = (
        "2023 · Tahap belum lolos Pemerintah Kota Balikpapan Pemkot Balikpapan",
        "22 April 2024 · pendampingan Pendampingan implementasi Zona Integritas seluruh",
        "8 Mei 2024 · bimtek Bimtek Keluarga Berintegritas",
        "2024 · Skor SPI 75,08 (waspada)",
        "2025 · Skor SPI 77,43 (waspada)",
    )
    places = [path.index(step) for step in steps]
    assert places == sorted(places)
    assert "Urutan waktu, bukan sebab akibat." in told
    assert "Belum lolos: Kota Balikpapan (2023)." in told
    links = [link.proto.query_string for link in app.get("page_link")]
    assert any("region=64.71" in link for link in links)


def test_a_path_ends_with_the_shared_year_and_tells_that_nothing_followed():
    told = read(zona(region="64.71", year="2024"))
    assert "SPI 75,08" in told
    assert "77,43" not in told
    banggai = read(zona(region="72.01"))
    assert "Kabupaten Banggai: belum lolos pada 2025" in banggai
    assert "Belum ditemukan langkah sesudahnya." in banggai


def test_every_failed_unit_of_the_file_has_a_path():
    selection = Selection(from_year=2017, year=2025)
    found = {
        (path.code, unit)
        for path in wbk.paths(engine.current(), selection)
        for step in path.steps
        for unit in step.units
    }
    failed = {
        (row["region_code"], row["unit_name"])
        for row in facts_of("wbk_status")
        if row["stage"] == "belum lolos"
    }
    assert len(failed) == 6
    assert failed <= found


def test_units_are_newest_first_with_inferred_years_groups_and_notes_marked():
    app = zona(region="")
    told = text(app)
    assert "290 tahap unit dan kelompok" in told
    assert told.count('<p lang="id"><strong>') == 20
    assert 'href="./profil?region=' in told
    assert "“Tahun disimpulkan”" in told
    app.button(key="more-units").click().run()
    more = text(app)
    assert more.count('<p lang="id"><strong>') == 40
    assert '<p lang="id" class="note">Ditetapkan Mahkamah Agung' in more

    units, _n = wbk.units(engine.current(), Selection(from_year=2017, year=2025))
    years = [unit.year for unit in units]
    assert years == sorted(years, reverse=True)
    inferred = sum(row["year_basis"] == "inferred" for row in facts_of("wbk_status"))
    assert sum(unit.is_inferred for unit in units) == inferred
    assert sum(unit.count == "kelompok, jumlah tidak disebut" for unit in units) == 8
    assert any(unit.count == "kelompok 15 unit" for unit in units)


def test_an_inferred_year_is_marked_and_a_group_says_that_its_size_is_not_stated():
    told = read(zona(region="63.72"))
    assert "pencanangan · 2018 tahun disimpulkan" in told
    assert "Unit pelayanan Pemerintah Kota Banjarbaru" in told
    assert "pemerintah daerah · kelompok, jumlah tidak disebut" in told


def test_filters_narrow_and_stand_in_the_address():
    app = zona(region="63")
    app.multiselect(key="filter-award").set_value(["internal"]).run()
    told = read(app)
    assert "2 unit Zona Integritas ditemukan, 2 di antaranya pernah" in told
    assert given_values(app, "award") == ["internal"]
    app.multiselect(key="filter-owner").set_value(["pemda"]).run()
    assert not app.exception
    assert "Belum ditemukan unit Zona Integritas untuk pilihan ini" in read(app)
    assert "award=internal" in address(app)


def test_the_span_narrows_and_a_part_of_it_stands_in_the_address():
    app = zona(region="63")
    app.slider(key="filter-event-span").set_range(2019, 2020).run()
    assert not app.exception
    told = read(app)
    assert "Tahap yang diketahui pada 2019–2020." in told
    # 2019-2020 in the file: 10 named units of South Kalimantan, 5 of them WBK and 1 WBBM.
    assert "10 unit Zona Integritas ditemukan, 6 di antaranya pernah" in told
    assert (given_values(app, "from_year"), given_values(app, "to_year")) == (["2019"], ["2020"])


def test_the_button_shows_every_region():
    app = zona(region="63")
    app.button(key="all-regions").click().run()
    assert not app.exception
    told = read(app)
    assert "Semua wilayah." in told
    assert given_values(app, "region") in ([""], [])
    named = {
        (row["region_code"], row["unit_name"])
        for row in facts_of("wbk_status")
        if row["unit_count"] == "1"
    }
    assert f"{len(named)} unit Zona Integritas ditemukan" in told
    assert not [button for button in app.button if button.key == "all-regions"]


def test_in_english_and_with_unknown_codes():
    app = zona(region="64.71", lang="en", owner="raja")
    assert "raja" in app.warning[0].value
    told = read(app)
    assert "2 integrity zone units found, 2 of them awarded WBK or WBBM" in told
    assert "Kota Balikpapan: not passed yet in 2023" in told
    assert "22 April 2024 · coaching" in told
    assert "WBK, corruption-free zone" in told
    assert not re.search(r"\bNone\b(?! found)|\bnan\b|\{\w+\}", told)


# --- the rules -----------------------------------------------------------------------------------


def test_every_rule_rests_on_sources_of_the_facts():
    known = {row["source_id"] for row in facts_of("sources")}
    cited = {
        row["source_id"]
        for table in ("wbk_status", "wbk_yearly", "bimtek_activity")
        for row in facts_of(table)
    }
    entries = dictionary.dictionary()["zone_rules"]
    assert len(entries) >= 6
    for code, entry in entries.items():
        assert entry["source_ids"], code
        assert set(entry["source_ids"]) <= known & cited, code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rules_are_told_with_links(lang):
    told = wbk.rules(engine.current(), lang)
    shown = text(zona(lang=lang))
    for rule in told:
        assert rule.title in shown
        assert rule.text.replace("\\", "") in shown
        assert all(source.url in shown for source in rule.sources)
    assert words(lang)("The rules in short") in shown


def test_one_region_is_told_by_its_furthest_stage():
    answer = ladder(region=("64.71",))
    assert answer.headline == "Kota Balikpapan: tahap terjauh yang ditemukan sampai 2025 adalah WBK"
    assert ladder(region=("92.02",)).headline == "Belum ditemukan unit Zona Integritas"

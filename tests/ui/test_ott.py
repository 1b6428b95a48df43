"""The page OTT: the facts told, chosen, drawn and searched, counted again from the CSV."""

from __future__ import annotations

import csv
import html
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core.selection import Selection
from dashboard.figures import years
from dashboard.narrative import ott
from dashboard.warehouse import engine
from tests.apptest import address, given_values, text, visit
from tests.fixtures import DATA, shipped

LEVELS = {"kabupaten": "kabupaten_kota", "kota": "kabupaten_kota", "provinsi": "provinsi"}
EVERYTHING = Selection(from_year=2008, year=2026)
WHOLE_LIST = {"from_year": "2008", "to_year": "2026"}


@cache
def incidents() -> tuple[dict[str, str], ...]:
    with (DATA / "ott_incidents.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def year(row: dict[str, str]) -> int:
    return int(row["ott_date"][:4])


def level(row: dict[str, str]) -> str:
    central = "pusat" if row["region_code"] == "00" else "pusat_daerah"
    return LEVELS.get(row["government_level"], central)


def page(**query: str | list[str]) -> AppTest:
    """The page at an address of its own: its filters belong to no other page."""
    app = visit("ott", **{"lang": "id", "region": "", **query})
    assert not app.exception
    return app


def told(app: AppTest) -> str:
    """What a reader reads, markup left out."""
    plain = html.unescape(re.sub(r"<[^>]*>", " ", text(app)))
    return re.sub(r"\s+", " ", plain)


def listed(app: AppTest) -> list[str]:
    """The cases of the list as their readable texts."""
    [block] = [e.proto.body for e in app.get("html") if 'class="cases"' in e.proto.body]
    cases = re.findall(r'<li class="case">(.*?)</li>', block, re.DOTALL)
    return [re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", c))) for c in cases]


# --- the facts, counted a second time ------------------------------------------------------------


@pytest.mark.parametrize(("first", "last"), [(2016, 2025), (2008, 2026), (2026, 2026)])
def test_levels_and_sectors_are_those_of_the_list(first: int, last: int) -> None:
    facts = engine.current()
    span = [row for row in incidents() if first <= year(row) <= last]
    asked = {"from_year": first, "year": last, "region": [], "level": []}
    [row] = facts.records("ott/ott_totals", **asked, sector=[])
    levels = Counter(level(incident) for incident in span)
    assert {code: row[f"{code}_count"] for code in levels} == levels
    assert row["ott_count"] == len(span)
    cash = [int(i["cash_seized_idr"]) for i in span if i["cash_seized_idr"]]
    assert (row["cash_count"], row["cash_seized_idr"]) == (len(cash), sum(cash))
    sectors: Counter[str] = Counter()
    for found in facts.records("ott/ott_sectors", **asked):
        sectors[found["sector"]] += found["ott_count"]
    assert sectors == Counter(incident["sector"] for incident in span)


def test_the_complete_years_by_level_and_sector() -> None:
    """Written out once, so that a change of the facts is seen."""
    span = [row for row in incidents() if 2016 <= year(row) <= 2025]
    assert Counter(level(row) for row in span) == COMPLETE_LEVELS
    assert Counter(row["sector"] for row in span) == COMPLETE_SECTORS


COMPLETE_LEVELS = {"kabupaten_kota": 67, "provinsi": 15, "pusat_daerah": 29, "pusat": 25}
COMPLETE_SECTORS = {
    "pengadaan": 30,
    "infrastruktur": 29,
    "peradilan": 22,
    "perizinan": 18,
    "anggaran/apbd": 14,
    "jual beli jabatan": 11,
    "perpajakan": 3,
    "bansos": 2,
    "lainnya": 7,
}


# The kinds of office a second time, by hand: every office of the list begins or holds one of these.
HANDS = {
    "kepala_daerah": r"^(Penjabat |Mantan |Wakil )?(Gubernur|Bupati|Wali Kota) ",
    "dprd": r"DPRD",
    "dpr_dpd": r"DPR\b(?!D)|Dewan Perwakilan Daerah",
    "peradilan": r"^(Hakim|Panitera|(Wakil )?Ketua (Pengadilan|PTUN|Mahkamah))|Mahkamah Agung$",
    "kejaksaan": r"^Jaksa|Kejaksaan|Kejari",
    "pajak_bea_cukai": r"KPP|[Pp]ajak$|Bea dan Cukai",
    "bumn_bumd": r"\bPT [A-Z]|Perum |BUMN |PDAM ",
    "pejabat_pemda": (
        r"^(Camat|ASN|Asisten|Sekda|(Plt\. )?Sekretaris (Daerah|Dinas)|Kabid|Kasubag|Plt\. Kabag)"
        r"|^(Plt\. )?Kepala ([Dd]inas|B[PKa]|D[Pi]|ULP)(?!J)(?!dan)|^Pejabat D(inas|PKAD)"
        r"|Pemerintah K|RSUD"
    ),
    "kementerian_lembaga": (
        r"Kemen|[Mm]enteri |PJN|Balai |Ditjen|BPK|Pemilihan Umum|Imigrasi|imigrasi$|Universitas"
        r"|Pemasyarakatan|SKK Migas|Bakamla|Badan SAR|Navigasi|^Direktur Jenderal"
    ),
    "lainnya": r"^Pejabat KONI$",
}


def kinds(row: dict[str, str]) -> set[str]:
    """The kinds of office that an operation names; each office is of exactly one kind."""
    found = set()
    for office in re.sub(r" \(.*?\)", "", row["offices_id"]).split("; "):
        [kind] = [kind for kind, wording in HANDS.items() if re.search(wording, office)]
        found.add(kind)
    return found


def test_every_operation_has_the_kinds_of_office_that_it_names() -> None:
    found: dict[str, set[str]] = {row["incident_id"]: set() for row in incidents()}
    for row in shipped().sql("select * from mart_ott_office"):
        found[row["incident_id"]].add(row["office_kind"])
    assert found == {row["incident_id"]: kinds(row) for row in incidents()}


@pytest.mark.parametrize(("first", "last"), [(2016, 2025), (2008, 2026)])
def test_kinds_of_office_are_those_of_the_list(first: int, last: int) -> None:
    asked = {"from_year": first, "year": last, "region": [], "level": [], "sector": []}
    span = [row for row in incidents() if first <= year(row) <= last]
    told: Counter[str] = Counter()
    rows = engine.current().records("ott/ott_offices", **asked)
    for found in rows:
        told[found["office_kind"]] += found["ott_count"]
    assert told == Counter(kind for row in span for kind in kinds(row))
    assert {row["ott_total"] for row in rows} == {len(span)}
    assert told["lainnya"] < 0.1 * len(span)


def test_the_complete_years_by_kind_of_office() -> None:
    """Written out once, so that a change of the facts or of the rule is seen."""
    span = [row for row in incidents() if 2016 <= year(row) <= 2025]
    assert Counter(kind for row in span for kind in kinds(row)) == COMPLETE_KINDS
    told = " ".join(row["offices_id"] for row in span)
    assert COMPLETE_KINDS["dprd"] < len(re.findall("DPRD", told))  # several of one operation


COMPLETE_KINDS = {
    "kepala_daerah": 69,
    "pejabat_pemda": 29,
    "kementerian_lembaga": 21,
    "peradilan": 15,
    "dprd": 11,
    "dpr_dpd": 10,
    "bumn_bumd": 9,
    "kejaksaan": 7,
    "pajak_bea_cukai": 2,
    "lainnya": 1,
}


# --- the sentences -------------------------------------------------------------------------------


def test_the_first_screen_tells_the_choice() -> None:
    usual = told(page())
    assert "Seluruh Indonesia: 136 OTT yang diketahui, 2016–2025" in usual
    assert "Daftar untuk tahun-tahun ini lengkap. 44 operasi dari tahun lain diketahui" in usual
    read = told(page(**WHOLE_LIST))
    assert "Seluruh Indonesia: 180 OTT yang diketahui, 2008–2026" in read
    assert "Daftar lengkap hanya untuk 2016–2025: 136 operasi." in read
    assert "kabupaten/kota (85), provinsi (18), aparat pusat di daerah (44), dan pusat (33)" in read
    assert "Rp110,39 miliar, dari 88 di antara 180 operasi yang jumlahnya disebut sumber" in read
    assert "vonis (3), dilimpahkan ke penegak hukum lain (3), dan" in read
    assert "pembatalan status tersangka (2)" in read
    assert "Yang terakhir: 13 Maret 2026, Kab. Cilacap (Bupati Cilacap)." in read
    assert "Semua wilayah." in read
    assert "Perkara pusat tanpa provinsi termasuk di dalamnya." in read


def test_english_readers_read_the_same() -> None:
    app = page(lang="en", from_year="2016", year="2025")
    read = told(app)
    assert "All of Indonesia: 136 known OTT, 2016–2025" in read
    assert "The list of these years is complete." in read
    assert "Rupiah secured: Rp" in read
    assert not re.search(r"\bNone\b|\bnan\b|\{\w+\}", read)


def test_a_choice_of_regions_is_said_and_can_be_left() -> None:
    app = page(region=["63", "64", "62", "13"], **WHOLE_LIST)
    read = told(app)
    assert "Kalsel, Kaltim, Kalteng, dan Sumbar: 16 OTT yang diketahui, 2008–2026" in read
    assert "Wilayah: Kalsel, Kaltim, Kalteng, dan Sumbar. Provinsi mencakup" in read
    assert "33 perkara pusat tanpa provinsi hanya tampil bila semua wilayah dipilih" in read
    app.button(key="all-regions").click().run()
    assert not app.exception
    assert "180 OTT yang diketahui" in told(app)
    assert given_values(app, "region") == [""]
    assert "all-regions" not in {button.key for button in app.button}


def test_a_partial_year_is_a_lower_bound() -> None:
    read = told(page(from_year="2026"))
    assert "9 OTT yang diketahui, 2026" in read
    assert "Daftar untuk tahun-tahun ini belum lengkap: jumlahnya batas bawah." in read


def test_a_region_without_operations_says_so() -> None:
    app = page(region="92.02", **WHOLE_LIST)
    read = told(app)
    assert "0 OTT yang diketahui, 2008–2026" in read
    assert "Daftar lengkap hanya untuk 2016–2025: 0 operasi." in read
    assert "Uang rupiah" not in read
    assert "Belum ditemukan operasi untuk pilihan ini" in read
    assert any("Tidak ada operasi yang cocok" in info.value for info in app.info)


# --- the list ------------------------------------------------------------------------------------


def test_kalsel_has_the_operation_of_october_2024_with_its_outcome() -> None:
    cases = listed(page(region="63", **WHOLE_LIST))
    codes = [row for row in incidents() if row["region_code"][:2] == "63"]
    assert len(cases) == len(codes) == 7
    [case] = [case for case in cases if "6 Oktober 2024" in case]
    for part in (
        "Kalimantan Selatan",
        "Provinsi · pengadaan",
        "status tersangka dibatalkan praperadilan",
        "17 orang diamankan 7 tersangka Rp12 miliar diamankan",
        "pembatalan status tersangka Praperadilan PN Jakarta Selatan, 12 November 2024",
        "Sumber: Jurnal Kalimantan",
        "Rp12.000.000.000",
    ):
        assert part in case
    first = cases[-1]
    assert first.strip().startswith("April 2015 · Kabupaten Tanah Laut, Kalsel")  # no day is known
    assert "tahun yang daftarnya belum lengkap" in first


def test_an_annulment_is_marked_apart_and_regions_lead_to_their_profile() -> None:
    markup = text(page(region="63"))
    assert '<p class="outcome annulled"><strong>' in markup
    assert "profil?region=63&amp;year=latest&amp;scope=pemprov&amp;lang=id" in markup


def test_the_list_is_newest_first_and_goes_on() -> None:
    app = page()
    assert len(listed(app)) == 20
    dates = sorted((row["ott_date"] for row in incidents()), reverse=True)
    app.button(key="more-cases").click().run()
    assert not app.exception
    cases = listed(app)
    assert len(cases) == 40
    found = ott.cases(engine.current(), EVERYTHING)
    by_id = {row["incident_id"]: row["ott_date"] for row in incidents()}
    assert [by_id[case.id] for case in found.cases] == dates


def test_what_the_kpk_does_not_count_and_central_cases_are_marked() -> None:
    rows = [row for row in incidents() if row["ott_date"][:4] in ("2020", "2021")]
    cases = listed(page(from_year="2020", to_year="2021"))
    assert len(cases) == len(rows) <= 20
    outside = [case for case in cases if "di luar hitungan KPK" in case]
    assert len(outside) == sum(row["counted_by_kpk"] == "no" for row in rows) == 2
    central = sum("perkara pusat tanpa provinsi" in case for case in cases)
    assert central == sum(row["region_code"] == "00" for row in rows) > 0


def test_search_finds_words_in_the_readers_language() -> None:
    app = page(**WHOLE_LIST)
    app.text_input(key="ott-search").set_value("Gubernur KALSEL").run()
    assert "1 dari 180 operasi" in told(app)
    assert "6 Oktober 2024" in listed(app)[0]
    app.text_input(key="ott-search").set_value("tiadakatainidimanapun %").run()
    assert not app.exception
    assert "0 dari 180 operasi" in told(app)
    assert any("Tidak ada operasi yang cocok" in info.value for info in app.info)
    app.text_input(key="ott-search").set_value("  ").run()
    assert len(listed(app)) == 20


@pytest.mark.parametrize(
    ("lang", "searched"), [("id", "praperadilan"), ("en", "pretrial"), ("id", "hakim bandung")]
)
def test_a_search_holds_exactly_what_the_list_says(lang: str, searched: str) -> None:
    found = ott.cases(engine.current(), replace(EVERYTHING, lang=lang), searched)
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        regions = {row["region_code"]: row for row in csv.DictReader(file)}
    expected = set()
    for row in incidents():
        region = regions[row["region_code"]]
        province = regions.get(region["province_code"], {})
        parts = [row[f"{name}_{lang}"] for name in ("offices", "summary", "outcome")]
        parts += [region["region_name"], province.get("region_name", "")]
        if all(word in " ".join(parts).lower() for word in searched.split()):
            expected.add(row["incident_id"])
    assert {case.id for case in found.cases} == expected
    assert expected


def test_english_readers_are_told_that_notes_are_indonesian() -> None:
    markup = text(page(lang="en", region="35.18"))
    assert "Note (in Indonesian)" in markup
    assert '<span lang="id">Operasi bersama' in markup
    assert "joint or handed over, outside the KPK&#39;s own count" in markup
    assert "annulled by a pretrial ruling" in markup


# --- filters and figures -------------------------------------------------------------------------


def test_filters_hold_in_the_address_and_narrow_everything() -> None:
    app = page(**WHOLE_LIST)
    app.multiselect(key="filter-level").set_value(["provinsi"]).run()
    app.multiselect(key="filter-sector").set_value(["pengadaan"]).run()
    assert not app.exception
    assert given_values(app, "level") == ["provinsi"]
    assert given_values(app, "sector") == ["pengadaan"]
    fitting = [r for r in incidents() if level(r) == "provinsi" and r["sector"] == "pengadaan"]
    assert f"Seluruh Indonesia: {len(fitting)} OTT" in told(app)
    assert "Hanya: Provinsi; pengadaan. Daftar lengkap hanya untuk" in told(app)
    assert len(listed(app)) == len(fitting)
    again = page(**{name: app.query_params[name] for name in app.query_params})
    assert told(again) == told(app)


def test_the_slider_sets_the_span_and_the_address() -> None:
    app = page()
    app.slider(key="filter-event-span").set_range("2008", "2025").run()
    assert not app.exception
    assert "OTT yang diketahui, 2008–2025" in told(app)
    assert (given_values(app, "from_year"), given_values(app, "to_year")) == (["2008"], [])
    app.slider(key="filter-event-span").set_range("2016", "2025").run()
    assert "136 OTT yang diketahui, 2016–2025" in told(app)
    assert (given_values(app, "from_year"), given_values(app, "to_year")) == ([], [])
    app.multiselect(key="filter-level").set_value(["pusat"]).run()
    assert "25 OTT yang diketahui, 2016–2025" in told(app)


def test_the_map_keeps_to_complete_years_and_to_indicators_of_operations() -> None:
    app = page(region="63")
    box = app.selectbox(key="filter-indicator")
    assert box.options == ["Jumlah OTT", "OTT per 10 juta penduduk", "OTT per 100 pemda"]
    read = told(app)
    assert "OTT per 10 juta penduduk, 2016–2025" in read
    assert (
        "11 operasi pada 2025; terbanyak 30 pada 2018" in read
    )  # all of Indonesia, with the KPK's
    box.set_value("ott_count").run()
    assert "Jumlah OTT, 2016–2025" in told(app)
    assert given_values(app, "indicator") == ["ott_count"]
    app.switch_page("../pages/peta.py").run()
    assert app.selectbox(key="filter-indicator").value == "spi"  # a page's own choice stays there


def test_a_span_before_the_complete_years_has_a_map_that_says_it_cannot_know() -> None:
    app = page(from_year="2008", to_year="2015")
    assert "Daftar operasi 2008–2015 belum lengkap" in told(app)
    assert address(app).count("year=") == 3


def test_bad_parameters_are_named_and_ignored() -> None:
    app = page(level="desa", sector=["pengadaan", "x"], from_year="1999")
    notice = app.warning[0].value.replace("\\", "")
    assert all(named in notice for named in ("desa", "“x”", "1999"))
    assert given_values(app, "sector") == ["pengadaan"]


def test_a_complete_span_lies_inside_the_asked_one() -> None:
    facts = engine.current()
    spans = [(2008, 2026), (2018, 2020), (2008, 2015), (2026, 2026), (2014, 2016)]
    found = [years.complete_part(facts, Selection(from_year=a, year=b)) for a, b in spans]
    assert [(s.from_year, s.year) for s in found] == [
        (2016, 2025),
        (2018, 2020),
        (2008, 2015),
        (2026, 2026),
        (2016, 2016),
    ]

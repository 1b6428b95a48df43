"""A region is found by any name people use, a doubtful one asks, and none is silently another."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.warehouse import choices, engine, region_names
from dashboard.warehouse.region_names import Reading, name_key
from tests.examples import tried
from tests.fixtures import DATA


def read(text: str) -> Reading:
    return region_names.read(engine.current(), text)


def outcome(text: str) -> str | set[str]:
    """The code of the region that is certain, else the codes among which it asks."""
    found = read(text)
    if found.region:
        assert not found.candidates
        return found.region.code
    return {region.code for region in found.candidates}


# One text and what it must come to, kind by kind; composed for this test.
CERTAIN = {
    "short and full names": {
        "Kalsel": "63",
        "Kalimantan Selatan": "63",
        "Kab. Hulu Sungai Tengah": "63.07",
        "Kota Padang": "13.71",
        "Padang Panjang": "13.74",
        "Kab. Banjar (Kabupaten Banjar)": "63.03",
        "Kalsel (Kalimantan Selatan)": "63",
        "Jakarta": "31",
        "DIY": "34",
    },
    "former names": {
        "Mamuju Utara": "76.01",
        "Kab. Toba Samosir": "12.12",
        "KABUPATEN MALUKU TENGGARA BARAT": "81.03",
        "Kabupaten Pontianak": "61.02",
        "Pemkab Pontianak": "61.02",
        "Pontianak": "61.71",
        "Ujung Pandang": "73.71",
        "Kotamadya Ujung Pandang": "73.71",
        "Sawahlunto/Sijunjung": "13.03",
        "Kab. Kendari": "74.02",
        "Kendari": "74.71",
        "Polewali Mamasa": "76.04",
        "Yapen Waropen": "91.05",
        "Irian Jaya": "91",
        "Irian Jaya Barat": "92",
        "Nanggroe Aceh Darussalam": "11",
        "Kabupaten Kepulauan Riau": "21.01",
        "Kabupaten Maluku Utara": "82.01",
        "Maluku Utara": "82",
        "Kab. Pasir": "64.01",
    },
    "abbreviations": {
        "Kutim": "64.08",
        "Kukar": "64.02",
        "Halsel": "82.04",
        "Inhil": "14.04",
        "Rohul": "14.06",
        "OKU Timur": "16.08",
        "OKI": "16.02",
        "OI": "16.10",
        "PALI": "16.12",
        "hss": "63.06",
        "TTS": "53.02",
        "KBB": "32.17",
        "Tangsel": "36.74",
        "DKJ": "31",
        "NTB": "52",
        "Kab. Sitaro": "71.09",
        "Labuhanbatu Utara": "12.23",
    },
    "official short forms": {
        "Kep. Meranti": "14.10",
        "Kab. Adm. Kep. Seribu": "31.01",
        "Kota Adm. Jakarta Pusat": "31.71",
        "Kota Jakarta Pusat": "31.71",
        "Kep. Riau": "21",
        "Kab. Kep. Sangihe": "71.03",
        "Kab. Tj. Jabung Barat": "15.06",
        "Kal. Sel": "63",
        "Sum. Utara": "12",
        "Prov. Sul. Tenggara": "74",
        "Kab. Lampung Sel.": "18.01",
        "Kab. 50 Kota": "13.07",
    },
    "kinds of government": {
        "Pemprov Kalsel": "63",
        "Provinsi Kalimantan Selatan": "63",
        "Propinsi Papua Barat Daya": "96",
        "Pemkot Bandung": "32.73",
        "Pemko Banjarmasin": "63.71",
        "Pemerintah Kabupaten Bogor": "32.01",
        "Pemda Tabalong": "63.09",
        "Inspektorat Daerah Kabupaten Hulu Sungai Tengah": "63.07",
        "Gubernur Gorontalo": "75",
        "Bupati Banjar": "63.03",
        "Wali Kota Banjar": "32.79",
        "Bogor, Kab.": "32.01",
        "Bekasi Kota": "32.75",
        "Kabpaten Tabalong": "63.09",
    },
    "English": {
        "South Kalimantan": "63",
        "Province of South Kalimantan": "63",
        "West Java Province": "32",
        "Bandung City": "32.73",
        "City of Bandung": "32.73",
        "East Kutai Regency": "64.08",
        "West Kutai Regency, East Kalimantan, Indonesia": "64.07",
        "Central Jakarta": "31.71",
        "Thousand Islands": "31.01",
        "Special Region of Yogyakarta": "34",
        "Riau Islands": "21",
        "Bangka-Belitung Islands": "19",
        "Southwest Papua": "96",
        "North Sumatera": "12",
    },
    "a province beside the name": {
        "Kab. Banjar, Kalsel": "63.03",
        "Banjar, Jawa Barat": "32.79",
        "Kalsel - Banjar": "63.03",
        "Kota Solok Sumatera Barat": "13.72",
        "Kab. Gorontalo (Gorontalo)": "75.01",
    },
    "codes": {
        "63": "63",
        "63.71": "63.71",
        "6371": "63.71",
        "63 71": "63.71",
        "94.01": "94.01",
        "ID-KS": "63",
        "id ks": "63",
        "7325": "73.24",
    },
    "ways of writing": {
        "K A L S E L": "63",
        "K O T A  B A T A M": "21.71",
        "kalimántan selatan": "63",
        "Kalimantan\u00a0Selatan": "63",
        "KALIMANTAN-SELATAN": "63",
        "Fakfak": "92.03",
        "Fak-Fak": "92.03",
        "Pare Pare": "73.72",
        "Palangkaraya": "62.71",
        "Muko Muko": "17.06",
        "Kota Baru": "63.02",
        "Kotamobagu": "71.74",
        "Gunung Kidul": "34.03",
        "Padang Sidempuan": "12.77",
        "Kab. S I A K": "14.08",
        "Jogjakarta, Kota": "34.71",
        "Toli-toli": "72.04",
    },
    "spelling mistakes": {
        "kalsle": "63",
        "Kalimntan Selatan": "63",
        "Suoth Kalimantan": "63",
        "sumatra barat": "13",
        "padang panjng": "13.74",
        "banjarmsin": "63.71",
        "balik-papan": "64.71",
        "makasar": "73.71",
        "Kabupaten Memberamo Tengah": "95.05",
        "Kabupaten Bolang Mongondow Timur": "71.10",
        "Banjarmas": "63.71",
    },
}
ASKS: dict[str, set[str]] = {
    "Bandung": {"32.04", "32.73"},
    "Bogor": {"32.01", "32.71"},
    "Banjar": {"32.79", "63.03"},
    "Kab/Kota Bandung": {"32.04", "32.73"},
    "Solok": {"13.02", "13.72"},
    "Kupang NTT": {"53.01", "53.71"},
    "Gorontalo": {"75", "75.01", "75.71"},
    "Jambi": {"15", "15.71"},
    "Yogyakarta": {"34", "34.71"},
    "Jogja": {"34", "34.71"},
    "Mura": {"16.05", "62.12"},
    "Hulu Sungai": {"63.06", "63.07", "63.08"},
    "Kalimantan": {"61", "62", "63", "64", "65"},
    "Kartanegara": {"64.02"},
    # of another kind than the words say
    "Kota Kutai Kartanegara": {"64.02"},
    "Kabupaten Batam": {"21.71"},
    # cut short, or another one in the numbers of the BPS
    "63.1": {"63.01", "63.10", "63.11"},
    "63.7": {"63.07", "63.71", "63.72"},
    "1101": {"11.01", "11.09"},
    "91": {"91", "92"},
    "9401": {"94.01"},
    "97": {"95"},
}
NOTHING = ["xyz", "", "  ", "a", "HSX", "'; drop table mart_region", "%", "x" * 130, "99", "63.99"]


@pytest.mark.parametrize("kind", CERTAIN)
def test_a_name_is_its_region(kind: str) -> None:
    found = {text: outcome(text) for text in CERTAIN[kind]}
    assert found == CERTAIN[kind]


def test_what_may_mean_several_regions_asks() -> None:
    assert {text: outcome(text) for text in ASKS} == ASKS


def test_what_is_no_name_finds_nothing() -> None:
    assert [text for text in NOTHING if outcome(text)] == []


def test_every_name_and_alias_is_its_region_or_asks_with_it() -> None:
    with (DATA / "region_aliases.csv").open(encoding="utf-8", newline="") as file:
        aliases = [(row["region_code"], row["alias"]) for row in csv.DictReader(file)]
    known = choices.regions(engine.current()).values()
    official = [(one.code, name) for one in known for name in (one.name, one.full_label)]
    for code, name in (*official, *aliases):
        found = outcome(name)
        assert found == code or (code in found and not isinstance(found, str)), name
    asked = {name for code, name in aliases if outcome(name) != code}
    assert asked == {"Mura"}
    # A province alone has the name of its city or kabupaten: one tap says which.
    assert {name for code, name in official if outcome(name) != code} == {
        "Bengkulu",
        "Gorontalo",
        "Jambi",
    }


def test_a_box_of_some_regions_takes_only_what_it_offers() -> None:
    solok = read("Solok").among(["13.72", "63"])
    assert (solok.region, [one.code for one in solok.candidates]) == (None, ["13.72"])
    assert read("Kalsel").among(["63"]) == read("Kalsel")
    kukar = read("Kukar").among(["63"])
    assert (kukar.region, kukar.candidates) == (None, ())


def test_a_text_is_compared_as_the_facts_are() -> None:
    rows = engine.current().records("region/region_names")
    assert [row for row in rows if name_key(row["usual_name"]) != row["name_key"]] == []


@pytest.mark.parametrize("code", ["63", "13.74", "63.06", "91.20"])
@given(data=st.data())
@tried(5)
def test_one_wrong_letter_in_a_long_name_still_finds_it(code: str, data: st.DataObject) -> None:
    name = choices.regions(engine.current())[code].name
    position = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    found = outcome(name[:position] + letter + name[position + 1 :])
    assert found == code or (code in found and not isinstance(found, str))


@given(st.text(max_size=100))
@tried(25)
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read(text)
    assert not (found.region and found.candidates)
    assert len(found.candidates) <= region_names.MOST_CANDIDATES

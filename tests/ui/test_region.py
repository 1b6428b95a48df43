"""The page Profil: one region in both languages, with many facts, few, or none."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.apptest import address, given_values, text, visit
from tests.fixtures import shipped

NOTHING_KNOWN = """
select region_code
from mart_region
where
    level = 'kabupaten'
    and has_own_government
    and region_code not in (select region_code from mart_event)
    and region_code not in (select region_code from mart_spi)
order by region_code
limit 1
"""


def profile(region: str, **query: str) -> AppTest:
    app = visit("profil", region=region, **{"lang": "id", **query})
    assert not app.exception
    return app


def told(region: str, **query: str) -> str:
    """What a reader reads, markup left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text(profile(region, **query))))


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("region", ["63", "64.71", "11.11", "92.02", "31.71"])
def test_every_kind_of_region_in_both_languages(region: str, lang: str) -> None:
    app = profile(region, lang=lang)
    assert not app.warning
    read = text(app)
    assert not re.search(r"\bNone\b(?! found)|\bnan\b|\{\w+\}", read)
    assert {"id": "Sumber", "en": "Source"}[lang] in read
    assert given_values(app, "region") == [region]
    assert app.selectbox(key="filter-profile-region").value == region


def test_kalsel_is_told_from_score_to_what_followed() -> None:
    read = told("63")
    assert "Kalimantan Selatan: SPI 64,15 pada 2024, rentan" in read
    assert "Peringkat 18 dari 28 pemerintah provinsi yang diketahui." in read
    assert (
        "Kalimantan Selatan turun 8,39 poin dari 2023 ke 2024 (metode dan kelas berubah)." in read
    )
    assert "Belum ada skor yang ditemukan" not in read
    assert "2025: rentan (kelas saja, skor belum ditemukan; sumber lemah)." in read
    assert "6 Okt 2024" in read
    assert re.search(r"16 Okt 2024 Kota Banjarmasin bimtek [^|]{5,140} 10 bakabar", read)
    assert "Urutan waktu, bukan sebab akibat." in read


def test_kalsel_of_2024_tells_the_first_activity_after_the_operation() -> None:
    read = told("63", year="2024")
    assert "OTT terakhir yang ditemukan: 6 Oktober 2024, Kalsel" in read
    assert "praperadilan" in read.lower()  # the annulled suspect status is told
    assert "Yang pertama, 10 hari sesudahnya:" in read
    assert "(Kota Banjarmasin, 16 Oktober 2024)" in read
    dates = re.findall(r'data-label="Tanggal">([^<]*)', text(profile("63", year="2024")))
    assert dates
    assert not any("2025" in date for date in dates)


def test_every_score_of_kalsel_stands_with_its_sources() -> None:
    read = text(profile("63"))
    rows = re.findall(r'<tr><td data-label="Tahun">(\d{4})</td>(.*?)</tr>', read)
    own = {year: cells for year, cells in rows if "Pemerintah provinsi" in cells}
    alone = own.pop("2025")  # its class alone is known
    assert "rentan (kelas saja, skor belum ditemukan; sumber lemah)" in alone
    assert {year: re.findall(r'Skor SPI">([^<]*)<', cells) for year, cells in own.items()} == {
        "2024": ["64,15"],
        "2023": ["72,54*"],
        "2022": ["73,76"],
        "2021": ["71,98"],
    }
    assert all('<a href="https://' in cells for cells in own.values())
    assert 'target="_blank"' in own["2024"]


def test_a_disputed_score_carries_its_mark_and_both_values() -> None:
    read = told("62")
    assert re.search(r"2023 Pemerintah provinsi 65,99\* sangat rentan", read)
    assert "Tanda *: sumber berbeda pendapat" in read


def test_balikpapan_from_not_passing_to_the_scores() -> None:
    read = told("64.71")
    assert "Kota Balikpapan: SPI 75,08 pada 2024, waspada" in read
    assert "Skor terbaru dari tahun lain: 2025: 77,43, kelas waspada." in read
    assert "naik 4,96 poin dari 2021 ke 2024 (tanpa skor di antaranya, metode dan kelas" in read
    assert "Peringkat 12 dari 25 pemerintah kota yang diketahui." in read
    assert "urutan 4 dari 5 skor kota di Kalimantan" in read
    assert "2023 Pemerintah Kota Balikpapan belum lolos" in read
    assert "22 Apr 2024" in read
    assert "8 Mei 2024" in read
    assert "Belum ditemukan: regulasi." in read
    assert "Belum ditemukan; ini contoh, bukan daftar lengkap." in read
    assert "SPI 77,43 pada 2025" in told("64.71", year="2025")


def test_padang_has_two_regulations_and_their_introduction() -> None:
    read = told("13.71")
    assert re.search(r"2019 Peraturan Wali Kota 15 pengaduan \(WBS\)", read)
    assert re.search(r"2019 Peraturan Wali Kota 27 benturan kepentingan", read)
    assert re.search(r"9 Agu 2019 sosialisasi Sosialisasi Perwako 15/2019", read)


def test_kalteng_and_its_action_plan() -> None:
    read = told("62")
    assert "SPI 67,76 pada 2024" in read
    assert "30 Apr 2024" in read
    assert "rencana aksi tindak lanjut SPI 2023" in read
    assert "SPI 65,99* pada 2023" in told("62", year="2023")


def test_a_region_without_facts_says_so() -> None:
    [row] = shipped().sql(NOTHING_KNOWN)
    read = told(row["region_code"])
    assert "skor SPI 2024 belum ditemukan" in read
    assert "Belum ada skor yang ditemukan untuk 2021, 2022, 2023, 2024, dan 2025." in read
    assert "Tidak ada OTT pada 2016–2025" in read
    assert "Belum ditemukan: kegiatan, unit Zona Integritas, dan regulasi." in read


def test_a_region_without_a_government_says_whose_part_it_is() -> None:
    read = told("31.71")
    assert "tidak memiliki pemerintah sendiri" in read
    assert "bagian dari pemerintah provinsi DKI Jakarta" in read


def test_an_unknown_region_is_named_and_no_region_explains_itself() -> None:
    app = visit("profil", region="92.01", lang="id")
    assert not app.exception
    assert "92.01" in app.warning[0].value
    empty = visit("profil", region="", lang="id")
    assert not empty.exception
    assert any("Belum ada wilayah yang dipilih" in info.value for info in empty.info)


def test_the_box_offers_every_region_and_sets_the_address() -> None:
    app = profile("63")
    box = app.selectbox(key="filter-profile-region")
    assert len(box.options) == 552
    box.set_value("64.71").run()
    assert not app.exception
    assert "Kota Balikpapan: SPI 75,08" in text(app)
    assert address(app) == "region=64.71&year=latest&scope=pemprov&lang=id"
    box = app.selectbox(key="filter-profile-region").set_value("63")
    box.run()
    assert "Kalimantan Selatan: SPI 64,15" in text(app)


def test_neighbours_come_early_with_their_scores_best_first() -> None:
    app = profile("63", year="2024")
    links = [link.proto for link in app.get("page_link")]
    *near, compare = links
    asked = [re.findall(r"region=([\d.]+)", link.query_string) for link in near]
    assert asked[:4] == [["64"], ["61"], ["62"], ["65"]]
    labels = [link.label.replace("\\", "") for link in near]
    assert labels[:3] == ["Kaltim 72,75", "Kalbar 72,37", "Kalteng 67,76"]
    assert labels[3] == "Kaltara: tidak ada data"
    assert len(near) == 4 + 5
    assert all("year=2024" in link.query_string for link in links)
    own_first = re.findall(r"region=([\d.]+)", compare.query_string)
    assert own_first == ["63", "61", "62", "64", "65"]
    first_of_city = profile("64.71").get("page_link")[0].proto
    assert "region=64&" in first_of_city.query_string  # a kota leads to its province first
    assert first_of_city.label == "Kaltim"  # whose score is of another kind


def test_the_profile_says_where_a_region_stands_once() -> None:
    read = told("63")
    assert read.count("urutan 4 dari 4 skor di Kalimantan") + read.count("Urutan 4 dari 4") == 1
    assert read.count("7,38 terhadap nasional") == 1


def test_the_map_leads_to_the_profile() -> None:
    app = visit("peta", lang="id")
    assert app.get("page_link")[0].proto.page.endswith("profil")

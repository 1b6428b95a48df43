"""The page Regulasi: what was found, what introduced it, and certified educators by date."""

from __future__ import annotations

import csv
import re
from collections import Counter
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from dashboard import charts
from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.narrative import regulations
from dashboard.warehouse import engine
from tests.apptest import given_values, text, visit
from tests.apptest import words_of as read
from tests.fixtures import DATA


def listed(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page(**query: Any) -> AppTest:
    app = visit("regulasi", **{"lang": "id", **query})
    assert not app.exception
    return app


def links(app: AppTest) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="\.(/bimtek[^"]*)"', text(app))]


def test_everything_found_with_the_caveat() -> None:
    rows = listed("regulations")
    assert (len(rows), len({row["region_code"] for row in rows})) == (45, 38)
    app = page(region="")
    told = read(app)
    assert "45 regulasi integritas ditemukan di 38 wilayah" in told
    subjects = Counter(row["subject"] for row in rows)
    assert f"pengaduan (WBS) {subjects['wbs']}, benturan kepentingan" in told
    assert f"gratifikasi {subjects['gratifikasi']}," in told
    assert "belum ditemukan tidak berarti tidak ada" in told
    assert text(app).count('<p class="title">') == 45
    assert 'lang="id">Pedoman pengendalian gratifikasi pada Pemkab Bireuen' in text(app)


def test_both_regulations_of_padang_lead_to_their_introduction() -> None:
    app = page(region="13.71")
    told = read(app)
    assert "2 regulasi integritas ditemukan di 1 wilayah" in told
    assert "Peraturan Wali Kota Nomor 15 Tahun 2019 · pengaduan (WBS)" in told
    assert "Peraturan Wali Kota Nomor 27 Tahun 2019 · benturan kepentingan" in told
    assert told.count("Kegiatan yang disebut dalam laporan yang sama: 9 Agustus 2019") == 2
    assert "impiannews.com" in told
    one, other = links(app)
    assert one == other
    query = parse_qs(urlsplit(one).query)
    assert query["region"] == ["13.71"]
    assert query["from_year"] == query["to_year"] == ["2019"]
    assert "9 Agustus 2019 Sosialisasi Perwako 15/2019" in read(visit("bimtek", **query))


def test_a_link_by_subject_says_so() -> None:
    told = read(page(region="16", lang="en"))
    assert "Activity on the same subject in the same year: 16 September 2021" in told
    assert "The rule does not say that one led to the other." in told


def test_the_subject_filters_and_stands_in_the_address() -> None:
    app = page(region="")
    app.multiselect(key="filter-subject").set_value(["benturan kepentingan"]).run()
    assert given_values(app, "subject") == ["benturan kepentingan"]
    wanted = {
        row["region_code"]
        for row in listed("regulations")
        if row["subject"] == "benturan kepentingan"
    }
    n = len(wanted)
    assert f"{n} regulasi integritas ditemukan di {n} wilayah" in read(app)
    assert text(app).count('<p class="title">') == n


def test_educators_by_date_are_not_added_up() -> None:
    told = read(page(region="35"))
    assert "Jawa Timur 2025 276" in told
    assert "Indonesia 2025 4.344" in told
    assert "Indonesia Des 2022 2.613 305" in told
    assert "tidak dijumlahkan dan tidak dapat dibandingkan" in told
    assert "Belum ditemukan untuk Kalimantan Selatan" in read(page(region="63"))


def test_nothing_found_is_said() -> None:
    told = read(page(region="31.01"))
    assert "Belum ditemukan regulasi untuk pilihan ini" in told
    assert "0 regulasi" not in told


def test_an_earlier_year_tells_nothing_later() -> None:
    told = read(page(region="13", year="2021"))
    assert "Tahun 2019" in told
    assert not re.search(r"Tahun 202[2-6]", told)
    assert "4.344" not in told


def test_bad_subjects_are_named() -> None:
    app = page(subject="x<b>")
    assert "x<b>" in app.warning[0].value.replace("\\", "")


def test_every_regulation_stands_under_its_province() -> None:
    told = regulations.provinces(engine.current(), Selection())
    held = [item for province in told for item in province.regulations]
    assert len(held) == len(listed("regulations"))
    names = {item.name for item in held}
    assert "Peraturan Bupati tahun 2018" in names  # its number is not printed
    assert not any("None" in name for name in names)


def test_the_matrix_keeps_what_was_not_found() -> None:
    answer = registry.answer(
        engine.current(), "regulation-subjects", Selection(region=("13.71", "64"))
    )
    drawing = charts.draw(answer, None)
    assert "<b>Kota Padang</b>" in drawing["layout"]["yaxis"]["ticktext"]
    assert "<b>Kaltim</b>" in drawing["layout"]["yaxis"]["ticktext"]
    by_region = Counter(row["region_label"] for row in answer.rows if row["regulation_count"])
    assert by_region["Kota Padang"] == 2
    assert by_region["Kaltim"] == 0
    assert [entry.key for entry in answer.legend] == ["found", "no_data"]

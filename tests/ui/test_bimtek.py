"""The page Bimtek: the counts of a sample, what followed an OTT, and the list."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts
from dashboard.core.i18n import words
from dashboard.core.selection import Selection
from dashboard.figures import registry
from dashboard.narrative import bimtek
from dashboard.warehouse import choices, engine
from tests.apptest import given_values, text, visit
from tests.apptest import words_of as read
from tests.fixtures import DATA

FOCUS = ("13", "62", "63", "64")


def events() -> dict[str, list[dict[str, str]]]:
    """The facts by event, read again without the dashboard: a national event is one."""
    with (DATA / "bimtek_activity.csv").open(encoding="utf-8", newline="") as file:
        found = defaultdict(list)
        for row in csv.DictReader(file):
            found[row["event_key"] or row["activity_id"]].append(row)
    return found


def page(**query: Any) -> AppTest:
    app = visit("bimtek", **{"lang": "id", **query})
    assert not app.exception
    return app


@pytest.fixture(scope="module")
def facts() -> engine.Warehouse:
    return engine.current()


def test_the_whole_nation_counts_events_once() -> None:
    found = events()
    app = page(region="")
    told = read(app)
    assert len(found) == 255
    assert "255 kegiatan antikorupsi ditemukan, 2019–2026" in told
    parts = [rows[0]["kpk_involved"] for rows in found.values()]
    assert (parts.count("yes"), parts.count("no"), parts.count("unknown")) == (199, 37, 19)
    assert "Dengan KPK: 199. Tanpa KPK: 37. Tidak disebut: 19." in told
    people = [int(rows[0]["participants"]) for rows in found.values() if rows[0]["participants"]]
    assert (len(people), sum(people)) == (23, 2543)
    assert "diketahui untuk 23 dari 255 kegiatan: seluruhnya 2.543 orang" in told
    assert "2 kegiatan tercatat di beberapa wilayah dan dihitung sekali." in told
    assert "contoh dari pemberitaan, bukan daftar lengkap" in told
    assert "tidak pernah diperingkat" in told
    assert "Semua wilayah. Pilih wilayah" in told


def test_the_focus_regions_come_with_their_parts_and_a_way_to_all() -> None:
    app = page()
    mine = [
        rows for rows in events().values() if any(row["region_code"][:2] in FOCUS for row in rows)
    ]
    assert len(mine) == 104
    told = read(app)
    assert "104 kegiatan antikorupsi ditemukan, 2019–2026" in told
    assert "Wilayah: Kalsel, Kaltim, Kalteng, dan Sumbar." in told
    app.button(key="all-regions").click().run()
    assert given_values(app, "region") == [""]
    assert "255 kegiatan antikorupsi ditemukan" in read(app)


def test_kalsel_of_2024_leads_from_the_operation_to_banjarmasin() -> None:
    told = read(page(region="63", from_year="2024", to_year="2024"))
    assert "6 Oktober 2024 · Kalsel" in told
    assert "praperadilan" in told.lower()  # the annulled suspect status is told
    assert re.search(
        r"10 hari sesudahnya \(16 Oktober 2024\) : Bimtek dan FGD antikorupsi [^:]* "
        r"Kota Banjarmasin · bimtek · peran KPK tidak disebut · 47 peserta",
        told,
    )
    assert "Urutan waktu, bukan sebab akibat." in told
    assert "OTT memuat dugaan" in told


def test_the_other_stories_stand_in_the_list() -> None:
    told = read(page(region=["62", "64.71"], from_year="2024", to_year="2024"))
    assert "30 April 2024 Rakor penyusunan rencana aksi tindak lanjut SPI 2023" in told
    assert "22 April 2024 Pendampingan implementasi Zona Integritas" in told
    assert "8 Mei 2024 Bimtek Keluarga Berintegritas bagi pejabat Pemkot Balikpapan" in told
    app = page(region="13.71", from_year="2019", to_year="2019", topic="wbs")
    told = read(app)
    assert "1 kegiatan antikorupsi ditemukan, 2019" in told
    assert "9 Agustus 2019 Sosialisasi Perwako 15/2019 (WBS) dan Perwako 27/2019" in told
    assert "Penyelenggara: Inspektorat Kota Padang" in told
    assert 'lang="id">Sekretaris dan kepala tata usaha OPD' in text(app)
    assert re.search(r'href="\./profil\?region=13\.71&(amp;)?year=latest', text(app))


def test_filters_stand_in_the_address_and_change_everything() -> None:
    app = page(lang="en")
    app.multiselect(key="filter-kpk").set_value(["no"]).run()
    app.multiselect(key="filter-activity_type").set_value(["pendampingan"]).run()
    assert not app.exception
    assert given_values(app, "kpk") == ["no"]
    told = read(app)
    mine = [
        rows
        for rows in events().values()
        if rows[0]["kpk_involved"] == "no"
        and rows[0]["activity_type"] == "pendampingan"
        and any(row["region_code"][:2] in FOCUS for row in rows)
    ]
    assert f"{len(mine)} activities against corruption found, 2019–2026" in told
    assert f"Without: {len(mine)}." in told
    assert "never ranked" in told
    assert "Coaching" in told or "coaching" in told


def test_more_of_the_list_comes_on_demand() -> None:
    app = page(region="")
    assert text(app).count('<p class="when">') == 20
    app.button(key="more-activities").click().run()
    assert text(app).count('<p class="when">') == 40
    app.slider(key="filter-event-span").set_value((2020, 2020)).run()
    assert text(app).count('<p class="when">') == 5
    assert "more-activities" not in {button.key for button in app.button}
    assert (given_values(app, "from_year"), given_values(app, "to_year")) == (["2020"], ["2020"])


def test_nothing_found_is_said_and_is_not_zero() -> None:
    told = read(page(region="31.01"))
    assert "Belum ditemukan kegiatan untuk pilihan ini" in told
    assert "Belum ditemukan tidak berarti tidak ada." in told
    assert "Belum ditemukan OTT untuk pilihan ini." in told
    assert "0 kegiatan" not in told


def test_bad_parameters_are_named_and_ignored() -> None:
    app = page(topic=["x<b>", "wbs"], from_year="1700", kpk="maybe")
    notice = app.warning[0].value.replace("\\", "")
    for named in ("x<b>", "1700", "maybe"):
        assert named in notice
    assert given_values(app, "topic") == ["wbs"]


def test_a_national_event_is_listed_once_with_its_regions(facts: engine.Warehouse) -> None:
    chosen = Selection(from_year=2022, year=2022)
    rows = [
        row for row in bimtek.listed(facts, chosen) if row["event_id"] == "paku-integritas-2022"
    ]
    [shown] = bimtek.shown(facts, tuple(rows), words("id"))
    assert [code for code, _name in shown.regions] == ["11", "19", "36", "75", "76", "92"]
    assert len(shown.sources) == len({row["source_id"] for row in events()["paku-integritas-2022"]})


def test_every_operation_of_a_province_is_told_with_what_followed(
    facts: engine.Warehouse,
) -> None:
    told = bimtek.after_ott(facts, Selection(region=("63",), from_year=2019, year=2026))
    assert [item.when for item in told] == [
        "4 Februari 2026",
        "18 Desember 2025",
        "6 Oktober 2024",
        "15 September 2021",
    ]
    assert len(told[2].activities) == 8
    assert told[0].activities == ()
    read_now = read(page(region="63"))
    assert "Dari 4 OTT, 2 diikuti kegiatan yang ditemukan dalam 365 hari" in read_now
    assert "2 OTT yang belum ditemukan kegiatan sesudahnya 4 Februari 2026" in read_now


class TestFigures:
    def test_calendar_counts_each_month(self, facts: engine.Warehouse) -> None:
        answer = registry.answer(facts, "bimtek-calendar", Selection())
        months: dict[tuple[int, int], int] = defaultdict(int)
        for rows in events().values():
            months[int(rows[0]["start_date"][:4]), int(rows[0]["start_date"][5:7])] += 1
        shown = {
            (row["year"], row["month"]): row["activity_count"]
            for row in answer.rows
            if row["activity_count"] is not None
        }
        assert shown == months
        assert answer.headline == "255 kegiatan, ditemukan pada 65 dari 96 bulan"
        drawing = charts.draw(answer, None)
        assert drawing["layout"]["xaxis"]["ticktext"][::11] == ["Jan", "Des"]
        cells, pointed = drawing["data"]
        assert len(pointed["x"]) == len(answer.rows)  # each month leads to its rows, or to none
        years = choices.bimtek_years(facts)
        assert drawing["layout"]["yaxis"]["ticktext"] == [str(year) for year in reversed(years)]
        assert cells["text"][list(reversed(years)).index(2024)][7] == "12"
        assert "–" in cells["text"][0]

    def test_a_month_without_any_is_a_class_of_its_own(self, facts: engine.Warehouse) -> None:
        answer = registry.answer(facts, "bimtek-calendar", Selection(lang="en"))
        assert answer.legend[-1].label == "none found"
        held = {answer.rows[i]["activity_count"] for i in answer.legend[-1].rows}
        assert held == {None}
        assert "0" not in re.findall(r": (\d+)", answer.reading)

    def test_topics_keep_the_order_of_the_dictionary(self, facts: engine.Warehouse) -> None:
        answer = registry.answer(facts, "bimtek-topics", Selection())
        assert answer.headline == "Dengan KPK 199, tanpa KPK 37, tidak disebut 19"
        layout = charts.draw(answer, None)["layout"]
        assert layout["xaxis"]["ticktext"][0] == "bimtek"
        assert layout["yaxis"]["ticktext"][0] == "antikorupsi<br>umum"
        assert layout["yaxis"]["ticktext"][-1] == "lainnya"

    def test_timeline_shows_what_followed_beside_the_operation(
        self, facts: engine.Warehouse
    ) -> None:
        answer = registry.answer(
            facts, "bimtek-timeline", Selection(region=("63",), from_year=2024, year=2024)
        )
        marks = {entry.key: entry for entry in answer.legend}
        [operation] = [answer.rows[i] for i in marks["ott"].rows]
        assert operation["event_date"].isoformat() == "2024-10-06"
        training = [answer.rows[i]["event_date"].isoformat() for i in marks["unknown"].rows]
        assert "2024-10-16" in training
        assert {entry.mark for entry in answer.legend} == {"dot", "square", "ring", "diamond"}
        drawn = {trace["name"]: trace for trace in charts.draw(answer, None)["data"]}
        assert drawn["OTT"]["y"][0] < drawn[marks["unknown"].label]["y"][0]
        assert any("47 peserta" in tip for tip in answer.tips(words("id")))
        assert "Urutan waktu, bukan sebab akibat." in answer.caveats

    def test_a_chosen_kota_has_a_line_of_its_own(self, facts: engine.Warehouse) -> None:
        answer = registry.answer(facts, "bimtek-timeline", Selection(region=("63", "63.71")))
        tracks = {row["region_label"]: row["track_label"] for row in answer.rows}
        assert tracks["Kota Banjarmasin"] == "Kota Banjarmasin"
        assert tracks["Kab. Balangan"] == "Kalsel"

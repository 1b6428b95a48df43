"""Figures of OTT: counts where the list is complete, marks apart, nothing told twice."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from dashboard import charts
from dashboard.charts import swarm
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.warehouse import choices, engine
from tests.cases import FOCUS
from tests.figures.shared import ask


class TestOttMap:
    def test_zero_only_where_the_list_is_complete(self, facts: engine.Warehouse) -> None:
        complete = ask(facts, "ott-map", indicator="ott_count")
        assert (complete.selection.from_year, complete.selection.year) == (2016, 2025)
        assert all(row["ott_count"] is not None for row in complete.rows)
        partial = ask(facts, "ott-map", indicator="ott_count", year=2026, from_year=2026)
        found = {row["region_code"] for row in partial.rows if row["found_count"]}
        assert {r["region_code"] for r in partial.rows if r["ott_count"] is not None} == found
        assert not any(row["ott_count"] == 0 for row in partial.rows)
        assert "no_data" in {entry.key for entry in partial.legend}

    def test_a_rate_is_count_by_people(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-map", indicator="per_10_million_people")
        bengkulu = next(row for row in answer.rows if row["region_code"] == "17")
        expected = bengkulu["ott_count"] / bengkulu["population"] * 1e7
        assert bengkulu["ott_value"] == pytest.approx(expected)
        assert any("github.com" in source.url for source in answer.sources)  # the population's

    def test_a_page_that_shows_scores_does_not_break_it(self, facts: engine.Warehouse) -> None:
        assert ask(facts, "ott-map", indicator="spi").selection.indicator != "spi"


class TestOttByYear:
    def test_checks_against_the_official_count(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-by-year")
        for row in answer.rows:
            if row["is_complete"] and row["official_ott_count"] is not None:
                assert row["year_counted_by_kpk"] == row["official_ott_count"]

    def test_incomplete_years_are_pale(self, facts: engine.Warehouse) -> None:
        bar = charts.draw(ask(facts, "ott-by-year", from_year=2008, year=2026), None)["data"][0]
        pale = {
            year
            for year, opacity in zip(bar["x"], bar["marker"]["opacity"], strict=True)
            if opacity < 1
        }
        assert pale == {*range(2008, 2016), 2026}


class TestOttTimeline:
    def test_marks_do_not_cover_each_other(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-timeline", from_year=2008, year=2026)
        marks = [
            (y, dt.date.fromisoformat(x))
            for trace in charts.draw(answer, None)["data"]
            for x, y in zip(trace["x"], trace["y"], strict=True)
        ]
        assert len(marks) == len(answer.rows) == 180
        span = (dt.date(2027, 1, 1) - dt.date(2008, 1, 1)).days
        gaps = [
            (later - earlier).days
            for (one, earlier), (other, later) in pairwise(sorted(marks))
            if one == other
        ]
        assert min(gaps) >= span / swarm.ACROSS_A_PHONE  # a mark's width on a phone
        rows_apart = {abs(a - b) for a, b in pairwise(sorted({y for y, _x in marks}))}
        assert min(rows_apart) >= swarm.MARK

    def test_incomplete_years_are_hollow_on_grey_with_a_word(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-timeline", from_year=2008, year=2026)
        drawing = charts.draw(answer, None)
        hollow = {
            int(x[:4])
            for trace in drawing["data"]
            if trace["marker"]["color"] == "#FFFFFF"
            for x in trace["x"]
        }
        assert hollow == {*range(2008, 2016), 2026}
        ground = [(shape["x0"], shape["x1"]) for shape in drawing["layout"]["shapes"]]
        assert ground == [("2008-01-01", "2016-01-01"), ("2026-01-01", "2027-01-01")]
        told = [note["text"] for note in drawing["layout"]["annotations"]]
        assert told.count("daftar belum lengkap") == 2
        assert "(44 operasi)" in answer.subtitle
        complete = ask(facts, "ott-timeline")
        assert not charts.draw(complete, None)["layout"]["shapes"]
        assert dictionary.caveat("ott_partial", "id") not in complete.caveats
        assert dictionary.caveat("ott_partial", "id") in answer.caveats

    def test_a_month_stands_in_its_middle(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-timeline", region=("63.01",), from_year=2008)
        [trace] = charts.draw(answer, None)["data"]
        assert list(trace["x"]) == ["2015-04-15"]
        assert answer.tips(words("id"))[0].startswith("April 2015 · Kab. Tanah Laut")

    def test_says_what_it_was_asked_for(self, facts: engine.Warehouse) -> None:
        answer = ask(
            facts, "ott-timeline", region=FOCUS, level=("provinsi",), sector=("pengadaan",)
        )
        told = "Hanya: Kalsel, Kaltim, Kalteng, dan Sumbar; Provinsi; pengadaan."
        assert told in answer.subtitle
        many = ask(facts, "ott-timeline", region=choices.presets(facts)["semua"])
        assert "Hanya: 38 wilayah pilihan." in many.subtitle

    def test_kalsel_2024_tells_the_annulled_status(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-timeline", region=("63",), year=2024, from_year=2024)
        [tip] = answer.tips(words("id"))
        assert tip.startswith("6 Oktober 2024 · Kalsel")
        assert "Praperadilan" in tip
        assert max(len(line) for line in tip.splitlines()) <= 60

    def test_nothing_found_is_said_and_not_drawn(self, facts: engine.Warehouse) -> None:
        for figure_id in ("ott-timeline", "ott-sectors", "ott-offices"):
            answer = ask(facts, figure_id, region=("92.02",))
            assert answer.headline == "Belum ditemukan operasi untuk pilihan ini"
            assert not charts.is_drawable(answer)


class TestOttSectors:
    def test_bars_add_up_and_the_longest_comes_first(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-sectors", from_year=2008, year=2026)
        drawing = charts.draw(answer, None)
        *bars, numbers = drawing["data"]
        held: dict[int, int] = {}
        for bar in bars:
            for n, place in zip(bar["x"], bar["y"], strict=True):
                held[place] = held.get(place, 0) + n
        totals = dict(zip(numbers["y"], numbers["x"], strict=True))
        assert held == totals
        assert sum(held.values()) == 180
        named = list(totals.values())[:-1]  # "other" stands last, however long
        assert named == sorted(named, reverse=True)
        assert drawing["layout"]["yaxis"]["ticktext"][-1] == "lainnya"

    def test_incomplete_years_are_pale_and_counted(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-sectors", from_year=2008, year=2026)
        pale = [b for b in charts.draw(answer, None)["data"][:-1] if b["marker"]["opacity"] < 1]
        assert sum(sum(bar["x"]) for bar in pale) == 44
        assert "44 operasi dari tahun yang daftarnya belum lengkap" in answer.subtitle

    def test_a_tie_is_told_as_one(self, facts: engine.Warehouse) -> None:
        told = ask(facts, "ott-sectors", from_year=2008, year=2026).headline
        assert told == (
            "Terbanyak menyangkut pengadaan dan peradilan: masing-masing 33 dari 180 operasi, "
            "2008–2026"
        )


class TestOttOffices:
    def test_counts_operations_and_not_kinds(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-offices")
        assert (
            answer.headline == "Terbanyak menyangkut kepala daerah: 69 dari 136 operasi, 2016–2025"
        )
        assert sum(row["ott_count"] for row in answer.rows) > 136
        assert "jangan dijumlahkan" in answer.subtitle
        assert "dibaca dari sebutan jabatan" in answer.subtitle
        assert "Pucat" not in answer.subtitle
        whole = ask(facts, "ott-offices", from_year=2008, year=2026)
        assert "44 operasi dari tahun yang daftarnya" in whole.subtitle

    def test_follows_the_chosen_sector(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "ott-offices", sector=("jual beli jabatan",), lang="en")
        assert "Only: sale of posts." in answer.subtitle
        assert "heads of regions" in answer.headline

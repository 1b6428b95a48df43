"""Figures of SPI: known scores, the unknown drawn, breaks of method marked."""

from __future__ import annotations

import re
from itertools import pairwise, product

import pytest

from dashboard import charts
from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.export import assets, css_colours
from dashboard.warehouse import choices, engine
from tests.cases import FOCUS
from tests.colours import luminance
from tests.figures.shared import GEOJSON, ask


class TestMap:
    def test_draws_every_province_once_and_the_unknown_as_their_own_class(
        self, facts: engine.Warehouse
    ) -> None:
        answer = ask(facts, "spi-map", year=2024)
        drawing = charts.draw(answer, None, GEOJSON)
        areas = [trace for trace in drawing["data"] if trace["type"] == "choropleth"]
        drawn = [code for trace in areas for code in trace["locations"]]
        provinces = choices.presets(facts)["semua"]
        assert sorted(drawn) == sorted(provinces)
        unknown = next(trace for trace in areas if trace["name"] == "tidak ada data")
        assert unknown["colorscale"][0][1] == "#E5E5E5"
        without = {row["region_code"] for row in answer.rows if row["score"] is None}
        assert set(unknown["locations"]) == without
        assert without

    def test_knows_kalsel_2024(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-map", year=2024)
        kalsel = next(row for row in answer.rows if row["region_code"] == "63")
        assert (kalsel["score"], kalsel["spi_class"]) == (64.15, "rentan")
        assert (kalsel["score_rank"], kalsel["n_ranked"]) == (18, 28)
        tip = answer.tips(words("id"))[answer.rows.index(kalsel)]
        assert "64,15" in tip
        assert "peringkat 18 dari 28 pemerintah provinsi yang diketahui" in tip
        assert "−8,39 poin sejak 2023" in tip

    def test_counts_the_classes_in_its_title(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-map", year=2024)
        known = [row for row in answer.rows if row["score"] is not None]
        vulnerable = [row for row in known if row["score"] < 73]
        assert answer.headline.startswith(f"{len(vulnerable)} dari {len(known)} ")

    def test_the_year_without_classes_shows_scores_and_says_so(
        self, facts: engine.Warehouse
    ) -> None:
        answer = ask(facts, "spi-map", year=2021)
        assert {entry.key.split("-")[0] for entry in answer.legend} == {"unclassified", "no_data"}
        assert dictionary.caveat("no_classes_2021", "id") in answer.caveats

    def test_says_that_borders_are_indicative(self, facts: engine.Warehouse) -> None:
        for figure_id in ("spi-map", "ott-map"):
            assert dictionary.caveat("borders", "en") in ask(facts, figure_id, lang="en").caveats

    def test_outlines_the_chosen(self, facts: engine.Warehouse) -> None:
        drawing = charts.draw(ask(facts, "spi-map", region=FOCUS), None, GEOJSON)
        [outlined] = [trace for trace in drawing["data"] if not trace["name"]]
        assert sorted(outlined["locations"]) == sorted(FOCUS)

    def test_provinces_too_small_to_be_hit_have_a_dot_too(self, facts: engine.Warehouse) -> None:
        drawing = charts.draw(ask(facts, "spi-map", year=2024), None, GEOJSON)
        dots = [trace for trace in drawing["data"] if trace["type"] == "scattergeo"]
        assert sorted(code for trace in dots for code in trace["locations"]) == ["31", "34"]
        areas = (trace for trace in drawing["data"] if trace["type"] == "choropleth")
        colours = {trace["name"]: trace["colorscale"][0][1] for trace in areas}
        assert all(trace["marker"]["color"] == colours[trace["name"]] for trace in dots)

    def test_default_year_is_the_newest_well_known_one(self, facts: engine.Warehouse) -> None:
        assert ask(facts, "spi-map").selection.year == 2024


class TestClassOnly:
    """Provinces of which a source reports the class of 2025, and none the score."""

    def test_the_map_draws_them_apart_in_the_lightest_shade(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-map", year=2025)
        entries = {e.key: e for e in answer.legend if e.key.startswith("class-only-")}
        assert {key: len(entry.rows) for key, entry in entries.items()} == {
            "class-only-rentan": 21,
            "class-only-waspada": 3,
        }
        for key, entry in entries.items():
            code = key.removeprefix("class-only-")
            assert entry.label == f"{code}: kelas saja, skor belum ditemukan"
            shades = dictionary.dictionary()["classes"][code]["shades"].values()
            assert entry.colour == max(shades, key=luminance)
            assert entry.mark == "dotted-area"
            assert all(answer.rows[i]["score"] is None for i in entry.rows)
        assert "no_data" not in {entry.key for entry in answer.legend}
        assert sorted(i for e in answer.legend for i in e.rows) == list(range(38))

    def test_the_map_says_so_when_pointed_at(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-map", year=2025)
        tips = dict(
            zip((r["region_code"] for r in answer.rows), answer.tips(words("id")), strict=True)
        )
        assert "2025: rentan (kelas saja, skor belum ditemukan; sumber lemah)" in tips["63"]
        assert "2024: 64,15, kelas rentan" in tips["63"]
        assert "2025: 79,41 (terjaga)" in tips["34"]
        assert "kelas saja" not in tips["34"]

    def test_they_count_in_class_counts_and_are_marked_weak(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-map", year=2025)
        assert answer.headline == (
            "33 dari 38 pemerintah provinsi yang kelasnya diketahui "
            "berada di kelas rentan pada 2025"
        )
        assert (
            "24 dari 38 provinsi belum diketahui skornya. Untuk 24 di antaranya" in answer.subtitle
        )
        assert dictionary.caveat("class_only_weak", "id") in answer.caveats
        assert "kumparan-com-4145f3" in {source.source_id for source in answer.sources}
        assert (
            dictionary.caveat("class_only_weak", "id")
            not in ask(facts, "spi-map", year=2024).caveats
        )

    def test_their_edge_is_dotted_in_every_drawing(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-map", year=2025)
        edge = dictionary.ink("text")
        drawn = charts.draw(answer, None, GEOJSON)["data"]
        dotted = {
            trace["name"]
            for trace in drawn
            if trace.get("marker", {}).get("line", {}).get("color") == edge
        }
        assert dotted == {e.label for e in answer.legend if e.key.startswith("class-only-")}
        written = "rgb({}, {}, {})".format(*bytes.fromhex(edge[1:]))
        rule = f'.choroplethlayer path[style*="stroke: {written}"] {{ stroke-dasharray: '
        for name in ("style.css", "figure.css"):
            assert rule in (assets.FOLDER / name).read_text(encoding="utf-8"), name
        script = (assets.FOLDER / "picture" / "picture.js").read_text(encoding="utf-8")
        assert f'DOTTED = "{edge}"' in script
        assert 'stroke="#1B2430" stroke-dasharray' in css_colours.legend_mark(
            "dotted-area", "#D68579"
        ).replace("var(--c-1B2430)", edge)

    def test_the_ranking_lists_them_in_words_without_a_dot(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-ranking", year=2025)
        drawn = charts.draw(answer, None)["data"]
        assert sum(len(t["x"]) for t in drawn if "markers" in t.get("mode", "")) == 14
        listed = next(trace for trace in drawn if trace["mode"] == "text")
        assert listed["y"] == list(range(14, 38))
        assert set(listed["text"]) == {
            "rentan (kelas saja)",
            "waspada (kelas saja)",
        }
        assert {row["score_rank"] for row in answer.rows[14:]} == {None}

    def test_the_rows_behind_are_the_reports(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-map", year=2025)
        behind = {
            row["region_code"]: asked.table
            for row in answer.rows
            if (asked := answer.question_behind(row))
        }
        assert (behind["63"], behind["34"]) == ("spi_class_reports", "spi_results")


class TestTrend:
    def test_a_missing_year_is_a_gap(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-trend", region=("62",), reference=())
        drawing = charts.draw(answer, None)
        line = drawing["data"][0]
        by_year = dict(zip([x[:4] for x in line["x"]], line["y"], strict=True))
        assert by_year == {
            "2021": 71.97,
            "2022": None,
            "2023": 65.99,
            "2024": 67.76,
            "2025": None,
        }
        assert line["connectgaps"] is False

    def test_marks_breaks_and_events(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-trend", region=("63",), events="shown")
        drawing = charts.draw(answer, None)
        breaks = [shape["x0"][:4] for shape in drawing["layout"]["shapes"]]
        assert breaks == ["2023", "2024", "2025"]
        operations = next(t for t in drawing["data"] if t.get("name") == "Kalsel: OTT")
        assert "2024-10-06" in operations["x"]
        tip = operations["customdata"][operations["x"].index("2024-10-06")]
        assert "praperadilan" in tip.lower()  # the annulled suspect status is told
        activities = next(
            t for t in drawing["data"] if t.get("name") == "Kalsel: Bimtek dan pencegahan"
        )
        assert "2024-10-16" in activities["x"]

    def test_events_are_told_of_only_where_they_are_shown(self, facts: engine.Warehouse) -> None:
        many = choices.presets(facts)["semua"]
        hidden, shown = (
            ask(facts, "spi-trend", region=many, events=events, lang="en")
            for events in ("hidden", "shown")
        )
        assert hidden.layers["events"] == ()
        assert ask(facts, "spi-trend", region=many, lang="en") is hidden
        for word in ("OTT", "diamonds", "events"):
            assert word in shown.subtitle
            assert word not in hidden.subtitle
        assert "The first 6 regions are coloured." in hidden.subtitle
        assert len(set(shown.caveats) - set(hidden.caveats)) == 2
        assert {one.source_id for one in hidden.sources} < {one.source_id for one in shown.sources}
        assert "OTT" in str(charts.draw(shown)["data"])
        assert "OTT" not in str(charts.draw(hidden)["data"])

    def test_the_first_ones_are_coloured_and_the_others_listed_once(
        self, facts: engine.Warehouse
    ) -> None:
        answer = ask(facts, "spi-trend", region=choices.presets(facts)["semua"], reference=())
        n = len(dictionary.series_colours())
        coloured = {entry.colour for entry in answer.legend[:n]}
        assert len(coloured) == n
        assert len({entry.colour for entry in answer.legend[n:]}) == 1
        assert sum(entry.is_listed for entry in answer.legend) == n + 1

    def test_an_island_mean_says_of_how_many(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-trend", region=("63",), reference=("pulau",))
        told = [
            tip
            for row, tip in zip(answer.rows, answer.tips(words("id")), strict=True)
            if row["series_kind"] == "pulau" and row["score"] is not None
        ]
        assert told
        assert all(re.search(r"rerata \d dari 5 provinsi", tip) for tip in told)


class TestRanking:
    def test_best_first_and_the_unknown_at_the_end(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-ranking", year=2024)
        scores = [row["score"] for row in answer.rows]
        known = [score for score in scores if score is not None]
        assert known == sorted(known, reverse=True)
        assert scores[len(known) :] == [None] * (38 - len(known))
        drawing = charts.draw(answer, None)
        listed = next(trace for trace in drawing["data"] if trace["mode"] == "text")
        assert listed["y"] == list(range(len(known), 38))
        assert set(listed["text"]) == {"tidak ada data"}

    def test_a_disputed_value_shows_its_range(self, facts: engine.Warehouse) -> None:
        drawing = charts.draw(ask(facts, "spi-ranking", year=2023), None)
        ranges = drawing["data"][0]
        assert (72.54, 72.55) in set(pairwise(ranges["x"]))

    def test_draws_the_classes_of_its_year(self, facts: engine.Warehouse) -> None:
        def bands(year: int) -> list[str]:
            notes = charts.draw(ask(facts, "spi-ranking", year=year), None)["layout"]["annotations"]
            return [note["text"] for note in notes]

        assert bands(2024) == ["rentan", "waspada", "terjaga"]
        assert bands(2023) == ["sangat rentan", "rentan", "waspada", "terjaga"]
        assert bands(2021) == []


class TestRegencies:
    def test_keeps_to_the_pages_year_and_names_a_newer_score(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-regencies", region=("64.71",))
        assert (answer.selection.year, answer.selection.to_year) == (2024, 2025)
        tips = answer.tips(words("id"))
        [tip] = [tip for tip in tips if tip.startswith("Kota Balikpapan")]
        assert "2024: 75,08 (waspada)" in tip
        assert tip.endswith("2025: 77,43, kelas waspada")

    def test_shapes_tell_whose_score_and_the_unknown_are_counted(
        self, facts: engine.Warehouse
    ) -> None:
        answer = ask(facts, "spi-regencies", region=("63",), year=2022)
        marks = {entry.key: (entry.mark, len(entry.rows)) for entry in answer.legend}
        assert marks == {
            "regencies": ("dot", 12),
            "pemprov": ("diamond", 1),
            "agregat_wilayah": ("area", 1),  # not known: no mark on the strip
            "no_data": ("area", 1),
        }
        assert "12 dari 13 kabupaten dan kota diketahui" in answer.subtitle
        assert len(answer.rows) == 15
        drawn = [x for trace in charts.draw(answer, None)["data"][1:] for x in trace["x"]]
        assert sorted(drawn) == sorted(r["score"] for r in answer.rows if r["score"] is not None)

    def test_dots_do_not_cover_each_other(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-regencies", region=("74",), year=2021)
        dots = charts.draw(answer, None)["data"]
        dots = next(trace for trace in dots if len(trace["x"]) == 17)
        by_lane: dict[float, list[float]] = {}
        for x, y in zip(dots["x"], dots["y"], strict=True):
            by_lane.setdefault(y, []).append(x)
        gaps = [b - a for lane in by_lane.values() for a, b in pairwise(sorted(lane))]
        assert min(gaps) >= 0.9

    def test_a_kota_stands_out_in_its_province(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-regencies", region=("64.71",), year=2025)
        own = next(entry for entry in answer.legend if entry.key == "chosen")
        assert (own.label, own.mark) == ("Kota Balikpapan: 77,43", "ring")
        assert "Kota Balikpapan: 77,43" in answer.reading
        assert {row["region_code"][:2] for row in answer.rows} == {"64"}

    def test_bands_are_those_of_the_year(self, facts: engine.Warehouse) -> None:
        def bands(year: int) -> int:
            answer = ask(facts, "spi-regencies", region=("64",), year=year)
            return len(charts.draw(answer, None)["layout"]["shapes"])

        assert (bands(2021), bands(2024)) == (0, 3)

    def test_a_province_without_such_governments_says_so(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-regencies", region=("31.71",))
        assert answer.headline.startswith("DKI Jakarta tidak memiliki kabupaten atau kota")
        assert {row["scope"] for row in answer.rows} == {"pemprov", "agregat_wilayah"}


class TestChange:
    def test_draws_pairs_and_keeps_the_others_in_the_rows(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-change", year=2024, from_year=2023)
        pairs = [row for row in answer.rows if row["change"] is not None]
        drawing = charts.draw(answer, None)
        assert list(drawing["data"][1]["x"]) == [row["from_score"] for row in pairs]
        assert list(drawing["data"][2]["x"]) == [row["score"] for row in pairs]
        assert len(answer.rows) == 38
        kalsel = next(row for row in pairs if row["region_code"] == "63")
        assert kalsel["change"] == pytest.approx(-8.39)

    def test_without_a_pair_nothing_is_drawn_but_said(self, facts: engine.Warehouse) -> None:
        asked = {"year": 2025, "from_year": 2021, "scope": "agregat_wilayah", "lang": "en"}
        answer = ask(facts, "spi-change", **asked)
        assert not charts.is_drawable(answer)
        assert answer.headline == "No region shown has a score in both 2021 and 2025"

    def test_marks_the_chosen_also_those_that_lack_a_year(self, facts: engine.Warehouse) -> None:
        answer = ask(
            facts, "spi-change", region=("63", "18", "63.71"), year=2024, from_year=2023, lang="en"
        )
        assert answer.headline == (
            "Kalsel fell 8.39 points from 2023 to 2024 (method and classes changed)"
        )
        assert "of provinces and kota in Kalimantan; 32 of 47 regions" in answer.subtitle
        drawing = charts.draw(answer, None)
        names = drawing["layout"]["yaxis"]["ticktext"]
        assert {name for name in names if name.startswith("<b>")} == {
            "<b>Kalsel</b>",
            "<b>Lampung</b>",
            "<b>Kota Banjarmasin</b>",
        }
        missing, headings = drawing["data"][-2:]
        assert [text.strip() for text in missing["text"]] == ["2023 and 2024: no data"] * 2
        assert list(headings["text"]) == ["<b>Province</b>", "<b>City</b>"]
        assert dictionary.caveat("kinds_apart", "en") in answer.caveats
        alone = ask(facts, "spi-change", region=("18",), year=2024, from_year=2023, lang="en")
        assert alone.headline == "Lampung: no score in both 2023 and 2024"
        kota = ask(facts, "spi-change", region=("64.71",), year=2025, from_year=2024, lang="en")
        assert {row["level"] for row in kota.rows} == {"kota"}
        assert {row["island_group"] for row in kota.rows} == {"Kalimantan"}

    def test_the_first_survey_year_has_nothing_before_it(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "spi-change", year=2021)
        assert (answer.selection.from_year, answer.selection.year) == (None, 2021)
        assert not charts.is_drawable(answer)
        assert answer.headline == "2021 adalah tahun survei pertama: belum ada skor pembanding"

    def test_a_broken_span_is_said(self, facts: engine.Warehouse) -> None:
        crossing = ask(facts, "spi-change", year=2024, from_year=2023)
        assert dictionary.caveat("spi_breaks", "id") in crossing.caveats
        clean = ask(facts, "spi-change", year=2022, from_year=2021)
        assert dictionary.caveat("spi_breaks", "id") not in clean.caveats


class TestCoverage:
    def test_every_province_in_every_survey_year_once(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "coverage-matrix", region=FOCUS)
        provinces, years = choices.presets(facts)["semua"], choices.survey_years(facts)
        asked = {(row["region_code"], row["year"]) for row in answer.rows}
        not_yet = {(code, 2021) for code in ("93", "94", "95", "96")}  # split off in 2022
        assert len(answer.rows) == len(asked) == 38 * 5 - 4
        assert asked == set(product(provinces, years)) - not_yet
        cells, pointed = charts.draw(answer, None)["data"]
        assert len(pointed["x"]) == len(answer.rows)  # each cell can be pointed at
        assert [len(line) for line in cells["z"]] == [5] * 38
        assert sum(value is None for line in cells["z"] for value in line) == len(not_yet)

    def test_the_unknown_is_a_class_of_its_own(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "coverage-matrix")
        unknown = next(entry for entry in answer.legend if entry.key == "no_data")
        assert unknown.label == "tidak ada data"
        assert unknown.colour == dictionary.colour("classes", "no_data")
        without = {i for i, row in enumerate(answer.rows) if row["score"] is None}
        [alone] = [entry for entry in answer.legend if entry.key == "class_only"]
        assert {answer.rows[i]["year"] for i in alone.rows} == {2025}
        assert len(alone.rows) == 38 - 14
        assert set(unknown.rows) == without - set(alone.rows)
        assert unknown.rows
        assert all(answer.rows[i]["knowledge"] == "no_data" for i in unknown.rows)

    def test_the_disputed_class_holds_kalsel_2023(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "coverage-matrix")
        disputed = next(entry for entry in answer.legend if entry.key == "disputed")
        held = {(answer.rows[i]["region_code"], answer.rows[i]["year"]) for i in disputed.rows}
        assert {("63", 2023), ("52", 2025)} <= held
        assert len(held) == sum(row["is_disputed"] for row in answer.rows)
        assert f"sumber berbeda pada {len(held)}" in answer.headline

    def test_a_cell_has_the_colour_and_number_of_its_row(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "coverage-matrix", region=("63",), lang="en")
        drawing = charts.draw(answer, None)
        cells, pointed = drawing["data"]
        row = drawing["layout"]["yaxis"]["ticktext"].index("<b>Kalsel</b>")
        column = next(
            place
            for place, name in enumerate(drawing["layout"]["xaxis"]["ticktext"])
            if name.startswith("<b>2023</b>")
        )
        assert cells["text"][row][column] == "4*"
        assert answer.legend[cells["z"][row][column]].key == "disputed"
        at = list(zip(pointed["x"], pointed["y"], strict=True)).index((column, row))
        assert "72.54 to 72.55" in pointed["customdata"][at]
        steps = [colour for _end, colour in cells["colorscale"]]
        assert steps[::2] == steps[1::2] == [entry.colour for entry in answer.legend]

    def test_counts_the_known_under_each_year(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "coverage-matrix")
        names = charts.draw(answer, None)["layout"]["xaxis"]["ticktext"]
        for name, year in zip(names, choices.survey_years(facts), strict=True):
            known = sum(r["year"] == year and r["score"] is not None for r in answer.rows)
            provinces = 34 if year == 2021 else 38
            assert name == f"<b>{year}</b><br>{known}/{provinces}"
            assert f"{year}: {known} dari {provinces}" in answer.reading

    def test_weak_sources_are_no_agreement(self, facts: engine.Warehouse) -> None:
        for row in ask(facts, "coverage-matrix").rows:
            if row["reliability"] == "weak":
                assert row["knowledge"] in ("weak_only", "disputed")

"""A region is certain by what its row says together, or asked; never silently another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.regions import Given, Regions
from dashboard.ingest.sheet import Number
from dashboard.warehouse import choices, engine
from tests.ingest.sheets import SETTLED, delimited, plain, read, ready, scores, told


def find(**given):
    return Regions(engine.current(), {}, allows_nation=True).find(Given(**given))


CERTAIN = {
    "63": Given(name="PEMERINTAH PROVINSI KALIMANTAN SELATAN"),
    "63.06": Given(name="Pemkab Hulu Sungai Selatan"),
    "63.06 ": Given(name="Kab. HSS"),
    "63  ": Given(name="Prov. Kalsel"),
    "76.01": Given(name="Kabupaten Mamuju Utara"),
    "63.71": Given(code=Number("6371")),
    "63.71 ": Given(code="63,71"),
    "63.10": Given(code=Number("63.1"), name="Tanah Bumbu"),
    "63.01": Given(code=Number("63.1"), name="Kab. Tanah Laut"),
    "11.10": Given(code=Number("11.1", "11.10")),
    "63 ": Given(code=Number("63")),
    "00": Given(code=Number("0")),
    "00 ": Given(name="Nasional"),
    "32.79": Given(name="Banjar", level="kota"),
    "63.03": Given(name="Banjar", level="kabupaten"),
    "63.03 ": Given(name="Banjar", province="Kalimantan Selatan"),
    "32.79 ": Given(name="Banjar", province="Jawa Barat"),
    "75": Given(name="Gorontalo", level="provinsi"),
    "75 ": Given(code="75", name="Gorontalo"),
    "61": Given(province="Kalimantan Barat"),
    "63.71  ": Given(code="63.71", province="Kalimantan Selatan"),
}


@pytest.mark.parametrize("code", CERTAIN)
def test_certain(code):
    found = Regions(engine.current(), {}, allows_nation=True).find(CERTAIN[code])
    assert (found.code, found.key) == (code.strip(), "")


ASKED = {
    "two of a name": (Given(name="Banjar"), {"32.79", "63.03"}),
    "a code cut short": (Given(code=Number("63.1")), {"63.01", "63.10"}),
    "one in a text": (Given(code="11.1"), {"11.01", "11.10"}),
    "a number of the BPS in Papua": (Given(code=Number("9401")), {"94.01"}),
    "code and name that differ": (Given(code="63.71", name="Kota Banjarbaru"), {"63.71", "63.72"}),
    "another province beside it": (Given(name="Kota Bogor", province="Jawa Tengah"), {"32.71"}),
    "a code of another province": (Given(code="63.71", province="Jawa Barat"), {"63.71"}),
    "another level beside it": (Given(name="Kalsel", level="kota"), {"63"}),
    "a short form that nobody knows": (Given(name="Kota B. Aceh"), set()),
}


@pytest.mark.parametrize("kind", ASKED)
def test_asked(kind):
    row, candidates = ASKED[kind]
    found = Regions(engine.current(), {}, allows_nation=True).find(row)
    assert not found.code
    assert found.key.startswith("region:")
    assert {code for code, _ in found.candidates} == candidates


def test_a_code_is_not_cut_short_where_others_keep_their_zero():
    rows = [("Kode", "Skor"), (63.01, 70), (63.1, 71), (11.2, 72)]
    found = read(plain(rows))
    assert scores(found) == [("63.01", "70"), ("63.10", "71")]
    assert found.questions[0].text == "11.2", "there is no region 11.20"


def test_every_region_is_found_by_its_code_as_a_number_and_its_name():
    known = choices.regions(engine.current())
    for region in known.values():
        name = f"Provinsi {region.name}" if region.level == "provinsi" else region.name
        assert find(name=name).code == region.code
        digits = region.code.rstrip("0") if "." in region.code else region.code
        cut = find(code=Number(digits), name=name)
        assert cut.code == region.code
        assert find(code=Number(digits, region.code)).code == region.code


KINDS = ("provinsi", "kabupaten", "kota")
STYLES = {
    "in full": ("Pemerintah Provinsi {}", "Pemerintah Kabupaten {}", "Pemerintah Kota {}"),
    "short": ("Prov. {}", "Kab. {}", "Kota {}"),
    "by government": ("Pemprov {}", "Pemkab {}", "Pemkot {}"),
}


@pytest.mark.parametrize("style", STYLES)
def test_every_government_is_certain_as_lists_write_it(style):
    known = Regions(engine.current(), {}, allows_nation=True)
    for region in choices.regions(engine.current()).values():
        bare = region.name.removeprefix("Kabupaten ").removeprefix("Kota ")
        name = STYLES[style][KINDS.index(region.level)].format(bare)
        assert known.find(Given(name=name)).code == region.code
        assert known.find(Given(name=name.upper())).code == region.code


def test_an_answer_decides_for_all_rows_and_an_empty_one_leaves_them_out():
    rows = [
        ("Wilayah", "Tahun", "Skor"),
        ("Banjar", 2025, 70),
        ("Banjar", 2026, 71),
        ("Kalsel", 2026, 72),
    ]
    [question] = read(plain(rows)).questions
    assert (question.key, question.count) == ("region:banjar", 2)
    assert [place.row for place in question.places] == [2, 3]
    found = ready(read(plain(rows), answers={**SETTLED, "region:banjar": "63.03"}))
    assert scores(found) == [("63.03", "70"), ("63.03", "71"), ("63", "72")]
    found = ready(read(plain(rows), answers={**SETTLED, "region:banjar": ""}))
    assert scores(found) == [("63", "72")]
    assert [one.place.row for one in found.left_out] == [2, 3]


@pytest.mark.parametrize("answer", ["99.99", "nobody", 7, [], {}])
def test_an_answer_that_is_no_region_asks_again(answer):
    rows = [("Wilayah", "Skor"), ("Banjar", 70)]
    assert read(plain(rows), answers={**SETTLED, "region:banjar": answer}).questions


def test_a_mean_of_a_region_is_not_the_region():
    rows = [("Wilayah", "Skor"), ("Rata-rata Provinsi Kalimantan Selatan", 70), ("Kalsel", 71)]
    found = ready(read(plain(rows)))
    assert scores(found) == [("63", "71")]
    assert [one.place.row for one in found.left_out] == [2]


def test_other_bodies_are_left_out_and_told():
    rows = [
        ("Instansi", "Skor"),
        ("Kementerian Keuangan", 80),
        ("Badan Pusat Statistik", 81),
        ("Kalsel", 70),
    ]
    found = ready(read(plain(rows)))
    assert scores(found) == [("63", "70")]
    assert sum("no government of a region" in sentence for sentence in told(found)) == 2


def test_the_scope_follows_from_the_kind_of_region_and_a_column_of_levels_from_words():
    rows = [("Tingkat", "Nama Daerah", "Skor"), ("Kabupaten", "Banjar", 70), ("Kota", "Banjar", 71),
            ("Provinsi", "Gorontalo", 72), ("", "Nasional", 73)]  # fmt: skip
    found = ready(read(plain(rows)))
    assert [(row.cells["region_code"], row.cells["scope"]) for row in found.rows] == [
        ("63.03", "pemkab"), ("32.79", "pemkot"), ("75", "pemprov"), ("00", "nasional"),
    ]  # fmt: skip
    assert ("scope", "region") in [(one.column, one.how) for one in found.columns]


def test_the_heading_says_the_level():
    assert scores(ready(read(plain([("Kota", "Skor"), ("Banjar", 70)])))) == [("32.79", "70")]
    assert scores(ready(read(plain([("Provinsi", "Skor"), ("Gorontalo", 70)])))) == [("75", "70")]
    rows = [
        ("Provinsi", "Kabupaten/Kota", "Skor"),
        ("Kalsel", "Banjar", 70),
        ("Jabar", "Banjar", 71),
    ]
    assert scores(ready(read(plain(rows)))) == [("63.03", "70"), ("32.79", "71")]


@given(st.text(max_size=40), st.text(max_size=10))
def test_any_text_is_found_or_asked(name, code):
    found = Regions(engine.current(), {}, allows_nation=False).find(Given(code=code, name=name))
    assert bool(found.code) + bool(found.key) + found.is_other == 1


def test_a_row_without_any_region_is_a_fault():
    found = read(
        delimited([("Wilayah", "Skor", "Kategori"), ("", "70", "x")], ";"), name="daftar.csv"
    )
    [fault] = found.faults
    assert (fault.rule, fault.place.row, fault.place.column) == ("required", 2, "Wilayah")

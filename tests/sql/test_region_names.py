"""The names and codes by which regions are found."""

from __future__ import annotations

from tests.fixtures import WORLD, Answers, only, rows, shipped, world, write_facts
from tests.sql.shared import take


def test_a_region_goes_by_its_usual_names(small):
    def names(region: str) -> set[tuple[str, str, bool]]:
        found = small.sql(
            "select * from mart_region_name where region_code = $region", region=region
        )
        return set(take(found, "usual_name", "name_key", "is_abbreviation"))

    assert names("63") == {
        ("kalimantan selatan", "kalimantanselatan", False),
        ("kalsel", "kalsel", False),
        ("south kalimantan", "southkalimantan", False),
    }
    assert names("31.01") == {
        ("kabupaten administrasi kepulauan seribu", "kabupatenadministrasikepulauanseribu", False),
        ("kab administrasi kepulauan seribu", "kabadministrasikepulauanseribu", False),
        ("kepulauan seribu", "kepulauanseribu", False),
        ("seribu islands", "seribuislands", False),
    }
    assert names("31") == {
        ("dki jakarta", "dkijakarta", False),
        ("jakarta", "jakarta", False),
        ("daerah khusus jakarta", "daerahkhususjakarta", False),
    }
    assert names("63.01") == {
        ("kabupaten tanah laut", "kabupatentanahlaut", False),
        ("kab tanah laut", "kabtanahlaut", False),
        ("tanah laut", "tanahlaut", False),
        ("tala", "tala", True),
        ("kabupaten laut", "kabupatenlaut", False),
    }


def test_initials_give_way_to_a_written_abbreviation(tmp_path):
    regions = rows(
        "region_code region_name level province_code",
        ("19", "Kepulauan Bangka Belitung", "provinsi", "19"),
        ("32", "Jawa Barat", "provinsi", "32"),
        ("32.17", "Kabupaten Bandung Barat", "kabupaten", "32"),
    )
    aliases = rows("region_code alias alias_kind", ("32.17", "KBB", "abbreviation"))
    tables = only(world(), regions=regions, region_aliases=aliases)
    answers = Answers(write_facts(tmp_path, tables))
    found = answers.sql("select region_code from mart_region_name where name_key = 'kbb'")
    assert take(found, "region_code") == [("32.17",)]


def test_region_names(small):
    found = small.ask("region/region_names")
    assert ("63", "kalsel", "kalsel", False) in take(
        found, "region_code", "usual_name", "name_key", "is_abbreviation"
    )
    assert ("00",) not in take(found, "region_code")


def test_region_codes(small):
    found = take(small.ask("region/region_codes"), "region_code", "iso_3166_2", "bps_code")
    assert len(found) == len(WORLD["regions"]) - 1
    shipped_codes = shipped().ask("region/region_codes")
    assert ("73.24", None, "7325") in take(shipped_codes, "region_code", "iso_3166_2", "bps_code")


def test_region_search(small):
    def found(key: str, most: int) -> list[tuple[str, str, int]]:
        near = small.ask("region/region_search", name_key=key, most=most)
        return take(near, "region_code", "name_key", "n_differences")

    assert found("kalsel", 0) == [("63", "kalsel", 0)]
    # One letter left out; no other name is as near.
    assert found("banjarmsin", 2) == [("63.71", "banjarmasin", 1)]
    # A beginning counts, however much is missing; so does a later word.
    begun = small.ask("region/region_search", name_key="banjarm", most=0)
    assert take(begun, "region_code", "usual_name", "is_beginning", "is_inside") == [
        ("63.71", "banjarmasin", True, False),
        ("63.71", "kota banjarmasin", False, True),
    ]
    assert {region for region, _, _ in found("laut", 0)} == {"63.01"}
    # An abbreviation must be the same.
    assert found("talo", 1) == []

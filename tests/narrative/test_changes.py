"""News of the facts: each kind, netted, in words; computed by hand on the small country."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.core.i18n import words
from dashboard.facts.revisions import Note, Revision
from dashboard.narrative import changes, news
from dashboard.narrative.changes import Change
from dashboard.warehouse.engine import Warehouse
from tests import stores
from tests.fixtures import NEWS
from tests.stores import Followed


def title_of(change: Change, lang: str) -> str:
    return changes.title(change, words(lang))


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    return stores.followed(tmp_path_factory)


@pytest.fixture(scope="module")
def found(followed: Followed) -> tuple[Change, ...]:
    return changes.between(followed.states[0], followed.states[1])


# Kind, region, key; the sentence in both languages.
EXPECTED = {
    ("changed_class", "61", "pemprov 2025"): (
        "Skor SPI Pemprov Kalimantan Barat 2025: 74,00 (2024: 64,15); kelas berubah dari rentan "
        "(2024) menjadi waspada.",
        "SPI score 2025, Pemprov Kalimantan Barat: 74.00 (2024: 64.15); class from vulnerable "
        "(2024) to alert.",
    ),
    ("changed_class", "63", "agregat_wilayah 2024"): (
        "Skor SPI agregat wilayah Kalimantan Selatan 2024: kini 73,50, sebelumnya 70,50; kelas "
        "kini waspada, sebelumnya rentan.",
        "SPI score 2024, territory aggregate Kalimantan Selatan: now 73.50, before 70.50; class "
        "now alert, before vulnerable.",
    ),
    ("new_score", "00", "nasional 2025"): (
        "Skor SPI nasional 2025: 72,32 (2024: 71,53); kelas tetap rentan.",
        "SPI score 2025, national: 72.32 (2024: 71.53); class still vulnerable.",
    ),
    ("new_score", "62", "pemprov 2025"): (  # its class was reported before
        "Skor SPI Pemprov Kalimantan Tengah 2025: 75,00 (2024: 67,76); kelas tetap waspada.",
        "SPI score 2025, Pemprov Kalimantan Tengah: 75.00 (2024: 67.76); class still alert.",
    ),
    ("new_score", "63", "pemprov 2025"): (
        "Skor SPI Pemprov Kalimantan Selatan 2025: 66,10 (2024: 64,15); kelas tetap rentan.",
        "SPI score 2025, Pemprov Kalimantan Selatan: 66.10 (2024: 64.15); class still vulnerable.",
    ),
    ("new_ott", "63.71", "ott-2019-06-01-6371"): (
        "OTT baru tercatat: 1 Juni 2019, Kota Banjarmasin (Kepala dinas). Dugaan suap. OTT memuat "
        "dugaan pada saat operasi; putusan dapat berbeda.",
        "New OTT recorded: 1 June 2019, Kota Banjarmasin (Head of agency). Alleged bribe. An OTT "
        "states allegations at the time of the operation; rulings may differ.",
    ),
    ("zone_reached", "62", "Lima unit · wbbm"): (
        "Lima unit (Kalimantan Tengah): WBBM 2024; penilai: lembaga sendiri; 5 unit; tahun "
        "disimpulkan.",
        "Lima unit (Kalimantan Tengah): WBBM 2024; assessed by: the body itself; 5 units; year "
        "inferred.",
    ),
    ("zone_reached", "63.71", "RSUD <b>& · wbk"): (
        "RSUD <b>& (Kota Banjarmasin): WBK 2024; penilai: evaluasi nasional (Kemenpan RB).",
        "RSUD <b>& (Kota Banjarmasin): WBK 2024; assessed by: national evaluation (Kemenpan RB).",
    ),
    ("changed_score", "13", "pemprov 2024"): (
        "Skor SPI Pemprov Sumatera Barat 2024: kini 78,10, sebelumnya 79,00; kelas tetap terjaga.",
        "SPI score 2024, Pemprov Sumatera Barat: now 78.10, before 79.00; class still guarded.",
    ),
    ("removed_score", "61", "pemprov 2021"): (
        "Skor SPI Pemprov Kalimantan Barat 2021: tidak lagi tercatat, sebelumnya 70,00.",
        "SPI score 2021, Pemprov Kalimantan Barat: no longer recorded, before 70.00.",
    ),
    ("new_class", "13", "pemprov 2025"): (
        "Kelas SPI Pemprov Sumatera Barat 2025: terjaga (kelas saja, skor belum ditemukan); kelas "
        "tetap terjaga.",
        "SPI class 2025, Pemprov Sumatera Barat: guarded (class only, no score found); class "
        "still guarded.",
    ),
    ("removed_ott", "62", "ott-2018-10-10-62"): (
        "OTT 10 Oktober 2018, Kalimantan Tengah: tidak lagi tercatat.",
        "OTT of 10 October 2018, Kalimantan Tengah: no longer recorded.",
    ),
    ("correction", "00", f"nasional 2023 {NEWS}"): (
        "Diperbaiki: yang disebut Kabar tentang skor SPI nasional 2023 (skor SPI 71,10 "
        "(sebelumnya 71,00)).",
        "Corrected: what Kabar says of the SPI score 2023, national (SPI score 71.10 (before "
        "71.00)).",
    ),
    ("correction", "63", "ott-2019-01-15-63"): (
        "Data OTT 15 Januari 2019, Kalimantan Selatan, diperbaiki: tersangka 5 (sebelumnya tidak "
        "ada data).",
        "OTT of 15 January 2019, Kalimantan Selatan, corrected: suspects named 5 (before no data); "
        "summary (English) rewritten.",
    ),
    ("correction", "63", f"2024 {NEWS}"): (
        "Diperbaiki dalam “Penyuluh antikorupsi bersertifikat”: Kalimantan Selatan, 2024: paksi 15 "
        "(sebelumnya 12).",
        "Corrected in “Certified anti-corruption educators”: Kalimantan Selatan, 2024: paksi 15 "
        "(before 12).",
    ),
    ("new_fact", "63", "keg-2024-05-02-63"): (
        "Baru dalam “Kegiatan antikorupsi”: Rakor Kalsel (Kalimantan Selatan, 2 Mei 2024).",
        "New in “Anti-corruption activities”: Meeting in Kalsel (Kalimantan Selatan, 2 May 2024).",
    ),
    ("new_fact", "13", "Peraturan Gubernur 2022 Pengaduan Sumbar"): (
        "Baru dalam “Peraturan daerah tentang integritas”: Pengaduan Sumbar (Sumatera Barat, "
        "2022).",
        "New in “Regional integrity regulations”: Pengaduan Sumbar (Sumatera Barat, 2022).",
    ),
}


def test_each_kind_of_news_is_found_the_most_important_first(found: tuple[Change, ...]) -> None:
    assert [(one.kind, one.region_code, one.key) for one in found] == list(EXPECTED)
    told = {title_of(one, "id") for one in found}
    assert {
        "Kalimantan Barat: kelas SPI 2025 berubah",
        "Kota Banjarmasin: OTT 2019 tercatat",
    } <= told


def test_the_same_facts_hold_no_news(followed: Followed) -> None:
    assert changes.between(followed.states[1], followed.states[1]) == ()


@pytest.mark.parametrize(("lang", "place"), [("id", 0), ("en", 1)])
def test_news_is_said_plainly(found: tuple[Change, ...], lang: str, place: int) -> None:
    told = {
        (one.kind, one.region_code, one.key): changes.sentence(one, words(lang)) for one in found
    }
    assert told == {key: sentences[place] for key, sentences in EXPECTED.items()}


def test_news_is_written_down_and_read_again(found: tuple[Change, ...]) -> None:
    for one in found:
        assert changes.from_json(json.loads(json.dumps(one.as_json()))) == one
    with pytest.raises(KeyError):
        changes.from_json({**found[0].as_json(), "kind": "rumour"})


def test_news_leads_to_the_figure_that_shows_it(
    found: tuple[Change, ...], followed: Followed
) -> None:
    by_key = {one.key: one for one in found}

    def asked(key: str, now: Warehouse = followed.states[1]) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(changes.link(by_key[key], now, "en"))
        return parts.path, parse_qs(parts.query, keep_blank_values=True)

    path, query = asked("agregat_wilayah 2024")
    assert path == "/figures/spi-trend.html"
    assert (query["region"], query["scope"], query["year"]) == (
        ["63"],
        ["agregat_wilayah"],
        ["2024"],
    )
    assert {"from_year", "to_year", "reference", "events", "lang"} <= query.keys()
    path, query = asked("nasional 2025")
    assert (path, query["region"], query["year"]) == ("/figures/spi-trend.html", [""], ["2025"])
    path, query = asked("ott-2019-06-01-6371")
    assert (path, query["region"], query["from_year"]) == (
        *("/figures/ott-timeline.html", ["63.71"], ["2019"]),
    )
    assert asked("RSUD <b>& · wbk")[0] == "/figures/wbk-ladder.html"
    assert asked(f"2024 {NEWS}")[0] == "/data"  # no figure shows these rows
    # Facts that no longer know the year leave it out of the address.
    assert asked("ott-2019-06-01-6371", followed.states[0])[1]["year"] == ["2019"]


def test_what_is_taken_back_is_no_news(followed: Followed, found: tuple[Change, ...]) -> None:
    """Of several revisions that is left which a reader of the first finds in the last."""
    first, second, third = followed.states
    back = changes.between(second, first)
    assert changes.net([*found, *back]) == ()
    later = changes.between(second, third)
    netted = {(one.kind, one.region_code, one.key) for one in changes.net([*found, *later])}
    direct = {(one.kind, one.region_code, one.key) for one in changes.between(first, third)}
    assert netted == direct
    assert {("changed_class", "61", "pemprov 2025"), ("changed_score", "13", "pemprov 2024")} <= (
        set(EXPECTED) - direct
    )
    [own] = [
        one for one in changes.net([*found, *later]) if one.thing[1:] == ("63", "pemprov 2025")
    ]
    assert own.kind == "new_score"
    assert "66.20 (2024: 64.15)" in changes.sentence(own, words("en"))
    [once] = [one for one in later if one.thing == own.thing]
    assert changes.sentence(once, words("en")).startswith(
        "SPI score 2025, Pemprov Kalimantan Selatan: now 66.20, before 66.10;"
    )


def test_a_store_tells_the_news_of_regions_since_a_revision(followed: Followed) -> None:
    settings, newest = followed.settings(), followed.states[2]
    recorded = news.recorded(newest, settings)
    assert [one.id for one in recorded] == [one.id for one in followed.revisions[::-1]]
    # An older state, which is still served, does not tell what came after it.
    assert len(news.recorded(followed.states[1], settings)) == 2
    first = followed.revisions[0].id
    of_all = news.since(recorded, first)
    assert [one.change for one in of_all] == list(
        changes.net([*news_of(followed.revisions[1]), *news_of(followed.revisions[2])])
    )
    own = news.since(recorded, first[:12], ("63",))
    assert {one.change.region_code for one in own} == {"63", "63.71"}
    assert news.since(recorded, followed.revisions[2].id) == []
    for name in ("", "0" * 40, first[:3]):
        with pytest.raises(KeyError):
            news.since(recorded, name)


def news_of(revision: Revision) -> list[Change]:
    return [changes.from_json(one) for one in revision.note.changes]


def test_what_this_program_cannot_say_is_left_out(followed: Followed) -> None:
    """Notes that another version, or somebody by hand, wrote into the repository."""
    good = followed.revisions[1].note.changes[0]
    odd = ({**good, "values": {}}, {**good, "kind": "x"}, {"a": 1}, {**good, "parameters": 3})
    made = Revision(
        "a" * 40, "", followed.revisions[1].when, Note("edited", "x", "y", changes=(*odd, good))
    )
    assert [one.change.key for one in news.every([made])] == [good["key"]]

"""Sources are found again by their address, and new ones get an id that no other ends in."""

from __future__ import annotations

import hashlib

import pytest

from dashboard.ingest.sources import BadSource, Sources, same
from dashboard.warehouse import engine
from tests.ingest.sheets import SETTLED, cells, description, plain, read, ready, told

URL = "https://www.kpk.go.id/id/spi-2026"
NEW = {"publisher": "KPK", "url": URL, "title": "SPI 2026", "published_on": "16 Des 2025"}
HEAD = ("Wilayah", "Skor")


def register() -> Sources:
    table = next(table for table in description().tables if table.name == "sources")
    return Sources(engine.current(), table)


def test_an_answer_makes_a_source_of_all_rows():
    answers = {**SETTLED, "source": NEW}
    found = ready(read(plain([HEAD, ("Kalsel", 70), ("Kalbar", 71)]), answers=answers))
    digits = hashlib.sha1(URL.encode()).hexdigest()[:6]
    assert cells(found, "source_id") == [(f"kpk-go-id-{digits}",)] * 2
    [row] = found.sources
    assert dict(row.cells) == {
        "source_id": f"kpk-go-id-{digits}",
        "publisher": "KPK",
        "title": "SPI 2026",
        "url": URL,
        "published_on": "2025-12-16",
        "source_kind": "official",
    }


@pytest.mark.parametrize(
    "written",
    ["{}", "{}/", "{}#bagian", "{}?utm_source=wa", " {} "],
)
def test_a_registered_address_is_its_source_however_it_is_written(written):
    known = next(iter(engine.current().sources.values()))
    assert "?" not in known.url
    for url in (known.url, known.url.replace("https://www.", "http://")):
        assert register().register({"url": written.format(url.rstrip("/"))}) == known.source_id
    answers = {**SETTLED, "source": written.format(known.url)}
    found = ready(read(plain([HEAD, ("Kalsel", 70)]), answers=answers))
    assert cells(found, "source_id") == [(known.source_id,)]
    assert not found.sources


def test_every_shipped_id_keeps_to_the_rule():
    new, own = register(), 0
    for source in engine.current().sources.values():
        own += source.source_id.endswith(hashlib.sha1(source.url.encode()).hexdigest()[:6])
    assert own == len(engine.current().sources)
    ids = {new.register({**NEW, "url": f"https://contoh{n}.go.id/a"}) for n in range(3000)}
    digits = [one[-6:] for one in (*ids, *engine.current().sources)]
    assert len(set(digits)) == len(digits)


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"url": ""}, "url"),
        ({"url": "kpk.go.id"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://contoh.com/a b"}, "url"),
        ({"url": "https://contoh.com/a", "publisher": ""}, "publisher"),
        ({"url": "https://contoh.com/a"}, "source_kind"),
        ({"published_on": "kemarin"}, "published_on"),
    ],
)
def test_a_source_of_which_something_is_missing_or_wrong(changed, part):
    with pytest.raises(BadSource) as caught:
        register().register({**NEW, **changed})
    assert caught.value.part == part
    found = read(plain([HEAD, ("Kalsel", 70)]), answers={**SETTLED, "source": {**NEW, **changed}})
    assert [question.key for question in found.questions] == ["source"]
    assert not found.sources
    told(found)


def test_columns_of_sources_make_one_of_each_address():
    head = (*HEAD, "URL", "Penerbit", "Jenis sumber", "Tanggal terbit")
    rows = [
        head,
        ("Kalsel", 70, "https://contoh.com/a", "Contoh", "berita", "16 Okt 2025"),
        ("Kalbar", 71, "https://www.contoh.com/a/", "Contoh", "berita", "16 Okt 2025"),
        ("Kalteng", 72, "https://contoh.go.id/b", "Pemda", "", "2025"),
    ]
    found = ready(read(plain(rows)))
    ids = [source_id for (source_id,) in cells(found, "source_id")]
    assert ids[0] == ids[1] != ids[2]
    assert [row.cells["source_kind"] for row in found.sources] == ["news", "official"]
    assert [row.place.row for row in found.sources] == [2, 4]


def test_a_source_that_is_only_named_is_asked_once_and_answered():
    rows = [(*HEAD, "Sumber"), ("Kalsel", 70, "Siaran pers"), ("Kalbar", 71, "Siaran pers")]
    [question] = read(plain(rows)).questions
    assert (question.kind, question.key, question.count) == ("source", "source:Siaran pers", 2)
    answers = {**SETTLED, question.key: NEW}
    found = ready(read(plain(rows), answers=answers))
    assert len(found.sources) == 1
    assert len(set(cells(found, "source_id"))) == 1


def test_what_is_no_address_is_a_fault_with_its_place():
    found = read(plain([(*HEAD, "URL"), ("Kalsel", 70, "halaman KPK")]))
    [fault] = found.faults
    assert (fault.rule, fault.place.row, fault.place.column) == ("unknown-source", 2, "URL")


def test_new_sources_as_a_table_get_their_ids():
    rows = [("Penerbit", "Alamat", "Jenis sumber"), ("KPK", URL, "resmi")]
    [row] = ready(read(plain(rows), "sources")).rows
    assert row.cells["source_id"] == "kpk-go-id-" + hashlib.sha1(URL.encode()).hexdigest()[:6]


def test_addresses_are_compared_without_what_does_not_change_the_page():
    assert same("HTTP://www.Kpk.go.id/a/?utm_medium=x#y") == same("https://kpk.go.id/a")
    assert same("https://kpk.go.id/a?p=1") != same("https://kpk.go.id/a?p=2")
    assert same("https://[") == "https://["

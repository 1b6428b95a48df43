"""How a source is printed: title where it is known, and an address that can be typed."""

from __future__ import annotations

import re

import pytest

from dashboard.core.i18n import LANGUAGES, words
from dashboard.export.sources import reference
from dashboard.export.table import source_links
from dashboard.warehouse import engine
from dashboard.warehouse.engine import Source

FACTS = engine.current()
ADDRESS = "https://integritas.example.go.id"


def source(url: str = "https://kpk.go.id/1", title: str | None = None) -> Source:
    return Source("kpk-go-id-00a001", "KPK", title, url, "2024-01-30", True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_the_address_of_the_dashboard_every_source_has_a_short_one(lang: str) -> None:
    printed = set()
    for one in FACTS.sources.values():
        named = reference(one, words(lang), ADDRESS)
        assert re.fullmatch(r"integritas\.example\.go\.id/sources/[0-9a-f]{6}", named.printed)
        assert named.printed_link == f"https://{named.printed}"
        assert one.source_id.endswith(named.printed[-6:])
        printed.add(named.printed)
    assert len(printed) == len(FACTS.sources)


def test_without_one_the_beginning_of_the_source_s_own_address_is_printed() -> None:
    for one in FACTS.sources.values():
        named = reference(one, words("id"))
        assert named.printed_link == named.address
        assert len(named.printed) < 80
        assert " " not in named.printed
        host, *path = re.split(r"[/?]+", named.printed.removesuffix("/…"))
        assert host in one.url.split("/")[2]
        assert set(path) <= set(re.split(r"[/? ]+", one.url))


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("https://www.kpk.go.id/", "kpk.go.id"),
        ("https://www.kpk.go.id/id/berita/3310", "kpk.go.id/id/berita/3310"),
        ("https://gardantt.id/?p=18360", "gardantt.id/?p=18360"),
        ("https://kabar.id/2024/10/06/wali-kota-anu-dan-si-fulan", "kabar.id/2024/10/06/…"),
        ("https://kabar.id/penulis/si-fulan-anu/12", "kabar.id/penulis/…"),
        ("https://kabar.id/1?utm_source=a-very-long-campaign", "kabar.id/1/…"),
        ("https://github.com/a/b (db/c.sql)", "github.com/a/b"),
    ],
)
def test_no_headline_stands_in_a_printed_address(url: str, printed: str) -> None:
    assert reference(source(url), words("id")).printed == printed


@pytest.mark.parametrize(
    ("lang", "official", "undated"),
    [("id", "resmi", "tanpa tanggal"), ("en", "official", "undated")],
)
def test_a_reference_names_what_is_known(lang: str, official: str, undated: str) -> None:
    say = words(lang)
    assert reference(source(), say).described(say) == f"KPK ({official}), 30 Jan 2024"
    titled = reference(source(title="Laporan SPI"), say)
    assert titled.described(say) == f"Laporan SPI, KPK ({official}), 30 Jan 2024"
    plain = Source("a-000001", "Kabar", None, "https://a.id", None, False)
    assert reference(plain, say).described(say) == f"Kabar, {undated}"


def test_a_known_title_stands_in_lists_of_links() -> None:
    [link] = source_links([source(title="Laporan SPI")], words("id"))
    assert (link.text, link.after) == ("KPK", ", Laporan SPI, 30 Jan 2024 · resmi")


def test_titles_are_names_and_not_addresses() -> None:
    titles = {one.source_id: one.title for one in FACTS.sources.values() if one.title}
    assert titles["jdih-bantulkab-go-id-3f35f9"] == "Peraturan Bupati Bantul Nomor 123 Tahun 2020"
    assert len(titles) == len(set(titles.values()))
    for title in titles.values():
        assert title == " ".join(title.split())
        assert title[0].isupper()
        assert "://" not in title

"""The cards of regions as HTML: one year, a line with its gaps, and where each of them leads."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export.region_cards import MOST_CARDS, cards_html, follow_up_html, sparklines
from dashboard.figures import addresses, years
from dashboard.narrative import nearby, overview
from dashboard.narrative import region as region_words
from dashboard.narrative.follow_up import follow_up
from dashboard.narrative.region_cards import region_cards
from dashboard.warehouse import choices, engine, table_rows

WAREHOUSE = engine.current()
PAGES = ("/profil", "/bandingkan")
MIXED = ("18", "35", "11", "64.71", "63")


address_of = addresses.page_at


def chosen(*region: str, **asked: object) -> Selection:
    return Selection(region=region or MIXED, **asked)  # type: ignore[arg-type]


def test_a_class_without_a_score_stands_on_the_card_with_a_note() -> None:
    kalsel, diy = region_cards(WAREHOUSE, chosen("63", "34", year=2025))
    assert (kalsel.score, kalsel.class_label) == ("–", "rentan")
    assert kalsel.note == "kelas saja, skor belum ditemukan; sumber lemah"
    assert (kalsel.change, kalsel.distance, kalsel.place) == ("", "", "")
    assert kalsel.score_rows is not None and kalsel.score_rows.table == "spi_class_reports"
    assert "kumparan-com-4145f3" in {source.source_id for source in kalsel.score_sources}
    assert (diy.score, diy.class_label, diy.note) == ("79,41", "terjaga", "")
    asked = chosen("63", "34", year=2025)
    html = cards_html((kalsel, diy), asked, words("id"), address_of)
    assert html.count("kelas saja, skor belum ditemukan") == 1


def test_the_profile_says_the_class_in_its_headline() -> None:
    found = region_words.profile(WAREHOUSE, chosen("63", year=2025))
    assert found.headline == (
        "Kalimantan Selatan: SPI 2025, rentan (kelas saja, skor belum ditemukan; sumber lemah); "
        "2024: 64,15, kelas rentan"
    )
    assert "kumparan-com-4145f3" in {source.source_id for source in found.sources}


def test_neighbours_without_a_score_say_their_class() -> None:
    near = nearby.nearby(WAREHOUSE, chosen("63", year=2025))
    assert {one.label for one in near.neighbours} == {
        "Kalbar: rentan (kelas saja)",
        "Kalteng: rentan (kelas saja)",
        "Kaltim: rentan (kelas saja)",
        "Kaltara: waspada (kelas saja)",
    }
    assert "kumparan-com-4145f3" in {source.source_id for source in near.sources}


@pytest.mark.parametrize("year", [None, *choices.survey_years(WAREHOUSE)])
def test_every_card_speaks_of_the_years_of_the_page(year: int | None) -> None:
    asked = chosen(year=year)
    of_page = years.best_known(WAREHOUSE, asked)
    window = years.span_text(*years.ott_window(WAREHOUSE, asked))
    for card in region_cards(WAREHOUSE, asked):
        assert card.score_label.startswith(f"SPI {of_page} ")
        assert window in card.ott
        known = dict(card.history)
        assert (known[of_page] is None) == (card.score == "–")
        if card.newest:
            assert not card.newest.startswith(str(of_page))
            assert year is None or int(card.newest[:4]) < year
    assert str(of_page) in overview.national(WAREHOUSE, asked).headline


def test_a_newer_score_stands_beside_with_its_year() -> None:
    aceh = region_cards(WAREHOUSE, chosen("11"))[0]
    assert (aceh.score, aceh.newest) == ("–", "2025: 65,46, kelas rentan")
    balikpapan = region_cards(WAREHOUSE, chosen("64.71"))[0]
    assert (balikpapan.score, balikpapan.newest) == ("75,08", "2025: 77,43, kelas waspada")
    assert "tidak ada data" not in balikpapan.class_label


def test_a_missing_year_is_a_gap_in_the_line() -> None:
    cards = region_cards(WAREHOUSE, chosen("63", "64.71", "18"))
    kalsel, balikpapan, lampung = sparklines(cards)
    assert kalsel is not None and balikpapan is not None
    assert unquote(kalsel.address).count("<polyline") == 1
    assert unquote(kalsel.address).count("<circle") == 4
    # 2021, then nothing until 2024 and 2025: one dot alone, and one run of two.
    drawn = unquote(balikpapan.address)
    [run] = re.findall(r'points="([^"]+)"', drawn)
    assert (len(run.split()), drawn.count("<circle")) == (2, 3)
    assert drawn.count('r="3.2"') == 1
    assert "2022 tidak ada data" in balikpapan.label
    assert lampung is None  # fewer than two scores are no line


def test_cards_share_one_scale() -> None:
    low, high = sparklines(region_cards(WAREHOUSE, chosen("12", "33")))
    assert low is not None and high is not None
    heights = [
        [float(y) for y in re.findall(r'cy="([\d.]+)"', unquote(line.address))]
        for line in (low, high)
    ]
    assert min(heights[0]) > max(heights[1])  # Sumut lies below Jateng in every year


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_opens_the_profile_and_the_comparison_with_neighbours(lang: str) -> None:
    asked = chosen("63", "64.71", lang=lang, year=2024)
    html = cards_html(region_cards(WAREHOUSE, asked), asked, words(lang), address_of)
    found = [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]+)" target', html)]
    to = [(urlsplit(link).path, parse_qs(urlsplit(link).query)) for link in found]
    assert all(query["lang"] == [lang] and query["year"] == ["2024"] for _, query in to)
    own, neighbours = ([query["region"] for path, query in to if path == page] for page in PAGES)
    assert own == [["63"], ["64.71"]]
    assert neighbours[0] == ["63", "61", "62", "64", "65"]
    others = ["61.71", "61.72", "62.71", "63.71", "63.72", "64.72", "64.74", "65.71"]
    assert neighbours[1] == ["64.71", *others]  # the kota of its island


def test_every_number_of_a_card_opens_the_rows_behind_it() -> None:
    asked = chosen("11", "63")
    aceh, kalsel = region_cards(WAREHOUSE, asked)
    assert (aceh.score_rows, kalsel.newest_rows) == (None, None)  # nothing to open
    assert aceh.newest_rows is not None and kalsel.score_rows is not None
    printed = table_rows.rows_of_file(WAREHOUSE, kalsel.score_rows).to_pylist()
    assert {(row["region_code"], row["year"]) for row in printed} == {("63", 2024)}
    assert {
        row["year"] for row in table_rows.rows_of_file(WAREHOUSE, aceh.newest_rows).to_pylist()
    } == {2025}
    operations = table_rows.rows_of_file(WAREHOUSE, kalsel.ott_rows).to_pylist()
    assert f"{len(operations)} OTT" in kalsel.ott
    html = cards_html((kalsel,), asked, words("id"), address_of)
    for rows in (kalsel.score_rows, kalsel.ott_rows, kalsel.activity_rows):
        assert rows is not None
        assert addresses.rows(rows, asked).replace("&", "&amp;") in html


def test_neighbours_are_of_the_same_kind() -> None:
    known = choices.regions(WAREHOUSE)
    for code, region in known.items():
        near = choices.neighbours(WAREHOUSE, code)
        assert code not in near
        assert {known[one].level == "provinsi" for one in near} <= {region.level == "provinsi"}


def test_no_more_cards_than_a_screen_can_hold() -> None:
    everyone = chosen(*choices.presets(WAREHOUSE)["semua"])
    cards = region_cards(WAREHOUSE, everyone)
    html = cards_html(cards, everyone, words("id"), address_of)
    assert len(cards) == 38
    assert html.count('<section class="card"') == MOST_CARDS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_to_follow_up_leads_to_its_rows_and_names_no_cause(lang: str) -> None:
    asked = chosen("63", "64", lang=lang)
    kinds = follow_up(WAREHOUSE, asked)
    assert [kind.page for kind in kinds][:3] == ["data", "zona", "regulasi"]
    html = follow_up_html(kinds, asked, words(lang), address_of)
    assert "Pemerintah Kota Balikpapan (2023)" in html
    assert words(lang)("Not found does not mean that there is none. Facts, not causes.") in html
    assert html.count("<h3>") == len(kinds)


def test_a_young_province_lacks_nothing_of_years_before_it() -> None:
    [scores, *_] = follow_up(WAREHOUSE, chosen("93"))
    [(_region, text)] = scores.regions
    assert {*re.findall(r"20\d\d", text)} == {"2022", "2023", "2024"}  # its law is of 2022
    [known, *_] = overview.completeness(WAREHOUSE, chosen(year=2021))
    assert known == "SPI 2021: 28 dari 34 pemerintah provinsi"


def test_what_was_found_names_its_sources_and_what_was_not_has_none() -> None:
    found = {kind.page: kind.sources for kind in follow_up(WAREHOUSE, chosen("63", "64"))}
    assert found.pop("zona")
    assert {*found.values()} == {()}


def test_a_year_that_is_not_over_is_no_year_without_activity() -> None:
    [*_, activities] = follow_up(WAREHOUSE, chosen("13", "64"))
    assert activities.page == "bimtek"
    last = choices.complete_ott_years(WAREHOUSE)[1]
    for _, text in activities.regions:
        assert all(int(year) <= last for year in re.findall(r"\d{4}", text))

"""What a page shows before the app has loaded is what the app then shows."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs

import pytest

from dashboard import charts
from dashboard.charts.marks import AreaMap
from dashboard.core import pages
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection, parse
from dashboard.export import preview
from dashboard.export.first_screen import first_screen
from dashboard.export.map_svg import map_svg
from dashboard.figures import registry
from dashboard.narrative import overview, periods, region_cards
from dashboard.warehouse import choices, engine, map_shapes, offers
from tests.apptest import html, visit
from tests.cases import PAGES

FACTS = engine.current()


def screen(page: str, query: str = "") -> str:
    return first_screen(FACTS, page, parse_qs(query, keep_blank_values=True))


def words_of(markup: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", markup)))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_begins_with_its_name_its_year_and_its_figure(page: str, lang: str) -> None:
    query = f"lang={lang}&region=63&region=6471&year=2023"
    found, say = screen(page, query), words(lang)
    assert found.count("<h1>") == 1
    name = pages.titles(say)[page]
    chosen = parse(parse_qs(query), offers.of_pages(FACTS)).selection
    text = words_of(found)
    assert f"{name} {periods.of_page(FACTS, page, chosen)}".strip() in text
    if page not in ("data", "paparan", "metodologi"):
        shown = preview.leading(FACTS, page, parse_qs(query))
        for part in (shown.headline, shown.subtitle, *shown.caveats):
            assert part in text
        for entry in shown.legend:
            assert not entry.is_listed or entry.label in text
    assert "<script" not in found
    assert re.search(r'href="\./[a-z]*\?[^"]*lang=' + lang, found)
    assert 'aria-current="page">' + name in found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tren_begins_with_small_charts_of_many_regions(lang: str) -> None:
    many = ("31", "32", "33", "34", "35", "36")
    for codes, figure_id in ((many, "spi-trend-panels"), (many[1:], "spi-trend")):
        query = "&".join((f"lang={lang}", *(f"region={code}" for code in codes)))
        found = screen("tren", query)
        figure = registry.REGISTRY[figure_id]
        answer = registry.answer(FACTS, figure_id, replace(Selection(region=codes), lang=lang))
        assert answer.subtitle in words_of(found)
        assert f"./figures/{figure_id}.html?" in found
        height = charts.of(figure).room(answer)["height"]
        assert re.search(rf"\b{height}(px)?\b", found)


@pytest.mark.parametrize("query", ["lang=id", "lang=en&region=11&region=31.71&year=2023"])
def test_ringkasan_shows_the_cards_of_the_app(query: str) -> None:
    query = query.replace("31.71", "3171")
    asked = parse_qs(query)
    found = words_of(screen("ringkasan", query))
    app = words_of(html(visit("ringkasan", **asked)))
    chosen = parse(asked, offers.of_pages(FACTS)).selection
    cards = region_cards.region_cards(FACTS, chosen)
    assert cards
    for part in (
        overview.national(FACTS, chosen).headline,
        *(part for card in cards for part in (card.name, card.score, card.change, card.ott)),
    ):
        assert part in found
        assert part in app


def test_no_region_leaves_the_nation() -> None:
    found = screen("ringkasan", "region=")
    assert 'class="national"' in found
    assert 'class="card"' not in found


def test_the_map_is_the_one_of_the_chart() -> None:
    """Every province once in the colour of its class, the chosen ones outlined."""
    figure = registry.REGISTRY["spi-map"]
    answer = registry.answer(FACTS, "spi-map", figure.offer(FACTS).defaults)
    drawn = charts.of(figure).drawing(answer, None)
    assert isinstance(drawn, AreaMap)
    svg = map_svg(FACTS, drawn, answer.reading)
    assert svg in screen("ringkasan")
    paths = re.findall(r'<path(?: class="(\w+)")? fill="([^"]+)" stroke="[^"]+" d="([^"]+)"', svg)
    drawn_colours = [colour for _, colour, _ in paths]
    assert drawn_colours == [*(one.colour for one in drawn.classes), "none"]
    rings = map_shapes.islands(FACTS, map_shapes.PROVINCES)
    assert rings.keys() == {*choices.presets(FACTS)["semua"]}
    for one, (_, _, path) in zip(drawn.classes, paths, strict=False):
        assert path.count("M") <= sum(len(rings[area.location]) for area in one.areas)
        assert path.count("M") >= len(one.areas)
    assert paths[-1][0] == "chosen"
    assert len(svg) < 30_000


def test_the_map_dots_the_edge_of_a_class_without_a_score() -> None:
    asked = registry.REGISTRY["spi-map"].offer(FACTS).defaults
    answer = registry.answer(FACTS, "spi-map", replace(asked, year=2025))
    drawn = charts.of(answer.figure).drawing(answer, None)
    assert isinstance(drawn, AreaMap)
    svg = map_svg(FACTS, drawn, answer.reading)
    dotted = re.findall(r'<path fill="([^"]+)" stroke="[^"]+" class="dotted"', svg)
    assert dotted == [one.colour for one in drawn.classes if one.is_dotted]
    assert len(dotted) == 2


def test_what_is_ignored_in_an_address_is_named_as_the_app_names_it() -> None:
    found = words_of(screen("peta", "year=1800&nonsense=1&lang=en&embed=true&tray="))
    assert "Parts of the address were ignored." in found
    assert "1800" in found
    assert "The parameter “nonsense” is not known." in found
    assert "embed" not in found.replace("embedded", "")
    assert "ignored" not in words_of(screen("peta", "lang=en&embed=true&year=2023"))

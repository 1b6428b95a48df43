"""The page Tren: small charts of many regions, events where a reader asks for them."""

from __future__ import annotations

import pytest

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import MOST_REGIONS
from dashboard.export import preview
from dashboard.warehouse import choices, engine
from tests.apptest import given_values, visit, words_of

FACTS = engine.current()
EVERY_REGION = tuple(choices.regions(FACTS))
# How many regions are chosen, and the figure that then leads the page.
LEADING = (
    (0, "spi-trend"),
    (5, "spi-trend"),
    (6, "spi-trend-panels"),
    (MOST_REGIONS, "spi-trend-panels"),
    (MOST_REGIONS + 1, "spi-trend"),
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_events_come_with_a_switch_that_stands_in_the_address(lang: str) -> None:
    said = "Below the lines: OTT (diamonds) and training or prevention (ticks)."
    app, told = visit("tren", region="63", lang=lang), words(lang)(said)
    assert told not in words_of(app)
    assert "events" not in app.query_params
    app.toggle(key="filter-events").set_value(True).run()
    assert given_values(app, "events") == ["shown"]
    assert told in words_of(app)
    again = visit("tren", **{name: app.query_params[name] for name in app.query_params})
    assert again.toggle(key="filter-events").value is True
    app.toggle(key="filter-events").set_value(False).run()
    assert "events" not in app.query_params


@pytest.mark.parametrize(("n", "figure_id"), LEADING)
def test_many_regions_have_a_small_chart_each_on_the_page_and_before_it(
    n: int, figure_id: str
) -> None:
    region = [*EVERY_REGION[:n]] or [""]
    app = visit("tren", region=region, lang="en")
    assert not app.exception
    keys = [button.key for button in app.button if button.key]
    cards = [key.removesuffix("-add") for key in keys if key.startswith("spi-trend")]
    assert figure_id in cards
    assert {"spi-trend", "spi-trend-panels"} - set(cards)
    assert preview.leading(FACTS, "tren", {"region": region}).figure.id == figure_id
    links = [link.proto.url for link in app.get("link_button")]
    is_of_many = figure_id == "spi-trend-panels"
    assert any("/figures/spi-trend.html?" in link for link in links) == is_of_many


def test_small_charts_follow_the_switch_and_the_references() -> None:
    region = ["31", "32", "33", "34", "35", "36"]
    app = visit("tren", region=region, lang="en", events="shown", reference=["pulau"])
    text = words_of(app)
    assert "Below the lines" in text
    assert "a small chart a region" in text
    assert "Island mean" in text
    app.toggle(key="filter-events").set_value(False).run()
    assert "Below the lines" not in words_of(app)
    assert given_values(app, "region") == region

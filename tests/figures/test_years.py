"""Years: a page's own span stays inside the known years, and its address is the figures' year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.core.selection import Selection
from dashboard.figures import years
from dashboard.narrative import periods
from dashboard.warehouse import engine

KNOWN = (2010, 2011, 2012, 2013)


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        (Selection(), (2010, 2013)),
        (Selection(year=2012), (2010, 2012)),
        (Selection(year=2012, to_year=2013), (2010, 2013)),
        (Selection(year=2030, from_year=1990), (2010, 2013)),
        (Selection(year=1990), (2010, 2010)),
        (Selection(from_year=2013, to_year=2011), (2011, 2011)),
    ],
)
def test_a_span_of_events_lies_in_the_known_years(asked: Selection, span: tuple[int, int]) -> None:
    shown = years.event_span(asked, KNOWN)
    assert (shown.from_year, shown.year, shown.to_year) == (*span, None)


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        (Selection(), (2011, 2012)),
        (Selection(year=2011), (2011, 2011)),
        (Selection(year=2013), (2011, 2012)),
        (Selection(year=2013, to_year=2013), (2011, 2013)),
        (Selection(from_year=2010), (2010, 2012)),
        (Selection(to_year=2010), (2010, 2010)),
        (Selection(from_year=2013), (2013, 2013)),
    ],
)
def test_a_span_holds_the_usual_years_unless_others_are_chosen(
    asked: Selection, span: tuple[int, int]
) -> None:
    shown = years.event_span(asked, KNOWN, (2011, 2012))
    assert (shown.from_year, shown.year) == span


@pytest.mark.parametrize("usual", [None, (2011, 2012)])
@pytest.mark.parametrize("shared", [None, 2012, 2030])
def test_a_chosen_span_is_shown_and_its_defaults_are_not_stated(
    shared: int | None, usual: tuple[int, int] | None
) -> None:
    page = Selection(year=shared)
    default = years.event_span(page, KNOWN, usual)
    for span in [(2010, 2013), (2011, 2012), (2012, 2012)]:
        changed = years.chosen_span(page, KNOWN, usual, span)
        shown = years.event_span(replace(page, **changed), KNOWN, usual)  # type: ignore[arg-type]
        assert (shown.from_year, shown.year) == span
        assert (changed["from_year"] is None) == (span[0] == default.from_year)
        assert (changed["to_year"] is None) == (span[1] == default.year)


def test_a_page_and_its_figures_ask_the_same_years() -> None:
    asked = {"year": ["2012"], "from_year": ["2010"]}
    page = years.query_of_page(asked)
    assert page == {"from_year": ["2010"], "to_year": ["2012"]}
    assert years.query_of_figure({**page, "year": ["2024"]}) == {**page, **asked}
    assert years.query_of_figure({"year": ["2024"]}) == {"year": ["2024"]}


@pytest.mark.parametrize(
    ("path", "asked", "said"),
    [
        ("", Selection(), "SPI 2024 · OTT 2016–2025"),
        ("peta", Selection(year=2022), "SPI 2022 · OTT 2016–2022"),
        ("tren", Selection(from_year=2022), "SPI 2024 · OTT 2022–2025"),
        ("tren", Selection(year=2024, to_year=2025), "SPI 2024 · OTT 2016–2025"),
        ("bandingkan", Selection(from_year=2022), "SPI 2024 · OTT 2016–2025"),
        ("ott", Selection(), "OTT 2016–2025"),
        ("ott", Selection(from_year=2008, to_year=2010), "OTT 2008–2010"),
        ("bimtek", Selection(lang="en", year=2024), "activities 2019–2024"),
        ("zona", Selection(lang="en", from_year=2025), "integrity zones 2025"),
        ("regulasi", Selection(year=2023), "regulasi sampai 2023"),
        ("metodologi", Selection(), ""),
    ],
)
def test_a_page_says_its_year_and_its_window(
    facts: engine.Warehouse, path: str, asked: Selection, said: str
) -> None:
    assert periods.of_page(facts, path, asked) == said

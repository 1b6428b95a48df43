"""The headline, the cards of regions and what to follow up as HTML.

For the page, and for what the server sends before the page is alive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.pages import parameters_of
from dashboard.core.selection import Selection
from dashboard.export import glossary, markup
from dashboard.export.sources import source_mark
from dashboard.figures import addresses
from dashboard.narrative.follow_up import FollowUp
from dashboard.narrative.overview import National
from dashboard.narrative.region_cards import RegionCard
from dashboard.warehouse.table_rows import Question

MOST_CARDS = 8
ARROWS = {"up": "▲", "down": "▼", "same": "=", "": ""}
# Of a sparkline, in its own units: between the first and the last dot.
_WIDTH, _HEIGHT, _MARGIN = 72, 22, 4

# The address of a page with a query; who shows the cards adds what its links carry along.
AddressOf = Callable[[str, dict[str, list[str]]], str]


@dataclass(frozen=True)
class Sparkline:
    """A small line of scores by survey year, with gaps, the dot of the page's year the largest.

    Attributes:
        width, height: in pixels.
        address: the drawing itself, as an address that holds it: own markup in a page of
            Streamlit may hold a picture but no drawing.
        label: the same in words.
    """

    width: int
    height: int
    address: str
    label: str


def national_html(national: National, say: Words) -> str:
    """Where the nation stands, as the first words of a page."""
    mark = source_mark(say("National index"), national.sources, say)
    return markup.render("spi_national.html", national=national, mark=mark)


def cards_html(
    cards: tuple[RegionCard, ...],
    selection: Selection,
    say: Words,
    address_of: AddressOf,
) -> str:
    """The first cards, each with its class colours, its line of years and where it leads.

    Args:
        cards: of the chosen regions.
        selection: what was asked; links carry it along.
        say: the reader's words.
        address_of: the address of a page with a query.
    """
    shown, known = cards[:MOST_CARDS], {"spi", "ott"}  # the page's heading marks these
    lines = sparklines(shown)
    return markup.render(
        "region_cards.html",
        compare=say("Compare with neighbours"),
        cards=[
            {
                **_values(card, say),
                "score_label": glossary.marked(card.score_label, say.lang, known),
                "sparkline": line,
                **_addresses(card, selection, address_of),
            }
            for card, line in zip(shown, lines, strict=True)
        ],
    )


def follow_up_html(
    kinds: tuple[FollowUp, ...], selection: Selection, say: Words, address_of: AddressOf
) -> str:
    """Facts to act on, by kind, each leading to the page that shows its rows."""
    return markup.render(
        "follow_up.html",
        title=say("Facts to follow up"),
        note=say("Not found does not mean that there is none. Facts, not causes."),
        kinds=[
            {
                "kind": kind,
                "address": address_of(kind.page, selection.query(parameters_of(kind.page))),
                "mark": source_mark(kind.title, kind.sources, say),
            }
            for kind in kinds
        ],
    )


def _addresses(card: RegionCard, selection: Selection, address_of: AddressOf) -> dict[str, str]:
    """Where a card leads: the profile, the neighbours, and the rows behind each number."""

    def page(path: str, *region: str) -> str:
        asked = replace(selection, region=region)
        return address_of(path, asked.query(parameters_of(path)))

    def rows(asked: Question | None) -> str:
        return address_of("data", addresses.rows_query(asked, selection)) if asked else ""

    return {
        "profile": page("profil", card.code),
        "neighbours": page("bandingkan", card.code, *card.neighbours) if card.neighbours else "",
        "score_rows": rows(card.score_rows),
        "newest_rows": rows(card.newest_rows),
        "ott_rows": rows(card.ott_rows),
        "activity_rows": rows(card.activity_rows),
    }


def sparklines(cards: tuple[RegionCard, ...]) -> list[Sparkline | None]:
    """A line for each card on one common scale; None where fewer than two scores are known."""
    values = [value for card in cards for _, value in card.history if value is not None]
    if not values:
        return [None for _ in cards]
    low, high = min(values), max(values)
    return [_sparkline(card, low, high) for card in cards]


def _sparkline(card: RegionCard, low: float, high: float) -> Sparkline | None:
    if sum(value is not None for _, value in card.history) < 2:
        return None
    step = _WIDTH / (len(card.history) - 1)
    scale = _HEIGHT / (high - low) if high > low else 0.0
    runs: list[list[str]] = [[]]
    dots = []
    for index, (year, value) in enumerate(card.history):
        if value is None:
            runs.append([])
            continue
        x = round(_MARGIN + index * step, 1)
        y = round(_MARGIN + _HEIGHT - (value - low) * scale, 1)
        runs[-1].append(f"{x},{y}")
        dots.append((x, y, year == card.year))
    width, height = _WIDTH + 2 * _MARGIN, _HEIGHT + 2 * _MARGIN
    drawing = markup.render(
        "sparkline.svg",
        width=width,
        height=height,
        lines=[" ".join(run) for run in runs if len(run) > 1],
        dots=dots,
        colour=dictionary.ink("muted"),
    )
    address = "data:image/svg+xml," + quote(drawing.strip(), safe="/:=' ,")
    return Sparkline(width, height, address, card.history_label)


def _values(card: RegionCard, say: Words) -> dict[str, object]:
    entry = dictionary.dictionary()["classes"][card.class_code]
    return {
        "card": card,
        "colour": entry["colour"],
        "ink": entry["ink"],
        "arrow": ARROWS[card.direction],
        "score_mark": source_mark(say("SPI score"), card.score_sources, say),
        "ott_mark": source_mark(say("Operations (OTT)"), card.ott_sources, say),
        "activity_mark": source_mark(say("Activity"), card.activity_sources, say),
    }

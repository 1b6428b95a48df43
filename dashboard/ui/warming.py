"""What a first reader would wait for, done while nobody waits."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.i18n import LANGUAGES
from dashboard.core.pages import FIRST, visible
from dashboard.export import first_screen
from dashboard.figures import registry
from dashboard.narrative import follow_up, overview, region_cards
from dashboard.ui import figure_card
from dashboard.warehouse import offers
from dashboard.warehouse.engine import Warehouse


def first(warehouse: Warehouse) -> None:
    """Ask what the first page says in the first language: little, before facts are served."""
    lang = LANGUAGES[0]
    chosen = replace(offers.of_pages(warehouse).defaults, lang=lang)
    overview.national(warehouse, chosen)
    region_cards.region_cards(warehouse, chosen)
    first_screen.first_screen(warehouse, FIRST, {"lang": [lang]})


def warm(warehouse: Warehouse) -> None:
    """Ask and draw what a first reader will see, in both languages; nothing is shown."""
    for lang in LANGUAGES:
        chosen = replace(offers.of_pages(warehouse).defaults, lang=lang)
        overview.national(warehouse, chosen)
        region_cards.region_cards(warehouse, chosen)
        follow_up.follow_up(warehouse, chosen)
        overview.completeness(warehouse, chosen)
        for page in visible():
            first_screen.first_screen(warehouse, page, {"lang": [lang]})
        for figure_id in registry.figures_of(warehouse):
            figure_card.prepare(warehouse, figure_id, chosen)

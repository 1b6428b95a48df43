"""What a first reader would wait for, done while nobody waits."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.i18n import LANGUAGES
from dashboard.core.pages import PAGES
from dashboard.export import first_screen
from dashboard.figures import registry
from dashboard.narrative import follow_up, overview, region_cards
from dashboard.ui import figure_card, state


def warm() -> None:
    """Ask and draw what a first reader will see, in both languages; nothing is shown."""
    warehouse = state.warehouse()
    for lang in LANGUAGES:
        chosen = replace(state.offer().defaults, lang=lang)
        overview.national(warehouse, chosen)
        region_cards.region_cards(warehouse, chosen)
        follow_up.follow_up(warehouse, chosen)
        overview.completeness(warehouse, chosen)
        for page in PAGES:
            first_screen.first_screen(warehouse, page, {"lang": [lang]})
        for figure_id in registry.figures_of(warehouse):
            figure_card.prepare(warehouse, figure_id, chosen)

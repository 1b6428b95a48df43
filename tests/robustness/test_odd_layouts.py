"""Templates whose layouts, grounds and fonts say something odd: a sound deck, or a sentence."""

from __future__ import annotations

import pytest

from dashboard.briefing.pptx import template
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.uploads import Unusable
from tests.robustness.odd_layouts import ODD, is_sound


@pytest.mark.parametrize("what", ODD)
def test_an_odd_template_serves_or_is_refused_in_a_sentence(what: str) -> None:
    """What can be wrong with a layout shows when it is checked; decks: tests/soak."""
    try:
        room = template.open_design(template.checked(ODD[what]())).room
    except Unusable as refused:
        assert len({refused.message(words(lang)) for lang in LANGUAGES}) == 2
        assert len(refused.message(words("id"))) > 40
    else:
        assert room.width > 300 and room.height > 200


@pytest.mark.parametrize("what", ["a theme without colours", "no ground"])
def test_a_deck_on_an_odd_template_is_sound(what: str) -> None:
    assert is_sound(template.checked(ODD[what]()))

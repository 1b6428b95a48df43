"""Whole decks on templates of every kind, looked through for what cannot be shown."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

from dashboard.briefing import compose, presets
from dashboard.briefing.pptx import deck, template
from dashboard.core.selection import Selection
from dashboard.core.uploads import Unusable
from dashboard.warehouse import engine
from tests.briefing import office_templates, ooxml, slide_checks
from tests.robustness.odd_layouts import ODD, is_sound

ADDRESS = "https://integritas.example.go.id/x"
ASKED = {"63": "id", "95": "en", "64.71": "id", "compared": "en"}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("kind", [None, *office_templates.KINDS])
def test_whole_decks_can_be_shown_on_any_template(kind: str | None, asked: str) -> None:
    known, chosen = engine.current(), Selection(lang=ASKED[asked])
    if asked == "compared":
        items = presets.compare(known, ("63", "64", "62", "61", "65"), chosen)
    else:
        items = presets.one_region(known, asked, chosen)
    given = None if kind is None else template.checked(office_templates.KINDS[kind]())
    file = deck.deck(known, compose.compose(known, items, ADDRESS), given)
    assert ooxml.problems(file) == []
    assert slide_checks.everything(Presentation(io.BytesIO(file)), ASKED[asked]) == []


@pytest.mark.parametrize("what", ODD)
def test_a_deck_on_a_template_that_is_odd_but_serves_is_sound(what: str) -> None:
    try:
        given = template.checked(ODD[what]())
    except Unusable:
        return
    assert is_sound(given)

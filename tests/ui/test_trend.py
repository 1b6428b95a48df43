"""The page Tren: events below the lines where a reader asks for them."""

from __future__ import annotations

import pytest

from dashboard.core.i18n import LANGUAGES, words
from tests.apptest import given_values, visit, words_of


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

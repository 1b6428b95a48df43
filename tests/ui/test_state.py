"""The selection of a session and the address of its page."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from tests.apptest import given_values, visit


def test_a_choice_wins_over_an_older_address_and_the_back_button_over_no_choice() -> None:
    app = visit("peta", year="2024")
    app.selectbox(key="filter-year").set_value(2023).run()
    assert given_values(app, "year") == ["2023"]

    app.query_params["year"] = "2024"  # the address of 2023 has not reached the browser yet
    app.selectbox(key="filter-year").set_value(2022).run()
    assert given_values(app, "year") == ["2022"]

    app.query_params["year"] = "2023"  # the back button
    app.run()
    assert app.selectbox(key="filter-year").value == 2023
    assert given_values(app, "year") == ["2023"]


def test_opening_something_does_not_bring_an_older_address_back() -> None:
    app = visit("peta", year="2024")
    app.selectbox(key="filter-year").set_value(2023).run()
    app.query_params["year"] = "2024"  # the address of 2023 has not reached the browser yet
    app.button(key="map-table-button").click().run()
    assert app.selectbox(key="filter-year").value == 2023
    assert given_values(app, "year") == ["2023"]
    app.query_params["year"] = "2024"  # the back button
    app.run()
    assert app.selectbox(key="filter-year").value == 2024


def test_a_page_asks_again_when_its_connection_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's page does so where a part of it is renewed by the clock (tests/soak shows it)."""
    runners: list[LocalScriptRunner] = []
    begin = LocalScriptRunner.__init__

    def noted(runner: LocalScriptRunner, *given: Any, **named: Any) -> None:
        runners.append(runner)
        begin(runner, *given, **named)

    monkeypatch.setattr(LocalScriptRunner, "__init__", noted)
    visit("tren", region="63")
    [told] = [one.auto_rerun for one in runners[-1].forward_msgs() if one.HasField("auto_rerun")]
    assert 10 * 86_400 < told.interval < 2**31 / 1000, "browsers count no longer"


def test_a_page_whose_session_is_forgotten_shows_what_its_address_says() -> None:
    app = visit("tren", region="63", year="2023")
    app.selectbox(key="filter-year").set_value(2022).run()
    again = visit("tren", **{name: app.query_params[name] for name in app.query_params})
    assert again.selectbox(key="filter-year").value == 2022
    assert given_values(again, "region") == ["63"]

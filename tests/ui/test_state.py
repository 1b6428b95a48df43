"""The selection of a session and the address of its page."""

from __future__ import annotations

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

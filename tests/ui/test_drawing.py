"""Drawings reach the page as their chart made them, once for all runs and readers."""

from __future__ import annotations

import json

import plotly.io
from plotly.basedatatypes import BaseFigure
from plotly.tools import return_figure_from_figure_or_data

from dashboard.figures import model
from dashboard.ui import figure_card
from dashboard.ui.drawing import Drawing
from tests.apptest import visit

DRAWN = {"data": [{"type": "scatter", "x": ["<b>", None], "y": [1.5, 2]}], "layout": {"height": 90}}


def test_streamlit_takes_it_as_a_figure_and_neither_copies_nor_checks_it() -> None:
    drawing = Drawing(DRAWN)
    assert isinstance(drawing, BaseFigure)
    figure = return_figure_from_figure_or_data(drawing, validate_figure=True)
    text = plotly.io.to_json(figure, validate=False)
    assert text is plotly.io.to_json(figure, validate=False), "it was written once"
    assert text == plotly.io.to_json(DRAWN, validate=False) and json.loads(text) == DRAWN
    assert drawing.traces == DRAWN["data"]


def test_a_second_run_draws_nothing_anew() -> None:
    app = visit("bandingkan", lang="id", year="2024")
    charts = [chart.proto.spec for chart in app.get("plotly_chart")]
    assert len(charts) > 2
    before = figure_card._drawing.cache_info().misses
    app.run()
    assert [chart.proto.spec for chart in app.get("plotly_chart")] == charts
    assert figure_card._drawing.cache_info().misses == before


def test_a_second_run_makes_no_records_of_tables() -> None:
    app = visit("ott", lang="id", year="2024")
    assert len(app.get("plotly_chart")) > 3
    before = model._records.cache_info()
    app.run()
    assert model._records.cache_info() == before
    assert before.currsize <= 64

"""Tren: scores over the years for any regions, the story of one region, operations by year."""

import streamlit as st

from dashboard.ui import screen

choices, span = st.columns([3, 1], vertical_alignment="bottom")
with choices:
    screen.choose_references()
with span:
    screen.choose_survey_span()
screen.figure("spi-trend", height=420)
screen.story()
screen.figure("ott-by-year", screen.whole_span())

"""Peta: one indicator on the map, a card for a region, and the same rows as a table."""

import streamlit as st

from dashboard.ui import screen

box, span = st.columns([2, 1])
with box:
    indicator = screen.choose_indicator()
if indicator != "spi":
    with span:
        screen.choose_ott_span()
clicked = screen.map_figure(indicator)
screen.region_of_map(clicked)
screen.map_table(indicator)

"""Ringkasan: where things stand and what changed, on one screen."""

import streamlit as st

from dashboard.ui import screen

screen.national()
screen.region_cards()
left, right = st.columns([8, 5], gap="medium")
with left:
    screen.figure("spi-map", height=270)
with right:
    screen.figure("spi-change", screen.every_province(screen.selection()), height=280)
screen.overview_sources()
screen.completeness()

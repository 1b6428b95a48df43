"""Zona Integritas: how far units have come, awards by year, second attempts, and the rules."""

import streamlit as st

from dashboard.ui import page_wbk, screen

top = st.container()
chosen = page_wbk.filters()
with top:
    page_wbk.headline(chosen)
left, right = st.columns([7, 6], gap="large")
with left:
    screen.figure("wbk-ladder", chosen)
    screen.figure("wbk-by-year", chosen)
with right:
    page_wbk.paths(chosen)
page_wbk.units(chosen)
page_wbk.rules()

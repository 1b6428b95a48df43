"""Zona Integritas: how far units have come, awards by year, second attempts, and the rules."""

import streamlit as st

from dashboard.doors import screen, zona

top = st.container()
chosen = zona.filters()
with top:
    zona.headline(chosen)
left, right = st.columns([7, 6], gap="large")
with left:
    screen.figure("wbk-ladder", chosen)
    screen.figure("wbk-by-year", chosen)
with right:
    zona.paths(chosen)
zona.units(chosen)
zona.rules()

"""Bimtek & pencegahan: activities by time, topic and region, what followed an OTT, and the list."""

import streamlit as st

from dashboard.ui import page_bimtek, screen

top = st.container()
chosen = page_bimtek.filters()
with top:
    page_bimtek.overview(chosen)
screen.figure("bimtek-calendar", chosen)
screen.figure("bimtek-timeline", chosen)
page_bimtek.after_ott(chosen)
screen.figure("bimtek-topics", chosen)
page_bimtek.activities(chosen)

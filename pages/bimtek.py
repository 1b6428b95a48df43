"""Bimtek & pencegahan: activities by time, topic and region, what followed an OTT, and the list."""

import streamlit as st

from dashboard.doors import bimtek, screen

top = st.container()
chosen = bimtek.choices()
with top:
    bimtek.overview(chosen)
screen.figure("bimtek-calendar", chosen)
screen.figure("bimtek-timeline", chosen)
bimtek.after_ott(chosen)
screen.figure("bimtek-topics", chosen)
bimtek.activities(chosen)

"""Paparan: what a reader collected, in order and with own words, and the file made of it."""

import streamlit as st

from dashboard.ui import page_briefing

page_briefing.headline()
if page_briefing.filled():
    parts, file = st.columns([8, 5], gap="large")
    with file:
        page_briefing.file()
    with parts:
        page_briefing.parts()
page_briefing.ready_made()
page_briefing.keep()

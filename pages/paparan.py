"""Paparan: what a reader collected, in order and with own words, and the file made of it."""

import streamlit as st

from dashboard.doors import paparan

paparan.headline()
if paparan.filled():
    parts, file = st.columns([8, 5], gap="large")
    with file:
        paparan.file()
    with parts:
        paparan.parts()
paparan.ready_made()
paparan.keep()

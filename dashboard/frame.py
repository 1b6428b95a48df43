"""The Streamlit entry script: language, shared filters and navigation around every page."""

from pathlib import Path

import streamlit as st

from dashboard.core import pages
from dashboard.core.settings import NAME
from dashboard.ui import (
    access,
    facts_notice,
    filters,
    headings,
    region_box,
    runs,
    state,
    thumb_bar,
    tray_state,
)
from dashboard.ui.page_files import page_file

ASSETS = Path(__file__).parent / "assets"

runs.begin()
state.read_address()
say = state.words()
access.stop_without_reading(say)
titles = pages.titles(say, access.account().role)
page = st.navigation(
    [
        st.Page(
            page_file(path),
            title=tray_state.counted(path, title),
            url_path=path,
            default=path == pages.FIRST,
        )
        for path, title in titles.items()
    ],
    position="top",
)
st.set_page_config(
    page_title=f"{titles[page.url_path or pages.FIRST]} · {NAME}",
    page_icon=str(ASSETS / "icon.png"),
    layout="wide",
    initial_sidebar_state=260,
)
state.enter_page(page.url_path)
with st.sidebar:
    st.markdown(f"**{NAME}**")
    filters.shared()
    access.box(say, page.url_path)
headings.page(page.url_path, titles[page.url_path or pages.FIRST])
# In a place of their own: when they go, nothing below moves up and loses the focus of a keyboard.
with st.container(key="above-page"):
    access.notice(say, page.url_path)
    state.notices()
    facts_notice.show(say)
    if state.is_start():
        region_box.my_region(is_offer=True)
runs.run(page, page.url_path or pages.FIRST)
thumb_bar.show(titles[page.url_path or pages.FIRST])
state.come_back()
state.write_address(page.url_path)

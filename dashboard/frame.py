"""The Streamlit entry script: language, shared filters and navigation around every page."""

from pathlib import Path

import streamlit as st

from dashboard.doors import screen

ASSETS = Path(__file__).parent / "assets"
NAME = "Integritas Daerah"

screen.read_address()
say = screen.reader()
st.set_page_config(
    page_title=NAME,
    page_icon=str(ASSETS / "icon.png"),
    layout="wide",
    initial_sidebar_state=260,
)
st.html(ASSETS / "style.css")
page = st.navigation(
    [
        st.Page("../pages/ringkasan.py", title=say("Overview"), url_path="ringkasan", default=True),
        st.Page("../pages/peta.py", title=say("Map"), url_path="peta"),
        st.Page("../pages/tren.py", title=say("Trend"), url_path="tren"),
        st.Page("../pages/bandingkan.py", title=say("Compare"), url_path="bandingkan"),
        st.Page("../pages/ott.py", title=say("OTT"), url_path="ott"),
        st.Page("../pages/bimtek.py", title=say("Activities"), url_path="bimtek"),
        st.Page("../pages/zona.py", title=say("Zones"), url_path="zona"),
        st.Page("../pages/regulasi.py", title=say("Regulations"), url_path="regulasi"),
        st.Page("../pages/profil.py", title=say("Profile"), url_path="profil"),
        st.Page("../pages/data.py", title=say("Data"), url_path="data"),
        st.Page("../pages/metodologi.py", title=say("Method"), url_path="metodologi"),
    ],
    position="top",
)
st.set_page_config(page_title=f"{page.title} · {NAME}")
screen.enter_page(page.url_path)
with st.sidebar:
    st.markdown(f"**{NAME}**")
    screen.filters()
screen.notices()
page.run()
screen.write_address(page.url_path)

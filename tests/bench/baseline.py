"""The page that `make bench` measures against: Streamlit, one box, one bar chart, nothing else."""

import plotly.graph_objects as go
import streamlit as st

height = st.selectbox("Tahun", (2024, 2023, 2022))
st.plotly_chart(go.Figure(go.Bar(x=["a"], y=[height])))

"""The page that `make bench` measures against: Streamlit, one bar chart, nothing else."""

import plotly.graph_objects as go
import streamlit as st

st.plotly_chart(go.Figure(go.Bar(x=["a"], y=[1])))

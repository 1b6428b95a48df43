"""Streamlit: state and address, filters, links, cards."""

"""Figures of regulations."""

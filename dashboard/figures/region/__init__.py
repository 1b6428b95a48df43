"""Figures of one region."""

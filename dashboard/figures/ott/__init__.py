"""Figures of sting operations (OTT)."""

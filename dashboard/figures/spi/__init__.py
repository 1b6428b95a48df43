"""Figures of SPI results."""

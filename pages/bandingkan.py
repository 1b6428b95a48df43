"""Bandingkan: how far regions lie apart, on what that rests, how they moved, and side by side."""

from dashboard.ui import page_compare, screen

screen.comparison()
screen.figure("spi-ranking")
screen.choose_baseline()
screen.figure("spi-change")
page_compare.scorecard()
page_compare.own_index()

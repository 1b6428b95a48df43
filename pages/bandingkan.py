"""Bandingkan: how far regions lie apart, on what that rests, how they moved, and side by side."""

from dashboard.doors import scorecard, screen

screen.comparison()
screen.figure("spi-ranking")
screen.choose_baseline()
screen.figure("spi-change")
scorecard.scorecard()
scorecard.own_index()

"""Bandingkan: how far regions lie apart, on what that rests, and how they moved."""

from dashboard.doors import screen

screen.comparison()
screen.figure("spi-ranking")
screen.choose_baseline()
screen.figure("spi-change")

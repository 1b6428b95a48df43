"""Regulasi: which rules of integrity have been found, what introduced them, certified educators."""

from dashboard.doors import regulasi, screen

regulasi.overview()
regulasi.choices()
screen.figure("regulation-subjects")
regulasi.regulations()
regulasi.educators()

"""Regulasi: which rules of integrity have been found, what introduced them, certified educators."""

from dashboard.ui import page_regulations, screen

page_regulations.overview()
page_regulations.filters()
screen.figure("regulation-subjects")
page_regulations.regulations()
page_regulations.educators()

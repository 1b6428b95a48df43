"""Metodologi: what the numbers are and are not, how far they reach, and where they come from."""

from dashboard.ui import page_method

page_method.title()
page_method.contents()
page_method.meaning()
page_method.classes()
page_method.breaks()
page_method.rule()
page_method.disputed()
page_method.coverage()
page_method.sources()
page_method.licence()

"""Metodologi: what the numbers are and are not, how far they reach, and where they come from."""

from dashboard.doors import method

method.title()
method.contents()
method.meaning()
method.classes()
method.breaks()
method.rule()
method.disputed()
method.coverage()
method.sources()
method.licence()

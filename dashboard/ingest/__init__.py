"""Bringing in: a sheet is read, matched to a table of the facts, previewed and applied."""

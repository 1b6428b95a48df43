"""Hostile and broken inputs as tables: an id, what is given, what has to come of it.

One module a kind. What takes long lies in `tests/soak`, which `make soak` runs.
"""

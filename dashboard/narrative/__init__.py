"""Sentences around figures, one module a topic."""

"""Briefings: figures with their words as a deck (PPTX), a paper (DOCX) or one page (HTML).

`export.tray` holds what a reader collects, `presets` fills one from a single choice, `content`
writes every word, and each format (`pptx`, `docx`, `html`) only lays that content out.
"""

"""The briefing door: figures with their words as a deck (PPTX), a paper (DOCX) or one page (HTML).

`tray` is what a reader collects, `ready` fills one from a single choice, `content` asks the figures
and writes every word, and each form (`slides`, `paper`, `reading`) only lays that content out.
"""

"""A briefing as a deck of slides (PPTX)."""

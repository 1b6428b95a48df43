"""A briefing as a paper or a nota (DOCX)."""

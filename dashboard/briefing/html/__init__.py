"""A briefing as one HTML file."""

"""How figures leave: rows, files, pictures and pages; nothing here knows a figure by its id."""

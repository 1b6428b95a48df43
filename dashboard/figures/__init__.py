"""Every figure: data and words; drawing belongs to its chart."""

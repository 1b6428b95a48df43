"""How fast the dashboard is, measured on one machine in turn with an empty page: `make bench`."""

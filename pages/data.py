"""Data: every table to look at and take away, and a box for one's own SQL."""

from dashboard.doors import data

shown, asked = data.sections()
data.table(shown)
data.sql_box(asked)

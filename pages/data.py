"""Data: every table to look at and take away, and a box for one's own SQL."""

from dashboard.ui import page_data

shown, asked = page_data.sections()
page_data.table(shown)
page_data.sql_box(asked)

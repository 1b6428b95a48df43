"""Profil: one region told from the facts, on a time axis, among its governments, and in lists."""

from dashboard.ui import page_region

with page_region.sheet():
    if page_region.chosen():
        page_region.headline()
        page_region.region_card()
        page_region.headline_sources()
        page_region.timeline()
        page_region.regencies()
        page_region.parts()
        page_region.nearby()

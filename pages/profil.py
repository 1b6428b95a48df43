"""Profil: one region told from the facts, on a time axis, among its governments, and in lists."""

from dashboard.doors import profile

with profile.sheet():
    if profile.chosen():
        profile.headline()
        profile.region_card()
        profile.headline_sources()
        profile.timeline()
        profile.regencies()
        profile.parts()
        profile.nearby()

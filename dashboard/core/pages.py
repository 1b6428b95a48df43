"""The pages of the dashboard: their names, their parameters, and the figure that leads each.

For the frame around the pages, and for the doors that speak of a page without showing it.
"""

from __future__ import annotations

from dashboard.core.i18n import Words

FIRST = "ringkasan"
BRIEFING = "paparan"
# The parameter that every page carries along, and only the page of the briefing shows.
TRAY = "tray"
SHARED = ("region", "year", "scope", "lang")
# Beside the shared ones; the first page is also known by an empty path.
PAGE_PARAMETERS = {
    "": (),
    "peta": ("indicator", "from_year"),
    "tren": ("from_year", "reference"),
    "bandingkan": ("from_year", "weights", "ott_direction"),
    "ott": ("indicator", "from_year", "to_year", "level", "sector"),
    "profil": (),
    "data": ("table", "area", "from_year", "to_year"),
    "zona": ("from_year", "to_year", "owner", "award"),
    "bimtek": ("from_year", "to_year", "activity_type", "topic", "kpk"),
    "regulasi": ("subject",),
    "paparan": (),
}
LEADING = {
    "ringkasan": "spi-map",
    "peta": "spi-map",
    "tren": "spi-trend",
    "bandingkan": "spi-ranking",
    "ott": "ott-by-year",
    "bimtek": "bimtek-calendar",
    "zona": "wbk-ladder",
    "regulasi": "regulation-subjects",
    "profil": "response-timeline",
    "data": "coverage-matrix",
    "paparan": "spi-scorecard",
    "metodologi": "coverage-matrix",
}


def titles(say: Words) -> dict[str, str]:
    """The name of each page, in the order of the navigation."""
    return {
        FIRST: say("Overview"),
        "peta": say("Map"),
        "tren": say("Trend"),
        "bandingkan": say("Compare"),
        "ott": say("OTT"),
        "bimtek": say("Activities"),
        "zona": say("Zones"),
        "regulasi": say("Regulations"),
        "profil": say("Profile"),
        "data": say("Data"),
        "paparan": say("Briefing"),
        "metodologi": say("Method"),
    }

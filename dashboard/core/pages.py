"""The registry of pages: one record a page, in the order of the navigation.

For the frame around the pages, and for everything that speaks of a page without showing it.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.i18n import Words, message

# The parameters of every page, and what every page carries along and only the briefing shows.
SHARED = ("region", "year", "scope", "lang")
TRAY = "tray"


@dataclass(frozen=True)
class Page:
    """A page of the dashboard, whose sections stand in `pages/<path>.py`.

    Attributes:
        path: of its address.
        title: its name, a message of the catalogues.
        leading: the figure that leads it.
        parameters: what it knows beside `SHARED`.
        leading_of_events: the figure that leads it where the indicator is one of operations.
        is_of_one_region: whether it shows the first chosen region only.
        is_of_all_years: whether the chosen year does not matter to it.
    """

    path: str
    title: str
    leading: str
    parameters: tuple[str, ...] = ()
    leading_of_events: str = ""
    is_of_one_region: bool = False
    is_of_all_years: bool = False


_SPAN = ("from_year", "to_year")
PAGES: dict[str, Page] = {
    page.path: page
    for page in (
        Page("ringkasan", message("Overview"), "spi-map"),
        Page(
            "peta",
            message("Map"),
            "spi-map",
            ("indicator", "from_year", "focus"),
            leading_of_events="ott-map",
        ),
        Page("tren", message("Trend"), "spi-trend", ("from_year", "reference")),
        Page(
            "bandingkan",
            message("Compare"),
            "spi-ranking",
            ("from_year", "weights", "ott_direction"),
        ),
        Page("ott", message("OTT"), "ott-by-year", ("indicator", *_SPAN, "level", "sector")),
        Page(
            "bimtek",
            message("Activities"),
            "bimtek-calendar",
            (*_SPAN, "activity_type", "topic", "kpk"),
        ),
        Page("zona", message("Zones"), "wbk-ladder", (*_SPAN, "owner", "award")),
        Page("regulasi", message("Regulations"), "regulation-subjects", ("subject",)),
        Page("profil", message("Profile"), "response-timeline", is_of_one_region=True),
        Page("data", message("Data"), "coverage-matrix", ("table", "area", "where", *_SPAN)),
        Page("paparan", message("Briefing"), "spi-scorecard"),
        Page("metodologi", message("Method"), "coverage-matrix", is_of_all_years=True),
    )
}
FIRST = next(iter(PAGES))
BRIEFING = "paparan"


def titles(say: Words) -> dict[str, str]:
    """The name of each page, in the order of the navigation."""
    return {path: say(page.title) for path, page in PAGES.items()}


def parameters_of(path: str) -> tuple[str, ...]:
    """The parameters that the address of a page states; the first page has an empty path too."""
    return (*SHARED, *PAGES[path or FIRST].parameters)

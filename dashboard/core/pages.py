"""The registry of pages: one record a page, in the order of the navigation.

For the frame around the pages, and for everything that speaks of a page without showing it.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.access import Role
from dashboard.core.i18n import Words, message

# The parameters of every page, and what every page carries along and only the briefing shows.
SHARED = ("region", "year", "scope", "lang")
TRAY = "tray"
# What the app itself reads in the address of any page: the tray, and Streamlit's way to show a page
# in a frame.
OF_THE_APP = (TRAY, "embed", "embed_options")


@dataclass(frozen=True)
class Page:
    """A page of the dashboard, whose sections stand in `pages/<path>.py`.

    Attributes:
        path: of its address.
        title: its name, a message of the catalogues.
        leading: the figure that leads it, where what a reader chose does not decide it
            (`dashboard.figures.leading`).
        parameters: what it knows beside `SHARED`.
        is_of_one_region: whether it shows the first chosen region only.
        is_of_chosen_regions: whether it shows the chosen regions and no others.
        is_of_all_years: whether the chosen year does not matter to it.
        periods: what its heading says of its year and its window, by the names that
            `dashboard.narrative.periods` knows.
        has_baseline: whether its `from_year` is the survey that a change is measured from, and not
            the start of its window.
        begins_with_figure: whether its first screen shows the leading figure: other pages begin
            with a form or a list, and the figure stands for them in the preview of a link only.
        role: the least role that the page exists for.
    """

    path: str
    title: str
    leading: str
    parameters: tuple[str, ...] = ()
    is_of_one_region: bool = False
    is_of_chosen_regions: bool = False
    is_of_all_years: bool = False
    periods: tuple[str, ...] = ()
    has_baseline: bool = False
    begins_with_figure: bool = True
    role: Role = Role.READ


_SPAN = ("from_year", "to_year")
_SCORES_AND_OTT = ("spi", "ott_window")
PAGES: dict[str, Page] = {
    page.path: page
    for page in (
        Page("ringkasan", message("Overview"), "spi-map", periods=_SCORES_AND_OTT),
        Page(
            "peta",
            message("Map"),
            "spi-map",
            ("indicator", "from_year", "focus", "region_level", "within"),
            periods=_SCORES_AND_OTT,
        ),
        Page(
            "tren",
            message("Trend"),
            "spi-trend",
            (*_SPAN, "reference", "events", "own_indicator"),
            is_of_chosen_regions=True,
            periods=_SCORES_AND_OTT,
        ),
        Page(
            "bandingkan",
            message("Compare"),
            "spi-ranking",
            (
                *(*_SPAN, "weights", "ott_direction", "region_level", "within", "kind"),
                "own_indicator",
            ),
            periods=_SCORES_AND_OTT,
            has_baseline=True,
        ),
        Page(
            "ott",
            message("OTT"),
            "ott-by-year",
            ("indicator", *_SPAN, "level", "sector"),
            periods=("ott_span",),
        ),
        Page(
            "bimtek",
            message("Activities"),
            "bimtek-calendar",
            (*_SPAN, "activity_type", "topic", "kpk"),
            periods=("bimtek",),
        ),
        Page("zona", message("Zones"), "wbk-ladder", (*_SPAN, "owner", "award"), periods=("wbk",)),
        Page(
            "regulasi",
            message("Regulations"),
            "regulation-subjects",
            ("subject",),
            periods=("regulations",),
        ),
        Page(
            "profil",
            message("Profile"),
            "response-timeline",
            ("to_year",),
            is_of_one_region=True,
            periods=_SCORES_AND_OTT,
        ),
        Page(
            "data",
            message("Data"),
            "coverage-matrix",
            ("table", "area", "where", "sql", *_SPAN),
            begins_with_figure=False,
        ),
        Page("paparan", message("Briefing"), "spi-scorecard", begins_with_figure=False),
        Page(
            "metodologi",
            message("Method"),
            "coverage-matrix",
            is_of_all_years=True,
            begins_with_figure=False,
        ),
        Page(
            "perbarui",
            message("Update data"),
            "coverage-matrix",
            is_of_all_years=True,
            begins_with_figure=False,
            role=Role.EDIT,
        ),
    )
}
FIRST = next(iter(PAGES))
BRIEFING = "paparan"


def visible(role: Role = Role.READ) -> dict[str, Page]:
    """The pages that exist for a role, in the order of the navigation.

    Who may not even read is asked to sign in before any page: for that role all readers' pages
    stand here, so that their addresses lead on afterwards.
    """
    return {path: page for path, page in PAGES.items() if page.role <= max(role, Role.READ)}


def titles(say: Words, role: Role = Role.READ) -> dict[str, str]:
    """The name of each page that exists for a role, in the order of the navigation."""
    return {path: say(page.title) for path, page in visible(role).items()}


def parameters_of(path: str) -> tuple[str, ...]:
    """The parameters that the address of a page states; the first page has an empty path too."""
    return (*SHARED, *PAGES[path or FIRST].parameters)

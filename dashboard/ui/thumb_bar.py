"""Pages and filters within reach of a thumb: a bar at the lower edge of a narrow screen."""

from __future__ import annotations

import streamlit as st

from dashboard.export import markup
from dashboard.ui import state
from dashboard.warehouse import choices


def show(title: str) -> None:
    """The bar with the page and the regions that are open; wide screens and frames have none.

    Args:
        title: the name of the page.
    """
    if st.context.is_embedded:
        return
    say, chosen = state.words(), state.selection().region
    regions = choices.regions(state.warehouse())
    if not chosen:
        named = say("All regions")
    elif len(chosen) == 1:
        named = regions[chosen[0]].label
    else:
        named = say(
            "{region} and {n} more",
            region=regions[chosen[0]].label,
            n=say.number(len(chosen) - 1, 0),
        )
    st.html(
        markup.render(
            "thumb_bar.html",
            label=say("Pages and filters"),
            pages_label=say("Pages"),
            filters_label=say("Filters"),
            page=title,
            chosen=named,
        )
    )

"""Parts in the reader's own words: the buttons that add them, and the place where they go."""

from __future__ import annotations

import streamlit as st

from dashboard.core.i18n import Words
from dashboard.export import markup
from dashboard.export.tray import OWN, Item
from dashboard.ui import state, tray_state

_PLACE = "briefing-place"
_LETTERS = 60  # of a title in the list of places


def buttons(titles: list[str], summary: Item) -> None:
    """The buttons, and before which part a new one goes.

    Args:
        titles: of the parts, in order.
        summary: the item that sums them up; it goes to the beginning.
    """
    say, n = state.words(), len(titles)
    labels = {"text": say("Add text slide"), "divider": say("Add divider")}
    icons = {"text": ":material/notes:", "divider": ":material/horizontal_rule:"}
    with st.container(
        key="briefing-additions", horizontal=True, vertical_alignment="bottom", gap="small"
    ):
        for subject in OWN:
            st.button(
                labels[subject],
                icon=icons[subject],
                on_click=_add,
                args=(subject, say),
                key=f"briefing-add-{subject}",
            )
        st.button(
            say("Add summary"),
            icon=":material/summarize:",
            on_click=_add_summary,
            args=(summary, say),
            key="briefing-add-summary",
        )
        if n:
            _choose_place(titles, say)


def _choose_place(titles: list[str], say: Words) -> None:
    """Where a new part goes: the choice follows its part, the end stays the end."""
    numbers = tray_state.current().numbers
    before = dict(zip(numbers, titles, strict=True))
    if st.session_state.get(f"kept-{_PLACE}") not in before:
        st.session_state[f"kept-{_PLACE}"] = 0
    st.session_state[_PLACE] = st.session_state[f"kept-{_PLACE}"]

    def keep() -> None:
        st.session_state[f"kept-{_PLACE}"] = st.session_state[_PLACE]

    def named(number: int) -> str:
        if not number:
            return say("At the end")
        title = before[number]
        short = title if len(title) <= _LETTERS else title[: _LETTERS - 1] + "…"
        return say("Before {n}. {title}", n=numbers.index(number) + 1, title=short)

    st.selectbox(
        say("Place of a new part"),
        [0, *numbers],
        format_func=named,
        on_change=keep,
        key=_PLACE,
    )


def _add(subject: str, say: Words) -> None:
    """Put an empty part at the chosen place, open to be written, and say where."""
    numbers = tray_state.current().numbers
    before = st.session_state.get(f"kept-{_PLACE}", 0)
    place = numbers.index(before) if before in numbers else len(numbers)
    number = tray_state.insert(Item(subject), place, say)
    if number is None:
        return
    st.session_state[f"briefing-words-{number}"] = True
    _tell(say("Added as part {n}: write its words there.", n=place + 1))


def _add_summary(summary: Item, say: Words) -> None:
    """Put the summary before all parts, unless one is there."""
    subjects = [one.subject for one in tray_state.current().tray.items]
    if summary.subject in subjects:
        place = subjects.index(summary.subject) + 1
        _tell(say("The summary is there already, as part {n}.", n=place))
    elif tray_state.insert(summary, 0, say) is not None:
        _tell(say("The summary was added as the first part: its sentences come from the facts."))


def _tell(text: str) -> None:
    st.toast(markup.escape(text), icon=":material/add_to_photos:", duration="long")

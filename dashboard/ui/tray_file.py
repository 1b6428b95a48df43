"""Files of the page Paparan: the tray as JSON, and what a session keeps of files and templates."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.core.i18n import Words
from dashboard.export import markup
from dashboard.export.tray import UPLOAD, Tray, as_json
from dashboard.ui import state, tray_state


@dataclass(frozen=True)
class BriefingFile:
    """A file that was made, and of what: it is offered as long as that stays the same."""

    of: str
    name: str
    mime: str
    content: bytes

    @property
    def kilobytes(self) -> float:
        """Its size, at least one."""
        return max(len(self.content) / 1000, 1)


@dataclass(frozen=True)
class Template:
    """An office's own template: its file, or why it cannot be used."""

    name: str = ""
    content: bytes | None = None
    problem: tray_state.Tell | None = None


def tell_empty(tray: Tray, say: Words) -> None:
    """Which parts a file leaves out, because nothing stands on them yet."""
    places = [say.number(place + 1, 0) for place in tray.empty_places]
    text = say.plural(
        "Part {places} has nothing to say yet: the file leaves it out.",
        "Parts {places} have nothing to say yet: the file leaves them out.",
        len(places),
        places=say.list(places),
    )
    st.caption(markup.escape(text))


def fraction(done: int, of: int) -> float:
    """How much of a work is done, for a progress bar: 0 to 1."""
    return min(done / max(of, 1), 1.0)


def keep(name: str) -> None:
    """The tray as a file called `name`, for the next meeting or the next year."""
    say, tray = state.words(), tray_state.current().tray
    with st.container(key="briefing-keep", border=True, gap="small"):
        st.header(say("Keep and repeat"), anchor=False)
        if tray.items:
            text = say(
                "The address of this page holds the briefing: bookmark it or pass it on. A file "
                "holds it too; loaded next year, it tells next year's facts."
            )
            st.caption(markup.escape(text))
            with st.container(horizontal=True, gap="small"):
                st.download_button(
                    say("Save (JSON)"),
                    data=as_json(tray),
                    file_name=name,
                    mime="application/json",
                    icon=":material/save:",
                    on_click="ignore",
                    key="briefing-save",
                )
                st.button(
                    say("Empty the briefing"),
                    icon=":material/delete_sweep:",
                    on_click=tray_state.replace_all,
                    args=(Tray(),),
                    key="briefing-empty",
                )
        n = st.session_state.get("briefing-loads", 0)
        st.file_uploader(
            say("Load a saved briefing (JSON, at most {n} MB)", n=UPLOAD.megabytes),
            type=["json"],
            max_upload_size=UPLOAD.megabytes,
            on_change=_load,
            args=(n,),
            key=f"briefing-load-{n}",
        )
        of, ignored = st.session_state.get("briefing-load-ignored", (None, ()))
        if ignored and of == tray:
            sentences = " ".join(tell(say) for tell in ignored)
            st.warning(markup.escape(sentences), icon=":material/rule:")


def _load(n: int) -> None:
    """Take the uploaded tray; the box is then free for the next one."""
    uploaded = st.session_state[f"briefing-load-{n}"]
    if uploaded is None:
        return
    before = tray_state.current().tray
    ignored = tray_state.load(state.warehouse(), uploaded.name, uploaded.getvalue())
    if tray_state.current().tray is not before:
        tell_replaced(before)
    st.session_state["briefing-load-ignored"] = (tray_state.current().tray, ignored)
    st.session_state["briefing-loads"] = n + 1


def tell_replaced(before: Tray) -> None:
    """The button may be far below what it changed."""
    if not before.items:
        return
    say = state.words()
    text = say("The briefing was replaced. “Bring back” stands above its parts.")
    st.toast(markup.escape(text), icon=":material/undo:", duration="long")

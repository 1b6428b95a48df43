"""Perbarui data: a file brought into the facts, with everything it would change before it does."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.core import uploads
from dashboard.core.access import Forbidden, Role
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.export import markup
from dashboard.figures import addresses
from dashboard.ingest.steps import Preview
from dashboard.narrative import changes
from dashboard.ui import (
    access,
    links,
    state,
    update_answers,
    update_history,
    update_preview,
    updates,
)
from dashboard.ui.updates import Work
from dashboard.warehouse import tables


def contents() -> None:
    if not may():
        return
    introduction()
    waiting()
    file()
    work = updates.look()
    problem(work)
    if work.applied is not None:
        result(work)
    elif work.found is not None:
        looked_at(work, work.found)
    update_history.show()


def may() -> bool:
    """Whether the account of this session may be here; else it is told why not."""
    try:
        access.require(Role.EDIT, "page /perbarui")
    except Forbidden as error:
        updates.tell_refused(error)
        return False
    return True


def introduction() -> None:
    """What the page is for, and that nothing happens by itself."""
    say = state.words()
    text = say(
        "Bring in a file of new facts: it is read, checked, and shown with all that it would "
        "change. Nothing is changed before you press “Apply”, and everything can be taken back."
    )
    st.markdown(markup.escape(text))
    if again := updates.told_again():
        st.warning(markup.escape(again), icon=":material/sync:")


def waiting() -> None:
    """Facts of the program that wait for a decision."""
    say, sentence = state.words(), updates.waiting()
    if not sentence or updates.current().of_program:
        return
    with st.container(border=True, key="update-waiting"):
        st.markdown(markup.escape(sentence))
        st.button(
            say("See what they would change"),
            icon=":material/difference:",
            on_click=updates.begin,
            args=(Work(of_program=True),),
            key="update-waiting-go",
        )


def file() -> None:
    """The table, its empty template, and the file."""
    say, work = state.words(), updates.current()
    with st.container(border=True, key="update-file", gap="small"):
        st.header(say("1. The file"), anchor=False)
        table = _choose_table(say)
        if table:
            _template(table, say)
        st.file_uploader(
            say("Excel (XLSX), CSV or Parquet, at most {n} MB", n=uploads.LARGEST_MB),
            type=["xlsx", "csv", "tsv", "txt", "parquet"],
            max_upload_size=uploads.LARGEST_MB,
            on_change=_take,
            key=updates.key("upload"),
        )
        if work.file_name and not work.applied:
            _whole(work, say)
        if work.is_open:
            name = work.file_name or say("no file: a change of the facts that are served")
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(markup.escape(say("Open: {name}", name=name)), width="stretch")
                st.button(
                    say("Close") if work.applied else say("Drop it"),
                    icon=":material/close:",
                    type="tertiary",
                    on_click=updates.drop,
                    key=updates.key("drop"),
                )


def _choose_table(say: Words) -> str:
    """The table that the file is for; empty to tell it from its headings."""
    offered = {
        name: one.title[say.lang]
        for name, one in tables.tables(state.warehouse()).items()
        if not one.is_mart
    }
    chosen: str = st.selectbox(
        say("Table"),
        ["", *offered],
        format_func=lambda name: f"{offered[name]} · {name}" if name else say("told by the file"),
        on_change=_change_table,
        key="update-table",
    )
    return chosen


def _change_table() -> None:
    """Another table for the file that is open."""
    if updates.current().is_open and not updates.current().applied:
        updates.change(table=st.session_state["update-table"] or None, answers={})


def _template(table: str, say: Words) -> None:
    st.download_button(
        say("Empty template of this table (XLSX)"),
        data=partial(updates.template, table, say.lang),
        file_name=f"{table}.xlsx",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key=f"update-template-{table}",
    )


def _take() -> None:
    """Take the uploaded file; the box is then free for the next one."""
    uploaded = st.session_state[updates.key("upload")]
    if uploaded is not None:
        table = st.session_state.get("update-table") or None
        updates.begin(Work(uploaded.getvalue(), uploaded.name, table))


def _whole(work: Work, say: Words) -> None:
    """Whether rows that the file lacks are removed."""

    def change() -> None:
        updates.change(replaces=st.session_state[key])

    key = updates.key("replaces")
    st.session_state[key] = work.replaces
    st.checkbox(
        say("This file is the whole of its years and sources: remove the rows that it lacks"),
        on_change=change,
        key=key,
    )


def problem(work: Work) -> None:
    """Why it cannot be looked at, or was not applied."""
    if work.problem is not None:
        st.error(markup.escape(work.problem(state.words())), icon=":material/block:")


def looked_at(work: Work, found: Preview) -> None:
    """What was read, what is asked, what would change, and the button that does it."""
    say = state.words()
    if found.proposal is None and found.pending is not None:
        st.warning(markup.escape(found.pending.message(say)), icon=":material/block:")
        return
    if work.file_name or found.questions or found.all_faults:
        with st.container(border=True, key="update-reading", gap="small"):
            st.header(say("2. How it was read"), anchor=False)
            _read_as(found, say)
            update_answers.columns(found)
            update_answers.told(found.incoming)
            update_answers.faults(found)
            update_answers.ask(found)
    if not found.is_sound:
        return
    if found.is_empty:
        text = say("The facts hold all of this already. Nothing was changed.")
        st.success(markup.escape(text), icon=":material/done_all:")
        return
    with st.container(border=True, key="update-preview", gap="small"):
        st.header(say("3. What would change"), anchor=False)
        update_preview.rows(found)
        update_preview.effects(found)
    with st.container(border=True, key="update-apply", gap="small"):
        st.header(say("4. Apply"), anchor=False)
        marked = update_preview.findings(found)
        _apply(found, marked, say)


def _read_as(found: Preview, say: Words) -> None:
    """The table and the sheet that it was read as."""
    known = tables.tables(state.warehouse()).get(found.incoming.table)
    if known is None:
        return
    title = known.title[say.lang]
    text = say("Table: {title}", title=title)
    if found.incoming.sheet:
        text = say("Table: {title}; sheet: {sheet}", title=title, sheet=found.incoming.sheet)
    st.markdown(markup.escape(text))


def _apply(found: Preview, marked: set[str], say: Words) -> None:
    """Why the facts are changed, and the button that changes them."""
    why = st.text_input(
        say("Why are the facts changed? It will stand in the history."),
        max_chars=300,
        placeholder=say("such as: SPI 2026, published by the KPK"),
        key=updates.key("why"),
    )
    left = len({one.key for one in found.findings} - marked)
    if left:
        text = say.plural(
            "{n} finding has not been marked as looked at.",
            "{n} findings have not been marked as looked at.",
            left,
        )
        st.caption(markup.escape(text))
    if st.button(
        say("Apply"),
        type="primary",
        icon=":material/check:",
        disabled=bool(left) or not (why or "").strip(),
        key=updates.key("apply"),
    ):
        updates.apply(str(why), marked)
        st.rerun()


def result(work: Work) -> None:
    """The new revision, and where its facts are seen."""
    say = state.words()
    if work.applied is None:
        return
    text = say(
        "Applied as revision {revision}. Readers see it within seconds.",
        revision=work.applied.short,
    )
    with st.container(border=True, key="update-result", gap="small"):
        st.success(markup.escape(text), icon=":material/check_circle:")
        chosen = Selection(lang=say.lang, region=_regions(work))
        shown = {
            say("Map"): links.page_address("peta", chosen),
            say("Briefing"): links.page_address("paparan", chosen),
            say("Feed of what is new"): updates.feed_address(chosen),
        }
        news = work.found.effects.news if work.found and work.found.effects else ()
        for one in news[:5]:
            address = changes.link(one, state.warehouse(), say.lang, addresses.HERE)
            shown[changes.sentence(one, say)] = address
        st.markdown("\n".join(f"- [{markup.escape(t)}]({a})" for t, a in shown.items()))


def _regions(work: Work) -> tuple[str, ...]:
    """The regions that readers are led to: those of the news, as far as there is room."""
    news = work.found.effects.news if work.found and work.found.effects else ()
    known = updates.known_regions(one.region_code for one in news)
    return tuple(known)


contents()

"""The revisions of the facts: what each one changed, and the way to take one back."""

from __future__ import annotations

import streamlit as st

from dashboard.core.i18n import Words
from dashboard.core.settings import Settings
from dashboard.export import markup
from dashboard.facts.differences import RowDifference, compare
from dashboard.facts.revisions import Revision
from dashboard.facts.store import Store, StoreError
from dashboard.ingest import report
from dashboard.narrative.method import table_name
from dashboard.ui import lists, state, updates

_FIRST = 10
_SHOWN_ROWS = 30


def show() -> None:
    """The list of revisions, the newest first."""
    say = state.words()
    st.header(say("History"), anchor=False)
    try:
        store = Store.open(Settings())
        if store is None:
            st.caption(
                markup.escape(
                    say("Nothing has been changed here yet: the facts are those that were shipped.")
                )
            )
            return
        revisions = store.history()
    except StoreError as error:
        updates.tell_refused(error)
        return
    n = lists.shown("update-history", len(revisions), _FIRST)
    for revision in revisions[:n]:
        _one(store, revision, say)
    lists.more("update-history", len(revisions), n, len(revisions))


def kind_label(revision: Revision, say: Words) -> str:
    """What kind of change a revision is."""
    return {
        "shipped": say("Facts of the program"),
        "edited": say("Edited by hand"),
        "ingest": say("Brought in"),
        "revert": say("Taken back"),
    }[revision.note.kind]


def _one(store: Store, revision: Revision, say: Words) -> None:
    note = revision.note
    changed = [
        report.rows_changed(one, table_name(state.warehouse(), one.table, say.lang), say)
        for one in note.counts
    ]
    moment = revision.when.astimezone()
    when = f"{say.date(moment.date(), length='medium')}, {moment:%H:%M}"
    facts = " · ".join(
        part for part in (when, note.who, note.file_name, *changed, revision.short) if part
    )
    with st.container(border=True, gap="xsmall", key=f"update-revision-{revision.short}"):
        kind = kind_label(revision, say)
        told = "" if note.why.startswith(kind) else f"**{markup.escape(kind)}**: "
        st.markdown(told + markup.escape(note.why))
        st.caption(markup.escape(facts))
        if not revision.parent:
            return
        with st.container(horizontal=True, gap="small"):
            shown = st.toggle(say("Show"), key=f"update-show-{revision.short}")
            st.button(
                say("Take back"),
                icon=":material/undo:",
                type="tertiary",
                on_click=updates.begin,
                args=(updates.Work(reverts=revision.id),),
                key=f"update-revert-{revision.short}",
            )
        if shown:
            _differences(store, revision, say)


def _differences(store: Store, revision: Revision, say: Words) -> None:
    """What a revision changed, row by row."""
    found = compare(store.files(revision.parent), store.files(revision.id))
    lines = []
    for one in found:
        for kind, rows in (
            (say("Added"), one.added),
            (say("Changed"), one.changed),
            (say("Removed"), one.removed),
        ):
            lines += [f"{one.table}, {kind}: {_row(row)}" for row in rows]
    shown = "\n".join(f"- {markup.escape(line)}" for line in lines[:_SHOWN_ROWS])
    st.markdown(shown)
    if (more := len(lines) - _SHOWN_ROWS) > 0:
        st.caption(say.plural("and {n} more", "and {n} more", more))


def _row(row: RowDifference) -> str:
    name = ", ".join(text for _column, text in row.key)
    if row.old is None or row.new is None:
        return name
    cells = "; ".join(f"{one.column} {one.old or '–'} → {one.new or '–'}" for one in row.cells)
    return f"{name}: {cells}"

"""What is asked of whoever brings in a file: its columns, what nobody could know, its source."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.core.i18n import Words
from dashboard.export import markup
from dashboard.ingest import questions, report
from dashboard.ingest.incoming import ColumnMatch, Incoming, Question
from dashboard.ingest.steps import Preview
from dashboard.ui import state, update_files, updates
from dashboard.warehouse import tables

_SOURCE = ("publisher", "title", "url", "published_on", "source_kind")
_SHOWN_FAULTS = 20


def columns(incoming: Incoming) -> None:
    """Which column of the table each column of the sheet was read as, to be corrected."""
    say = state.words()
    if not incoming.columns:
        return
    known = _columns_of(incoming.table, say)
    left_out = [one for one in incoming.columns if not one.column]
    text = say(
        "{n} of {all} columns of the sheet were recognised.",
        n=say.number(sum(bool(one.column) for one in incoming.columns), 0),
        all=say.number(len(incoming.columns), 0),
    )
    with (
        st.expander(markup.escape(text), icon=":material/view_column:", expanded=bool(left_out)),
        st.form(updates.key("columns"), border=False),
    ):
        matched = {f"column:{one.heading}": one.column for one in incoming.columns if one.heading}
        given = {
            f"column:{one.heading}": _column(one, known, say)
            for one in incoming.columns
            if one.heading
        }
        for one in incoming.columns:
            if not one.heading:
                st.caption(markup.escape(report.matched(one, say)))
        if st.form_submit_button(say("Read it again"), key=updates.key("columns-go")):
            updates.answer({name: one for name, one in given.items() if one != matched[name]})
            st.rerun()


def _column(one: ColumnMatch, known: dict[str, str], say: Words) -> str:
    """The column of the table that a column of the sheet is read as; empty: left out."""
    options = list(dict.fromkeys(("", one.column, *known)))
    chosen: str = st.selectbox(
        markup.escape(f"{one.heading} · {one.example}" if one.example else one.heading),
        options,
        index=options.index(one.column),
        format_func=lambda name: known.get(name, name) or say("left out"),
        key=updates.key(f"column-{one.heading}"),
    )
    return chosen


def _columns_of(table: str, say: Words) -> dict[str, str]:
    """The columns of a table with their labels, by the names that its file has."""
    found = tables.tables(state.warehouse()).get(table)
    if found is None:
        return {}
    return {
        one.published or one.name: f"{one.label[say.lang]} ({one.published or one.name})"
        for one in found.columns
    }


def ask(found: Preview) -> None:
    """Every open question with a box; the answers are taken together."""
    say = state.words()
    if not found.questions:
        return
    n = len(found.questions)
    st.subheader(say.plural("{n} question", "{n} questions", n), anchor=False)
    st.caption(
        markup.escape(say("Nothing is guessed. What is answered here is kept while you go on."))
    )
    with st.form(updates.key("questions")):
        given = {one.key: _box(one, say) for one in found.questions}
        if st.form_submit_button(
            say("Go on"), type="primary", icon=":material/arrow_forward:", key=updates.key("go")
        ):
            updates.answer({name: value for name, value in given.items() if value is not None})
            st.rerun()


def _box(question: Question, say: Words) -> Any:
    """The answer to a question; None while there is none."""
    label = questions.sentence(question, say)
    help_ = "; ".join(place.words(say) for place in question.places[:5]) or None
    name = updates.key(f"answer-{question.key}")
    if question.kind == "source":
        return _source(question, label, say)
    if not question.options:
        return st.text_input(markup.escape(label), help=_escaped(help_), key=name) or None
    labels = dict(question.options)
    if question.proposed in labels:
        label += " " + say("(likeliest: {value})", value=labels[question.proposed])
    options = list(labels)
    if question.kind == "region":
        options = ["", *options]
    return st.selectbox(
        markup.escape(label),
        options,
        index=None,
        format_func=lambda value: labels.get(value, "") or say("leave these rows out"),
        placeholder=say("Choose"),
        help=_escaped(help_),
        key=name,
    )


def _escaped(text: str | None) -> str | None:
    return markup.escape(text) if text else None


def _source(question: Question, label: str, say: Words) -> Any:
    """A registered source, or a new one with its parts."""
    st.markdown("**" + markup.escape(label) + "**")
    labels = dict(question.options)
    name = updates.key("answer-source")
    chosen = st.selectbox(
        say("A source that is registered"),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder=say("None of them: fill in below"),
        key=f"{name}-known",
    )
    titles = {
        "publisher": say("Publisher"),
        "title": say("Title of the document or page"),
        "url": say("Address (https://…)"),
        "published_on": say("Date of publication (such as 2026-12-22)"),
    }
    given = {
        part: st.text_input(title, max_chars=500, key=f"{name}-{part}").strip()
        for part, title in titles.items()
    }
    kinds = {"official": say("official"), "news": say("news")}
    given["source_kind"] = (
        st.selectbox(
            say("Kind of source"),
            list(kinds),
            index=None,
            format_func=kinds.__getitem__,
            placeholder=say("Choose"),
            key=f"{name}-kind",
        )
        or ""
    )
    if chosen:
        return chosen
    return given if any(given.values()) else None


def faults(found: Preview) -> None:
    """What is wrong, where and how to mend it; all of it as a file."""
    say, wrong = state.words(), found.all_faults
    if not wrong:
        return
    n = len(wrong)
    st.error(
        markup.escape(
            say.plural(
                "{n} fault has to be mended in the file. Mend it there and upload it again.",
                "{n} faults have to be mended in the file. Mend them there and upload it again.",
                n,
            )
        ),
        icon=":material/block:",
    )
    sentences = [one.sentence(say) for one in wrong]
    st.markdown("\n".join(f"- {markup.escape(one)}" for one in sentences[:_SHOWN_FAULTS]))
    if (more := n - _SHOWN_FAULTS) > 0:
        st.caption(say.plural("and {n} more", "and {n} more", more))
    st.download_button(
        say("All faults (CSV)"),
        data=update_files.faults(wrong, say),
        file_name=f"{found.incoming.table or 'file'}-faults.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=updates.key("faults"),
    )


def told(incoming: Incoming) -> None:
    """What was left out of the file, and how it was read."""
    say = state.words()
    sentences = [one.sentence(say) for one in incoming.left_out]
    sentences += [one.sentence(say) for one in incoming.remarks]
    if not sentences:
        return
    title = say.plural("{n} remark on the file", "{n} remarks on the file", len(sentences))
    with st.expander(title, icon=":material/info:"):
        st.markdown("\n".join(f"- {markup.escape(one)}" for one in sentences[:100]))

"""What is asked of whoever brings in a file: its columns, what nobody could know, its source."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.core.i18n import Words
from dashboard.export import markup
from dashboard.ingest import questions
from dashboard.ingest.incoming import ColumnMatch, Incoming, Question
from dashboard.ingest.steps import Preview
from dashboard.ui import state, update_files, updates
from dashboard.warehouse import tables

_SHOWN_FAULTS = 20


def columns(found: Preview) -> None:
    """Which column of the table each column of the sheet was read as, to be corrected."""
    say, incoming = state.words(), found.incoming
    of_sheet = [one for one in incoming.columns if one.heading]
    if not of_sheet:
        return
    text = say(
        "{n} of {all} columns of the sheet were recognised.",
        n=say.number(sum(bool(one.column) for one in of_sheet), 0),
        all=say.number(len(of_sheet), 0),
    )
    is_asked = any(one.kind == "column" for one in found.questions)
    with (
        st.expander(markup.escape(text), icon=":material/view_column:", expanded=is_asked),
        st.form(updates.key("columns"), border=False),
    ):
        known = _columns_of(incoming.table, say)
        places = st.columns(2, gap="medium")
        given = {}
        for at, one in enumerate(of_sheet):
            with places[at % len(places)]:
                given[f"column:{one.heading}"] = _column(one, known, say)
        for one in incoming.columns:
            if not one.heading:
                title = known.get(one.column, one.column)
                st.caption(markup.escape(f"{title}: {_how(one, say)}"))
        if st.form_submit_button(say("Read it again"), key=updates.key("columns-go")):
            matched = {f"column:{one.heading}": one.column for one in of_sheet}
            updates.answer({name: one for name, one in given.items() if one != matched[name]})
            st.rerun()


def _how(one: ColumnMatch, say: Words) -> str:
    """Where the cells of a column come from that the sheet does not have."""
    return {
        "answer": say("as it was answered"),
        "heading": say("from the headings"),
        "region": say("follows from the region"),
        "date": say("follows from how the dates are written"),
        "rule": say("made by the rule"),
    }.get(one.how, say("follows from the others"))


def _column(one: ColumnMatch, known: dict[str, str], say: Words) -> str:
    """The column of the table that a column of the sheet is read as; empty: left out."""
    options = list(dict.fromkeys(("", one.column, *known)))
    label = " · ".join(part for part in (one.heading, one.year, one.example) if part)
    chosen: str = st.selectbox(
        markup.escape(label),
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
    made_from = {
        "region": say("Region (its name)"),
        "province": say("Province (its name)"),
        "level": say("Level of the region"),
        "source.publisher": say("Source: publisher"),
        "source.title": say("Source: title"),
        "source.url": say("Source: address"),
        "source.published_on": say("Source: date"),
        "source.source_kind": say("Source: kind"),
    }
    labels = {one.published or one.name: one.label[say.lang] for one in found.columns}
    return {name: f"{label} ({name})" for name, label in labels.items()} | made_from


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
    if question.text:
        label = f"{label} {question.text}"
    st.markdown("**" + markup.escape(label) + "**")
    st.caption(say("A new source needs its publisher, its address and its kind."))
    known = state.warehouse().sources
    labels = dict(question.options) or {
        one.source_id: f"{one.publisher}: {one.title or one.url}" for one in known.values()
    }
    name = updates.key(f"answer-{question.key}")
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
    places = st.columns(2, gap="medium")
    given = {}
    # What the sheet says of its source is an address, or a name of whoever published it.
    said = "url" if question.text.startswith(("http://", "https://")) else "publisher"
    for at, (part, title) in enumerate(titles.items()):
        with places[at % len(places)]:
            proposed = question.text[:500] if part == said else ""
            written = st.text_input(title, proposed, max_chars=500, key=f"{name}-{part}")
            given[part] = (written or "").strip()
    kinds = {"official": say("official"), "news": say("news")}
    kind = st.selectbox(
        say("Kind of source"),
        list(kinds),
        index=None,
        format_func=kinds.__getitem__,
        placeholder=say("Choose"),
        key=f"{name}-kind",
    )
    given["source_kind"] = kind or ""
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

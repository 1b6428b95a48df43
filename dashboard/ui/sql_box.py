"""The SQL box: a reader's own query over all tables, its progress, and its result."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.core.i18n import Words
from dashboard.core.parameters import TEXT_LENGTH
from dashboard.export import markup, table_files, table_view
from dashboard.ui import runs, state
from dashboard.ui import table_files as ui_files
from dashboard.warehouse import sqlbox, tables
from dashboard.warehouse.engine import Warehouse

POLL_SECONDS = 0.4
SHOWN_ROWS = 300
ENDING_SECONDS = 2.0  # a cancelled query ends at once


def show(part: DeltaGenerator | None) -> None:
    """A reader's own query over all tables, in a process of its own."""
    if part is None:
        return
    with part, st.container(key="data-sql"):
        say, warehouse = state.words(), state.warehouse()
        if not warehouse.has_all_rows:
            st.info(
                say(
                    "The tables of this dashboard lie on a cluster, which answers the figures only:"
                    " there is no SQL box. Whoever runs the server can have the tables exported "
                    "(INTEGRITAS_SPARK_ANSWERS=exported)."
                )
            )
            return
        st.markdown(
            markup.escape(
                say(
                    "Read-only SQL (DuckDB) over all tables; the filters at the side do not apply. "
                    "Up to {seconds} seconds, {rows} rows and {memory} MB of memory.",
                    seconds=say.number(sqlbox.LIMITS.seconds, 0),
                    rows=say.number(sqlbox.LIMITS.rows, 0),
                    memory=sqlbox.LIMITS.memory_mb,
                )
            )
        )
        job: sqlbox.Job | None = st.session_state.get("sql-job")
        # Asked once: a query that ends while this is drawn would leave the button grey and nothing
        # to wake the page up.
        outcome = job.outcome if job is not None else None
        is_running = job is not None and outcome is None
        box, beside = st.columns([3, 2], gap="medium")
        with box:
            _write_query(warehouse, say, is_running=is_running)
        with beside:
            _schema(warehouse, say)
        if is_running:
            st.fragment(_progress, run_every=POLL_SECONDS)()
        elif outcome is not None:
            _outcome(warehouse, outcome, say)


def is_new_in_address() -> bool:
    """Whether the address has just brought a query, which the box then holds; nothing runs it."""
    asked = state.selection().sql
    is_new = bool(asked) and asked != st.session_state.get("kept-sql-text")
    if is_new:
        st.session_state["kept-sql-text"] = asked
    return is_new


def _keep(text: str) -> None:
    """Keep a query for this session, and in the address as far as that can carry it."""
    st.session_state["kept-sql-text"] = text
    state.choose(sql=text if len(text) <= TEXT_LENGTH else "")


def _write_query(warehouse: Warehouse, say: Words, *, is_running: bool) -> None:
    examples = tables.examples(warehouse, say.lang)

    def take_example() -> None:
        name = st.session_state["sql-example"]
        if name:
            _keep(tables.example(warehouse, name, say.lang))

    def run() -> None:
        before: sqlbox.Job | None = st.session_state.get("sql-job")
        if before is not None:
            before.cancel()
            before.wait(ENDING_SECONDS)  # its place is free for the next one then
        st.session_state["sql-job"] = sqlbox.start(
            warehouse.build.database,
            tables.offered(warehouse),
            st.session_state["sql-text"],
            client=st.context.ip_address or "",
        )

    st.selectbox(
        say("Start from an example"),
        list(examples),
        index=None,
        format_func=examples.__getitem__,
        placeholder=say("Choose an example"),
        on_change=take_example,
        key="sql-example",
    )
    st.text_area(
        say("Query"),
        height=300,
        max_chars=sqlbox.LIMITS.characters,
        **state.lasting_widget(
            "sql-text", tables.example(warehouse, next(iter(examples)), say.lang), _keep
        ),
    )
    text = str(st.session_state["sql-text"])
    st.caption(
        markup.escape(
            say("The address of this page holds the query: pass it on, it runs on a tap only.")
            if len(text) <= TEXT_LENGTH
            else say(
                "The query is longer than {n} characters: the address of this page does not hold "
                "it.",
                n=say.number(TEXT_LENGTH, 0),
            )
        )
    )
    st.button(
        say("Run"),
        type="primary",
        icon=":material/play_arrow:",
        disabled=is_running,
        on_click=run,
        key="sql-run",
    )


def _schema(warehouse: Warehouse, say: Words) -> None:
    """Tables and columns to write a query with."""
    offered = tables.tables(warehouse)
    name = st.selectbox(
        say("Tables and columns"),
        list(offered),
        format_func=lambda name: f"{name} · {offered[name].title[say.lang]}",
        key="sql-schema",
    )
    chosen = offered[name]
    st.caption(markup.escape(chosen.text[say.lang]))
    with st.container(height=330, key="sql-columns"):
        rows = [
            {say("Column"): column.name, say("Meaning"): f"{column.type}. {column.described(say)}"}
            for column in chosen.columns
        ]
        st.html(markup.render("rows.html", label=name, rows=rows, older=[], more=""))


def _outcome(warehouse: Warehouse, outcome: sqlbox.Result | sqlbox.Failure, say: Words) -> None:
    if isinstance(outcome, sqlbox.Failure):
        st.error(markup.escape(outcome.sentence(say)), icon=":material/block:")
        if outcome.kind == "engine":
            st.code(outcome.detail, language=None, wrap_lines=True)
    else:
        _result(warehouse, outcome, say)


@runs.part("query")
def _progress() -> None:
    """How long the query has been running, and a way to end it; the page stays usable."""
    job: sqlbox.Job = st.session_state["sql-job"]
    if job.outcome is not None:
        st.rerun()
    say = state.words()
    st.progress(
        min(job.seconds / job.limits.seconds, 1.0),
        text=say("The query has been running for {n} seconds", n=say.number(job.seconds, 1)),
    )
    st.button(say("Cancel"), icon=":material/stop:", on_click=job.cancel, key="sql-cancel")


def _result(warehouse: Warehouse, result: sqlbox.Result, say: Words) -> None:
    text = say.plural("{n} row", "{n} rows", result.rows.num_rows)
    text += ", " + say("{n} seconds", n=say.number(result.seconds, 2))
    st.markdown(f"**{markup.escape(text)}**")
    n = say.number(result.rows.num_rows, 0)
    if result.cut == "rows":
        st.warning(markup.escape(say("Cut after {n} rows: there are more.", n=n)))
    elif result.cut:
        st.warning(markup.escape(say("Cut after {n} rows: the result grew too large.", n=n)))
    columns = {
        column.name: column.described(say)
        for table_ in reversed(tables.tables(warehouse).values())
        for column in table_.columns
    }
    shown = result.rows.slice(0, SHOWN_ROWS)
    if shown.num_rows < result.rows.num_rows:
        st.caption(
            markup.escape(
                say(
                    "The first {shown} rows stand here; a file holds all of them.",
                    shown=say.number(SHOWN_ROWS, 0),
                )
            )
        )
    st.html(table_view.grid_of_result(shown, columns, text, say))
    ui_files.sources(warehouse, result.rows, say, "sql-result")
    if "source_id" not in " ".join(result.rows.column_names):
        st.caption(
            markup.escape(
                say("To see the sources of a result, select source_id or source_ids as well.")
            )
        )
    st.header(say("Take away"), anchor=False)
    ui_files.buttons(
        partial(table_files.of_result, warehouse, result, say.lang),
        f"integritas-daerah_kueri_{warehouse.build.facts_version}",
        "sql",
        say,
    )

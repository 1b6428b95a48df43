"""The parts of the page Data: every table as a grid, as files, and a box for one's own SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.core.i18n import Words, words
from dashboard.export import files, markup
from dashboard.ui import figure_card, screen
from dashboard.warehouse import sqlbox, tables
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.sources import sources_of_table
from dashboard.warehouse.tables import Question, Table

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN_ROWS = 200
MORE_ROWS = 500
POLL_SECONDS = 0.4


def sections() -> tuple[DeltaGenerator | None, DeltaGenerator | None]:
    """The two parts of the page, tables and SQL; only the open one is there to be filled."""
    say = screen.reader()
    screen.title(say("Data"))
    st.caption(
        markup.plain(
            say(
                "Every table behind the figures: look, filter, take away, or ask with SQL. "
                "Free to use under CC BY 4.0, naming the source."
            )
        )
    )
    shown, asked = st.tabs([say("Tables"), say("SQL box")], key="data-part", on_change="rerun")
    return (shown if shown.open else None, asked if asked.open else None)


# --- tables --------------------------------------------------------------------------------------


def table(part: DeltaGenerator | None) -> None:
    """One table: chosen, filtered, shown as a grid, described and offered as files."""
    if part is None:
        return
    with part, st.container(key="data-table"):
        say, known = screen.reader(), screen.facts()
        chosen = _choose_table(known, say)
        question = _question(known, chosen, say)
        _grid(known, chosen, question, say)
        _take_table(known, chosen, question, say)
        _columns(chosen, say, "data-columns")


def _choose_table(known: Warehouse, say: Words) -> Table:
    offered = tables.tables(known)
    st.selectbox(
        say("Table"),
        list(offered),
        format_func=lambda name: f"{offered[name].title[say.lang]} · {name}",
        **screen._widget(
            "table",
            screen.selection().table,
            lambda name: {"table": name, "from_year": None, "to_year": None},
        ),
    )
    chosen = offered[screen.selection().table]
    st.markdown(markup.plain(chosen.text[say.lang]))
    return chosen


def _question(known: Warehouse, chosen: Table, say: Words) -> Question:
    """The filters that fit the table, and the order."""
    region: tuple[str, ...] = ()
    from_year = to_year = None
    years = tables.years(known, chosen.name)
    left, right = st.columns(2, gap="medium")
    with left:
        if chosen.region_column:
            region = _choose_area(say)
        text = st.text_input(
            say("Text in any column"),
            max_chars=100,
            placeholder=say("such as Kalsel"),
            **_kept("data-text", ""),
        )
    with right:
        if len(years) > 1:
            span = screen.choose_event_span(say("Years"), years)
            from_year = None if span.from_year == years[0] else span.from_year
            to_year = None if span.year == years[-1] else span.year
        sort, descending = _choose_order(chosen, say)
    return Question(chosen.name, region, from_year, to_year, text.strip(), sort, descending)


def _choose_area(say: Words) -> tuple[str, ...]:
    """The regions of the shared filter, or all of them."""
    n = len(screen.selection().region)
    titles = {
        "chosen": say.plural("{n} chosen region", "{n} chosen regions", n),
        "all": say("All regions"),
    }
    if not n:
        st.caption(markup.plain(say("No region is chosen in the filter: all regions are shown.")))
        return ()
    st.segmented_control(
        say("Rows of"),
        list(titles),
        required=True,
        format_func=titles.__getitem__,
        help=say("A chosen province brings its kabupaten and kota."),
        **screen._widget("area", screen.selection().area, lambda area: {"area": area}),
    )
    return screen.selection().region if screen.selection().area == "chosen" else ()


def _choose_order(chosen: Table, say: Words) -> tuple[str, bool]:
    labels = {column.name: f"{column.name} · {column.label[say.lang]}" for column in chosen.columns}
    titles = {"up": say("ascending"), "down": say("descending")}
    box, direction = st.columns([3, 2], vertical_alignment="bottom")
    with box:
        sort = st.selectbox(
            say("Sort the whole table by"),
            ["", *chosen.names],
            format_func=lambda name: labels.get(name) or say("its own order"),
            **_kept(f"data-sort-{chosen.name}", ""),
        )
    with direction:
        way = st.segmented_control(
            say("Direction"),
            list(titles),
            required=True,
            format_func=titles.__getitem__,
            label_visibility="collapsed",
            **_kept(f"data-direction-{chosen.name}", "up"),
        )
    return sort or "", way == "down"


def _grid(known: Warehouse, chosen: Table, question: Question, say: Words) -> None:
    """The first rows, how many there are, and a way to more."""
    n_found, n_all = tables.count(known, question), tables.count(known, Question(chosen.name))
    asked = st.session_state.get("data-asked", (None, 0))
    limit = asked[1] if asked[0] == question else SHOWN_ROWS
    found = tables.rows(known, question, limit)
    told = say(
        "Showing {shown} of {n} rows.",
        shown=say.number(found.num_rows, 0),
        n=say.number(n_found, 0),
    )
    if n_found < n_all:
        told += " " + say("The whole table has {n}.", n=say.number(n_all, 0))
    filters = " ".join(tables.filters_told(known, question, say))
    st.markdown(f"**{markup.plain(told)}** {markup.plain(filters)}")
    if not n_found:
        st.info(markup.plain(say("No row fits. Widen the filters, or choose all regions.")))
        return
    _rows(found, {column.name: column.told(say) for column in chosen.columns}, told, "data-grid")
    if n_found > found.num_rows:

        def more() -> None:
            st.session_state["data-asked"] = (question, limit + MORE_ROWS)

        n = min(MORE_ROWS, n_found - found.num_rows)
        st.button(
            say.plural("Show {n} more row", "Show {n} more rows", n),
            icon=":material/expand_more:",
            on_click=more,
            key="data-more",
        )
    _sources(known, found, say, "data-table-rows")


def _rows(found: pa.Table, told: dict[str, str], alt: str, key: str) -> None:
    st.dataframe(
        found,
        hide_index=True,
        lazy=True,
        alt=alt,
        column_config={
            name: st.column_config.Column(help=markup.plain(told[name]))
            for name in found.column_names
            if name in told
        },
        key=key,
    )


def _sources(known: Warehouse, found: pa.Table, say: Words, key: str) -> None:
    """The sources of the shown rows, as under every figure."""
    listed = sources_of_table(known, found)
    if listed:
        st.caption(figure_card.source_line(listed, known.build.facts_version, say))
        figure_card.lazy_sources(listed, key, say)


def _columns(chosen: Table, say: Words, key: str, expanded: bool = False) -> None:
    """What each column means: for those who cannot hover over its head."""
    title = say.plural("{n} column explained", "{n} columns explained", len(chosen.columns))
    opened = st.expander(
        title, icon=":material/menu_book:", on_change="rerun", expanded=expanded, key=key
    )
    if opened.open:
        head = (say("Column"), say("Type"), say("Meaning"))
        rows = [
            dict(zip(head, (column.name, column.type, column.told(say)), strict=True))
            for column in chosen.columns
        ]
        with opened:
            st.html(markup.render("rows.html", label=title, rows=rows, older=[], more=""))


# --- files ---------------------------------------------------------------------------------------


def _take_table(known: Warehouse, chosen: Table, question: Question, say: Words) -> None:
    whole = Question(chosen.name)
    with st.container(key="data-take", gap="xsmall"):
        st.subheader(say("Take away"), anchor=False)
        asked = question
        if question.is_filtered:
            titles = {"filtered": say("Filtered rows"), "all": say("The whole table")}
            content = st.segmented_control(
                say("Rows in the file"),
                list(titles),
                default="filtered",
                required=True,
                format_func=titles.__getitem__,
                key="data-content",
            )
            asked = question if content == "filtered" else whole
        name = f"integritas-daerah_{chosen.name}_{known.build.facts_version}"
        _buttons(
            partial(_leaving_table, known, asked, say.lang),
            name + ("_tersaring" if asked.is_filtered else ""),
            "data",
            say,
        )


def _leaving_table(known: Warehouse, question: Question, lang: str) -> files.Leaving:
    """All rows of a question; called only when a reader takes a file."""
    say, chosen = words(lang), tables.tables(known)[question.table]
    found = tables.every_row(known, question)
    return files.Leaving(
        title=f"{chosen.title[lang]} ({chosen.name}). {chosen.text[lang]}",
        rows=found,
        columns={column.name: column.told(say) for column in chosen.columns},
        filters=tables.filters_told(known, question, say),
        sources=sources_of_table(known, found),
        facts_version=known.build.facts_version,
        revision=known.revision,
        lang=lang,
        saved_on=date.today(),
    )


def _buttons(leaving: Callable[[], files.Leaving], name: str, key: str, say: Words) -> None:
    """A button a format; each file is made on the click."""

    def written(kind: files.Format) -> bytes:
        return kind.write(leaving())

    with st.container(horizontal=True, gap="small"):
        for kind in (*files.FORMATS, files.NOTES):
            st.download_button(
                kind.label or say("Notes and sources"),
                data=partial(written, kind),
                file_name=f"{name}.{kind.ending}",
                mime=kind.mime,
                icon=":material/download:" if kind.label else ":material/description:",
                on_click="ignore",
                key=f"{key}-take-{kind.ending}",
            )
    st.caption(
        markup.plain(
            say(
                "XLSX and Parquet carry licence, filters and sources inside; a CSV is rows only, "
                "its notes are the text file. Codes such as 63.10 are text: to open the rows in "
                "Excel, take XLSX."
            )
        )
    )


# --- SQL -----------------------------------------------------------------------------------------


def sql_box(part: DeltaGenerator | None) -> None:
    """A reader's own query over all tables, in a process of its own."""
    if part is None:
        return
    with part, st.container(key="data-sql"):
        say, known = screen.reader(), screen.facts()
        st.markdown(
            markup.plain(
                say(
                    "Read-only SQL (DuckDB) over all tables; the filters at the side do not apply. "
                    "Up to {seconds} seconds, {rows} rows and {memory} MB of memory.",
                    seconds=say.number(sqlbox.LIMITS.seconds, 0),
                    rows=say.number(sqlbox.LIMITS.rows, 0),
                    memory=sqlbox.LIMITS.memory_mb,
                )
            )
        )
        box, beside = st.columns([3, 2], gap="medium")
        with box:
            _write_query(known, say)
        with beside:
            _schema(known, say)
        _outcome(known, say)


def _kept(key: str, default: str) -> dict[str, Any]:
    """Key and callback of a widget that keeps its value while another tab or page is open."""
    name = f"kept-{key}"
    st.session_state[key] = st.session_state.get(name, default)

    def keep() -> None:
        st.session_state[name] = st.session_state[key]

    return {"key": key, "on_change": keep}


def _write_query(known: Warehouse, say: Words) -> None:
    examples = tables.examples(known, say.lang)

    def take_example() -> None:
        name = st.session_state["sql-example"]
        if name:
            st.session_state["kept-sql-text"] = tables.example(known, name, say.lang)

    def run() -> None:
        before: sqlbox.Job | None = st.session_state.get("sql-job")
        if before is not None:
            before.cancel()
        st.session_state["sql-job"] = sqlbox.start(
            known.build.database, tables.offered(known), st.session_state["sql-text"]
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
        **_kept("sql-text", tables.example(known, next(iter(examples)), say.lang)),
    )
    job: sqlbox.Job | None = st.session_state.get("sql-job")
    st.button(
        say("Run"),
        type="primary",
        icon=":material/play_arrow:",
        disabled=job is not None and job.outcome is None,
        on_click=run,
        key="sql-run",
    )


def _schema(known: Warehouse, say: Words) -> None:
    """Tables and columns to write a query with."""
    offered = tables.tables(known)
    name = st.selectbox(
        say("Tables and columns"),
        list(offered),
        format_func=lambda name: f"{name} · {offered[name].title[say.lang]}",
        key="sql-schema",
    )
    chosen = offered[name]
    st.caption(markup.plain(chosen.text[say.lang]))
    with st.container(height=330, key="sql-columns"):
        rows = [
            {say("Column"): column.name, say("Meaning"): f"{column.type}. {column.told(say)}"}
            for column in chosen.columns
        ]
        st.html(markup.render("rows.html", label=name, rows=rows, older=[], more=""))


def _outcome(known: Warehouse, say: Words) -> None:
    job: sqlbox.Job | None = st.session_state.get("sql-job")
    if job is None:
        return
    outcome = job.outcome
    if outcome is None:
        st.fragment(_progress, run_every=POLL_SECONDS)()
    elif isinstance(outcome, sqlbox.Failure):
        st.error(markup.plain(outcome.sentence(say)), icon=":material/block:")
        if outcome.kind == "engine":
            st.code(outcome.detail, language=None, wrap_lines=True)
    else:
        _result(known, outcome, say)


def _progress() -> None:
    """How long the query has been running, and a way to end it; the page stays usable."""
    job: sqlbox.Job = st.session_state["sql-job"]
    if job.outcome is not None:
        st.rerun()
    say = screen.reader()
    st.progress(
        min(job.seconds / job.limits.seconds, 1.0),
        text=say("The query has been running for {n} seconds", n=say.number(job.seconds, 1)),
    )
    st.button(say("Cancel"), icon=":material/stop:", on_click=job.cancel, key="sql-cancel")


def _result(known: Warehouse, result: sqlbox.Result, say: Words) -> None:
    told = say.plural("{n} row", "{n} rows", result.rows.num_rows)
    told += ", " + say("{n} seconds", n=say.number(result.seconds, 2))
    st.markdown(f"**{markup.plain(told)}**")
    n = say.number(result.rows.num_rows, 0)
    if result.cut == "rows":
        st.warning(markup.plain(say("Cut after {n} rows: there are more.", n=n)))
    elif result.cut:
        st.warning(markup.plain(say("Cut after {n} rows: the result grew too large.", n=n)))
    columns = {
        column.name: column.told(say)
        for table_ in reversed(tables.tables(known).values())
        for column in table_.columns
    }
    _rows(result.rows, columns, told, "sql-result")
    _sources(known, result.rows, say, "sql-result")
    if "source_id" not in " ".join(result.rows.column_names):
        st.caption(
            markup.plain(
                say("To see the sources of a result, select source_id or source_ids as well.")
            )
        )
    st.subheader(say("Take away"), anchor=False)
    _buttons(
        partial(_leaving_result, known, result, say.lang),
        f"integritas-daerah_kueri_{known.build.facts_version}",
        "sql",
        say,
    )


def _leaving_result(known: Warehouse, result: sqlbox.Result, lang: str) -> files.Leaving:
    say = words(lang)
    told = [say("Rows of a reader's own SQL query.")]
    if result.cut:
        n = say.number(result.rows.num_rows, 0)
        told.append(say("Cut after {n} rows: there are more.", n=n))
    return files.Leaving(
        title=say("Result of an SQL query"),
        rows=result.rows,
        columns={},
        filters=tuple(told),
        sources=sources_of_table(known, result.rows),
        facts_version=known.build.facts_version,
        revision=known.revision,
        lang=lang,
        query=result.sql,
        saved_on=date.today(),
    )

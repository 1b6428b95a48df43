"""Data: every table to look at and take away, and a box for one's own SQL."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.core import limits
from dashboard.core.i18n import DEFAULT_LANGUAGE, Words
from dashboard.export import markup, table_files, table_view
from dashboard.figures import addresses
from dashboard.ui import filters, sql_box, state
from dashboard.ui import table_files as ui_files
from dashboard.warehouse import table_rows, tables
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.table_rows import Question
from dashboard.warehouse.tables import Table

SHOWN_ROWS = 100
MORE_ROWS = 200
FEW_ROWS = 20  # that are read one by one, with every source as a link


def contents() -> None:
    tables_part, sql_part = sections()
    table(tables_part)
    sql_box.show(sql_part)


def sections() -> tuple[DeltaGenerator | None, DeltaGenerator | None]:
    """The two parts of the page, tables and SQL; only the open one is there to be filled."""
    say = state.words()
    st.caption(
        markup.escape(
            say(
                "Every table behind the figures: look, filter, take away, or ask with SQL. "
                "Free to use under CC BY 4.0, naming the source."
            )
        )
    )
    if sql_box.is_new_in_address():
        st.session_state["data-part"] = say("SQL box")
    shown, asked = st.tabs([say("Tables"), say("SQL box")], key="data-part", on_change="rerun")
    return (shown if shown.open else None, asked if asked.open else None)


def table(part: DeltaGenerator | None) -> None:
    """One table: chosen, filtered, shown as a grid, described and offered as files."""
    if part is None:
        return
    with part, st.container(key="data-table"):
        say, warehouse = state.words(), state.warehouse()
        chosen = _choose_table(warehouse, say)
        where = _conditions(warehouse, chosen, say)
        # Who comes for the rows of a number sees them first.
        filters_part = st.expander(say("More filters"), key="data-filters") if where else st
        with filters_part.container():
            question = _question(warehouse, chosen, where, say)
        _grid(warehouse, chosen, question, say)
        _take_table(warehouse, chosen, question, say)
        _columns(chosen, say, "data-columns")


def _choose_table(warehouse: Warehouse, say: Words) -> Table:
    offered = tables.tables(warehouse)
    st.selectbox(
        say("Table"),
        list(offered),
        format_func=lambda name: f"{offered[name].title[say.lang]} · {name}",
        **state.widget(
            "table",
            state.selection().table,
            lambda name: {"table": name, "from_year": None, "to_year": None, "where": ()},
        ),
    )
    chosen = offered[state.selection().table]
    st.markdown(markup.escape(chosen.text[say.lang]))
    return chosen


def _question(warehouse: Warehouse, chosen: Table, where: tuple[str, ...], say: Words) -> Question:
    """The filters that fit the table, and the order."""
    region: tuple[str, ...] = ()
    from_year = to_year = None
    years = table_rows.years(warehouse, chosen.name)
    left, right = st.columns(2, gap="medium")
    with left:
        if chosen.region_column:
            region = _choose_area(say)
        text = st.text_input(
            say("Text in the rows"),
            max_chars=100,
            placeholder=say("such as Kalimantan Selatan"),
            help=say("Searches names, labels, texts and sources as they are shown; not numbers."),
            **state.lasting_widget("data-text", ""),
        )
    with right:
        if len(years) > 1:
            span = filters.choose_event_span(say("Years"), years)
            from_year = None if span.from_year == years[0] else span.from_year
            to_year = None if span.year == years[-1] else span.year
        sort, descending = _choose_order(chosen, say)
    return Question(
        chosen.name,
        region,
        from_year,
        to_year,
        text.strip(),
        say.lang if text.strip() else DEFAULT_LANGUAGE,
        where,
        sort,
        descending,
    )


def _conditions(warehouse: Warehouse, chosen: Table, say: Words) -> tuple[str, ...]:
    """Conditions that the address brings, such as those of a number's rows; a tap removes one."""
    asked = state.selection().where
    known = table_rows.condition_names(warehouse, chosen, asked, say)
    if known:
        st.pills(
            say("Only rows with"),
            list(known),
            selection_mode="multi",
            format_func=known.__getitem__,
            help=say("Tap a condition to remove it."),
            **state.widget("where", list(known), lambda kept: {"where": tuple(kept)}),
        )
    return tuple(known)


def _choose_area(say: Words) -> tuple[str, ...]:
    """The regions of the shared filter, or all of them."""
    n = len(state.selection().region)
    titles = {
        "chosen": say.plural("{n} chosen region", "{n} chosen regions", n),
        "all": say("All regions"),
    }
    if not n:
        st.caption(markup.escape(say("No region is chosen in the filter: all regions are shown.")))
        return ()
    st.segmented_control(
        say("Rows of"),
        list(titles),
        required=True,
        format_func=titles.__getitem__,
        help=say("A chosen province brings its kabupaten and kota."),
        **state.widget("area", state.selection().area, lambda area: {"area": area}),
    )
    return state.selection().region if state.selection().area == "chosen" else ()


def _choose_order(chosen: Table, say: Words) -> tuple[str, bool]:
    labels = {column.name: f"{column.label[say.lang]} · {column.name}" for column in chosen.columns}
    titles = {"up": say("ascending"), "down": say("descending")}
    box, direction = st.columns([3, 2], vertical_alignment="bottom")
    with box:
        sort = st.selectbox(
            say("Sort the whole table by"),
            ["", *chosen.names],
            format_func=lambda name: labels.get(name) or say("its own order"),
            **state.lasting_widget(f"data-sort-{chosen.name}", ""),
        )
    with direction:
        way = st.segmented_control(
            say("Direction"),
            list(titles),
            required=True,
            format_func=titles.__getitem__,
            label_visibility="collapsed",
            **state.lasting_widget(f"data-direction-{chosen.name}", "up"),
        )
    return sort or "", way == "down"


def _grid(warehouse: Warehouse, chosen: Table, question: Question, say: Words) -> None:
    """The first rows, how many there are, and a way to more."""
    n_found, n_all = (
        table_rows.count(warehouse, question),
        table_rows.count(warehouse, Question(chosen.name)),
    )
    asked = st.session_state.get("data-asked", (None, 0))
    limit = asked[1] if asked[0] == question else SHOWN_ROWS
    found = table_rows.rows(warehouse, question, limit)
    text = say(
        "Showing {shown} of {n} rows.",
        shown=say.number(found.num_rows, 0),
        n=say.number(n_found, 0),
    )
    if n_found < n_all:
        text += " " + say("The whole table has {n}.", n=say.number(n_all, 0))
    filters = " ".join(table_rows.filter_sentences(warehouse, question, say))
    st.markdown(f"**{markup.escape(text)}** {markup.escape(filters)}")
    if not n_found:
        st.info(markup.escape(say("No row fits. Widen the filters, or choose all regions.")))
        return
    if question.where and n_found <= FEW_ROWS:
        st.html(table_view.markup_of(warehouse, question, found, say))
    else:
        st.html(table_view.grid(warehouse, chosen, found, say))
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
    ui_files.sources(warehouse, found, say, "data-table-rows")


def _columns(chosen: Table, say: Words, key: str, expanded: bool = False) -> None:
    """What each column means: for those who cannot hover over its head."""
    title = say.plural("{n} column explained", "{n} columns explained", len(chosen.columns))
    opened = st.expander(
        title, icon=":material/menu_book:", on_change="rerun", expanded=expanded, key=key
    )
    if opened.open:
        head = (say("Column"), say("Type"), say("Meaning"))
        rows = [
            dict(zip(head, (column.name, column.type, column.described(say)), strict=True))
            for column in chosen.columns
        ]
        with opened:
            st.html(markup.render("rows.html", label=title, rows=rows, older=[], more=""))


def _take_table(warehouse: Warehouse, chosen: Table, question: Question, say: Words) -> None:
    whole = Question(chosen.name)
    with st.container(key="data-take", gap="xsmall"):
        st.header(say("Take away"), anchor=False)
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
        name = f"integritas-daerah_{chosen.name}_{warehouse.build.facts_version}"
        n, most = table_rows.count(warehouse, asked), limits.ROWS_OF_FILE
        ui_files.buttons(
            partial(table_files.of_table, warehouse, asked, say.lang),
            name + ("_tersaring" if asked.is_filtered else ""),
            "data",
            say,
            partial(_whole, asked, say.lang) if n > most else None,
        )
        if n > most:
            st.caption(
                markup.escape(
                    say(
                        "CSV and Parquet bring all {n} rows, as they lie in the table; XLSX brings "
                        "the first {most}, sorted.",
                        n=say.number(n, 0),
                        most=say.number(most, 0),
                    )
                )
            )


def _whole(asked: Question, lang: str, ending: str) -> str:
    return addresses.table_file(asked, ending, lang, addresses.HERE)


contents()

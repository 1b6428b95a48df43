"""From a number of a figure to its rows: what a reader pointed at, and what each source printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from dashboard import charts
from dashboard.charts import points
from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.export import markup, table_view
from dashboard.figures import addresses
from dashboard.figures.model import Answer
from dashboard.ui import state
from dashboard.ui.drawing import Drawing
from dashboard.warehouse import table_rows, tables
from dashboard.warehouse.table_rows import Question

SHOWN_ROWS = 20


def drawing(
    key: str, drawn: Drawing, on_region: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """Key and callback of a drawing whose marks can be pointed at.

    Each time the drawing has another key: a new one has no selected mark, so that nothing stays
    faded and the same mark can be pointed at again.

    Args:
        key: of the figure on its page.
        drawn: the drawing itself.
        on_region: what a province of a map does instead of opening its rows.
    """
    times = int(st.session_state.get(f"pointed-times-{key}", 0))
    name = f"{key}-chart-{times}" if times else f"{key}-chart"

    def pointed() -> None:
        found = st.session_state[name].selection.points
        if not found:
            return
        st.session_state[f"pointed-times-{key}"] = times + 1
        point = points.with_location(found[0], drawn.traces)
        if on_region is not None and point.get("location") is not None:
            on_region(str(point["location"]))
        else:
            st.session_state[f"pointed-{key}"] = point

    return {"key": name, "on_select": pointed, "selection_mode": "points"}


def choose(answer: Answer, key: str, say: Words) -> None:
    """The same choice from a box, for those who do not point: a number of the figure."""
    if answer.figure.facts is None:
        return
    names, box = points.names(answer), f"number-box-{key}"

    def chosen() -> None:
        st.session_state[f"number-{key}"] = st.session_state[box]
        st.session_state[box] = None  # so that the same number can be chosen again

    st.selectbox(
        say("Rows behind a number"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=say("Choose a number of the figure"),
        on_change=chosen,
        key=box,
    )


def show(answer: Answer, key: str, say: Words) -> None:
    """Open the rows behind the number that a reader has just pointed at or chosen, if any."""
    point = st.session_state.pop(f"pointed-{key}", None)
    place = st.session_state.pop(f"number-{key}", None)
    role = ""
    if point is not None:
        place, role = points.place_of(answer, point), _role(answer, point)
    if place is None or place not in points.names(answer):
        return
    row = points.row_at(answer, place)
    asked = answer.question_behind(row, role)
    if asked is not None:
        title = points.names(answer)[place]
        if role in answer.figure.cell_facts:  # a cell that the pointer text does not begin with
            column = answer.figure.roles[role]
            title = f"{row['region_name']} · {dictionary.heading(column, say.lang)}"
        _dialog(title)(partial(_contents, asked, say))()


def _role(answer: Answer, point: dict[str, Any]) -> str:
    """The role of the cell that a reader pointed at, in a chart that has a trace a cell."""
    parts, trace = charts.of(answer.figure).parts, int(point.get("curve_number", 0))
    return parts[trace] if trace < len(parts) else ""


def _dialog(title: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    made: Callable[[Callable[[], None]], Callable[[], None]] = st.dialog(
        markup.escape(title), width="medium"
    )
    return made


def _contents(asked: Question, say: Words) -> None:
    """The rows, each with its sources, and the way to all of them on the page Data."""
    warehouse = state.warehouse()
    table = tables.tables(warehouse)[asked.table]
    found = table_rows.rows(warehouse, asked, SHOWN_ROWS)
    n = table_rows.count(warehouse, asked)
    if not n:
        st.markdown(markup.escape(say("No row stands behind it: nothing has been found.")))
        return
    text = say.plural("{n} row", "{n} rows", n)
    st.markdown(f"**{markup.escape(table.title[say.lang])}** · {markup.escape(text)}")
    st.html(table_view.markup_of(warehouse, asked, found, say, short=True))
    st.page_link(
        "../pages/data.py",
        label=markup.escape(say("These rows on the page Data")),
        icon=":material/table_rows:",
        query_params=addresses.rows_query(asked, state.selection()),
    )

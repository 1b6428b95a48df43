"""A figure as a card on a Streamlit page, with its sources, caveats, files and table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import streamlit as st

from dashboard import charts
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.export import markup, table
from dashboard.export.sources import source_text
from dashboard.figures import addresses, registry
from dashboard.figures.model import Answer, Row
from dashboard.ui import export_menu, state, tray_state
from dashboard.warehouse.engine import Source, Warehouse

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


def base_path() -> str:
    """The configured path in front of every address; empty where there is none."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def figure(
    figure_id: str,
    selection: Selection | None = None,
    *,
    key: str | None = None,
    height: int | None = None,
    clickable: bool = False,
    with_table: bool = False,
) -> str | None:
    """Show a figure; returns the region code that a reader clicked on, if any.

    Args:
        figure_id: an id of the registry.
        selection: what is asked; by default what the reader chose.
        key: unique on the page, by default the id; also the card's CSS class
            (`st-key-form-<chart>-<key>`).
        height: of the drawing in pixels; None lets the chart choose.
        clickable: whether a click on a mark is reported.
        with_table: show the rows below instead of behind a button.
    """
    warehouse, selection, key = state.warehouse(), selection or state.selection(), key or figure_id
    say = words(selection.lang)
    answer = registry.answer(warehouse, figure_id, selection)
    with st.container(key=f"form-{answer.figure.chart}-{key}", gap="xsmall"):
        st.subheader(markup.escape(answer.headline), anchor=False)
        st.caption(markup.escape(answer.subtitle))
        clicked = None
        if charts.is_drawable(answer):
            if answer.legend:
                st.html(
                    markup.render(
                        "legend.html",
                        entries=[entry for entry in answer.legend if entry.is_listed],
                        label=say("Legend"),
                        marks=addresses.asset("marks/", base_path()),
                    )
                )
            clicked = _chart(answer, key, height, clickable)
        _notes(answer, say)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            lazy_sources(answer.sources, key, say)
            export_menu.buttons(answer, key, say, base_path())
            tray_state.button(figure_id, selection, key, say)
        _rows(warehouse, answer, key, with_table, say)
    return clicked


def prepare(warehouse: Warehouse, figure_id: str, selection: Selection) -> None:
    """Ask and draw a figure and its table without showing them: the next reader waits less."""
    answer = registry.answer(warehouse, figure_id, selection)
    _drawing(answer, None, addresses.provinces(answer.revision, base_path()))
    _styled(answer.rows, answer.figure.columns, words(selection.lang), warehouse)


@lru_cache(maxsize=512)
def _drawing(answer: Answer, height: int | None, geojson: str) -> go.Figure:
    """The drawing as Plotly's own object, checked once and not on each rerun."""
    return go.Figure(charts.draw(answer, height, geojson))


def _chart(answer: Answer, key: str, height: int | None, clickable: bool) -> str | None:
    spec = _drawing(answer, height, addresses.provinces(answer.revision, base_path()))
    config = {
        "displayModeBar": False,
        "topojsonURL": addresses.asset("", base_path()),
        "responsive": True,
    }
    if not clickable:
        st.plotly_chart(
            spec, theme=None, width="stretch", config=config, alt=answer.reading, key=f"{key}-chart"
        )
        return None
    event = st.plotly_chart(
        spec,
        theme=None,
        width="stretch",
        config=config,
        alt=answer.reading,
        key=f"{key}-chart",
        on_select="rerun",
        selection_mode="points",
    )
    points = event.selection.points
    return str(points[0]["location"]) if points and "location" in points[0] else None


def _notes(answer: Answer, say: Words) -> None:
    """The source line and the caveats below a drawing."""
    line = source_line(answer.sources, answer.facts_version, say)
    st.caption(" ".join((line, *(markup.escape(caveat) for caveat in answer.caveats))))


def _rows(warehouse: Warehouse, answer: Answer, key: str, with_table: bool, say: Words) -> None:
    """The rows behind the drawing, behind a button or not."""
    if not answer.rows:
        return
    if with_table:
        _table(warehouse, answer.rows, answer.figure.columns, say, f"{key}-table")
        return
    opened = st.expander(
        say("Table"), icon=":material/table:", on_change="rerun", key=f"{key}-table-button"
    )
    if opened.open:
        with opened:
            _table(warehouse, answer.rows, answer.figure.columns, say, f"{key}-table")


def lazy_sources(sources: tuple[Source, ...], key: str, say: Words) -> None:
    """The list of sources behind a button, made when it is opened."""
    opened = st.popover(
        say("Sources"),
        icon=":material/fact_check:",
        on_change="rerun",
        key=f"{key}-sources-button",
    )
    if opened.open:
        with opened:
            sources_list(sources, say)


def sources_of_words(
    title: str, sources: tuple[Source, ...], facts_version: str, say: Words, key: str
) -> None:
    """The source line and list of numbers that stand in sentences and cards."""
    line = source_line(sources, facts_version, say)
    st.caption(f"**{markup.escape(title)}.** {line}")
    lazy_sources(sources, key, say)


def source_line(sources: tuple[Source, ...], facts_version: str, say: Words) -> str:
    """The line that travels with every drawing: first publishers, how many more, version."""
    return markup.escape(source_text(sources, facts_version, say))


def sources_list(sources: tuple[Source, ...], say: Words) -> None:
    """Every source with publisher, date and address."""
    if not sources:
        return
    st.markdown("**" + say.plural("{n} source", "{n} sources", len(sources)) + "**")
    st.markdown(
        "\n".join(
            f"- [{markup.escape(link.text)}]({link.address}){markup.escape(link.after)}"
            for link in table.source_links(sources, say)
        )
    )


def rows_table(
    warehouse: Warehouse, rows: Iterable[Row], columns: Iterable[str], say: Words, key: str
) -> None:
    """Rows that belong to no figure, as a table like all others."""
    _table(warehouse, tuple(rows), tuple(columns), say, key)


def _table(
    warehouse: Warehouse,
    rows: tuple[Row, ...],
    columns: tuple[str, ...],
    say: Words,
    key: str,
) -> None:
    st.dataframe(
        _styled(rows, columns, say, warehouse),
        hide_index=True,
        width="stretch",
        placeholder=say("no data"),
        key=key,
    )


def _styled(
    rows: tuple[Row, ...], columns: tuple[str, ...], say: Words, warehouse: Warehouse
) -> Styler:
    frame = table.readable(rows, columns, say, warehouse)
    return frame.style.format(table.formats(rows, columns, say))

"""A figure as a card on a Streamlit page, with its sources, caveats, files and table."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import lru_cache

import streamlit as st

from dashboard import charts
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.export import markup, table
from dashboard.export.sources import counted, source_text
from dashboard.figures import addresses, registry
from dashboard.figures.model import Answer
from dashboard.ui import export_menu, rows_panel, state, tray_state
from dashboard.ui.drawing import Drawing
from dashboard.warehouse.engine import Source, Warehouse, cached_text

_HALF_WIDTH = 520  # pixels of a drawing that shares its row with another one
_FLAT = 0.5  # height by width of maps that a phone shows in a strip


def figure(
    figure_id: str,
    selection: Selection | None = None,
    *,
    key: str | None = None,
    height: int | None = None,
    with_table: bool = False,
    on_region: Callable[[str], None] | None = None,
    below: Callable[[], None] | None = None,
    beside: Callable[[], None] | None = None,
) -> None:
    """Show a figure. Pointing at a mark opens the rows behind it.

    Args:
        figure_id: an id of the registry.
        selection: what is asked; by default what the reader chose.
        key: unique on the page, by default the id; also the card's CSS class
            (`st-key-form-<chart>-<key>`).
        height: of the drawing in pixels; None lets the chart choose.
        with_table: show the rows below instead of behind a button.
        on_region: what pointing at a province of a map does instead.
        below: shows what stands right below the drawing.
        beside: shows what stands beside the drawing, below it on a phone.
    """
    warehouse, selection, key = state.warehouse(), selection or state.selection(), key or figure_id
    say = words(selection.lang)
    answer = registry.answer(warehouse, figure_id, selection)
    with st.container(key=f"form-{answer.figure.chart}-{key}", gap="xsmall"):
        st.header(markup.escape(answer.headline), anchor=False)
        st.html(markup.render("subtitle.html", text=state.with_terms(answer.subtitle)))
        is_drawable = charts.is_drawable(answer)
        if is_drawable and answer.legend:
            st.html(_legend_html(answer))
        # What stands beside a drawing comes after its tools: they are near for a keyboard too.
        drawn, near = (
            st.columns([8, 3], gap="medium")
            if beside is not None and is_drawable
            else (nullcontext(), nullcontext())
        )
        with drawn:
            if is_drawable:
                _chart(answer, key, height, on_region)
            if below is not None:
                below()
            _notes(answer, say)
            is_shown = _tools(answer, selection, key, say, with_table=with_table)
        if beside is not None and is_drawable:
            with near:
                beside()
        if is_shown and answer.rows:
            rows_panel.choose(answer, key, say)
            st.html(_rows_html(warehouse, answer))
    rows_panel.show(answer, key, say)


def _is_tall(answer: Answer) -> bool:
    """Whether a drawing needs more height on a phone than a map of all of Indonesia."""
    aspect = charts.of(answer.figure).aspect
    return aspect is not None and aspect(answer) > _FLAT


def drawing(answer: Answer, key: str) -> None:
    """A figure as words and a drawing alone, also of facts that are not served.

    Args:
        answer: the figure, asked.
        key: unique on the page.
    """
    aspect = charts.of(answer.figure).aspect
    with st.container(key=f"form-{answer.figure.chart}-{key}", gap="xsmall"):
        st.markdown(f"**{markup.escape(answer.headline)}**")
        st.caption(markup.escape(answer.subtitle))
        if not charts.is_drawable(answer):
            return
        if answer.legend:
            st.html(_legend_html(answer))
        shown = replace(answer, revision=state.warehouse().revision)  # whose shapes are served
        _chart(shown, key, int(_HALF_WIDTH * aspect(answer)) if aspect else None, None)


@lru_cache(maxsize=512)
def _legend_html(answer: Answer) -> str:
    say = words(answer.selection.lang)
    return markup.render(
        "legend.html",
        entries=[entry for entry in answer.legend if entry.is_listed],
        label=say("Legend"),
        is_tall=_is_tall(answer),
        marks=addresses.asset("marks/", addresses.HERE),
    )


def prepare(warehouse: Warehouse, figure_id: str, selection: Selection) -> None:
    """Ask a figure, and draw it where it can be drawn, unseen: the next reader waits less."""
    answer = registry.answer(warehouse, figure_id, selection)
    if charts.is_drawable(answer):
        _drawing(answer, None)


@lru_cache(maxsize=512)
def _drawing(answer: Answer, height: int | None) -> Drawing:
    """The drawing of an answer, made once."""
    name = answer.shapes.name if answer.shapes else ""
    geojson = addresses.shapes(name, answer.revision, addresses.HERE) if name else None
    return Drawing(charts.draw(answer, height, geojson))


def _chart(
    answer: Answer, key: str, height: int | None, on_region: Callable[[str], None] | None
) -> None:
    drawn = _drawing(answer, height)
    st.plotly_chart(
        drawn,
        theme=None,
        width="stretch",
        config={
            "displayModeBar": False,
            "topojsonURL": addresses.asset("", addresses.HERE),
            "responsive": True,
        },
        alt=answer.reading,
        **rows_panel.drawing(key, drawn, on_region),
    )


def _notes(answer: Answer, say: Words) -> None:
    """The caveats below a drawing that the page has not told yet; paper has the sources too."""
    line = source_text(answer.sources, answer.facts_version, say)
    st.html(markup.render("notes.html", caveats=state.untold(answer.caveats), source_line=line))


def _tools(answer: Answer, selection: Selection, key: str, say: Words, *, with_table: bool) -> bool:
    """The one row of tools below a drawing; returns whether its rows are shown."""
    with st.container(key=f"tools-{key}", horizontal=True, gap="xsmall"):
        lazy_sources(answer.sources, key, say)
        export_menu.buttons(answer, key, say)
        tray_state.button(answer.figure.id, selection, key, say)
        return with_table or _table_button(answer, key, say)


def _table_button(answer: Answer, key: str, say: Words) -> bool:
    """The button that shows and hides the rows behind the drawing; whether they are shown."""
    if not answer.rows:
        return False
    name = f"{key}-table"

    def turn() -> None:
        st.session_state[name] = not st.session_state.get(name, False)

    is_shown = bool(st.session_state.get(name, False))
    st.button(
        say("Hide the table") if is_shown else say("Table"),
        icon=":material/table:",
        type="tertiary",
        on_click=turn,
        key=f"{name}-button",
    )
    return is_shown


def lazy_sources(sources: tuple[Source, ...], key: str, say: Words) -> None:
    """How many sources there are, and their list when it is opened."""
    if not sources:
        return
    opened = st.popover(
        counted(sources, say),
        icon=":material/fact_check:",
        type="tertiary",
        on_change="rerun",
        key=f"{key}-sources-button",
    )
    if opened.open:
        with opened:
            sources_list(sources, say)


def sources_of_words(
    title: str, sources: tuple[Source, ...], facts_version: str, say: Words, key: str
) -> None:
    """The sources of numbers in sentences, cards and lists, which a title may name."""
    with st.container(key=f"tools-{key}", horizontal=True, gap="xsmall"):
        st.html(
            markup.render(
                "sources_of_words.html",
                title=title,
                source_line=source_text(sources, facts_version, say),
            ),
            width="content",
        )
        lazy_sources(sources, key, say)


def sources_list(sources: tuple[Source, ...], say: Words) -> None:
    """Every source with publisher, date and address."""
    if not sources:
        return
    st.markdown(f"**{counted(sources, say)}**")
    st.markdown(
        "\n".join(
            f"- [{markup.escape(link.text)}]({link.address}){markup.escape(link.after)}"
            for link in table.source_links(sources, say)
        )
    )


@cached_text()
def _rows_html(warehouse: Warehouse, answer: Answer) -> str:
    """The rows behind a figure as a table: it sorts, reads on a phone, and prints whole."""
    head, body = table.cells(
        answer.rows, answer.figure.columns, words(answer.selection.lang), warehouse
    )
    return markup.render("table.html", label=answer.headline, head=head, rows=body)

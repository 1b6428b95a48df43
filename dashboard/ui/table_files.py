"""Rows on the page Data: their sources, and the buttons that take them away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.core.i18n import Words
from dashboard.export import files, markup, streamed
from dashboard.ui import figure_card
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.sources import sources_of_table

if TYPE_CHECKING:
    import pyarrow as pa


def sources(warehouse: Warehouse, found: pa.Table, say: Words, key: str) -> None:
    """The sources of the shown rows, as under every figure."""
    listed = sources_of_table(warehouse, found)
    if listed:
        version = warehouse.build.facts_version
        figure_card.sources_of_words("", listed, version, say, key)


def buttons(
    make: Callable[[], files.TableExport],
    name: str,
    key: str,
    say: Words,
    whole: Callable[[str], str] | None = None,
) -> None:
    """A button a format; each file is made on the click.

    Args:
        make: what the files hold.
        name: of the files, without ending.
        key: of the buttons.
        say: the reader's words.
        whole: the address of all rows by the ending of a file, where the other kinds are cut.
    """

    def written(kind: files.Format) -> bytes:
        return kind.write(make())

    with st.container(horizontal=True, gap="small"):
        for kind in (*files.FORMATS, files.NOTES):
            if whole is not None and kind.ending in streamed.WRITERS:
                st.link_button(kind.label, whole(kind.ending), icon=":material/download:")
                continue
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
        markup.escape(
            say(
                "XLSX and Parquet carry licence, filters and sources inside; a CSV is rows only, "
                "its notes are the text file. Codes such as 63.10 are text: to open the rows in "
                "Excel, take XLSX."
            )
        )
    )

"""What a change of the facts would do: rows, scores, headlines, figures, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import streamlit as st

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.export import markup
from dashboard.ingest import report
from dashboard.ingest.changed_tables import KINDS, Kind, RowChange
from dashboard.ingest.effects import Effects, Pair
from dashboard.ingest.review import Finding
from dashboard.ingest.steps import Preview
from dashboard.narrative import changes
from dashboard.ui import figure_card, lists, state, update_files, updates
from dashboard.warehouse import tables

_MANY = 5  # findings of one kind that can be marked together
_HEADLINES = 8
_EMPTY = "–"


@dataclass(frozen=True)
class _Line:
    """A line of a cell of a table."""

    text: str
    style: str = ""
    address: str = ""


def rows(found: Preview) -> None:
    """The rows that are added, changed, removed and unchanged, a tab each with its count."""
    say = state.words()
    if found.proposal is None:
        return
    counts = {kind: len(found.proposal.of_kind(kind)) for kind in KINDS}
    labels = {
        kind: f"{report.kind_label(kind, say)} ({say.number(n, 0)})" for kind, n in counts.items()
    }
    first = next((kind for kind in KINDS if counts[kind]), KINDS[0])
    tabs = st.tabs(list(labels.values()), default=labels[first])
    for tab, kind in zip(tabs, KINDS, strict=True):
        with tab:
            _of_kind(found, kind, say)
    st.download_button(
        say("All rows (CSV)"),
        data=partial(update_files.changes, found.proposal.rows),
        file_name="preview.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=updates.key("rows"),
    )


def _of_kind(found: Preview, kind: Kind, say: Words) -> None:
    all_rows = found.proposal.of_kind(kind) if found.proposal else ()
    if not all_rows:
        st.caption(say("No rows."))
        return
    key = updates.key(f"rows-{kind}")
    n = lists.shown(key, id(found))
    shown = all_rows[:n]
    for table, own in groupby(shown, key=lambda row: row.table):
        _table(table, kind, list(own), say)
    lists.more(key, id(found), n, len(all_rows))


def _table(table: str, kind: Kind, own: Sequence[RowChange], say: Words) -> None:
    """Rows of one table: what names them, then their cells, old and new where they change."""
    known = tables.tables(state.warehouse()).get(table)
    title = known.title[say.lang] if known else table
    labels = {
        one.published or one.name: one.label[say.lang] for one in (known.columns if known else ())
    }
    label = f"{title} · {report.kind_label(kind, say)}"
    st.markdown(f"**{markup.escape(title)}**")
    if kind != "changed":
        # Rows that become blocks on a phone: they have more columns than it has room for.
        names = dict.fromkeys(name for row in own for name in row.cells if not _is_other(name, say))
        cells = [{labels.get(n, n): _cell(n, row.cells.get(n, "")) for n in names} for row in own]
        st.html(markup.render("rows.html", label=label, rows=cells, older=[], more=""))
        return
    head = (say("Row"), say("Column"), say("Now"), say("Then"))
    body = [
        [
            _named(row, {cell.column for cell in row.changes}, say) if at == 0 else [_Line("")],
            [_Line(labels.get(cell.column, cell.column))],
            [_Line(cell.old or _EMPTY)],
            [_Line(cell.new or _EMPTY, "strong")],
        ]
        for row in own
        for at, cell in enumerate(row.changes)
    ]
    st.html(markup.render("text_table.html", label=label, head=head, rows=body), width="stretch")


def _is_other(name: str, say: Words) -> bool:
    """Whether a column is the text of a row in the other language."""
    return name.endswith("_en" if say.lang == "id" else "_id") and name not in _IDS


_IDS = ("source_id", "incident_id", "activity_id")


def _cell(name: str, text: str) -> str:
    """A cell as a reader reads it: a region by its name beside its code, a source by its own."""
    if name == "region_code" and (region := updates.name_of(text)):
        return f"{region} ({text})"
    if name == "source_id" and (source := state.warehouse().sources.get(text)):
        return f"{source.publisher} ({text})"
    return text


def _named(row: RowChange, changed: set[str], say: Words) -> list[_Line]:
    """What names a row: its region, then its other short cells."""
    region = updates.name_of(row.cells.get("region_code", ""))
    others = [
        cell
        for name, cell in row.cells.items()
        if name not in changed and name != "region_code" and len(cell) <= 40
    ]
    lines = [_Line(region or (others[0] if others else row.table), "strong")]
    lines.append(_Line(" · ".join(others[:4] if region else others[1:4]), "what"))
    if row.place is not None:
        lines.append(_Line(row.place.words(say), "what"))
    return [line for line in lines if line.text]


# --- what readers would see ----------------------------------------------------------------------


def effects(found: Preview) -> None:
    """What readers would see otherwise: scores, news, headlines, and figures side by side."""
    say, of = state.words(), found.effects
    if of is None:
        return
    st.subheader(say("What readers will see"), anchor=False)
    if not (of.moved or of.figures or of.news):
        st.caption(say("No score, headline or figure changes."))
        return
    _moved(of, say)
    _headlines(of, say)
    _news(of, say)
    for pair in of.drawn:
        _side_by_side(pair, say)


def _moved(of: Effects, say: Words) -> None:
    if not of.moved:
        return
    key = updates.key("moved")
    n = lists.shown(key, id(of), 10)
    title = say.plural(
        "{n} score, rank or class changes", "{n} scores, ranks or classes change", len(of.moved)
    )
    st.markdown(f"**{title}**")
    body = [
        [
            [
                _Line(updates.name_of(one.region_code) or one.region_code, "strong"),
                _Line(f"{dictionary.label('scopes', one.scope, say.lang)}, {one.year}", "what"),
            ],
            [_Line(report.standing(one.old, say))],
            [_Line(report.standing(one.new, say), "strong" if not one.is_rank_only else "")],
        ]
        for one in of.moved[:n]
    ]
    head = (say("Score of"), say("Now"), say("Then"))
    st.html(markup.render("text_table.html", label=title, head=head, rows=body))
    lists.more(key, id(of), n, len(of.moved))


def _headlines(of: Effects, say: Words) -> None:
    pairs = [pair for pair in of.figures if pair.is_said_anew]
    if not pairs:
        return
    title = say.plural("{n} headline changes", "{n} headlines change", len(pairs))
    st.markdown(f"**{title}**")
    body = [
        [[_Line(pair.before.headline)], [_Line(pair.after.headline, "strong")]]
        for pair in pairs[:_HEADLINES]
    ]
    head = (say("Now"), say("Then"))
    st.html(markup.render("text_table.html", label=title, head=head, rows=body))


def _news(of: Effects, say: Words) -> None:
    if not of.news:
        return
    title = say.plural("{n} piece of news", "{n} pieces of news", len(of.news))
    with st.expander(title, icon=":material/campaign:"):
        sentences = [markup.escape(changes.sentence(one, say)) for one in of.news[:100]]
        st.markdown("\n".join(f"- {one}" for one in sentences))


def _side_by_side(pair: Pair, say: Words) -> None:
    """One figure before and after; below each other on a phone."""
    left, right = st.columns(2, gap="medium")
    for column, title, answer, when in (
        (left, say("Now"), pair.before, "before"),
        (right, say("Then"), pair.after, "after"),
    ):
        with column, st.container(border=True, gap="xsmall"):
            st.caption(title)
            figure_card.drawing(answer, updates.key(f"{pair.figure_id}-{when}"))


# --- findings ------------------------------------------------------------------------------------


def findings(found: Preview) -> set[str]:
    """Each finding with a box to mark it as looked at; the keys of those that are marked."""
    say = state.words()
    if not found.findings:
        return set()
    n = len(found.findings)
    st.subheader(
        say.plural("{n} finding needs a look", "{n} findings need a look", n), anchor=False
    )
    st.caption(
        markup.escape(say("Nothing here is forbidden. Mark each one when you have looked at it."))
    )
    marked: set[str] = set()
    by_kind = sorted(found.findings, key=lambda one: one.kind)
    for _kind, group in groupby(by_kind, key=lambda one: one.kind):
        marked |= _of_one_kind(list(group), say)
    return marked


def _of_one_kind(own: list[Finding], say: Words) -> set[str]:
    keys = {one.key: updates.key(f"finding-{one.key}") for one in own}

    def mark() -> None:
        for name in keys.values():
            st.session_state[name] = True

    for one in own:
        st.checkbox(
            markup.escape(one.sentence(say, updates.name_of)),
            key=keys[one.key],
        )
    if len(own) > _MANY:
        text = say("All {n} of this kind have been looked at", n=say.number(len(own), 0))
        st.button(text, on_click=mark, type="tertiary", key=updates.key(f"all-{own[0].kind}"))
    return {name for name, key in keys.items() if st.session_state.get(key)}

"""A preview in words, for the command line, and as JSON, for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.facts.messages import shown
from dashboard.facts.revisions import Counts
from dashboard.ingest import questions
from dashboard.ingest.changed_tables import KINDS, RowChange
from dashboard.ingest.effects import Moved, Standing
from dashboard.ingest.incoming import ColumnMatch, Place, Question
from dashboard.ingest.steps import Preview
from dashboard.narrative import changes

NameOf = Callable[[str], str | None]
MOST_LINES = 20  # of one list on a screen; JSON holds all


# --- words ---------------------------------------------------------------------------------------


def lines(found: Preview, say: Words, name_of: NameOf) -> Iterator[str]:
    """A preview as lines: columns, questions, faults, rows, findings, effects.

    Args:
        found: the preview.
        say: the words of the reader.
        name_of: the name of a region by its code.
    """
    yield from _of_columns(found, say)
    yield from _listed(
        say("Questions, to be answered by their keys:"),
        [_asked(one, say) for one in found.questions],
        say,
    )
    yield from _listed(
        say("Faults, to be mended in the file:"),
        [one.sentence(say) for one in found.all_faults],
        say,
    )
    yield from _listed(
        say("Left out:"), [one.sentence(say) for one in found.incoming.left_out], say
    )
    yield from _listed(
        say("How it was read:"), [one.sentence(say) for one in found.incoming.remarks], say
    )
    if not found.is_sound:
        return
    yield from _of_rows(found, say)
    yield from _listed(
        say("Findings that need a look:"),
        [one.sentence(say, name_of) for one in found.findings],
        say,
    )
    if found.effects is not None:
        yield from _listed(
            say("What readers will see otherwise:"),
            [moved(one, say, name_of) for one in found.effects.moved],
            say,
        )
        yield from _listed(
            say("Headlines:"),
            [
                f"{pair.figure_id}: {pair.before.headline} → {pair.after.headline}"
                for pair in found.effects.figures
                if pair.is_said_anew
            ],
            say,
        )
        yield from _listed(
            say("News:"), [changes.sentence(one, say) for one in found.effects.news], say
        )


def _listed(title: str, texts: list[str], say: Words) -> Iterator[str]:
    if not texts:
        return
    yield title
    yield from (f"- {text}" for text in texts[:MOST_LINES])
    if (more := len(texts) - MOST_LINES) > 0:
        yield "- " + say.plural("and {n} more (all of them: --json)", "and {n} more (--json)", more)


def _of_columns(found: Preview, say: Words) -> Iterator[str]:
    incoming = found.incoming
    if not incoming.columns:
        return
    where = incoming.file_name + (f", {incoming.sheet}" if incoming.sheet else "")
    yield say("{file}, for the table {table}:", file=shown(where), table=incoming.table or "?")
    yield from (f"- {matched(match, say)}" for match in incoming.columns)


def matched(match: ColumnMatch, say: Words) -> str:
    """A column of the sheet and what it was read as."""
    heading, column = shown(match.heading or "–"), match.column
    if match.year:
        column = f"{column} ({match.year})"
    if not match.column:
        return say("{heading} → left out", heading=heading)
    return f"{heading} → {column}"


def _asked(question: Question, say: Words) -> str:
    options = "; ".join(
        f"{value} = {label}" if label != value else value
        for value, label in question.options[:MOST_LINES]
    )
    text = f"[{question.key}] {questions.sentence(question, say)}"
    if question.places:
        text += f" ({question.places[0].words(say)})"
    if options:
        text += f" {options}"
    if question.proposed:
        text += " " + say("(likeliest: {value})", value=question.proposed)
    return text


def rows_changed(counts: Counts, table: str, say: Words) -> str:
    """How many rows of a table, called `table`, are added, changed and removed."""
    return say(
        "{table}: {added} added, {changed} changed, {removed} removed",
        table=table,
        added=say.number(counts.added, 0),
        changed=say.number(counts.changed, 0),
        removed=say.number(counts.removed, 0),
    )


def counted(found: Preview, say: Words) -> list[str]:
    """How many rows are added, changed, removed and unchanged, a line each table."""
    if found.proposal is None:
        return []
    texts = [rows_changed(one, one.table, say) for one in found.proposal.counts]
    unchanged = len(found.proposal.of_kind("unchanged"))
    return [*texts, say.plural("{n} row unchanged", "{n} rows unchanged", unchanged)]


def _of_rows(found: Preview, say: Words) -> Iterator[str]:
    yield from counted(found, say)
    rows = [] if found.proposal is None else found.proposal.rows
    shown_rows = [row for row in rows if row.kind != "unchanged"]
    yield from _listed(say("Row by row:"), [_row(row, say) for row in shown_rows], say)


def kind_label(kind: str, say: Words) -> str:
    """What becomes of rows, as a heading says it."""
    return {
        "added": say("Added"),
        "changed": say("Changed"),
        "removed": say("Removed"),
        "unchanged": say("Unchanged"),
    }[kind]


def _row(row: RowChange, say: Words) -> str:
    if row.kind == "changed":
        cells = "; ".join(
            f"{one.column} {one.old or '–'} → {one.new or '–'}" for one in row.changes
        )
        known = [cell for name, cell in row.cells.items() if name not in _changed(row)][:4]
        text = f"{', '.join(known)}: {cells}"
    else:
        text = ", ".join(row.cells.values())
    where = f" ({row.place.words(say)})" if row.place else ""
    return shown_text(f"{row.table}, {kind_label(row.kind, say)}: {text}") + where


def _changed(row: RowChange) -> set[str]:
    return {one.column for one in row.changes}


def shown_text(text: str) -> str:
    """A line of many cells, each part printable, cut where it gets long."""
    short = text if len(text) <= 200 else text[:199] + "…"
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in short)


def moved(one: Moved, say: Words, name_of: NameOf) -> str:
    """A government whose score, rank or class is another one."""
    name = name_of(one.region_code) or one.region_code
    scope = dictionary.label("scopes", one.scope, say.lang, "short")
    return say(
        "{region} ({scope}, {year}): {old} → {new}",
        region=name,
        scope=scope,
        year=one.year,
        old=standing(one.old, say),
        new=standing(one.new, say),
    )


def standing(one: Standing | None, say: Words) -> str:
    """A score with its rank and class, as far as they are known."""
    if one is None:
        return say("no score")
    parts = [say.number(float(one.score), dictionary.decimals("spi"))]
    if one.rank is not None and one.of is not None:
        parts.append(say("rank {rank} of {n}", rank=one.rank, n=one.of))
    if one.spi_class:
        parts.append(dictionary.label("classes", one.spi_class, say.lang))
    return ", ".join(parts)


# --- JSON ----------------------------------------------------------------------------------------


def status(found: Preview) -> str:
    """Where a preview stands: `questions`, `faults`, `findings`, `empty` or `sound`."""
    if found.questions:
        return "questions"
    if found.all_faults or found.proposal is None:
        return "faults"
    if found.is_empty:
        return "empty"
    return "findings" if found.findings else "sound"


def as_json(found: Preview, say: Words, name_of: NameOf) -> dict[str, Any]:
    """All of a preview, as JSON can hold it."""
    incoming, proposal = found.incoming, found.proposal
    rows = proposal.rows if proposal else ()
    return {
        "status": status(found),
        "table": incoming.table,
        "file": incoming.file_name,
        "sha256": incoming.file_hash,
        "sheet": incoming.sheet,
        "base": proposal.base if proposal else "",
        "columns": [
            {"heading": one.heading, "column": one.column, "how": one.how, "year": one.year}
            for one in incoming.columns
        ],
        "questions": [_question(one, say) for one in found.questions],
        "faults": [
            {
                **_place(one.place),
                "value": one.value,
                "rule": one.rule,
                "sentence": one.sentence(say),
            }
            for one in found.all_faults
        ],
        "left_out": [one.sentence(say) for one in incoming.left_out],
        "remarks": [one.sentence(say) for one in incoming.remarks],
        "counts": {
            one.table: {"added": one.added, "changed": one.changed, "removed": one.removed}
            for one in (proposal.counts if proposal else ())
        },
        "unchanged": sum(row.kind == "unchanged" for row in rows),
        "rows": [_row_as_json(row) for row in rows if row.kind in KINDS[:3]],
        "findings": [
            {
                "key": one.key,
                "kind": one.kind,
                "region_code": one.region_code,
                **(_place(one.place) if one.place else {}),
                "sentence": one.sentence(say, name_of),
            }
            for one in found.findings
        ],
        "effects": _effects(found, say),
    }


def _effects(found: Preview, say: Words) -> dict[str, Any]:
    if found.effects is None:
        return {}
    return {
        "scores": [
            {
                "region_code": one.region_code,
                "scope": one.scope,
                "year": one.year,
                "old": _standing_as_json(one.old),
                "new": _standing_as_json(one.new),
            }
            for one in found.effects.moved
        ],
        "headlines": [
            {"figure": one.figure_id, "old": one.before.headline, "new": one.after.headline}
            for one in found.effects.figures
            if one.is_said_anew
        ],
        "news": [
            {**one.as_json(), "sentence": changes.sentence(one, say)} for one in found.effects.news
        ],
    }


def _standing_as_json(one: Standing | None) -> dict[str, Any] | None:
    if one is None:
        return None
    score = float(one.score) if isinstance(one.score, Decimal) else one.score
    return {"score": score, "rank": one.rank, "of": one.of, "class": one.spi_class}


def _question(one: Question, say: Words) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "sentence": questions.sentence(one, say),
        "text": one.text,
        "column": one.column,
        "count": one.count,
        "options": [{"value": value, "label": label} for value, label in one.options],
        "proposed": one.proposed,
        "places": [_place(place) for place in one.places],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
    }


def _row_as_json(row: RowChange) -> dict[str, Any]:
    return {
        "table": row.table,
        "kind": row.kind,
        "cells": dict(row.cells),
        "changes": [{"column": c.column, "old": c.old, "new": c.new} for c in row.changes],
        "place": _place(row.place) if row.place else None,
    }

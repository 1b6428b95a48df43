"""Tables and results of the SQL box as they leave: all rows, with what must be known of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dashboard.core.i18n import words
from dashboard.export import files
from dashboard.warehouse import sqlbox, table_rows, tables
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.sources import Sources, sources_of_table
from dashboard.warehouse.table_rows import Question

if TYPE_CHECKING:
    import pyarrow as pa


def of_table(known: Warehouse, question: Question, lang: str) -> files.TableExport:
    """All rows of a question to a table, in words of `lang`; made when a reader takes a file."""
    say = words(lang)
    found = table_rows.rows_of_file(known, question)
    filters = [*table_rows.filter_sentences(known, question, say)]
    n_found = table_rows.count(known, question)
    if found.num_rows < n_found:
        filters.append(
            say(
                "Only the first {shown} of {n} rows: filter by regions or years to take the rest "
                "in several files.",
                shown=say.number(found.num_rows, 0),
                n=say.number(n_found, 0),
            )
        )
    return described(
        known, question, found, lang, sources=sources_of_table(known, found), filters=filters
    )


def described(
    known: Warehouse,
    question: Question,
    found: pa.Table,
    lang: str,
    *,
    sources: Sources,
    filters: Sequence[str] = (),
) -> files.TableExport:
    """Rows of a table with what must be known of them.

    Args:
        known: where the facts are.
        question: what the rows answer.
        found: the rows.
        lang: of all texts.
        sources: that the rows name.
        filters: which rows these are; none is as the question says.
    """
    say, chosen = words(lang), tables.tables(known)[question.table]
    return files.TableExport(
        title=f"{chosen.title[lang]} ({chosen.name}). {chosen.text[lang]}",
        rows=found,
        columns={column.name: column.described(say) for column in chosen.columns},
        filters=tuple(filters) or table_rows.filter_sentences(known, question, say),
        sources=sources,
        facts_version=known.build.facts_version,
        revision=known.revision,
        lang=lang,
        saved_on=date.today(),
        labels={"": {column.name: column.label[lang] for column in chosen.columns}},
    )


def of_result(known: Warehouse, result: sqlbox.Result, lang: str) -> files.TableExport:
    """The rows of a reader's own query with its SQL, in words of `lang`."""
    say = words(lang)
    sentences = [say("Rows of a reader's own SQL query.")]
    if result.cut:
        n = say.number(result.rows.num_rows, 0)
        sentences.append(say("Cut after {n} rows: there are more.", n=n))
    return files.TableExport(
        title=say("Result of an SQL query"),
        rows=result.rows,
        columns={},
        filters=tuple(sentences),
        sources=sources_of_table(known, result.rows),
        facts_version=known.build.facts_version,
        revision=known.revision,
        lang=lang,
        query=result.sql,
        saved_on=date.today(),
    )

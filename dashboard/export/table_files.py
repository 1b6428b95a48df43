"""Tables and results of the SQL box as they leave: all rows, with what must be known of them."""

from __future__ import annotations

from datetime import date

from dashboard.core.i18n import words
from dashboard.export import files
from dashboard.warehouse import sqlbox, table_rows, tables
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.sources import sources_of_table
from dashboard.warehouse.table_rows import Question


def of_table(known: Warehouse, question: Question, lang: str) -> files.TableExport:
    """All rows of a question to a table, in words of `lang`; made when a reader takes a file."""
    say, chosen = words(lang), tables.tables(known)[question.table]
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
    return files.TableExport(
        title=f"{chosen.title[lang]} ({chosen.name}). {chosen.text[lang]}",
        rows=found,
        columns={column.name: column.described(say) for column in chosen.columns},
        filters=tuple(filters),
        sources=sources_of_table(known, found),
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

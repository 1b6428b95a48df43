"""What a question asks, as a sentence for whoever answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.core.i18n import message
from dashboard.facts.messages import shown

if TYPE_CHECKING:
    from dashboard.core.i18n import Words
    from dashboard.ingest.incoming import Question

# By the kind of the question; those of rows that come along by what their key begins with.
_SENTENCES = {
    "table": message("Which table is the file for?"),
    "sheet": message("Which sheet holds the rows?"),
    "column": message("Which column of the sheet is “{text}”?"),
    "value": message("The sheet has no column “{text}”. Which value holds for all rows?"),
    "region": message("Which region is “{text}”?"),
    "code": message("What does “{text}” mean in the column {column}?"),
    "date": message("How are the dates written, such as “{text}”?"),
    "number": message("How are the numbers written, such as “{text}”?"),
    "source": message("Where do the rows come from?"),
    "classes": message(
        "No limits of the SPI classes are known for {text}. Which ones does the source state?"
    ),
    "office": message("Which kind of office is “{text}”?"),
    "conflict": message("{text}: the facts of the program and those of this office differ."),
}


def sentence(question: Question, say: Words) -> str:
    """What is asked, in the reader's language."""
    prefix = question.key.partition(":")[0]
    text = _SENTENCES[prefix if prefix in ("classes", "office", "conflict") else question.kind]
    return say(text, text=shown(question.text), column=question.column)

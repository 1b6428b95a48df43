"""Parts of the reader's own: a slide of text, or a divider that says what comes next."""

from __future__ import annotations

from dashboard.briefing.content import DIVIDER, Part, statement
from dashboard.core.i18n import words
from dashboard.warehouse.engine import Warehouse


def own(warehouse: Warehouse, subject: str, lang: str) -> Part:
    """The part before the reader's words are put in: what it is called without a title."""
    say = words(lang)
    title = say("Divider without a title") if subject == DIVIDER else say("Text without a title")
    return statement(warehouse, subject, lang, title=title, subtitle="")

"""The place on Ringkasan for what is new since a reader's last visit (`assets/news.js`).

Only the browser knows that visit, so that the place is empty until its script asks for the news. It
lies in the line of the heading: where nothing is new, nothing shows and nothing moves.
"""

from __future__ import annotations

from markupsafe import Markup

from dashboard.core.i18n import Words
from dashboard.core.pages import FIRST
from dashboard.core.selection import Selection
from dashboard.export import markup
from dashboard.figures import addresses
from dashboard.warehouse.engine import Warehouse

AT_MOST = 5  # pieces of news that are listed; the others are a click away
DATE = "…"  # where the script puts the day of the last visit


def place(warehouse: Warehouse, page: str, chosen: Selection, say: Words) -> Markup:
    """The place in the heading of the first page; nothing on others, and without a store.

    Args:
        warehouse: what is shown; news is what came after the revision that the reader saw.
        page: the path of the page, empty for the first one too.
        chosen: whose regions come first, after the reader's own.
        say: the reader's words.
    """
    if (page or FIRST) != FIRST or not warehouse.stored:
        return Markup()
    here, lang = addresses.HERE, say.lang
    text = markup.render(
        "news.html",
        revision=warehouse.stored,
        regions=" ".join(chosen.region),
        at_most=AT_MOST,
        rows=addresses.news("json", (), lang, here),
        all=addresses.news("html", (), lang, here),
        feed=addresses.news("atom", (), lang, here),
        title=say("What is new"),
        short=say("New"),
        since=say("Since your last visit on {date}", date=DATE),
        to_all=say("All changes"),
        to_feed=say("Subscribe (Atom feed)"),
        read=say("Mark as read"),
    )
    return Markup(text)  # noqa: S704 (our own template)

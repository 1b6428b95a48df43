"""The news that the store recorded: of some regions, of all of them, since a revision.

What a warehouse was made from never changes: its news is read from the store once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dashboard.core import limits
from dashboard.core.i18n import LANGUAGES, Words, words
from dashboard.core.settings import Settings
from dashboard.facts.revisions import Revision
from dashboard.facts.store import Store
from dashboard.narrative import changes, late_news
from dashboard.narrative.changes import Change
from dashboard.warehouse.engine import Warehouse, cached

_LOG = logging.getLogger("dashboard")
LEAST_DIGITS = 4  # of the beginning of a revision's id


@dataclass(frozen=True)
class News:
    """A piece of news, and the revision that brought it: the last of several."""

    change: Change
    revision: str
    when: dt.datetime


def recorded(warehouse: Warehouse, settings: Settings) -> tuple[Revision, ...]:
    """The revisions up to the one that a warehouse shows, the newest first; none without a store.

    Raises:
        StoreError: the store cannot be read.
    """
    return _recorded(warehouse, settings, late_news.known(settings))


@cached(maxsize=4)
def _recorded(
    warehouse: Warehouse, settings: Settings, _late: frozenset[str]
) -> tuple[Revision, ...]:
    """The same; what was found out late is read anew when there is more of it."""
    store = Store.open(settings) if warehouse.stored else None
    if store is None:
        return ()
    revisions = store.history()
    ids = [one.id for one in revisions]
    shown = revisions[ids.index(warehouse.stored) :] if warehouse.stored in ids else []
    return tuple(late_news.completed(one, settings) for one in shown)


def concerns(change: Change, regions: Collection[str]) -> bool:
    """Whether news is of one of these regions; a province has its kabupaten and kota with it."""
    code = change.region_code
    return not regions or code in regions or code.partition(".")[0] in regions


def every(revisions: Iterable[Revision], regions: Collection[str] = ()) -> list[News]:
    """Each piece of news as it was recorded, newest first; of all regions where none is said."""
    return [
        News(change, one.id, one.when)
        for one in revisions
        for change in _changes(one)
        if concerns(change, regions)
    ]


def cut_sentence(revisions: Iterable[Revision], say: Words) -> str:
    """That a revision brought more than is told of it, in words; empty where none did."""
    most = limits.MOST_NEWS
    if not any(len(one.note.changes) >= most for one in revisions):
        return ""
    return say(
        "A revision changed at least {n} things: only its {n} most important changes are told. "
        "The page Data shows all rows.",
        n=say.number(most, 0),
    )


def since(
    revisions: Sequence[Revision], revision: str, regions: Collection[str] = ()
) -> list[News]:
    """What is new after a revision, several changes of one thing netted, the most important first.

    Raises:
        KeyError: none of the revisions, or several, have this id or this beginning of it.
    """
    oldest_first = every(after(revisions, revision), regions)[::-1]
    last = {one.change.thing: one for one in oldest_first}
    # Within one revision the most important news comes first; netting does not mind the order.
    netted = changes.net(one.change for one in oldest_first)
    return [News(change, last[change.thing].revision, last[change.thing].when) for change in netted]


def after(revisions: Sequence[Revision], revision: str) -> Sequence[Revision]:
    """The revisions after one of them, the newest first.

    Raises:
        KeyError: none of the revisions, or several, have this id or this beginning of it.
    """
    return revisions[: _place(revisions, revision)]


def _place(revisions: Sequence[Revision], name: str) -> int:
    name = name.strip().lower()
    found = [at for at, one in enumerate(revisions) if one.id.startswith(name)]
    if len(name) < LEAST_DIGITS or len(found) != 1:
        raise KeyError(name)
    return found[0]


def _changes(revision: Revision) -> list[Change]:
    """The news of a revision; what another program wrote and this one cannot say is left out."""
    found = []
    for written in revision.note.changes:
        try:
            change = changes.from_json(written)
            for say in map(words, LANGUAGES):
                changes.sentence(change, say), changes.title(change, say)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            _LOG.warning("News of revision %s cannot be read: %r", revision.short, error)
            continue
        found.append(change)
    return found

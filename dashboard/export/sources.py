"""The source line that travels with every drawing, and the mark that opens a number's sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from dashboard.core import limits
from dashboard.core.i18n import Words
from dashboard.export import markup, table
from dashboard.figures import addresses
from dashboard.warehouse.engine import Source
from dashboard.warehouse.sources import is_cut

NAMED_PUBLISHERS = 3
# Letters and hyphens of a part of an address that can still be typed. Longer ones are headlines,
# which may name persons as well: they stay behind the link.
_TYPED, _HYPHENS = 24, 1


@dataclass(frozen=True)
class Reference:
    """A source as paper and slides print it.

    Attributes:
        publisher: who published it.
        title: the name of the document or page; empty where it is not known.
        date: of publication, as precise as it is known, or the word for undated.
        is_official: whether a government or the KPK published it.
        address: the source's own, encoded for a link.
        printed: an address to type from paper, without `https://`; where the dashboard has no
            address it is the beginning of the source's own and ends in an ellipsis if it was cut.
        printed_link: where the printed address leads: a link for its text.
    """

    publisher: str
    title: str
    date: str
    is_official: bool
    address: str
    printed: str
    printed_link: str

    def described(self, say: Words) -> str:
        """Title, publisher, date and standing as one text, without the address."""
        standing = f" ({say('official')})" if self.is_official else ""
        named = (self.title, f"{self.publisher}{standing}", self.date)
        return ", ".join(part for part in named if part)


def reference(source: Source, say: Words, base: str = "") -> Reference:
    """A source as it is printed.

    Args:
        source: what is referred to.
        say: words of the document.
        base: the address of the dashboard, before the path; empty where it has none.
    """
    address = markup.address(source.url)
    short = addresses.source(source.source_id, base) if addresses.is_whole(base) else ""
    return Reference(
        publisher=source.publisher,
        title=source.title or "",
        date=say.partial_date(source.published_on) if source.published_on else say("undated"),
        is_official=source.is_official,
        address=address,
        printed=_without_scheme(short) if short else _beginning(source.url),
        printed_link=short or address,
    )


def _without_scheme(address: str) -> str:
    return address.partition("://")[2]


def _beginning(url: str) -> str:
    """Host and path of an address, as far as its parts can be typed."""
    # A note on the file within it may follow the address.
    parts = urlsplit(url.split(" ", maxsplit=1)[0])
    shown = parts.netloc.removeprefix("www.")
    for part in filter(None, parts.path.split("/")):
        if not _is_typed(part):
            return f"{shown}/…"
        shown += f"/{part}"
    if not parts.query:
        return shown
    return f"{shown}/?{parts.query}" if _is_typed(parts.query) else f"{shown}/…"


def _is_typed(part: str) -> bool:
    return len(part) <= _TYPED and part.count("-") <= _HYPHENS


@lru_cache(maxsize=1024)
def source_text(sources: tuple[Source, ...], facts_version: str, say: Words) -> str:
    """First publishers, how many more, and the version of the facts."""
    publishers = list(dict.fromkeys(source.publisher for source in sources))
    if not publishers:
        return say("No source: no known fact. Facts {version}.", version=facts_version)
    named = publishers[:NAMED_PUBLISHERS]
    more = len(publishers) - len(named)
    if more and is_cut(sources):
        named.append(say.plural("at least {n} other", "at least {n} others", more))
    elif more:
        named.append(say.plural("{n} other", "{n} others", more))
    return say("Source: {names}. Facts {version}.", names=say.list(named), version=facts_version)


def counted(sources: tuple[Source, ...], say: Words) -> str:
    """How many sources there are; where their lists were cut, how many there are at least."""
    n = len(sources)
    if is_cut(sources):
        return say.plural("at least {n} source", "at least {n} sources", n)
    return say.plural("{n} source", "{n} sources", n)


def source_mark(what: str, sources: tuple[Source, ...], say: Words) -> dict[str, object] | None:
    """What the small mark behind a number opens: its sources; None where there is none."""
    if not sources:
        return None
    links = table.source_links(sources, say, limits.LINKS_OF_ITEM)
    return {"label": f"{what}: {counted(sources, say)}", "links": links}

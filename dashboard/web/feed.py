"""The news as a feed (`/changes.atom`), as rows for scripts (`.json`) and as a page (`.html`).

All three list what the store recorded, for the asked regions; a province has its kabupaten and kota
with it. Every entry leads to the figure that shows it. Without a store the feed says so: it has one
entry, for the version of the facts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from dashboard.core.i18n import LANGUAGES, Words
from dashboard.core.numbers import whole_number
from dashboard.core.parameters import Problem, repeated
from dashboard.core.selection import MOST_REGIONS, Offer, parse
from dashboard.core.settings import NAME
from dashboard.export import markup
from dashboard.facts.store import StoreError
from dashboard.figures import addresses
from dashboard.narrative import changes, news
from dashboard.narrative.news import News
from dashboard.warehouse import choices, region_names
from dashboard.warehouse.engine import Warehouse
from dashboard.web import errors, negotiation
from dashboard.web.errors import Refusal
from dashboard.web.negotiation import Content
from dashboard.web.query import query_of, with_codes

if TYPE_CHECKING:
    from dashboard.facts.revisions import Revision
    from dashboard.web.routes import Web

MOST_ENTRIES = 200
MOST_SOURCES = 3  # that an entry names
MEDIA_TYPES = addresses.NEWS
# Asked again and again for what is new: a client looks each time, and an equal answer is empty.
FRESH = {"Cache-Control": "public, no-cache"}
_URN = "urn:integritas-daerah"
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Asked:
    """What an address of news asks for.

    Attributes:
        kind: its ending: one of `MEDIA_TYPES`.
        regions: codes; none is every region.
        since: a revision, whose followers are netted; empty for each recorded change.
        first: codes whose news comes first, in this order.
        limit: how many entries.
    """

    kind: str
    regions: tuple[str, ...]
    since: str
    first: tuple[str, ...]
    limit: int

    def address(self, lang: str, base: str, kind: str = "") -> str:
        """The address of the same news, also as another kind; a feed is never `since`."""
        wanted = kind or self.kind
        more = {"since": self.since} if self.since and wanted != "atom" else {}
        return addresses.news(wanted, self.regions, lang, base, **more)


@dataclass(frozen=True)
class Listing:
    """What an answer is written from.

    Attributes:
        warehouse: where the facts are.
        revisions: up to the one that it shows, the newest first; none without a store.
        shown: the news that is listed, of `n` in all.
        asked: the address.
        say: the reader's words.
        base: what stands in front of the paths of links.
    """

    warehouse: Warehouse
    revisions: Sequence[Revision]
    shown: Sequence[News]
    n: int
    asked: Asked
    say: Words
    base: str

    @property
    def subject(self) -> str:
        """What the news is about: the regions by name, or all."""
        if not self.asked.regions:
            return self.say("What is new: all regions")
        known = choices.regions(self.warehouse)
        names = [known[code].name for code in self.asked.regions]
        return self.say("What is new: {regions}", regions=self.say.list(names))

    @property
    def cut(self) -> str:
        """That more was changed than is told, in words; empty where all is."""
        since = self.asked.since
        told = news.after(self.revisions, since) if since else self.revisions
        return news.cut_sentence(told, self.say)

    def link(self, one: News) -> str:
        """The address of what shows a piece of news."""
        return changes.link(one.change, self.warehouse, self.say.lang, self.base)

    def address(self, kind: str) -> str:
        """The address of this list as another kind."""
        return self.asked.address(self.say.lang, self.base, kind)

    @property
    def home(self) -> str:
        """The address of the dashboard."""
        return addresses.page_at("", {"lang": [self.say.lang]}, self.base)

    def text(self, one: News) -> str:
        """What happened, with where it is from."""
        sentence = changes.sentence(one.change, self.say)
        publishers = list(one.change.values.get("sources", ()))[:MOST_SOURCES]
        if not publishers:
            return sentence
        source = self.say("Source: {sources}.", sources=self.say.list(publishers))
        return f"{sentence} {source}"


class Feed:
    """The routes of news.

    Args:
        web: whose facts, settings and cache are used.
    """

    def __init__(self, web: Web) -> None:
        self._web = web

    def handlers(self) -> dict[str, Callable[[Request, Words], Awaitable[Response]]]:
        """The address of each kind, and what answers it."""
        return {f"/changes.{kind}": partial(self._answer, kind) for kind in MEDIA_TYPES}

    async def _answer(self, kind: str, request: Request, say: Words) -> Response:
        warehouse = self._web.newest()
        asked, is_by_name = _read(warehouse, kind, request, say)
        if is_by_name:  # to the address that states the codes
            return with_codes(request, asked.regions, FRESH)
        base = self._web.own.of(request)
        try:
            revisions = await anyio.to_thread.run_sync(news.recorded, warehouse, self._web.settings)
        except StoreError as error:
            raise Refusal(503, "store", error.message(say)) from error

        async def content() -> Content:
            body = await anyio.to_thread.run_sync(_body, warehouse, revisions, asked, say, base)
            headers = {
                "Content-Security-Policy": self._web.policy,
                "Content-Language": say.lang,
                "Link": f'<{asked.address(say.lang, base, "atom")}>; rel="alternate"; '
                f'type="{MEDIA_TYPES["atom"]}"',
            }
            return await negotiation.content(body, MEDIA_TYPES[kind], headers)

        n = sum(len(one.note.changes) for one in revisions)  # some is found out late
        key = self._web.named(
            "news", warehouse.revision, warehouse.stored, n, base, asked, say.lang
        )
        return await self._web.cached(request, key, content, FRESH)


def _read(warehouse: Warehouse, kind: str, request: Request, say: Words) -> tuple[Asked, bool]:
    """What an address asks for, and whether it names a region otherwise than by its code.

    Raises:
        Refusal: a parameter cannot be used.
    """
    given = query_of(request)
    own = ("since",) if kind == "html" else ("since", "first", "limit") if kind == "json" else ()
    rest = {name: values for name, values in given.items() if name not in own}
    parsed = parse(rest, _offer(warehouse))
    problems = list(parsed.problems)
    if given.get("lang", LANGUAGES[:1])[0] not in LANGUAGES:
        problems.append(Problem("lang", given["lang"][0], "not_offered", LANGUAGES))
    problems += [
        repeated(name, given[name])
        for name in own
        if name != "first" and len(given.get(name, ())) > 1
    ]
    limit = MOST_ENTRIES
    if text := (given.get("limit", [""])[0] if "limit" in own else ""):
        number = whole_number(text, 1, MOST_ENTRIES)
        if number is None:
            problems.append(Problem("limit", text, "not_in_range", ("1", str(MOST_ENTRIES))))
        limit = number or limit
    unique = {(one.name, one.value, one.reason): one for one in problems}
    if unique:
        raise errors.unusable(tuple(unique.values()), say)
    first = given.get("first", ()) if "first" in own else ()
    asked = Asked(
        kind,
        parsed.selection.region,
        given.get("since", [""])[0] if "since" in own else "",
        tuple(code for code in first if code in choices.regions(warehouse)),
        limit,
    )
    return asked, bool(parsed.notices)


def _offer(warehouse: Warehouse) -> Offer:
    return Offer(
        names=("region", "lang"),
        regions=choices.regions(warehouse),
        years=(),
        most_regions=MOST_REGIONS,
        named=partial(region_names.meant, warehouse),
    )


def _body(
    warehouse: Warehouse, revisions: Sequence[Revision], asked: Asked, say: Words, base: str
) -> bytes:
    if asked.since:
        try:
            found = news.since(revisions, asked.since, asked.regions)
        except KeyError:
            raise Refusal(
                404,
                "unknown-revision",
                say("There is no revision “{name}” of the facts.", name=asked.since[:40]),
            ) from None
    else:
        found = news.every(revisions, asked.regions)
    if asked.first:
        found.sort(key=partial(_place, asked.first))
    listing = Listing(warehouse, revisions, found[: asked.limit], len(found), asked, say, base)
    return _WRITERS[asked.kind](listing)


def _place(first: Sequence[str], one: News) -> int:
    """Where news stands that is to be in the order of regions; what is of none of them is last."""
    own = (at for at, code in enumerate(first) if news.concerns(one.change, (code,)))
    return next(own, len(first))


# --- the kinds -----------------------------------------------------------------------------------


def _id(one: News, lang: str) -> str:
    """A name of the entry that never changes: its revision, the thing, the language."""
    thing = hashlib.sha256("\0".join(one.change.thing).encode()).hexdigest()[:12]
    return f"{_URN}:change:{one.revision[:12]}:{thing}:{lang}"


def _atom(listing: Listing) -> bytes:
    from feedgen.feed import FeedGenerator

    asked, say, revisions = listing.asked, listing.say, listing.revisions
    facts = listing.warehouse.build
    made = FeedGenerator()
    made.id(f"{_URN}:changes:{'-'.join(asked.regions) or 'all'}:{say.lang}")
    made.title(_xml(f"{NAME}. {listing.subject}"))
    made.author({"name": NAME})
    made.generator(NAME)
    made.language(say.lang)
    made.link(href=listing.address("atom"), rel="self", type=MEDIA_TYPES["atom"])
    made.link(href=listing.address("html"), rel="alternate", type="text/html")
    of_facts = dt.datetime.combine(facts.facts_date, dt.time(), dt.UTC)
    start = revisions[0].when if revisions else of_facts
    made.updated(max((one.when for one in listing.shown), default=start))
    if cut := listing.cut:
        made.subtitle(_xml(cut))
    if not listing.shown:
        entry = made.add_entry(order="append")
        entry.id(f"{_URN}:facts:{facts.facts_version}:{say.lang}")
        entry.title(say("Facts {version}", version=facts.facts_version))
        entry.updated(of_facts)
        entry.link(href=listing.home, rel="alternate")
        entry.summary(_xml(_nothing_yet(listing)))
    for one in listing.shown:
        change = one.change
        entry = made.add_entry(order="append")
        entry.id(_id(one, say.lang))
        entry.title(_xml(changes.title(change, say)))
        entry.updated(one.when)
        entry.published(one.when)
        entry.link(href=listing.link(one), rel="alternate")
        entry.category(term=change.kind)
        entry.category(term=change.region_code, label=_xml(str(change.values["region"])))
        entry.summary(_xml(listing.text(one)))
    written: bytes = made.atom_str(pretty=True)
    return written


def _nothing_yet(listing: Listing) -> str:
    """Why there is no news: nothing was ever changed here, or nothing of these regions."""
    say, facts = listing.say, listing.warehouse.build
    values = {"version": facts.facts_version, "date": say.date(facts.facts_date)}
    if listing.revisions:
        return say(
            "Facts {version} of {date}. No change of these regions has been recorded yet.",
            **values,
        )
    return say(
        "Facts {version} of {date}. Changes are listed here once facts are brought in.", **values
    )


def _json(listing: Listing) -> bytes:
    say, facts = listing.say, listing.warehouse.build
    document = {
        "revision": listing.warehouse.stored,
        "facts": {"version": facts.facts_version, "date": facts.facts_date.isoformat()},
        "lang": say.lang,
        "since": listing.asked.since,
        "regions": list(listing.asked.regions),
        "n": listing.n,
        "notice": listing.cut,
        "changes": [
            {
                "id": _id(one, say.lang),
                "revision": one.revision,
                "when": one.when.isoformat(),
                "kind": one.change.kind,
                "region_code": one.change.region_code,
                "region": one.change.values["region"],
                "title": changes.title(one.change, say),
                "sentence": changes.sentence(one.change, say),
                "figure": one.change.figure,
                "address": listing.link(one),
                "values": {k: v for k, v in one.change.values.items() if k != "labels"},
            }
            for one in listing.shown
        ],
    }
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")


def _html(listing: Listing) -> bytes:
    say = listing.say

    def day(one: News) -> dt.date:
        return one.when.date()

    newest_first = sorted(listing.shown, key=day, reverse=True)
    left = listing.n - len(listing.shown)
    older = say.plural("{n} older change is not listed.", "{n} older changes are not listed.", left)
    older = older if left else ""
    page = markup.render(
        "changes.html",
        lang=say.lang,
        site=NAME,
        title=listing.subject,
        days=[
            {
                "date": say.date(date),
                "entries": [
                    {
                        "title": changes.title(one.change, say),
                        "sentence": listing.text(one),
                        "address": listing.link(one),
                    }
                    for one in of_day
                ],
            }
            for date, of_day in groupby(newest_first, key=day)
        ],
        nothing=_nothing_yet(listing),
        more=f"{older} {listing.cut}".strip(),
        feed=listing.address("atom"),
        to_feed=say("Subscribe (Atom feed)"),
        home=listing.home,
        to_home=say("To the first page of {name}", name=NAME),
    )
    return page.encode("utf-8", "replace")


_WRITERS: dict[str, Callable[[Listing], bytes]] = {"atom": _atom, "json": _json, "html": _html}


def _xml(text: str) -> str:
    """A text without what no XML can hold."""
    return _NOT_IN_XML.sub("", text)

"""Sources: a registered one is found again by its address, a new one gets its id by the rule."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES
from dashboard.facts import Table
from dashboard.ingest import cells, days, words
from dashboard.warehouse.engine import Source, Warehouse

PARTS = ("publisher", "title", "url", "published_on", "source_kind")
KINDS = ("official", "news")
_DIGITS = 6  # of an id, which are its address on paper: no two sources share them
_LONGEST_NAME = 28
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid")
_OFFICIAL = (".go.id", ".mil.id")


class BadSource(ValueError):
    """A source of which something is missing or wrong: `part` names it."""

    def __init__(self, part: str, value: str = "") -> None:
        super().__init__(part, value)
        self.part, self.value = part, value


@dataclass
class Sources:
    """The sources that rows name, registered or new.

    Attributes:
        warehouse: knows those that are registered.
        table: the table of sources, for its rules.
        new: those that are not, by their ids, as rows of the table.
    """

    warehouse: Warehouse
    table: Table
    new: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_url = {same(one.url): one.source_id for one in self.warehouse.sources.values()}
        self._digits = {source_id[-_DIGITS:] for source_id in self.warehouse.sources}

    def known(self, text: str) -> str:
        """The id of a source that a text names by its id or its address; empty where none."""
        if text in self.warehouse.sources:
            return text
        return self._by_url.get(same(text), "") if is_address(text) else ""

    def register(self, given: Mapping[str, object]) -> str:
        """The id of a source: of one with that address, else of a new one.

        Args:
            given: publisher, title, url, published_on and source_kind, as texts.

        Raises:
            BadSource: a part is missing or wrong.
        """
        parts = {name: cells.clean(str(given.get(name) or "")) for name in PARTS}
        parts = {name: "" if words.is_missing(text) else text for name, text in parts.items()}
        url = parts["url"]
        if found := self.known(url):
            return found
        rules = {one.name: one.constraints for one in self.table.fields}
        if not is_address(url) or not re.fullmatch(rules["url"].get("pattern", ".*"), url):
            raise BadSource("url", url)
        parts["publisher"] = parts["publisher"] or self._publisher(url)
        if not parts["publisher"]:
            raise BadSource("publisher")
        kind = parts["source_kind"]
        kind = _kinds().get(words.key(kind), kind) or ("official" if is_official(url) else "")
        if kind not in KINDS:
            raise BadSource("source_kind", kind)
        parts["source_kind"] = kind
        if parts["published_on"]:
            try:
                parts["published_on"] = days.read(parts["published_on"])
            except ValueError:
                raise BadSource("published_on", parts["published_on"]) from None
        return self._add(url, parts)

    def id_of(self, url: str) -> str:
        """The id of the source at an address: the registered one, else that of a new one."""
        source_id = self._by_url.get(same(url)) or self._new_id(url)
        self._by_url[same(url)] = source_id
        self._digits.add(source_id[-_DIGITS:])
        return source_id

    def _add(self, url: str, parts: Mapping[str, str]) -> str:
        source_id = self.id_of(url)
        row = {"source_id": source_id, **parts}
        self.new[source_id] = {name: row[name] for name in self.table.columns if row.get(name)}
        return source_id

    def _new_id(self, url: str) -> str:
        """The host of the address, and six digits of its hash that no other id ends in."""
        host = re.sub(r"^www\d*\.", "", urlsplit(url).hostname or "")
        name = re.sub(r"[^a-z0-9]+", "-", host)[:_LONGEST_NAME].strip("-") or "sumber"
        digest, n = hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest(), 0
        while digest[:_DIGITS] in self._digits:
            n += 1
            digest = hashlib.sha1(f"{url}#{n}".encode(), usedforsecurity=False).hexdigest()
        return f"{name}-{digest[:_DIGITS]}"

    def _publisher(self, url: str) -> str:
        """What the host of an address publishes as, where all its sources say the same."""
        host = _host(url)
        found = {one.publisher for one in self.warehouse.sources.values() if _host(one.url) == host}
        return found.pop() if len(found) == 1 else ""


def kinds(lang: str) -> dict[str, str]:
    """The kinds of sources, and what each is called in a language."""
    return {code: dictionary.label("reliability", code, lang) for code in KINDS}


def is_address(text: str) -> bool:
    """Whether a text is an address of the web."""
    return bool(re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", text, re.IGNORECASE))


def is_official(url: str) -> bool:
    """Whether a host belongs to the government by its name."""
    return _host(url).endswith(_OFFICIAL)


def same(url: str) -> str:
    """An address without what does not change the page: scheme, www, a last slash, tracking."""
    try:
        parts = urlsplit(url.strip())
        query = [(k, v) for k, v in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(k)]
    except ValueError:
        return url.strip()
    path = parts.path.rstrip("/")
    return f"{_host(url)}{path}" + (f"?{urlencode(query)}" if query else "")


def named(source: Source) -> str:
    """Publisher and title of a source, or its address, for a list of options."""
    return f"{source.publisher}: {source.title or source.url}"


def _host(url: str) -> str:
    try:
        return re.sub(r"^www\d*\.", "", urlsplit(url.strip()).hostname or "")
    except ValueError:
        return ""


def _kinds() -> dict[str, str]:
    named = words.synonyms()["codes"]["source_kind"]
    return {
        words.key(text): code
        for code in KINDS
        for text in (code, *(kinds(lang)[code] for lang in LANGUAGES), *named.get(code, ()))
    }

"""The tray: what a reader wants in a briefing, in order, with the words that stand on it.

A tray is small and holds questions, never answers: it lives in the address of the page or in a
JSON file, and the same tray asked next year tells the facts of next year.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.core.i18n import DEFAULT_LANGUAGE, LANGUAGES
from dashboard.core.selection import MOST_REGIONS, Offer, Selection, parse
from dashboard.core.uploads import Kind
from dashboard.export.tray_messages import BrokenTray, FullTray, Ignored
from dashboard.figures import registry, years
from dashboard.warehouse.engine import Warehouse

FORMAT = 1
# What is written for a briefing, and the parameters that it is asked with.
STATEMENTS = (
    *("summary", "position", "change", "peers", "kind", "operations"),
    *("actions", "comparison", "unknown", "next-steps"),
)
STATEMENT_PARAMETERS = ("region", "year", "scope")
# What says the reader's own words alone, and asks nothing.
OWN = ("text", "divider")
# On these stand a reader's own sentences, a line each, in the place of what the facts say.
WITH_BODY = ("text", "summary", "next-steps")
# Statements on one region: the first of those that they are asked for.
OF_ONE_REGION = ("position", "change", "kind", "operations", "actions")
MOST_ITEMS = 40
MOST_LETTERS = {"title": 300, "message": 600, "body": 2000, "note": 4000}
# Of an address: longer ones are cut off by proxies and mail programs.
MOST_ADDRESS = 6000
# How a file of a tray is checked, before anything else reads it.
UPLOAD = Kind("dashboard.export.tray:checked", megabytes=1)
_MOST_BYTES = UPLOAD.most_bytes  # also of one that arrives packed
_SCHEMA = Path(__file__).with_name("tray.schema.json")


@dataclass(frozen=True)
class Texts:
    """A reader's own words for one item in one language; empty stands for the figure's own.

    Attributes:
        title: what it says.
        message: a sentence under the title.
        note: for the speaker.
        body: sentences of its own, one a line, where the subject is of `WITH_BODY`. Of
            `next-steps` a line is a step, who takes it and until when, with `|` between.
    """

    title: str = ""
    message: str = ""
    note: str = ""
    body: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentences of the body, without empty lines."""
        return tuple(line for line in map(str.strip, self.body.splitlines()) if line)


@dataclass(frozen=True)
class Item:
    """One slide or section.

    Attributes:
        subject: an id of the registry of figures, or one of `STATEMENTS` or `OWN`.
        selection: what it is asked with; its language is the tray's.
        texts: the reader's own words by language.
    """

    subject: str
    selection: Selection = field(default_factory=Selection)
    texts: Mapping[str, Texts] = field(default_factory=dict)

    def texts_in(self, lang: str) -> Texts:
        """The reader's own words in this language."""
        return self.texts.get(lang, Texts())

    def in_year(self, year: int | None) -> Item:
        """The item asked for a year, None for the newest, where it knows one."""
        if "year" not in parameters_of(self.subject):
            return self
        first = self.selection.from_year
        is_after = year is not None and first is not None and first > year
        asked = replace(
            self.selection, year=year, from_year=None if is_after else first, to_year=None
        )
        return replace(self, selection=asked)

    def is_empty_in(self, lang: str) -> bool:
        """Whether nothing would stand on it in this language.

        That is a part of one's own without words, where a note for the speaker alone makes no
        slide, and a statement on no region.
        """
        if self.subject in STATEMENTS:
            return not self.selection.region
        own = self.texts_in(lang)
        shown = (own.title, own.message, own.body if self.subject in WITH_BODY else "")
        letters = (letter for text in shown for letter in text)
        is_read = any(letter.isprintable() and not letter.isspace() for letter in letters)
        return self.subject in OWN and not is_read

    def with_texts(self, lang: str, **changed: str) -> Item:
        """The item with some of its words of one language changed, cut to what they may hold."""
        cut = {name: text[: MOST_LETTERS[name]] for name, text in changed.items()}
        return replace(self, texts={**self.texts, lang: replace(self.texts_in(lang), **cut)})


@dataclass(frozen=True)
class Tray:
    """The items of a briefing in order.

    Attributes:
        items: at most `MOST_ITEMS`.
        lang: the language of the briefing.
        titles: the reader's own title by language; none stands for one made of the regions.
    """

    items: tuple[Item, ...] = ()
    lang: str = DEFAULT_LANGUAGE
    titles: Mapping[str, str] = field(default_factory=dict)

    def in_language(self, lang: str) -> Tray:
        """The same tray in another language."""
        return replace(self, lang=lang)

    def moved(self, place: int, to: int) -> Tray:
        """The tray with one item at another place."""
        items = list(self.items)
        item = items.pop(place)
        items.insert(min(max(to, 0), len(items)), item)
        return replace(self, items=tuple(items))

    def without(self, place: int) -> Tray:
        """The tray without one item."""
        return replace(self, items=self.items[:place] + self.items[place + 1 :])

    def changed(self, place: int, item: Item) -> Tray:
        """The tray with another item at this place."""
        return replace(self, items=(*self.items[:place], item, *self.items[place + 1 :]))

    def added(self, item: Item, place: int | None = None) -> Tray:
        """The tray with one item more, at a place or at its end.

        Raises:
            FullTray: it holds as many as a briefing can have.
        """
        if len(self.items) >= MOST_ITEMS:
            raise FullTray(MOST_ITEMS)
        at = len(self.items) if place is None else place
        return replace(self, items=(*self.items[:at], item, *self.items[at:]))

    @property
    def empty_places(self) -> tuple[int, ...]:
        """The places, from 0, of the items that say nothing in the language of the briefing."""
        return tuple(n for n, item in enumerate(self.items) if item.is_empty_in(self.lang))

    def without_empty(self) -> Tray:
        """The tray without what says nothing in its language."""
        return replace(
            self, items=tuple(item for item in self.items if not item.is_empty_in(self.lang))
        )

    @property
    def years(self) -> set[int | None]:
        """The years that items ask which speak of scores, else of those of events; None: newest."""
        known = [one for one in self.items if "year" in parameters_of(one.subject)]
        of_scores = [one for one in known if _is_of_scores(one.subject)]
        return {one.selection.year for one in of_scores or known}


@dataclass(frozen=True)
class Read:
    """A tray that was read, and what of it was left out."""

    tray: Tray
    ignored: tuple[Ignored, ...] = ()


def parameters_of(subject: str) -> tuple[str, ...]:
    """The parameters that a figure or statement knows, without its language; none of one's own."""
    if subject in OWN:
        return ()
    known = registry.parameters_of(subject)
    return STATEMENT_PARAMETERS if known is None else known


def in_year(warehouse: Warehouse, tray: Tray, year: int | None) -> Tray:
    """The tray with every item that knows a year asked for this one, None for the newest.

    An asked year ends what is counted and compared: a first year that lies after it, and a
    window's end of its own, give way. Without one, events beside scores end where the window of
    the scores does.
    """
    has_scores = any(_is_of_scores(one.subject) for one in tray.items)
    end = years.window_end(warehouse, Selection(year=year))

    def asked(one: Item) -> Item:
        found, figure = one.in_year(year), registry.find(warehouse, one.subject)
        if year is not None or not has_scores or figure is None or _is_of_scores(one.subject):
            return found
        newest = figure.resolve(warehouse, found.selection).year
        return one.in_year(end) if newest and newest > end else found

    return replace(tray, items=tuple(map(asked, tray.items)))


def _is_of_scores(subject: str) -> bool:
    """Whether its year is that of scores; that of a figure of events ends a window."""
    figure = registry.REGISTRY.get(subject)
    return subject not in OWN if figure is None else figure.years == "survey"


def item(subject: str, selection: Selection) -> Item:
    """An item that is asked with what it knows of a selection. Newest stays newest."""
    return Item(subject, replace(selection.only(parameters_of(subject)), lang=DEFAULT_LANGUAGE))


def as_json(tray: Tray) -> bytes:
    """The tray as a JSON file, for the next meeting or the next year."""
    return json.dumps(_document(tray), ensure_ascii=False, indent=2).encode() + b"\n"


def as_text(tray: Tray) -> str:
    """The tray as it stands in an address: packed, letters that no address has to encode."""
    if tray == Tray(lang=tray.lang):
        return ""
    compact = json.dumps(_document(tray), ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(compact, 9)).decode().rstrip("=")


def from_text(warehouse: Warehouse, text: str) -> Read:
    """A tray out of an address.

    Raises:
        BrokenTray: it is none.
    """
    if not text:
        return Read(Tray())
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        unpacking = zlib.decompressobj()
        plain = unpacking.decompress(packed, _MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise BrokenTray from error
    if not unpacking.eof:
        raise BrokenTray
    return from_json(warehouse, plain)


def checked(content: bytes) -> bytes:
    """A tray as a file, read and compared with the schema; its figures are not asked.

    Raises:
        BrokenTray: it is none, or a place in it is not as it must be.
    """
    return json.dumps(_read_document(content), ensure_ascii=False).encode()


def from_json(warehouse: Warehouse, content: bytes) -> Read:
    """A tray out of a JSON file that was checked: what cannot be asked is left out and named.

    Raises:
        BrokenTray: it is none, or a place in it is not as it must be.
    """
    document = _read_document(content)
    items: list[Item] = []
    ignored: list[Ignored] = []
    for place, given in enumerate(document["items"], 1):
        subject = given["subject"]
        offer = offer_of(warehouse, subject)
        if offer is None:
            ignored.append(Ignored(place, subject))
            continue
        parsed = parse(given.get("parameters", {}), offer)
        ignored += [Ignored(place, subject, problem) for problem in parsed.problems]
        if any(problem.reason == "too_many_regions" for problem in parsed.problems):
            continue
        texts = {lang: Texts(**given_texts) for lang, given_texts in given.get("texts", {}).items()}
        items.append(Item(subject, replace(parsed.selection, lang=DEFAULT_LANGUAGE), texts))
    tray = Tray(tuple(items), document.get("lang", DEFAULT_LANGUAGE), document.get("titles", {}))
    return Read(tray, tuple(ignored))


def _read_document(content: bytes) -> dict[str, Any]:
    from jsonschema import Draft202012Validator

    if len(content) > _MOST_BYTES:
        raise BrokenTray
    try:
        document = json.loads(content.decode("utf-8-sig"))
        # Half of a letter (\ud800) can be written in JSON, but not in any file or address.
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BrokenTray from error
    first = next(Draft202012Validator(_schema()).iter_errors(document), None)
    if first is not None:
        where = "/".join(str(step) for step in first.absolute_path)
        if first.validator in ("required", "additionalProperties") and not where:
            raise BrokenTray
        raise BrokenTray(where)
    checked_document: dict[str, Any] = document
    return checked_document


def offer_of(warehouse: Warehouse, subject: str) -> Offer | None:
    """What a figure or statement can be asked; none if there is no such thing.

    What says the reader's own words alone can be asked nothing.
    """
    from dashboard.warehouse import choices

    figure = registry.find(warehouse, subject)
    if figure is not None:
        # Not the regions of the first page: a tray states its own.
        return replace(figure.offer(warehouse), defaults=Selection())
    if subject not in (*STATEMENTS, *OWN):
        return None
    return Offer(
        names=(*parameters_of(subject), "lang"),
        regions=choices.regions(warehouse),
        years=choices.survey_years(warehouse),
        most_regions=MOST_REGIONS,
    )


def _document(tray: Tray) -> dict[str, Any]:
    document: dict[str, Any] = {"format": FORMAT, "lang": tray.lang}
    titles = {lang: title for lang, title in tray.titles.items() if title}
    if titles:
        document["titles"] = titles
    document["items"] = [_item_document(one) for one in tray.items]
    return document


def _item_document(one: Item) -> dict[str, Any]:
    plain = Selection()
    stated = one.selection.query(parameters_of(one.subject))
    # What stands at its default says nothing; the regions of a question are always told.
    defaults = plain.query(parameters_of(one.subject))
    parameters = {
        name: values
        for name, values in stated.items()
        if values != defaults.get(name) or name == "region"
    }
    texts = {
        lang: {
            part.name: text
            for part in fields(Texts)
            if (text := getattr(one.texts_in(lang), part.name))
        }
        for lang in LANGUAGES
    }
    document: dict[str, Any] = {"subject": one.subject, "parameters": parameters}
    if written := {lang: parts for lang, parts in texts.items() if parts}:
        document["texts"] = written
    return document


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return schema

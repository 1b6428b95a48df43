"""The source of each row: from its columns, from a block of its own sheet, or from the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.ingest import sources, words
from dashboard.ingest.columns import Headings, Matched
from dashboard.ingest.findings import Findings
from dashboard.ingest.incoming import Place, Question, Row
from dashboard.ingest.sheet import Cell, Sheet, text_of
from dashboard.ingest.sources import BadSource, Sources, named

BLOCKS = ("sumber", "source", "sources")
_MOST_OPTIONS = 20


@dataclass
class SourceCells:
    """What the rows of a sheet say of their sources.

    Attributes:
        headings: what the table knows.
        register: the sources, registered or new.
        answers: to `source` (of all rows that name none) and `source:<text>`.
        default: the id of the source of rows that name none; empty where it is not known.
    """

    headings: Headings
    register: Sources
    answers: Mapping[str, object]
    default: str = ""

    def __post_init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._seen: dict[tuple[str, ...], str | BadSource] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The new sources, as rows of their table."""
        nowhere = Place("", "", None, "")
        return tuple(
            Row(cells, self._places.get(source_id, nowhere))
            for source_id, cells in self.register.new.items()
        )

    def decide_default(self, found: Findings, block: Mapping[str, str], *, is_needed: bool) -> None:
        """Find the source of all rows that name none: by the answer, else by the block.

        Args:
            found: takes the question, where it is needed and not known.
            block: what a sheet of the file says of it.
            is_needed: whether no column names sources.
        """
        given = self.answers.get("source")
        if isinstance(given, str) and given:
            self.default = self.register.known(given)
            given = None if self.default else {"url": given}
        if self.default:
            return
        told = given if isinstance(given, Mapping) else block
        if told:
            try:
                known = told.get("source_id")
                self.default = self.register.known(str(known)) if known else ""
                self.default = self.default or self.register.register(told)
            except BadSource as bad:
                if bad.value:
                    _tell(found, bad, None, "")
            else:
                self._places.setdefault(self.default, found.place())
                return
        if is_needed:
            text = str(told.get("url", "")) if told else ""
            column = self.headings.source
            found.ask(Question("source", "source", text, (found.place(),), (), "", column))

    def of_row(self, number: int, given: Mapping[str, tuple[Matched, Cell]], here: Findings) -> str:
        """The id of a row's source; empty where it is asked, at fault, or not said."""
        text, heading = _cell(given, self.headings.source)
        parts = {part: _cell(given, f"source.{part}") for part in sources.PARTS}
        told = {part: said for part, (said, _) in parts.items() if said}
        url, of_url = parts["url"]
        if not text and not url:
            return self.default
        key = (text, *(said for said, _ in parts.values()))
        if key not in self._seen:
            self._seen[key] = self._find(text, url, told)
        found = self._seen[key]
        if not isinstance(found, BadSource):
            self._places.setdefault(found, here.place(number, of_url if url else heading))
            return found
        shown = url or text
        if found.value and found.part in ("url", "published_on"):
            _tell(here, found, number, of_url if url else heading)
        else:
            place = here.place(number, of_url if url else heading)
            options = self._options(text)
            asked = f"source:{shown}"
            here.ask(Question(asked, "source", shown, (place,), options, "", self.headings.source))
        return ""

    def _find(self, text: str, url: str, told: Mapping[str, str]) -> str | BadSource:
        known = self.register.known(text) or self.register.known(url)
        if known:
            return known
        answer = self.answers.get(f"source:{url or text}")
        if isinstance(answer, str) and (known := self.register.known(answer)):
            return known
        said = dict(told)
        if sources.is_address(text):
            said.setdefault("url", text)
        elif url:
            said.setdefault("publisher", text)
        if isinstance(answer, Mapping):
            said |= {str(name): str(value) for name, value in answer.items() if value}
        if not said.get("url"):
            return BadSource("unknown")
        try:
            return self.register.register(said)
        except BadSource as bad:
            return bad

    def _options(self, text: str) -> tuple[tuple[str, str], ...]:
        """The registered sources that a name may mean."""
        own = words.key(text)
        found = [
            one
            for one in self.register.warehouse.sources.values()
            if own and own in (words.key(one.publisher), words.key(one.title or ""))
        ]
        return tuple((one.source_id, named(one)) for one in found[:_MOST_OPTIONS])


def block_of(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What a sheet named “Sumber” says of the source of the whole file: a name, then its value."""
    for sheet in sheets:
        if words.key(sheet.name) not in BLOCKS:
            continue
        labels = {
            words.key(text): column.removeprefix("source.")
            for column, texts in words.synonyms()["made_from"].items()
            if column.startswith("source.")
            for text in texts
        }
        told = {
            part: value
            for _, row in sheet.rows[:60]
            if len(row) > 1
            and (part := labels.get(words.key(text_of(row[0]))))
            and not words.is_missing(value := text_of(row[1]))
        }
        if told.get("url"):
            return told
    return {}


def _cell(given: Mapping[str, tuple[Matched, Cell]], column: str) -> tuple[str, str]:
    """What a column says in this row, and its heading."""
    if column not in given:
        return "", ""
    one, cell = given[column]
    text = text_of(cell)
    return "" if words.is_missing(text) else text, one.heading


def _tell(found: Findings, bad: BadSource, row: int | None, column: str) -> None:
    rule = "source-date" if bad.part == "published_on" else "unknown-source"
    found.fault(rule, bad.value, row=row, column=column)

"""Reading: a file becomes rows of a table, with what must be asked and what is wrong.

The steps: the sheets of the file (`files`), the table and the sheet that are meant (`choice`), what
each column means (`columns`), and the rows (`rows`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from dashboard import facts
from dashboard.core.i18n import words as words_of
from dashboard.core.uploads import Unusable
from dashboard.ingest import cells, choice, files, findings, regions
from dashboard.ingest.choice import Candidate
from dashboard.ingest.columns import Headings, Matched, match
from dashboard.ingest.findings import Findings
from dashboard.ingest.incoming import Answers, ColumnMatch, Fault, Incoming, Place, Question
from dashboard.ingest.layout import find_header
from dashboard.ingest.rows import Rows
from dashboard.ingest.sheet import Sheet, text_of
from dashboard.ingest.source_cells import BLOCKS, SourceCells, block_of
from dashboard.ingest.sources import Sources
from dashboard.ingest.templates import OWN_SHEETS
from dashboard.ingest.words import key as key_of
from dashboard.warehouse.engine import Warehouse

_COPY = "copy:"  # begins an answer that names a column of the table, and no heading
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_NO_ANSWERS: Answers = {}


def read(
    content: bytes,
    file_name: str,
    table: str | None,
    *,
    warehouse: Warehouse,
    description: facts.Description,
    answers: Answers = _NO_ANSWERS,
    lang: str = "id",
) -> Incoming:
    """A file as rows of a table, as far as it can be read without guessing.

    Args:
        content: the bytes of the file.
        file_name: as whoever gave it called it.
        table: the table of the facts; None to tell it from the headings.
        warehouse: knows the names of regions and the sources that are registered.
        description: of the facts that it is brought into.
        answers: to questions of an earlier read, by their keys. `column:<heading>` may also name
            the column of the table that a heading means, or nothing, to leave it out.
        lang: in which the labels of options are written.

    Returns:
        What was read. It never raises over a file: what cannot be used is a fault.

    Raises:
        KeyError: the facts have no such table.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = {one.name: Headings(one) for one in description.tables if not one.is_confidential}
    asked = table or str(answers.get("table", ""))
    if table or asked in known:
        known = {asked: known[asked]}
    else:
        asked = ""
    try:
        sheets = files.sheets(content, lambda row: max(one.count(row) for one in known.values()))
    except Unusable as refused:
        place = Place(file_name, "", None, "")
        values = tuple(refused.values.items())
        fault = Fault(place, "", "file", refused.text, values)
        return Incoming(asked, file_name, digest, faults=(fault,))
    found = Findings(file_name)
    if not asked:
        asked, possible = choice.tables_for(sheets, list(known.values()))
        if not asked and possible:
            titles = {one.name: _title(description, one.name, lang) for one in description.tables}
            options = tuple((name, titles[name]) for name in possible)
            place = found.place()
            found.ask(Question("table", "table", file_name, (place,), options, possible[0]))
            return _incoming("", digest, found)
    if not asked:
        found.fault("no-table", detail=_example(known["spi_results"], lang) if known else "")
        return _incoming("", digest, found)
    headings = known[asked]
    chosen = _chosen_sheet(sheets, headings, found, answers, lang)
    if chosen is None:
        return _incoming(asked, digest, found)
    register = Sources(warehouse, next(t for t in description.tables if t.name == "sources"))
    reading = _Reading(headings, chosen, found, answers, lang)
    return reading.result(digest, sheets, register)


class _Reading:
    """One sheet, read as one table."""

    def __init__(
        self, headings: Headings, chosen: Candidate, found: Findings, answers: Answers, lang: str
    ) -> None:
        self.headings, self.chosen, self.found = headings, chosen, found
        self.answers, self.lang = answers, lang
        self.matched, self.doubtful = match(headings, chosen.header.headings, answers)
        self.columns = {one.meaning.column for one in self.matched if one.meaning}
        self.filled = {
            one.meaning.column for one in self.matched if one.meaning and self._has_cells(one)
        }
        self.years = {one.meaning.year for one in self.matched if one.meaning} - {""}
        if self.years and headings.year in self.columns:
            self.matched, self.years = _without_years(self.matched), set()
        if len(self.years) > 1:
            self.matched = self._with_years()
        self.copies = {
            name: other
            for name in headings.fields
            if (other := self._in_bahasa_indonesia(name))
            and answers.get(f"missing:{name}") == f"{_COPY}{other}"
        }
        self.say = words_of(lang)

    def result(self, digest: str, sheets: Sequence[Sheet], register: Sources) -> Incoming:
        """Its rows, and all that was found."""
        headings, found = self.headings, self.found
        warehouse = register.warehouse
        sources = SourceCells(headings, register, self.answers)
        if headings.source:
            is_needed = not {headings.source, "source.url"} & self.filled
            sources.decide_default(found, block_of(sheets), is_needed=is_needed)
        constants, is_asked = self._constants(sources)
        allows_nation = self._allows_nation()
        rows = Rows(
            headings,
            self.chosen,
            self.matched,
            constants,
            found,
            regions.Regions(warehouse, self.answers, allows_nation),
            sources,
            self.answers,
            self.lang,
            is_asked,
            self.copies,
        ).read()
        self._tell_hidden(sheets)
        return Incoming(
            headings.table.name,
            found.file,
            digest,
            self._column_matches(constants, sources),
            tuple(rows),
            sources.rows,
            tuple(found.questions.values()),
            found.all_faults,
            tuple(found.left_out),
            tuple(found.remarks),
            found.sheet,
        )

    def _with_years(self) -> list[Matched]:
        """The columns beside several years: what is a fact of one year must say which."""
        table = self.headings.table
        holds = {*table.key, "reliability", self.headings.source}
        result = []
        for one in self.matched:
            meaning = one.meaning
            if meaning and not meaning.year and meaning.column in set(table.columns) - holds:
                self.found.remark(findings.NO_YEAR, column=one.heading)
                meaning = None
            result.append(Matched(one.index, one.heading, meaning))
        return result

    def _has_cells(self, one: Matched) -> bool:
        """Whether a column of the sheet has any cell below its heading."""
        rows = self.chosen.sheet.rows[self.chosen.header.start :]
        return any(one.index < len(row) and row[one.index] is not None for _, row in rows)

    def _allows_nation(self) -> bool:
        if not self.headings.region:
            return False
        rules = self.headings.fields[self.headings.region].constraints
        return re.fullmatch(rules.get("pattern", ".*"), "00") is not None

    def _constants(self, sources: SourceCells) -> tuple[dict[str, str], frozenset[str]]:
        """Columns with one value for all rows, and columns that are asked for."""
        constants: dict[str, str] = {}
        asked: set[str] = set()
        has = self.filled | ({self.headings.year} if self.years else set())
        lacks = choice.lacking(self.headings, has)
        for field in lacks:
            given = self.answers.get(f"value:{field.name}")
            if field.name in self.copies:
                continue
            if field.name == self.headings.source:
                asked.add(field.name)
            elif field.name in self.doubtful or not choice.is_askable(field):
                stands_in = {field.name}
                if field.name == self.headings.region:
                    stands_in |= {"region", "province"}
                if not stands_in & self.columns:
                    self._ask_column(field.name)
                    asked.add(field.name)
            elif given is None or not (value := self._value(field, given)):
                self._ask_value(field, sources)
                asked.add(field.name)
            else:
                constants[field.name] = value
        if sources.default:
            asked.discard(self.headings.source)
        for name in self.doubtful.keys() - asked:
            self._ask_column(name)
        return constants, frozenset(asked)

    def _value(self, field: facts.Field, given: object) -> str:
        table = self.headings.table.name
        try:
            return cells.read(str(given), field, cells.Style(), table, self.answers)
        except (cells.Unread, cells.Asks):
            return ""

    def _in_bahasa_indonesia(self, name: str) -> str:
        """The column of the sheet with the text that this column holds in English; else empty."""
        other = f"{name.removesuffix('_en')}_id"
        return other if name.endswith("_en") and other in self.columns else ""

    def _ask_column(self, name: str) -> None:
        """Ask which heading holds a column; where none is left over, that is a fault."""
        field = self.headings.fields.get(name)
        title = str(self.say.pick(_Titles(field), "title")) if field else name
        free = [one.heading for one in self.matched if one.meaning is None]
        options = tuple((text, text) for text in self.doubtful.get(name, free))
        if other := self._in_bahasa_indonesia(name):
            own = str(self.say.pick(_Titles(self.headings.fields[other]), "title"))
            options += ((f"{_COPY}{other}", self.say("{column}, not translated", column=own)),)
        place = self.found.place(self.chosen.header.rows[1])
        if not options:
            self.found.fault("no-column", row=place.row, detail=title)
            return
        key = f"missing:{name}"
        self.found.ask(Question(key, "column", title, (place,), options, column=name))

    def _ask_value(self, field: facts.Field, sources: SourceCells) -> None:
        """Ask for one value of all rows."""
        title = str(self.say.pick(_Titles(field), "title"))
        options: tuple[tuple[str, str], ...] = ()
        proposed = ""
        if "enum" in field.constraints:
            options = cells.labels(field, self.headings.table.name, self.lang)
            new = sources.register.new.get(sources.default, {}).get("source_kind")
            known = sources.register.warehouse.sources.get(sources.default)
            is_official = new == "official" or (known is not None and known.is_official)
            if field.name == "reliability" and sources.default:
                proposed = "official" if is_official else "news"
        elif field.type == "year":
            places = (self.chosen.header.above, self.found.sheet, self.found.file)
            years = [year for text in places for year in _YEAR.findall(text)]
            proposed = years[0] if years else ""
        key = f"value:{field.name}"
        place = self.found.place(self.chosen.header.rows[1])
        self.found.ask(Question(key, "value", title, (place,), options, proposed, field.name))

    def _tell_hidden(self, sheets: Sequence[Sheet]) -> None:
        sheet = self.chosen.sheet
        below = {number for number, _ in sheet.rows[self.chosen.header.start :]}
        if hidden := sorted(sheet.hidden & below):
            self.found.remark(findings.HIDDEN_ROWS, n=len(hidden), first=hidden[0])
        if sheet.is_hidden:
            self.found.remark(findings.HIDDEN_SHEET)
        own = (*OWN_SHEETS, *BLOCKS)
        others = [
            one.name
            for one in sheets
            if one is not sheet and one.rows and key_of(one.name) not in own
        ]
        if others:
            self.found.remark(findings.OTHER_SHEETS, names=", ".join(others)[:200])

    def _column_matches(
        self, constants: Mapping[str, str], sources: SourceCells
    ) -> tuple[ColumnMatch, ...]:
        """Each column of the sheet and what it was read as, then what was filled in."""
        first = self.chosen.sheet.rows[self.chosen.header.start :][:20]
        found = []
        for one in self.matched:
            texts = (text_of(row[one.index]) for _, row in first if one.index < len(row))
            example = next(filter(None, texts), "")[:80]
            meaning = one.meaning
            if meaning is None:
                found.append(ColumnMatch(one.heading, "", "", example=example))
            else:
                column, how, year = meaning.column, meaning.how, meaning.year
                found.append(ColumnMatch(one.heading, column, how, year, example))
        found += [
            ColumnMatch("", name, "answer", example=value) for name, value in constants.items()
        ]
        found += [ColumnMatch("", name, "copy", example=own) for name, own in self.copies.items()]
        if self.years:
            years = ", ".join(sorted(self.years))
            found.append(ColumnMatch("", self.headings.year, "heading", example=years))
        if self.headings.has_scope_of_region and "scope" not in {*self.filled, *constants}:
            found.append(ColumnMatch("", "scope", "region"))
        if "date_precision" in self.headings.fields and "date_precision" not in self.columns:
            found.append(ColumnMatch("", "date_precision", "date"))
        if self.headings.own_id and self.headings.own_id not in self.columns:
            found.append(ColumnMatch("", self.headings.own_id, "rule"))
        if sources.default and not {self.headings.source, "source.url"} & self.filled:
            source = self.headings.source
            found.append(ColumnMatch("", source, "answer", example=sources.default))
        return tuple(found)


class _Titles:
    """A column's titles, as `say.pick` reads them."""

    def __init__(self, field: facts.Field) -> None:
        self._field = field

    def __getitem__(self, name: str) -> str:
        return str(getattr(self._field, name))


def _chosen_sheet(
    sheets: Sequence[Sheet], headings: Headings, found: Findings, answers: Answers, lang: str
) -> Candidate | None:
    """The sheet that the table is read from; None with a question or a fault."""
    candidates = choice.sheets_for(sheets, headings)
    named = [one for one in candidates if one.sheet.name == answers.get("sheet")]
    if not candidates:
        has_header = any(find_header(sheet, headings) for sheet in sheets)
        rule = "no-rows" if has_header else "no-table"
        found.fault(rule, detail="" if has_header else _example(headings, lang))
        return None
    if len(candidates) > 1 and not named:
        names = tuple((one.sheet.name, one.sheet.name) for one in candidates)
        best = max(candidates, key=lambda one: (one.header.known, not one.sheet.is_hidden))
        place = found.place()
        found.ask(Question("sheet", "sheet", found.file, (place,), names, best.sheet.name))
        return None
    chosen = (named or candidates)[0]
    found.sheet = chosen.sheet.name
    return chosen


def _without_years(matched: Sequence[Matched]) -> list[Matched]:
    """The columns beside a column of years: a heading's own year does not count there."""
    seen: set[str] = set()
    result = []
    for one in matched:
        meaning = one.meaning
        if meaning and meaning.year:
            is_first = meaning.column not in seen
            meaning = type(meaning)(meaning.column, meaning.how) if is_first else None
        if meaning:
            seen.add(meaning.column)
        result.append(Matched(one.index, one.heading, meaning))
    return result


def _title(description: facts.Description, table: str, lang: str) -> str:
    resource = next(one for one in description.package["resources"] if one["name"] == table)
    return str(resource.get("title_en" if lang == "en" else "title", table))


def _example(headings: Headings, lang: str) -> str:
    """The first columns of a table, as a header has them."""
    say = words_of(lang)
    fields = [field for field in headings.table.fields if field.constraints.get("required")]
    return ", ".join(str(say.pick(_Titles(field), "title")) for field in fields[:4])


def _incoming(table: str, digest: str, found: Findings) -> Incoming:
    return Incoming(
        table,
        found.file,
        digest,
        questions=tuple(found.questions.values()),
        faults=found.all_faults,
        remarks=tuple(found.remarks),
        sheet=found.sheet,
    )

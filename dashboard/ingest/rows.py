"""Rows: each row below a header becomes one of the table, or is left out, asked or at fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.facts import Field
from dashboard.ingest import cells, findings, regions, words
from dashboard.ingest.cells import Asks, Style, Unread
from dashboard.ingest.choice import Candidate
from dashboard.ingest.columns import Headings, Matched
from dashboard.ingest.findings import Findings
from dashboard.ingest.incoming import Place, Question, Row
from dashboard.ingest.layout import is_numbering
from dashboard.ingest.regions import Found, Given, Regions
from dashboard.ingest.sheet import Cell, Flaw, Number, text_of
from dashboard.ingest.source_cells import SourceCells

_MOST_FILLED = 1_000_000  # cells that merged ranges may fill
_MONTH, _DAY = 7, 10  # characters of a date


@dataclass
class Rows:
    """The rows of one sheet.

    Attributes:
        headings: what the table knows.
        chosen: the sheet and its header.
        matched: what each of its columns means.
        constants: columns that the sheet lacks, with one value for all rows.
        found: questions, faults and what is left out.
        regions, sources: how they are found.
        answers, lang: as they were given.
        is_asked: columns that are lacking and asked for: no row is at fault for them.
        copies: columns that the sheet lacks, and the columns whose texts stand for them.
    """

    headings: Headings
    chosen: Candidate
    matched: Sequence[Matched]
    constants: Mapping[str, str]
    found: Findings
    regions: Regions
    sources: SourceCells
    answers: Mapping[str, object]
    lang: str
    is_asked: frozenset[str]
    copies: Mapping[str, str] = field(default_factory=dict)
    _styles: dict[int, Style] = field(default_factory=dict)
    _read_cells: dict[tuple[int, Cell], str] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)

    def read(self) -> list[Row]:
        """The rows; what is found beside them is in `found`."""
        self._look_at_columns()
        rows: list[Row] = []
        for number, given in self._data():
            texts = [text_of(cell) for cell in given]
            if reason := self._is_no_row(given, texts):
                self.found.leave(reason, texts, number)
                continue
            for year, columns in self._of_years():
                here = Findings(self.found.file, self.found.sheet)
                cells_of = {
                    column: (one, given[one.index] if one.index < len(given) else None)
                    for column, one in columns.items()
                }
                row = self._row(number, year, cells_of, here)
                if isinstance(row, str):
                    reason = findings.SUMMARY if self._explains(texts) else row
                    self.found.leave(reason, texts, number)
                    if reason != findings.NO_VALUE:
                        break  # it holds for every year
                elif self._explains(texts) and (here.questions or here.faults):
                    self.found.leave(findings.SUMMARY, texts, number)
                    break
                else:
                    self.found.take(here)
                    if row and not here.faults and not here.questions:
                        rows.append(row)
        return self._once(rows)

    # --- the sheet -------------------------------------------------------------------------------

    def _data(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Number and cells of each row below the header, merged cells filled in."""
        filled = self._merged()
        width = max((one.index for one in self.matched), default=0) + 1
        for number, given in self.chosen.sheet.rows[self.chosen.header.start :]:
            if self.chosen.sheet.is_strict and len(given) > width:
                extra = text_of(given[width]) or text_of(given[-1])
                self.found.fault("extra-cell", extra, row=number)
                continue
            if over := filled.get(number):
                wide = list(given) + [None] * (max(over) + 1 - len(given))
                for column, cell in over.items():
                    wide[column] = cell if wide[column] is None else wide[column]
                yield number, tuple(wide)
            else:
                yield number, given

    def _merged(self) -> dict[int, dict[int, Cell]]:
        """What cells merged over several rows say in those below the first; numbers stand once."""
        sheet, count = self.chosen.sheet, 0
        filled: dict[int, dict[int, Cell]] = {}
        once = {
            one.index
            for one in self.matched
            if one.meaning
            and (known := self.headings.fields.get(one.meaning.column))
            and known.type in ("number", "integer")
        }
        rows = dict(sheet.rows) if sheet.merged else {}
        for top, left, bottom, _ in sheet.merged:
            above = rows.get(top, ())
            if bottom == top or top <= self.chosen.header.rows[1] or left - 1 in once:
                continue
            cell = above[left - 1] if left <= len(above) else None
            for number in range(top + 1, bottom + 1):
                count += 1
                if cell is not None and number in rows and count < _MOST_FILLED:
                    filled.setdefault(number, {})[left - 1] = cell
        return filled

    def _look_at_columns(self) -> None:
        """Learn how each column is written from all of its cells."""
        below = self.chosen.sheet.rows[self.chosen.header.start :]
        for one in self.matched:
            if one.meaning is None:
                continue
            column = [row[one.index] for _, row in below if one.index < len(row)]
            if known := self.headings.fields.get(one.meaning.column):
                decimal = self.answers.get(f"number:{one.heading}")
                order = self.answers.get(f"date:{one.heading}")
                self._styles[one.index] = cells.style(known, column, decimal, order)
                self._tell_serials(one, known, column)
                cut = [c for c in column if isinstance(c, Number) and c.is_cut]
                if cut and known.type in ("number", "integer"):
                    self.found.remark(findings.CUT, column=one.heading, n=len(cut))
            if one.meaning.column == self.headings.region:
                self.regions.look_at(column)

    def _tell_serials(self, one: Matched, known: Field, column: Sequence[Cell]) -> None:
        """Tell when numbers are read as days: nobody sees it in the number."""
        if known.type == "date" or known.is_partial_date:
            for cell in column:
                if day := cells.serial_day(cell):
                    number, heading = text_of(cell), one.heading
                    self.found.remark(findings.SERIALS, column=heading, number=number, day=day)
                    return

    def _of_years(self) -> list[tuple[str, dict[str, Matched]]]:
        """The columns that make one row; several years side by side make a row each."""
        meant = [(one, one.meaning) for one in self.matched if one.meaning]
        years = list(dict.fromkeys(meaning.year for _, meaning in meant if meaning.year))
        common = {meaning.column: one for one, meaning in meant if not meaning.year}
        return [
            (year, common | {m.column: one for one, m in meant if m.year == year})
            for year in years or [""]
        ]

    def _is_no_row(self, given: Sequence[Cell], texts: Sequence[str]) -> str:
        """Why a row is none of the table, seen from its shape alone; empty where it may be one."""
        headings = dict(self.chosen.header.headings)
        alike = [i for i, text in enumerate(texts) if text and headings.get(i) == text]
        if len(alike) > 1 and len(alike) * 2 > sum(map(bool, texts)):
            return findings.HEADER_AGAIN
        if is_numbering(given) and len(given) > 2:
            return findings.NUMBERING
        is_alone = sum(map(bool, texts)) == 1
        needs = sum(1 for one in self.matched if one.meaning)
        if is_alone and needs > 1:
            return findings.SUMMARY if self._explains(texts) else findings.ALONE
        return ""

    def _explains(self, texts: Sequence[str]) -> bool:
        """Whether a row begins as sums and notes do."""
        known = words.synonyms()
        first = next((text for text in texts if any(c.isalpha() for c in text)), "")
        return words.first_word(first) in (*known["summaries"], *known["notes"])

    # --- one row ---------------------------------------------------------------------------------

    def _row(
        self, number: int, year: str, given: Mapping[str, tuple[Matched, Cell]], here: Findings
    ) -> Row | str | None:
        """A row; or why it is left out; or None, with what is found in `here`."""
        values: dict[str, str] = dict(self.constants)
        if year:
            values[self.headings.year] = year
        measure = self.headings.measure
        if measure in given and words.is_missing(text_of(given[measure][1])):
            return findings.NO_VALUE
        if "region" in given and _is_summary(text_of(given["region"][1])):
            return findings.SUMMARY
        if self.headings.region and self.headings.region not in values:
            region = self._region(number, given, here)
            if region.is_other or region.is_left_out:
                return findings.OTHER_BODY if region.is_other else findings.AS_ANSWERED
            values[self.headings.region] = region.code
        for name, known in self.headings.fields.items():
            if name in given and name not in (self.headings.region, self.headings.source):
                values[name] = self._cell(number, *given[name], known, here) or values.get(name, "")
        for name, other in self.copies.items():
            values[name] = values.get(other, "")
        self._follow(values, given, number, here)
        if self.headings.source:
            values[self.headings.source] = self.sources.of_row(number, given, here)
        self._require(values, given, number, here)
        ordered = {name: values[name] for name in self.headings.table.columns if values.get(name)}
        return Row(ordered, here.place(number))

    def _region(
        self, number: int, given: Mapping[str, tuple[Matched, Cell]], here: Findings
    ) -> Found:
        """The region of a row; where it is not certain, that is asked."""
        nothing: tuple[Matched | None, Cell] = (None, None)
        of_code, code = given.get(self.headings.region, nothing)
        of_name, name = given.get("region", nothing)
        of_province, province = given.get("province", nothing)
        level = self._level(given, of_name, of_province if of_name is None else None)
        shown = of_code or of_name or of_province
        heading = shown.heading if shown else ""
        if isinstance(code, Flaw) or isinstance(name, Flaw):
            flaw = code if isinstance(code, Flaw) else name
            here.fault("error", text_of(flaw), row=number, column=heading)
            return Found()
        texts = [cells.clean(text_of(cell)) for cell in (name, province)]
        found = self.regions.find(Given(code, texts[0], texts[1], level))
        if found.key and found.text:
            place = here.place(number, heading)
            here.ask(
                Question(
                    found.key, "region", found.text, (place,), found.candidates, found.proposed,
                    self.headings.region,
                )
            )  # fmt: skip
        return found

    def _level(
        self,
        given: Mapping[str, tuple[Matched, Cell]],
        of_name: Matched | None,
        of_province: Matched | None,
    ) -> str:
        """The level that a row says: in a column of its own, by its scope, or by the heading."""
        if "level" in given and (level := regions.level_in(text_of(given["level"][1]))):
            return level
        if "scope" in given and self.headings.has_scope_of_region:
            try:
                scope = self._read(*given["scope"], self.headings.fields["scope"])
            except (Unread, Asks):
                scope = ""
            if scope in regions.SCOPE_LEVELS:
                return regions.SCOPE_LEVELS[scope]
        heading = words.key((of_name or of_province or Matched(0, "", None)).heading)
        named = words.synonyms()["levels"]
        return next((level for level, texts in named.items() if heading in texts), "")

    def _read(self, one: Matched, cell: Cell, known: Field) -> str:
        place = (one.index, cell)
        if place not in self._read_cells:  # most columns say the same few things
            style = self._styles.get(one.index, Style())
            text = cells.read(cell, known, style, self.headings.table.name, self.answers)
            self._read_cells[place] = text
        return self._read_cells[place]

    def _cell(self, number: int, one: Matched, cell: Cell, known: Field, here: Findings) -> str:
        """A cell as the facts write it; empty where it is missing, asked or at fault."""
        try:
            return self._read(one, cell, known)
        except Unread as unread:
            # What is only known to the month may still be a date, where the table says how far.
            here.fault(
                unread.rule, text_of(cell), row=number, column=one.heading, detail=unread.detail
            )
        except Asks as asks:
            place = here.place(number, one.heading)
            here.ask(self._question(asks.kind, one, cell, known, place))
        return ""

    def _question(
        self, kind: str, one: Matched, cell: Cell, known: Field, place: Place
    ) -> Question:
        text = text_of(cell)
        if kind == "code":
            table = self.headings.table.name
            options = cells.labels(known, table, self.lang)
            key = f"code:{known.name}:{words.key(text)}"
            likely = cells.closest(text, known, table)
            return Question(key, "code", text, (place,), options, likely, known.name)
        key = f"{kind}:{one.heading}"
        if kind == "number":
            options = cells.number_options(text)
            return Question(key, "number", text, (place,), options, column=known.name)
        options = cells.date_options(text, self.lang)
        return Question(key, "date", text, (place,), options, column=known.name)

    # --- what follows ----------------------------------------------------------------------------

    def _follow(
        self,
        values: dict[str, str],
        given: Mapping[str, tuple[Matched, Cell]],
        number: int,
        here: Findings,
    ) -> None:
        """Fill in what the rules of the data give: scope, how far a date is known, an own id."""
        region = values.get(self.headings.region, "")
        if here.faults or here.questions:
            return
        if self.headings.has_scope_of_region and not values.get("scope") and region:
            level = regions.level_of(self.regions.warehouse, region)
            own = {level: scope for scope, level in regions.SCOPE_LEVELS.items()}
            own |= {"provinsi": "pemprov", "nasional": "nasional"}
            values["scope"] = own[level]
        dates = [name for name, one in self.headings.fields.items() if one.type == "date"]
        for name in dates:
            value = values.get(name, "")
            if not value or len(value) == _DAY:
                continue
            is_main = name == dates[0] and "date_precision" in self.headings.fields
            if (
                is_main
                and len(value) == _MONTH
                and values.get("date_precision", "month") == "month"
            ):
                values[name], values["date_precision"] = f"{value}-01", "month"
            else:
                text, heading = text_of(given[name][1]), given[name][0].heading
                here.fault("type", text, row=number, column=heading, detail="date")
                values[name] = ""
        if dates and values.get(dates[0]) and "date_precision" in self.headings.fields:
            values["date_precision"] = values.get("date_precision") or "day"
        own_id = self.headings.own_id
        if own_id and not dates and not values.get(own_id) and values.get("url"):
            values[own_id] = self.sources.register.id_of(values["url"])
        elif own_id and not values.get(own_id) and region and values.get(dates[0]):
            day = values[dates[0]]
            if values["date_precision"] == "month" and self.headings.id_prefix == "ott":
                day = day[:_MONTH]
            made = f"{self.headings.id_prefix}-{day}-{region.replace('.', '')}"
            self._ids[made] = count = self._ids.get(made, 0) + 1
            values[own_id] = made if count == 1 else f"{made}-{count}"

    def _require(
        self,
        values: Mapping[str, str],
        given: Mapping[str, tuple[Matched, Cell]],
        number: int,
        here: Findings,
    ) -> None:
        """Tell the cells that may not be empty; nothing where something else is told of the row."""
        if here.faults or here.questions:
            return
        for name, known in self.headings.fields.items():
            if not known.constraints.get("required") or values.get(name) or name in self.is_asked:
                continue
            names = [name, "region", "province"] if name == self.headings.region else [name]
            names += ["source.url"] if name == self.headings.source else []
            one = next((given[column][0] for column in names if column in given), None)
            here.fault("required", row=number, column=one.heading if one else known.name)

    def _once(self, rows: Sequence[Row]) -> list[Row]:
        """The rows without repeated ones; two rows of one key that differ are a fault."""
        key = self.headings.table.key
        seen: dict[tuple[str, ...], Row] = {}
        kept = []
        for row in rows:
            own = tuple(row.cells.get(name, "") for name in key)
            earlier = seen.setdefault(own, row)
            if earlier is row or not key or self.is_asked.intersection(key):
                kept.append(row)
            elif earlier.cells == row.cells:
                at = earlier.place.row
                self.found.leave(findings.TWICE, list(row.cells.values()), row.place.row, n=at)
            else:
                value = ", ".join(text for text in own if text)
                at_row = str(earlier.place.row)
                self.found.fault("primary-key", value, row=row.place.row, detail=at_row)
        return kept


def _is_summary(text: str) -> bool:
    """Whether the name of a region is that of a sum or a mean over several."""
    return words.first_word(text) in words.synonyms()["summaries"]

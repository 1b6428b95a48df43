"""The facts as they would be, built beside: all checks on the whole, each fault with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import duckdb

from dashboard import facts
from dashboard.core.i18n import message
from dashboard.core.settings import Settings
from dashboard.facts.csv_table import CsvTable, Key
from dashboard.facts.described_keys import keys_of
from dashboard.facts.messages import SENTENCES, FactError
from dashboard.ingest import checks
from dashboard.ingest.changed_tables import RowChange
from dashboard.ingest.incoming import Fault, Incoming, Place
from dashboard.ingest.proposal import Proposal
from dashboard.warehouse import build, intake
from dashboard.warehouse.build_folder import Build

Progress = Callable[[str], None]
_MOST_OF_A_CHECK = 50  # rows of one data test that are told one by one
# The columns that say of which row a data test speaks, where it has them.
_NAMING = ("region_code", "incident_id", "activity_id", "source_id", "year")
_ANY_RULE = message("{where}: “{value}” breaks the rule {rule} of datapackage.json ({detail}).")


def built(
    settings: Settings,
    incoming: Incoming,
    proposal: Proposal,
    progress: Progress = lambda _step: None,
) -> tuple[Build | None, tuple[Fault, ...]]:
    """The build of a proposal, or everything that is wrong with it.

    Applying the proposal later finds the build made.

    Raises:
        BuildError: a query is broken or the machine refuses: nothing that the sheet could mend.
        BadSetting: a folder cannot be used.
    """
    try:
        return intake.build_of(settings, proposal.files, progress), ()
    except facts.BrokenFacts as broken:
        places = _Places(incoming, proposal)
        return None, tuple(places.of_error(error) for error in broken.errors)
    except build.BrokenChecks:
        places = _Places(incoming, proposal)
        with intake.checkout(settings, proposal.files) as folder:
            found = _wrong_rows(settings.model_copy(update={"data_dir": folder}))
        return None, tuple(
            places.of_check(name, row)
            for name, rows in found.items()
            for row in rows[:_MOST_OF_A_CHECK]
        )


def _wrong_rows(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """The rows that each data test finds, with the names of their columns."""
    found = {}
    with duckdb.connect() as connection:
        described = facts.read_description(settings.data_dir)
        facts.load_valid(connection, described)
        build.make_models(connection, described, settings.sql_dir)
        for path in sorted((settings.sql_dir / "check").glob("*.sql")):
            cursor = connection.execute(build.query_text(path))
            names = [column[0] for column in cursor.description or []]
            rows = cursor.fetchall()
            if rows:
                found[path.stem] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


class _Places:
    """Where in the sheet a row of the proposed facts was read."""

    def __init__(self, incoming: Incoming, proposal: Proposal) -> None:
        self._incoming, self._proposal = incoming, proposal
        self._keys: dict[str, tuple[Key, ...]] = {}
        self._by_key: dict[tuple[str, Key], RowChange] = {}

    def of_error(self, error: FactError) -> Fault:
        """A fault of a cell, where the sheet says it; else where it stands in the facts."""
        column = error.column or ""
        row = self._row(error.table, error.row) if error.table and error.row else None
        place = Place(error.file or error.table, "", error.row, column)
        if row is not None and row.place is not None:
            heading = self._incoming.heading_of(column) if column else ""
            place = Place(row.place.file, row.place.sheet, row.place.row, heading)
        text = SENTENCES.get(f"{error.rule}:{error.detail}") or SENTENCES.get(error.rule, _ANY_RULE)
        named = {"rule": error.rule, "detail": error.detail, "table": error.table}
        values = {**named, "file": error.file, "files": error.value}
        return Fault(place, error.value or "", error.rule, text, tuple(values.items()))

    def of_check(self, name: str, row: Mapping[str, Any]) -> Fault:
        """A row that a data test finds, where a row of the sheet says the same."""
        own = self._like(row)
        shown = ", ".join(f"{key}={value}" for key, value in row.items() if value is not None)
        place = own.place if own and own.place else Place(self._incoming.file_name, "", None, "")
        text = checks.SENTENCES.get(name, checks.OTHER)
        return Fault(place, shown, name, text, (("row", shown), ("check", name)))

    def _row(self, table: str, number: int) -> RowChange | None:
        """The changed row that stands in a row of a file as it would be."""
        if table not in self._keys:
            content = self._proposal.files.get(f"{table}.csv")
            key = keys_of(self._proposal.files).get(table, ())
            read = CsvTable(content, key) if content else None
            self._keys[table] = read.keys if read else ()
            for row in self._proposal.rows:
                if read and row.table == table and row.kind != "removed":
                    self._by_key[table, read.key_of(row.cells)] = row
        keys = self._keys[table]
        at = number - 2  # the header is the first row of a spreadsheet
        return self._by_key.get((table, keys[at])) if 0 <= at < len(keys) else None

    def _like(self, row: Mapping[str, Any]) -> RowChange | None:
        """The changed row that has most of a row's values, those of its own columns, in common."""
        best, most = None, 0
        values = {name: str(value) for name, value in row.items() if value is not None}
        for change in self._proposal.rows:
            shared = values.keys() & change.cells.keys()
            agreeing = sum(change.cells[name] == values[name] for name in shared)
            if any(change.cells[name] != values[name] for name in shared.intersection(_NAMING)):
                continue
            if agreeing > most:
                best, most = change, agreeing
        return best

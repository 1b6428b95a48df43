"""The small country in a store that was changed twice: what followers of the facts read.

Each of its three states is built once in a run of the tests, wherever it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dashboard.core.settings import Settings
from dashboard.facts.revisions import Note, Revision
from dashboard.facts.store import Store, read_files
from dashboard.narrative import changes
from dashboard.warehouse.engine import Warehouse
from tests import builds
from tests.fixtures import KPK, NEWS, RULES, SQL, Tables, rows, world, write_facts

SCORE = "region_code scope year score source_id reliability excluded_reason_en"


def of(tables: Tables, table: str, **wanted: Any) -> dict[str, Any]:
    """The one row of a table with these values."""
    [row] = [
        row for row in tables[table] if all(row[name] == value for name, value in wanted.items())
    ]
    return row


def first_change(tables: Tables) -> None:
    """One of each kind of news."""
    scores = tables["spi_results"]
    scores += rows(
        SCORE,
        ("63", "pemprov", 2025, "66.10", KPK, "official", None),
        ("61", "pemprov", 2025, "74.00", KPK, "official", None),
        ("62", "pemprov", 2025, "75.00", KPK, "official", None),
        ("00", "nasional", 2025, "72.32", KPK, "official", None),
    )
    of(tables, "spi_results", region_code="13")["score"] = "78.10"
    of(tables, "spi_results", region_code="63", scope="agregat_wilayah")["score"] = "73.50"
    scores.remove(of(tables, "spi_results", region_code="61", year=2021))
    # Another source of a score that is known better: what is shown stays.
    of(tables, "spi_results", region_code="00", year=2023, source_id=NEWS)["score"] = "71.1"
    tables["spi_class_reports"] += rows(
        "region_code scope year spi_class source_id reliability",
        ("13", "pemprov", 2025, "terjaga", NEWS, "news"),
    )
    incidents = tables["ott_incidents"]
    incidents[-1] |= {"suspects_named": 5, "summary_en": "An alleged bribe, " * 9 + "found"}
    incidents.append(
        {**incidents[0], "incident_id": "ott-2019-06-01-6371", "ott_date": "2019-06-01"}
        | {"region_code": "63.71", "offices_id": "Kepala dinas", "offices_en": "Head of agency"}
    )
    tables["ott_offices"] += rows(
        "incident_id office office_kind", ("ott-2019-06-01-6371", "Kepala dinas", "pejabat_pemda")
    )
    gone = of(tables, "ott_incidents", incident_id="ott-2018-10-10-62")
    incidents.remove(gone)
    tables["ott_offices"] = [
        row for row in tables["ott_offices"] if row["incident_id"] != gone["incident_id"]
    ]
    tables["wbk_status"] += rows(
        "year region_code unit_name unit_count owner_type stage award_by year_basis source_id "
        "reliability",
        (2024, "63.71", "RSUD <b>&", 1, "pemda", "wbk", "kemenpanrb", "stated", NEWS, "news"),
        (2024, "62", "Lima unit", 5, "pemda", "wbbm", "internal", "inferred", NEWS, "news"),
    )
    tables["bimtek_activity"].append(
        {**tables["bimtek_activity"][1], "activity_id": "keg-2024-05-02-63", "region_code": "63"}
        | {"start_date": "2024-05-02", "date_precision": "day", "title_id": "Rakor Kalsel"}
        | {"title_en": "Meeting in Kalsel"}
    )
    tables["regulations"] += rows(
        "region_code instrument number year subject title_id source_id reliability",
        ("13", "Peraturan Gubernur", "7", 2022, "wbs", "Pengaduan Sumbar", RULES, "official"),
    )
    tables["paksi_counts"][0]["paksi"] = 15


def second_change(tables: Tables) -> None:
    """Some of it taken back or changed once more."""
    tables["spi_results"].remove(of(tables, "spi_results", region_code="61", year=2025))
    of(tables, "spi_results", region_code="63", year=2025)["score"] = "66.20"
    of(tables, "spi_results", region_code="13")["score"] = "79.00"
    tables["wbk_status"].pop()


@dataclass
class Followed:
    """The small country, changed by `first_change` and then by `second_change`.

    Attributes:
        folder: of facts and builds, and of a store with both changes.
        revisions: of that store, the first one first.
        states: what each of them shows.
    """

    folder: Path
    revisions: list[Revision] = field(default_factory=list)
    states: list[Warehouse] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def settings(self, **changed: Any) -> Settings:
        return Settings(**{name.lower(): value for name, value in self.given(**changed).items()})

    def given(self, **changed: Any) -> dict[str, Any]:
        """The settings of a dashboard on these facts, by their names without the prefix."""
        folders = {
            "DATA_DIR": self.folder / "facts-0",
            "BUILD_DIR": self.folder / "build",
            "STORE_DIR": self.folder / "store",
        }
        others = {"FOCUS_REGIONS": "63,62", "REQUESTS_PER_MINUTE": 10**6, "HOSTS": "testserver"}
        return {**folders, **others, **{name.upper(): value for name, value in changed.items()}}

    def make(self) -> None:
        """Build the states, and write down the news between them."""
        builds.place_scripts(self.folder / "build")  # for a server that is started here
        tables = world()
        for place, edit in enumerate((None, first_change, second_change)):
            if edit is not None:
                edit(tables)
            facts = write_facts(self.folder / f"facts-{place}", tables)
            made = builds.placed(self.settings(data_dir=facts))
            self.states.append(Warehouse(made, SQL))
            if place:
                found = changes.between(*self.states[-2:])
                told = tuple(one.as_json() for one in found)
                self.notes.append(Note("ingest", "local", f"Uji {place}", changes=told))
        self.revisions = self.advance(self.folder / "store", 2)
        for state, revision in zip(self.states, self.revisions, strict=True):
            state.stored = revision.id

    def advance(self, store_dir: Path, upto: int) -> list[Revision]:
        """A store with the first changes, made or taken further; its revisions, oldest first."""
        store = Store.create(self.settings(store_dir=store_dir))
        made = store.history()[::-1]
        for place in range(len(made), upto + 1):
            files = read_files(self.folder / f"facts-{place}")
            made.append(store.apply(files, self.notes[place - 1], parent=made[-1].id))
        return made


_MADE: list[Followed] = []


def followed(factory: pytest.TempPathFactory) -> Followed:
    """The one of this process."""
    if not _MADE:
        made = Followed(factory.mktemp("followed"))
        made.make()
        _MADE.append(made)
    return _MADE[0]

"""A store of the small country with changes: what followers of the facts read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.core.settings import Settings
from dashboard.facts.revisions import Note, Revision
from dashboard.facts.store import Store, read_files
from dashboard.narrative import changes
from dashboard.warehouse import build
from dashboard.warehouse.engine import Warehouse
from tests.fixtures import SQL, Tables, world, write_facts

Edit = Callable[[Tables], None]


@dataclass
class Followed:
    """The small country in a store, changed step by step; each step records its news.

    Attributes:
        folder: of facts, builds and the store.
        states: the warehouse of each revision, the first one first.
        revisions: the same as the store has them.
    """

    folder: Path
    states: list[Warehouse] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    tables: Tables = field(default_factory=world)

    def settings(self, **changed: object) -> Settings:
        given = {
            "data_dir": self.folder / "facts-0",
            "build_dir": self.folder / "build",
            "store_dir": self.folder / "store",
            "focus_regions": ("63", "62"),
            "requests_per_minute": 10**6,
            "hosts": ("testserver",),
        }
        return Settings(**{**given, **changed})

    def start(self) -> None:
        write_facts(self.folder / "facts-0", self.tables)
        store = Store.create(self.settings())
        self.revisions.append(store.head())
        self.states.append(self._open(0, store.head().id))

    def change(self, edit: Edit, why: str = "Uji") -> tuple[changes.Change, ...]:
        """Apply a change to the facts; its news."""
        edit(self.tables)
        place = len(self.states)
        facts = write_facts(self.folder / f"facts-{place}", self.tables)
        after = self._open(place, "")
        found = changes.between(self.states[-1], after)
        note = Note("ingest", "local", why, changes=tuple(one.as_json() for one in found))
        store = Store.open(self.settings())
        assert store is not None
        made = store.apply(read_files(facts), note, parent=self.revisions[-1].id)
        after.stored = made.id
        self.revisions.append(made)
        self.states.append(after)
        return found

    def _open(self, place: int, stored: str) -> Warehouse:
        facts = self.folder / f"facts-{place}"
        made = build.ensure(self.settings(data_dir=facts))
        return Warehouse(made, SQL, stored)

"""Facts of data/ that wait for a decision before they are served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dashboard.core.audit import Unwritable
from dashboard.core.i18n import Words
from dashboard.facts import BrokenFacts
from dashboard.facts.differences import TableDifference
from dashboard.facts.merge import Conflict
from dashboard.facts.store import StoreError
from dashboard.warehouse import build


@dataclass(frozen=True)
class Pending:
    """Facts of data/ that have not been taken in: somebody has to decide.

    Attributes:
        reason: `version` (a newer version ships other facts, and facts were changed here as well),
            `conflict` (both changed the same cell), `older` (data/ is of an older version than the
            one last taken in), `refused` (data/ is not in order, or the store cannot be written;
            `error` says what); empty where it can be taken in as it is.
        parent: the revision that they would come on.
        files: both changes in one; where nothing is decided, what is served stays.
        taken_in: data/ as it is now; `Store.apply` writes it down as taken in.
        differences: between what is served and `files`.
        conflicts: what is to be decided, by `Conflict.id`.
        kind: of the revision that it would be.
        version: of the facts in data/.
        error: why data/ is refused.
    """

    reason: Literal["", "version", "conflict", "older", "refused"]
    parent: str
    files: Mapping[str, bytes] = field(hash=False, repr=False)
    taken_in: Mapping[str, bytes] = field(hash=False, repr=False)
    differences: tuple[TableDifference, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    kind: Literal["shipped", "edited"] = "edited"
    version: str = ""
    error: BrokenFacts | build.BuildError | StoreError | Unwritable | None = field(
        default=None, hash=False
    )

    def message(self, say: Words) -> str:
        """Why the facts of data/ are not served, and what to do."""
        if self.error is not None:
            return say(
                "The facts of data/ were not taken in; the newest revision of the store is served. "
                "{error}",
                error=self.error.message(say),
            )
        if self.reason == "older":
            return say(
                "The facts of data/ are of the older version {version}: the newest revision of the "
                "store is served. Start the newer version of the program.",
                version=self.version,
            )
        if self.reason == "conflict":
            return say.plural(
                "The facts of data/ (version {version}) and the store disagree in {n} place: the "
                "newest revision of the store is served. Decide on the page Perbarui data or with "
                "“python -m dashboard ingest --shipped”.",
                "The facts of data/ (version {version}) and the store disagree in {n} places: the "
                "newest revision of the store is served. Decide on the page Perbarui data or with "
                "“python -m dashboard ingest --shipped”.",
                len(self.conflicts),
                version=self.version,
            )
        return say(
            "The program ships newer facts (version {version}), and facts were changed here as "
            "well: the newest revision of the store is served. Look at the preview on the page "
            "Perbarui data or with “python -m dashboard ingest --shipped”.",
            version=self.version,
        )

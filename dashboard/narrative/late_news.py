"""News of revisions that were made without any: of data/ edited by hand or shipped anew, or pushed.

Data/ is taken in before anything that knows news is there, and a repository may get revisions from
elsewhere. What they changed is found out once, beside the answers, and kept in a file of the build
folder; it can always be found out again.
"""

from __future__ import annotations

import json
import logging
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.core.i18n import words
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.facts import BrokenFacts
from dashboard.facts.revisions import Revision
from dashboard.facts.store import Store, StoreError
from dashboard.narrative import changes
from dashboard.warehouse import intake
from dashboard.warehouse.build import BuildError
from dashboard.warehouse.engine import Warehouse

_LOG = logging.getLogger("dashboard")
_FOLDER = "news"


def catch_up(settings: Settings, most: int = 20) -> None:
    """Find out the news of the newest revisions that have none; what cannot be built has none.

    States that were built before are opened, others are built: this is no matter of an answer.

    Args:
        settings: the folders.
        most: how many revisions are looked at.
    """
    try:
        store = Store.open(settings)
        lacking = [one for one in store.history(most) if _lacks(one)] if store else []
        for one in lacking:
            path = _path(settings, one)
            if store is not None and not path.exists():
                states = [
                    Warehouse(intake.build_of(settings, store.files(id_)), settings.sql_dir)
                    for id_ in (one.parent, one.id)
                ]
                _write(path, [change.as_json() for change in changes.between(*states)])
    except (BadSetting, BrokenFacts, BuildError, StoreError) as error:
        _LOG.warning(error.message(words(language())))
    except OSError as error:
        _LOG.warning("News cannot be kept: %s", error)


def known(settings: Settings) -> frozenset[str]:
    """The revisions whose news was found out."""
    try:
        return frozenset(path.stem for path in (settings.build_dir / _FOLDER).glob("*.json"))
    except OSError:
        return frozenset()


def completed(revision: Revision, settings: Settings) -> Revision:
    """A revision with its news, as far as it was found out."""
    if not _lacks(revision):
        return revision
    try:
        found = json.loads(_path(settings, revision).read_bytes())
    except (OSError, ValueError, RecursionError):
        return revision
    told = tuple(one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()
    return replace(revision, note=replace(revision.note, changes=told))


def _lacks(revision: Revision) -> bool:
    return bool(revision.parent) and not revision.note.changes


def _path(settings: Settings, revision: Revision) -> Path:
    return settings.build_dir / _FOLDER / f"{revision.id}.json"


def _write(path: Path, found: list[dict[str, Any]]) -> None:
    """Write a file whole: others may read it at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{secrets.token_hex(4)}")  # containers number processes alike
    beside.write_text(json.dumps(found), encoding="utf-8")
    beside.replace(path)

"""Which build was served last: what a start falls back on while the cluster for newer ones is away.

Not every build of the folder was ever served: some were made to look at a change first.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from dashboard.core.settings import Settings
from dashboard.warehouse import build, build_folder
from dashboard.warehouse.intake import Served

_FILE = "served.json"


class _Note(BaseModel):
    revision: str
    stored: str
    answers: str
    at: dt.datetime


@dataclass(frozen=True)
class LastServed:
    """A build that was served, and when it was last known to be the newest."""

    served: Served
    at: dt.datetime


def note(settings: Settings, revision: str, stored: str) -> None:
    """Write down that a build is served; where the disk refuses, nothing happens.

    Args:
        settings: the folder of the builds.
        revision: of the build.
        stored: the id of the revision of the store; empty without one.
    """
    made = _Note(
        revision=revision, stored=stored, answers=settings.spark_answers, at=dt.datetime.now(dt.UTC)
    )
    with contextlib.suppress(OSError):
        number, name = tempfile.mkstemp(prefix=_FILE, dir=settings.build_dir)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(made.model_dump_json())
        Path(name).replace(settings.build_dir / _FILE)


def find(settings: Settings) -> LastServed | None:
    """The build that was served last, whole and held; None where there is none."""
    try:
        noted = _Note.model_validate_json((settings.build_dir / _FILE).read_bytes())
        if noted.answers != settings.spark_answers:  # its marts lie elsewhere
            return None
        found = build_folder.read(settings.build_dir / noted.revision, build.BUILD_FORMAT)
    except (OSError, ValidationError, build_folder.Damaged):
        return None
    return None if found is None else LastServed(Served(found, noted.stored), noted.at)

"""The files of data/ that the store keeps, and a name for what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from dashboard.facts.package import DESCRIPTION

STAND_IN = "data-"


def read_files(folder: Path) -> dict[str, bytes]:
    """The files of a folder of facts that the store keeps: the description and the CSV files.

    Raises:
        OSError: one of them cannot be read.
    """
    paths = (folder / DESCRIPTION, *sorted(folder.glob("*.csv")))
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def content_id(files: Mapping[str, bytes]) -> str:
    """A name for a state of the facts that no revision stands for yet: `data-` and 32 digits."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return f"{STAND_IN}{digest.hexdigest()[:32]}"

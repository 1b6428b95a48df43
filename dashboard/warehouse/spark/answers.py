"""The last good answers of a cluster, kept beside the build that they belong to.

The facts of a build never change, so that an answer that was given once is right for as long as the
build is: while the cluster is away, it is what there is. Kept on disk, also over a restart; when
there are too many, the ones that were not asked for longest go.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

MOST_BYTES = 256 << 20  # of one build
_LARGEST = 16 << 20  # of one answer
_LOOK_EVERY = 64  # answers kept between two looks at how many there are


class Answers:
    """Answers in a folder, by the query and its parameters.

    Args:
        folder: made when the first answer is kept.
        most_bytes: what all of them may take on disk.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._most = folder, most_bytes
        self._kept = 0

    def keep(self, query: str, parameters: Mapping[str, object], rows: pa.Table) -> None:
        """Keep an answer; where the disk refuses, none is kept and nothing else happens."""
        from pyarrow import ipc

        if rows.nbytes > _LARGEST:
            return
        path = self._path(query, parameters)
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            number, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(number, "wb") as file, ipc.new_file(file, rows.schema) as writer:
                writer.write_table(rows)
            Path(name).replace(path)
            if self._kept % _LOOK_EVERY == 0:
                self._forget_old()
            self._kept += 1

    def find(
        self, query: str, parameters: Mapping[str, object]
    ) -> tuple[pa.Table, dt.datetime] | None:
        """The answer that was kept last and when that was; None where there is none."""
        import pyarrow as pa
        from pyarrow import ipc

        path = self._path(query, parameters)
        try:
            with path.open("rb") as file:
                rows = ipc.open_file(file.read()).read_all()
            return rows, dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        except (OSError, pa.ArrowInvalid):
            return None

    def latest(self) -> dt.datetime | None:
        """When the last answer was kept; None where there is none."""
        times = [entry.stat().st_mtime for entry in self._entries()]
        return dt.datetime.fromtimestamp(max(times), dt.UTC) if times else None

    def _forget_old(self) -> None:
        entries = sorted(self._entries(), key=lambda one: one.stat().st_mtime, reverse=True)
        size = 0
        for entry in entries:
            size += entry.stat().st_size
            if size > self._most:
                Path(entry).unlink(missing_ok=True)

    def _entries(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._folder) as found:
                return [one for one in found if one.name.endswith(".arrow")]
        except OSError:
            return []

    def _path(self, query: str, parameters: Mapping[str, object]) -> Path:
        asked = repr((query, sorted(parameters.items())))
        return self._folder / f"{hashlib.sha256(asked.encode()).hexdigest()}.arrow"

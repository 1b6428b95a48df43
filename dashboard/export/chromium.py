"""Find the Chrome or Chromium of this machine: it draws pictures, and tests look through it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.core.i18n import Words

VARIABLE = "CHROMIUM"
NAMES = (
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chromium",
    "chromium-browser",
)


class NoBrowser(Exception):
    """There is no browser; `message(say)` says what to install. `named` is what CHROMIUM says."""

    def __init__(self, named: str | None = None) -> None:
        super().__init__(f"{VARIABLE}={named} is not a program" if named else "no browser found")
        self.named = named

    def message(self, say: Words) -> str:
        """What is missing and how to mend it."""
        problem = (
            say(
                "The browser that draws pictures is missing: CHROMIUM={named} is not a program.",
                named=self.named,
            )
            if self.named
            else say("The browser that draws pictures is missing on this server.")
        )
        how = say(
            "Install Chrome or Chromium (Debian or Ubuntu: apt-get install chromium), "
            "or name one with CHROMIUM=/path/to/chrome."
        )
        return f"{problem} {how}"


def find_browser() -> Path:
    """CHROMIUM, then Chrome or Chromium on the PATH, then the usual places, then Playwright's own.

    Raises:
        NoBrowser: there is none, or CHROMIUM names none.
    """
    named = os.environ.get(VARIABLE)
    if named:
        program = shutil.which(named)
        if not program:
            raise NoBrowser(named)
        return Path(program)
    for name in NAMES:
        program = shutil.which(name)
        if program:
            return Path(program)
    from choreographer.browsers import Chromium  # knows Windows' registry and a Mac's folders

    usual = Chromium.find_browser(skip_local=False) or _playwrights_own()
    if not usual:
        raise NoBrowser
    return Path(usual)


def _playwrights_own() -> Path | None:
    """The newest browser that `playwright install chromium` left, without starting Playwright."""
    home = {
        "win32": Path(os.environ.get("LOCALAPPDATA", "")),
        "darwin": Path.home() / "Library" / "Caches",
    }.get(sys.platform, Path.home() / ".cache")
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or home / "ms-playwright")
    found = [
        program
        for pattern in (
            "chromium-*/chrome-linux*/chrome",
            "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
            "chromium-*/chrome-win*/chrome.exe",
        )
        for program in kept.glob(pattern)
    ]
    return max(found, key=lambda program: program.stat().st_mtime, default=None)

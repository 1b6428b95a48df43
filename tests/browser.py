"""Find the browser for the tests that need one.

python -m tests.browser            print its path, or say how to get one
python -m tests.browser --ensure   the same, but first try to install Debian's package when root
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chromium",
    "chromium-browser",
)

HOW_TO_GET_ONE = (
    "No browser was found, and the browser tests are not skipped without one. "
    "Install Chrome or Chromium (Debian or Ubuntu: apt-get install chromium; "
    "any system: .venv/bin/python -m playwright install chromium), "
    "or name one: CHROMIUM=/path/to/chrome make test"
)

# Chrome's sandbox refuses to start as root, as in most containers, and these tests open nothing
# but pages of this machine. The other flags keep the browser itself from calling out, and the last
# makes every name but this machine's unknown, whatever the page asks for.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


class NoBrowserError(RuntimeError):
    """There is no browser; the message says how to get one."""


def find_browser() -> Path:
    """CHROMIUM, then Chrome or Chromium on the PATH, then the one that Playwright installed."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if not found:
            raise NoBrowserError(f"CHROMIUM={named} is not a program. {HOW_TO_GET_ONE}")
        return Path(found)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    own = _playwrights_own()
    if own:
        return own
    raise NoBrowserError(HOW_TO_GET_ONE)


def ensure_browser() -> Path:
    """As `find_browser`, but installs Debian's package when there is none and we may."""
    try:
        return find_browser()
    except NoBrowserError:
        if os.environ.get("CHROMIUM") or not (_is_root() and shutil.which("apt-get")):
            raise
    print("No browser was found: installing Debian's chromium ...", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        # Only stderr: the path on stdout is this program's answer. A failed update may still
        # leave a usable package list, so only the search below decides.
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    return find_browser()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def main() -> int:
    """The command line, see the top of the file."""
    try:
        browser = ensure_browser() if "--ensure" in sys.argv[1:] else find_browser()
    except NoBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Browser: {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

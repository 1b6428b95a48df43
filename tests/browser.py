"""The browser for the tests that need one: the same that draws pictures.

python -m tests.browser            print its path, or say how to get one
python -m tests.browser --ensure   the same, but first try to install Debian's package when root
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from dashboard.core.i18n import words
from dashboard.export.chromium import VARIABLE, NoBrowser, find_browser

NOT_SKIPPED = (
    "The browser tests are not skipped without one. "
    "Playwright's own will do: .venv/bin/python -m playwright install chromium"
)

# Chrome's sandbox refuses to start as root, as in most containers, and these tests open nothing
# but pages of this machine. Nothing plays a graphics card: that takes more work than painting. The
# other flags keep the browser itself from calling out, and the last makes every name but this
# machine's unknown, whatever the page asks for; the names of the proxies in deploy/nginx are this
# machine too.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
    "--disable-software-rasterizer",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP *.example.go.id 127.0.0.1, MAP *.lain.go.id 127.0.0.1, "
    "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def ensure_browser() -> Path:
    """As `find_browser`, but installs Debian's package when there is none and we may."""
    try:
        return find_browser()
    except NoBrowser:
        if os.environ.get(VARIABLE) or not install("browser", "chromium"):
            raise
    return find_browser()


def install(what: str, *packages: str) -> bool:
    """Debian's packages, if we are root where there are any; whether it was tried."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return False
    print(f"No {what} was found: installing {', '.join(packages)} ...", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        # Only stderr: stdout is for the answer. A failed update may still leave a usable list of
        # packages, so only the next search decides.
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    return True


def main() -> int:
    """The command line, see the top of the file."""
    try:
        browser = ensure_browser() if "--ensure" in sys.argv[1:] else find_browser()
    except NoBrowser as error:
        print(error.message(words("en")), NOT_SKIPPED, file=sys.stderr)
        return 1
    print(f"Browser: {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

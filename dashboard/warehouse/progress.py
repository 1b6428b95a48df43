"""Progress of a build on the terminal."""

from __future__ import annotations

import sys

from dashboard.core import logs
from dashboard.core.i18n import words
from dashboard.core.settings import language


def report(step: str) -> None:
    """Say on standard error what a build is doing."""
    say = words(language())
    text = {
        "validate": say("Checking the facts …"),
        "load": say("Building the answers …"),
        "check": say("Testing the answers …"),
        "draw": say("Preparing the map …"),
    }[step]
    logs.tell(text, sys.stderr)

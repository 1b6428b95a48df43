"""Sign-ins that were ended before their hours were over, known to all servers that share a store.

An empty file for each, named after what the cookie says, in a folder of the store: signing out at
one server ends a copy of the cookie at every other. Where the folder cannot be written, or no disk
is shared, the server that was asked knows it alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import time

from dashboard.core.settings import Settings

FOLDER = "signed-out"
_ended: dict[str, float] = {}  # by this process, and when; for a store that cannot be written


def end(text: str, settings: Settings) -> None:
    """End a sign-in everywhere; those whose hours are over by now are forgotten.

    Args:
        text: what the cookie says of the account and the moment.
        settings: the folder of the store, and how long a sign-in counts.
    """
    longest = settings.sign_in_hours * 3600
    for old in [one for one, since in list(_ended.items()) if time.time() - since > longest]:
        _ended.pop(old, None)
    digest = _digest(text)
    _ended[digest] = time.time()
    folder = settings.store_dir / FOLDER
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / digest).touch()
        for path in folder.iterdir():
            if time.time() - path.stat().st_mtime > longest:
                path.unlink(missing_ok=True)


def is_ended(text: str, settings: Settings) -> bool:
    """Whether a sign-in was ended, here or at another server."""
    digest = _digest(text)
    if digest in _ended:
        return True
    try:
        return (settings.store_dir / FOLDER / digest).exists()
    except OSError:
        return False


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

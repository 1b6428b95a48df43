"""Sign-ins that were ended before their hours were over, known to all servers that share a store.

An empty file for each, named after what the cookie says, in a folder of the store: signing out at
one server ends a copy of the cookie at every other. Servers that share a git server instead tell
each other by it (`dashboard.facts.shared_sign_outs`). Where the folder cannot be written, the
server that was asked knows it alone until it ends.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from dashboard.core.settings import Settings

FOLDER = "signed-out"
CHANGED = threading.Event()  # set whenever a sign-in was ended here, for who tells others
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ended: dict[str, float] = {}  # by this process, and when; for a store that cannot be written


def end(text: str, settings: Settings) -> None:
    """End a sign-in everywhere; those whose hours are over by now are forgotten.

    Args:
        text: what the cookie says of the account and the moment.
        settings: the folder of the store, the secret of cookies, how long a sign-in counts.
    """
    _write({_digest(text, settings): time.time()}, settings)
    _forget(settings)
    CHANGED.set()


def take_over(found: Mapping[str, float], settings: Settings) -> None:
    """End here what was ended at other servers.

    Args:
        found: names as `known` has them, and when they were ended (seconds since 1970).
        settings: as of `end`.
    """
    here = known(settings)
    _write({one: at for one, at in found.items() if one not in here}, settings)
    _forget(settings)


def known(settings: Settings) -> dict[str, float]:
    """What was ended and is not forgotten: a name that tells nothing, and when."""
    found = dict(_ended)
    with contextlib.suppress(OSError):
        for path in (settings.store_dir / FOLDER).iterdir():
            if _DIGEST.fullmatch(path.name):
                with contextlib.suppress(OSError):
                    found[path.name] = path.stat().st_mtime
    longest = settings.sign_in_hours * 3600
    return {one: at for one, at in found.items() if time.time() - at <= longest}


def is_ended(text: str, settings: Settings) -> bool:
    """Whether a sign-in was ended, here or at another server."""
    digest = _digest(text, settings)
    if digest in _ended:
        return True
    try:
        return (settings.store_dir / FOLDER / digest).exists()
    except OSError:
        return False


def _write(found: Mapping[str, float], settings: Settings) -> None:
    folder = settings.store_dir / FOLDER
    for digest, moment in found.items():
        _ended[digest] = moment
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path: Path = folder / digest
            path.touch()
            os.utime(path, (moment, moment))


def _forget(settings: Settings) -> None:
    longest, now = settings.sign_in_hours * 3600, time.time()
    for old in [one for one, since in list(_ended.items()) if now - since > longest]:
        _ended.pop(old, None)
    with contextlib.suppress(OSError):
        for path in (settings.store_dir / FOLDER).iterdir():
            if now - path.stat().st_mtime > longest:
                path.unlink(missing_ok=True)


def _digest(text: str, settings: Settings) -> str:
    """A name that nobody finds by trying accounts and moments who has not the secret."""
    secret = settings.cookie_secret.get_secret_value().encode("utf-8", "surrogatepass")
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()

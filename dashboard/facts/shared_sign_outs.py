"""Sign-outs of servers that share a git server and no disk: an empty reference there for each.

`refs/integritas/signed-out/<moment>-<name>`, where the name says nothing to who cannot sign cookies
(`dashboard.core.sign_outs`). Each is made once and by nobody else, so that no two servers come into
each other's way, and one request says all of them. They point at one empty commit, and are no
branches: nothing of the facts, their history or their backup knows of them.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.core import sign_outs
from dashboard.core.i18n import words
from dashboard.core.settings import Settings, language
from dashboard.facts.commits import set_up
from dashboard.facts.remote import Remote
from dashboard.facts.store_errors import SignOutsRefused, StoreError, Unreachable, refusals

if TYPE_CHECKING:
    import pygit2

_LOG = logging.getLogger("dashboard")
PREFIX = "refs/integritas/signed-out/"
ANCHOR = "refs/integritas/sign-outs"  # the empty commit; who may write this may write the others
REPOSITORY = "sign-outs.git"
_NAME = re.compile(re.escape(PREFIX) + r"([0-9]{1,12})-([0-9a-f]{64})")
_MARGIN_SECONDS = 3600  # clocks of servers differ


def exchange(settings: Settings) -> None:
    """Tell the git server what was ended here, and learn what was ended elsewhere.

    Raises:
        SignOutsRefused: it takes none; they count here alone.
        Unreachable: it does not answer, or lets nobody in.
        Unwritable: the folder of the store cannot be written.
    """
    remote = Remote.of(settings)
    if remote is None:
        return
    with refusals(settings.store_dir):
        set_up()
        repository = _repository(settings.store_dir / REPOSITORY)
    try:
        there = remote.names(repository, "refs/integritas/")
        found = {name: _read(name) for name in there}
        elsewhere = {digest: moment for moment, digest in filter(None, found.values())}
        longest = settings.sign_in_hours * 3600
        now = time.time()
        sign_outs.take_over(
            {one: at for one, at in elsewhere.items() if now - at <= longest}, settings
        )
        wanted = {
            f"{PREFIX}{moment:.0f}-{digest}"
            for digest, moment in sign_outs.known(settings).items()
            if digest not in elsewhere
        }
        if ANCHOR not in there:
            wanted.add(ANCHOR)
        commit = _empty_commit(repository)
        for name in sorted(wanted):
            if refused := remote.place(repository, name, commit):
                raise SignOutsRefused(remote.shown, refused)
        for name, read in found.items():
            if read is not None and now - read[0] > longest + _MARGIN_SECONDS:
                remote.place(repository, name, None)  # refused: another server was faster
    finally:
        repository.free()


class Exchange:
    """`exchange`, again and again; what fails is said once.

    Args:
        settings: the git server, and how long sign-ins count.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings, self._told = settings, ""

    def look(self) -> None:
        """Exchange; this never fails."""
        try:
            exchange(self._settings)
            sentence = ""
        except SignOutsRefused as error:
            sentence = error.message(words(language()))
        except Unreachable:
            return  # who asks for the facts says so
        except StoreError as error:
            sentence = error.message(words(language()))
        except Exception as error:  # whatever it was, it is tried again
            sentence = f"{type(error).__name__}: {error}"
        if sentence and sentence != self._told:
            _LOG.error("%s", sentence)
        self._told = sentence

    def follow(self, ended: threading.Event, seconds: float) -> None:
        """Look now, after each sign-out, and when so many seconds have passed; until it is ended.

        Whoever sets `ended` sets `sign_outs.CHANGED` after it.
        """
        while not ended.is_set():
            sign_outs.CHANGED.clear()
            self.look()
            sign_outs.CHANGED.wait(seconds)


def _read(name: str) -> tuple[int, str] | None:
    """Moment and name of a sign-out; None of another reference."""
    found = _NAME.fullmatch(name)
    return (int(found[1]), found[2]) if found else None


def _repository(path: Path) -> pygit2.Repository:
    import pygit2

    return pygit2.init_repository(str(path), bare=True)


def _empty_commit(repository: pygit2.Repository) -> pygit2.Oid:
    """The same at every server."""
    import pygit2

    nobody = pygit2.Signature("Integritas Daerah", "integritas@localhost", 0, 0)
    tree = repository.TreeBuilder().write()
    return repository.create_commit(None, nobody, nobody, "Sign-outs\n", tree, [])

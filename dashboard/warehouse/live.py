"""The facts of a running program follow the store: a newer revision is built beside and swapped in.

Any number of processes that share a store do so, each by itself. Those that share a git server
instead bring their store forward from it in a thread of its own, and tell each other in another
one which sign-ins were ended. What cannot be built or reached is
said on the log once, and what was served before stays.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import threading
import time
from collections.abc import Callable

from dashboard.core import access, metrics, sign_outs
from dashboard.core.i18n import words
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.facts import BrokenFacts
from dashboard.facts.shared_sign_outs import Exchange
from dashboard.facts.store import Store, StoreError, Unreachable, sign_of
from dashboard.warehouse import build, engine, intake
from dashboard.warehouse.cluster_faults import ClusterAway
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.intake import Base, base, checkout, pending
from dashboard.warehouse.outage import Outage
from dashboard.warehouse.pending_facts import Pending

__all__ = ["Base", "Follower", "Pending", "Puller", "base", "checkout", "follow", "pending"]

_LOG = logging.getLogger("dashboard")

INTERVAL_SECONDS = 2.0
AGAIN_SECONDS = 60.0  # after a failure, which may be one of a moment
CLUSTER_SECONDS = 10.0  # after a cluster could not be reached
_NICE = 10  # of the thread that builds: answers come first

Warm = Callable[[Warehouse], object]


class Follower:
    """Looks whether the store has a newer revision than the one that is served.

    Args:
        settings: the folders.
        warm: is called with a newer warehouse before readers get it.
        tell: is called when readers get it.
    """

    def __init__(
        self,
        settings: Settings,
        warm: Warm = lambda _newer: None,
        tell: Callable[[], object] = lambda: None,
    ) -> None:
        self._settings, self._warm, self._tell_readers = settings, warm, tell
        self._seen: object = ()  # no sign yet, not even that there is no store
        self._failed_at, self._told = 0.0, ""

    def look(self) -> bool:
        """Swap a newer revision in, if there is one; says whether it did.

        Two calls of `stat` where nothing has moved since the last look.
        """
        sign = sign_of(self._settings.store_dir)
        again = CLUSTER_SECONDS if engine.current().waiting else AGAIN_SECONDS
        is_time = self._failed_at and time.monotonic() - self._failed_at >= again
        if sign == self._seen and not is_time:
            return False
        self._seen, self._failed_at = sign, 0.0
        try:
            found = self._swap()
        except ClusterAway as error:
            self._tell(error.message(words(language())))
            self._tell_outage()
        except (BadSetting, BrokenFacts, build.BuildError, StoreError) as error:
            self._tell(error.message(words(language())))
        except Exception as error:
            self._tell(str(error), exc_info=True)
        else:
            self._told = ""
            return found
        self._failed_at = time.monotonic()
        metrics.SWAPS.add("failed")
        return False

    def _tell(self, sentence: str, *, exc_info: bool = False) -> None:
        """Say once why the facts that were served before stay."""
        if sentence != self._told:
            _LOG.error("%s", sentence, exc_info=exc_info)
        self._told = sentence

    def _tell_outage(self) -> None:
        """Say to readers that newer facts wait for the cluster; once."""
        current, now = engine.current(), dt.datetime.now(dt.UTC)
        if current.waiting is None:
            current.waiting = Outage(now, now, is_waiting=True)
            _try(self._tell_readers)

    def _swap(self) -> bool:
        store, current = Store.open(self._settings), engine.current()
        if current.waiting is None and (store is None or store.head().id == current.stored):
            return False
        if store is None:
            served = intake.served(self._settings)
        else:
            served = intake.newest(store, self._settings)
        if current.waiting is not None and served.build.revision == current.revision:
            current.waiting = None  # the cluster is not needed any more
            return False
        newer = engine.opened(served, self._settings)
        _try(lambda: self._warm(newer))
        engine.swap(newer, self._settings)
        metrics.SWAPS.add("done")
        _try(self._tell_readers)
        _LOG.info("The facts are of revision %s now", newer.stored[:12])
        return True


class Puller:
    """Brings the store forward from its git server.

    Args:
        settings: the folders, and the server.

    Attributes:
        problem: why the last look failed; None where it did not.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.problem: StoreError | None = None
        self._told = ""

    def look(self) -> None:
        """Take over what the server has more; what fails is said once, and tried again."""
        try:
            Store.pull(self._settings)
            self.problem, self._told = None, ""
            return
        except StoreError as error:
            self.problem = error
            sentence = error.message(words(language()))
        except Exception as error:  # whatever it was, it is looked again
            _LOG.exception("The git server of the store could not be asked")
            self.problem, sentence = Unreachable(self._settings.store_remote, str(error)), ""
        if sentence and sentence != self._told:
            _LOG.error("%s", sentence)
        self._told = sentence


def _try(prepare: Callable[[], object]) -> None:
    """Do what only saves readers time: where it fails, the facts are served all the same."""
    try:
        prepare()
    except Exception:
        _LOG.exception("What readers of the newer facts will need could not be prepared")


def follow(
    settings: Settings,
    *,
    interval: float = INTERVAL_SECONDS,
    warm: Warm = lambda _newer: None,
    tell: Callable[[], object] = lambda: None,
) -> Callable[[], None]:
    """Follow the store in a thread of its own, until the function that is returned is called.

    Args:
        settings: the folders.
        interval: seconds between two looks.
        warm: is called with a newer warehouse before readers get it.
        tell: is called when readers get it.
    """
    ended = threading.Event()

    def run(look: Callable[[], object], seconds: float) -> None:
        _give_way()
        while not ended.wait(seconds):
            look()

    def start(name: str, look: Callable[[], object], seconds: float) -> threading.Thread:
        thread = threading.Thread(target=run, args=(look, seconds), name=name, daemon=True)
        thread.start()
        return thread

    if settings.store_remote:  # nobody waits for a server that does not answer
        global _puller  # noqa: PLW0603 (one process, one store)
        _puller = Puller(settings)
        start("pull-the-store", _puller.look, settings.store_interval)
        if access.has_sign_in(settings):
            exchange, seconds = Exchange(settings), settings.store_interval
            threading.Thread(
                target=exchange.follow,
                args=(ended, seconds),
                name="share-the-sign-outs",
                daemon=True,
            ).start()
    thread = start("follow-the-store", Follower(settings, warm, tell).look, interval)

    def end() -> None:
        ended.set()
        sign_outs.CHANGED.set()
        thread.join(timeout=interval)

    return end


_puller: Puller | None = None


def problem() -> str:
    """Why the git server of the store was not reached at the last look; empty where all is well."""
    found = None if _puller is None else _puller.problem
    return "" if found is None else found.message(words(language()))


def _give_way() -> None:
    """Let the system prefer other threads to this one; where it can (Linux)."""
    try:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
    except (AttributeError, OSError):
        return

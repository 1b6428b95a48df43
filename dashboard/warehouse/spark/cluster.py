"""A cluster that is asked directly: a session that is made anew by itself when it was lost.

As soon as a cluster is known to be away, questions are refused at once; a thread of its own tries
again every few seconds, makes the models there anew, and only then is it asked again. Nobody waits
for a cluster that is away.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import threading
import weakref
from collections.abc import Callable
from typing import TypeVar

from dashboard.core.i18n import words
from dashboard.core.settings import language
from dashboard.warehouse.build import BuildError
from dashboard.warehouse.cluster_faults import ClusterAway, ClusterSlow, SessionLost
from dashboard.warehouse.outage import Outage
from dashboard.warehouse.spark.session import Session

R = TypeVar("R")
LOOK_SECONDS = 5.0  # between two looks at the cluster
_LOG = logging.getLogger("dashboard")


class Cluster:
    """A cluster with the models of one build on it.

    Args:
        remote: its address.
        prepare: registers and makes all that is asked, on a new session.
        as_of: when the cluster last answered, known of an earlier process.
        look_seconds: between two looks at the cluster.
    """

    def __init__(
        self,
        remote: str,
        prepare: Callable[[Session], object],
        *,
        as_of: dt.datetime | None = None,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._remote, self._prepare = remote, prepare
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._away: ClusterAway | None = None
        self._answered = as_of
        self.outage: Outage | None = None
        self._look_seconds = look_seconds
        self._is_closed = False

    def start(self) -> None:
        """Prepare the cluster, then keep it; one that is away is waited for in the background.

        Raises:
            BuildError: the cluster refuses a model.
        """
        try:
            self._open()
        except ClusterAway as error:
            self._lose(None, error)
        ended = threading.Event()
        weakref.finalize(self, ended.set)
        _OPEN.add(self)
        keeper = threading.Thread(
            target=_keep, args=(weakref.ref(self), ended), name="cluster", daemon=True
        )
        keeper.start()

    def run(self, question: Callable[[Session], R]) -> R:
        """What a question to the session that is open gives.

        Raises:
            ClusterAway: it is away, went away meanwhile, or has to be made ready again.
            BrokenQuery: the cluster refuses the query.
        """
        session, away = self._session, self._away
        if session is None:
            raise away or ClusterAway(self._remote, "")
        try:
            found = question(session)
        except ClusterSlow:
            raise  # it is there
        except ClusterAway as error:
            self._lose(session, error)
            raise
        except SessionLost as error:
            lost = ClusterAway(session.address, str(error))
            self._lose(session, lost)
            raise lost from error
        self._answered = dt.datetime.now(dt.UTC)
        return found

    def look(self) -> None:
        """See whether the cluster is there, and make it ready again when it is back."""
        session = self._session
        if self._is_closed:
            return
        if session is None:
            try:
                self._open()
            except ClusterAway as error:
                self._lose(None, error)
            except BuildError as error:
                self._say(error.message(words(language())))
        elif session.is_cut:
            self._lose(session, ClusterAway(session.address, "SILENT"))

    def _open(self) -> None:
        session = Session(self._remote)
        try:
            self._prepare(session)
        except SessionLost as error:
            session.cut()
            raise ClusterAway(session.address, str(error)) from error
        except BaseException:
            session.close()
            raise
        with self._lock:
            self._session, self._away = session, None
            if self.outage is not None:
                _LOG.info("The cluster at %s answers again", session.address)
            self.outage, self._answered = None, dt.datetime.now(dt.UTC)

    def _lose(self, session: Session | None, error: ClusterAway) -> None:
        with self._lock:
            if self._session is not session:
                return  # another thread saw it first
            now = dt.datetime.now(dt.UTC)
            if self.outage is None:
                seen = [one for one in (self._answered, session and session.seen) if one]
                self.outage = Outage(now, max(seen, default=now))
                self._say(error.message(words(language())))
            self._session, self._away = None, error
        if session is not None:
            session.cut()

    def _say(self, sentence: str) -> None:
        _LOG.error("%s", sentence)

    def close(self) -> None:
        """Leave the cluster and remove what was made there."""
        self._is_closed = True
        session, self._session = self._session, None
        if session is not None:
            session.close()


_OPEN: weakref.WeakSet[Cluster] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """Leave nothing on a cluster at the end of a command."""
    for cluster in list(_OPEN):
        cluster.close()


def _keep(own: weakref.ref[Cluster], ended: threading.Event) -> None:
    """Look after a cluster for as long as somebody asks it; then remove what was made there."""
    session: Session | None = None
    while True:
        cluster = own()
        if cluster is None:
            break
        seconds, session = cluster._look_seconds, cluster._session
        del cluster
        if ended.wait(seconds):
            break
        if (cluster := own()) is not None:
            try:
                cluster.look()
            except Exception:
                _LOG.exception("The cluster could not be looked after")
            session = cluster._session
            del cluster
    if session is not None:
        session.close()

"""The office's git server: where revisions of the facts come from and go to.

Only forward: a push names no force, and what is fetched has to continue what is known. The server
compares and sets, so that of two who change the facts at the same moment the second one is told.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.core import locks
from dashboard.core.settings import Settings
from dashboard.core.settings_source import shown
from dashboard.facts.commits import MAIN
from dashboard.facts.store_errors import Diverged, Outdated, RemoteRefused, Unreachable

if TYPE_CHECKING:
    import pygit2

KNOWN = "refs/remotes/office/main"  # what the server was known to have; it only moves forward
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
_USER = "git"  # where the address names none


@dataclass(frozen=True)
class Remote:
    """A repository elsewhere, and what opens it.

    Attributes:
        address: a path, or an address of git: file, ssh, https.
        token: the password for https.
        key: the file of the private key for ssh; without one, the agent is asked.
    """

    address: str
    token: str = field(default="", repr=False)
    key: Path | None = None

    @classmethod
    def of(cls, settings: Settings) -> Remote | None:
        """The one that the settings name."""
        if not settings.store_remote:
            return None
        token = settings.store_token.get_secret_value()
        return cls(settings.store_remote, token, settings.store_key)

    def fetch(self, repository: pygit2.Repository) -> pygit2.Oid | None:
        """Get what the server has; its newest revision, None where it has none.

        Raises:
            Unreachable: it does not answer, or lets nobody in.
            Diverged: it has less than it had.
        """
        import pygit2

        try:
            there, before = self._head(repository), known(repository)
            if there == before:
                return there
            if there is not None:
                self._opened(repository).fetch([f"{MAIN}:{KNOWN}"], callbacks=self._callbacks())
            now = known(repository)
            if now == before:  # what would lead back is left alone
                raise Diverged(self.shown)
            return now
        except (pygit2.GitError, KeyError, OSError) as error:
            raise self._unreachable(error) from None

    def push(self, repository: pygit2.Repository, commit: pygit2.Oid) -> None:
        """Make a commit the server's newest revision, if it continues the one that is there.

        Raises:
            Outdated: somebody else was faster. Nothing was changed there.
            Diverged: it has less than it had.
            RemoteRefused: it takes no revision from us.
            Unreachable: it does not answer, or lets nobody in.
        """
        import pygit2

        try:
            with self._alone():
                there, before = self._head(repository), known(repository)
                if before not in (None, there) and _holds(repository, before, there):
                    raise Diverged(self.shown)
                if not _holds(repository, commit, there):
                    raise Outdated
                if refused := self._refusal(repository, commit):
                    if self._head(repository) != there:
                        raise Outdated
                    raise RemoteRefused(self.shown, refused)
            repository.references.create(KNOWN, commit, force=True)
        except (pygit2.GitError, OSError) as error:
            raise self._unreachable(error) from None

    def names(self, repository: pygit2.Repository, beginning: str) -> list[str]:
        """The references there whose names begin so.

        Raises:
            Unreachable: it does not answer, or lets nobody in.
        """
        import pygit2

        try:
            heads = self._opened(repository).list_heads(callbacks=self._callbacks())
        except (pygit2.GitError, KeyError, OSError) as error:
            raise self._unreachable(error) from None
        return [str(one.name) for one in heads if str(one.name).startswith(beginning)]

    def place(self, repository: pygit2.Repository, name: str, commit: pygit2.Oid | None) -> str:
        """Make a reference there that is not there yet, or take one away (None).

        Returns:
            Why that was refused; empty where it was not.
        """
        return self._refusal(repository, commit, name)

    def _refusal(
        self, repository: pygit2.Repository, commit: pygit2.Oid | None, name: str = MAIN
    ) -> str:
        """Push; why that was refused, empty where it was not."""
        import pygit2

        callbacks = self._callbacks()
        try:
            self._opened(repository).push([f"{commit or ''}:{name}"], callbacks=callbacks)
        except pygit2.GitError as error:
            return shown("", str(error))
        return shown("", callbacks.refused)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only one who pushes into a folder: only a server compares and sets by itself."""
        folder = Path(self.address.removeprefix("file://"))
        if not folder.is_dir():
            yield
            return
        until = time.monotonic() + ANSWER_SECONDS
        while True:
            with locks.claimed(folder / "integritas.lock") as is_only:
                if is_only:
                    yield
                    return
            if time.monotonic() > until:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
            time.sleep(0.02)

    @property
    def shown(self) -> str:
        """The address as it may be shown."""
        return shown("", self.address)

    def _opened(self, repository: pygit2.Repository) -> Any:
        """The remote with a connection of its own: one to ask by cannot be pushed by."""
        import pygit2

        pygit2.option(pygit2.enums.Option.SET_SERVER_CONNECT_TIMEOUT, int(CONNECT_SECONDS * 1000))
        pygit2.option(pygit2.enums.Option.SET_SERVER_TIMEOUT, int(ANSWER_SECONDS * 1000))
        return repository.remotes.create_anonymous(self.address)

    def _head(self, repository: pygit2.Repository) -> pygit2.Oid | None:
        heads = self._opened(repository).list_heads(callbacks=self._callbacks())
        return next((one.oid for one in heads if one.name == MAIN), None)

    def _unreachable(self, error: Exception) -> Unreachable:
        reason = shown("", str(error).strip("'\"")) or type(error).__name__
        return Unreachable(self.shown, reason)

    def _callbacks(self) -> Any:
        import pygit2

        remote = self

        class Callbacks(pygit2.RemoteCallbacks):
            refused = ""

            def __init__(self) -> None:
                super().__init__()
                self._is_tried = False

            def credentials(self, url: str, username: str | None, allowed: Any) -> Any:
                kinds = pygit2.enums.CredentialType
                if self._is_tried:  # git would ask again without an end
                    raise pygit2.GitError("authentication failed")
                if allowed & kinds.USERNAME and not allowed & kinds.SSH_KEY:
                    return pygit2.Username(username or _USER)
                self._is_tried = True
                if allowed & kinds.SSH_KEY:
                    if remote.key is None:
                        return pygit2.KeypairFromAgent(username or _USER)
                    public = remote.key.with_name(f"{remote.key.name}.pub")
                    given = str(public) if public.is_file() else None
                    return pygit2.Keypair(username or _USER, given, str(remote.key), "")
                if allowed & kinds.USERPASS_PLAINTEXT and remote.token:
                    return pygit2.UserPass(username or _USER, remote.token)
                raise pygit2.GitError("no credentials were given")

            def certificate_check(self, _certificate: None, valid: bool, _host: bytes) -> bool:
                """What git says of it: by its authorities, or by `~/.ssh/known_hosts`.

                Without this, any host is taken for the one that was named, over ssh.
                """
                return valid

            def push_update_reference(self, _name: str, message: str | None) -> None:
                self.refused = message or self.refused

        return Callbacks()


def known(repository: pygit2.Repository) -> pygit2.Oid | None:
    """What the server was last known to have."""
    found = repository.references.get(KNOWN)
    return None if found is None else found.peel().id


def _holds(
    repository: pygit2.Repository, commit: pygit2.Oid | None, older: pygit2.Oid | None
) -> bool:
    """Whether a commit is another one or continues it; every one continues none."""
    if older is None or commit == older:
        return True
    return commit is not None and older in repository and repository.descendant_of(commit, older)

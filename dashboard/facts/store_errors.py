"""What the store of the facts refuses, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.core.i18n import Words


class StoreError(Exception):
    """The store refuses; `message(say)` says what, and how to go on. Nothing was changed."""

    def message(self, say: Words) -> str:
        """The error in the user's language."""
        raise NotImplementedError


class UnknownRevision(StoreError):
    """A name that no revision has, or several have."""

    def __init__(self, name: str, n: int = 0) -> None:
        super().__init__(name)
        self.name, self.n = name, n

    def message(self, say: Words) -> str:
        """The name, and where the right ones stand."""
        shown = "".join(c for c in self.name[:60] if c.isprintable())
        if self.n > 1:
            return say(
                "{n} revisions of the facts begin with {name}: write more of its digits. "
                "“python -m dashboard history” lists them.",
                n=self.n,
                name=shown,
            )
        return say(
            "There is no revision {name} of the facts. “python -m dashboard history” lists them; "
            "HEAD is the newest one and HEAD~1 the one before it.",
            name=shown,
        )


class Outdated(StoreError):
    """Somebody else changed the facts in the meantime."""

    def message(self, say: Words) -> str:
        """What happened, and that looking again is the way on."""
        return say(
            "The facts were changed by somebody else in the meantime. Nothing was written: look at "
            "the preview anew, then apply."
        )


class Unwritable(StoreError):
    """The store cannot be written: no right, a full disk, or somebody else who writes."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder, self.reason = folder, reason

    def message(self, say: Words) -> str:
        """The folder, the reason and the way out."""
        return say(
            "The store of the facts {folder} cannot be written ({reason}). Free some space, or let "
            "this user write there, then apply again. Nothing was changed.",
            folder=self.folder,
            reason=self.reason,
        )


class Busy(Unwritable):
    """Another process is writing and does not finish."""

    def message(self, say: Words) -> str:
        """That it is a matter of moments."""
        return say(
            "Somebody else is writing into the store of the facts. Nothing was changed: apply "
            "again in a minute."
        )


class UnreadableStore(StoreError):
    """The store is there and cannot be read: damaged, or not for this user."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder, self.reason = folder, reason

    def message(self, say: Words) -> str:
        """The folder, the reason and the way out."""
        return say(
            "The store of the facts {folder} cannot be read ({reason}). Check that this user may "
            "read it, or put a backup of the folder in its place; docs/store.md says how.",
            folder=self.folder,
            reason=self.reason,
        )


class Unreachable(StoreError):
    """The git server that the store belongs to does not answer, or lets nobody in."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address, self.reason = address, reason

    def message(self, say: Words) -> str:
        """The address, the reason and the way out."""
        return say(
            "The git server of the store, {address}, cannot be reached ({reason}). Nothing was "
            "changed. Check INTEGRITAS_STORE_REMOTE, its credentials and the network; it is tried "
            "again by itself.",
            address=self.address,
            reason=self.reason,
        )


class RemoteRefused(Unreachable):
    """The git server answers and takes no revision from here."""

    def message(self, say: Words) -> str:
        """The address, the server's own reason, and who can help."""
        return say(
            "The git server of the store, {address}, does not take the revision ({reason}). "
            "Nothing was changed. Let this account push to main there, then apply again.",
            address=self.address,
            reason=self.reason,
        )


class SignOutsRefused(Unreachable):
    """The git server answers and takes no sign-outs from here."""

    def message(self, say: Words) -> str:
        """The address, the server's own reason, what does not work, and who can help."""
        return say(
            "The git server of the store, {address}, takes no sign-outs ({reason}): a sign-in that "
            "was ended here counts at other servers until INTEGRITAS_SIGN_IN_HOURS are over. Let "
            "this account push to refs/integritas/ there, or set fewer hours.",
            address=self.address,
            reason=self.reason,
        )


class Diverged(StoreError):
    """The git server and this store both have revisions that the other has not."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address

    def message(self, say: Words) -> str:
        """What is different, that nothing is overwritten, and how somebody decides."""
        return say(
            "The git server of the store, {address}, does not continue the revisions that are "
            "known here. Nothing is overwritten on either side, and what was served stays. "
            "docs/store.md says how to bring them together.",
            address=self.address,
        )


@contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """What the machine refuses while something is written, as a sentence."""
    import pygit2

    try:
        yield
    except (OSError, pygit2.GitError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unwritable(folder, reason) from error

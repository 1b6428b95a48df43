"""Why a build cannot be made, in words: what, where and how to mend it."""

from __future__ import annotations

from pathlib import Path

from dashboard.core.i18n import Words
from dashboard.facts import machine


class BuildError(Exception):
    """A build that cannot be made; `message(say)` says what, where and how to mend it."""

    def message(self, say: Words) -> str:
        """The error in the user's language."""
        raise NotImplementedError


class BrokenChecks(BuildError):
    """Data tests of sql/check that found wrong rows: {check name: (rows found, first row)}."""

    def __init__(self, found: dict[str, tuple[int, str]]) -> None:
        super().__init__(", ".join(found))
        self.found = found

    def message(self, say: Words) -> str:
        """Each failing check with its first wrong row."""
        lines = [say("The facts contradict each other; mend the rows below in data/ first:")]
        lines += [
            say("- check {check}: {n} wrong rows, the first one: {row}", check=check, n=n, row=row)
            for check, (n, row) in self.found.items()
        ]
        return "\n".join(lines)


class UnwritableBuild(BuildError):
    """The build folder cannot be written (no right, disk full)."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder, self.reason = folder, reason

    def message(self, say: Words) -> str:
        """The folder, the reason and the way out."""
        if self.reason == machine.TOO_LARGE:
            return say(
                "A file in {folder} would be larger than the system allows this program ({reason})."
                " Raise the limit (ulimit -f, or LimitFSIZE of systemd). Nothing was changed.",
                folder=self.folder,
                reason=self.reason,
            )
        return say(
            "The folder {folder} cannot be written ({reason}). Free some space or set "
            "INTEGRITAS_BUILD_DIR to a folder that can be written. Nothing was changed.",
            folder=self.folder,
            reason=self.reason,
        )


class TooLittleMemory(BuildError):
    """The build needs more memory than the process may use."""

    def message(self, say: Words) -> str:
        """What is lacking and the way out."""
        return say(
            "There is too little memory to build the answers: the facts as shipped need about "
            "500 MB. Close other programs or raise the limit of this process. Nothing was changed."
        )


class StoppedBuild(BuildError):
    """Somebody ended the program while it was building."""

    def message(self, say: Words) -> str:
        """That nothing is left of it."""
        return say("The build was stopped before it was finished. Nothing was changed.")


class BrokenQuery(BuildError):
    """A query of sql/stg, sql/mart or sql/check that the engine refuses."""

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(f"{model}: {reason}")
        self.model, self.reason = model, reason

    def message(self, say: Words) -> str:
        """The query and what the engine says of it first; a picture of the place follows there."""
        reason = self.reason.splitlines()[0]
        return say("The query {model} cannot be run: {reason}", model=self.model, reason=reason)


class UnreadableFile(BuildError):
    """A file of the facts or the SQL that the system does not let be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason

    def message(self, say: Words) -> str:
        """The file, the reason and what to look at."""
        return say(
            "The file {path} cannot be read ({reason}). Check that this user may open it.",
            path=self.path,
            reason=self.reason,
        )

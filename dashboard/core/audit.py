"""The audit log: a line of JSON for each sign-in, sign-out, refusal and change of the facts.

A line holds the moment (UTC), the event and the account's id, and nothing else of a person: no
address of a machine, no name, no mail. The file is opened for each line, so that an office may move
it away at any time. On stderr it is one of the lines of the log, where those are JSON (the logger
is `audit`). Where it cannot be written, nothing is changed; reading goes on.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from dashboard.core import logs
from dashboard.core.access import Account, Forbidden, Role, check
from dashboard.core.i18n import Words, message
from dashboard.core.settings import Settings

_LOG = logging.getLogger("dashboard")
Event = Literal["sign_in", "sign_out", "refusal", "change_begins", "change", "change_failed"]
_LONGEST_TEXT = 300
SAME_SECONDS = 60.0  # between two lines on the same refusal
MOST_REFUSALS = 100  # different ones of nobody within that time; further ones are left out
MOST_OF_ACCOUNTS = 1000  # the same of accounts
_UNWRITABLE = message(
    "The audit log {path} cannot be written ({reason}); nothing was changed. Make room or give the "
    "right to write there, or set INTEGRITAS_AUDIT_LOG to another file."
)


class Unwritable(Exception):
    """The audit log cannot be written; `message(say)` says where and why."""

    def __init__(self, path: Path | None, reason: str) -> None:
        super().__init__(reason)
        self.path, self.reason = path, reason

    def message(self, say: Words) -> str:
        """Which file, why, and how to mend it."""
        return say(_UNWRITABLE, path=self.path or "stderr", reason=self.reason)


class Audit:
    """The log of one file.

    Args:
        path: of the file; none is stderr.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._refused: dict[tuple[str, ...], float] = {}
        self._lock = threading.Lock()

    def signed_in(self, account: Account) -> None:
        """An account has signed in; this never fails."""
        self._try("sign_in", account, role=account.role.name.lower())

    def signed_out(self, account: Account) -> None:
        """An account has signed out; this never fails."""
        self._try("sign_out", account)

    def refused(self, account: Account, what: str, why: str) -> None:
        """An action was refused; the same one is written down once a minute. This never fails.

        Args:
            account: who tried.
            what: the action, such as `page /perbarui`, `upload`, `read /figures`.
            why: the reason in one word, such as `role`, `no sign-in`.
        """
        if self._is_new((account.id, what, why)):
            self._try("refusal", account, what=what, why=why)

    @contextmanager
    def change(
        self, account: Account, what: str, **details: Any
    ) -> Iterator[Callable[[str], None]]:
        """Let an account change the facts, with a line before and one after it.

        What the block gives calls the function that it gets with the new revision.

        Args:
            account: who changes.
            what: the action, such as `ingest` or `revert`.
            details: what belongs to it and is no person's: table, counts, file_hash.

        Raises:
            Forbidden: the account has no role for it.
            Unwritable: the log cannot be written; the block has not begun.
        """
        try:
            check(account, Role.EDIT)
        except Forbidden:
            self.refused(account, what, "role")
            raise
        self._write("change_begins", account, what=what, **details)
        revisions: list[str] = []
        try:
            yield revisions.append
        finally:
            # The facts are as they are by now: a line that is lost here has the first one before.
            if revisions:
                self._try("change", account, what=what, revision=revisions[-1], **details)
            else:
                self._try("change_failed", account, what=what, **details)

    def _is_new(self, refusal: tuple[str, ...]) -> bool:
        now = time.monotonic()
        with self._lock:
            self._refused = {
                one: since for one, since in self._refused.items() if now - since < SAME_SECONDS
            }
            of_nobody = sum(1 for account, *_rest in self._refused if not account)
            is_room = (
                len(self._refused) - of_nobody < MOST_OF_ACCOUNTS
                if refusal[0]
                else of_nobody < MOST_REFUSALS
            )
            if refusal in self._refused or not is_room:
                return False
            self._refused[refusal] = now
            return True

    def _try(self, event: Event, account: Account, **details: Any) -> None:
        try:
            self._write(event, account, **details)
        except Unwritable as error:
            _LOG.error("The audit log %s cannot be written: %s", self._path, error.reason)

    def _write(self, event: Event, account: Account, **details: Any) -> None:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        line = {"time": now.replace("+00:00", "Z"), "event": event, "account": account.id}
        text = json.dumps({**line, **_short(details)}, ensure_ascii=True)
        try:
            if self._path is not None:
                _append(self._path, text.encode("ascii"))
            elif not logs.write("audit", event, {"account": account.id, **_short(details)}):
                print(text, file=sys.stderr, flush=True)
        except (OSError, ValueError) as error:  # ValueError: stderr is closed
            reason = getattr(error, "strerror", None) or str(error)
            raise Unwritable(self._path, reason) from None


@cache
def _of_path(path: Path | None) -> Audit:
    return Audit(path)


def of(settings: Settings) -> Audit:
    """The audit log that the settings name."""
    return _of_path(settings.audit_path)


def _append(path: Path, line: bytes) -> None:
    """Add a line that is on the disk when this returns; whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        end = os.lseek(opened, 0, os.SEEK_END)
        # What a full disk cut off ends here, and no line begins within it.
        is_cut = end > 0 and _last_byte(opened, end) != b"\n"
        data = (b"\n" if is_cut else b"") + line + b"\n"
        if os.write(opened, data) < len(data):
            raise OSError(28, "No space left on device")
        os.fsync(opened)
    finally:
        os.close(opened)


def _last_byte(opened: int, end: int) -> bytes:
    os.lseek(opened, end - 1, os.SEEK_SET)
    return os.read(opened, 1)


def _short(value: Any) -> Any:
    """The same with texts of a length that no sender decides on."""
    if isinstance(value, dict):
        return {str(key)[:_LONGEST_TEXT]: _short(one) for key, one in list(value.items())[:100]}
    if isinstance(value, list | tuple):
        return [_short(one) for one in value[:100]]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[:_LONGEST_TEXT]

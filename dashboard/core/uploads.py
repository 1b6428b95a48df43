"""Files that somebody gives us: the one entrance, for the pages and the command line.

A file is checked in a process of its own with limits of time and memory, before anything here reads
it; what comes back is what the check made of it, with nothing in it that was not asked for. A new
kind of upload is one more `Kind` beside the code that understands it.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.core.confined import Confined, Ended, answer_with, end_after, limit_process
from dashboard.core.i18n import message

if TYPE_CHECKING:
    from dashboard.core.i18n import Words

# No kind of file may be larger: what pages say, what the server lets in (`.streamlit/config.toml`
# says it to Streamlit) and what is read are one number.
LARGEST_MB = 20
SLOTS = 2  # files that are checked at the same moment
WAITING_SECONDS = 30.0
_free = threading.BoundedSemaphore(SLOTS)

TOO_LARGE = message("It is larger than {n} MB.")
TOO_SLOW = message(
    "Reading it takes longer than {n} seconds. Save it again with less in it: fewer layouts, "
    "shapes or entries."
)
TOO_MUCH = message(
    "Reading it needs more memory than such a file may need. Save it again with less in it: fewer "
    "layouts, shapes or entries."
)
BUSY = message("Other files are being read at the moment. Try again in a few seconds.")


class Unusable(Exception):
    """A file that cannot be used; `message(say)` says why and what would help.

    Attributes:
        text: the reason, marked for the catalogues.
        values: what is filled in.
        name: of the file, where it is known.
    """

    def __init__(self, text: str, *, name: str = "", **values: Any) -> None:
        super().__init__(text, values)
        self.text, self.values, self.name = text, values, name

    def message(self, say: Words) -> str:
        """Which file, why, and what to do."""
        reason = say(self.text, **self.values)
        if not self.name:
            return reason
        return say("The file “{name}” cannot be used. {reason}", name=self.name[:80], reason=reason)


@dataclass(frozen=True)
class Held:
    """What the server holds of uploads: files and bytes of one session, bytes of all."""

    files: int = 0
    size: int = 0
    total: int = 0


@dataclass(frozen=True)
class Kind:
    """A kind of file that somebody may give us.

    Attributes:
        check: `module:function`, which gets the bytes in the confined process, and returns those
            that are used; what cannot be used is an `Unusable`.
        megabytes: a file may have (of 1024 x 1024 bytes, as Streamlit counts).
        seconds: the check may take.
        memory_mb: it may use, libraries included.
    """

    check: str
    megabytes: int
    seconds: float = 10
    memory_mb: int = 768

    def __post_init__(self) -> None:
        """No kind is larger than what the server lets in."""
        if self.megabytes > LARGEST_MB:
            raise ValueError(f"{self.check}: more than {LARGEST_MB} MB")

    @property
    def most_bytes(self) -> int:
        """How long a file may be."""
        return self.megabytes << 20


def read(path: Path) -> bytes:
    """A file on this machine, as far as it can be used: of a larger one, a byte more than that.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return file.read((LARGEST_MB << 20) + 1)


def checked(kind: Kind, name: str, content: bytes) -> bytes:
    """What may be used of a file.

    Args:
        kind: what it is taken for.
        name: of the file, for the sentence.
        content: as it arrived.

    Raises:
        Unusable: it is too large, too slow or too much to read, or no file of its kind.
    """
    if len(content) > kind.most_bytes:
        raise Unusable(TOO_LARGE, name=name, n=kind.megabytes)
    if not _free.acquire(timeout=WAITING_SECONDS):
        raise Unusable(BUSY, name=name)
    limits = {"check": kind.check, "seconds": kind.seconds, "memory_mb": kind.memory_mb}
    try:
        answer = Confined(__name__).run(json.dumps(limits).encode() + b"\n" + content, kind.seconds)
    except Ended as ended:
        text = TOO_SLOW if ended.kind == "seconds" else TOO_MUCH
        raise Unusable(text, name=name, n=int(kind.seconds)) from None
    finally:
        _free.release()
    if answer[:1] == b"+":
        return answer[1:]
    refused: Mapping[str, Any] = json.loads(answer[1:])
    raise Unusable(refused["text"], name=name, **refused["values"])


def main() -> None:
    """The other side of `checked`: one file, then this process is gone."""
    limits, _, content = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(limits)
    module, _, function = asked["check"].partition(":")
    check = getattr(import_module(module), function)
    limit_process(asked["memory_mb"], asked["seconds"])
    end_after(asked["seconds"])
    try:
        answer = b"+" + check(content)
    except Unusable as unusable:
        refused = {"text": unusable.text, "values": unusable.values}
        answer = b"-" + json.dumps(refused).encode()
    except MemoryError:
        answer = b"-" + json.dumps({"text": TOO_MUCH, "values": {}}).encode()
    answer_with(answer)

"""Work that is ended by a signal as tidily as by an error."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Stopped(Exception):
    """The program was asked to end (SIGTERM, Ctrl-C) while it worked."""


@contextmanager
def by_signals() -> Iterator[None]:
    """Let SIGTERM and Ctrl-C raise `Stopped`, so that what was begun is tidied up.

    Also below a server that has handlers of its own, which would wait for the end of the work. In
    another thread than the main one nothing changes: signals do not reach it.

    Raises:
        Stopped: a signal came.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def end(number: int, _frame: Any) -> None:
        came.append(number)
        raise KeyboardInterrupt  # the one exception that passes every library

    before = {
        number: signal.signal(number, end)
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield
    # Whatever a library made of it: the engine, for one, ends a query with an error of its own.
    except BaseException as error:
        if came:
            raise Stopped from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        raise Stopped

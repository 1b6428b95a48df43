"""The lines of the log: all of one shape, whoever writes them, each with what it belongs to.

A line is a text, or one object of JSON (`INTEGRITAS_LOG_FORMAT=json`): time (UTC), level, logger,
event, and where they are known the id of the request or run, page, session, revision of the facts
and replica. No address of a machine that asks, no account, no secret of the settings.
"""

from __future__ import annotations

import logging
import re
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from pydantic import SecretStr

from dashboard.core import metrics
from dashboard.core.i18n import Words
from dashboard.core.settings import Settings
from dashboard.core.settings_source import HIDDEN

if TYPE_CHECKING:
    from structlog.typing import EventDict

_LOG = logging.getLogger("dashboard")
# What a proxy may hand on as the id of a request: nothing that breaks a line or a header.
_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_CONTEXT: ContextVar[Mapping[str, str]] = ContextVar("log_context", default=MappingProxyType({}))
_LONGEST = 8_000  # characters of an event; what is longer is cut
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SILENT = ("uvicorn.access",)  # names the machines of readers
# Streamlit gives them a way of their own, which the server takes away again: nobody hears them.
# Below a warning they name the machines of readers.
_LOST = ("uvicorn", "uvicorn.error", "uvicorn.asgi", "websockets")
_is_json = False


def new_id() -> str:
    """An id for a request or a run: nobody guesses it, and it is short enough to be read out."""
    return secrets.token_hex(6)


def sane_id(given: str) -> str:
    """The id that somebody in front has given a request, if it can be used; else a new one."""
    return given if _SANE.fullmatch(given) else new_id()


def current_id() -> str:
    """The id of the request or run that is being answered; a new one, kept, where there is none."""
    found = _CONTEXT.get().get("request_id", "")
    if not found:
        found = new_id()
        bind(request_id=found)
    return found


def bind(**fields: str) -> None:
    """Say of all further lines of this task or thread what they belong to."""
    _CONTEXT.set({**_CONTEXT.get(), **fields})


def begin(**fields: str) -> None:
    """As `bind`, for a thread that has done other work before: that is forgotten."""
    _CONTEXT.set(fields)


@contextmanager
def bound(**fields: str) -> Iterator[None]:
    """As `bind`, until the block ends."""
    token = _CONTEXT.set({**_CONTEXT.get(), **fields})
    try:
        yield
    finally:
        _CONTEXT.reset(token)


def code_sentence(say: Words) -> str:
    """What a reader tells the maintainers, so that they find the line of the log."""
    return say("Give the maintainers this code: {code}", code=current_id())


def replica_name(port: int | str) -> str:
    """The name of this process among its replicas: machine and port."""
    return f"{socket.gethostname()}:{port}"


def tell(text: str, to: TextIO | None = None) -> None:
    """Say on the terminal how a start goes on; where lines are JSON, as one of them."""
    if _is_json:
        _LOG.info("%s", text)
    else:
        print(text, file=to or sys.stdout, flush=True)


def last_word(text: str) -> str | int:
    """What `sys.exit` gets where the process cannot start: the sentence, or 1 after its line."""
    if not _is_json:
        return text
    _LOG.critical("%s", text)
    return 1


def write(logger: str, event: str, fields: Mapping[str, Any]) -> bool:
    """Write a line with fields of its own at once; only where lines are JSON.

    Args:
        logger: whose line it is.
        event: what happened.
        fields: by their names; the line has them beside its own.

    Returns:
        Whether lines are JSON; else nothing was written.

    Raises:
        OSError: it cannot be written.
        ValueError: stderr is closed.
    """
    if not _is_json:
        return False
    record = logging.LogRecord(logger, logging.INFO, "", 0, event, None, None)
    record.fields = dict(fields)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, _Stderr):
            handler.write(record)
    return True


def set_up(
    settings: Settings, *, replica: str = "", revision: Callable[[], str] = lambda: ""
) -> None:
    """Let every line of this process have one shape, also those of libraries.

    Args:
        settings: the shape, and the secrets that no line may hold.
        replica: the name of this process.
        revision: gives that of the facts that are served now; it must not wait.
    """
    global _is_json  # noqa: PLW0603 (one process, one log)
    _is_json = settings.log_format == "json"
    process = {"replica": replica} if replica else {}
    formatter = _json(process, revision) if _is_json else _Text()
    handler = _Stderr(formatter, _secrets(settings))
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old, _Stderr):
            root.removeHandler(old)
    root.addHandler(handler)
    for name in list(logging.root.manager.loggerDict):
        if name not in _SILENT:
            take_over(logging.getLogger(name))
    for name in _LOST:
        logging.getLogger(name).propagate = True
        logging.getLogger(name).setLevel(logging.WARNING)
    if _is_json:
        _LOG.setLevel(logging.INFO)
        logging.captureWarnings(True)
        sys.excepthook = _failed
        threading.excepthook = _failed_thread


def take_over(logger: logging.Logger) -> None:
    """Let a library's lines go where all others go, instead of where it writes them itself."""
    own = [one for one in logger.handlers if type(one) is logging.StreamHandler]
    for handler in own:
        logger.removeHandler(handler)
    if own:
        logger.propagate = True


def join(logger: logging.Logger) -> None:
    """Let a library's logger that has no way of its own yet go where all others go."""
    take_over(logger)
    logger.propagate = logger.name not in _SILENT


class _Stderr(logging.Handler):
    """Writes to what is stderr at the moment, without secrets; counts what is wrong."""

    def __init__(self, formatter: logging.Formatter, hidden: tuple[str, ...]) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self._hidden = hidden

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a stderr that is closed or full stops nobody."""
        if record.levelno >= logging.WARNING:
            metrics.LOGGED.add(record.levelname.lower())
        try:
            self.write(record)
        except (OSError, ValueError):
            pass
        except Exception:
            self.handleError(record)

    def write(self, record: logging.LogRecord) -> None:
        """As `emit`, but what fails is raised: OSError, ValueError where stderr is closed."""
        line = self.format(record)
        for secret in self._hidden:
            line = line.replace(secret, HIDDEN)
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


class _Text(logging.Formatter):
    """A line for people: time, level, who says it, what, and the id of the request."""

    def __init__(self) -> None:
        super().__init__(_TEXT)
        self.default_msec_format = "%s.%03d"

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, with what it belongs to."""
        line = super().formatMessage(record)
        code = _CONTEXT.get().get("request_id", "")
        return f"{line} [{code}]" if code else line


def _json(process: Mapping[str, str], revision: Callable[[], str]) -> logging.Formatter:
    """Lines as JSON; the library is imported only here."""
    import structlog

    def what_it_is(_logger: object, _method: str, event: EventDict) -> EventDict:
        record: logging.LogRecord = event["_record"]
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        text = str(event.pop("event"))
        known: dict[str, Any] = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": text if len(text) <= _LONGEST else text[:_LONGEST] + "…",
            **_CONTEXT.get(),
        }
        if current := revision():
            known["revision"] = current
        return {**known, **process, **event.pop("fields", {}), **event}

    processor = structlog.stdlib.ProcessorFormatter
    return processor(
        foreign_pre_chain=[
            structlog.stdlib.ExtraAdder(allow=("duration_seconds", "fields", "status"))
        ],
        processors=[
            what_it_is,
            processor.remove_processors_meta,
            structlog.processors.format_exc_info,
            # Nothing that a client sent may break a line: half of a surrogate pair is escaped.
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
    )


def _secrets(settings: Settings) -> tuple[str, ...]:
    values = (getattr(settings, name) for name in type(settings).model_fields)
    found = (one.get_secret_value() for one in values if isinstance(one, SecretStr))
    return tuple(secret for secret in found if secret)


def _failed(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _LOG.critical("The process ends by an error", exc_info=(kind, error, traceback))


def _failed_thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None and given.exc_type is not SystemExit:
        found = (given.exc_type, given.exc_value, given.exc_traceback)
        name = given.thread.name if given.thread else ""
        _LOG.error("A thread ended by an error: %s", name, exc_info=found)

"""What a machine refuses while a build is made is one sentence, and nothing of it is left."""

from __future__ import annotations

import errno
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from dashboard import facts
from dashboard.core import stopping
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.warehouse import build, build_folder, geometry
from dashboard.warehouse.build import BuildError, StoppedBuild, TooLittleMemory, UnwritableBuild
from tests.fixtures import SQL, WORLD, write_facts

WAL = 'Could not write file "/srv/build/.unfinished-x/warehouse.duckdb.wal": '


def system(name: str) -> OSError:
    number = getattr(errno, name)
    return OSError(number, os.strerror(number))


def engine(kind: type[duckdb.Error], name: str) -> duckdb.Error:
    return kind(f"TransactionContext Error: {WAL}{os.strerror(getattr(errno, name))}")


REFUSALS: dict[str, tuple[BaseException, type[BuildError], str]] = {
    **{
        f"the system says {name}": (
            system(name),
            UnwritableBuild,
            os.strerror(getattr(errno, name)),
        )
        for name in (
            "ENOSPC",
            "EFBIG",
            "EDQUOT",
            "EROFS",
            "EACCES",
            "EIO",
            "EMFILE",
            "ENAMETOOLONG",
        )
    },
    **{
        f"{kind.__name__} with {name}": (
            engine(kind, name),
            UnwritableBuild,
            os.strerror(getattr(errno, name)),
        )
        for kind in (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
        for name in ("ENOSPC", "EFBIG", "EIO")
    },
    "Python has no memory": (MemoryError(), TooLittleMemory, ""),
    "Arrow has no memory": (pa.ArrowMemoryError("malloc failed"), TooLittleMemory, ""),
    "the engine has no memory": (duckdb.OutOfMemoryException("80 %"), TooLittleMemory, ""),
    "a library finds no room": (
        ImportError("libarrow.so: failed to map segment from shared object"),
        TooLittleMemory,
        "",
    ),
    "a library cannot be loaded": (
        ImportError("libgeos.so: Cannot allocate memory", name="shapely"),
        TooLittleMemory,
        "",
    ),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_facts(tmp_path / "data", WORLD)
    return Settings(data_dir=tmp_path / "data", sql_dir=SQL, build_dir=tmp_path / "build")


def refused(settings: Settings, kind: type[BuildError]) -> dict[str, str]:
    """The sentences in each language; nothing may be left of the build."""
    with pytest.raises(kind) as caught:
        build.ensure(settings)
    assert list(settings.build_dir.iterdir()) == []
    told = {lang: caught.value.message(words(lang)) for lang in LANGUAGES}
    assert told["id"] != told["en"]
    assert not any(
        "Traceback" in text or "{" in text or "warehouse" in text for text in told.values()
    )
    return told


def raising(error: BaseException) -> Callable[..., Any]:
    def fails(*_anything: object, **_more: object) -> None:
        raise error

    return fails


# The steps of a build in their order, and what they give here instead of their work.
STEPS: tuple[tuple[Any, str, Any], ...] = (
    (facts, "load_valid", None),
    (build, "_regions", ([], {}, {})),
    (facts, "check_shapes", None),
    (build, "models", []),
    (build, "_try_queries", None),
    (build, "failing_checks", {}),
    (geometry, "write_geojson", None),
    (geometry, "write_regencies", None),
)


def without(monkeypatch: pytest.MonkeyPatch, *steps: tuple[Any, str, Any]) -> None:
    """Leave out steps of a build."""
    for module, name, gives in steps:
        monkeypatch.setattr(module, name, lambda *_anything, gives=gives: gives)


@pytest.mark.parametrize("how", REFUSALS)
@pytest.mark.parametrize("where", ["load", "models", "note"])
def test_a_refusal_is_told_as_what_it_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, how: str, where: str
) -> None:
    error, kind, reason = REFUSALS[how]
    module, name = {
        "load": (facts, "load_valid"),
        "models": (build, "create"),
        "note": (build_folder, "write_note"),
    }[where]
    without(monkeypatch, *STEPS[: {"load": 0, "models": 3, "note": len(STEPS)}[where]])
    monkeypatch.setattr(module, name, raising(error))
    for text in refused(settings, kind).values():
        assert reason in text
        assert (str(settings.build_dir) in text) == (kind is UnwritableBuild)


@pytest.mark.parametrize(
    "error",
    [
        engine(duckdb.IOException, "ENOSPC"),
        engine(duckdb.TransactionException, "EFBIG"),
        duckdb.OutOfMemoryException("80 %"),
        MemoryError(),
    ],
    ids=repr,
)
def test_neither_a_query_nor_the_facts_are_blamed(error: Exception, tmp_path: Path) -> None:
    class Connection:
        sql = execute = staticmethod(raising(error))

    query = tmp_path / "stg" / "stg_regions.sql"
    query.parent.mkdir()
    query.write_text("select 1")
    with pytest.raises(type(error)):
        build.create(Connection(), query)  # type: ignore[arg-type]
    with pytest.raises(type(error)):
        build.failing_checks(Connection(), SQL)  # type: ignore[arg-type]


def test_a_table_that_the_full_disk_does_not_take_is_no_broken_file(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        """A connection whose every step fails."""

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_error: object) -> None:
            """Closed."""

        def __getattr__(self, _name: str) -> Callable[..., Any]:
            return raising(engine(duckdb.TransactionException, "ENOSPC"))

    monkeypatch.setattr(duckdb, "connect", lambda _path, **_config: Full())
    for text in refused(settings, UnwritableBuild).values():
        assert os.strerror(errno.ENOSPC) in text


def test_a_disk_that_forgets_what_it_was_given_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgets(folder: Path, *_anything: object) -> None:
        (folder / "build.json").write_bytes(b"")

    without(monkeypatch, *STEPS)
    monkeypatch.setattr(build_folder, "write_note", forgets)
    with pytest.raises(UnwritableBuild):
        build.ensure(settings)


# --- signals -------------------------------------------------------------------------------------

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@pytest.fixture
def _listening() -> Iterator[None]:
    """What was started in the background ignores Ctrl+C, and so would its tests."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_listening")
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_building_ends_it_tidily(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def signalled(*_anything: object) -> None:
        os.kill(os.getpid(), number)

    before = [signal.getsignal(one) for one in SIGNALS]
    monkeypatch.setattr(facts, "load_valid", signalled)
    refused(settings, StoppedBuild)
    assert [signal.getsignal(one) for one in SIGNALS] == before


@pytest.mark.usefixtures("_listening")
@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("becomes", [None, RuntimeError("Query interrupted"), SystemExit(0)])
def test_whatever_a_library_makes_of_a_signal_it_is_one(
    number: int, becomes: BaseException | None
) -> None:
    with pytest.raises(stopping.Stopped), stopping.by_signals():
        try:
            os.kill(os.getpid(), number)
        except KeyboardInterrupt:
            if becomes is not None:
                raise becomes from None


def test_without_a_signal_an_error_stays_what_it_is() -> None:
    with pytest.raises(KeyboardInterrupt), stopping.by_signals():
        raise KeyboardInterrupt
    with pytest.raises(ZeroDivisionError), stopping.by_signals():
        raise ZeroDivisionError


def test_signals_are_left_alone_where_they_are_ignored_or_cannot_come() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stopping.by_signals():
            os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    found: list[Any] = []

    def elsewhere() -> None:
        with stopping.by_signals():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [before]

"""Faults of the machine under real processes: killed, full, short of memory, edited meanwhile."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from dashboard.core.settings import Settings
from dashboard.warehouse import build, sqlbox
from tests.servers import DASHBOARD, ROOT, answers, serve, starting

CHECK = (sys.executable, "-m", "dashboard", "check")
STREAMLIT = (
    *(sys.executable, "-m", "streamlit", "run", "dashboard/app.py"),
    *("--server.port", "{port}", "--server.address", "localhost"),
)
STEPS = ("Checking the facts", "Building the answers", "Testing the answers", "Preparing the map")
SHAPES = "/assets/geo/provinces.json"
FIGURES = (
    *("/figures/spi-map.csv", "/figures/spi-map.html", "/figures/ott-by-year.json"),
    *("/figures/spi-map.svg?region=63", SHAPES, "/"),
)


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, str]:
    """Facts that a test may edit, and a folder for builds."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return {
        "INTEGRITAS_DATA_DIR": str(tmp_path / "data"),
        "INTEGRITAS_BUILD_DIR": str(tmp_path / "build"),
        "INTEGRITAS_LANG": "en",
        "INTEGRITAS_REQUESTS_PER_MINUTE": "100000",
    }


def left(folders: Mapping[str, str]) -> set[str]:
    """What lies in the folder of builds, without the compressed files."""
    folder = Path(folders["INTEGRITAS_BUILD_DIR"])
    return {path.name for path in folder.iterdir()} - {"compressed"} if folder.exists() else set()


def check(folders: Mapping[str, str], before: Callable[[], None] | None = None) -> tuple[int, str]:
    """A check as a process of its own: its exit status and all that it says."""
    done = subprocess.run(
        CHECK,
        cwd=ROOT,
        env={**os.environ, **folders},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=before,
    )
    return done.returncode, done.stdout


def edit(folders: Mapping[str, str], score: str) -> None:
    table = Path(folders["INTEGRITAS_DATA_DIR"]) / "spi_results.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("63,pemprov,2024,64.1"))
    cells = lines[at].split(",")
    lines[at] = ",".join([*cells[:3], score, *cells[4:]])
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")


def statuses(url: str) -> dict[str, int]:
    found = {}
    for path in FIGURES:
        for encoding in ("identity", "br, gzip"):
            asked = urllib.request.Request(url + path, headers={"Accept-Encoding": encoding})
            try:
                with urllib.request.urlopen(asked, timeout=60) as answer:
                    status = answer.status
                    answer.read()
            except urllib.error.HTTPError as error:
                status = error.code
            found[f"{path} {encoding}"] = status
    return found


def wait_for(is_so: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


# --- builds in use -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [DASHBOARD, STREAMLIT], ids=["run", "streamlit run"])
def test_a_server_keeps_its_build_through_many_checks(
    folders: dict[str, str], command: tuple[str, ...]
) -> None:
    with serve(command, folders) as server:
        [served] = left(folders)
        for n in range(5):
            edit(folders, f"64.1{n}")
            code, said = check(folders)
            assert code == 0, said
        assert served in left(folders) and len(left(folders)) == 4
        assert set(statuses(server.url).values()) == {200}
        database = Path(folders["INTEGRITAS_BUILD_DIR"]) / served / "warehouse.duckdb"
        outcome = sqlbox.start(database, [("mart_region", "regions")], "from regions").wait(30)
        assert isinstance(outcome, sqlbox.Result)
    edit(folders, "64.19")
    assert check(folders)[0] == 0
    assert served not in left(folders) and len(left(folders)) == 3


def test_a_killed_server_holds_nothing_and_its_query_ends(folders: dict[str, str]) -> None:
    with starting(DASHBOARD, folders) as (process, url, _said):
        wait_for(lambda: answers(url))
        [served] = left(folders)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for n in range(3):
        edit(folders, f"64.1{n}")
        assert check(folders)[0] == 0
    assert served not in left(folders)


def test_a_server_whose_folder_is_removed_by_hand_goes_on(folders: dict[str, str]) -> None:
    with serve(DASHBOARD, folders) as server:
        assert set(statuses(server.url).values()) == {200}
        shutil.rmtree(folders["INTEGRITAS_BUILD_DIR"])
        assert set(statuses(server.url).values()) == {200}
    gone = Path(folders["INTEGRITAS_BUILD_DIR"]) / "0123456789ab" / "warehouse.duckdb"
    outcome = sqlbox.start(gone, [("mart_region", "regions")], "from regions").wait(30)
    assert isinstance(outcome, sqlbox.Failure) and (outcome.kind, outcome.detail) == ("gone", "")
    assert check(folders)[0] == 0


def test_servers_that_start_together_on_nothing_serve_one_build(folders: dict[str, str]) -> None:
    with contextlib.ExitStack() as stack:
        started = [stack.enter_context(starting(DASHBOARD, folders)) for _n in range(3)]
        for _process, url, _said in started:
            wait_for(lambda url=url: answers(url), 120)  # type: ignore[misc]
        assert len(left(folders)) == 1
        for _process, url, said in started:
            assert set(statuses(url).values()) == {200}
            assert "Traceback" not in said() and "damaged" not in said()


# --- ended while building ------------------------------------------------------------------------


@contextlib.contextmanager
def building(
    folders: Mapping[str, str], command: tuple[str, ...], step: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A start that has just come to a step of its build."""
    with starting(command, folders) as (process, _url, said):
        wait_for(lambda: step in said())
        yield process


@pytest.mark.parametrize("step", STEPS)
def test_what_a_killed_build_left_goes_with_the_next_start(
    folders: dict[str, str], step: str
) -> None:
    with building(folders, CHECK, step) as process:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert len(left(folders)) == 1
    code, said = check(folders)
    assert code == 0, said
    [made] = left(folders)
    assert not made.startswith(".")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("step", STEPS[:3])
@pytest.mark.parametrize("command", [DASHBOARD, STREAMLIT], ids=["run", "streamlit run"])
def test_a_build_that_is_stopped_says_so_and_leaves_nothing(
    folders: dict[str, str], command: tuple[str, ...], step: str, number: int
) -> None:
    with starting(command, folders) as (process, _url, said):
        wait_for(lambda: step in said())
        process.send_signal(number)
        assert process.wait(30) in (1, -number)
        assert "The build was stopped" in said()
        assert "Traceback" not in said()
    assert left(folders) == set()


def test_a_living_builder_is_left_alone(folders: dict[str, str]) -> None:
    with building(folders, CHECK, STEPS[0]) as process:
        process.send_signal(signal.SIGSTOP)
        [unfinished] = left(folders)
        try:
            assert check(folders)[0] == 0
            assert unfinished in left(folders)
        finally:
            process.send_signal(signal.SIGCONT)
        assert process.wait(60) == 0
    assert len(left(folders)) == 1


# --- what the machine lacks ----------------------------------------------------------------------


@pytest.mark.parametrize("kilobytes", [1, 50, 500, 2000, 6000, 9000, 11000])
def test_a_limit_on_the_size_of_files_is_told(folders: dict[str, str], kilobytes: int) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10))

    code, said = check(folders, limited)
    assert code == 1
    assert "would be larger than the system allows" in said and "ulimit -f" in said
    assert "Traceback" not in said and "cannot be run" not in said
    assert left(folders) == set()


@pytest.mark.parametrize("megabytes", [500, 700, 900, 1100])
def test_too_little_memory_for_a_build_is_told(folders: dict[str, str], megabytes: int) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    code, said = check(folders, limited)
    assert code == 1
    assert "too little memory" in said
    assert "Traceback" not in said
    assert left(folders) == set()


# --- damaged on disk -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("warehouse.duckdb", None),
        ("warehouse.duckdb", b""),
        ("warehouse.duckdb", os.urandom(1 << 20)),
        ("provinces.json", None),
        ("provinces.json", b""),
        ("build.json", b""),
        ("build.json", b"[]"),
        ("build.json", b'{"facts_version": "1", "facts_date": "31 February", "files": {}}'),
    ],
)
def test_a_damaged_build_is_told_and_the_server_starts(
    folders: dict[str, str], file: str, content: bytes | None
) -> None:
    assert check(folders)[0] == 0
    [made] = left(folders)
    damaged = Path(folders["INTEGRITAS_BUILD_DIR"]) / made / file
    damaged.unlink() if content is None else damaged.write_bytes(content)
    with starting(DASHBOARD, folders) as (_process, url, said):
        wait_for(lambda: answers(url), 120)
        assert set(statuses(url).values()) == {200}
        [sentence] = [line for line in said().splitlines() if "damaged" in line]
        assert file in sentence
        assert "Traceback" not in said()
    assert len(left(folders)) == 2
    assert build.find(Settings(**{k[11:].lower(): v for k, v in folders.items() if "DIR" in k}))


# --- the drawing browser's files -----------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_server_that_ends_leaves_no_file_of_its_browser(
    folders: dict[str, str], number: int
) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as temporary:
        own = {**folders, "TMPDIR": temporary}
        for end in (number, signal.SIGTERM):  # after a kill the next one tidies up
            with starting(DASHBOARD, own) as (process, url, said):
                wait_for(lambda url=url: answers(url), 120)  # type: ignore[misc]
                with urllib.request.urlopen(f"{url}/figures/ott-by-year.png", timeout=60) as drawn:
                    assert drawn.read().startswith(b"\x89PNG")
                [used] = Path(temporary).iterdir()
                assert used.name.startswith("integritas-browser-")
                process.send_signal(end)
                process.wait(30)
                assert "Traceback" not in said()
            if end != signal.SIGKILL:
                assert list(Path(temporary).iterdir()) == []


# --- kept connections ----------------------------------------------------------------------------


def test_a_connection_that_rests_for_a_minute_is_still_open() -> None:
    import http.client

    with serve() as server:
        kept = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
        for rest in (0, 5, 5.01, 20, 60):
            time.sleep(rest)
            assert kept.sock is None or kept.sock.fileno() > 0
            kept.request("GET", "/_stcore/health")
            assert kept.getresponse().read() == b"ok"
        kept.close()

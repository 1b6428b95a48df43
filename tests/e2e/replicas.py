"""Two replicas behind nginx as `deploy/nginx/replicas.conf` says it: started, ended, killed."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import signal
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import BrowserContext

from dashboard.core.settings import Settings
from dashboard.facts.csv_table import CsvTable
from dashboard.facts.revisions import Note
from dashboard.ingest.apply import apply_files
from dashboard.warehouse import intake
from tests import builds, nginx
from tests.fixtures import world, write_facts
from tests.servers import free_port, starting

HOST = "dasbor.example.go.id"
COOKIE = "integritas_replica"
NUMBERS = (1, 2)


class Replicas:
    """Two dashboards and the address that nginx answers for them.

    Attributes:
        root: the address of readers at a domain of its own.
        below: another one, below a path, where nginx asks by a host of its own. The replicas know
            this one alone, as their public address.
        settings: of both, but for what `more` says of one.
    """

    def __init__(self, folder: Path, more: Mapping[int, Mapping[str, str]] | None = None) -> None:
        self.folder, self.port = folder, free_port()
        self.root = f"https://{HOST}:{self.port}"
        self.port_below = free_port()
        self.below = f"https://{HOST}:{self.port_below}/integritas"
        self.ports = {number: free_port() for number in NUMBERS}
        self.settings = Settings(
            data_dir=write_facts(folder / "data", world()),
            build_dir=folder / "build",
            store_dir=folder / "store",
            focus_regions=("63", "62"),
        )
        builds.placed(self.settings)
        builds.place_scripts(self.settings.build_dir)
        self._more = more or {}
        self._running: dict[int, tuple[ExitStack, subprocess.Popen[bytes]]] = {}

    def address(self, number: int) -> str:
        """The address of one replica by itself."""
        return f"http://localhost:{self.ports[number]}"

    def start(self, *numbers: int) -> None:
        """Start those that do not run, and wait until they are ready."""
        for number in numbers:
            if number in self._running and self._running[number][1].poll() is None:
                continue
            self.end(number)
            stack = ExitStack()
            environment = {
                **{
                    f"INTEGRITAS_{name.upper()}_DIR": str(getattr(self.settings, f"{name}_dir"))
                    for name in ("data", "build", "store")
                },
                "INTEGRITAS_FOCUS_REGIONS": "63,62",
                "INTEGRITAS_REQUESTS_PER_MINUTE": "1000000",
                "INTEGRITAS_PUBLIC_ADDRESS": self.below,
                "PORT": str(self.ports[number]),
                **self._more.get(number, {}),
            }
            process, _url, _said = stack.enter_context(
                starting(environment=environment, log_file=self.log(number))
            )
            self._running[number] = stack, process
        for number in numbers:
            self._wait_until_ready(number)

    def log(self, number: int) -> Path:
        """What a replica says."""
        return self.folder / f"replica-{number}.log"

    def _wait_until_ready(self, number: int) -> None:
        until = time.monotonic() + 90
        while True:
            try:
                with urlopen(f"{self.address(number)}/readyz", timeout=5):
                    return
            except OSError:
                is_late = time.monotonic() > until
                assert not is_late, self.log(number).read_text(errors="replace")
                assert self._running[number][1].poll() is None, self.log(number).read_text()
                time.sleep(0.05)

    def kill(self, number: int) -> None:
        """As a machine that loses its power."""
        os.killpg(self._running[number][1].pid, signal.SIGKILL)
        self._running[number][1].wait(30)

    def ask_to_end(self, number: int) -> None:
        """As a service manager ends it, and wait for that: nothing went wrong."""
        self._running[number][1].terminate()
        self._running[number][1].wait(60)
        said = self.log(number).read_text(errors="replace")
        assert "Traceback" not in said, said

    def end(self, *numbers: int) -> None:
        """Clear away what runs or ran."""
        for number in numbers or NUMBERS:
            if number in self._running:
                self._running.pop(number)[0].close()

    def apply(self, score: str, settings: Settings | None = None) -> str:
        """A new score of Kalimantan Tengah in 2024, applied; the id of the revision."""
        settings = settings or self.settings
        before = intake.base(settings)
        key = ("region_code", "scope", "year", "source_id")
        table = CsvTable(before.files["spi_results.csv"], key)
        rows = [
            {**row, "score": score}
            for row in table.rows.values()
            if (row["region_code"], row["year"], row["scope"]) == ("62", "2024", "pemprov")
        ]
        files = {**before.files, "spi_results.csv": table.edited(rows)}
        return apply_files(settings, files, Note("ingest", "local", "test"), before.parent).id

    def score(self, number: int) -> float:
        """The same score as a replica tells it."""
        with urlopen(f"{self.address(number)}/figures/spi-map.json?year=2024", timeout=30) as got:
            rows: list[dict[str, Any]] = json.load(got)["rows"]
        return next(float(row["score"]) for row in rows if row["region_code"] == "62")

    def facts(self, number: int) -> dict[str, Any]:
        """What a replica serves, as `/readyz` says it."""
        with urlopen(f"{self.address(number)}/readyz", timeout=30) as got:
            found: dict[str, Any] = json.load(got)["facts"]
        return found

    def wait_for_score(self, number: int, score: float, seconds: float = 60) -> float:
        """Wait until a replica tells a score; how long that took, in seconds."""
        began = time.monotonic()
        while self.score(number) != score:
            assert time.monotonic() - began < seconds, self.log(number).read_text()
            time.sleep(0.1)
        return time.monotonic() - began


def replica_of(context: BrowserContext) -> int:
    """The replica that a reader is kept at."""
    found = [one["value"] for one in context.cookies() if one["name"] == COOKIE]
    assert len(found) == 1, found
    return int(found[0])


@contextmanager
def behind_nginx(
    folder: Path, more: Mapping[int, Mapping[str, str]] | None = None
) -> Iterator[Replicas]:
    """Both, ready."""
    pair = Replicas(folder, more)
    nginx.certify(folder, "dasbor")
    backends = (f"127.0.0.1:{pair.ports[1]}", f"127.0.0.1:{pair.ports[2]}")
    servers = nginx.replicas(pair.port, backends, folder, free_port())
    below = nginx.below("/integritas", pair.port_below, servers)
    with nginx.proxying([servers, below], folder, pair.port):
        try:
            pair.start(*NUMBERS)
            yield pair
        finally:
            pair.end()


ADDRESSES = (
    "/figures/spi-map.csv?year=2024",
    "/figures/spi-map.json?year=2023",
    "/figures/spi-trend.csv?region=63",
    "/changes.atom",
    "/figures",
    "/assets/world_110m.json",
    "/peta?region=63&lang=id",
)


class _Reading(threading.Thread):
    """Asks for one address after the other; with the cookie of an account nothing is kept."""

    def __init__(self, port: int, shown: dict[str, str], addresses: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self._addresses = addresses
        self._port, self._shown = port, shown
        self._context = ssl._create_unverified_context()
        self.ended = threading.Event()
        self.statuses: list[tuple[str, object]] = []

    def run(self) -> None:
        for address in itertools.cycle(self._addresses):
            if self.ended.wait(0.05):
                return
            self.statuses.append((address, self._ask(address)))

    def _ask(self, address: str) -> object:
        line = http.client.HTTPSConnection(
            "127.0.0.1", self._port, context=self._context, timeout=60
        )
        with closing(line):
            try:
                line.request("GET", address, headers={"Host": HOST, **self._shown})
                answer = line.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                return repr(error)
            return answer.status


@contextmanager
def reading(
    pair: Replicas, addresses: Sequence[str] = ADDRESSES
) -> Iterator[list[tuple[str, object]]]:
    """Readers of each replica, and one for whom nothing is kept; each address and its status.

    The list is filled when the block has ended.
    """
    shown: list[dict[str, str]] = [{"Cookie": f"{COOKIE}={number}"} for number in NUMBERS]
    shown.append({"Cookie": "_streamlit_user=x"})
    readers = [_Reading(pair.port, headers, addresses) for headers in shown]
    statuses: list[tuple[str, object]] = []
    for reader in readers:
        reader.start()
    try:
        yield statuses
    finally:
        for reader in readers:
            reader.ended.set()
        for reader in readers:
            reader.join(90)
            statuses += reader.statuses

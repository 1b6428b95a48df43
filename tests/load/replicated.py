"""Replicas behind nginx under load: the project's own configuration, on this machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests import nginx
from tests.bench.report import Report
from tests.load.crowd import sessions
from tests.load.process import MB, Use, use
from tests.servers import free_port

_LOOK_SECONDS = 5.0


@dataclass
class Proxied:
    """Replicas and the nginx before them.

    Attributes:
        url: of readers.
        addresses: of each replica by itself.
        pids: of the replicas.
        proxy: the process of nginx.
        most: sessions that each replica had at most.
        used: what nginx and each replica took while they were watched, memory at the end.
    """

    url: str
    addresses: tuple[str, ...]
    pids: tuple[int, ...]
    proxy: int
    most: list[int] = field(default_factory=list)
    used: list[Use] = field(default_factory=list)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While the block runs, look how sessions spread, and what each process takes."""
        ended, processes = threading.Event(), (self.proxy, *self.pids)
        self.most = [0] * len(self.addresses)

        def look() -> None:
            while not ended.wait(_LOOK_SECONDS):
                for n, address in enumerate(self.addresses):
                    with suppress(httpx.HTTPError):  # busy with readers; it is asked again
                        self.most[n] = max(self.most[n], asyncio.run(sessions(address)))

        thread = threading.Thread(target=look, daemon=True)
        before = [use(one) for one in processes]
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
        after = [use(one) for one in processes]
        self.used = [
            Use(now.processor - then.processor, now.memory)
            for then, now in zip(before, after, strict=True)
        ]

    def about(self, report: Report) -> None:
        """How readers and work were spread."""
        proxy, *replicas = self.used
        report.add("sessions at most, each replica", ", ".join(map(str, self.most)))
        report.add(
            "processor time from the first reader to the last, each replica",
            ", ".join(f"{one.processor:.1f} s" for one in replicas),
        )
        report.add(
            "memory at the end, each replica",
            ", ".join(f"{one.memory / MB:.0f} MB" for one in replicas),
        )
        report.add(
            "nginx (one process, TLS): processor time in the same, memory",
            f"{proxy.processor:.1f} s, {proxy.memory / MB:.0f} MB",
        )


@contextmanager
def proxied(servers: Sequence[tuple[str, int]], folder: Path) -> Iterator[Proxied]:
    """nginx as `deploy/nginx/replicas.conf` has it, before two replicas that run.

    Args:
        servers: address and process of each.
        folder: where the certificate lies, and what nginx keeps.
    """
    nginx.certify(folder, "dasbor")
    first, second = (f"127.0.0.1:{urlsplit(url).port}" for url, _pid in servers)
    port = free_port()
    text = nginx.replicas(port, (first, second), folder, free_port())
    with nginx.proxying([text], folder, port):
        proxy = int((folder / "nginx.pid").read_text("ascii"))
        yield Proxied(
            f"https://localhost:{port}",
            tuple(url for url, _pid in servers),
            tuple(pid for _url, pid in servers),
            proxy,
        )

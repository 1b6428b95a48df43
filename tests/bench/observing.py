"""What watching costs, in processor time: python -m tests.bench.observing."""

from __future__ import annotations

import asyncio
import logging
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from starlette.responses import PlainTextResponse

from dashboard.core import logs, metrics, metrics_port
from dashboard.core.settings import Settings
from dashboard.web.health import Health, Readiness
from dashboard.web.observed import Observed
from tests.servers import free_port

TIMES, ROUNDS = 10_000, 5
SCOPE = {
    **{"type": "http", "method": "GET", "path": "/figures/spi-map.csv", "query_string": b""},
    "headers": [(b"host", b"localhost"), (b"user-agent", b"bench"), (b"accept", b"*/*")],
}


async def _receive() -> Any:
    return {"type": "http.request"}


async def _send(_message: Any) -> None:
    """Nobody reads."""


def _microseconds(work: Callable[[], None]) -> float:
    """The processor time of one of many, in the quickest round."""
    rounds = []
    for _round in range(ROUNDS):
        began = time.process_time()
        work()
        rounds.append(time.process_time() - began)
    return min(rounds) / TIMES * 1e6


def _requests(app: Any) -> float:
    async def many() -> None:
        for _n in range(TIMES):
            await app(dict(SCOPE), _receive, _send)

    return _microseconds(lambda: asyncio.run(many()))


def _timings() -> None:
    for _n in range(TIMES):
        with metrics.QUERIES.time("spi/spi_map"):
            pass


def main() -> None:
    """Print each cost, while nobody listens and while somebody does."""
    plain = PlainTextResponse("x")
    watched = Observed(Health(plain, readiness=Readiness(lambda: None, Settings())))
    bare = _requests(plain)
    for state in ("off", "on"):
        port = free_port() if state == "on" else 0
        close = metrics_port.listen(Settings(metrics_port=port))
        print(f"metrics {state}: a request +{_requests(watched) - bare:.1f} µs", end=", ")
        print(f"a measured block {_microseconds(_timings):.2f} µs")
        if port:
            began = time.perf_counter()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                size = len(answer.read())
            print(f"reading {size} bytes: {(time.perf_counter() - began) * 1e3:.1f} ms")
        close()
    record = logging.makeLogRecord(
        {"name": "dashboard", "msg": "GET %s was answered with %d", "args": ("/figures", 503)}
    )
    for name, shape in (("text", logs._Text()), ("JSON", logs._json({}, lambda: "35e21d9d76b9"))):

        def lines(shape: logging.Formatter = shape) -> None:
            for _n in range(TIMES):
                shape.format(record)

        print(f"a line as {name}: {_microseconds(lines):.1f} µs")


if __name__ == "__main__":
    main()

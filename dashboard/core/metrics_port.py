"""The port on which the metrics of this process can be read, and on no other one.

It is closed unless an office names it, listens on this machine alone unless an address is named,
and is never that of the pages. The library is imported when somebody listens.
"""

from __future__ import annotations

import logging
import platform
import socket
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from dashboard.core.i18n import message
from dashboard.core.metrics import METRICS, Metric
from dashboard.core.settings import BadSetting, Settings

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric as Family

# A port that others have just left is free, one that others use is not: Windows has its own option.
ALONE = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
_LOG = logging.getLogger("dashboard")
_NAME = "INTEGRITAS_METRICS_PORT"
_TAKEN = message(
    "The setting {name}={value} cannot be used: nothing can listen at {address}, port {value} "
    "({why}). Name a free port for the metrics of this process, or leave the setting out."
)
_PUBLIC = message(
    "The setting {name}={value} cannot be used: that is the port of the pages. Metrics have a port "
    "of their own, closed to readers."
)


def listen(settings: Settings, public_port: int = 0) -> Callable[[], None]:
    """Let the metrics be read where the settings say; where they name no port, do nothing.

    Args:
        settings: port and address.
        public_port: of the pages.

    Returns:
        A function that closes the port again.

    Raises:
        BadSetting: nothing can listen there.
    """
    port, address = settings.metrics_port, settings.metrics_address
    check(settings, public_port)
    if not port:
        return lambda: None
    import prometheus_client

    registry = _registry()
    try:
        server, thread = prometheus_client.start_http_server(port, address, registry)
    except OSError as error:
        _disconnect()
        raise _taken(settings, error) from error

    def close() -> None:
        server.shutdown()
        server.server_close()
        thread.join()
        _disconnect()

    return close


def check(settings: Settings, public_port: int = 0) -> None:
    """Look whether the metrics could be read where the settings say, before any work is done.

    Args:
        settings: port and address; without a port all is well.
        public_port: of the pages.

    Raises:
        BadSetting: nothing can listen there.
    """
    port, address = settings.metrics_port, settings.metrics_address
    if not port:
        return
    if port == public_port:
        raise BadSetting(_NAME, port, _PUBLIC)
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, _, _, place = found[0]  # that which the library takes
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, ALONE, 1)
            probe.bind(place)
            probe.listen()
    except OSError as error:  # also an address that is none
        raise _taken(settings, error) from error


def _taken(settings: Settings, error: OSError) -> BadSetting:
    why, address = error.strerror or str(error), settings.metrics_address
    return BadSetting(_NAME, settings.metrics_port, _TAKEN, address=address, why=why)


def _registry() -> Any:
    """The library's objects for everything that is declared, and what it knows of the process."""
    import prometheus_client as library

    # When a series was begun says nothing here, and would double their number.
    library.disable_created_metrics()
    registry = library.CollectorRegistry()
    library.ProcessCollector(registry=registry)
    library.GCCollector(registry=registry)
    for one in METRICS:
        if one.is_watched:
            continue
        if one.kind == "histogram":
            made: Any = library.Histogram(
                one.name, one.meaning, one.labels, registry=registry, buckets=one.limits
            )
        else:
            made = library.Counter(one.name, one.meaning, one.labels, registry=registry)
        one.connect(made)
    registry.register(_Watched())
    return registry


def _disconnect() -> None:
    for one in METRICS:
        one.connect(None)


class _Watched:
    """What is asked when somebody looks; one that cannot be told does not hide the others."""

    def collect(self) -> Iterator[Family]:
        """The families of these metrics."""
        for one in METRICS:
            if one.watched is None:
                continue
            try:
                now = one.watched()
            except Exception:
                _LOG.exception("A metric cannot be told: %s", one.name)
            else:
                yield _family(one, now)


def _family(one: Metric, now: Any) -> Family:
    from prometheus_client import core

    if one.kind == "info":
        return core.InfoMetricFamily(one.name.removesuffix("_info"), one.meaning, value=now)
    kind = core.CounterMetricFamily if one.kind == "counter" else core.GaugeMetricFamily
    family = kind(one.name, one.meaning, labels=one.labels)
    of_labels = now if isinstance(now, Mapping) else {(): now}
    for labels, value in of_labels.items():
        family.add_metric(labels, value)
    return family


@cache
def versions() -> dict[str, str]:
    """Of the program and what it stands on, for `integritas_build_info`."""
    from importlib.metadata import version

    return {
        "version": version("integritas-daerah"),
        "python": platform.python_version(),
        "duckdb": version("duckdb"),
        "streamlit": version("streamlit"),
    }

"""What the metrics ask this process when somebody looks: nothing of it waits or builds."""

from __future__ import annotations

from dashboard.core import metrics, metrics_port
from dashboard.export.drawing_pool import DrawingPool
from dashboard.web import cache
from dashboard.web.health import Readiness


def watch(readiness: Readiness, pool: DrawingPool) -> None:
    """Let the gauges, the infos and the counters of caches be asked for.

    Args:
        readiness: of this process.
        pool: the browsers that draw.
    """

    def facts() -> dict[str, str]:
        found = readiness.loaded()
        if found is None:
            return {"version": "", "revision": "", "stored": ""}
        return {
            "version": found.build.facts_version,
            "revision": found.revision,
            "stored": found.stored,
        }

    def loaded_at() -> float:
        found = readiness.loaded()
        return found.opened_at if found else 0.0

    def caches() -> dict[tuple[str, ...], float]:
        found = readiness.loaded()
        return {**cache.counts(), **(found.memo_counts() if found else {})}

    process = readiness.process
    metrics.PROGRAM.watch(metrics_port.versions)
    metrics.FACTS.watch(facts)
    metrics.FACTS_LOADED.watch(loaded_at)
    metrics.READY.watch(lambda: float(not readiness.document()["reasons"]))
    metrics.ENGINE.watch(lambda: float(readiness.engine().is_reachable))
    metrics.DRAINING.watch(lambda: float(process.is_draining))
    metrics.CACHES.watch(caches)
    metrics.CACHE_BYTES.watch(cache.sizes)
    metrics.SESSIONS.watch(lambda: float(process.open_pages))
    metrics.WAITING.watch(lambda: float(pool.queued))
    metrics.DRAWING.watch(lambda: float(pool.drawing))
    metrics.PLACES.watch(lambda: float(pool.waiting))
    metrics.BROWSERS.watch(lambda: float(len(pool.processes)))

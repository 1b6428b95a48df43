"""What this process measures of itself, each metric declared once.

Nothing is measured until somebody listens (`dashboard.core.metrics_port`): until then a metric
costs one look at whether it is. The values of labels are names of this program (figures, queries,
pages, kinds); what clients send never becomes one, and a metric has a limited number of series.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Any, Literal

Kind = Literal["counter", "gauge", "histogram", "info"]
# What a gauge or a counter is at the moment: a number, or one for each set of values of its labels;
# an info's names and values.
Watched = float | Mapping[Any, float] | Mapping[str, str]
MOST_SERIES = 500  # sets of values that the labels of one metric may have
OTHER = "other"  # what the values are beyond that

# Upper limits of the classes of histograms, in seconds.
FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SLOW = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 60.0)
LONG = (0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)

_NOTHING: AbstractContextManager[None] = nullcontext()


class Metric:
    """One metric.

    Args:
        name: as OpenMetrics has it, with its unit and without the `_total` of counters.
        kind: what it is.
        meaning: one sentence.
        labels: their names; where the last one is `outcome`, `time` fills it in by itself.
        limits: of the classes of a histogram.
        is_watched: of a counter: it is asked for when somebody looks, as gauges and infos are.
    """

    __slots__ = (
        *("_made", "_seen", "kind", "labels", "limits", "meaning", "name"),
        *("is_watched", "watched"),
    )

    def __init__(
        self,
        name: str,
        kind: Kind,
        meaning: str,
        labels: tuple[str, ...] = (),
        limits: tuple[float, ...] = FAST,
        *,
        is_watched: bool = False,
    ) -> None:
        self.name, self.kind, self.meaning = f"integritas_{name}", kind, meaning
        self.labels, self.limits = labels, limits
        self.is_watched = is_watched or kind in ("gauge", "info")
        self.watched: Callable[[], Watched] | None = None
        self._made: Any = None  # the library's own object, while somebody listens
        self._seen: set[tuple[str, ...]] = set()
        METRICS.append(self)

    def add(self, *labels: str, by: float = 1) -> None:
        """Count one more, or several."""
        if self._made is not None:
            self._of(labels).inc(by)

    def observe(self, value: float, *labels: str) -> None:
        """Put a value into its class of a histogram."""
        if self._made is not None:
            self._of(labels).observe(value)

    def time(self, *labels: str) -> AbstractContextManager[None]:
        """Measure the seconds that a block takes, also where it fails."""
        return _NOTHING if self._made is None else _Timer(self, labels)

    def watch(self, now: Callable[[], Watched]) -> None:
        """Ask for the value whenever somebody looks; a later function takes the place of this."""
        self.watched = now

    def connect(self, made: Any) -> None:
        """Write into an object of the library from now on; None ends it."""
        self._made = made
        self._seen.clear()

    def _of(self, labels: tuple[str, ...]) -> Any:
        if not self.labels:
            return self._made
        if labels not in self._seen:
            if len(self._seen) >= MOST_SERIES:
                labels = (OTHER,) * len(self.labels)
            self._seen.add(labels)
        return self._made.labels(*labels)


class _Timer(AbstractContextManager[None]):
    def __init__(self, metric: Metric, labels: tuple[str, ...]) -> None:
        self._metric, self._labels = metric, labels

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        labels = self._labels
        if self._metric.labels[-1:] == ("outcome",):
            labels = (*labels, "failed" if kind else "done")
        self._metric.observe(time.perf_counter() - self._began, *labels)


METRICS: list[Metric] = []

PROGRAM = Metric(
    "build_info", "info", "The program that runs: its version and that of Python and the engine."
)
FACTS = Metric(
    "facts_info",
    "info",
    "The facts that are served: version, revision of the build, revision of the store.",
)
FACTS_LOADED = Metric(
    "facts_loaded_timestamp_seconds", "gauge", "When the facts that are served were put in place."
)
READY = Metric("ready", "gauge", "Whether /readyz says yes: 1, else 0.")
ENGINE = Metric("engine_reachable", "gauge", "Whether the engine can be asked: 1, else 0.")
DRAINING = Metric("draining", "gauge", "Whether the process was asked to end: 1, else 0.")
BUILDS = Metric(
    "build_duration_seconds", "histogram", "Making a build of the facts.", ("outcome",), LONG
)
SWAPS = Metric(
    "facts_swaps", "counter", "Newer facts: put in place (done), or not (failed).", ("outcome",)
)
REQUESTS = Metric(
    "http_request_duration_seconds",
    "histogram",
    "From a request to the beginning of its answer, by kind of address and status.",
    ("route", "status"),
)
FILES = Metric(
    "figure_file_duration_seconds",
    "histogram",
    "Answering the address of a figure's file, from the cache or not.",
    ("figure", "kind"),
)
ANSWERS = Metric(
    "figure_answer_duration_seconds",
    "histogram",
    "Asking a figure that was not remembered: its queries and its words.",
    ("figure",),
)
QUERIES = Metric(
    "query_duration_seconds", "histogram", "A query of sql/, as the engine answers it.", ("query",)
)
RUNS = Metric(
    "page_run_duration_seconds",
    "histogram",
    "A run of a page: the first visit, and each click that runs it again.",
    ("page",),
)
PARTS = Metric(
    "part_run_duration_seconds",
    "histogram",
    "A run of a part of a page by itself (a fragment): a clock that rings, a click within it.",
    ("part",),
)
CACHES = Metric(
    "cache_requests",
    "counter",
    "What caches had (hit) or made (miss). Those of the facts begin anew with a swap.",
    ("cache", "result"),
    is_watched=True,
)
CACHE_BYTES = Metric("cache_bytes", "gauge", "Bytes that caches of files hold.", ("cache",))
SESSIONS = Metric("sessions", "gauge", "Pages that are open: live websockets.")
WAITING = Metric("pictures_waiting", "gauge", "Pictures that wait to be drawn.")
DRAWING = Metric("pictures_drawing", "gauge", "Pictures that are being drawn.")
PLACES = Metric("pictures_places", "gauge", "Pictures that may wait or be drawn at once.")
BROWSERS = Metric("picture_browsers", "gauge", "Browsers that run to draw pictures.")
BROWSER_STARTS = Metric("picture_browser_starts", "counter", "Browsers started to draw pictures.")
PICTURE_WAITS = Metric(
    "picture_wait_seconds", "histogram", "How long a picture waits for its turn.", limits=SLOW
)
PICTURES = Metric(
    "picture_duration_seconds",
    "histogram",
    "Drawing a picture, with every further try.",
    ("outcome",),
    SLOW,
)
REFUSED = Metric(
    "pictures_refused",
    "counter",
    "Pictures that were not taken: the queue was full, or the share of one client.",
    ("reason",),
)
LOGGED = Metric("log_messages", "counter", "Lines of the log from warnings on.", ("level",))

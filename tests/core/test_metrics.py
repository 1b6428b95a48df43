"""Metrics: declared once, bounded, read on a port of their own; nothing while nobody listens."""

from __future__ import annotations

import re
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from dashboard.core import metrics, metrics_port
from dashboard.core.i18n import words
from dashboard.core.metrics import METRICS, MOST_SERIES, Metric
from dashboard.core.settings import ROOT, BadSetting, Settings

OPENMETRICS = "application/openmetrics-text; version=1.0.0"


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A port on which the metrics of this process are read; afterwards nobody listens."""
    kept = {one: one.watched for one in METRICS}
    found = free()
    close = metrics_port.listen(Settings(metrics_port=found))
    yield found
    close()
    for one, watched in kept.items():
        one.watched = watched


def free() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def read(port: int) -> dict[str, Any]:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/metrics", headers={"Accept": OPENMETRICS}
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.headers["content-type"].startswith("application/openmetrics-text")
        text = answer.read().decode()
    assert "_created" not in text
    return {one.name: one for one in text_string_to_metric_families(text)}


def values(family: Any, name: str) -> dict[tuple[str, ...], float]:
    return {tuple(one.labels.values()): one.value for one in family.samples if one.name == name}


def test_while_nobody_listens_nothing_is_measured() -> None:
    settings = Settings()
    assert (settings.metrics_port, settings.metrics_address) == (0, "127.0.0.1")
    metrics_port.listen(settings)()
    metrics.LOGGED.add("error")
    metrics.RUNS.observe(1.0, "peta")
    with metrics.QUERIES.time("spi/spi_map"):
        pass
    assert all(one._made is None for one in METRICS)


def test_what_is_measured_is_read_as_openmetrics(port: int) -> None:
    metrics.LOGGED.add("error")
    metrics.RUNS.observe(0.3, "peta")
    with metrics.QUERIES.time("spi/spi_map"):
        pass
    with metrics.BUILDS.time():
        pass
    with pytest.raises(ZeroDivisionError), metrics.BUILDS.time():
        _ = 1 / 0
    metrics.SESSIONS.watch(lambda: 3)
    metrics.FACTS.watch(lambda: {"version": "2026.1", "revision": "abc", "stored": ""})
    metrics.CACHES.watch(lambda: {("pages", "hit"): 5, ("pages", "miss"): 2})
    found = read(port)
    assert values(found["integritas_log_messages"], "integritas_log_messages_total") == {
        ("error",): 1
    }
    runs = found["integritas_page_run_duration_seconds"]
    assert values(runs, f"{runs.name}_count") == {("peta",): 1}
    assert values(runs, f"{runs.name}_sum") == {("peta",): 0.3}
    assert values(runs, f"{runs.name}_bucket")["0.25", "peta"] == 0
    assert values(runs, f"{runs.name}_bucket")["0.5", "peta"] == 1
    built = found["integritas_build_duration_seconds"]
    assert values(built, f"{built.name}_count") == {("done",): 1, ("failed",): 1}
    assert values(found["integritas_sessions"], "integritas_sessions") == {(): 3}
    [facts] = found["integritas_facts"].samples
    assert facts.labels == {"version": "2026.1", "revision": "abc", "stored": ""}
    assert values(found["integritas_cache_requests"], "integritas_cache_requests_total") == {
        ("pages", "hit"): 5,
        ("pages", "miss"): 2,
    }
    assert found["process_resident_memory_bytes"].samples[0].value > 10_000_000
    assert found["process_cpu_seconds"].samples[0].value > 0


def test_one_that_cannot_be_told_does_not_hide_the_others(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    metrics.WAITING.watch(lambda: 1 / 0)
    metrics.DRAWING.watch(lambda: 1)
    found = read(port)
    assert "integritas_pictures_waiting" not in found
    assert values(found["integritas_pictures_drawing"], "integritas_pictures_drawing") == {(): 1}
    assert "integritas_pictures_waiting" in caplog.text


def test_a_metric_has_a_limited_number_of_series(port: int) -> None:
    for number in range(MOST_SERIES + 200):
        metrics.QUERIES.observe(0.1, f"topic/query_{number}")
    found = values(
        read(port)["integritas_query_duration_seconds"], "integritas_query_duration_seconds_count"
    )
    assert len(found) == MOST_SERIES + 1
    assert found[("other",)] == 200


def test_the_port_is_closed_again(port: int) -> None:
    other = free()
    metrics_port.listen(Settings(metrics_port=other))()
    with pytest.raises(OSError):
        read(other)


def test_a_port_that_cannot_be_had_is_a_sentence() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        for given, at, why in (
            ({}, 0, "Address already in use"),
            ({"metrics_address": "203.0.113.7"}, 0, "Cannot assign requested address"),
            ({}, number, "port"),
        ):
            with pytest.raises(BadSetting) as told:
                metrics_port.listen(Settings(metrics_port=number, **given), at)
            sentences = {lang: told.value.message(words(lang)) for lang in ("id", "en")}
            assert len(set(sentences.values())) == 2
            for sentence in sentences.values():
                assert f"INTEGRITAS_METRICS_PORT={number}" in sentence and "\n" not in sentence
            assert why in sentences["en"]
    assert all(one._made is None for one in METRICS)


@pytest.mark.parametrize(
    "given",
    [
        {"metrics_port": "65536"},
        {"metrics_port": "-1"},
        {"metrics_address": "a b"},
        {"metrics_address": ","},
    ],
)
def test_what_is_no_port_and_no_address_stops_the_start(given: dict[str, str]) -> None:
    with pytest.raises(BadSetting):
        Settings(**given)


def test_names_follow_the_conventions() -> None:
    for one in METRICS:
        assert re.fullmatch(r"integritas_[a-z_]+", one.name)
        assert one.meaning.endswith(".") and "\n" not in one.meaning
        assert len({other.name for other in METRICS}) == len(METRICS)
        if one.kind == "histogram":
            assert one.name.endswith("_seconds")
            assert list(one.limits) == sorted(one.limits)
        assert (one.kind == "info") == one.name.endswith("_info")
        assert not one.name.endswith("_total")  # the library adds it


# --- what is written about them -----------------------------------------------------------------


def shown(one: Metric) -> str:
    return f"{one.name}_total" if one.kind == "counter" else one.name


def test_the_document_holds_every_metric() -> None:
    text = (ROOT / "docs" / "monitoring.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(integritas_\w+)` \| (\w+) \| (.*?) \| (.+) \|$", text, re.MULTILINE)
    assert rows == [
        (shown(one), one.kind, ", ".join(f"`{label}`" for label in one.labels), one.meaning)
        for one in METRICS
    ]


def test_the_example_alerts_ask_for_metrics_that_there_are() -> None:
    folder = ROOT / "deploy" / "prometheus"
    known = {
        name
        for one in METRICS
        for name in (
            [f"{one.name}_{end}" for end in ("bucket", "sum", "count")]
            if one.kind == "histogram"
            else [shown(one)]
        )
    }
    rules = yaml.safe_load((folder / "alerts.yml").read_text(encoding="utf-8"))
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len(alerts) >= 5
    for alert in alerts:
        named = set(re.findall(r"\bintegritas_\w+", alert["expr"]))
        assert named <= known, named - known
        assert alert["annotations"]["summary"] and alert["labels"]["severity"]
    [job] = yaml.safe_load((folder / "prometheus.yml").read_text(encoding="utf-8"))[
        "scrape_configs"
    ]
    assert job["static_configs"][0]["targets"]


def test_the_library_is_not_loaded_for_nothing() -> None:
    text = Path(metrics_port.__file__).read_text(encoding="utf-8")
    assert not re.search(r"^(import|from) prometheus_client", text, re.MULTILINE)

"""A cluster that is away, at addresses: earlier answers say so, what lacks one is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.warehouse import engine
from dashboard.warehouse.cluster_faults import ClusterAway
from dashboard.warehouse.outage import Outage
from dashboard.web import health
from tests.clients import NoBrowser, make_client

AS_OF = dt.datetime(2026, 11, 27, 2, 0, tzinfo=dt.UTC)
ADDRESS = "/figures/spi-trend.json?region=63&to_year=2024"


class OnCluster(engine.Warehouse):
    """Facts whose queries of topics a cluster answers, when it does."""

    engine, has_all_rows = "spark", False
    is_away = False

    def ask(self, query: str, /, **parameters: Any) -> pa.Table:
        if self.is_away and query.startswith("spi/spi_trend"):
            raise ClusterAway("sc://secret-host:15002", "UNAVAILABLE")
        return super().ask(query, **parameters)

    def is_reachable(self) -> bool:
        return not self.is_away


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[OnCluster]:
    found = OnCluster(engine.current().build, Settings().sql_dir)
    monkeypatch.setattr(engine, "_current", found)
    yield found


def test_an_earlier_answer_says_how_old_it_is(known: OnCluster) -> None:
    with make_client(NoBrowser()) as client:
        before = client.get(ADDRESS)
        known.waiting = Outage(AS_OF, AS_OF)
        during = client.get(ADDRESS)
        page = client.get(ADDRESS.replace(".json", ".html") + "&lang=en")
        known.waiting = None
        after = client.get(ADDRESS)
    told = during.json()["caveats"][-1]
    assert "Cluster tidak dapat dihubungi" in told
    assert words("id").moment(AS_OF.astimezone()) in told
    assert during.json()["caveats"][:-1] == before.json()["caveats"]
    assert during.headers["etag"] != before.headers["etag"]
    assert "The cluster could not be reached" in page.text
    assert after.headers["etag"] == before.headers["etag"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_never_answered_is_refused_in_a_sentence(known: OnCluster, lang: str) -> None:
    known.is_away = True
    with make_client(NoBrowser()) as client:
        refused = client.get(f"{ADDRESS}&lang={lang}")
        known.is_away = False
        assert client.get(f"{ADDRESS}&lang={lang}").status_code == 200
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
    assert refused.headers["cache-control"] == "no-store"
    problem = refused.json()
    assert problem["type"].endswith(":cluster")
    assert problem["detail"] == ClusterAway("", "").for_reader(words(lang))
    assert "secret-host" not in refused.text


def test_a_cluster_that_is_away_is_told_and_takes_no_replica_out(known: OnCluster) -> None:
    known.is_away = True
    known.waiting = Outage(AS_OF, AS_OF)
    settings = Settings(engine="spark", spark_answers="direct", spark_remote="sc://away:15002")
    document = health.Readiness(engine.loaded, settings).document()
    assert (document["engine"]["name"], document["engine"]["reachable"]) == ("spark", False)
    assert "engine unreachable" not in document["reasons"]

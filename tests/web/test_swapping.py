"""Readers in a loop while facts are brought in and taken back: no failed and no mixed answer."""

from __future__ import annotations

import asyncio
import csv
import io
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.briefing import writer
from dashboard.core.settings import Settings
from dashboard.facts.csv_table import CsvTable
from dashboard.facts.revisions import Note
from dashboard.figures import addresses
from dashboard.ingest.apply import apply_files
from dashboard.ingest.revert import reversal
from dashboard.warehouse import engine, intake, live
from dashboard.web.own_address import OwnAddress
from dashboard.web.routes import Web
from dashboard.web.shell import Shell
from dashboard.web.static import Static
from tests import builds
from tests.clients import MANY_REQUESTS, NoBrowser
from tests.fixtures import world, write_facts

READERS, APPLIES = 12, 3  # each of these is taken back again; tests/soak has more of both
KEY = ("region_code", "scope", "year", "source_id")
MAP = "/figures/spi-map.{}?region=63&year=2024&lang=en"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    write_facts(tmp_path / "data", world())
    for name in ("data", "store", "build"):
        monkeypatch.setenv(f"INTEGRITAS_{name.upper()}_DIR", str(tmp_path / name))
    monkeypatch.setenv("INTEGRITAS_FOCUS_REGIONS", "63,62")
    monkeypatch.setattr(engine, "_current", None)
    made = Settings(requests_per_minute=MANY_REQUESTS)
    builds.placed(made)
    return made


def bring_in(settings: Settings, score: str) -> str:
    """The same score for two provinces, so that a mix of two revisions shows; the build's name."""
    before = intake.base(settings)
    table = CsvTable(before.files["spi_results.csv"], KEY)
    rows = [
        {**row, "score": score}
        for row in table.rows.values()
        if (row["region_code"] in ("61", "62") and row["year"] == "2024")
    ]
    assert len(rows) == 2
    files = {**before.files, "spi_results.csv": table.edited(rows)}
    apply_files(settings, files, Note("ingest", "local", score), before.parent)
    return intake.build_of(settings, files).revision


def take_back(settings: Settings) -> None:
    found = reversal(settings, "HEAD", {})
    apply_files(settings, found.files, found.note("local", "back"), found.parent)


class Reader:
    """Asks one thing after the other, and writes down what each answer said."""

    def __init__(self, client: httpx.AsyncClient, done: threading.Event) -> None:
        self.client, self.done = client, done
        self.said: list[tuple[str, tuple[str, str]]] = []  # revision, the two scores
        self.failed: list[str] = []
        self.n = 0

    async def read(self, number: int) -> None:
        held: dict[str, str] = {}
        for turn in count(number):
            if self.done.is_set():
                return
            kind = ("json", "csv", "shapes", "html", "list", "page")[turn % 6]
            answer = await getattr(self, kind)(held)
            self.n += 1
            if answer.status_code not in (200, 304):
                self.failed.append(f"{kind}: {answer.status_code} {answer.text[:200]}")
            await asyncio.sleep(0.25)  # else they leave the builds no processor

    async def json(self, held: dict[str, str]) -> httpx.Response:
        given = {"If-None-Match": held["tag"]} if "tag" in held else {}
        answer = await self.client.get(MAP.format("json"), headers=given)
        if answer.status_code == 200:
            told = answer.json()
            held["revision"], held["tag"] = told["facts"]["revision"], answer.headers["etag"]
            self.said.append((held["revision"], scores(told["rows"])))
            assert f"revision {held['revision']}" in told["how_to_cite"]
        return answer

    async def csv(self, _held: dict[str, str]) -> httpx.Response:
        answer = await self.client.get(MAP.format("csv"))
        rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        self.said.append(("", scores(rows)))
        return answer

    async def shapes(self, held: dict[str, str]) -> httpx.Response:
        """Those of the revision that a page shows, which may be an older one by now."""
        revision = held.get("revision", "0" * 12)
        return await self.client.get(addresses.shapes("provinces", revision))

    async def html(self, _held: dict[str, str]) -> httpx.Response:
        return await self.client.get(MAP.format("html"))

    async def list(self, _held: dict[str, str]) -> httpx.Response:
        return await self.client.get("/figures?lang=id")

    async def page(self, _held: dict[str, str]) -> httpx.Response:
        return await self.client.get("/peta?region=63&year=2024&lang=id")


def scores(rows: list[dict[str, Any]]) -> tuple[str, str]:
    found = {row["region_code"]: f"{float(row['score']):g}" for row in rows if row["score"]}
    return found["61"], found["62"]


async def index(scope: Any, receive: Any, send: Any) -> None:
    """Stands in for Streamlit: one page for all addresses."""
    from starlette.responses import HTMLResponse

    text = '<html lang="en"><head><title>Streamlit</title></head><body><noscript></noscript></body>'
    await HTMLResponse(text)(scope, receive, send)


@pytest.fixture
def app(settings: Settings) -> Iterator[Starlette]:
    from starlette.routing import Mount

    web = Web(engine.current, settings, writer.slide, draws=NoBrowser())
    static = Static(lambda: engine.current().build)
    shell = Middleware(
        Shell,
        index="<html><head></head><body></body></html>",
        newest=engine.current,
        own=OwnAddress(settings),
        policy="default-src 'none'",
    )
    routes = [*static.routes(), *web.routes(), Mount("/", index)]
    yield Starlette(routes=routes, middleware=[shell])


def test_readers_get_whole_answers_while_facts_change(settings: Settings, app: Starlette) -> None:
    engine.current()
    truth = {engine.current().revision: ("64.15", "67.76")}
    done, failures = threading.Event(), []
    readers: list[Reader] = []

    def swap(follower: live.Follower) -> None:
        """Have the newer facts served, until somebody has read them."""
        read = {one: len(one.said) for one in readers}
        assert follower.look()
        newest, until = engine.current().revision, time.monotonic() + 30
        while (
            not any((newest, truth[newest]) in one.said[n:] for one, n in read.items())
            and time.monotonic() < until
        ):
            time.sleep(0.02)

    def change() -> None:
        follower = live.Follower(settings)
        try:
            for number in range(APPLIES):
                score = ("70.5", "75")[number % 2]  # whose builds are there the second time
                truth[bring_in(settings, score)] = (score, score)
                swap(follower)
                take_back(settings)
                swap(follower)
        except BaseException as error:
            failures.append(error)
        finally:
            done.set()

    async def read() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            readers.extend(Reader(client, done) for _ in range(READERS))
            async with asyncio.TaskGroup() as group:
                for number, reader in enumerate(readers):
                    group.create_task(reader.read(number))

    thread = threading.Thread(target=change)
    thread.start()
    asyncio.run(read())
    thread.join()
    assert failures == []
    assert [failed for reader in readers for failed in reader.failed] == []
    said = [one for reader in readers for one in reader.said]
    for revision, found in said:
        assert found == truth[revision] if revision else found in truth.values()
    assert {revision for revision, _ in said if revision} == set(truth)  # each one was seen
    assert len(truth) == 3
    assert sum(reader.n for reader in readers) > 5 * READERS

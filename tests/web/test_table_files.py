"""Whole tables at addresses: all rows, sent while they are read."""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pyarrow import BufferReader, parquet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from dashboard.briefing import writer
from dashboard.core.i18n import words
from dashboard.core.settings import Settings
from dashboard.export import streamed
from dashboard.figures import addresses
from dashboard.warehouse import engine, table_rows, tables
from dashboard.warehouse.table_rows import Question
from dashboard.web import table_files
from dashboard.web.errors import Refusal
from dashboard.web.routes import Web

PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    web = Web(engine.current, Settings(requests_per_minute=10_000), writer.slide)
    with TestClient(Starlette(routes=web.routes()), raise_server_exceptions=False) as client:
        yield client


def rows_of(content: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]


def counted(question: Question) -> int:
    return table_rows.count(engine.current(), question)


@pytest.mark.parametrize("name", ["mart_activity", "mart_spi", "ott_incidents", "sources"])
def test_all_rows_leave_as_the_table_has_them(client, name):
    found = client.get(f"/tables/{name}.csv", headers=PLAIN)
    assert found.status_code == 200
    assert found.headers["content-type"].startswith("text/csv")
    assert "attachment" in found.headers["content-disposition"]
    rows = rows_of(found.content)
    assert len(rows) == counted(Question(name)) > 50
    packed = client.get(f"/tables/{name}.csv")  # the client unpacks gzip
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == found.content
    file = client.get(f"/tables/{name}.parquet")
    table = parquet.read_table(BufferReader(file.content))
    assert table.num_rows == len(rows)
    assert set(table.column_names) <= set(rows[0])
    metadata = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    named = {source["source_id"] for source in json.loads(metadata["sources"])}
    ids = [one for row in rows for one in row.get("source_id", "").split(" | ") if one]
    assert named >= {*ids} & {*engine.current().sources}
    assert metadata["licence"] == "CC-BY-4.0"
    assert table.schema.field(0).metadata[b"description"]


def test_a_small_part_leaves_where_the_address_filters(client):
    asked = Question("mart_activity", ("63",), 2019, 2024, "banjar", "id", ("topic:antikorupsi",))
    address = addresses.table_file(asked, "csv", "id")
    rows = rows_of(client.get(address).content)
    assert len(rows) == counted(asked) > 0
    assert {row["province_code"] for row in rows} == {"63"}
    assert {row["topic"] for row in rows} == {"antikorupsi"}
    # None at all is a header, and a Parquet file without rows.
    nothing = addresses.table_file(Question("mart_activity", text="qqqqq"), "csv", "en")
    assert len(client.get(nothing).text.splitlines()) == 1
    empty = client.get(nothing.replace(".csv", ".parquet")).content
    assert parquet.read_table(BufferReader(empty)).num_rows == 0


def test_what_a_client_holds_is_not_sent_again_and_parts_cannot_be_asked_for(client):
    address = "/tables/mart_spi.csv?lang=en"
    first = client.get(address)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200
    other = client.get("/tables/mart_spi.csv?lang=en&from_year=2024")
    assert other.headers["etag"] != tag
    part = client.get(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.headers["accept-ranges"]) == (200, "none")
    assert part.content == first.content
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert "content-length" not in head.headers
    assert head.headers["etag"] == tag


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/tables/nothing.csv", 404),
        ("/tables/mart_spi.xlsx", 404),
        ("/tables/raw_spi_results.csv", 404),
        ("/tables/stg_spi_results.csv", 404),
        ("/tables/spi_responses.csv", 404),  # about single persons
        ("/tables/mart_spi.csv?from_year=x", 400),
        ("/tables/mart_spi.csv?where=nothing:1", 400),
        ("/tables/mart_spi.csv?text=a&text=b", 400),
        ("/tables/mart_spi.csv?other=1", 400),
        ("/tables/mart_spi.csv?region=99.99", 400),
        ("/tables/sources.csv?region=63", 400),
        ("/tables/mart_spi.csv?lang=xx", 400),
    ],
)
def test_what_cannot_be_sent_is_a_sentence(client, address, status):
    found = client.get(address)
    assert found.status_code == status, found.text
    assert found.json()["detail"]


def asked(name: str) -> Request:
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/tables/{name}",
        "path_params": {"name": name},
        "query_string": b"",
        "headers": [],
        "client": ("test", 1),
        "scheme": "http",
        "server": ("test", 80),
        "asgi": {"version": "3.0", "spec_version": "2.3"},
    }
    return Request(scope)


def test_a_client_that_leaves_ends_the_query_and_makes_room(monkeypatch):
    ended: list[str] = []

    def endless(*_given: object) -> streamed.Parts:
        try:
            while True:
                yield b"a,b\n" * 1000
        finally:
            ended.append("query")

    monkeypatch.setitem(streamed.WRITERS, "csv", endless)
    monkeypatch.setattr(table_files, "MOST_AT_ONCE", 1)
    web = Web(engine.current, Settings(), writer.slide)
    files = table_files.TableFiles(web)
    say = words("en")

    async def leave() -> None:
        request = asked("mart_spi.csv")
        response = await files._answer(request, say)
        assert isinstance(response, table_files._Sent)
        with pytest.raises(Refusal) as busy:
            await files._answer(request, say)
        assert (busy.value.status, busy.value.headers["Retry-After"]) == (503, "30")
        has_left = asyncio.Event()
        sent: list[Any] = []

        async def receive() -> dict[str, str]:
            await has_left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)
            if len(sent) > 3:
                has_left.set()
            await asyncio.sleep(0)

        await asyncio.wait_for(response(request.scope, receive, send), 20)
        assert ended == ["query"]
        again = await files._answer(request, say)  # there is room
        assert isinstance(again, table_files._Sent)
        await again._end()
        assert ended == ["query", "query"]

    asyncio.run(leave())


def test_a_file_of_a_table_that_is_cut_elsewhere_is_whole(client, monkeypatch):
    monkeypatch.setattr("dashboard.core.limits.ROWS_OF_FILE", 5)
    assert len(rows_of(client.get("/tables/mart_spi.csv").content)) == counted(Question("mart_spi"))


def test_the_words_of_packed_rows_are_those_of_gzip(client):
    with client.stream("GET", "/tables/mart_spi.csv", headers={"Accept-Encoding": "gzip"}) as got:
        raw = b"".join(got.iter_raw())
    plain = client.get("/tables/mart_spi.csv", headers=PLAIN).content
    assert gzip.decompress(raw) == plain
    assert len(raw) < len(plain) / 3


def test_every_table_that_the_page_offers_has_an_address(client):
    for name in tables.tables(engine.current()):
        assert client.head(f"/tables/{name}.csv").status_code == 200, name

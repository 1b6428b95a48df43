"""The shapes that maps fetch: provinces, all kabupaten and kota, or those of one province."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.figures import addresses
from dashboard.warehouse import choices, engine, map_shapes
from dashboard.web.static import Static

# How many regions each address has; the four provinces that the dashboard looks at first, and the
# largest one.
WHOLE = {"provinces": 38, "regencies": 514}
OF_A_PROVINCE = {
    map_shapes.regencies_of(code): count
    for code, count in {"33": 35, "61": 14, "62": 14, "63": 13, "64": 10, "31": 6}.items()
}


def client_of(static: Static) -> TestClient:
    return TestClient(Starlette(routes=static.routes()))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with client_of(Static(lambda: engine.current().build)) as client:
        yield client


@pytest.mark.parametrize(("name", "count"), (WHOLE | OF_A_PROVINCE).items())
def test_each_file_answers_at_its_address(client: TestClient, name: str, count: int) -> None:
    revision = engine.current().build.revision
    address = addresses.shapes(name, revision)
    assert address.endswith(f".json?v={revision}")
    answer = client.get(address, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"
    codes = [feature["id"] for feature in answer.json()["features"]]
    assert len(set(codes)) == len(codes) == count
    assert all(code.startswith(name.partition("-")[2]) for code in codes)
    names = choices.regions(engine.current())
    told = {feature["id"]: feature["properties"] for feature in answer.json()["features"]}
    assert told == {code: {"name": names[code].name} for code in codes}


def test_every_province_has_a_file(client: TestClient) -> None:
    shapes = json.loads(engine.current().build.shapes["provinces"])["features"]
    codes = [feature["id"] for feature in shapes]
    statuses = {
        client.head(addresses.shapes(map_shapes.regencies_of(code), "x")).status_code
        for code in codes
    }
    assert (len(codes), statuses) == (38, {200})


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_all_leave_compressed_and_small(client: TestClient, encoding: str) -> None:
    address = addresses.shapes("regencies", "x")
    with client.stream("GET", address, headers={"Accept-Encoding": encoding}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert len(packed) < 145_000
    unpack = brotli.decompress if encoding == "br" else gzip.decompress
    assert unpack(packed).decode() == engine.current().build.shapes["regencies"]
    again = {"Accept-Encoding": encoding, "If-None-Match": answer.headers["etag"]}
    assert client.get(address, headers=again).status_code in (200, 304)  # 200: the small one by now


@pytest.mark.parametrize(
    "name",
    [
        *(
            "regencies-00.json",
            "regencies-99.json",
            "regencies-.json",
            "regencies",
            "regencies.json.gz",
        ),
        *("build.json", "warehouse.duckdb", "datapackage.json", "..%2Fbuild.json", "%2e%2e", ""),
    ],
)
def test_no_other_file_of_the_build_leaves(client: TestClient, name: str) -> None:
    assert client.get(f"/assets/geo/{name}").status_code == 404


def test_a_folder_that_somebody_removed_takes_no_map_away(tmp_path: Path) -> None:
    build = replace(engine.current().build, folder=tmp_path / "gone")
    with client_of(Static(lambda: build)) as client:
        texts = {name: client.get(addresses.shapes(name, "x")).text for name in build.shapes}
    assert texts == build.shapes
    assert {"provinces", "regencies", "regencies-63"} < texts.keys()

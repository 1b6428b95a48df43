"""The files that maps need: from this process, compressed, kept by the browser."""

from __future__ import annotations

import gzip
import json
from urllib.request import Request, urlopen


def fetch(url: str, **headers: str) -> tuple[dict[str, str], bytes]:
    with urlopen(Request(url, headers=headers), timeout=10) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def test_province_shapes_are_whole_compressed_and_kept(app_url: str) -> None:
    address = app_url + "/assets/geo/provinces.json"
    headers, compressed = fetch(address, **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    plain_headers, plain = fetch(address)
    assert "content-encoding" not in plain_headers
    assert gzip.decompress(compressed) == plain
    assert len(compressed) < 60_000
    shapes = json.loads(plain)
    assert len({feature["id"] for feature in shapes["features"]}) == 38


def test_the_world_map_that_plotly_asks_for_is_empty_and_from_here(app_url: str) -> None:
    for path in ("world_110m.json", "un/world_110m.json"):
        headers, body = fetch(f"{app_url}/assets/{path}")
        assert headers["content-type"].startswith("application/json")
        topology = json.loads(body)
        assert {"coastlines", "land", "countries"} <= topology["objects"].keys()
        assert not any(layer["geometries"] for layer in topology["objects"].values())

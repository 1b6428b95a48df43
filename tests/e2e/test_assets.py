"""The files that maps need: from this process, compressed, kept by the browser."""

from __future__ import annotations

import gzip
import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest

from dashboard.figures.model import MARKS


def fetch(url: str, **headers: str) -> tuple[dict[str, str], bytes]:
    with urlopen(Request(url, headers=headers), timeout=10) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def test_province_shapes_are_whole_compressed_and_kept(app_url: str) -> None:
    _headers, listed = fetch(app_url + "/figures")
    address = f"{app_url}/assets/geo/provinces.json?v={json.loads(listed)['facts']['revision']}"
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


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_of_a_legend_is_a_small_picture(app_url: str, mark: str) -> None:
    headers, body = fetch(f"{app_url}/assets/marks/{mark}/B85C00.svg")
    assert headers["content-type"].startswith("image/svg+xml")
    assert "immutable" in headers["cache-control"]
    assert ElementTree.fromstring(body).tag.endswith("svg")
    assert b"#B85C00" in body


@pytest.mark.parametrize("path", ["star/B85C00.svg", "dot/red.svg", "dot/B85C0%22.svg"])
def test_no_other_mark_is_drawn(app_url: str, path: str) -> None:
    with pytest.raises(HTTPError) as refused:
        fetch(f"{app_url}/assets/marks/{path}")
    assert refused.value.code == 404
    refused.value.close()

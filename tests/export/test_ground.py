"""Pictures without a ground: what lies behind shows through, and the marks are the same."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops
from starlette.testclient import TestClient

from tests.clients import make_client

PATH = "/figures/{figure}?width=500&scale=1&lang=id"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def png(client: TestClient, figure: str, more: str = "") -> Image.Image:
    told = client.get(PATH.format(figure=f"{figure}.png") + more)
    assert told.status_code == 200, told.text
    return Image.open(io.BytesIO(told.content))


@pytest.mark.parametrize("figure", ["spi-map", "spi-trend"])
def test_a_png_shows_what_lies_behind_and_the_same_on_white(
    client: TestClient, figure: str
) -> None:
    clear = png(client, figure, "&ground=transparent")
    paper = png(client, figure)
    assert clear.mode == "RGBA"
    assert clear.size == paper.size
    seen = clear.getchannel("A")
    corners = ((0, 0), (clear.width - 1, 0), (0, clear.height - 1))
    assert [seen.getpixel(corner) for corner in corners] == [0, 0, 0]
    alpha = seen.histogram()
    assert alpha[0] > 0.5 * clear.width * clear.height  # most of a picture is ground
    assert alpha[255] > 0.01 * clear.width * clear.height
    on_white = Image.new("RGBA", clear.size, "white")
    on_white.alpha_composite(clear)
    differing = ImageChops.difference(on_white.convert("RGB"), paper.convert("RGB"))
    # Letters on nothing are smoothed in another way than on white: a shade, no other shape.
    shades = differing.convert("L").histogram()
    assert sum(shades[120:]) == 0
    assert sum(shades[24:]) < 0.03 * clear.width * clear.height
    # The next one has its ground again.
    again = png(client, figure, "&ground=paper")
    assert again.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)


def test_an_svg_has_no_rectangle_behind_it(client: TestClient) -> None:
    def grounds(more: str) -> int:
        told = client.get(PATH.format(figure="spi-trend.svg").replace("&scale=1", "") + more)
        svg = ElementTree.fromstring(told.content)
        whole = svg.get("viewBox", "").split()[2:]
        return sum([one.get("width"), one.get("height")] == whole for one in svg)

    assert grounds("") == 1
    assert grounds("&ground=transparent") == 0


def test_other_grounds_and_other_kinds_are_refused(client: TestClient) -> None:
    for path in (
        "spi-map.png?ground=red",
        "spi-map.csv?ground=transparent",
        "spi-map.pptx?ground=paper",
    ):
        told = client.get(f"/figures/{path}")
        assert told.status_code == 400
        assert told.json()["errors"][0]["parameter"] == "ground"
    one, other = (client.get(f"/figures/spi-map.svg?ground={g}") for g in ("paper", "transparent"))
    assert one.headers["etag"] != other.headers["etag"]

"""What mailers, chats and blogs add to an address changes nothing; what is ours is checked."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from dashboard.core import pages
from dashboard.core.foreign_parameters import is_foreign
from dashboard.core.selection import PARAMETERS
from dashboard.export import iframe, preview
from dashboard.figures import addresses
from dashboard.warehouse import engine
from tests.apptest import visit

FACTS = engine.current()
FOREIGN = (
    *("fbclid=1", "gclid=1", "utm_source=surel", "UTM_Campaign=x", "mc_cid=1", "mc_eid=1"),
    *("igshid=1", "_ga=2.1", "_gl=1", "ref=wa", "msclkid=1", "dnt=1", "_=17", "__cft__[0]=x"),
    *("ScCid=1", "_hsenc=p2", "mkt_tok=1", "yclid=1", "wbraid=1", "si=1", "mtm_campaign=1"),
    *("fbclid=1&fbclid=2", "utm_term=", "isappinstalled=0", "ml_subscriber=1"),
)
REPEATED = ("year=2023&year=2024", "lang=id&lang=id", "scope=pemprov&scope=pemprov")


def test_no_parameter_of_ours_is_taken_for_one_of_others() -> None:
    options = {name for kind in addresses.EXTENSIONS for name in addresses.option_names(kind)}
    own = {*PARAMETERS, *options, *pages.OF_THE_APP, "url", "maxwidth", "maxheight", "format"}
    assert not [name for name in own if is_foreign(name)]


@pytest.mark.parametrize("added", FOREIGN)
def test_a_file_is_the_same_with_them(client: TestClient, added: str) -> None:
    plain = client.get("/figures/spi-map.csv?year=2024&lang=id")
    found = client.get(f"/figures/spi-map.csv?{added}&year=2024&lang=id&{added}")
    assert (found.content, found.headers["etag"]) == (plain.content, plain.headers["etag"])
    assert client.get(f"/figures?{added}").status_code == 200
    assert client.get(f"/openapi.json?{added}").status_code == 200


def test_a_redirect_leaves_them_out(client: TestClient) -> None:
    path = "/figures/spi-trend.csv?utm_source=x&region=Kalsel&fbclid=1&lang=id"
    led = client.get(path, follow_redirects=False)
    assert led.headers["location"] == "?region=63&lang=id"


@pytest.mark.parametrize(
    "path",
    [
        *(f"/figures/spi-map.csv?{query}" for query in REPEATED),
        *("/oembed?" + urlencode({"url": f"/figures/spi-map.html?{query}"}) for query in REPEATED),
        "/figures?lang=id&lang=en",
        "/openapi.json?lang=id&lang=en",
        "/oembed?url=/figures/spi-map.html&url=/figures/spi-map.html",
        "/oembed?url=/figures/spi-map.html&maxwidth=1&maxwidth=2",
        "/figures/spi-map.png?width=500&width=600",
        "/figures/spi-map.csv?download=1&download=1",
    ],
)
def test_a_single_one_that_is_repeated_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    [told] = answer.json()["errors"]
    assert told["parameter"] in answer.json()["detail"]
    assert told["parameter"] in path


def test_unknown_ones_are_named_except_by_oembed_itself(client: TestClient) -> None:
    assert client.get("/figures/spi-map.csv?colour=red").status_code == 400
    assert client.get("/figures?colour=red").status_code == 400
    assert client.get("/oembed?url=/figures/spi-map.html&colour=red&callback=f").status_code == 200
    inside = urlencode({"url": "/figures/spi-map.html?colour=red"})
    assert client.get(f"/oembed?{inside}").json()["errors"][0]["parameter"] == "colour"


class TestOembedOfPages:
    def ask(self, client: TestClient, url: str, **more: str) -> Any:
        return client.get("/oembed?" + urlencode({"url": url, "lang": "en", **more}))

    @pytest.mark.parametrize("page", pages.visible())
    @pytest.mark.parametrize("query", ["", "region=63&lang=en&tray=&embed=true&fbclid=1"])
    def test_a_page_unfolds_its_leading_figure(
        self, client: TestClient, page: str, query: str
    ) -> None:
        answer = self.ask(client, f"http://testserver/{page}?{query}", dnt="1")
        if not pages.PAGES[page].begins_with_figure:
            assert answer.status_code == 404
            assert "does not begin with a figure" in answer.json()["detail"]
            return
        asked = {"region": ["63"], "lang": ["en"]} if query else {}
        leading = preview.leading(FACTS, page, asked)
        document = answer.json()
        assert document["title"] == leading.headline
        height = document["height"]
        assert document["html"] == iframe.code(leading, "http://testserver", "720", height)
        assert "fbclid" not in answer.text

    def test_the_indicator_of_the_page_decides(self, client: TestClient) -> None:
        document = self.ask(client, "/peta?indicator=ott_count&region=63").json()
        assert "/figures/ott-map.html" in document["html"]
        assert "/figures/spi-map.html" in self.ask(client, "http://testserver/").json()["html"]

    @pytest.mark.parametrize(
        ("url", "named"),
        [
            ("/tren?year=1800", "year"),
            ("/tren?colour=red", "colour"),
            ("/tren?year=2023&year=2024", "year"),
            ("/zona?owner=nobody", "owner"),
        ],
    )
    def test_what_the_page_would_leave_out_is_refused(
        self, client: TestClient, url: str, named: str
    ) -> None:
        answer = self.ask(client, url)
        assert answer.status_code == 400
        assert [one["parameter"] for one in answer.json()["errors"]] == [named]


def test_a_page_ignores_them_and_names_what_is_repeated() -> None:
    app = visit("tren", region="63", lang="en", fbclid="1", utm_source="x", colour="red")
    [told] = [one.value for one in app.warning]
    assert "colour" in told
    assert "fbclid" not in told
    assert "utm" not in told
    assert "fbclid" not in app.query_params
    app = visit("tren", region="63", lang="en", year=["2023", "2024"])
    assert "only once" in app.warning[0].value

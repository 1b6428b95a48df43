"""Links lead to the dashboard and nowhere else, whatever a request says of where it was sent."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from dashboard.core.i18n import words
from dashboard.core.settings import BadSetting, Settings
from dashboard.web.own_address import OwnAddress, way_up
from tests.clients import NoBrowser, make_client

PUBLIC = "https://kantor.example.go.id/integritas"
HOSTILE = (
    "evil.example",
    "evil.example:8501",
    "localhost.evil.example",
    "evil.example/localhost",
    "localhost@evil.example",
    "evil.example#localhost",
    "localhost:80:80",
    "localhost:80@evil.example",
    "127.0.0.1.evil.example",
    "[::1].evil.example",
    "[::2]",
    "",
    " ",
    "a b",
    '"><script>',
    "evil.example\\localhost",
)
PATHS = (
    "/figures?lang=id",
    "/openapi.json",
    "/figures/spi-map.json?lang=id",
    "/figures/spi-map.csv",
    "/figures/spi-map.xlsx",
    "/figures/spi-map.html?frozen=1",
    "/figures/spi-map.html",
    "/figures/nothing.html",
    "/figures/spi-trend.csv?region=Kalsel",
    "/oembed?url=/figures/spi-map.html",
    "/oembed?url=http://evil.example/figures/spi-map.html&lang=id",
)


def asked(host: str, path: str = "/", scheme: str = "http") -> Request:
    """A request as it comes to the server."""
    headers = [(b"host", host.encode()), (b"x-forwarded-host", b"evil.example")]
    scope = {"type": "http", "scheme": scheme, "path": path, "query_string": b""}
    return Request({**scope, "headers": headers})


@pytest.fixture(scope="module")
def open_client() -> TestClient:
    """The routes of a server that was told nothing."""
    return make_client(NoBrowser(), hosts=())


@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_host_stands_in_no_answer(open_client: TestClient, path: str) -> None:
    for name in ("Host", "X-Forwarded-Host"):
        headers = {"Host": "unknown.example", name: "evil.example", "X-Forwarded-Proto": "ftp"}
        answer = open_client.get(path, headers=headers, follow_redirects=False)
        assert answer.status_code in (200, 307, 404)
        said = answer.text if "url=http" not in path else ""
        assert "example" not in said.replace("evil.example/figures", "") + str(answer.headers)


def test_links_without_a_host_hold_where_they_stand(open_client: TestClient) -> None:
    headers = {"Host": "unknown.example"}
    document = open_client.get("/figures/spi-map.json?year=2024", headers=headers).json()
    again = open_client.get(f"/figures/{document['addresses']['json']}", headers=headers)
    assert again.json() == document
    listed = open_client.get("/figures", headers=headers).json()
    assert listed["openapi"] == "./openapi.json"
    assert open_client.get("/openapi.json", headers=headers).json()["servers"] == [{"url": "."}]
    page = open_client.get("/figures/spi-map.html?year=2024", headers=headers).text
    assert 'href="../peta?' in page
    for missing in ("og:url", "og:image", "canonical", "json+oembed"):
        assert missing not in page
    frozen = open_client.get("/figures/spi-map.html?year=2024&frozen=1", headers=headers).text
    assert 'class="files"' not in frozen
    assert 'href=".' not in frozen


def test_code_for_another_page_needs_a_known_host(open_client: TestClient) -> None:
    path = "/oembed?url=/figures/spi-map.html&lang=en"
    refused = open_client.get(path, headers={"Host": "unknown.example"})
    assert refused.status_code == 404
    assert "INTEGRITAS_HOSTS" in refused.json()["detail"]
    known = open_client.get(path, headers={"Host": "127.0.0.1:8501"}).json()
    assert known["provider_url"] == "http://127.0.0.1:8501/"


@pytest.mark.parametrize("host", HOSTILE)
def test_no_trick_makes_a_host_known(host: str) -> None:
    for settings in (Settings(), Settings(hosts=("dasbor.go.id",))):
        own = OwnAddress(settings)
        assert own.of(asked(host, "/figures/spi-map.html")) == ".."
        if host.strip():
            assert own.path_of(f"http://{host}/figures/spi-map.html") is None
            assert not own.is_own_origin(f"http://{host}", "dasbor.go.id")
    assert OwnAddress(Settings(public_address=PUBLIC)).of(asked(host)) == PUBLIC


@given(host=st.text(max_size=20), scheme=st.sampled_from(("http", "https", "ws", "ftp")))
@example("localhost:1", "ftp")
@example("[::1]", "https")
def test_an_address_is_known_or_only_the_way_up(host: str, scheme: str) -> None:
    said = OwnAddress(Settings()).of(
        asked(host.encode("utf-8", "replace").decode(), "/a/b", scheme)
    )
    assert said == ".." or said.partition("://")[2].rpartition(":")[0].strip("[]:") in (
        *("localhost", "127.0.0.1", "::1", "", ":"),
    )


@pytest.mark.parametrize(
    ("settings", "base", "listens_on", "host", "said"),
    [
        ({}, "", "", "LOCALHOST:8501", "http://localhost:8501"),
        ({}, "/integritas", "", "[::1]:8501", "http://[::1]:8501/integritas"),
        ({}, "", "10.0.0.5", "10.0.0.5:8501", "http://10.0.0.5:8501"),
        ({}, "", "0.0.0.0", "0.0.0.0:8501", "."),
        ({"hosts": ("dasbor", "::2")}, "", "", "Dasbor.:80", "http://dasbor.:80"),
        ({"hosts": ("dasbor", "::2")}, "", "", "[::2]", "http://[::2]"),
        ({"public_address": PUBLIC}, "", "", "kantor.example.go.id", PUBLIC),
        ({}, "/integritas", "", "unknown", "."),
    ],
)
def test_hosts_that_the_server_was_told_of(
    settings: dict[str, object], base: str, listens_on: str, host: str, said: str
) -> None:
    own = OwnAddress(Settings(**settings), base, listens_on)
    assert own.of(asked(host, f"{base}/peta")) == said


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (f"{PUBLIC}/tren?region=63", "/tren"),
        (f"{PUBLIC}", "/"),
        (f"{PUBLIC}/", "/"),
        ("https://KANTOR.example.go.id:443/integritas/tren/", "/tren"),
        ("http://localhost:8501/tren", "/tren"),
        ("/integritas/tren", "/tren"),
        ("/tren#x", "/tren"),
        ("//kantor.example.go.id/integritas/peta", "/peta"),
        ("https://kantor.example.go.id/integritasnya/peta", "/integritasnya/peta"),
        ("https://lain.example.go.id/integritas/tren", None),
        ("mailto:kantor.example.go.id", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_which_addresses_are_ours(url: str, path: str | None) -> None:
    assert OwnAddress(Settings(public_address=PUBLIC)).path_of(url) == path


@pytest.mark.parametrize(
    ("given_", "read"),
    [
        ("dasbor.go.id", ("dasbor.go.id",)),
        (" Dasbor.go.id. , 10.0.0.5,[::1]", ("dasbor.go.id", "10.0.0.5", "::1")),
        ("", ()),
    ],
)
def test_hosts_are_names_or_numbers(given_: str, read: tuple[str, ...]) -> None:
    assert Settings(hosts=given_).hosts == read


@pytest.mark.parametrize("given_", ["https://dasbor", "dasbor:80", "*", "a b", "<x>", "a/b"])
def test_other_hosts_are_named(given_: str) -> None:
    with pytest.raises(BadSetting) as told:
        Settings(hosts=given_)
    for lang in ("id", "en"):
        assert "INTEGRITAS_HOSTS=" in told.value.message(words(lang))


@pytest.mark.parametrize(
    ("path", "base", "way"),
    [
        ("/peta", "", "."),
        ("/a/b/", "", "../.."),
        ("/x/peta", "/x", "."),
        ("/x", "/x", "."),
        ("/xy", "/x", "./x"),
        ("/peta/a", "/x", "../x"),
    ],
)
def test_the_way_to_the_first_page(path: str, base: str, way: str) -> None:
    assert way_up(asked("x", path).scope, base) == way

"""nginx as `deploy/nginx/replicas.conf` says it; stubs stand for two replicas."""

from __future__ import annotations

import http.client
import re
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests import nginx
from tests.servers import free_port

HOST = "dasbor.example.go.id"
COOKIE = re.compile(
    r"integritas_replica=([12]); Path=/; HttpOnly; Secure; SameSite=None; Partitioned"
)
KEPT = "public, max-age=60, must-revalidate"


@dataclass
class Stub:
    """A replica that says its number; which paths it does not have, and what it was asked."""

    number: int
    port: int
    lacks: set[str] = field(default_factory=set)
    asked: Counter[tuple[str, bool]] = field(default_factory=Counter)  # path, by ETag?
    cache: dict[str, str] = field(default_factory=dict)
    server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                tag = f'"{path}"'
                holds = self.headers.get("If-None-Match") == tag
                stub.asked[path, holds] += 1
                status = 404 if path in stub.lacks else 304 if holds else 200
                body = f"{stub.number} {self.headers.get('Accept-Encoding', '')}".encode()
                self.send_response(status)
                self.send_header("Vary", "Accept-Encoding")
                if status != 404:
                    self.send_header("ETag", tag)
                    self.send_header("Cache-Control", stub.cache.get(path, "no-cache"))
                self.send_header("Content-Length", "0" if status == 304 else str(len(body)))
                self.end_headers()
                if status != 304:
                    self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *_given: object) -> None:
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@dataclass
class Proxied:
    """nginx and the two behind it."""

    port: int
    leading_on: int
    stubs: tuple[Stub, Stub]

    def get(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, context=ssl._create_unverified_context(), timeout=30
        )
        with closing(connection):
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"Host": HOST, **given})
            answer = connection.getresponse()
            answer.text = answer.read().decode()  # type: ignore[attr-defined]
            return answer

    def text(self, path: str, **headers: str) -> str:
        answer = self.get(path, **headers)
        assert answer.status == 200, (path, answer.status)
        return str(answer.text)  # type: ignore[attr-defined]

    def asked(self, path: str) -> tuple[int, int]:
        """How often the replicas were asked for a path, without and with an ETag."""
        counts = [sum(stub.asked[path, holds] for stub in self.stubs) for holds in (False, True)]
        return counts[0], counts[1]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder, port, leading_on = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    stubs = (Stub(1, free_port()), Stub(2, free_port()))
    nginx.certify(folder, "dasbor")
    backends = (f"127.0.0.1:{stubs[0].port}", f"127.0.0.1:{stubs[1].port}")
    servers = nginx.replicas(port, backends, folder, leading_on)
    for stub in stubs:
        stub.start()
    with nginx.proxying([servers], folder, port):
        yield Proxied(port, leading_on, stubs)
    for stub in stubs:
        stub.stop()


@pytest.fixture
def proxied(running: Proxied) -> Proxied:
    for stub in running.stubs:
        if stub.server is None:
            stub.start()
        stub.lacks.clear()
        stub.asked.clear()
        stub.cache.clear()
    return running


def test_a_reader_stays_where_the_session_is(proxied: Proxied) -> None:
    first = proxied.get("/peta")
    [cookie] = first.headers.get_all("Set-Cookie", [])
    found = COOKIE.fullmatch(cookie)
    assert found is not None, cookie
    assert first.text.startswith(found[1])  # type: ignore[attr-defined]
    for number in "12":
        for _again in range(3):
            answer = proxied.get("/_stcore/x", Cookie=f"a=b; integritas_replica={number}")
            assert answer.text.startswith(number)  # type: ignore[attr-defined]
            assert answer.headers.get_all("Set-Cookie") is None
    new = {proxied.text("/")[0] for _visitor in range(6)}
    assert new == {"1", "2"}


@pytest.mark.parametrize("number", [1, 2])
def test_a_replica_that_is_gone_hands_over_for_good(proxied: Proxied, number: int) -> None:
    gone, other = proxied.stubs[number - 1], proxied.stubs[2 - number]
    gone.stop()
    answer = proxied.get("/", Cookie=f"integritas_replica={number}")
    assert answer.text.startswith(str(other.number))  # type: ignore[attr-defined]
    [cookie] = answer.headers.get_all("Set-Cookie", [])
    assert f"integritas_replica={other.number};" in cookie
    assert {proxied.text("/")[0] for _visitor in range(3)} == {str(other.number)}
    posted = proxied.get("/_stcore/x", "POST", Cookie=f"integritas_replica={number}")
    assert posted.status == 200
    gone.start()
    assert proxied.text("/", Cookie=f"integritas_replica={other.number}")[0] == str(other.number)


def test_a_figure_is_kept_and_asked_for_by_its_etag(proxied: Proxied) -> None:
    path = "/figures/spi-map.csv"
    for stub in proxied.stubs:
        stub.cache[path] = KEPT
    assert len({proxied.text(f"{path}?year=2024") for _again in range(3)}) == 1
    assert proxied.asked(path) == (1, 0)
    proxied.text(f"{path}?year=2025")
    assert proxied.asked(path) == (2, 0)
    assert proxied.text(f"{path}?year=2024", Accept_Encoding="gzip").endswith(" gzip")
    assert proxied.text(f"{path}?year=2024").endswith(" identity")
    for stub in proxied.stubs:
        stub.cache["/figures/soon.csv"] = "public, max-age=1, must-revalidate"
    proxied.text("/figures/soon.csv")
    threading.Event().wait(2.1)
    proxied.text("/figures/soon.csv")
    assert proxied.asked("/figures/soon.csv") == (1, 1)


@pytest.mark.parametrize("kept", ["private, no-cache", "no-store", "public, no-cache"])
def test_what_may_not_be_kept_is_not(proxied: Proxied, kept: str) -> None:
    for stub in proxied.stubs:
        stub.cache["/figures/closed.csv"] = kept
    for _again in range(3):
        proxied.text("/figures/closed.csv")
    assert proxied.asked("/figures/closed.csv") == (3, 0)


@pytest.mark.parametrize(
    "shown", [{"Authorization": "Bearer x"}, {"Cookie": "_streamlit_user=x; a=b"}]
)
def test_who_shows_a_sign_in_is_passed_through(proxied: Proxied, shown: dict[str, str]) -> None:
    path = f"/figures/of-{next(iter(shown)).lower()}.csv"
    for stub in proxied.stubs:
        stub.cache[path] = KEPT
    proxied.text(path, **shown)
    proxied.text(path)  # what an account got was kept for nobody
    proxied.text(path)
    proxied.text(path, **shown)
    assert proxied.asked(path) == (3, 0)


def test_a_page_of_the_version_before_gets_its_scripts(proxied: Proxied) -> None:
    old, older = "/static/js/Old.abc.js", "/assets/page-1234567890.js"
    for stub in proxied.stubs:
        stub.cache = {old: "public, max-age=31536000, immutable"}
    proxied.stubs[0].lacks = {old, older}
    assert proxied.text(old)[0] == proxied.text(older)[0] == "2"
    for stub in proxied.stubs:
        stub.lacks = {old, older}
    assert proxied.text(old)[0] == "2"  # as long as the cache has it
    assert proxied.get(older).status == 404


def test_an_address_that_nobody_has_takes_no_replica_away(proxied: Proxied) -> None:
    for stub in proxied.stubs:
        stub.lacks = {"/static/js/None.js"}
    for _again in range(5):
        assert proxied.get("/static/js/None.js").status == 404
    assert {proxied.text("/static/js/Some.js")[0] for _again in range(2)} <= {"1", "2"}


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/healthz",
        "/readyz",
    ],
)
def test_what_is_for_machines_inside_is_closed(proxied: Proxied, path: str) -> None:
    assert proxied.get(path).status == 404
    assert proxied.asked(path) == (0, 0)


def test_an_open_line_leads_on_to_tls(proxied: Proxied) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", proxied.leading_on, timeout=30)) as line:
        line.request("GET", "/peta?region=63", headers={"Host": HOST})
        answer = line.getresponse()
        assert answer.status == 301
        assert answer.headers["Location"] == f"https://{HOST}/peta?region=63"

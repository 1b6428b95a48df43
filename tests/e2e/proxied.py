"""The dashboard behind nginx as `deploy/nginx/` says it, with TLS, in a real browser.

All ways lead to one dashboard that was told one thing: its public address, which is that of the way
below a path. The default way asks by another host than the reader did, so that its websocket opens
by that address alone.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, WebSocket

from tests import nginx
from tests.e2e.visits import SIZES, Tab, Visit
from tests.servers import answers, free_port, starting

DOMAIN, DEFAULT, PREFIX, LEFT, INTRANET = range(5)
OWN, PUBLIC, OTHER = "dasbor.example.go.id", "kantor.example.go.id", "intranet.lain.go.id"
NAMES = (OWN, PUBLIC, OTHER)
FRAME = """server {{
    listen 127.0.0.1:{port} ssl;
    server_name intranet.lain.go.id;
    ssl_certificate {folder}/kantor.pem;
    ssl_certificate_key {folder}/kantor.key;
    location / {{
        default_type text/html;
        return 200 '<!doctype html><title>Intranet</title>
            <iframe src="{address}" style="width:1340px;height:740px"></iframe>';
    }}
}}
"""


@dataclass
class Ways:
    """Where each way begins, and the dashboard behind them, which can be started again."""

    addresses: tuple[str, ...]
    port: int
    environment: dict[str, str]
    running: ExitStack

    def start(self) -> None:
        """Start the dashboard at its port and wait until it answers."""
        process, _url, said = self.running.enter_context(starting(environment=self.environment))
        while not answers(f"http://localhost:{self.port}"):
            assert process.poll() is None, said()


@contextmanager
def behind_nginx(folder: Path) -> Iterator[Ways]:
    """nginx and a dashboard behind it; what nginx writes lies in the folder."""
    port, *ports = (free_port() for _ in range(6))
    hosts = (OWN, PUBLIC, PUBLIC, PUBLIC, OTHER)
    roots = [f"https://{host}:{one}" for host, one in zip(hosts, ports, strict=True)]
    for one in (PREFIX, LEFT):
        roots[one] += "/integritas"
    backend = f"127.0.0.1:{port}"
    nginx.certify(folder, "dasbor", "kantor")
    left = nginx.server("prefix", ports[LEFT], backend, folder)
    servers = (
        nginx.server("domain", ports[DOMAIN], backend, folder),
        nginx.server("default", ports[DEFAULT], backend, folder),
        nginx.server("prefix", ports[PREFIX], backend, folder),
        left.replace(f"{backend}/;", f"{backend};"),  # the path stays in front
        FRAME.format(
            port=ports[INTRANET],
            folder=folder,
            address=f"{roots[PREFIX]}/peta?region=63&year=2023&lang=id",
        ),
    )
    environment = {
        "PORT": str(port),
        "INTEGRITAS_PUBLIC_ADDRESS": roots[PREFIX],
        "INTEGRITAS_FRAME_ANCESTORS": f"'self' {roots[INTRANET]}",
    }
    with ExitStack() as running, nginx.proxying(servers, folder, ports[PREFIX]):
        behind = Ways(tuple(roots), port, environment, running)
        behind.start()
        yield behind


@contextmanager
def opened(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that takes certificates that nobody signed."""
    width, height = SIZES["desktop"]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="id-ID",
        ignore_https_errors=True,
        reduced_motion="reduce",
    )
    yield context
    context.close()


def peta_through(address: str, context: BrowserContext) -> Visit:
    """Peta through a proxy: the map stands, nothing went wrong, and one websocket is open."""
    tab = Tab(context, NAMES)
    sockets: list[WebSocket] = []
    page = tab.page

    def note(socket: WebSocket) -> None:
        sockets.append(socket)

    page.on("websocket", note)
    visit = tab.open(f"{address}/peta?lang=id&region=63&fbclid=1").settle()
    assert len(visit.provinces) == 38
    assert visit.trouble == {}
    wss = address.replace("https:", "wss:")
    assert [socket.url for socket in sockets if not socket.is_closed()] == [f"{wss}/_stcore/stream"]
    marks = page.locator(".legend img")
    assert marks.count() == 0 or marks.first.evaluate("mark => mark.naturalWidth") > 0
    assert "fbclid" not in page.url
    return visit


def asked(address: str, **headers: str) -> tuple[int, str]:
    """Status and text of an answer; nginx listens at a number that the name stands for."""
    parts = urlsplit(address)
    connection = http.client.HTTPSConnection(
        "127.0.0.1", parts.port, context=ssl._create_unverified_context(), timeout=30
    )
    with closing(connection):
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("GET", path, headers={"Host": parts.netloc, **headers})
        answer = connection.getresponse()
        text = "" if answer.status == 101 else answer.read().decode("utf-8", "replace")
        return answer.status, text + answer.headers.get("location", "")


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
}

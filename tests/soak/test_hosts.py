"""Hosts that somebody makes up, sent to every kind of address of the running dashboard."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

HOSTS = (
    *("evil.example", "evil.example:8501", "EVIL.example.", "xn--evil.example", '"><evil>'),
    *("localhost.evil.example", "127.0.0.1.evil.example", "[::1].evil.example"),
    *("localhost@evil.example", "evil.example/localhost", "evil.example#localhost"),
    *("evil.example\\localhost", "localhost%2eevil.example"),
    *("localhost:80:evil", "evil.example, localhost", "localhost evil.example"),
)
PATHS = (
    *("/", "/peta?region=63", "/tren/", "/ringkasan?x=1", "/nowhere", "/a/b/c"),
    *("/figures", "/figures/", "/figures/spi-map.json", "/figures/spi-map.csv"),
    *("/figures/spi-trend.csv?region=Kalsel", "/openapi.json", "/oembed?url=/tren"),
    *("/assets/x", "/static/x.js", "/_stcore/health", "/_stcore/health/", "/_stcore/host-config"),
    "/_stcore/agent/openapi.json",
)
MORE = (
    "",
    "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: evil\r\nForwarded: host=evil.example\r\n"
    "X-Original-URL: //evil.example/\r\nX-Forwarded-Prefix: //evil.example\r\n",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("more", MORE, ids=("host", "forwarded"))
def test_no_answer_says_it(app_url: str, path: str, more: str) -> None:
    """Header by header: a client library would refuse to send most of them."""
    port = urlsplit(app_url).port
    for host in HOSTS:
        head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}Accept: text/html\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
            said = connection.makefile("rb").read()
        assert said.startswith(b"HTTP/1.1 "), (host, path)
        assert said[9:10] in b"234", (host, path)
        assert b"evil" not in said.lower(), (host, path)

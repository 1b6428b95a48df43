"""A dashboard that may open 64 files, and a client that opens 200 connections and sends nothing."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from urllib.parse import urlsplit

import pytest

from tests.servers import answers, starting

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ulimit is of a POSIX shell")
SHELL = f"ulimit -n 64; exec {sys.executable} -m dashboard run"


def wait_until_it_answers(url: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not answers(url):
        assert time.monotonic() < until, f"no answer within {seconds} s"
        time.sleep(0.5)


def test_it_answers_again_and_the_log_stays_short() -> None:
    with starting(("sh", "-c", SHELL)) as (process, url, said), contextlib.ExitStack() as held:
        wait_until_it_answers(url, 120)
        before, place = len(said()), urlsplit(url)
        for _ in range(200):
            client = held.enter_context(socket.socket())
            client.settimeout(10)
            client.connect((place.hostname, place.port))
            client.sendall(b"GET / HTTP/1.1\r\nX-A: ")
        wait_until_it_answers(url, 90)  # also while they are there
        held.close()
        wait_until_it_answers(url, 30)
        assert process.poll() is None
        assert len(said()) - before < 5000

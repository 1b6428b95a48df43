"""nginx, for tests of the dashboard behind a proxy of an office.

python -m tests.nginx             print its path, or say how to get it
python -m tests.nginx --ensure    the same, but first try to install Debian's packages when root

What is tested are the files of `deploy/nginx/` themselves: only ports and certificates are put in.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.browser import install

FOLDER = Path(__file__).resolve().parents[1] / "deploy" / "nginx"
PACKAGES = ("nginx-light", "openssl")
NOT_SKIPPED = (
    "nginx or openssl is not installed; the tests that need them are not skipped. "
    f"Debian or Ubuntu: apt-get install --no-install-recommends {' '.join(PACKAGES)}"
)
BACKEND = "127.0.0.1:8501"  # as the files have it
REPLICAS = (BACKEND, "127.0.0.1:8502")
# One process, which writes nowhere but into its folder: root is not needed.
MAIN = """daemon off;
master_process off;
pid {folder}/nginx.pid;
events {{ worker_connections 4096; }}
http {{
access_log off;
{places}
{servers}
}}
"""


def find_nginx() -> str | None:
    """The path of nginx, where openssl is there too."""
    if shutil.which("openssl") is None:
        return None
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def server(name: str, port: int, backend: str, folder: Path) -> str:
    """A file of `deploy/nginx/` with its port, its dashboard and a certificate of the test."""
    text = (FOLDER / f"{name}.conf").read_text(encoding="utf-8")
    for old, new in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (BACKEND, backend),
        ("/etc/ssl/certs/", f"{folder}/"),
        ("/etc/ssl/private/", f"{folder}/"),
    ):
        assert old in text, (name, old)
        text = text.replace(old, new)
    return text


def check(main: Path, folder: Path) -> str:
    """What nginx says against a main configuration; empty where it would start with it."""
    program = find_nginx()
    assert program is not None, NOT_SKIPPED
    done = subprocess.run(
        [program, "-t", "-q", "-p", folder, "-c", main, "-e", folder / "error.log"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


def replicas(port: int, backends: tuple[str, str], folder: Path, leading_on: int) -> str:
    """`replicas.conf` with its groups, for two replicas; what it keeps lies in the folder.

    Args:
        port: of TLS.
        backends: the replicas, as `127.0.0.1:8501`.
        folder: of the certificate and of what is kept.
        leading_on: the port that stands for 80.
    """
    groups = (FOLDER / "upstreams.conf").read_text(encoding="utf-8")
    for old, new in zip(REPLICAS, backends, strict=True):
        for known, here in ((old, new), (old.replace(".", r"\."), new.replace(".", r"\."))):
            assert known in groups, known
            groups = groups.replace(known, here)
    text = (FOLDER / "replicas.conf").read_text(encoding="utf-8")
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{leading_on};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/var/cache/nginx", str(folder)),
        ("/etc/ssl/certs/", f"{folder}/"),
        ("/etc/ssl/private/", f"{folder}/"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    return groups + text


def below(path: str, port: int, text: str) -> str:
    """The server of `replicas` once more: below a path, which stays in front, and by its own host.

    Args:
        path: such as `/integritas`.
        port: where it listens.
        text: as `replicas` gives it.
    """
    server = text[text.rindex("server {") :]  # the one that leads on to TLS comes before
    for old, new in (
        ("location / {", f"location {path}/ {{"),
        ("~ ^/(static", f"~ ^{path}/(static"),
        ("~ ^/(_stcore", f"~ ^{path}/(_stcore"),
        ("~ ^/(figures|sources)(/|$)|^/(", f"~ ^{path}/((figures|sources)(/|$)|("),
        ("changes\\.atom)$ {", "changes\\.atom)$) {"),
        ("proxy_set_header Host $http_host;", ""),
    ):
        assert old in server, old
        server = server.replace(old, new)
    return re.sub(r"listen 127\.0\.0\.1:\d+ ssl;", f"listen 127.0.0.1:{port} ssl;", server)


def certify(folder: Path, *names: str) -> None:
    """A certificate and its key for each name, signed by nobody, good for a day."""
    for name in names:
        host = f"{name}.example.go.id"
        _run(
            *("openssl", "req", "-x509", "-nodes", "-days", "1", "-subj", f"/CN={host}"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", f"subjectAltName=DNS:{host}"),
            *("-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.pem"),
        )


@contextmanager
def proxying(servers: Sequence[str], folder: Path, port: int) -> Iterator[None]:
    """One nginx with these servers, ready when it listens on `port`; without it the test fails."""
    program = find_nginx()
    assert program is not None, NOT_SKIPPED
    said = subprocess.run([program, "-V"], capture_output=True, text=True, check=True).stderr
    kinds = ["client_body", "proxy"] + [
        kind for kind in ("fastcgi", "uwsgi", "scgi") if f"without-http_{kind}_module" not in said
    ]
    places = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, places=places, servers="\n".join(servers)), "utf-8")
    log = folder / "error.log"
    process = subprocess.Popen([program, "-p", folder, "-c", main, "-e", log])
    try:
        until = time.monotonic() + 30
        while not _listens(port):
            gone = process.poll() is not None or time.monotonic() > until
            assert not gone, f"nginx did not start: {log.read_text('utf-8')}"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stderr


def main() -> int:
    """The command line, see the top of the file."""
    if "--ensure" in sys.argv[1:] and find_nginx() is None:
        install("nginx", *PACKAGES)
    program = find_nginx()
    print(f"nginx: {program}" if program else NOT_SKIPPED)
    return 0 if program else 1


if __name__ == "__main__":
    sys.exit(main())

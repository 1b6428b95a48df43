"""Git servers on this machine: git's own protocol over HTTP with a password, over ssh with a key.

python -m tests.git_server             print the paths of git and sshd, or say how to get them
python -m tests.git_server --ensure    the same, but first try to install Debian's package when root
"""

from __future__ import annotations

import base64
import getpass
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pygit2

from tests.browser import install
from tests.servers import free_port

ACCOUNT, PASSWORD = "integritas", "a-token-that-nobody-sees"
PACKAGES = ("git", "openssh-server", "openssh-client")
NOT_SKIPPED = (
    "git or sshd is not installed; the tests that need them are not skipped. "
    f"Debian or Ubuntu: apt-get install --no-install-recommends {' '.join(PACKAGES)}"
)
SSHD = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/client.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
"""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of an empty repository, which lies in `folder/server.git`."""
    assert shutil.which("git"), NOT_SKIPPED
    made = pygit2.init_repository(str(folder / "server.git"), bare=True)
    made.config["http.receivepack"] = True
    where = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True)
    program = Path(where.stdout.strip()) / "git-http-backend"

    class Handler(_Handler):
        def environment(self) -> dict[str, str]:
            return {**os.environ, "GIT_PROJECT_ROOT": str(folder), "GIT_HTTP_EXPORT_ALL": "1"}

    Handler.program = program
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{ACCOUNT}@127.0.0.1:{server.server_address[1]}/server.git"
        server.shutdown()


@dataclass(frozen=True)
class OverSsh:
    """A git server behind sshd.

    Attributes:
        address: of an empty repository.
        key: the file of the private key that it lets in.
        known: its line of `known_hosts`.
    """

    address: str
    key: Path
    known: str


def find_sshd() -> str | None:
    """The path of sshd; it wants to be called by the whole of it."""
    return shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")


@contextmanager
def over_ssh(folder: Path) -> Iterator[OverSsh]:
    """A sshd of this user on a port of its own, and a repository in `folder/server.git`."""
    program = find_sshd()
    assert program and shutil.which("git") and shutil.which("ssh-keygen"), NOT_SKIPPED
    pygit2.init_repository(str(folder / "server.git"), bare=True)
    for name in ("host", "client"):
        make = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / name)
        subprocess.run(make, check=True)
    port, config, log = free_port(), folder / "sshd.conf", folder / "sshd.log"
    config.write_text(SSHD.format(port=port, folder=folder))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # root's sshd does not start without
    process = subprocess.Popen([program, "-D", "-f", config, "-E", log])
    try:
        until = time.monotonic() + 20
        while not _listens(port):
            assert process.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.05)
        public = (folder / "host.pub").read_text().strip()
        yield OverSsh(
            f"ssh://{getpass.getuser()}@127.0.0.1:{port}{folder}/server.git",
            folder / "client",
            f"[127.0.0.1]:{port} {public}\n",
        )
    finally:
        process.terminate()
        process.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class _Handler(BaseHTTPRequestHandler):
    """What a web server does for git: it asks for the password and runs git's program (CGI)."""

    program: Path

    def environment(self) -> dict[str, str]:
        raise NotImplementedError

    def do_GET(self) -> None:
        allowed = base64.b64encode(f"{ACCOUNT}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {allowed}":
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = self._body()
        path, _mark, query = self.path.partition("?")
        environment = self.environment() | {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "REMOTE_USER": ACCOUNT,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
        }
        done = subprocess.run(
            [self.program], input=body, env=environment, capture_output=True, check=False
        )
        head, _end, content = done.stdout.partition(b"\r\n\r\n")
        headers = [line.partition(": ")[::2] for line in head.decode().split("\r\n")]
        status = next((value for name, value in headers if name == "Status"), "200")
        self.send_response(int(status.split()[0]))
        for name, value in headers:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def log_message(self, *_given: object) -> None:
        pass


def main() -> int:
    """The command line, see the top of the file."""
    if "--ensure" in sys.argv[1:] and not (shutil.which("git") and find_sshd()):
        # Where a service manager runs, Debian's package would open port 22 to everybody: that is
        # for whoever keeps the machine to decide.
        is_managed = Path("/run/systemd/system").is_dir()
        install("git server", *(PACKAGES[:1] if is_managed else PACKAGES))
    found = shutil.which("git"), find_sshd()
    print("git: {}, sshd: {}".format(*found) if all(found) else NOT_SKIPPED)
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main())

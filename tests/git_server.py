"""A git server that speaks git's own protocol over HTTP, with a password, on this machine.

python -m tests.git_server             print git's path, or say how to get it
python -m tests.git_server --ensure    the same, but first try to install Debian's package when root
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pygit2

from tests.browser import install

ACCOUNT, PASSWORD = "integritas", "a-token-that-nobody-sees"
NOT_SKIPPED = (
    "git is not installed; the tests that need its server are not skipped. "
    "Debian or Ubuntu: apt-get install --no-install-recommends git"
)


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
    if "--ensure" in sys.argv[1:] and shutil.which("git") is None:
        install("git", "git")
    program = shutil.which("git")
    print(f"git: {program}" if program else NOT_SKIPPED)
    return 0 if program else 1


if __name__ == "__main__":
    sys.exit(main())

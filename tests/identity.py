"""An identity provider to sign in with, a dashboard that stands behind it, and who asks there."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.servers import serve

SECRET = "0123456789abcdef0123456789abcdef"
# Account, its groups: who may change, who may read, and somebody of another office.
ACCOUNTS = {"ed-7f3a": ["editor"], "re-9c1b": ["reader"], "ot-51d0": ["other"]}
EDITOR, READER, OTHER = ACCOUNTS
SECONDS = 60
# A run that gives way to another, and one of a part of the page, are not what was asked for.
WHOLE_RUNS = (
    ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_WITH_COMPILE_ERROR,
)


@contextmanager
def provider() -> Iterator[str]:
    """The address of an identity provider that knows the accounts."""
    with warnings.catch_warnings(record=True):  # of the library, on another one
        from oidc_provider_mock import User, run_server_in_thread

    users = [
        User(sub=sub, claims={"groups": groups, "name": "A Name", "email": f"{sub}@example.go.id"})
        for sub, groups in ACCOUNTS.items()
    ]
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@dataclass(frozen=True)
class Closed:
    """A dashboard that only accounts read.

    Attributes:
        url: its address.
        audit: the file of its audit log.
    """

    url: str
    audit: Path

    def events(self, account: str) -> list[dict[str, Any]]:
        """What the audit log holds on an account, without the moments."""
        lines = map(json.loads, self.audit.read_text(encoding="ascii").splitlines())
        return [
            {name: value for name, value in line.items() if name not in ("time", "account")}
            for line in lines
            if line["account"] == account
        ]


def settings_of(address: str, audit: Path) -> dict[str, str]:
    """The settings of a closed dashboard.

    Args:
        address: of the identity provider.
        audit: the file of the audit log.
    """
    return {
        "INTEGRITAS_READING": "login",
        "INTEGRITAS_EDITING": "login",
        "INTEGRITAS_OIDC_METADATA": address,
        "INTEGRITAS_OIDC_CLIENT_ID": "dasbor",
        "INTEGRITAS_OIDC_CLIENT_SECRET": "a-secret-of-the-provider",
        "INTEGRITAS_COOKIE_SECRET": SECRET,
        "INTEGRITAS_EDITORS": "editor",
        "INTEGRITAS_READERS": "reader",
        "INTEGRITAS_AUDIT_LOG": str(audit),
    }


@contextmanager
def closed(folder: Path, **environment: str) -> Iterator[Closed]:
    """Start a dashboard behind an identity provider."""
    audit = folder / "audit.jsonl"
    with (
        provider() as address,
        serve(environment=settings_of(address, audit) | environment) as server,
    ):
        yield Closed(server.url, audit)


@contextmanager
def client(url: str, account: str = "") -> Iterator[httpx.Client]:
    """A client of a dashboard, signed in if an account is named."""
    with httpx.Client(base_url=url, timeout=SECONDS) as made:
        if account:
            sign_in(made, account)
        yield made


def sign_in(made: httpx.Client, account: str, to: str = "") -> httpx.Response:
    """The whole way to the provider and back, as a browser goes it; what it leads to at the end."""
    form = made.get("/sign-in", params={"to": to} if to else {}, follow_redirects=True)
    assert "Authorize" in form.text, form.text[:500]
    back = made.post(form.url, data={"sub": account})
    return made.get(back.headers["location"])


class Session:
    """A page that is open, without a browser: what it sends and what it is sent."""

    def __init__(self, made: httpx.Client) -> None:
        self._made = made
        made.get("/_stcore/health")  # gives the token that uploads and the websocket show
        self.xsrf = str(made.cookies.get("_streamlit_xsrf"))
        origin = str(made.base_url).rstrip("/")
        cookies = "; ".join(f"{name}={value}" for name, value in made.cookies.items())
        self._socket = connect(
            origin.replace("http", "ws") + "/_stcore/stream",
            additional_headers={"Cookie": cookies},
            origin=Origin(origin),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(self.xsrf)],
            max_size=None,
        )
        self.id = ""

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_error: object) -> None:
        self._socket.close()

    def run(self, page: str = "") -> str:
        """Run a page; everything that it sends, without Markdown's escapes."""
        asked = BackMsg()
        asked.rerun_script.query_string = "lang=id"
        asked.rerun_script.page_name = page
        self._socket.send(asked.SerializeToString())
        sent = b""
        while True:
            data = self._socket.recv(timeout=SECONDS)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            sent += data
            if message.WhichOneof("type") == "new_session":
                self.id = message.new_session.initialize.session_id
            if message.WhichOneof("type") == "script_finished" and (
                message.script_finished in WHOLE_RUNS
            ):
                return sent.decode("utf-8", "replace").replace("\\", "")

    def upload(self, name: str, content: bytes = b"x", session: str = "") -> httpx.Response:
        """Send a file as the box of a page does."""
        return self._made.put(
            f"/_stcore/upload_file/{session or self.id}/a-file?lang=id",
            files={"file": (name, content)},
            headers={"X-Xsrftoken": self.xsrf},
        )

"""One viewer's connection: Streamlit's own websocket protocol, as its page in a browser speaks it.

A browser opens `_stcore/stream` with the subprotocols `streamlit` and the token of the cookie
`_streamlit_xsrf`, names its Origin, and sends messages `BackMsg`; what comes back are `ForwardMsg`:
a new run, its elements by their place on the page, the end of the run.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

RUN_SECONDS = 60.0  # that a run may take before it counts as lost
LARGEST = 64 * 2**20  # bytes of one message
# A proxy on this machine has a certificate that nobody signed; made once, for it takes its time.
UNVERIFIED = ssl._create_unverified_context()
_ENDS = frozenset(
    {
        ForwardMsg.FINISHED_SUCCESSFULLY,
        ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
        ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    }
)


class Line(ClientConnection):
    """A connection that counts the bytes that come over the line, compressed as they come."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Count what arrives and pass it on."""
        self.received += len(data)
        super().data_received(data)


@dataclass(frozen=True)
class Run:
    """What one run was: seconds from the click to its end, bytes that came, and what went wrong.

    Attributes:
        page: the path of the page that it showed.
        seconds: from sending the click to the message that the script has finished.
        bytes: that came over the line for it, compressed.
        messages: how many.
        errors: exceptions and messages of an error on the page.
    """

    page: str
    seconds: float
    bytes: int
    messages: int
    errors: tuple[str, ...] = ()


@dataclass
class Seen:
    """What stands on the page: the elements and blocks by their place, and the pages there are."""

    elements: dict[tuple[int, ...], Any] = field(default_factory=dict)
    blocks: dict[tuple[int, ...], Any] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)  # hashes by path

    def widgets(self, kind: str) -> Iterator[Any]:
        """The widgets of a kind, such as `selectbox`, that can be used."""
        for one in self.elements.values():
            if one.WhichOneof("type") == kind and not getattr(getattr(one, kind), "disabled", 0):
                yield getattr(one, kind)

    def popovers(self) -> Iterator[Any]:
        """The popovers that ask for a run when they open."""
        for one in self.blocks.values():
            if one.WhichOneof("type") == "popover" and one.popover.id:
                yield one.popover


@dataclass
class Remembered:
    """Large messages that a browser keeps, so that the server sends no more than their name."""

    messages: dict[str, ForwardMsg] = field(default_factory=dict)  # by their hash
    seen: dict[str, int] = field(default_factory=dict)  # in which run last
    runs: int = 0

    def whole(self, message: ForwardMsg) -> ForwardMsg:
        """The message that one names, or itself."""
        found = message
        if message.WhichOneof("type") == "ref_hash":
            found = ForwardMsg()
            found.CopyFrom(self.messages[message.ref_hash])
            found.metadata.CopyFrom(message.metadata)
        elif not message.metadata.cacheable:
            return message
        self.messages.setdefault(found.hash, found)
        self.seen[found.hash] = self.runs
        return found

    def end_run(self, most: int) -> None:
        """A whole run has ended: forget what none of the last ones had."""
        self.runs += 1
        for name in [name for name, run in self.seen.items() if self.runs - run > most]:
            del self.messages[name], self.seen[name]


class Session:
    """A session of the app, from its first run until it is closed."""

    def __init__(self, url: str, line: Line, query: str) -> None:
        self._url, self._line, self.query = url, line, query
        self.seen, self.page, self._hash = Seen(), "", ""
        self._values: dict[str, WidgetState] = {}
        self._remembered, self._most_age = Remembered(), 0

    @classmethod
    async def open(cls, url: str, cookies: dict[str, str] | None = None, **query: str) -> Session:
        """Connect as a browser does.

        Args:
            url: of the app, without a path.
            cookies: that its page has set.
            query: of the address that is opened.
        """
        place, cookies = urlsplit(url), cookies or {}
        token = cookies.get("_streamlit_xsrf", "PLACEHOLDER_AUTH_TOKEN")
        line = await connect(
            f"{place.scheme.replace('http', 'ws')}://{place.netloc}/_stcore/stream",
            ssl=UNVERIFIED if place.scheme == "https" else None,
            origin=f"{place.scheme}://{place.netloc}",  # type: ignore[arg-type]
            subprotocols=["streamlit", token],  # type: ignore[list-item]
            additional_headers=[("Cookie", "; ".join(f"{k}={v}" for k, v in cookies.items()))]
            if cookies
            else [],
            create_connection=Line,
            max_size=LARGEST,
            ping_interval=None,  # it is the server that asks whether a browser is still there
        )
        return cls(url, line, urlencode(query))  # type: ignore[arg-type]

    async def start(self, path: str = "") -> Run:
        """The first run, of the page at a path."""
        self.page, self._hash = path, ""
        return await self._run(BackMsg(), page_name=path)

    async def go(self, path: str) -> Run:
        """Open another page by the navigation: its address begins without a query."""
        self.page, self.query = path, ""
        self._hash = self.seen.pages[path]
        self._values.clear()
        return await self._run(BackMsg())

    async def use(self, identity: str, **value: Any) -> Run:
        """Give a widget a value, such as `string_value="2023"`, and wait for the run."""
        state = WidgetState(id=identity)
        for name, given in value.items():
            if name == "string_array_value":
                state.string_array_value.data.extend(given)
            else:
                setattr(state, name, given)
        message = BackMsg()
        message.rerun_script.widget_states.widgets.append(state)
        if not state.trigger_value:  # a button is pressed once
            self._values[identity] = state
        return await self._run(message)

    async def leave(self) -> None:
        """Close the tab."""
        await self._line.close()

    async def _run(self, message: BackMsg, page_name: str = "") -> Run:
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self._hash
        asked.page_name = page_name
        asked.cached_message_hashes.extend(self._remembered.messages)
        asked.context_info.url = f"{self._url}/{self.page}"
        asked.context_info.timezone, asked.context_info.locale = "Asia/Jakarta", "id-ID"
        sent = {one.id for one in asked.widget_states.widgets}
        asked.widget_states.widgets.extend(
            one for identity, one in self._values.items() if identity not in sent
        )
        before, began = self._line.received, time.monotonic()
        await self._line.send(message.SerializeToString())
        errors, messages = await asyncio.wait_for(self._receive(), RUN_SECONDS)
        seconds = time.monotonic() - began
        return Run(self.page, seconds, self._line.received - before, messages, tuple(errors))

    async def _receive(self) -> tuple[list[str], int]:
        """Take in messages until the run has ended; what went wrong, and how many there were."""
        errors: list[str] = []
        n = 0
        while True:
            data = await self._line.recv()
            n += 1
            message = self._remembered.whole(ForwardMsg.FromString(data))
            kind = message.WhichOneof("type")
            if kind == "delta":
                errors += self._take(message)
            elif kind == "new_session":
                self._begin(message)
            elif kind == "navigation":
                self._navigate(message.navigation)
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "page_not_found":
                errors.append(f"no page {message.page_not_found.page_name!r}")
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    errors.append("the script could not be compiled")
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    self._remembered.end_run(self._most_age)
                if message.script_finished in _ENDS:
                    return errors, n

    def _begin(self, message: ForwardMsg) -> None:
        self._hash = message.new_session.page_script_hash
        self._most_age = message.new_session.config.max_cached_message_age
        if not message.metadata.run.fragment_ids:
            self.seen = Seen(pages=self.seen.pages)

    def _navigate(self, navigation: Any) -> None:
        self.seen.pages = {
            ("" if page.is_default else page.url_pathname): page.page_script_hash
            for page in navigation.app_pages
        }
        self._hash = navigation.page_script_hash

    def _take(self, message: ForwardMsg) -> list[str]:
        """Put an element in its place; what it says where it is an error."""
        place, delta = tuple(message.metadata.delta_path), message.delta
        if delta.WhichOneof("type") == "add_block":
            self.seen.blocks[place] = delta.add_block
            return []
        element = delta.new_element
        self.seen.elements[place] = element
        if element.WhichOneof("type") == "exception":
            return [f"{element.exception.type}: {element.exception.message}"]
        if element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR:
            return [element.alert.body]
        return []

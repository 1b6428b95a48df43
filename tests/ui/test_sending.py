"""What is sent to browsers: all of it, in its order, in few turns and writes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from uvicorn import Config

from dashboard.ui import sending


class Line:
    """Stands in for a connection."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.is_closed = False

    def write(self, data: bytes) -> None:
        assert not self.is_closed
        self.written.append(data)

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True


def test_what_is_written_in_one_turn_of_the_loop_is_one_write() -> None:
    async def write() -> Line:
        line: Any = Line()
        gathered = sending.Gathered(line, asyncio.get_running_loop())
        for part in (b"a", b"b", b"c"):
            gathered.write(part)
        assert line.written == [] and not gathered.is_closing()
        await asyncio.sleep(0)
        gathered.write(b"d")
        await asyncio.sleep(0)
        gathered.write(b"last word")
        gathered.close()
        await asyncio.sleep(0)
        gathered.write(b"to nobody")
        await asyncio.sleep(0)
        return line

    line = asyncio.run(write())
    assert line.written == [b"abc", b"d", b"last word"] and line.is_closed


def test_the_connections_of_browsers_gather_what_they_write() -> None:
    config = Config(lambda: None, ws="websockets-sansio", http="h11", interface="asgi3")
    config.load()
    sending.gather_writes(config)
    sending.gather_writes(config)  # a second time changes nothing
    assert issubclass(config.ws_protocol_class, sending.Writing)  # type: ignore[arg-type]
    assert len([one for one in config.ws_protocol_class.mro() if one is sending.Writing]) == 1  # type: ignore[union-attr]


class Session:
    """Stands in for a session with its queue."""

    def __init__(self) -> None:
        self._browser_queue = ForwardMsgQueue()


def test_all_messages_of_a_session_are_sent_in_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for of, name in (
        (AppSession, "flush_browser_queue"),
        (runtime.Runtime, "_send_message"),
        (runtime, "MESSAGE_FLUSH_INTERVAL_SECS"),
    ):
        own = getattr(of, name)
        monkeypatch.setattr(of, name, getattr(own, "__wrapped__", own))  # as it is afterwards
    sending.gather_messages()
    sending.gather_messages()  # a second time changes nothing
    sent: list[float] = []

    class Client:
        def write_forward_msg(self, message: ForwardMsg) -> None:
            sent.append(message.delta.new_element.slider.step)

    class Info:
        client = Client()
        script_run_count = 0

    session: Any = Session()
    for number in range(2 * sending.MOST + 1):
        message = ForwardMsg()
        message.delta.new_element.slider.step = number
        message.metadata.delta_path[:] = [0, number]
        session._browser_queue.enqueue(message)
    info: Any = Info()
    server: Any = object()
    parts: Any = AppSession.flush_browser_queue(session)
    assert [len(part) for part in parts] == [sending.MOST, sending.MOST, 1]
    for part in parts:
        runtime.Runtime._send_message(server, info, part)
    assert sent == [*range(2 * sending.MOST + 1)] and AppSession.flush_browser_queue(session) == []

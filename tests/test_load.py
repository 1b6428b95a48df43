"""The load test measures what it says: memory of sessions apart from that of answers."""

from __future__ import annotations

from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.report import Report
from tests.load.__main__ import _about_memory
from tests.load.crowd import Crowd
from tests.load.process import MB
from tests.load.protocol import Remembered
from tests.load.visits import Seen


def crowd(idle: int, live: int, left: int | None, sessions: int = 0) -> Crowd:
    """A crowd of ten, by the megabytes before, while and after they were there."""
    after = None if left is None else left * MB
    return Crowd(Seen(), 10, 20.0, 5.0, 0.5, idle * MB, live * MB, after, sessions)


def verdicts(first: Crowd, again: Crowd) -> dict[str, str]:
    """What is missed, by the first words of its line."""
    report = Report()
    _about_memory(first, again, crowd(80, 82, None), report)
    return {what: verdict for what, _value, _goal, verdict in report.lines if verdict}


def test_what_the_first_crowd_asked_is_no_memory_of_sessions() -> None:
    found = verdicts(crowd(300, 420, 400), crowd(400, 412, 404))
    assert set(found.values()) == {"pass"} and len(found) == 4


def test_memory_of_sessions_is_held_against_its_goals() -> None:
    assert {
        what
        for what, verdict in verdicts(crowd(300, 420, 400), crowd(400, 416, 406, 1)).items()
        if verdict == "MISS"
    } == {
        "memory of a live session, answers known (an empty app)",
        "memory kept of a session that has ended",
        "sessions after all have left",
    }


def message(text: str, place: int, *, is_named: bool = False) -> ForwardMsg:
    """A message that a browser keeps, whole or by its name."""
    found = ForwardMsg()
    if is_named:
        found.ref_hash = f"hash of {text}"
    else:
        found.delta.new_element.html.body = text
        found.hash, found.metadata.cacheable = f"hash of {text}", True
    found.metadata.delta_path[:] = [0, place]
    return found


def test_a_viewer_keeps_large_messages_as_a_browser_does() -> None:
    kept: Any = Remembered()
    kept.whole(message("a", 1))
    kept.whole(message("b", 2))
    for _run in range(3):
        kept.end_run(2)
        found = kept.whole(message("a", 7, is_named=True))
        assert found.delta.new_element.html.body == "a"
        assert [*found.metadata.delta_path] == [0, 7], "it may stand elsewhere"
    assert [*kept.messages] == ["hash of a"], "what three runs have not had is forgotten"

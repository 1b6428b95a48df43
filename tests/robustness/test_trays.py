"""Trays that somebody wrote: a saved briefing by file, refused in a sentence or read."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from dashboard.core import uploads
from dashboard.core.confined import Ended
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.core.uploads import Kind, Unusable
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.export.tray_messages import BrokenTray
from dashboard.warehouse import engine

HEAD = b'{"format": 1, "items": '


def given(**fields: object) -> bytes:
    return json.dumps({"format": 1, "items": [], **fields}).encode()


REFUSED: dict[str, bytes] = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "an archive": b"PK\x03\x04",
    "only a number": b"7",
    "null": b"null",
    "a text": b'"tray"',
    "cut off": HEAD + b"[",
    "two of them": HEAD + b"[]}" + HEAD + b"[]}",
    "nested 200,000 times": HEAD + b"[" * 200_000,
    "closed and nested": HEAD + b"[" * 900 + b"]" * 900 + b"}",
    "a number of 5,000 digits": b'{"format": ' + b"9" * 5000 + b', "items": []}',
    "infinity": b'{"format": Infinity, "items": []}',
    "half a letter": b'{"format": 1, "items": [], "titles": {"id": "\\ud800"}}',
    "UTF-16": '{"format": 1, "items": []}'.encode("utf-16"),
    "no UTF-8": b'{"format": 1, "items": ["\xff"]}',
    "another format": given(format=2),
    "no list": given(items={"0": 1}),
    "something more": given(script="<script>"),
    "41 parts": given(items=[{"subject": "spi-map"}] * 41),
    "a long title": given(titles={"id": "x" * 301}),
    "a language that is none": given(lang="de"),
    "a part without a subject": given(items=[{}]),
    "a subject that is a list": given(items=[{"subject": ["spi-map"]}]),
    "a long note": given(items=[{"subject": "spi-map", "texts": {"id": {"note": "x" * 4001}}}]),
    "a long body": given(items=[{"subject": "text", "texts": {"id": {"body": "x" * 2001}}}]),
    "a body in pieces": given(items=[{"subject": "text", "texts": {"id": {"body": ["x"]}}}]),
    "more of a text": given(items=[{"subject": "text", "texts": {"id": {"html": "<b>"}}}]),
    "names of Python": given(items=[{"subject": "spi-map", "__class__": {"x": 1}}]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_tray_is_refused_in_a_sentence(what: str) -> None:
    with pytest.raises(BrokenTray) as told:
        tray.checked(REFUSED[what])
    assert len({told.value.message(words(lang)) for lang in LANGUAGES}) == 2


def test_a_process_of_its_own_reads_a_tray_and_names_the_file() -> None:
    known = engine.current()
    one = tray.item("spi-trend", Selection(region=("63",))).with_texts("id", note="<script>\u202e")
    wanted = Tray((one,), "id")
    content = uploads.checked(tray.UPLOAD, "rapat.json", tray.as_json(wanted))
    assert tray.from_json(known, content).tray == wanted
    with pytest.raises(Unusable) as told:
        uploads.checked(tray.UPLOAD, "rapat.json", b"{}")
    assert told.value.message(words("en")).startswith("The file “rapat.json” cannot be used. This")
    with pytest.raises(Unusable) as told:
        uploads.checked(tray.UPLOAD, "rapat.json", bytes(tray.UPLOAD.most_bytes + 1))
    assert "1 MB" in told.value.message(words("en"))


@pytest.mark.parametrize("kind", ["seconds", "crash"])
def test_what_cannot_be_read_in_time_or_memory_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def run(*_: object) -> bytes:
        raise Ended(kind)

    monkeypatch.setattr("dashboard.core.confined.Confined.run", run)
    told = []
    for lang in LANGUAGES:
        with pytest.raises(Unusable) as refused:
            uploads.checked(tray.UPLOAD, "rapat.json", b"{}")
        told.append(refused.value.message(words(lang)))
    assert len(set(told)) == 2
    assert all("rapat.json" in sentence for sentence in told)


WORK: dict[str, Callable[[], object]] = {
    "time": lambda: Kind("tests.robustness.checks:never_ends", 1, seconds=1),
    "memory": lambda: Kind("tests.robustness.checks:eats_memory", 1, memory_mb=256),
    "files": lambda: Kind("tests.robustness.checks:writes_a_file", 1),
}


@pytest.mark.parametrize("what", WORK)
def test_a_process_of_its_own_has_little_time_and_memory_and_writes_nothing(what: str) -> None:
    kind = WORK[what]()
    assert isinstance(kind, Kind)
    with pytest.raises(Unusable) as told:
        uploads.checked(kind, "x", b"")
    expected = {"time": uploads.TOO_SLOW, "memory": uploads.TOO_MUCH, "files": uploads.TOO_MUCH}
    assert told.value.text == expected[what]


def test_no_kind_of_file_is_larger_than_what_the_server_lets_in() -> None:
    with pytest.raises(ValueError, match="MB"):
        Kind("x:y", uploads.LARGEST_MB + 1)

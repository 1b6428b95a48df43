"""The C library keeps few arenas for threads, unless the environment has said how many."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.core import allocator
from tests.servers import ROOT

# Threads that ask at the same moment; how many arenas of threads the C library has then.
PROGRAM = """
import ctypes, sys, threading
from dashboard.core import allocator
allocator.keep_few_arenas()
barrier = threading.Barrier(12)
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.malloc.argtypes = [ctypes.c_size_t]
def ask():
    barrier.wait()
    for _ in range(200):
        library.malloc(5000)
    barrier.wait()
threads = [threading.Thread(target=ask) for _ in range(12)]
[one.start() for one in threads]
[one.join() for one in threads]
sys.stdout.flush()
library.malloc_stats()
"""


def arenas(**environment: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return len(re.findall(r"(?m)^Arena \d+:", done.stderr))


@pytest.mark.skipif(allocator._library() is None, reason="another C library has no arenas")
def test_threads_share_arenas() -> None:
    assert arenas() <= 2
    assert arenas(MALLOC_ARENA_MAX="6") > 2


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocator, "_library", lambda: None)
    allocator.keep_few_arenas()
    allocator.give_back()


def test_it_is_set_before_anything_starts_a_thread() -> None:
    text = (Path(allocator.__file__).parents[1] / "commands" / "run.py").read_text("utf-8")
    assert text.index("keep_few_arenas()") < text.index("ready_build()\n")

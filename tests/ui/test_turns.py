"""Runs take turns: few at once, in the order in which they came, and a long one holds up nobody."""

from __future__ import annotations

import threading
import time

import pytest

from dashboard.ui import runs, turns
from dashboard.ui.turns import Turns


def test_no_more_run_at_once_than_may_and_all_get_their_turn() -> None:
    taken, lock = Turns(at_once=2, seconds=60), threading.Lock()
    running, most, done = 0, 0, 0

    def run() -> None:
        nonlocal running, most, done
        with taken.turn():
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.005)
            with lock:
                running -= 1
                done += 1

    threads = [threading.Thread(target=run) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (most, done) == (2, 20)


def test_who_came_first_runs_first() -> None:
    taken, order = Turns(at_once=1, seconds=60), []
    threads = []

    def run(number: int) -> None:
        with taken.turn():
            order.append(number)

    with taken.turn():
        for number in range(8):
            threads.append(threading.Thread(target=run, args=(number,)))
            threads[-1].start()
            until = time.monotonic() + 30
            while len(taken._waiting) <= number:
                assert time.monotonic() < until
                time.sleep(0.001)
        assert order == []
    for thread in threads:
        thread.join(30)
    assert order == [*range(8)]


def test_a_run_that_waits_for_something_else_lets_the_next_one_begin() -> None:
    taken = Turns(at_once=1, seconds=0.05)
    with taken.turn():
        began = time.monotonic()
        with taken.turn():
            assert 0.04 < time.monotonic() - began < 10


def test_a_turn_ends_with_an_error() -> None:
    taken = Turns(at_once=1, seconds=60)
    for _ in range(3):
        with pytest.raises(RuntimeError), taken.turn():
            raise RuntimeError
    assert not taken._began and not taken._waiting


def test_what_a_run_took_counts_its_wait() -> None:
    def run() -> None:
        token = turns._ASKED.set(time.perf_counter() - 5)
        try:
            runs.begin()
            assert time.perf_counter() - runs._BEGAN.get() > 5
        finally:
            turns._ASKED.reset(token)

    run()
    runs.begin()
    assert time.perf_counter() - runs._BEGAN.get() < 5

"""Who runs which file of tests: the longest first, browsers in two processes, none of them lost."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, cast

from tests.fixtures import ROOT
from tests.scheduling import BROWSERS, FOLLOWED, IN_A_BROWSER, LONGEST, TOGETHER, Scheduling

SHORT = "tests/core/test_audit.py"
PROCESSES = ("first", "second", "third", "fourth")


def dealt(*files: str) -> list[tuple[str, str]]:
    """Each process takes a file in turn: who takes which."""
    made = Scheduling.__new__(Scheduling)
    made.workqueue = OrderedDict((name, {}) for name in files)
    made.assigned_work = cast(Any, {name: {} for name in PROCESSES})
    taken: list[tuple[str, str]] = []
    while made.workqueue:
        who = PROCESSES[len(taken) % len(PROCESSES)]
        taken.append((who, made._next_for(who)))
        del made.workqueue[taken[-1][1]]
    return taken


def test_every_file_that_is_named_is_there() -> None:
    assert [name for name in (*LONGEST, *TOGETHER) if not (ROOT / name).exists()] == [FOLLOWED]
    assert len(set(LONGEST)) == len(LONGEST)


def test_browsers_are_in_two_processes_and_the_longest_files_come_first() -> None:
    in_browsers = [name for name in LONGEST if name.startswith(IN_A_BROWSER)]
    others = [name for name in LONGEST if not name.startswith(IN_A_BROWSER)]
    taken = dealt(SHORT, *reversed(in_browsers), *reversed(others))
    looked = [(who, name) for who, name in taken if name in in_browsers]
    assert {who for who, _name in looked} == set(PROCESSES[:BROWSERS])
    assert [name for _who, name in looked] == in_browsers
    assert [name for who, name in taken if (who, name) not in looked] == [*others, SHORT]


def test_a_process_without_a_browser_helps_when_nothing_else_is_left() -> None:
    files = [name for name in LONGEST if name.startswith(IN_A_BROWSER)]
    assert dealt(*files)[2] == ("third", files[2])


def test_files_that_share_what_one_process_makes_are_one() -> None:
    made = Scheduling.__new__(Scheduling)
    scopes = {made._split_scope(f"{name}::test_of_it[1::2]") for name in TOGETHER}
    assert scopes == {FOLLOWED}
    assert made._split_scope(f"{SHORT}::test_one") == SHORT

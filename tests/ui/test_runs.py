"""A run of a page has an id of its own and is measured, however it ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core import logs, metrics
from dashboard.core.settings import ROOT
from dashboard.ui import runs


class Page:
    """Stands in for a page of the navigation."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error
        self.bound: Mapping[str, str] = {}

    def run(self) -> None:
        self.bound = dict(logs._CONTEXT.get())
        if self.error:
            raise self.error


@pytest.mark.parametrize("error", [None, RuntimeError(), SystemExit()])
def test_a_run_is_measured_and_named(
    error: BaseException | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Any, ...]] = []
    monkeypatch.setattr(metrics.Metric, "observe", lambda _one, *given: seen.append(given))
    names = set()
    for _again in range(2):
        page: Any = Page(error)
        with logs.bound(request_id="of-another-run", page="ott"):
            runs.begin()
            if error is None:
                runs.run(page, "peta")
            else:
                with pytest.raises(type(error)):
                    runs.run(page, "peta")
        assert page.bound["page"] == "peta"
        names.add(page.bound["request_id"])
    assert len(names) == 2 and all(re.fullmatch(r"[0-9a-f]{12}", name) for name in names)
    assert [given[1] for given in seen] == ["peta", "peta"]
    assert all(0 <= given[0] < 5 for given in seen)


def whole_page() -> None:
    import streamlit as st

    from dashboard.core import logs
    from dashboard.ui import runs

    runs.begin()
    st.text(logs._CONTEXT.get()["session"])


def test_the_session_is_not_named_as_streamlit_names_it() -> None:
    app = AppTest.from_function(whole_page, default_timeout=30).run()
    name = app.text[0].value
    assert re.fullmatch(r"[0-9a-f]{8}", name)
    assert app.run().text[0].value == name


def test_a_part_is_measured_where_it_runs_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, ...]] = []
    monkeypatch.setattr(metrics.PARTS, "_made", object())
    monkeypatch.setattr(metrics.Metric, "observe", lambda one, *given: seen.append((one, *given)))
    bound: list[Mapping[str, str]] = []

    @runs.part("clock")
    def clock(step: int) -> int:
        bound.append(dict(logs._CONTEXT.get()))
        return step + 1

    for fragments in (None, [], ["a"]):  # without a server, within its page, by itself
        context = SimpleNamespace(session_id="s", fragment_ids_this_run=fragments)
        monkeypatch.setattr(runs, "get_script_run_ctx", lambda found=context: found)
        with logs.bound(request_id="of-another-run"):
            assert clock(1) == 2
    assert [one.get("part") for one in bound] == [None, None, "clock"]
    assert [one["request_id"] == "of-another-run" for one in bound] == [True, True, False]
    [(metric, seconds, part)] = seen
    assert metric is metrics.PARTS and 0 <= seconds < 5 and part == "clock"


def test_every_fragment_is_measured() -> None:
    for path in (ROOT / "dashboard" / "ui").glob("*.py"):
        text = path.read_text("utf-8")
        assert text.count("st.fragment(") == text.count("@runs.part("), path.name

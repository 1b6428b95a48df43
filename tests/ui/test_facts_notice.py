"""Newer facts while somebody reads: a page keeps to its own, says so once, and takes the newer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.ui import facts_notice
from dashboard.warehouse import engine
from tests.apptest import text, visit

NOW = "The facts were updated."
SOON = "The facts were updated; this page still shows the earlier ones."


@pytest.fixture
def newer() -> Iterator[engine.Warehouse]:
    """The same facts under another name, as if they had changed."""
    before = engine.current()
    made = engine.Warehouse(replace(before.build, revision="0" * 12), Settings().sql_dir, "1" * 40)
    yield made
    engine.swap(before)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_next_run_takes_newer_facts_and_says_so_once(
    newer: engine.Warehouse, lang: str
) -> None:
    say = words(lang)
    app = visit("zona", lang=lang)
    assert not app.exception
    assert say(NOW) not in text(app)
    engine.swap(newer)
    app.run()
    assert not app.exception
    assert text(app).count(say(NOW)) == 1
    assert say(SOON) not in text(app)
    assert app.session_state["pinned_facts"] is newer
    app.run()
    assert say(NOW) not in text(app)


def test_a_page_is_run_as_its_browser_would_ask() -> None:
    asked: list[ClientState] = []
    chosen = ClientState(query_string="region=63", page_script_hash="abc")
    widget = chosen.widget_states.widgets.add()
    widget.id, widget.int_value = "year", 2024
    fragments = SimpleNamespace(
        _ids_by_target_key={"facts-notice": {"one": None}, "x": {"y": None}}
    )
    session: Any = SimpleNamespace(
        _client_state=chosen, _fragment_storage=fragments, request_rerun=asked.append
    )
    facts_notice._run_notice(session)
    [state] = asked
    assert (state.fragment_id, state.is_auto_rerun) == ("one", True)
    assert (state.query_string, state.page_script_hash) == ("region=63", "abc")
    assert [(one.id, one.int_value) for one in state.widget_states.widgets] == [("year", 2024)]
    assert chosen.fragment_id == ""


def test_where_streamlit_is_another_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    facts_notice._run_notice(SimpleNamespace())
    assert "was not told" in caplog.text
    facts_notice.announce()  # beside a server

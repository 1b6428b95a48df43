"""How the process is set up: what sessions and reruns depend on."""

from __future__ import annotations

import gc

import pytest
from streamlit import config

from dashboard import app
from dashboard.ui import warming
from dashboard.warehouse import engine
from dashboard.web import short_addresses


def test_cached_messages_have_streamlits_own_threshold() -> None:
    # A lower one made Streamlit's message cache miss when a run was interrupted: the session died.
    assert config.get_where_defined("global.minCachedMessageSize") == "<default>"


def test_reruns_end_without_a_full_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    assert config.get_option("runner.postScriptGC") is False
    before = gc.get_threshold()
    monkeypatch.setattr(app.STATIC, "prepare", lambda _names: None)
    monkeypatch.setattr(warming, "warm", lambda _newest: None)
    try:
        app._prepare()
        assert gc.get_freeze_count() > 100_000
        assert gc.get_threshold() == (app.NEW_OBJECTS, *before[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_short_addresses_of_sources_lead_out() -> None:
    [first] = [one for one in app.app._user_middleware if "outside" in one.kwargs]
    assert first.kwargs["outside"] is app.sources
    assert app.sources() == short_addresses.every_source(engine.current())
    assert "/sources/{name:any}" in {route.path for route in app.WEB.routes()}

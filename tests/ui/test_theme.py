"""The theme is sent as Streamlit reads it, though it is read once."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from dashboard.ui import theme


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sections that Streamlit's own function was asked for."""
    read: Any = app_session._populate_theme_msg
    read = getattr(read, "__wrapped__", read)
    found: list[str] = []

    def counted(msg: CustomThemeConfig, section: str = "theme") -> None:
        found.append(section)
        read(msg, section)

    monkeypatch.setattr(app_session, "_populate_theme_msg", counted)
    theme.read_once()
    return found


def whole(populate: Any) -> CustomThemeConfig:
    """A theme as Streamlit puts it together for a new run."""
    sent = CustomThemeConfig()
    populate(sent)
    populate(sent.light, "theme.light")
    populate(sent.dark, "theme.dark")
    populate(sent.sidebar, "theme.sidebar")
    populate(sent.light.sidebar, "theme.light.sidebar")
    return sent


def test_a_theme_is_read_once_and_sent_alike(asked: list[str]) -> None:
    ours: Any = app_session._populate_theme_msg
    first, second = whole(ours), whole(ours)
    assert asked == ["theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar"]
    theirs = whole(ours.__wrapped__)
    assert first == second == theirs
    assert first.SerializeToString(deterministic=True) == theirs.SerializeToString(
        deterministic=True
    )
    assert first.light.primary_color == "#1F5A94"

"""A failure that nobody foresaw: a sentence for the reader, the story for the log."""

from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest


def failing_page() -> None:
    from dashboard.ui.error import show

    try:
        raise RuntimeError("secret detail")
    except RuntimeError as error:
        assert show(error) is True


@pytest.mark.parametrize(
    ("lang", "expected"), [("id", "tidak dapat ditampilkan"), ("en", "could not be shown")]
)
def test_the_reader_gets_a_sentence_and_the_log_the_reason(
    lang: str, expected: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("INTEGRITAS_LANG", lang)
    with caplog.at_level(logging.ERROR, logger="dashboard"):
        app = AppTest.from_function(failing_page, default_timeout=30).run()
    assert not app.exception
    shown = app.error[0].value
    assert expected in shown
    assert "secret detail" not in shown
    assert any(
        record.exc_info and "secret detail" in str(record.exc_info[1]) for record in caplog.records
    )

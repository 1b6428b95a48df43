"""A failure that nobody foresaw: a sentence for the reader, the story for the log."""

from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest


def failing_page() -> None:
    from dashboard.core import logs
    from dashboard.ui import runs
    from dashboard.ui.error import show

    runs.begin()
    logs.bind(request_id="code-of-this-run")
    try:
        raise RuntimeError("secret detail")
    except RuntimeError as error:
        assert show(error) is True


@pytest.mark.parametrize(
    ("lang", "expected", "code"),
    [
        ("id", "tidak dapat ditampilkan", "Sebutkan kode ini kepada pengelola: code-of-this-run"),
        ("en", "could not be shown", "Give the maintainers this code: code-of-this-run"),
    ],
)
def test_the_reader_gets_a_sentence_and_the_log_the_reason(
    lang: str,
    expected: str,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("INTEGRITAS_LANG", lang)
    with caplog.at_level(logging.ERROR, logger="dashboard"):
        app = AppTest.from_function(failing_page, default_timeout=30).run()
    assert not app.exception
    shown = app.error[0].value
    assert expected in shown and code in shown
    assert "secret detail" not in shown
    assert any(
        record.exc_info and "secret detail" in str(record.exc_info[1]) for record in caplog.records
    )

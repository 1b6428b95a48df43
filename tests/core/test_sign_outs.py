"""A sign-in that was ended at one server is ended at the others of the same store."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dashboard.core import sign_outs
from dashboard.core.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store_dir=tmp_path / "store", sign_in_hours=1)


def at_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_outs, "_ended", {})


def test_another_server_knows_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_outs.end("account, at nine", settings)
    at_another_server(monkeypatch)
    assert sign_outs.is_ended("account, at nine", settings)
    assert not sign_outs.is_ended("account, at ten", settings)
    [path] = (settings.store_dir / sign_outs.FOLDER).iterdir()
    assert path.read_bytes() == b""
    assert "account" not in path.name


def test_it_is_forgotten_when_its_hours_are_over(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_outs.end("one", settings)
    [path] = (settings.store_dir / sign_outs.FOLDER).iterdir()
    os.utime(path, (time.time() - 3700,) * 2)
    at_another_server(monkeypatch)
    sign_outs.end("other", settings)
    assert not path.exists()
    assert not sign_outs.is_ended("one", settings)


def test_without_a_folder_this_server_knows_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(store_dir=tmp_path / "file" / "store")
    sign_outs.end("one", settings)
    assert sign_outs.is_ended("one", settings)
    assert not sign_outs.is_ended("other", settings)

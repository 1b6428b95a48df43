"""Fixtures that several tests of this folder share."""

from __future__ import annotations

import pytest

from dashboard.warehouse import engine


@pytest.fixture(scope="module")
def facts() -> engine.Warehouse:
    return engine.current()

"""The facts that figures are asked about."""

from __future__ import annotations

import pytest

from dashboard.warehouse import engine


@pytest.fixture(scope="module")
def facts() -> engine.Warehouse:
    """The shipped facts."""
    return engine.current()

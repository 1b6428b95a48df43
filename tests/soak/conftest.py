"""The pages in a real browser, as the tests of every day have them."""

from pathlib import Path

import pytest

from tests.e2e.conftest import browser, open_figure, open_page, tabs

__all__ = ["browser", "open_figure", "open_page", "tabs"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here: `make soak` runs it with the examples of all other tests."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("soak")

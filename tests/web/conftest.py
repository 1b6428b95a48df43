"""A client of the routes of figures for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.clients import make_client


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """All that the routes made stays with it."""
    with make_client() as client:
        yield client

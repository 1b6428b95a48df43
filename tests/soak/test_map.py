"""The pointer on every one of the 514 kabupaten and kota, in the map of its province."""

from __future__ import annotations

import pytest

from dashboard.warehouse import choices, engine
from tests.e2e.maps import met
from tests.e2e.visits import OpenPage


@pytest.mark.parametrize("province", choices.presets(engine.current())["semua"])
def test_the_pointer_meets_each_region_of_a_province(open_page: OpenPage, province: str) -> None:
    assert met(open_page, province) == {}

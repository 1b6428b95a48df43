"""The dashboard behind a proxy of an office, by address: each way leads to all there is.

The ways in a browser, and a server that is away for a while: `tests/soak/test_proxies.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.e2e.proxied import (
    DEFAULT,
    DOMAIN,
    LEFT,
    PREFIX,
    UPGRADE,
    Ways,
    asked,
    behind_nginx,
)


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    """nginx and a dashboard behind it."""
    with behind_nginx(tmp_path_factory.mktemp("nginx")) as ways:
        yield ways


@pytest.mark.parametrize("way", [DOMAIN, DEFAULT, PREFIX, LEFT])
def test_every_way_leads_to_all_that_has_an_address(ways: Ways, way: int) -> None:
    root = ways.addresses[way]
    own = "https://" + urlsplit(root).netloc
    assert asked(f"{root}/_stcore/stream", Origin=own, **UPGRADE)[0] == 101
    assert asked(f"{root}/_stcore/stream", Origin="https://evil.example", **UPGRADE)[0] == 403
    status, page = asked(f"{root}/tren?region=63&lang=id")
    assert status == 200
    assert f'content="{ways.addresses[PREFIX]}/figures/spi-trend.png?' in page
    assert 'href="./peta?' in page
    for found in sorted(set(re.findall(r'(?:src|href)="\./((?:static|assets)/[^"]+)"', page)))[:3]:
        assert asked(f"{root}/{found}")[0] == 200
    status, text = asked(f"{root}/figures/spi-map.json?region=Kalsel&lang=id&utm_source=x")
    assert (status, text) == (307, "?region=63&lang=id")
    assert asked(f"{root}/ringkasan?lang=id")[1] == "./?lang=id"
    assert asked(f"{root}/figures/")[1].endswith("../figures")
    assert asked(f"{root}/nowhere", Accept="text/html")[0] == 404
    assert asked(f"{root}/_stcore/metrics")[0] == 404

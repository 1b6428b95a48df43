"""Signing in where the dashboard stands below a path behind nginx, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.core.access import COOKIE
from tests import nginx
from tests.e2e.proxied import NAMES, opened
from tests.e2e.visits import LOCAL_HOSTS, Tab
from tests.identity import EDITOR, provider, settings_of
from tests.servers import answers, free_port, starting


@pytest.mark.parametrize("is_path_left", [False, True])
def test_an_account_signs_in_and_out_below_a_path(
    browser: Browser, tmp_path: Path, is_path_left: bool
) -> None:
    port, front = free_port(), free_port()
    public = f"https://kantor.example.go.id:{front}/integritas"
    backend = f"127.0.0.1:{port}"
    nginx.certify(tmp_path, "kantor")
    way = nginx.server("prefix", front, backend, tmp_path)
    way = way.replace(f"{backend}/;", f"{backend};") if is_path_left else way
    with (
        provider() as address,
        nginx.proxying([way], tmp_path, front),
        starting(
            environment=settings_of(address, tmp_path / "audit.jsonl")
            | {"PORT": str(port), "INTEGRITAS_PUBLIC_ADDRESS": public}
        ) as (process, _url, said),
        opened(browser) as context,
    ):
        while not answers(f"http://localhost:{port}"):
            assert process.poll() is None, said()
        tab = Tab(context, {*NAMES, *LOCAL_HOSTS})
        page = tab.page
        tab.open(f"{public}/peta?region=63&year=2023&lang=id")
        page.get_by_role("link", name="Masuk").click()
        page.get_by_role("button", name=EDITOR).click()
        page.wait_for_url(f"{public}/peta?**")
        visit = tab.visit.settle()
        assert len(visit.provinces) == 38
        assert visit.query["year"] == ["2023"]
        assert f"Akun {EDITOR}: boleh membaca dan mengubah fakta" in visit.text
        kept = [one for one in context.cookies() if one["name"].startswith(COOKIE)]
        assert kept
        assert all(one["secure"] and one["httpOnly"] for one in kept)
        page.get_by_role("link", name="Keluar").click()
        page.get_by_role("button", name="End session").click()
        page.get_by_role("link", name="Masuk").wait_for()
        assert page.url.startswith(f"{public}/")
        assert not [one for one in context.cookies() if one["name"].startswith(COOKIE)]

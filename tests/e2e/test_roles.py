"""Who may, through the real server and an identity provider: no role, a wrong one, the right."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from unittest.mock import patch

import httpx
import pytest
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus

from dashboard.core import pages
from dashboard.core.access import COOKIE, Role
from tests.e2e.visits import LOCAL_HOSTS, Tab
from tests.identity import (
    EDITOR,
    OTHER,
    READER,
    SECRET,
    Closed,
    Session,
    client,
    closed,
    sign_in,
)

TOKEN = "a-token-of-a-script"
FACTS = (
    *("/", "/peta?region=63", "/profil", "/data", "/figures", "/figures/spi-map.csv"),
    *("/figures/spi-map.html", "/figures/spi-trend.png?region=63", "/openapi.json", "/oembed"),
    *("/sources/000000", "/assets/geo/provinces.json", "/assets/g%65o/provinces.json"),
    *("/media/x", "/component/x", "/_stcore/host-config", "/_stcore/metrics", "/changes.atom"),
    *("//figures", "/peta/", "/FIGURES", "/_stcore/health/", "/sign-in/x"),
)
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    folder = tmp_path_factory.mktemp("closed")
    with closed(folder, INTEGRITAS_TOKENS=f"power-bi:{digest}") as running:
        yield running


def is_of_facts(text: str) -> bool:
    return any(fact in text for fact in ("64.15", "64,15", "Kalimantan", "rentan"))


@pytest.mark.parametrize(("account", "status"), [("", 401), (OTHER, 403)])
def test_without_the_role_no_address_answers_with_facts(
    dashboard: Closed, account: str, status: int
) -> None:
    with client(dashboard.url, account) as asking:
        for path in FACTS:
            for method, headers in (("GET", HTML), ("GET", {}), ("HEAD", {})):
                told = asking.request(method, path, headers=headers)
                assert told.status_code == status, path
                assert not is_of_facts(told.text), path
                assert told.headers["cache-control"] == "no-store"
        page = asking.get("/peta?region=63&lang=en", headers=HTML)
        assert 'href="' in page.text
        assert "/sign-in?lang=en&amp;to=/peta%3Fregion%3D63%26lang%3Den" in page.text
        document = asking.get("/figures/spi-map.csv?lang=en").json()
        assert document["type"].endswith(":no-role" if account else ":sign-in")
        assert not account or account in document["detail"]
        with pytest.raises(InvalidStatus):
            Session(asking)
        for name in ("a.json", "a.csv"):
            told = asking.put("/_stcore/upload_file/x/y", files={"file": (name, b"x")})
            assert told.status_code == status
        assert asking.get("/_stcore/health").status_code == 200
    what = {one["what"] for one in dashboard.events(account) if one["event"] == "refusal"}
    assert {"read /peta", "websocket", "read /_stcore/upload_file/x/y"} <= what


def test_a_reader_reads_and_changes_nothing(dashboard: Closed) -> None:
    with client(dashboard.url, READER) as reading:
        for path in ("/peta?region=63", "/figures", "/figures/spi-map.csv", "/openapi.json"):
            told = reading.get(path)
            assert told.status_code == 200
            assert told.headers["cache-control"] == "private, no-cache"
            again = reading.get(path, headers={"If-None-Match": told.headers["etag"]})
            assert again.status_code == 304
        assert is_of_facts(reading.get("/figures/spi-map.csv").text)
        for path in [page.path for page in pages.PAGES.values() if page.role is Role.EDIT]:
            for address in (f"/{path}", f"/{path}/"):
                unknown = reading.get(address.replace(path, "nothing"), headers=HTML)
                told = reading.get(address, headers=HTML)
                assert (told.status_code, told.text) == (unknown.status_code, unknown.text)
                assert not told.is_success
        with Session(reading) as session:
            sent = session.run()
            assert f"Akun {READER}: boleh membaca" in sent
            assert "perbarui" not in sent
            refused = session.upload("spi.xlsx")
            assert (refused.status_code, refused.json()["status"]) == (403, 403)
            assert "PPTX dan JSON" in refused.json()["detail"]
            assert session.upload("paparan.json").status_code == 204
    events = dashboard.events(READER)
    assert {"event": "sign_in", "role": "read"} in events
    assert {"event": "refusal", "what": "upload", "why": "role"} in events


def test_an_editor_may(dashboard: Closed) -> None:
    with client(dashboard.url, EDITOR) as editing, Session(editing) as session:
        assert f"Akun {EDITOR}: boleh membaca dan mengubah fakta" in session.run()
        assert session.upload("spi.xlsx").status_code == 204
        assert session.upload("spi.xlsx", session="no-such-session").status_code == 400
        for path in [page.path for page in pages.PAGES.values() if page.role is Role.EDIT]:
            assert editing.get(f"/{path}", headers=HTML).status_code == 200
    text = dashboard.audit.read_text(encoding="ascii")
    assert EDITOR in text
    assert not [part for part in ("A Name", "example.go.id", "127.0.0.1", "::1") if part in text]


def kept(age: float = 0, secret: str = SECRET, **changed: object) -> dict[str, str]:
    """A sign-in in the cookies of a reader, some hours old."""
    claims = {"sub": READER, "groups": ["reader"], "is_logged_in": True, **changed}
    with patch("time.time", return_value=time.time() - age * 3600):
        signed = URLSafeTimedSerializer(secret, salt=COOKIE).dumps(json.dumps(claims))
    return {COOKIE: str(signed)}


def test_only_a_sign_in_of_our_own_counts_and_not_for_ever(dashboard: Closed) -> None:
    url = dashboard.url
    for cookies, status in (
        (kept(origin=url), 200),
        (kept(11.9, origin=url), 200),
        (kept(12.1, origin=url), 401),
        (kept(origin="https://other.example.go.id"), 401),
        (kept(secret=SECRET[::-1], origin=url), 401),
        (kept(origin=url, is_logged_in=False), 401),
    ):
        assert httpx.get(f"{url}/figures", cookies=cookies).status_code == status


def test_scripts_read_by_a_token(dashboard: Closed) -> None:
    for token, status in ((TOKEN, 200), (TOKEN[:-1], 401), ("", 401)):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        told = httpx.get(f"{dashboard.url}/figures/spi-map.csv", headers=headers, timeout=60)
        assert told.status_code == status
        assert ("www-authenticate" in told.headers) == (status == 401)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    told = httpx.put(f"{dashboard.url}/_stcore/upload_file/x/y", headers=headers, content=b"x")
    assert told.status_code == 403


@pytest.mark.parametrize(
    ("to", "leads_to"),
    [
        ("/peta?region=63&year=2024", "./peta?region=63&year=2024"),
        ("", "./"),
        ("https://example.com/", "./"),
        ("//example.com", "./"),
        ("/\\example.com", "./"),
        ("/peta\r\nX: y", "./"),
        ("/" + "a" * 2000, "./"),
        ("peta", "./"),
    ],
)
def test_signing_in_leads_back_and_nowhere_else(dashboard: Closed, to: str, leads_to: str) -> None:
    with client(dashboard.url) as made:
        back = sign_in(made, READER, to)
        assert (back.status_code, back.headers["location"]) == (302, leads_to)


def test_signing_out_ends_a_sign_in_in_every_window(dashboard: Closed) -> None:
    with client(dashboard.url, READER) as first, Session(first) as session:
        cookies = dict(first.cookies)
        assert "boleh membaca" in session.run()
        first.get("/auth/logout")
        assert COOKIE not in first.cookies
        assert httpx.get(f"{dashboard.url}/figures", cookies=cookies).status_code == 401
        sent = session.run()
        assert "hanya terbuka bagi pemilik akun" in sent
        assert not is_of_facts(sent)
    assert {"event": "sign_out"} in dashboard.events(READER)


def test_a_sign_in_that_fails_is_written_down(dashboard: Closed) -> None:
    before = len(dashboard.events(""))
    with httpx.Client(base_url=dashboard.url) as asking:
        told = asking.get("/oauth2callback?code=x&state=y")
        assert told.status_code == 302
        assert COOKIE not in asking.cookies
    assert dashboard.events("")[before:] == [
        {"event": "refusal", "what": "sign-in", "why": "no sign-in"}
    ]


def test_an_open_dashboard_has_no_way_to_sign_in_and_takes_no_other_files(app_url: str) -> None:
    with client(app_url) as asking, Session(asking) as session:
        for path in ("/sign-in", "/sign-out"):
            assert asking.get(path).status_code == 404
        assert asking.get("/figures").headers["cache-control"].startswith("public")
        assert "Masuk" not in session.run()
        assert session.upload("spi.csv").status_code == 403
        assert session.upload("paparan.json").status_code == 204


def test_a_reader_signs_in_and_out_in_a_browser(dashboard: Closed, browser: Browser) -> None:
    context = browser.new_context(locale="id-ID", reduced_motion="reduce")
    try:
        tab = Tab(context, LOCAL_HOSTS)
        page = tab.page
        tab.open(f"{dashboard.url}/peta?region=63&year=2023&lang=id")
        assert "hanya terbuka bagi pemilik akun" in page.inner_text("body")
        page.get_by_role("link", name="Masuk").click()
        page.get_by_role("button", name=READER).click()
        page.wait_for_url("**/peta?**")
        visit = tab.visit.settle()
        assert visit.query["region"] == ["63"]
        assert visit.query["year"] == ["2023"]
        assert len(visit.provinces) == 38
        assert f"Akun {READER}: boleh membaca" in visit.text
        visit = visit.go("Profil")
        page.get_by_role("link", name="Keluar").click()
        page.get_by_role("button", name="End session").click()
        page.get_by_role("link", name="Masuk").wait_for()
        assert not [one for one in context.cookies() if one["name"].startswith(COOKIE)]
    finally:
        context.close()

"""News at addresses: a feed that programs follow, rows for scripts, a page for readers."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import feedparser
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.briefing import writer
from dashboard.core import limits
from dashboard.core.i18n import words
from dashboard.web.routes import Web
from tests import stores
from tests.clients import NoBrowser, make_client
from tests.stores import Followed

ATOM = "application/atom+xml"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    return stores.followed(tmp_path_factory)


def client_of(followed: Followed, place: int = -1, **changed: object) -> TestClient:
    web = Web(
        lambda: followed.states[place],
        followed.settings(**changed),
        writer.slide,
        draws=NoBrowser(),
    )
    return TestClient(Starlette(routes=web.routes()), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(followed: Followed) -> Iterator[TestClient]:
    with client_of(followed) as client:
        yield client


def read(client: TestClient, query: str = "lang=id") -> feedparser.FeedParserDict:
    answer = client.get(f"/changes.atom?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(ATOM)
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def test_a_province_is_followed_with_its_governments(client: TestClient) -> None:
    found = read(client, "region=63&lang=id")
    assert [one.title for one in found.entries] == [
        "Kalimantan Selatan: skor SPI 2025 berubah",  # of the second revision
        "Kalimantan Selatan: kelas SPI 2024 berubah",
        "Kalimantan Selatan: skor SPI 2025",
        "Kota Banjarmasin: OTT 2019 tercatat",
        "Kota Banjarmasin: WBK 2024",
        "Kalimantan Selatan: data diperbaiki",
        "Kalimantan Selatan: data diperbaiki",
        "Kalimantan Selatan: Kegiatan antikorupsi",
    ]
    assert found.entries[0].summary == (
        "Skor SPI Pemprov Kalimantan Selatan 2025: kini 66,20, sebelumnya 66,10; kelas tetap "
        "rentan. Sumber: KPK."
    )
    assert found.entries[4].summary == (  # a fact stays a text
        "RSUD <b>& (Kota Banjarmasin): WBK 2024; penilai: evaluasi nasional (Kemenpan RB). "
        "Sumber: Kabar."
    )
    assert "Kalimantan Selatan" in found.feed.title
    assert {tag.term for tag in found.entries[1].tags} == {"changed_class", "63"}
    kota = read(client, "region=63.71&lang=en")
    assert [one.title for one in kota.entries] == [
        *("Kota Banjarmasin: OTT 2019 recorded", "Kota Banjarmasin: WBK 2024"),
    ]


def test_every_entry_leads_to_its_figure(client: TestClient) -> None:
    """Every parameter is stated, and every link of the feed answers."""
    found = read(client)
    assert len(found.entries) == 21  # 17 and 4, with what was taken back
    for entry in found.entries:
        [link] = [one.href for one in entry.links if one.rel == "alternate"]
        path = urlsplit(link).path
        assert "region=" in link and "lang=id" in link
        if path != "/data":  # a page of the dashboard, for tables without a figure
            assert "year=" in link
            assert path.startswith("/figures/")
            assert client.get(link).status_code == 200
    links = {one.rel: one.href for one in found.feed.links}
    assert links["self"] == "http://testserver/changes.atom?lang=id"
    assert links["alternate"] == "http://testserver/changes.html?lang=id"
    for link in links.values():
        assert client.get(link).status_code == 200


def test_entries_have_names_that_stay(followed: Followed, client: TestClient) -> None:
    """Of the feed and of each entry, the newest one first; an entry is dated by its revision."""
    with client_of(followed, 1) as before:
        older = read(before)
    newer = read(client)
    ids = [one.id for one in newer.entries]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:integritas-daerah:change:") for one in ids)
    assert [one.id for one in older.entries] == ids[-len(older.entries) :]
    assert older.feed.id == newer.feed.id != read(client, "lang=en").feed.id
    when = followed.revisions[1].when.astimezone(dt.UTC)
    assert newer.entries[-1].updated_parsed[:6] == when.timetuple()[:6]
    assert newer.feed.updated == newer.entries[0].updated
    assert newer.feed.author_detail.name == "Integritas Daerah"
    assert "local" not in client.get("/changes.atom").text  # whose account it was stays inside


def test_an_unchanged_feed_is_not_sent_again(followed: Followed, client: TestClient) -> None:
    first = client.get("/changes.atom?region=63")
    tag = first.headers["etag"]
    again = client.get("/changes.atom?region=63", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first.headers["cache-control"]
    assert first.headers["access-control-allow-origin"] == "*"
    head = client.head("/changes.atom?region=63")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    with client_of(followed, 1) as before:
        assert before.get("/changes.atom?region=63").headers["etag"] != tag


def test_names_lead_to_codes_and_faults_are_told(client: TestClient) -> None:
    moved = client.get("/changes.atom?region=Kalsel&lang=en", follow_redirects=False)
    assert moved.status_code == 307
    assert moved.headers["location"] == "?region=63&lang=en"
    for query, parameter in (
        ("region=99", "region"),
        ("year=2024", "year"),
        ("lang=xx", "lang"),
        ("since=0123456789ab", "since"),  # a feed is read from its own beginning
    ):
        refused = client.get(f"/changes.atom?{query}")
        assert refused.status_code == 400, query
        assert [one["parameter"] for one in refused.json()["errors"]] == [parameter]
    assert client.post("/changes.atom").status_code == 405
    assert client.get("/changes.json?since=0123456789ab").status_code == 404
    assert client.get("/changes.json?limit=0").status_code == 400
    # What mailers add is passed over.
    assert client.get("/changes.atom?utm_source=x").status_code == 200


def test_too_many_requests_are_told(followed: Followed) -> None:
    with client_of(followed, requests_per_minute=2) as client:
        codes = [client.get("/changes.atom").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_rows_for_scripts_are_netted_since_a_revision(
    followed: Followed, client: TestClient
) -> None:
    first = followed.revisions[0].id
    told = client.get(f"/changes.json?since={first}&lang=en").json()
    assert told["revision"] == followed.revisions[-1].id
    listed = {(one["region_code"], one["kind"]) for one in told["changes"]}
    assert (told["n"], len(told["changes"])) == (14, 14)
    assert ("63", "new_score") in listed
    # What was brought in and taken back is no news.
    assert not {("61", "changed_class"), ("13", "changed_score"), ("62", "zone_reached")} & listed
    # A code that is no more is passed over: browsers remember theirs for years.
    ours = client.get(
        f"/changes.json?since={first[:12]}&first=99.99&first=63.71&limit=1&lang=en"
    ).json()
    assert (ours["n"], len(ours["changes"])) == (14, 1)
    assert ours["changes"][0]["title"] == "Kota Banjarmasin: OTT 2019 recorded"
    assert ours["changes"][0]["values"]["new"]["offices_en"] == "Head of agency"
    newest = client.get(f"/changes.json?since={told['revision']}").json()
    assert newest["changes"] == []


def test_a_page_lists_the_same(client: TestClient) -> None:
    page = client.get("/changes.html?region=63&lang=en")
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-language"] == "en"
    assert "class now alert, before vulnerable" in page.text
    assert "RSUD &lt;b&gt;&amp; (Kota" in page.text  # a fact stays a text
    [feed] = re.findall(
        r'rel="alternate" type="application/atom\+xml"[^>]+href="([^"]+)"', page.text
    )
    assert client.get(feed.replace("&amp;", "&")).status_code == 200
    for link in set(re.findall(r'href="(http[^"]+figures[^"]+)"', page.text)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_without_a_store_the_feed_says_so() -> None:
    """It is valid and has one entry: the version of the facts."""
    with make_client() as client:
        found = read(client, "region=63&lang=en")
        [entry] = found.entries
        assert re.fullmatch(r"Facts \d{4}\.\d+\.\d+", entry.title)
        assert "once facts are brought in" in entry.summary
        assert entry.links[0].href == "http://testserver/?lang=en"
        told = client.get("/changes.json").json()
        assert (told["revision"], told["changes"]) == ("", [])
        assert words("id")("What is new: all regions") in client.get("/changes.html").text


def test_a_region_without_news_has_an_honest_feed(client: TestClient) -> None:
    [entry] = read(client, "region=31&lang=en").entries
    assert "No change of these regions has been recorded yet." in entry.summary


def test_a_host_that_nobody_knows_gets_no_links_that_leave(followed: Followed) -> None:
    with client_of(followed) as client:
        answer = client.get("/changes.atom", headers={"Host": "evil.example"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.text
    links = [one.links[0].href for one in feedparser.parse(answer.content).entries]
    assert all(not urlsplit(link).netloc for link in links)


def test_a_store_that_cannot_be_read_is_told(followed: Followed) -> None:
    """Figures go on; the news says what is wrong."""
    with client_of(followed, store_dir=followed.folder / "facts-0" / "datapackage.json") as client:
        refused = client.get("/changes.atom?lang=en")
        assert refused.status_code in (200, 503)
        assert client.get("/figures/spi-map.json").status_code == 200
    broken = followed.folder / "broken"
    (broken / "facts.git").mkdir(parents=True)
    with client_of(followed, store_dir=broken) as client:
        refused = client.get("/changes.atom?lang=en")
        assert refused.status_code == 503
        assert "cannot be read" in refused.json()["detail"]


def test_an_entry_survives_any_text(followed: Followed, client: TestClient) -> None:
    """What no XML can hold is left out of it."""
    from dashboard.web import feed

    assert feed._xml("a\x00b\x0bc\ud800 <&") == "abc <&"
    assert json.loads(client.get("/changes.json").content)["n"] == 21


def test_a_revision_of_which_not_all_is_told_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {kind: client.get(f"/changes.{kind}?lang=en").text for kind in ("atom", "json", "html")}
    assert json.loads(whole["json"])["notice"] == ""
    assert not any("most important" in text for text in whole.values())
    monkeypatch.setattr(limits, "MOST_NEWS", 5)
    for kind in whole:
        told = client.get(f"/changes.{kind}?lang=en&region=13").text  # not asked before
        assert "at least 5 things" in told, kind

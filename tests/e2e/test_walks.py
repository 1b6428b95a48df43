"""The walks of docs/walks.md: how many clicks lie between three people and their answers."""

from __future__ import annotations

import re

from tests.e2e.visits import OpenPage
from tests.fixtures import ROOT

WALK = re.compile(r"^\| (?P<question>[^|]+) \| (?P<clicks>\d) \|", re.MULTILINE)


def test_each_answer_is_as_near_as_the_walks_say(open_page: OpenPage) -> None:
    text = (ROOT / "docs" / "walks.md").read_text(encoding="utf-8")
    clicks = {walk["question"].strip(): int(walk["clicks"]) for walk in WALK.finditer(text)}

    visit = open_page("/?region=63")
    page, card = visit.page, visit.page.locator(".card")
    assert clicks.pop("Where does my region stand, and what changed?") == 0
    standing = card.inner_text()
    assert "64,15" in standing
    assert "−8,39 sejak 2023" in standing
    assert "urutan 4 dari 4" in standing

    assert clicks.pop("Is it better than its neighbours?") == 1
    card.get_by_role("link", name="Bandingkan dengan tetangga").click()
    page.wait_for_url("**/bandingkan?*")
    visit.settle()
    assert visit.query["region"] == ["63", "61", "62", "64", "65"]
    assert "Kalsel (64,15)" in visit.text

    page.go_back()
    page.wait_for_url(lambda url: "bandingkan" not in url)
    visit.settle()
    assert clicks.pop("What did each source print, word for word?") == 2
    page.locator(".card").get_by_role("link", name="64,15").click()
    page.wait_for_url("**/data?*")
    visit.settle()
    source = page.get_by_test_id("stMain").locator("td a[target=_blank]").first
    assert (source.get_attribute("href") or "").startswith("https://")  # the second click

    assert clicks.pop("Where does my kota lie on the map, among which others?") == 2
    visit = open_page("/?region=63.71")
    page = visit.page
    visit.go("Peta")
    page.get_by_role("radio", name="Kabupaten/kota").click()
    visit.settle()
    assert "Kota Banjarmasin" in page.locator(".card").inner_text()
    assert visit.query["region"] == ["63.71"]

    # The six of a deck are counted where the deck is made: three figures, the page, make, download.
    assert clicks == {"Three charts in a deck, with their sources": 6}
    assert visit.trouble == {}

"""What a reader chooses: in the address, on the next page, on the map."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.e2e.visits import OpenPage, Visit


def test_choice_stands_in_the_address_holds_elsewhere_and_is_made_amid_runs(
    open_page: OpenPage,
) -> None:
    visit = open_page("/peta?region=63&region=64&year=2024&scope=pemprov")
    before = visit.headings

    visit.choose("Tahun", "2023")

    assert visit.query["year"] == ["2023"]
    chosen, address = visit.headings, urlsplit(visit.page.url)
    assert chosen != before
    visit.go("Tren")
    assert visit.query["region"] == ["63", "64"]
    assert visit.query["year"] == ["2023"]
    assert visit.trouble == {}
    again = open_page(f"{address.path}?{address.query}", lang=None)
    assert again.headings == chosen
    assert again.trouble == {}
    interrupted_runs_leave_the_session_alive(again)


def interrupted_runs_leave_the_session_alive(visit: Visit) -> None:
    for lang in ("English", "Indonesia") * 2:  # faster than a run takes
        visit.page.get_by_role("radio", name=lang).click()
        visit.page.wait_for_timeout(60)
    visit.settle()
    # A click on what the page still showed as chosen chooses nothing: on a slow machine, the last.
    visit.page.get_by_role("radio", name="Indonesia").click()
    visit.settle()
    visit.choose("Tahun", "2022")

    assert visit.page.get_by_role("dialog").count() == 0
    assert visit.query["year"] == ["2022"]
    assert visit.trouble == {}


def test_unknown_parameters_are_named_and_ignored(open_page: OpenPage) -> None:
    visit = open_page("/tren?region=99&year=1800&scope=nowhere")

    assert visit.trouble == {}
    notices = " ".join(visit.notices)
    assert [value for value in ("99", "1800", "nowhere") if value not in notices] == []
    assert visit.page.locator(".js-plotly-plot .main-svg").count() > 0, "no chart"


def test_a_misspelt_name_finds_its_region(open_page: OpenPage) -> None:
    visit = open_page("/profil?region=64")
    box = visit.page.locator(".st-key-filter-profile-region").get_by_role("combobox")

    box.fill("kota padang panjng")
    box.press("Enter")
    visit.settle()

    assert visit.query["region"] == ["13.74"]
    assert "dibaca sebagai Kota Padang Panjang" in visit.text
    assert visit.trouble == {}


def test_enter_takes_the_one_value_that_was_meant_and_ones_own_region_is_remembered(
    open_page: OpenPage,
) -> None:
    visit = open_page("/ott?region=64")
    page = visit.page

    def enter(key: str, text: str, times: int = 1) -> dict[str, list[str]]:
        box = page.locator(f".st-key-filter-{key}").get_by_role("combobox")
        box.click()
        page.keyboard.type(text)
        for _ in range(times):
            page.keyboard.press("Enter")
        visit.settle()
        return visit.query

    own = page.get_by_test_id("stSidebar").locator(".my-region")
    own.get_by_role("button", name="Jadikan Kalimantan Timur wilayah saya").press("Enter")
    assert "Diingat hanya di peramban ini." in own.inner_text()
    # A second Enter adds nothing, a third neither.
    assert enter("region", "Kukar", times=3)["region"] == ["64", "64.02"]
    assert enter("region", "")["region"] == ["64", "64.02"]
    # Two regions of one name: the box asks, and the keyboard is where the answer is.
    assert enter("region", "Banjar")["region"] == ["64", "64.02"]
    assert "Wilayah mana yang dimaksud dengan “Banjar”?" in visit.text
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    visit.settle()
    assert visit.query["region"] == ["64", "64.02", "63.03"]
    page.wait_for_function("document.activeElement.matches('.st-key-filter-region input')")
    # A value that fits as a whole comes before one that only holds it, and is taken once.
    assert enter("level", "pusat", times=2)["level"] == ["pusat"]
    assert enter("level", "pusat")["level"] == ["pusat"]
    for key in ("Escape", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    visit.settle()
    assert len(visit.query["level"]) == 2

    page.goto(page.url.partition("/ott")[0])
    visit.settle()
    assert len(visit.query["region"]) > 1  # what everybody sees first
    page.get_by_test_id("stMain").get_by_role("link", name="Wilayah saya").press("Enter")
    page.wait_for_function("new URLSearchParams(location.search).get('region') === '64'")
    visit.settle()
    assert visit.query["region"] == ["64"]
    assert page.get_by_test_id("stMain").locator(".my-region").count() == 0
    page.get_by_role("button", name="Lupakan wilayah saya").click()
    assert page.evaluate("localStorage.getItem('integritas-daerah.my-region')") is None
    assert visit.trouble == {}

"""Every state that a reader can open, for readers who use a keyboard or a screen reader."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.visits import OpenPage, Visit

# What a keyboard must reach: visible, and not a part of something whose own keys do the same: the
# arrows of a group of choices, arrow and backspace in a box of options.
REACHABLE = """() => [...document.querySelectorAll(
    '[data-testid=stMain] :is(a[href], button, summary, input, textarea), ' +
    '[data-testid=stSidebar] :is(a[href], button, summary, input, textarea)')]
    .filter(element => element.checkVisibility({visibilityProperty: true})
        && !element.disabled && element.getAttribute('role') !== 'radio'
        && (element.role === 'combobox'
            || !element.closest('[data-testid=stSelectbox], [data-testid=stMultiSelect]'))
        && !element.closest('[aria-hidden=true]')
        && element.getBoundingClientRect().width > 0)
    .map((element, i) => {
        element.dataset.reach = i;
        const name = element.ariaLabel || element.title || element.textContent;
        return [String(i), name || element.tagName];
    })"""
FOCUSED = "() => document.activeElement && document.activeElement.dataset.reach"


def test_the_overview_is_there_for_a_keyboard_without_barriers_and_in_the_dark(
    open_page: OpenPage,
) -> None:
    """One visit: a keyboard reaches everything, then all opens, then day turns to night."""
    visit = open_page("/")
    a_keyboard_reaches_everything(visit)
    what_opens_has_no_barriers(visit)
    it_follows_the_system_into_the_dark_and_stays_readable(visit)


def a_keyboard_reaches_everything(visit: Visit) -> None:
    wanted = dict(visit.page.evaluate(REACHABLE))
    assert len(wanted) > 12
    reached = set()
    for _ in range(3 * len(wanted)):
        visit.page.keyboard.press("Tab")
        reached.add(visit.page.evaluate(FOCUSED))
        if reached >= wanted.keys():
            break
    assert {number: name for number, name in wanted.items() if number not in reached} == {}
    mark = visit.page.locator(".card .source-mark summary").first
    mark.focus()
    visit.page.keyboard.press("Enter")
    assert visit.page.locator(".card .source-mark[open] a").first.is_visible()
    visit.page.keyboard.press("Enter")
    assert visit.page.locator(".card .source-mark[open]").count() == 0


def what_opens_has_no_barriers(visit: Visit) -> None:
    visit.page.locator(".card .source-mark summary").first.click()
    link = visit.page.locator(".card .source-mark[open] a").first
    assert (link.get_attribute("href") or "").startswith("https://")
    assert link.is_visible()
    visit.page.get_by_role("button", name="Tabel").first.click()
    visit.settle()
    assert visit.page.locator(".grid").count() == 1
    assert visit.barriers == {}
    term = visit.page.locator(".page-heading .term").first
    term.focus()
    meaning = visit.page.locator(".term-meaning")
    expect(meaning).to_contain_text("Survei Penilaian Integritas")
    visit.page.keyboard.press("Escape")
    expect(meaning).to_be_empty()
    term.click()
    expect(meaning).to_contain_text("Survei Penilaian Integritas")
    button = visit.page.get_by_test_id("stPopover").first.get_by_role("button")
    button.click()
    visit.settle()
    popover = visit.page.get_by_test_id("stPopoverBody")
    links = popover.locator("a")
    assert links.count() > 3
    assert visit.barriers == {}
    # The keyboard goes in, stays in, and comes back to where it was.
    assert popover.evaluate("body => body === document.activeElement && Boolean(body.ariaLabel)")
    visit.page.keyboard.press("Shift+Tab")
    assert links.last.evaluate("link => link === document.activeElement")
    visit.page.keyboard.press("Tab")
    assert links.first.evaluate("link => link === document.activeElement")
    outline = links.first.evaluate("link => getComputedStyle(link).outlineStyle")
    assert outline == "solid"
    visit.page.keyboard.press("Escape")
    popover.wait_for(state="detached")
    assert button.evaluate("button => button === document.activeElement")
    assert visit.trouble == {}


def it_follows_the_system_into_the_dark_and_stays_readable(visit: Visit) -> None:
    visit.page.emulate_media(color_scheme="dark")
    visit.settle()
    colour = "getComputedStyle(document.querySelector('{}')).{}"
    assert visit.page.evaluate(colour.format(".stApp", "backgroundColor")) == "rgb(18, 22, 28)"
    tick = visit.page.locator(".js-plotly-plot .ytick text").first
    expect(tick).to_have_css("fill", "rgb(230, 234, 240)")
    assert visit.barriers == {}
    # Paper is light whatever the screen is.
    visit.page.emulate_media(media="print")
    assert visit.page.evaluate(colour.format(".card h2", "color")) == "rgb(27, 36, 48)"
    expect(tick).to_have_css("fill", "rgb(27, 36, 48)")
    assert visit.trouble == {}


def test_the_filters_of_a_phone_have_no_barriers(open_page: OpenPage) -> None:
    visit = open_page("/", "phone")
    bar = visit.page.get_by_role("navigation", name="Halaman dan saringan")
    box = bar.bounding_box()
    assert box and box["y"] > 750, "within reach of a thumb"
    bar.get_by_role("button", name="Saringan: Kalsel dan 3 lagi").click()
    visit.settle()
    filters = visit.page.get_by_test_id("stSidebarUserContent")
    expect(filters.get_by_role("combobox").first).to_be_focused()
    assert filters.get_by_test_id("stSelectbox").first.is_visible()
    assert visit.barriers == {}
    visit.page.get_by_test_id("stSidebarNavLink").filter(has_text="Peta").click()
    visit.settle()
    assert bar.get_by_role("button", name="Halaman: Peta").count() == 1


def test_a_first_choice_leaves_the_keyboard_where_it_is(open_page: OpenPage) -> None:
    """What a page offers on a first visit goes with that choice; nothing else may move."""
    visit = open_page("/peta")
    year = visit.page.get_by_role("slider", name="Tahun")
    year.focus()
    visit.page.keyboard.press("ArrowLeft")
    visit.settle()
    assert visit.query["year"] == ["2023"]
    expect(year).to_be_focused()
    visit.page.keyboard.press("ArrowRight")
    visit.settle()
    assert visit.query["year"] == ["2024"]
    expect(year).to_be_focused()
    visit.page.get_by_role("radio", name="Provinsi").focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Space")
    visit.settle()
    assert visit.query["region_level"] == ["regencies"]
    expect(visit.page.get_by_role("radio", name="Kabupaten/kota")).to_be_focused()
    assert visit.barriers == {}
    assert visit.trouble == {}

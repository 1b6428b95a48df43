"""Pages in a real browser, watched while they load."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal, cast
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebSocket
from playwright.sync_api import Error as PlaywrightError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

SIZES = {"desktop": (1366, 768), "phone": (390, 844), "narrow": (320, 800)}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}

# Streamlit's own word on whether its script runs, how much is still missing, and everything that
# arrives late: charts, the provinces in them, text. The page has finished when nothing is missing
# and this stays the same for a while.
STATE = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const maps = [...document.querySelectorAll('.js-plotly-plot .geolayer > .geo')];
    return JSON.stringify([
        app && app.dataset.testScriptState,
        document.querySelectorAll('[data-stale=true], [data-testid=stSkeleton], #first').length +
            maps.filter(map => !map.querySelector('path.choroplethlocation')).length,
        document.querySelectorAll('.js-plotly-plot .main-svg').length,
        document.querySelectorAll('path.choroplethlocation').length,
        document.body.textContent.length,
        location.href,
    ]);
}"""

# Plotly keeps the location code beside each shape.
PROVINCES = """() => [...document.querySelectorAll('g.choroplethlayer path.choroplethlocation')]
    .filter(path => (path.getAttribute('d') || '').length > 10 && path.getBBox().width > 0)
    .map(path => String(path.__data__.loc))"""

# The middle of a province of many islands may be sea: take a point of a grid that lies in the shape
# with all its neighbours. Plotly's own transparent sheet covers the map and finds the province
# under the mouse by itself.
POINT_INSIDE = """code => {
    const path = [...document.querySelectorAll('g.choroplethlayer path.choroplethlocation')]
        .find(candidate => String(candidate.__data__.loc) === code);
    if (!path) return null;
    path.scrollIntoView({block: 'center'});
    const box = path.getBBox(), matrix = path.getScreenCTM(), steps = 24;
    const at = (i, j) => new DOMPoint(
        box.x + box.width * i / steps, box.y + box.height * j / steps);
    for (let i = 1; i < steps; i++) for (let j = 1; j < steps; j++) {
        const around = [at(i, j), at(i - 1, j), at(i + 1, j), at(i, j - 1), at(i, j + 1)];
        if (!around.every(point => path.isPointInFill(point))) continue;
        const {x, y} = at(i, j).matrixTransform(matrix);
        return {x, y};
    }
    return null;
}"""

# What a page's policy refused, from its first line on.
LISTEN = """(() => {
    window.refused = [];
    document.addEventListener('securitypolicyviolation',
        event => window.refused.push(event.blockedURI));
})()"""
# Streamlit's protobuf library tries WebAssembly for big numbers and does without it.
HARMLESS = {"wasm-eval"}

# axe-core writes down the markup of every element, the whole document among them, and measures
# each hidden one: nine tenths of its time. Here markup is written of what it found only, and what
# is folded away is not laid out at all; what opens is searched when it is open. The rows of a long
# table are alike: the first ones stand for all.
BARRIERS = """async options => {
    const folded = document.createElement('style');
    folded.textContent =
        'details:not([open])::details-content { content-visibility: visible; display: none }' +
        'tbody tr:nth-child(n+13) { display: none }';
    document.head.append(folded);
    axe.configure({noHtml: true});
    const found = await axe.run(options);
    folded.remove();
    return found.violations.map(({id, impact, nodes}) => [
        id, impact, nodes.map(({target}) => document.querySelector(target[0]).outerHTML)]);
}"""
AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}

OUTLINE = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(element => element.checkVisibility({visibilityProperty: true})
        && !element.closest('[aria-hidden=true], [inert]'))
    .map(element => [Number(element.tagName[1]), element.innerText.trim()])"""

# Links in a sentence are as high as its line, and what Streamlit hides behind a label, a thumb or a
# box is not what a finger meets.
SMALL = """() => [...document.querySelectorAll(
    'a[href], button, summary, [role=radio], [role=tab]')]
    .filter(element => element.checkVisibility({visibilityProperty: true})
        && !element.closest('[aria-hidden=true], p, li, td, dd, [data-testid=stSkipToContent]'))
    .map(element => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < 23.5 || box.height < 23.5))
    .map(([element, box]) => `${element.ariaLabel || element.innerText || element.outerHTML}: ` +
        `${Math.round(box.width)} x ${Math.round(box.height)}`)"""

# In how many steps of Tab the files of each figure are reached from the figure itself.
STEPS = """() => [...document.querySelectorAll('[class*=st-key-form-]')]
    .map(card => [...card.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')]
        .findIndex(element => element.closest('[class*=-download-button]')) + 1)"""

OVERFLOW = """() => Math.max(...[document.documentElement,
    document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth))"""


@dataclass
class Visit:
    """One page as a reader opens it, and everything that went wrong in it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    is_answered: bool = True  # no run of the script that the page asked for is still to end

    def on_sent(self, payload: str | bytes) -> None:
        """Note that the page asked for a run; for what its websocket sends."""
        if (
            isinstance(payload, bytes)
            and BackMsg.FromString(payload).WhichOneof("type") == "rerun_script"
        ):
            self.is_answered = False

    def on_received(self, payload: str | bytes) -> None:
        """Note that a run ended; for what the page's websocket receives."""
        if isinstance(payload, bytes) and not self.is_answered:
            message = ForwardMsg.FromString(payload)
            if message.WhichOneof("type") == "script_finished":
                early = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
                self.is_answered = message.script_finished != early

    def settle(self, quiet: float = 0.3, limit: float = 45) -> Visit:
        """Wait until Streamlit has run to its end and nothing has changed for `quiet` seconds."""
        step = 0.1
        last, unchanged, waited = "", 0.0, 0.0
        while waited < limit:
            state = self.page.evaluate(STATE)
            finished = self.is_answered and state.startswith('["notRunning",0,')
            unchanged = unchanged + step if finished and state == last else 0.0
            if unchanged >= quiet:
                return self
            last = state
            # Playwright hears of events only while it waits itself: no time.sleep here.
            self.page.wait_for_timeout(step * 1000)
            waited += step
        raise AssertionError(f"{self.page.url} did not come to rest in {limit} s: {last}")

    def go(self, page: str) -> Visit:
        """Follow the navigation to a page; on a phone it is behind a button."""
        if not (link := self.page.get_by_test_id("stTopNavLink").filter(has_text=page)).count():
            if (button := self.page.get_by_test_id("stExpandSidebarButton")).is_visible():
                button.click()
            link = self.page.get_by_test_id("stSidebarNavLink").filter(has_text=page)
        before = self.page.url
        link.first.click()
        self.page.wait_for_function("before => location.href !== before", arg=before)
        return self.settle()

    def choose(self, label: str, option: str) -> Visit:
        """Pick an option of the select box with this label, as a reader does."""
        box = self.page.get_by_test_id("stSelectbox").filter(
            has=self.page.get_by_text(label, exact=True)
        )
        # A long list holds only the options in view: typing brings the wanted one there.
        box.get_by_role("combobox").click()
        box.get_by_role("combobox").fill(option)
        self.page.get_by_role("option", name=option, exact=True).click()
        return self.settle()

    def click_province(self, region_code: str) -> Visit:
        """Click on the map, at a point inside the province's shape."""
        point = self.page.evaluate(POINT_INSIDE, region_code)
        assert point, f"province {region_code} is not on the map"
        self.page.mouse.move(point["x"] - 1, point["y"])
        self.page.mouse.move(point["x"], point["y"])
        self.page.mouse.click(point["x"], point["y"])
        return self.settle()

    @property
    def provinces(self) -> set[str]:
        """The codes of the provinces that are drawn with a shape of some size."""
        return set(self.page.evaluate(PROVINCES))

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate(OVERFLOW))

    @property
    def text(self) -> str:
        """What a reader sees."""
        return str(self.page.evaluate("document.body.innerText"))

    @property
    def barriers(self) -> dict[str, list[str]]:
        """What axe-core finds serious or critical for readers with disabilities: rule and marks."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(Axe().axe_script)
        marks = {
            rule: [
                html[:200]
                for html in nodes
                # Streamlit's data grid counts its hidden cells anew in each grid of a page.
                if not (rule.startswith("duplicate-id") and 'id="glide-' in html)
            ]
            for rule, impact, nodes in self.page.evaluate(BARRIERS, AXE)
            if impact in ("serious", "critical")
        }
        return {rule: nodes for rule, nodes in marks.items() if nodes}

    @property
    def exceptions(self) -> list[str]:
        """Exceptions that Streamlit shows in the page."""
        return self.page.locator("[data-testid=stException]").all_inner_texts()

    @property
    def notices(self) -> list[str]:
        """Notices in the page: warnings, information."""
        return self.page.locator("[data-testid=stAlert]").all_inner_texts()

    @property
    def headings(self) -> list[str]:
        """All headings of the page's main part, in order."""
        return self.page.locator(
            ", ".join(f"[data-testid=stMain] h{level}" for level in (1, 2, 3, 4))
        ).all_inner_texts()

    @property
    def outline(self) -> list[tuple[int, str]]:
        """Level and text of every heading that assistive technology finds, in order."""
        return [(level, text) for level, text in self.page.evaluate(OUTLINE)]

    @property
    def small_targets(self) -> list[str]:
        """What is to be pressed and has less than 24 pixels each way."""
        return [str(text) for text in self.page.evaluate(SMALL)]

    @property
    def steps_to_files(self) -> list[int]:
        """Steps of Tab from each figure to its files; 0 where a figure offers none."""
        return [int(n) for n in self.page.evaluate(STEPS)]

    @property
    def query(self) -> dict[str, list[str]]:
        """The query of the address as it is now."""
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def refused(self) -> list[str]:
        """What the page's policy refused since the page was opened."""
        return sorted({*self.page.evaluate("window.refused || []")} - HARMLESS)

    @property
    def trouble(self) -> dict[str, list[str]]:
        """Everything that must be empty on every page."""
        found = {
            "outside request": sorted(set(self.outside)),
            "console error": self.console_errors,
            "page error": self.page_errors,
            "exception on the page": self.exceptions,
            "refused by the policy": self.refused,
        }
        return {kind: what for kind, what in found.items() if what}


OpenPage = Callable[..., Visit]
OpenFigure = Callable[..., Visit]


class Tab:
    """A tab that opens one page after the other and notes what happens in the last one.

    Args:
        context: a window of its own; it stays as long as the browser.
        hosts: the names of this machine; any other request is noted.
    """

    def __init__(self, context: BrowserContext, hosts: Collection[str]) -> None:
        self.page = context.new_page()
        self.visit = Visit(self.page)
        self._hosts = hosts
        context.add_init_script(LISTEN)
        self.page.on("request", self._on_request)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.visit.page_errors.append(str(error)))
        self.page.on("websocket", self._on_websocket)

    def open(self, address: str, theme: str = "light") -> Visit:
        """Leave the last page with all that it stored, and open another."""
        if self.page.url.startswith("http"):
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.unroute_all()
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.page.context.clear_permissions()
        scheme = cast(Literal["light", "dark"], theme)
        self.page.emulate_media(color_scheme=scheme, media="screen")
        self.visit = Visit(self.page)
        self.page.goto(address)
        return self.visit

    @property
    def described(self) -> str:
        """Where the tab is and what it shows, for the report of a test that failed."""
        try:
            shown = self.page.evaluate("document.body.innerText.slice(0, 1500)")
            return f"{self.page.url}\n{self.page.evaluate(STATE)}\n{self.visit.trouble}\n{shown}"
        except PlaywrightError as error:
            return f"{self.page.url}: {error}"

    def _is_local(self, url: str) -> bool:
        parts = urlsplit(url)
        own = {"data", "blob", "about", "file", "chrome", "chrome-extension"}  # its viewer of PDF
        return parts.scheme in own or parts.hostname in self._hosts

    # The browser knows no other machine's name (see FLAGS): such a request also fails.
    def _on_request(self, request: Request) -> None:
        if not self._is_local(request.url):
            self.visit.outside.append(request.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        # Streamlit looks for its server below the page's own path first (/peta/_stcore/...):
        # that 404 is how it learns where it is, not an error. Chrome asks by itself for an icon.
        url = (message.location or {}).get("url", "")
        probing = "/_stcore/" in url or url.endswith("/favicon.ico")
        if message.type == "error" and not probing:
            self.visit.console_errors.append(message.text)

    def _on_websocket(self, socket: WebSocket) -> None:
        if not self._is_local(socket.url):
            self.visit.outside.append(socket.url)
        socket.on("framesent", self.visit.on_sent)
        socket.on("framereceived", self.visit.on_received)

"""A reader who cannot wait: edits, runs, cancels and leaves the SQL box in any order."""

from __future__ import annotations

import random
import re

from playwright.sync_api import Error, expect

from tests.e2e.visits import Visit

ENDLESS = "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c"
QUERIES = (
    *("select 1", "select * from mart_spi", "selec 1", "drop table mart_spi", ""),
    *(ENDLESS, "select 1; select 2", "from range(5000)", "select '<script>' as a"),
)
RESTING_SECONDS = 25.0  # the longest query has 10


class Walk:
    """Steps chosen by chance; what must hold after them is `check`.

    Args:
        visit: the page Data with the box open.
        seed: the same seed walks the same way.
    """

    def __init__(self, visit: Visit, seed: int) -> None:
        self.visit, self.page, self.choice = visit, visit.page, random.Random(seed)
        self.box = self.page.locator(".st-key-data-sql")
        self.run = self.box.get_by_role("button", name=re.compile("Jalankan"))
        self.done: list[str] = []

    def step(self) -> None:
        """One thing that a reader does, without waiting for what came before."""
        steps = (self.edit, self.edit, self.press_run, self.press_run, self.cancel, self.leave)
        step = self.choice.choice((*steps, self.take_example, self.speak))
        self.done.append(step.__name__)
        try:
            step()
        except Error as error:  # the page changed under the hand: nothing was pressed
            self.done.append(f"({type(error).__name__})")
        self.page.wait_for_timeout(self.choice.choice((0, 20, 60, 150, 400)))

    def edit(self) -> None:
        """Another query, left with or without the key that takes it over."""
        text = self.box.get_by_role("textbox").last
        text.fill(self.choice.choice(QUERIES), timeout=1000)
        if self.choice.random() < 0.5:
            text.press("Control+Enter", timeout=1000)

    def press_run(self) -> None:
        """Run, where that is possible at the moment."""
        self.run.click(timeout=300)

    def cancel(self) -> None:
        """Cancel, where something runs."""
        self.box.get_by_role("button", name=re.compile("Batal")).click(timeout=300)

    def take_example(self) -> None:
        """One of the examples."""
        self.box.get_by_role("combobox").first.click(timeout=1000)
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def speak(self) -> None:
        """The other language and back."""
        for lang in ("English", "Indonesia"):
            self.page.get_by_role("radio", name=lang).click(timeout=1000)
            self.page.wait_for_timeout(self.choice.choice((0, 50, 200)))

    def leave(self) -> None:
        """Another page, and back by its link or by the browser's own button."""
        self._go("Tren")
        self.page.wait_for_timeout(self.choice.choice((0, 100, 500)))
        if self.choice.random() < 0.5 and "/tren" in self.page.url:
            self.page.go_back()
        else:
            self._go("Data")

    def _go(self, page: str) -> None:
        link = self.page.get_by_test_id("stTopNavLink").filter(has_text=page)
        link.first.click(timeout=3000)

    def check(self) -> None:
        """The box is there, answers, and its button is not grey."""
        self.page.get_by_role("radio", name="Indonesia").click()
        if "/data" not in self.page.url:
            self._go("Data")
        self.visit.settle()
        if not self.run.count():
            self.page.get_by_role("tab", name="Kotak SQL").click()
        expect(self.run, f"after {self.done}").to_be_enabled(timeout=RESTING_SECONDS * 1000)
        self.visit.settle()
        assert self.page.get_by_role("dialog").count() == 0, self.done
        assert self.visit.trouble == {}, self.done
        text = self.box.get_by_role("textbox").last
        text.fill("select 6 * 7 as answer")
        text.press("Control+Enter")
        self.visit.settle()
        self.run.click()
        answer = self.box.get_by_text(re.compile("^1 baris"))
        expect(answer, f"after {self.done}").to_be_visible(timeout=RESTING_SECONDS * 1000)
        expect(self.run, f"after {self.done}").to_be_enabled(timeout=RESTING_SECONDS * 1000)

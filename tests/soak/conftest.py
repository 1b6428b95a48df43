"""The pages in a real browser, as the tests of every day have them."""

from tests.e2e.conftest import browser, open_figure, open_page, tabs

__all__ = ["browser", "open_figure", "open_page", "tabs"]

"""Pages of the dashboard run without a browser, and what a reader finds on them."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from urllib.parse import urlencode

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from tests.fixtures import ROOT

# Each AppTest looks for components in everything that is installed, which takes longer than a page.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
# Each run would compile frame and page anew; a server does so once, and here as well.
_COMPILED = ScriptCache()
for _module in (app_test, local_script_runner):
    vars(_module)["ScriptCache"] = lambda: _COMPILED


def visit(page: str = "ringkasan", **query: str | list[str]) -> AppTest:
    """A page opened with an address, in one run as a browser does."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "frame.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    if page != "ringkasan":
        app.switch_page(f"../pages/{page}.py")
    return app.run()


def text(app: AppTest) -> str:
    """Everything that a reader can read on the page, without Markdown's escapes."""
    parts = [
        str(element.value)  # type: ignore[union-attr]
        for kind in ("title", "header", "subheader", "caption", "markdown", "info", "warning")
        for element in app.get(kind)
    ]
    return "\n".join((*parts, html(app))).replace("\\", "")


def html(app: AppTest) -> str:
    """The page's own markup; a term that opens its meaning stands there as its word."""
    body = "\n".join(element.proto.body for element in app.get("html"))
    return re.sub(r'<button type="button" class="term"[^>]*>(.*?)</button>', r"\1", body)


def heading(app: AppTest) -> str:
    """The name of the open page: its one heading of the first level."""
    [name] = re.findall(r"<h1>(.+?)</h1>", html(app))
    return unescape(name)


def table_rows(app: AppTest) -> list[list[str]]:
    """The rows of the tables that are open, as a reader reads them."""
    rows = re.findall(r"<tr>(<td.*?)</tr>", html(app), re.DOTALL)
    return [
        [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<td.*?</td>", row)]
        for row in rows
    ]


def table_heads(app: AppTest) -> list[str]:
    """The headings of the columns of the tables that are open."""
    found = re.findall(
        r"<button type=\"button\" data-sort(?: title=\"[^\"]*\")?>(.*?)</button>", html(app)
    )
    return [unescape(name) for name in found]


def given_values(app: AppTest, name: str) -> list[str]:
    """A parameter of the address; a single value comes without a list."""
    value = app.query_params.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def address(app: AppTest) -> str:
    return urlencode({name: app.query_params[name] for name in app.query_params}, doseq=True)


def words_of(app: AppTest) -> str:
    """What a reader reads, in one line, markup left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text(app)))

"""The files of the pages, as Streamlit takes them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dashboard.core.settings import ROOT


class PageFile(type(Path())):  # type: ignore[misc]
    """A path that is resolved already.

    In every run Streamlit puts each page's path behind the folder of the app and resolves it: ten
    looks at the disk a page, at each of which the run may have to wait for other threads.
    """

    def __rtruediv__(self, _folder: object) -> PageFile:
        return self

    def resolve(self, strict: bool = False) -> PageFile:
        """The path itself."""
        return self


@cache
def page_file(path: str) -> PageFile:
    """The file of a page, by the page's path in addresses."""
    return PageFile((ROOT / "pages" / f"{path}.py").resolve())

"""The files that pages need beside themselves: where they lie and what they are called.

A file whose name holds its version or its content never changes: a browser asks for it once.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from dashboard.core.settings import ROOT
from dashboard.export import css_colours

FOLDER = ROOT / "dashboard" / "assets"
TOPOLOGY = FOLDER / "world_110m.json"  # without a world: Plotly asks for one also where none shows

# What `sans.woff2` holds; for any other letter a browser loads the whole font.
LETTERS = (
    "U+20-7E, U+A0-17F, U+2C6, U+2DC, U+2010-201E, U+2020-2023, U+2026, U+202F-2033, U+2035, "
    "U+2039-203A, U+203C-203F, U+2044, U+2070, U+20AC, U+2122, U+2190-2199, U+2212, U+2248, "
    "U+2260, U+2264-2265, U+25A0, U+25B2, U+25BC, U+25CB, U+25CF"
)
# What Streamlit loads by itself only when a page turns out to hold it: every page does.
_WIDGETS = ("Html", "Selectbox", "Multiselect", "ButtonGroup", "Button", "PlotlyChart")
_STATIC = re.compile(r"\./static/([^\"]+)\"")
_IMPORT = re.compile(r"(?:from|import)\s*[\"']\./([^\"']+\.js)[\"']")


@dataclass(frozen=True, eq=False)
class Asset:
    """A file with a name that changes with its content.

    Attributes:
        name: below `/assets/`.
        media_type: of HTTP.
        path: where it lies.
    """

    name: str
    media_type: str
    path: Path

    @cached_property
    def digest(self) -> str:
        """A name for its content."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:16]

    @cached_property
    def compressed(self) -> bytes:
        """The file with gzip, compressed once in the life of the process."""
        return gzip.compress(self.path.read_bytes(), 9, mtime=0)


@cache
def library() -> Asset:
    """The script of Plotly, from the Python package: the version that drawings are made for."""
    path = _package("plotly") / "package_data" / "plotly.min.js"
    with path.open(encoding="utf-8") as file:
        version = re.search(r"plotly\.js v([\d.]+)", file.read(200))
    named = version[1] if version else hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    return Asset(f"plotly-{named}.js", "text/javascript", path)


@cache
def script() -> Asset:
    """The script of a figure's page."""
    return _by_content(FOLDER / "figure.js", "text/javascript")


@cache
def page_scripts() -> tuple[Asset, ...]:
    """Our own scripts of the dashboard's pages, in the order in which they run.

    Of the first screen, the page, its boxes, the reader's own region, what is new to the
    reader, and Streamlit's own words.
    """
    return tuple(
        _by_content(FOLDER / f"{name}.js", "text/javascript")
        for name in ("first", "page", "picker", "my_region", "news", "translate")
    )


@cache
def letters() -> Asset:
    """The letters of our languages out of the font of all pages: a fifth of its bytes."""
    return _by_content(FOLDER / "sans.woff2", "font/woff2")


@cache
def style() -> str:
    """The style of our own markup on the dashboard's pages, the first screen among it."""
    files = ((FOLDER / name).read_text("utf-8") for name in ("style.css", "first.css"))
    return "\n".join((css_colours.page_colours(), *files))


@cache
def font() -> Asset | None:
    """The font of all pages, from the package that brings it; None where it lies elsewhere."""
    media = _package("streamlit") / "static" / "static" / "media"
    found = sorted(media.glob("SourceSansVF-Upright*.woff2"))
    return _by_content(found[0], "font/woff2") if found else None


@cache
def streamlit_files() -> dict[str, Asset]:
    """The files of Streamlit's own pages by their path below `/static/`; names hold the content."""
    folder = _package("streamlit") / "static" / "static"
    return {
        name: Asset(name, mimetypes.guess_type(name)[0] or "application/octet-stream", path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix())
    }


@cache
def widget_scripts(index: str) -> tuple[str, ...]:
    """The scripts of the widgets of every page, below `/static/`, the largest one last.

    Args:
        index: Streamlit's index.html; what it names itself is left out.
    """
    found: set[str] = set(_STATIC.findall(index))
    listed: dict[str, None] = {}

    def add(name: str) -> None:
        if name not in found and name in streamlit_files():
            found.add(name)
            text = streamlit_files()[name].path.read_text(encoding="utf-8")
            for imported in _IMPORT.findall(text):
                add(f"js/{imported}")
            listed[name] = None

    for widget in _WIDGETS:
        for name in [name for name in streamlit_files() if name.startswith(f"js/{widget}.")]:
            add(name)
    return tuple(listed)


def page_files(index: str) -> tuple[str, ...]:
    """Streamlit's files that a first visit loads, below `/static/`."""
    return (*(name for name in _STATIC.findall(index)), *widget_scripts(index))


def _package(name: str) -> Path:
    """Where a package lies; it is not imported."""
    found = find_spec(name)
    return Path(found.origin).parent if found and found.origin else Path()


def _by_content(path: Path, media_type: str) -> Asset:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    return Asset(f"{path.name.partition('.')[0]}-{digest}{path.suffix}", media_type, path)

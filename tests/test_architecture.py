"""The floors of the house: an import never goes up, and pages are tables of contents."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "dashboard").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))

# Ground first. A module may import its own floor and those below.
FLOORS = (
    {
        *("settings", "words", "facts", "geometry", "progress", "indicators", "parameters"),
        *("browser", "sqlbox", "sqlworker"),
    },
    {"build", "warehouse"},
    {"figures"},
    {
        "forms",
        "activities",
        "operations",
        "profiles",
        "regulations",
        "summaries",
        "tables",
        "zones",
    },
    {"doors"},
    {"frame", "app", "__main__", "__init__"},
)
ONLY_ON_SCREEN = {
    *(
        "doors/bimtek.py",
        "doors/card.py",
        "doors/collected.py",
        "doors/data.py",
        "doors/lists.py",
        "doors/method.py",
        "doors/ott.py",
        "doors/paparan.py",
        "doors/profile.py",
        "doors/regulasi.py",
        "doors/scorecard.py",
        "doors/screen.py",
        "doors/sorry.py",
        "doors/takeaway.py",
        "doors/zona.py",
    ),
    *("frame.py", "app.py", "__main__.py"),
}
HEAVY = {
    *("geopandas", "shapely", "frictionless", "kaleido", "pptx", "docx", "xlsxwriter"),
    "choreographer",
}


def imported(path: Path, *, at_start: bool = False) -> set[str]:
    """Dotted names that a module imports; `at_start` leaves out those inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if at_start else ast.walk(tree)
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def floor(name: str) -> int:
    return next(i for i, names in enumerate(FLOORS) if name in names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_imports_go_down(path: Path) -> None:
    own = path.relative_to(ROOT / "dashboard").with_suffix("").parts[0]
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "dashboard" and len(parts) > 1 and any(parts[1] in f for f in FLOORS):
            assert floor(parts[1]) <= floor(own), f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_streamlit_stays_on_the_screen_and_heavy_libraries_wait(path: Path) -> None:
    name = path.relative_to(ROOT / "dashboard").as_posix()
    roots = {dotted.split(".")[0] for dotted in imported(path)}
    if name not in ONLY_ON_SCREEN:
        assert "streamlit" not in roots
    assert not HEAVY & {dotted.split(".")[0] for dotted in imported(path, at_start=True)}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_hold_order_not_logic(path: Path) -> None:
    assert {name.split(".")[0] for name in imported(path)} <= {"streamlit", "dashboard"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    forbidden = (ast.BinOp, ast.FunctionDef, ast.For, ast.While, ast.ListComp, ast.JoinedStr)
    assert not [node for node in ast.walk(tree) if isinstance(node, forbidden)]

"""Imports keep to the contracts, and pages are tables of contents."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "dashboard").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))

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


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_heavy_libraries_wait(path: Path) -> None:
    assert not HEAVY & {dotted.split(".")[0] for dotted in imported(path, at_start=True)}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_hold_order_not_logic(path: Path) -> None:
    assert {name.split(".")[0] for name in imported(path)} <= {"streamlit", "dashboard"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    forbidden = (ast.BinOp, ast.FunctionDef, ast.For, ast.While, ast.ListComp, ast.JoinedStr)
    assert not [node for node in ast.walk(tree) if isinstance(node, forbidden)]


def test_imports_keep_the_contracts_of_pyproject(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `make check` runs: floors, no circle, Streamlit only where pages are shown."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("logging.config.dictConfig", lambda _config: None)  # it silences our logs
    assert lint_imports(no_cache=True, no_logo=True) == 0

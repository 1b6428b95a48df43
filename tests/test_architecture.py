"""Imports keep to the contracts, pages are tables of contents, tests stand alone."""

from __future__ import annotations

import ast
import re
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
SQL = re.compile(r"\s*(select|with)\s.+\sfrom\s", re.IGNORECASE | re.DOTALL)


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
def test_pages_hold_contents_words_and_widgets(path: Path) -> None:
    """What a page shows comes from below: it draws nothing, asks no SQL and does not calculate."""
    below = {"plotly", "duckdb", "pandas", "pyarrow", "numpy"}
    assert not below & {name.split(".")[0] for name in imported(path)}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    first = next(node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    assert first.name == "contents"
    arithmetic = (ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
    assert not [node for node in ast.walk(tree) if isinstance(node, arithmetic)]
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not [text for text in texts if isinstance(text, str) and SQL.match(text)]


def test_folders_of_tests_are_named_after_packages() -> None:
    """A folder of tests is named after what it tests: a package, `sql`, or the whole."""
    packages = {path.stem for path in (ROOT / "dashboard").iterdir()}
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders - {"conformance", "e2e", "robustness", "soak", "sql"} <= packages
    assert len(folders) > 7


def test_no_test_imports_another() -> None:
    """What two of them need lies beside them: cases, fixtures, servers, a page in a browser."""
    tests = {path: path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(tests) > 30
    found = {
        path.name: names
        for path in tests
        if (names := {name for name in imported(path) if {*name.split(".")} & {*tests.values()}})
    }
    assert found == {}


def test_imports_keep_the_contracts_of_pyproject(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `make check` runs: floors, no circle, Streamlit only where pages are shown."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("logging.config.dictConfig", lambda _config: None)  # it silences our logs
    assert lint_imports(no_cache=True, no_logo=True) == 0

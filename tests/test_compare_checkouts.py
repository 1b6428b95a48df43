"""The comparison of two checkouts sees a number that changed, and nothing where nothing did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.compare_checkouts import compare


def output_of(folder: Path, score: float, revision: str, port: int) -> Path:
    """A folder as collected from a checkout."""
    (folder / "figures").mkdir(parents=True)
    (folder / "about.json").write_text(json.dumps({"revision": revision, "failures": []}))
    answer = {
        "facts": {"revision": revision},
        "address": f"http://localhost:{port}/figures/spi-map.json",
        "rows": [{"region_code": "63", "score": score}],
    }
    (folder / "figures" / "spi-map.json").write_text(json.dumps(answer))
    return folder


def test_a_changed_number_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = output_of(tmp_path / "base", 64.15, "301be1f1c01d", 8501)
    same = output_of(tmp_path / "same", 64.15, "0123456789ab", 9000)
    other = output_of(tmp_path / "other", 64.16, "301be1f1c01d", 8501)

    assert compare(base, same, ("figures",)) == (1, 0)
    assert capsys.readouterr().out == "equal    figures/spi-map.json\n"
    assert compare(base, other, ("figures",)) == (1, 1)
    assert {'    -   "score": 64.15', '    +   "score": 64.16'} <= set(
        capsys.readouterr().out.splitlines()
    )
    (other / "figures" / "spi-map.json").unlink()
    assert compare(base, other, ("figures",)) == (1, 1)
    assert "only in" in capsys.readouterr().out

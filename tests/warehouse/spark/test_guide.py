"""docs/sql.md promises what carries over and what is refused."""

from __future__ import annotations

import re

import pytest

from dashboard.warehouse.spark.dialect import Untranslatable, translate
from tests.fixtures import ROOT, Answers, shipped

GUIDE = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
VALUES = {"region": ["63"], "year": 2024}


def blocks(kind: str) -> list[str]:
    found = re.findall(rf"```sql {kind}\n(.+?)```", GUIDE, re.DOTALL)
    assert found
    return found


@pytest.fixture(scope="module")
def answers() -> Answers:
    return shipped()


@pytest.mark.parametrize("text", blocks("carries"))
def test_an_example_carries_over_and_gives_rows(text: str, answers: Answers) -> None:
    assert translate(text, "query/guide.sql")
    names = re.findall(r"\$(\w+)", text)
    assert answers.sql(text, **{name: VALUES[name] for name in names})


@pytest.mark.parametrize("text", blocks("refused"))
def test_an_example_is_refused_though_duckdb_takes_it(text: str, answers: Answers) -> None:
    assert answers.sql(text)
    with pytest.raises(Untranslatable):
        translate(text, "query/guide.sql")


def test_functions_that_the_guide_names_carry_over() -> None:
    """A function of the table is one of DuckDB, and its rewriting gives SQL."""
    for call in ("list_append(x, y)", "flatten(x)", "lower(x)", "levenshtein(x, y)"):
        assert call.partition("(")[0] in GUIDE
        assert translate(f"select {call} as z from t", "query/guide.sql")

"""What tests of several topics do with rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.fixtures import (
    Answers,
)


def take(found: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows, in order; decimals as plain numbers."""
    return [
        tuple(float(row[c]) if isinstance(row[c], Decimal) else row[c] for c in columns)
        for row in found
    ]


def spi(answers: Answers, region: str, scope: str, year: int) -> dict[str, Any]:
    [row] = answers.sql(
        "select * from mart_spi where region_code = $region and scope = $scope and year = $year",
        region=region,
        scope=scope,
        year=year,
    )
    return row

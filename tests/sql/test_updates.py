"""What an update is compared by: where every government stood, on the small country."""

from __future__ import annotations

from tests.fixtures import Answers
from tests.sql.shared import take


def test_every_chosen_score_has_its_rank_and_class(small: Answers) -> None:
    rows = [row for row in small.ask("updates/standings") if row["scope"] == "pemprov"]
    columns = ("region_code", "score", "score_rank", "n_ranked", "spi_class")
    assert take([row for row in rows if row["year"] == 2024], *columns) == [
        ("13", 79.0, 1, 4, "terjaga"),
        ("61", 64.15, 3, 4, "rentan"),
        ("62", 67.76, 2, 4, "rentan"),
        ("63", 64.15, 3, 4, "rentan"),
    ]
    assert [row["year"] for row in rows] == sorted((row["year"] for row in rows), reverse=True)

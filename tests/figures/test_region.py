"""The story of one region: its events in their order, and no cause."""

from __future__ import annotations

from dashboard import charts
from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES
from dashboard.warehouse import engine
from tests.figures.shared import ask


class TestTimeline:
    def test_tells_banjarmasin_after_the_operation_of_october_2024(
        self, facts: engine.Warehouse
    ) -> None:
        answer = ask(facts, "response-timeline", region=("63",))
        dated = [(row["lane"], row["event_date"].isoformat()) for row in answer.rows]
        operation = dated.index(("ott", "2024-10-06"))
        training = next(
            i
            for i, row in enumerate(answer.rows)
            if row["lane"] == "activity" and row["event_date"].isoformat() == "2024-10-16"
        )
        assert operation < training
        assert answer.rows[training]["region_label"] == "Kota Banjarmasin"

    def test_never_tells_a_cause(self, facts: engine.Warehouse) -> None:
        for lang in LANGUAGES:
            answer = ask(facts, "response-timeline", region=("63",), lang=lang)
            assert dictionary.caveat("sequence", lang) in answer.caveats

    def test_counts_what_is_known_by_year_only(self, facts: engine.Warehouse) -> None:
        answer = ask(facts, "response-timeline", region=("63",))
        zones = next(
            trace
            for trace in charts.draw(answer, None)["data"]
            if trace["name"] == "Zona Integritas"
        )
        counted = sum(int(text) for text in zones["text"])
        assert counted == sum(row["lane"] == "wbk" for row in answer.rows)

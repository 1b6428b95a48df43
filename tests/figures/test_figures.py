"""Every figure at several parameters: right rows, all sources, title and caveat, unknown drawn."""

from __future__ import annotations

import re

import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.charts import plotly
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import markup, table
from dashboard.figures import registry, sentences
from dashboard.figures.model import Answer
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from tests.cases import ASKED, CASES, in_language
from tests.figures.shared import GEOJSON


def test_the_registry_holds_the_figures_and_each_is_tested() -> None:
    assert set(REGISTRY) == set(ASKED)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", figure_id) for figure_id in REGISTRY)


@pytest.mark.parametrize(("figure_id", "selection", "lang"), CASES)
class TestEveryAnswer:
    """What every figure owes every reader, whatever it is asked."""

    @pytest.fixture
    def answer(
        self, facts: engine.Warehouse, figure_id: str, selection: Selection, lang: str
    ) -> Answer:
        return registry.answer(facts, figure_id, in_language(selection, lang))

    def test_says_title_subtitle_reading_unit_and_caveat(self, answer: Answer) -> None:
        for text in (answer.headline, answer.subtitle, answer.reading, answer.unit, answer.period):
            assert text.strip()
            assert not re.search(r"[{}]|\bNone\b|\bnan\b", text), text
        assert answer.caveats
        assert all(answer.caveats)

    def test_lists_the_source_of_every_row_and_no_other(self, answer: Answer) -> None:
        shown = [*answer.rows, *(row for rows in answer.layers.values() for row in rows)]
        used = {source for row in shown for source in row["source_ids"] or ()}
        assert {source.source_id for source in answer.sources} == used
        for row in answer.rows:
            known = row.get("score", row.get("ott_value"))
            if known and answer.figure.id not in ("ott-by-year",):
                assert row["source_ids"], row

    def test_legend_holds_each_row_at_most_once(self, answer: Answer) -> None:
        held = [position for entry in answer.legend for position in entry.rows]
        assert len(held) == len(set(held))
        assert all(0 <= position < len(answer.rows) for position in held)
        if answer.figure.chart in ("map", "dots", "strip", "matrix", "scorecard"):
            assert sorted(held) == list(range(len(answer.rows)))

    def test_draws_what_plotly_accepts(self, answer: Answer) -> None:
        if not charts.is_drawable(answer):
            return
        drawing = go.Figure(charts.draw(answer, None, GEOJSON))
        assert len(drawing.data)
        assert drawing.layout.height >= 100

    def test_has_a_readable_table_of_the_same_rows(
        self, answer: Answer, facts: engine.Warehouse, lang: str
    ) -> None:
        say = words(lang)
        frame = table.readable(answer.rows, answer.figure.columns, say, facts)
        assert len(frame) == len(answer.rows)
        written = table.formats(answer.rows, answer.figure.columns, say)
        assert set(written) <= set(frame.columns) or frame.empty

    def test_is_kept_and_shared(
        self, answer: Answer, facts: engine.Warehouse, figure_id: str
    ) -> None:
        assert registry.answer(facts, figure_id, answer.selection) is answer


def test_both_languages_differ(facts: engine.Warehouse) -> None:
    for figure_id, selections in ASKED.items():
        in_id, in_en = (
            registry.answer(facts, figure_id, in_language(selections[0], lang))
            for lang in LANGUAGES
        )
        assert in_id.headline != in_en.headline
        assert in_id.subtitle != in_en.subtitle
        assert in_id.caveats != in_en.caveats


def test_facts_stay_text_in_drawings_and_markup() -> None:
    hostile = "<script>alert(1)</script><b>x</b>"
    assert "<script>" not in plotly.written(sentences.lines(hostile))
    assert "&lt;b&gt;" in plotly.written(sentences.lines(hostile))
    assert markup.plain("[a](b) *c* `d` $e$ :red[f] <g>").count("\\") >= 12
    rendered = markup.render("legend.html", entries=[], label=hostile)
    assert "<script>" not in rendered

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
def test_what_every_figure_owes_every_reader(
    facts: engine.Warehouse, figure_id: str, selection: Selection, lang: str
) -> None:
    answer = registry.answer(facts, figure_id, in_language(selection, lang))
    assert registry.answer(facts, figure_id, answer.selection) is answer
    check_words(answer)
    check_sources(answer)
    check_legend(answer)
    if charts.is_drawable(answer):
        drawing = go.Figure(charts.draw(answer, None, GEOJSON))  # Plotly refuses what it cannot
        assert len(drawing.data)
        assert drawing.layout.height >= 100
    head, cells = table.cells(answer.rows, answer.figure.columns, words(lang), facts)
    assert len(cells) == len(answer.rows)
    assert {len(row) for row in cells} <= {len(head)}
    assert len({heading.label for heading in head}) == len(head)


def check_words(answer: Answer) -> None:
    for text in (answer.headline, answer.subtitle, answer.reading, answer.unit, answer.period):
        assert text.strip()
        assert not re.search(r"[{}]|\bNone\b|\bnan\b", text), text
    assert answer.caveats
    assert all(answer.caveats)


def check_sources(answer: Answer) -> None:
    """The source of every row is listed, and no other."""
    shown = [*answer.rows, *(row for rows in answer.layers.values() for row in rows)]
    used = {source for row in shown for source in row["source_ids"] or ()}
    assert {source.source_id for source in answer.sources} == used
    for row in answer.rows:
        known = row.get("score", row.get("ott_value"))
        if known and answer.figure.id != "ott-by-year":
            assert row["source_ids"], row


def check_legend(answer: Answer) -> None:
    """The legend holds each row at most once."""
    held = [position for entry in answer.legend for position in entry.rows]
    assert len(held) == len(set(held))
    assert all(0 <= position < len(answer.rows) for position in held)
    if answer.figure.chart in ("map", "dots", "strip", "matrix", "scorecard"):
        assert sorted(held) == list(range(len(answer.rows)))


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
    assert markup.escape("[a](b) *c* `d` $e$ :red[f] <g>").count("\\") >= 12
    rendered = markup.render("legend.html", entries=[], label=hostile)
    assert "<script>" not in rendered

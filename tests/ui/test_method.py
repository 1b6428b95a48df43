"""Metodologi: every doubt about a number is told, with its sources, in both languages."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import glossary, markup
from dashboard.figures import registry
from dashboard.warehouse import engine
from tests.apptest import heading, html, table_heads, text, visit
from tests.apptest import table_rows as shown_rows
from tests.fixtures import PACKAGE, shipped

DICTIONARY = dictionary.dictionary()


@cache
def page(lang: str) -> AppTest:
    """The page as a first reader sees it, opened once a language."""
    return visit("metodologi", lang=lang)


@cache
def told(lang: str) -> str:
    return text(page(lang))


def table_rows(lang: str, number: int) -> list[str]:
    """The body rows of a table (classes, disputed, wrong, coverage), each as one line."""
    tables = [e.proto.body for e in page(lang).get("html") if "<table" in e.proto.body]
    found = re.findall(r"<tr>(.*?)</tr>", tables[number].split("<tbody>")[1], re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


@pytest.mark.parametrize("lang", LANGUAGES)
class TestInBothLanguages:
    def test_opens_without_a_fault(self, lang: str) -> None:
        app = page(lang)
        assert not app.exception
        assert not app.warning
        assert len(app.get("plotly_chart")) == 1
        heads = [element.value for element in app.header if element.anchor]
        assert len(heads) == len(set(heads)) == 8
        assert heading(app) == words(lang)("Method")

    def test_every_section_can_be_jumped_to(self, lang: str) -> None:
        contents = page(lang).markdown[0].value.replace("\\", "")
        links = dict(re.findall(r"\[(.+?)\]\(#(\w+)\)", contents))
        assert links == {
            element.value.replace("\\", ""): element.anchor
            for element in page(lang).header
            if element.anchor
        }

    def test_lists_every_term_with_its_meaning(self, lang: str) -> None:
        for term in glossary.terms(lang).values():
            assert term.name in told(lang)
            assert str(escape(term.text)) in told(lang)

    def test_says_what_each_indicator_is_and_is_not(self, lang: str) -> None:
        for entry in DICTIONARY["method"]["meaning"].values():
            assert entry["title"][lang] in told(lang)
            assert entry["text"][lang] in told(lang)
        assert "pengendalian intern" in told(lang)

    def test_numbers_the_rule_as_the_query_applies_it(self, lang: str) -> None:
        steps = DICTIONARY["method"]["rule"]
        assert list(steps) == [
            *("kept", "rounding", "reliability", "number", "decimals", "newest", "shown"),
        ]
        for number, step in enumerate(steps.values(), 1):
            assert f"{number}. {step[lang]}" in told(lang)

    def test_classes_of_each_year_and_none_for_2021(self, lang: str) -> None:
        found = {row[:4]: row for row in table_rows(lang, 0)}
        assert list(found) == ["2021", "2022", "2023", "2024", "2025"]
        order = ("sangat_rentan", "rentan", "waspada", "terjaga")
        labels = {dictionary.label("classes", code, lang): code for code in order}
        longest_first = "|".join(sorted(labels, key=len, reverse=True))
        names = {
            year: [labels[name] for name in re.findall(longest_first, row)]
            for year, row in found.items()
        }
        assert names["2021"] == []
        assert words(lang)("no official classes") in found["2021"]
        assert names["2022"] == names["2023"] == list(order)
        assert names["2024"] == names["2025"] == list(order[1:])
        limit = words(lang).number(73.7, 1)
        assert limit in found["2023"]
        assert limit not in found["2024"]

    def test_every_break_with_its_source(self, lang: str) -> None:
        notes = shipped().ask("method/method_notes")
        assert len(notes) == 7
        for row in notes:
            assert row[f"note_{lang}"] in told(lang)
            source = engine.current().sources[row["source_ids"][0]]
            assert markup.address(source.url) in told(lang)

    def test_every_disputed_score_with_each_observation(self, lang: str) -> None:
        say = words(lang)
        disputed = shipped().sql(
            "select m.*, r.region_name from mart_spi m join mart_region r using (region_code) "
            "where is_disputed"
        )
        found = table_rows(lang, 1)
        assert len(found) == len(disputed) > 10
        for row in disputed:
            scope = dictionary.label("scopes", row["scope"], lang)
            start = f"{row['region_name']} {scope}, {row['year']} {say.number(row['score'])} "
            [shown] = [line for line in found if line.startswith(start)]
            assert f"{say.number(row['low'])}–{say.number(row['high'])}" in shown
            marks = len(re.findall(r"\((?:resmi|berita|lemah|official|news|weak)\)", shown))
            assert marks == row["n_observations"]

    def test_kalsel_2023_and_ntb_2025(self, lang: str) -> None:
        say = words(lang)
        one, other = (dictionary.label("verdicts", code, lang) for code in ("chosen", "other"))
        for name, year, chosen, against in (
            ("Kalimantan Selatan", 2023, 72.54, 72.55),
            ("Nusa Tenggara Barat", 2025, 60.93, 64.93),
        ):
            [row] = [r for r in table_rows(lang, 1) if r.startswith(name) and f", {year} " in r]
            supporting, differing = row.split(other)
            assert f"{one} {say.number(chosen)} " in supporting
            assert say.number(against) not in supporting.split(one)[1]
            assert differing.strip().startswith(say.number(against))
            assert say.number(chosen) not in differing

    def test_what_is_known_to_be_wrong_says_why(self, lang: str) -> None:
        excluded = shipped().sql(
            f"select excluded_reason_{lang} as reason from stg_spi_results where is_excluded"
        )
        found = table_rows(lang, 2)
        assert len(found) == len(excluded) > 10
        for row in excluded:
            assert any(line.endswith(row["reason"]) for line in found)
        [papua] = [line for line in found if line.startswith("Papua Selatan")]
        assert words(lang)("no data") in papua  # nothing usable is left: no score

    def test_what_each_table_covers(self, lang: str) -> None:
        spans = shipped().ask("method/coverage")
        found = table_rows(lang, 3)
        assert len(found) == len(spans) > 5
        for row, line in zip(spans, found, strict=True):
            assert line.startswith(dictionary.label("tables", row["table_name"], lang))
            assert str(row["from_year"]) in line
            assert line.endswith(row[f"note_{lang}"])

    def test_every_source_is_counted(self, lang: str) -> None:
        known = engine.current().sources
        app = visit("metodologi", lang=lang)
        assert words(lang).number(len(known), 0) in text(app)
        assert not table_heads(app)  # built when a reader opens it
        app.session_state["sources-button"] = True
        app.run()
        assert table_heads(app)[0] == dictionary.heading("publisher", lang)
        rows = shown_rows(app)
        addresses = {markup.address(source.url) for source in known.values()}
        assert len(rows) == len(known)
        assert addresses <= {unescape(link) for link in re.findall(r'href="([^"]*)"', html(app))}
        at = table_heads(app).index(dictionary.heading("n_rows", lang))
        assert all(int(row[at].replace(".", "").replace(",", "")) > 0 for row in rows)

    def test_says_the_licences_and_how_to_cite(self, lang: str) -> None:
        made = engine.current().build
        [cited] = [element.value for element in page(lang).code]
        assert made.facts_version in cited
        assert made.revision in cited
        assert cited.endswith("CC BY 4.0.")
        for licence in ("CC BY 4.0", "MIT", "indonesia-geodata"):
            assert licence in told(lang)


def test_the_tables_are_called_as_the_description_of_the_facts_calls_them() -> None:
    titles = {r["name"]: {"id": r["title"], "en": r["title_en"]} for r in PACKAGE["resources"]}
    assert {name: entry["label"] for name, entry in DICTIONARY["tables"].items()} == titles


@pytest.mark.parametrize(
    ("group", "table", "column"),
    [
        ("reliability", "spi_results", "reliability"),
        ("note_kinds", "spi_method_notes", "note_kind"),
        ("completeness", "coverage", "completeness"),
        ("absence", "coverage", "absence_means"),
    ],
)
def test_every_code_of_the_description_has_a_label(group: str, table: str, column: str) -> None:
    [resource] = [entry for entry in PACKAGE["resources"] if entry["name"] == table]
    [field] = [entry for entry in resource["schema"]["fields"] if entry["name"] == column]
    assert set(DICTIONARY[group]) == set(field["constraints"]["enum"])


def test_every_fact_is_counted_with_its_source() -> None:
    """The sum over sources is the sum over all tables that name one."""
    used = shipped().ask("data/source_use")
    assert len(used) == len(engine.current().sources)
    assert all(row["n_rows"] > 0 and row["table_names"] for row in used)
    tables = {name for row in used for name in row["table_names"]}
    counts = [shipped().sql(f"select count(*) as n from stg_{name}")[0]["n"] for name in tables]
    assert sum(row["n_rows"] for row in used) == sum(counts)


def test_the_matrix_shows_all_years_whatever_year_is_chosen() -> None:
    app = visit("metodologi", lang="id", year="2023")
    answer = registry.answer(engine.current(), "coverage-matrix", Selection())
    assert not app.exception
    assert answer.headline in text(app)

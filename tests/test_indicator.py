"""A declared indicator, added without code, is known by everything that shows or writes figures.

The facts are the small country with what docs/indicators.md declares: a score with classes and a
count. Their answers stand in tests/sql/test_indicator.py.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from pptx import Presentation
from starlette.testclient import TestClient

from dashboard import charts
from dashboard.briefing import presets, writer
from dashboard.charts.marks import Table, letters
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import INDICATORS, Selection
from dashboard.core.settings import Settings
from dashboard.export import preview, tray
from dashboard.figures import addresses, leading, registry
from dashboard.figures.model import Answer
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import build, engine, indicators, offers, tables
from dashboard.warehouse.engine import Warehouse
from tests.apptest import given_values, table_rows, visit, words_of
from tests.clients import NoBrowser, make_client
from tests.declared import write_declared
from tests.fixtures import SQL

SCORE = tuple(
    f"mcp-{end}" for end in ("map", "trend", "ranking", "change", "regency-map", "regency-ranking")
)
COUNT = tuple(f"lhkpn-{end}" for end in ("map", "trend", "ranking", "change"))
FIGURES = (*SCORE, *COUNT)
SCORECARD = "indicator-scorecard"
REGION = ("63", "61")


def opened(folder: Path, data_dir: Path) -> Warehouse:
    """The answers on a folder of facts."""
    settings = Settings(build_dir=folder, data_dir=data_dir)
    return Warehouse(build.ensure(settings), SQL)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The warehouse of this process, which all pages and routes ask."""
    folder = tmp_path_factory.mktemp("declared")
    warehouse = opened(folder / "build", write_declared(folder / "data"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "_current", warehouse)
        yield warehouse


@pytest.fixture(scope="module")
def client(facts: Warehouse) -> TestClient:
    return make_client(draws=NoBrowser())


def answer(facts: Warehouse, figure_id: str, lang: str = "en", **asked: object) -> Answer:
    return registry.answer(facts, figure_id, Selection(lang=lang, **{"region": REGION, **asked}))  # type: ignore[arg-type]


def test_nothing_is_there_without_a_declaration() -> None:
    warehouse = Warehouse(build.ensure(Settings()), SQL)  # the facts that are shipped
    assert registry.figures_of(warehouse) == REGISTRY
    assert indicators.declared(warehouse) == {}
    assert indicators.samples(warehouse) == frozenset()
    assert "mart_indicator" not in tables.tables(warehouse)
    assert offers.of_pages(warehouse).indicators == INDICATORS
    assert registry.find(warehouse, "mcp-map") is None


def test_every_figure_is_there_after_those_of_the_program(facts: Warehouse) -> None:
    assert tuple(registry.figures_of(facts)) == (*REGISTRY, SCORECARD, *FIGURES)
    for figure_id in (SCORECARD, *FIGURES):
        figure = registry.figures_of(facts)[figure_id]
        assert registry.parameters_of(figure_id) == figure.parameters
    assert registry.parameters_of("change") is None


@pytest.mark.parametrize(("figure_id", "lang"), product(FIGURES, LANGUAGES))
def test_every_figure_has_its_words_in_both_languages(
    facts: Warehouse, figure_id: str, lang: str
) -> None:
    asked = answer(facts, figure_id, lang)
    own = indicators.declared(facts)[figure_id.partition("-")[0]]
    assert own.label[lang] in asked.headline
    assert own.long[lang] in asked.subtitle
    assert asked.headline in asked.reading
    assert asked.unit == own.unit[lang]
    assert asked.sources
    assert [caveat[lang] for caveat in own.caveats] == [*asked.caveats][
        len(asked.caveats) - len(own.caveats) :
    ]
    assert all(asked.tips(words(lang)))
    other = answer(facts, figure_id, "en" if lang == "id" else "id")
    assert other.headline != asked.headline or figure_id == "mcp-regency-map"


def test_a_map_has_declared_classes_in_their_colours(facts: Warehouse) -> None:
    shown = answer(facts, "mcp-map", year=2024)
    assert [(one.label, one.colour, len(one.rows)) for one in shown.legend] == [
        ("low below 60", "#8C510A", 1),
        ("high 80 and above", "#01665E", 3),
        ("no data", "#E5E5E5", 1),
    ]
    assert shown.headline == "MCP score 2024: 1 low and 3 high, of 4 known provinces"
    [kalsel] = [tip for tip in shown.tips(words("en")) if tip.startswith("Kalimantan Selatan")]
    assert kalsel.splitlines() == [
        "Kalimantan Selatan",
        "2024: 81.00* (high)",
        "rank 2, shared, of 4 known",
        "+15.00 since 2022",
        "sources differ: 79.00 to 81.00",
    ]
    regencies = answer(facts, "mcp-regency-map", year=2024, within="63")
    assert len(regencies.rows) == 2
    assert regencies.shapes is not None
    assert regencies.shapes.name == "regencies-63"


def test_a_count_has_steps_and_zero_is_a_class_of_its_own(facts: Warehouse) -> None:
    shown = answer(facts, "lhkpn-map", year=2024)
    assert [(one.key, one.label, len(one.rows)) for one in shown.legend] == [
        ("zero", "none", 1),
        ("step-0", "80", 1),
        ("step-1", "120", 2),
        ("step-3", "450", 1),
    ]
    earlier = answer(facts, "lhkpn-map", year=2023)
    assert [(one.key, len(one.rows)) for one in earlier.legend][-1] == ("no_data", 3)


def test_headlines_say_the_numbers(facts: Warehouse) -> None:
    said = {one: answer(facts, one, year=2024).headline for one in FIGURES}
    assert said["mcp-ranking"] == (
        "MCP score 2024: highest in Jakarta (90.25), lowest in Kalbar (59.99), of 4 known provinces"
    )
    assert said["mcp-trend"] == (
        "MCP score: Kalsel 81.00* in 2024 (+15.00 since 2022); Kalbar 59.99 in 2024 "
        "(+14.99 since 2023)"
    )
    assert said["mcp-change"] == "MCP score from 2023 to 2024: Kalbar +14.99"
    assert said["lhkpn-change"] == (
        "LHKPN reports of Kalbar and Kalsel: no value in both 2023 and 2024"
    )
    everybody = answer(facts, "mcp-change", region=())
    assert everybody.headline == "MCP score: 3 of 3 regions rose and 0 fell from 2023 to 2024"
    assert answer(facts, "mcp-trend", region=()).headline == "MCP score: choose regions to compare"
    missing = answer(facts, "mcp-map", year=2021)
    assert missing.headline == "MCP score 2021: no value of provinces has been found"
    assert not missing.sources


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_scorecard_has_a_row_an_indicator(facts: Warehouse, lang: str) -> None:
    say = words(lang)
    shown = answer(facts, SCORECARD, lang, year=2024, region=("63", "63.01", "62"))
    assert {column: [row[column] for row in shown.rows] for column in ("indicator", "value")} == {
        "indicator": ["lhkpn", "lhkpn", "mcp", "mcp", "mcp"],  # no count of a kabupaten
        "value": [120.0, 0.0, 81.0, 72.0, 61.25],
    }
    drawn = charts.of(shown.figure).drawing(shown, None)
    assert isinstance(drawn, Table)
    assert (
        drawn.names == tuple(one.label[lang] for one in indicators.declared(facts).values())[::-1]
    )
    cells = [[letters(cell.text) if cell else "" for cell in row] for row in drawn.rows]
    rank = say("rank {rank} of {n}", rank=2, n=4)
    assert cells[1][0] == f"{say.number(81, 2)}*\n{rank}"
    assert cells[1][2].startswith(f"{say.number(61.25, 2)} (2023)\n")
    assert cells[0][1] == ""
    one = answer(facts, SCORECARD, lang, year=2024, region=("63",))
    assert one.headline.startswith("Kalsel: ")
    assert any(
        caveat.startswith(shown.figure.described["indicators"]["mcp"][lang])
        for caveat in one.caveats
    )
    assert not answer(facts, SCORECARD, lang, region=()).rows


def test_the_year_is_that_of_the_page_where_it_is_known(facts: Warehouse) -> None:
    assert answer(facts, "mcp-map").selection.year == 2024
    window = answer(facts, "mcp-trend", year=2023).selection
    assert (window.from_year, window.year, window.to_year) == (2022, 2023, 2023)
    first = answer(facts, "mcp-change", year=2022)
    assert first.selection.from_year is None
    assert first.headline == "MCP score 2022: no earlier value to compare with"


def test_a_sample_has_neither_ranking_nor_change(tmp_path: Path) -> None:
    data = write_declared(tmp_path / "data")
    with (data / "coverage.csv").open("a", encoding="utf-8") as file:
        file.write("mcp_results,2023,2024,sample,unknown,Contoh.,A sample.\n")
    warehouse = opened(tmp_path / "build", data)
    own = [one for one in registry.figures_of(warehouse) if one.startswith("mcp-")]
    assert own == ["mcp-map", "mcp-trend", "mcp-regency-map"]
    shown = answer(warehouse, "mcp-map")
    assert shown.headline == "MCP score 2024: found in 4 provinces, a sample"
    assert any("sample" in caveat for caveat in shown.caveats)
    chosen = Selection(own_indicator="mcp")
    assert leading.shown(warehouse, "bandingkan", chosen) == (("mcp-trend", chosen),)


# --- files and addresses -------------------------------------------------------------------------


@pytest.mark.parametrize("figure_id", (SCORECARD, *FIGURES))
def test_every_kind_of_file_is_written(client: TestClient, figure_id: str) -> None:
    for extension in addresses.EXTENSIONS:
        found = client.get(f"/figures/{figure_id}.{extension}?region=63&lang=en")
        assert found.status_code == 200, (extension, found.text)
    said = client.get(f"/figures/{figure_id}.json?region=63&lang=en").json()
    assert all(column["description"] for column in said["columns"])
    assert said["unit"]
    slides = client.get(f"/figures/{figure_id}.pptx?region=63&lang=en").content
    texts = [
        shape.text_frame.text
        for slide in Presentation(io.BytesIO(slides)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert said["title"] in texts


@pytest.mark.parametrize("figure_id", ("mcp-map", "mcp-ranking", SCORECARD))
def test_pictures_are_drawn(facts: Warehouse, figure_id: str) -> None:
    browser = make_client()
    picture = browser.get(f"/figures/{figure_id}.png?region=63&lang=en&width=400&scale=1")
    assert picture.status_code == 200
    assert picture.content.startswith(b"\x89PNG")
    drawing = browser.get(f"/figures/{figure_id}.svg?region=63&lang=en").text
    assert answer(facts, figure_id, region=("63",)).headline.split()[0] in drawing


def test_the_lists_for_programs_hold_them(client: TestClient) -> None:
    listed = {one["id"]: one for one in client.get("/figures?lang=en").json()["figures"]}
    assert tuple(listed)[-len(FIGURES) :] == FIGURES
    assert listed["mcp-map"]["parameters"]["year"]["allowed"] == ["latest", "2022", "2023", "2024"]
    paths = client.get("/openapi.json?lang=en").json()["paths"]
    assert paths["/figures/lhkpn-ranking.csv"]["get"]["summary"] == (
        "LHKPN reports: lhkpn-ranking (CSV)"
    )
    asked = client.get("/oembed?url=http://testserver/peta?indicator=lhkpn").json()
    assert asked["title"].startswith("Laporan LHKPN")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/figures/nowhere-map.csv", 404),
        ("/figures/lhkpn-regency-map.csv", 404),
        ("/figures/mcp-map.csv?year=2019", 400),
        ("/figures/mcp-map.csv?indicator=lhkpn", 400),
        ("/figures/mcp-map.csv?within=63", 400),
        ("/oembed?url=http://testserver/peta?indicator=nowhere", 400),
    ],
)
def test_what_is_not_there_is_refused_in_words(
    client: TestClient, address: str, status: int
) -> None:
    refused = client.get(address)
    assert refused.status_code == status
    assert refused.json()["detail"]


def test_a_figure_leads_back_to_its_page_and_its_rows(facts: Warehouse) -> None:
    shown = answer(facts, "mcp-regency-map", year=2024, within="63", region=("63.71",))
    page = addresses.page(shown)
    assert page.startswith("/peta?")
    assert {"indicator=mcp", "region_level=regencies", "within=63"} <= set(
        page.partition("?")[2].split("&")
    )
    behind = shown.question_behind(shown.rows[0])
    assert behind is not None
    assert (behind.table, behind.where) == ("mcp_results", ("region_code:63.71",))
    assert addresses.page(answer(facts, "lhkpn-trend")).startswith("/tren?")


def test_parts_of_a_briefing_are_collected_and_leave(facts: Warehouse) -> None:
    asked = Selection(region=REGION, year=2024)
    items = tuple(tray.item(one, asked) for one in (SCORECARD, *FIGURES))
    wanted = tray.Tray(items, "en")
    assert tray.from_json(facts, tray.as_json(wanted)) == tray.Read(wanted)
    made = writer.make(facts, wanted, "pptx")
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    charts = [name for name in names if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]
    assert len(charts) == len([one for one in FIGURES if not one.endswith("map")])
    page = writer.make(facts, replace(wanted, items=items[2:4]), "html").decode()
    assert answer(facts, "mcp-ranking", year=2024).headline in page
    newest = tray.in_year(facts, wanted, None)
    assert {item.selection.year for item in newest.items} == {None}


def test_a_briefing_without_such_facts_leaves_the_part_out(facts: Warehouse) -> None:
    document = {
        "format": 1,
        "items": [{"subject": "nowhere-map", "parameters": {"region": ["63"]}}],
    }
    read = tray.from_json(facts, json.dumps(document).encode())
    assert not read.tray.items
    assert len(read.ignored) == 1


def test_ready_made_briefings_are_of_scores_and_hold_the_scorecard(facts: Warehouse) -> None:
    chosen = Selection(region=REGION, own_indicator="mcp")
    subjects = [one.subject for one in presets.compare(facts, REGION, chosen).items]
    assert {"spi-trend", SCORECARD} <= set(subjects)
    assert SCORECARD in [one.subject for one in presets.one_region(facts, "63", chosen).items]


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_peta_offers_it_in_its_box(facts: Warehouse, lang: str) -> None:
    app = visit("peta", lang=lang)
    assert not app.exception
    box = app.selectbox(key="filter-indicator")
    own = indicators.declared(facts)
    assert {one.label[lang] for one in own.values()} <= set(box.options)
    box.set_value("mcp").run()
    assert not app.exception
    assert given_values(app, "indicator") == ["mcp"]
    assert answer(facts, "mcp-map", lang, region=()).headline in words_of(app)
    again = visit("peta", lang=lang, indicator="mcp", region_level="regencies", within="63")
    assert not again.exception
    asked = {"within": "63", "region": ()}
    assert answer(facts, "mcp-regency-map", lang, **asked).headline in words_of(again)
    first = preview.leading(facts, "peta", {"indicator": ["lhkpn"], "lang": [lang]})
    assert first.figure.id == "lhkpn-map"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tren_and_bandingkan_show_it_in_the_place_of_scores(facts: Warehouse, lang: str) -> None:
    app = visit("tren", lang=lang, region="63")
    assert "own_indicator" not in app.query_params
    app.selectbox(key="filter-own-indicator").set_value("mcp").run()
    assert not app.exception
    assert given_values(app, "own_indicator") == ["mcp"]
    assert answer(facts, "mcp-trend", lang, region=("63",)).headline in words_of(app)
    other = visit("bandingkan", lang=lang, region=["63", "63.71"], own_indicator="mcp")
    assert not other.exception
    for figure_id, asked in (("mcp-ranking", {}), ("mcp-regency-ranking", {"kind": "kota"})):
        region = ("63", "63.71")
        assert answer(facts, figure_id, lang, region=region, **asked).headline in words_of(other)
    for figure_id in ("mcp-change", SCORECARD):
        assert answer(facts, figure_id, lang, region=region).headline in words_of(other)
    profile = visit("profil", lang=lang, region="63")
    assert not profile.exception
    assert answer(facts, SCORECARD, lang, region=("63",)).headline in words_of(profile)


def test_data_and_method_list_it(facts: Warehouse) -> None:
    app = visit("data", lang="en", table="lhkpn_reports", area="all")
    assert not app.exception
    assert [
        {"Sumatera Barat", year, n} <= set(row)
        for (year, n), row in zip((("2023", "100"), ("2024", "120")), table_rows(app), strict=False)
    ] == [True, True]
    for name in ("mart_indicator", "mcp_results", "lhkpn_reports"):
        for column in tables.tables(facts)[name].columns:
            assert column.text["id"] != column.text["en"], (name, column.name)
    method = visit("metodologi", lang="en")
    assert not method.exception
    told = words_of(method)
    assert "MCP assesses the documents that governments upload" in told
    assert "LHKPN reports" in told
    assert "lhkpn_reports 2024" not in told  # what a table covers names it in words

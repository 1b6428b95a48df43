"""The page Data: tables with filters and files, and the SQL box, in both languages."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.core import dictionary
from dashboard.core.i18n import words
from dashboard.core.parameters import TEXT_LENGTH
from dashboard.export import files, table_files, table_view
from dashboard.ui import sql_box
from dashboard.warehouse import choices, engine, sqlbox, table_rows, tables
from dashboard.warehouse.table_rows import Question
from tests.apptest import given_values, html, table_heads, text, visit
from tests.apptest import table_rows as shown_rows
from tests.fixtures import DATA


def page(**query: str | list[str]) -> AppTest:
    app = visit("data", **{"lang": "id", **query})
    assert not app.exception
    return app


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def open_box(app: AppTest) -> AppTest:
    app.session_state["data-part"] = {"id": "Kotak SQL", "en": "SQL box"}[
        given_values(app, "lang")[0]
    ]
    app.run()
    assert not app.exception
    return app


def ended(app: AppTest) -> AppTest:
    """The page after its query has ended."""
    job: sqlbox.Job = app.session_state["sql-job"]
    assert job.wait(60) is not None
    return app.run()


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("id", ("Menampilkan 100 dari 553 baris.", "Tampilkan 200 baris lagi", "Tanpa saringan")),
        ("en", ("Showing 100 of 553 rows.", "Show 200 more rows", "No filter")),
    ],
)
def test_a_long_table_is_shown_in_parts(lang: str, told: tuple[str, ...]) -> None:
    app = page(lang=lang, table="regions", area="all")
    assert told[0] in text(app)
    assert told[2] in text(app)
    assert len(shown_rows(app)) == 100
    more = app.button(key="data-more")
    assert more.label == told[1]
    more.click().run()
    assert len(shown_rows(app)) == 300


def test_regions_years_and_text_filter_the_rows() -> None:
    app = page(table="spi_results", region=["63"], from_year="2023", to_year="2024")
    of_kalsel = [
        row
        for row in rows_of("spi_results")
        if row["region_code"].split(".")[0] == "63" and row["year"] in ("2023", "2024")
    ]
    n_all = len(rows_of("spi_results"))
    assert f"Menampilkan {len(of_kalsel)} dari {len(of_kalsel)} baris." in text(app)
    assert f"Seluruh tabel berisi {n_all} baris." in text(app)
    assert "Wilayah: Kalimantan Selatan. Tahun: 2023 sampai 2024." in text(app)
    app.text_input(key="data-text").set_value("Pemerintah Provinsi").run()
    pemprov = [row for row in of_kalsel if row["scope"] == "pemprov"]
    assert f"Menampilkan {len(pemprov)} dari" in text(app)
    app.text_input(key="data-text").set_value("tidak ada yang begini").run()
    assert "Tidak ada baris yang cocok." in text(app)
    assert given_values(app, "table") == ["spi_results"]


def test_a_sort_is_of_the_whole_table() -> None:
    app = page(table="mart_spi", area="all")
    app.selectbox(key="data-sort-mart_spi").set_value("score").run()
    app.button_group(key="data-direction-mart_spi").set_value("down").run()
    question = Question("mart_spi", sort="score", descending=True)
    best = table_rows.rows(engine.current(), question, 1)["score"][0].as_py()
    place = table_heads(app).index("Skor SPI")
    assert shown_rows(app)[0][place] == words("id").number(best)


def test_columns_are_explained_and_sources_named() -> None:
    app = page(table="population", region=["63.71"])
    app.session_state["data-columns"] = True
    app.run()
    read = text(app)
    assert "Di berkas fakta: as_of." in read
    assert "Satuan: orang." in read
    assert "Sumber: " in read


def test_an_unknown_table_is_named() -> None:
    app = page(table="rahasia")
    assert "rahasia" in app.warning[0].value
    assert "Skor SPI terpilih" in app.selectbox(key="filter-table").options[0]
    assert app.selectbox(key="filter-table").value == "mart_spi"


def test_a_table_leaves_whole_or_filtered() -> None:
    known = engine.current()
    some = Question("ott_incidents", ("63",), 2024, 2024)
    given = table_files.of_table(known, some, "id")
    of_2024 = [
        row
        for row in rows_of("ott_incidents")
        if row["ott_date"].startswith("2024") and row["region_code"].split(".")[0] == "63"
    ]
    assert given.rows.num_rows == len(of_2024) > 0
    assert given.filters == ("Wilayah: Kalimantan Selatan.", "Tahun: 2024 sampai 2024.")
    assert {source.source_id for source in given.sources} == {r["source_id"] for r in of_2024}
    whole = table_files.of_table(known, Question("ott_incidents"), "en")
    book = openpyxl.load_workbook(io.BytesIO(files.as_xlsx(whole)))
    assert book.sheetnames == ["Data", "Notes", "Sources"]
    assert book["Data"].max_row == len(rows_of("ott_incidents")) + 2
    assert (book["Data"]["B1"].value, book["Data"]["B2"].value) == ("Date of operation", "ott_date")
    assert book["Data"]["B3"].is_date
    assert {cell.data_type for row in book["Data"].iter_rows() for cell in row} <= set("snbd")


@pytest.mark.parametrize(
    ("lang", "rows", "refused"),
    [("id", "1 baris, ", "DROP ditolak."), ("en", "1 row, ", "DROP is refused.")],
)
def test_the_box_answers_and_refuses(lang: str, rows: str, refused: str) -> None:
    app = open_box(page(lang=lang))
    assert "with" in str(app.text_area(key="sql-text").value)
    query = (
        "select score, is_disputed, 1 / 4 as quarter, date '2024-10-06' as day, null as none, "
        "source_ids from mart_spi where region_code = '63' and year = 2022"
    )
    app.text_area(key="sql-text").set_value(query).run()
    app.button(key="sql-run").click().run()
    ended(app)
    assert rows in text(app)
    assert table_heads(app)[:5] == ["score", "is_disputed", "quarter", "day", "none"]
    written = {
        "id": ["73,7600", "tidak", "0,25", "6 Okt 2024", "–"],
        "en": ["73.7600", "no", "0.25", "6 Oct 2024", "–"],
    }
    assert shown_rows(app)[-1][:5] == written[lang]
    result = app.session_state["sql-job"].outcome
    leaving = table_files.of_result(engine.current(), result, lang)
    assert leaving.query == query
    assert leaving.sources

    app.text_area(key="sql-text").set_value("drop table mart_spi").run()
    app.button(key="sql-run").click().run()
    ended(app)
    assert refused in app.error[0].value
    assert app.text_area(key="sql-text").value == "drop table mart_spi"


def test_the_box_shows_the_first_rows_of_a_long_result() -> None:
    app = open_box(page())
    app.text_area(key="sql-text").set_value("select range as n from range(1000)").run()
    app.button(key="sql-run").click().run()
    ended(app)
    assert "Di sini 300 baris pertama; berkas memuat semuanya." in text(app)
    assert shown_rows(app)[-300:] == [[str(n)] for n in range(300)]
    assert ["300"] not in shown_rows(app)


def test_the_box_says_what_the_engine_says_and_starts_from_examples() -> None:
    app = open_box(page())
    app.selectbox(key="sql-example").set_value("sumber_berbeda").run()
    first = str(app.text_area(key="sql-text").value).splitlines()[0]
    assert first == "-- Skor yang sumbernya berbeda"
    app.text_area(key="sql-text").set_value("select salah from mart_spi").run()
    app.button(key="sql-run").click().run()
    ended(app)
    assert "Kueri tidak dapat dijalankan." in app.error[0].value
    assert "salah" in app.code[0].value
    assert "Traceback" not in app.code[0].value


def test_a_running_query_shows_its_time_and_can_be_cancelled() -> None:
    app = open_box(page())
    endless = "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c"
    app.text_area(key="sql-text").set_value(endless).run()
    app.button(key="sql-run").click().run()
    assert app.button(key="sql-run").disabled
    app.button(key="sql-cancel").click().run()
    ended(app)
    assert "Kueri dibatalkan." in app.error[0].value
    assert not app.button(key="sql-run").disabled


def test_a_query_that_ends_while_the_page_is_drawn_leaves_no_grey_button(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = open_box(page())
    draw_schema = sql_box._schema

    def draw_until_it_ends(*given: object) -> None:
        job: sqlbox.Job | None = st.session_state.get("sql-job")
        if job is not None:
            assert job.wait(60) is not None
        draw_schema(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(sql_box, "_schema", draw_until_it_ends)
    app.text_area(key="sql-text").set_value("select 1").run()
    app.button(key="sql-run").click().run()
    assert not app.button(key="sql-run").disabled
    assert "1 baris, " in text(app)


def test_the_rows_behind_a_number_come_first_and_a_tap_widens_them() -> None:
    conditions = ["region_code:63", "scope:pemprov"]
    app = page(table="spi_results", area="all", from_year="2024", to_year="2024", where=conditions)
    known = engine.current()
    asked = Question("spi_results", (), 2024, 2024, where=tuple(conditions))
    printed = table_rows.rows_of_file(known, asked).to_pylist()
    assert f"Menampilkan {len(printed)} dari {len(printed)} baris." in text(app)
    assert not table_heads(app)  # few rows are read one by one, their sources linked
    for row in printed:
        assert f'href="{known.sources[row["source_id"]].url}"' in html(app)
        assert words("id").number(row["score"], row["score_decimals"]) in html(app)
    app.button_group(key="filter-where").set_value(["scope:pemprov"]).run()
    assert given_values(app, "where") == ["scope:pemprov"]
    assert len(shown_rows(app)) > len(printed)
    app.selectbox(key="filter-table").set_value("mart_spi").run()
    assert given_values(app, "where") == []


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("name", list(tables.tables(engine.current())))
def test_a_table_is_shown_in_the_readers_words(name: str, lang: str) -> None:
    known, say = engine.current(), words(lang)
    table = tables.tables(known)[name]
    shown = table_view.columns(known, table, say)
    found = table_rows.rows(known, Question(name), 50)
    head, body = table_view.cells(known, table, found, say)
    labels_of = [one.label for one in head]
    assert len(set(labels_of)) == len(shown)
    columns = {one.label: [row[n].text for row in body] for n, one in enumerate(head)}
    for one in shown:
        column = next(c for c in table.columns if c.name == one.column)
        if group := dictionary.group_of(column.name, name):
            known_codes = dictionary.dictionary()[group]
            labels = {dictionary.label(group, code, lang) for code in known_codes}
            codes = {*map(str, known_codes)} - labels
            assert not codes & set(columns[one.label])
    if table.region_column and not name.startswith("mart_spi_island"):
        first = columns[labels_of[0]]
        regions = {"Indonesia", *(one.name for one in choices.regions(known).values())}
        short = {one.label for one in choices.regions(known).values()}
        assert set(first) <= regions | short | {table_view.NOTHING, "Nasional"}, first[:3]


def test_a_text_finds_what_is_shown_and_nothing_hidden() -> None:
    known = engine.current()

    def n(table: str, text: str, lang: str = "id") -> int:
        return table_rows.count(known, Question(table, text=text, lang=lang))

    everyone = table_rows.count(known, Question("spi_results"))
    assert 0 < n("spi_results", "kalimantan selatan") < everyone  # a name, not a code
    assert n("mart_spi", "agregat_wilayah") == 0  # a code that nobody sees
    assert (
        n("spi_results", "Regency government", "en") > 0 == n("spi_results", "Regency government")
    )
    assert n("mart_ott_case", "indonesia nasional") == 0  # only the hidden search text has it
    assert n("mart_ott_case", "alleged", "en") > 0 == n("mart_ott_case", "alleged")
    publisher = known.sources["jpnn-com-652eac"].publisher
    assert n("mart_ott_case", publisher) > 0


def test_a_query_stands_in_the_address_and_waits_for_a_tap() -> None:
    query = "select count(*) as n from mart_spi where scope = 'pemprov'"
    app = page(sql=query)
    assert app.text_area(key="sql-text").value == query  # the box is open, filled in
    assert "sql-job" not in app.session_state  # and nothing has run
    app.button(key="sql-run").click().run()
    ended(app)
    assert "1 baris, " in text(app)
    app.text_area(key="sql-text").set_value("select 1").run()
    assert given_values(app, "sql") == ["select 1"]
    app.selectbox(key="sql-example").set_value("sumber_berbeda").run()
    example = tables.example(engine.current(), "sumber_berbeda", "id")
    assert given_values(app, "sql") == [example]
    app.text_area(key="sql-text").set_value("select 1 -- " + "x" * 2000).run()
    assert given_values(app, "sql") == []
    assert "lebih panjang dari 2.000 karakter" in text(app)
    warned = page(sql="x" * 2001).warning[0].value
    assert "2.000" in warned


@pytest.mark.parametrize("name", list(tables.examples(engine.current(), "id")))
def test_an_address_can_carry_every_example(name: str) -> None:
    for lang in ("id", "en"):
        assert len(tables.example(engine.current(), name, lang)) <= TEXT_LENGTH


def test_of_a_large_table_all_rows_have_an_address(monkeypatch):
    monkeypatch.setattr("dashboard.core.limits.ROWS_OF_FILE", 100)
    app = visit("data", lang="en", table="mart_activity")
    links = [one.proto.url for one in app.get("link_button")]
    addresses = [url for url in links if "/tables/" in url]
    assert [url.partition("?")[0].rpartition("/")[2] for url in addresses] == [
        "mart_activity.csv",
        "mart_activity.parquet",
    ]
    said = [one.value for one in app.caption]
    assert any("XLSX brings the first 100, sorted" in text for text in said)

"""The dashboard on a second engine: the marts of a build, the figures and the pages.

Sail is asked by default, for what it carries; `CONFORMANCE_REMOTE` names a real cluster, of which
all figures and the main pages are asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dashboard import charts
from dashboard.core.selection import Selection
from dashboard.core.settings import Settings
from dashboard.export import files, rows
from dashboard.figures import registry
from dashboard.figures.model import Answer
from dashboard.warehouse import build, engine, intake, table_rows
from dashboard.warehouse.build_folder import Build
from dashboard.warehouse.spark import session
from dashboard.warehouse.spark.warehouse import SparkWarehouse
from tests import apptest
from tests.fixtures import world, write_facts
from tests.sail import Sail
from tests.spark import OFFICE

REMOTE = os.environ.get("CONFORMANCE_REMOTE", "")
# What Sail carries of the queries: it knows neither QUALIFY nor columns that are left out.
FIGURES = (
    "spi-map",
    "spi-trend",
    "coverage-matrix",
    "regulation-subjects",
    "wbk-by-year",
    "rank-range",
)
# On a cluster a page takes as long as its questions; these ask most of them.
PAGES = ("ringkasan", "peta", "bandingkan", "profil") if REMOTE else ("tren",)
SHOWN = Selection(region=("63",), year=2024, to_year=2024)
OTHER = Selection(year=2023, to_year=2023, lang="en")
# Every figure of a region; some of them also of nothing chosen, and in the other language.
ASKED = tuple(
    (figure, chosen)
    for figure in (registry.REGISTRY if REMOTE else FIGURES)
    for chosen in ((SHOWN, OTHER) if figure in FIGURES else (SHOWN,))
)
# Files whose bytes say nothing of when they were written.
WRITERS = {"csv": files.as_csv, "notes": files.as_notes, "parquet": files.as_parquet}


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the cluster."""
    if REMOTE:
        yield REMOTE
        return
    server = Sail(tmp_path_factory.mktemp("sail"))
    server.start()
    yield server.remote
    server.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts and builds that these tests share."""
    made = tmp_path_factory.mktemp("dashboard")
    write_facts(made / "data", world())
    return made


@pytest.fixture(scope="module")
def settings(folder: Path, remote: str) -> Callable[..., Settings]:
    """Settings of an engine."""

    def given(**named: str) -> Settings:
        return Settings(
            data_dir=folder / "data",
            build_dir=folder / "build",
            store_dir=folder / "store",
            focus_regions="63,62",
            spark_remote=remote,
            spark_seconds=120,
            **named,
        )

    return given


@pytest.fixture(scope="module")
def here(settings: Callable[..., Settings]) -> engine.Warehouse:
    """The facts as DuckDB answers."""
    own = settings(engine="duckdb")
    return engine.opened(intake.served(own), own)


@pytest.fixture(scope="module")
def made(settings: Callable[..., Settings]) -> Build:
    """The build that the cluster made, with the options that Spark has by itself."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in OFFICE.items() if REMOTE else ():
            patched.setitem(session.OPTIONS, name, value)
        return build.ensure(settings(engine="spark"))


@pytest.fixture(scope="module")
def asked(settings: Callable[..., Settings], made: Build) -> engine.Warehouse:
    """The facts as the cluster answers."""
    own = settings(engine="spark", spark_answers="direct")
    known = engine.opened(intake.Served(made, ""), own)
    assert isinstance(known, SparkWarehouse)
    return known


@pytest.fixture(scope="module")
def answers(asked: engine.Warehouse) -> Iterator[dict[tuple[str, Selection], Future[Answer]]]:
    """Answers that the cluster works on, a few at a time while others are compared."""
    with ThreadPoolExecutor(3) as pool:
        yield {one: pool.submit(registry.answer, asked, *one) for one in ASKED}
        pool.shutdown(cancel_futures=True)


def test_what_a_cluster_makes_is_what_duckdb_makes(made: Build, here: engine.Warehouse) -> None:
    assert made.revision != here.revision, "nothing may pass for the build of another engine"
    with duckdb.connect() as both:
        both.execute(f"attach '{made.database}' as made (read_only)")
        both.execute(f"attach '{here.build.database}' as here (read_only)")
        columns = {
            database: both.execute(
                "select table_name, column_name, data_type from duckdb_columns() "
                "where database_name = ? order by all",
                [database],
            ).fetchall()
            for database in ("made", "here")
        }
        assert columns["made"] == columns["here"]
        marts = {name for name, *_ in columns["here"] if name.startswith("mart_")}
        assert len(marts) > 20
        for mart in marts:
            for one, other in (("made", "here"), ("here", "made")):
                differing = f"from {one}.{mart} except all from {other}.{mart}"
                assert not both.execute(differing).fetchall(), mart


@pytest.mark.parametrize(("figure", "chosen"), ASKED, ids=lambda one: str(one)[:40])
def test_a_figure_is_the_same(
    figure: str,
    chosen: Selection,
    answers: dict[tuple[str, Selection], Future[Answer]],
    here: engine.Warehouse,
) -> None:
    one, other = answers[figure, chosen].result(), registry.answer(here, figure, chosen)
    assert one.table.schema == other.table.schema
    assert one.rows == other.rows
    assert one.layers == other.layers
    assert (one.headline, one.caveats) == (other.headline, other.caveats)
    assert one.sources == other.sources


@pytest.mark.parametrize("figure", FIGURES)
def test_what_leaves_of_a_figure_is_the_same(
    figure: str,
    answers: dict[tuple[str, Selection], Future[Answer]],
    asked: engine.Warehouse,
    here: engine.Warehouse,
) -> None:
    one, other = answers[figure, SHOWN].result(), registry.answer(here, figure, SHOWN)
    assert charts.draw(one) == charts.draw(other)
    for ending, write in WRITERS.items():
        left = [
            write(replace(rows.table_export(known, answer), revision=""))
            for known, answer in ((asked, one), (here, other))
        ]
        assert left[0] == left[1], ending
        assert len(left[0]) > 100


def test_tables_are_browsed_alike(asked: engine.Warehouse, here: engine.Warehouse) -> None:
    for table in ("mart_spi", "spi_results"):
        question = table_rows.Question(table, region=("63",))
        one, other = (table_rows.rows(known, question, 10) for known in (asked, here))
        assert one.equals(other)
        assert one.num_rows


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_same(
    page: str,
    asked: engine.Warehouse,
    here: engine.Warehouse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = []
    for known in (asked, here):
        monkeypatch.setattr(engine, "_current", known)
        app = apptest.visit(page, region=["63"], year="2024", lang="id")
        assert not app.exception
        said.append(apptest.words_of(app).replace(known.revision, ""))
    assert said[0] == said[1]

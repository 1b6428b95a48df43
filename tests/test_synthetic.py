"""Made-up rows for measuring: sound, the same for the same seed, and named as made up."""

from __future__ import annotations

import duckdb
import pytest

from dashboard import facts
from tests import synthetic


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return synthetic.write(tmp_path_factory.mktemp("synthetic"), 4000)


def test_made_up_rows_keep_the_rules_of_the_facts(folder):
    facts.validate(folder)


def test_a_folder_has_the_rows_that_were_asked_for(folder):
    share = synthetic.counts(4000)
    assert sum(vars(share).values()) == 4000
    with duckdb.connect() as connection:
        found = {
            name: connection.read_parquet(str(folder / f"{name}.parquet"))
            .filter("source_id like 'data-buatan-%'")
            .count("*")
            .fetchall()[0][0]
            for name in ("spi_responses", "spi_results", "bimtek_activity", "ott_incidents")
        }
    assert [*found.values()] == [*vars(share).values()]


def test_every_made_up_row_names_a_source_that_says_so(folder):
    with duckdb.connect() as connection:
        publishers = connection.read_parquet(str(folder / "sources.parquet")).filter(
            "source_id like 'data-buatan-%'"
        )
        assert {row[0] for row in publishers.select("publisher").fetchall()} == {
            synthetic.PUBLISHER
        }
    assert synthetic.PUBLISHER in (folder / "README.txt").read_text(encoding="utf-8")
    assert facts.read_description(folder).package["title"] == synthetic.PUBLISHER


def test_a_seed_gives_the_same_rows_again_and_another_one_others(folder, tmp_path):
    def operations(of):
        with duckdb.connect() as connection:
            return connection.read_parquet(str(of / "ott_incidents.parquet")).fetchall()

    again = synthetic.write(tmp_path / "again", 4000)
    other = synthetic.write(tmp_path / "other", 4000, seed=2)
    assert operations(folder) == operations(again) != operations(other)


def test_made_up_rows_are_refused_a_place_among_the_facts(monkeypatch, capsys):
    argv = ["synthetic", "--out", str(synthetic.DATA / "made_up"), "--rows", "1"]
    monkeypatch.setattr("sys.argv", argv)
    with pytest.raises(SystemExit):
        synthetic.main()
    assert "data/" in capsys.readouterr().err
    assert not (synthetic.DATA / "made_up").exists()

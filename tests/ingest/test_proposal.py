"""A sheet laid over the small country: every row and every cell counted by hand."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard import facts
from dashboard.core.i18n import words
from dashboard.core.uploads import Unusable
from dashboard.facts.revisions import Counts
from dashboard.facts.store import read_files
from dashboard.ingest import review
from dashboard.ingest.changed_tables import Tables, brought_up_to_date
from dashboard.ingest.companions import offices_of
from dashboard.ingest.incoming import ColumnMatch, Incoming, Place, Row
from dashboard.ingest.proposal import Proposal, propose
from tests.fixtures import COLUMNS, KPK, NEWS, WEAK, WORLD, write_facts

TODAY = dt.date(2026, 12, 30)
NEW = "baru-id-00000a"


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_facts(tmp_path_factory.mktemp("country"), WORLD)


Lay = Callable[..., Proposal]


@pytest.fixture
def lay(country: Path) -> Lay:
    """Lay rows, `column=value` each, over the small country."""
    files, described = read_files(country), facts.read_description(country)

    def laid(
        table: str,
        *rows: Mapping[str, str],
        sources: tuple[Mapping[str, str], ...] = (),
        columns: tuple[str, ...] = (),
        **options: Any,
    ) -> Proposal:
        placed = tuple(
            Row(cells, Place("sheet.xlsx", "Data", n, "")) for n, cells in enumerate(rows, start=2)
        )
        named = columns or tuple(dict.fromkeys(name for cells in rows for name in cells))
        incoming = Incoming(
            table,
            "sheet.xlsx",
            "0" * 64,
            columns=tuple(ColumnMatch(name, name, "name") for name in named),
            rows=placed,
            sources=tuple(Row(cells, Place("sheet.xlsx", "Data", None, "")) for cells in sources),
        )
        return propose(files, described, incoming, base="b", today=TODAY, **options)

    return laid


def score(code: str, year: str, value: str, source: str = KPK, **more: str) -> dict[str, str]:
    scope = {2: "pemprov"}.get(len(code), "pemkot")
    row = {"region_code": code, "scope": scope, "year": year, "score": value, "source_id": source}
    return {**row, "reliability": "official" if source == KPK else "news", **more}


def found(country: Path, proposal: Proposal) -> dict[str, review.Finding]:
    described = facts.read_description(country)
    old = Tables(read_files(country), described)
    new = Tables(proposal.files, described)
    return {one.kind: one for one in review.find(old, new, proposal)}


def lines(content: bytes) -> list[str]:
    return content.decode().split("\n")


def test_rows_are_added_changed_and_left_and_nothing_else_moves(lay: Lay, country: Path) -> None:
    proposal = lay(
        "spi_results",
        score("63", "2024", "64.20", NEWS),  # known as 64.15
        score("62", "2024", "67.760"),  # known as 67.76, which is the same number
        score("13", "2023", "78.10"),  # new
    )
    assert proposal.counts == (Counts("spi_results", 1, 1, 0),)
    assert [
        len(proposal.of_kind(kind)) for kind in ("added", "changed", "removed", "unchanged")
    ] == [
        1,
        1,
        0,
        1,
    ]
    [change] = proposal.of_kind("changed")
    assert [(cell.column, cell.old, cell.new) for cell in change.changes] == [
        ("score", "64.15", "64.20")
    ]
    assert change.place == Place("sheet.xlsx", "Data", 2, "")
    before = lines((country / "spi_results.csv").read_bytes())
    after = lines(proposal.files["spi_results.csv"])
    assert set(after) - set(before) == {
        "63,pemprov,2024,64.20,,kabar-id-000002,news,,",
        "13,pemprov,2023,78.10,,kpk-go-id-000001,official,,",
    }
    assert set(before) - set(after) == {"63,pemprov,2024,64.15,,kabar-id-000002,news,,"}
    untouched = read_files(country).keys() - {"spi_results.csv", "datapackage.json"}
    assert all(proposal.files[name] == (country / name).read_bytes() for name in untouched)


def test_the_facts_get_a_version_and_a_day_of_their_own() -> None:
    package = {"name": "x", "version": "2026.12.0", "created": "2026-11-26T00:00:00Z", "a": [1]}
    written = json.dumps(package, indent=2).encode()
    once = json.loads(brought_up_to_date(written, TODAY))
    assert once == {**package, "version": "2026.12.0-1", "created": "2026-12-30T00:00:00Z"}
    twice = brought_up_to_date(brought_up_to_date(written, TODAY), dt.date(2020, 1, 1))
    assert json.loads(twice)["version"] == "2026.12.0-2"
    assert json.loads(twice)["created"] == "2026-12-30T00:00:00Z"  # never an earlier one
    assert twice.count(b"\n") == written.count(b"\n")


def test_what_is_known_already_changes_no_file(lay: Lay, country: Path) -> None:
    source = {"source_id": NEW, "publisher": "Baru", "url": "https://baru.id/1"}
    proposal = lay("spi_results", score("62", "2024", "67.76"), sources=(source,))
    assert proposal.is_empty
    assert proposal.files == read_files(country)  # no version, and no source that nobody names


def test_an_empty_cell_erases_only_where_the_file_is_the_whole(lay: Lay) -> None:
    row = score("63", "2024", "99.99", WEAK, reliability="weak")
    row["scope"] = "pemprov"
    columns = (*row, "excluded_reason_en")
    assert lay("spi_results", row, columns=columns).is_empty
    replaced = lay("spi_results", row, columns=columns, replaces=True)
    [change] = replaced.of_kind("changed")
    assert [(cell.column, cell.new) for cell in change.changes] == [("excluded_reason_en", "")]


def test_a_whole_removes_what_it_lacks_of_its_years_and_sources_alone(
    lay: Lay, country: Path
) -> None:
    """The KPK's scores of 2024 in the small country: 00 twice, 61, 62; NEWS has others."""
    proposal = lay("spi_results", score("61", "2024", "64.15"), replaces=True)
    assert proposal.counts[0] == Counts("spi_results", 0, 0, 3)
    gone = {(row.cells["region_code"], row.cells["scope"]) for row in proposal.of_kind("removed")}
    assert gone == {("00", "nasional"), ("00", "rerata_pemprov"), ("62", "pemprov")}
    assert all(row.cells["source_id"] == KPK for row in proposal.of_kind("removed"))
    kinds = [one.kind for one in review.find(*_tables(country, proposal), proposal)]
    assert kinds.count("removed") == 3


def _tables(country: Path, proposal: Proposal) -> tuple[Tables, Tables]:
    described = facts.read_description(country)
    return Tables(read_files(country), described), Tables(proposal.files, described)


def test_a_new_source_comes_with_its_rows(lay: Lay) -> None:
    status = {
        "year": "2023",
        "region_code": "63.71",
        "unit_name": "RSUD",
        "unit_count": "1",
        "owner_type": "pemda",
        "stage": "wbk",
        "award_by": "kemenpanrb",
        "year_basis": "stated",
        "source_id": NEW,
        "reliability": "news",
    }
    source = {"source_id": NEW, "publisher": "Baru", "url": "https://b.id/1", "source_kind": "news"}
    assert lay("wbk_status", status, sources=(source,)).counts == (
        Counts("wbk_status", 1, 0, 0),
        Counts("sources", 1, 0, 0),
    )


def test_a_source_goes_with_the_last_row_that_names_it(lay: Lay) -> None:
    rule = {
        "region_code": "63.71",
        "instrument": "Peraturan Wali Kota",
        "number": "5",
        "year": "2019",
        "subject": "wbs",
        "title_id": "Pengaduan",
        "source_id": NEWS,
        "reliability": "news",
    }
    moved = lay("regulations", rule)  # the only row of its source names another one now
    assert moved.counts == (Counts("regulations", 0, 1, 0), Counts("sources", 0, 0, 1))
    assert b"peraturan-000008" not in moved.files["sources.csv"]


@pytest.fixture
def surveyed(country: Path) -> Iterator[Path]:
    """The small country, with a respondent who names the source of a regulation."""
    file = country / "spi_responses.csv"
    before = file.read_bytes()
    file.write_bytes(before + b"63.71,pemkot,2024,1,internal,70,1,peraturan-000008\n")
    yield country
    file.write_bytes(before)


@pytest.mark.usefixtures("surveyed")
def test_a_source_stays_that_rows_of_respondents_name(request: pytest.FixtureRequest) -> None:
    """Their rows are not shown, and count."""
    lay: Lay = request.getfixturevalue("lay")  # once the respondent is there
    rule = {
        "region_code": "63.71",
        "instrument": "Peraturan Wali Kota",
        "number": "5",
        "year": "2019",
        "subject": "wbs",
        "title_id": "Pengaduan",
        "source_id": NEWS,
        "reliability": "news",
    }
    moved = lay("regulations", rule)
    assert moved.counts == (Counts("regulations", 0, 1, 0),)
    assert b"peraturan-000008" in moved.files["sources.csv"]


def test_two_rows_of_one_key_are_a_fault_unless_they_say_the_same(lay: Lay) -> None:
    same = lay("spi_results", score("13", "2023", "78.1"), score("13", "2023", "78.10"))
    assert same.counts == (Counts("spi_results", 1, 0, 0),)
    other = lay("spi_results", score("13", "2023", "78.1"), score("13", "2023", "78.2"))
    [fault] = other.faults
    assert fault.rule == "primary-key"
    assert fault.place.row == 3
    said = fault.sentence(words("en"))
    assert "sheet.xlsx, sheet Data, row 3" in said
    assert "row 2" in said


def test_a_table_that_is_none_of_ours_or_no_csv_is_refused(lay: Lay, country: Path) -> None:
    with pytest.raises(Unusable, match="no table"):
        lay("nothing", {"a": "1"})
    files = {n: c for n, c in read_files(country).items() if n != "spi_results.csv"}
    described = facts.read_description(country)
    with pytest.raises(Unusable, match="Parquet"):
        propose(files, described, Incoming("spi_results", "x", ""), today=TODAY)


# --- rows that come along ------------------------------------------------------------------------


def test_a_new_survey_year_asks_for_its_classes_and_brings_its_year(lay: Lay) -> None:
    asked = lay("spi_results", score("63", "2026", "70.00"))
    [question] = asked.questions
    assert question.key == "classes:2026"
    assert [value for value, _label in question.options] == ["2025", "none"]
    answered = lay("spi_results", score("63", "2026", "70.00"), answers={question.key: "2025"})
    assert not answered.questions
    assert answered.counts == (
        Counts("spi_results", 1, 0, 0),
        Counts("spi_survey_years", 1, 0, 0),
        Counts("spi_classes", 3, 0, 0),
        Counts("coverage", 1, 0, 0),
    )
    assert b"2026,,,,,kpk-go-id-000001" in answered.files["spi_survey_years.csv"]
    assert b"2026,kpk-2024,waspada,73,78,kpk-go-id-000001" in answered.files["spi_classes.csv"]
    assert b"spi_results,2026,2026,partial,unknown," in answered.files["coverage.csv"]
    without = lay("spi_results", score("63", "2026", "70.00"), answers={question.key: "none"})
    assert [one.table for one in without.counts] == ["spi_results", "spi_survey_years", "coverage"]


OTT = {
    "incident_id": "ott-2019-03-03-62",
    "ott_date": "2019-03-03",
    "date_precision": "day",
    "region_code": "62",
    "government_level": "provinsi",
    "sector": "pengadaan",
    "offices_id": "Kepala Dinas PUPR (diamankan); Jabatan ott-2019-01-15-63",
    "offices_en": "Head of public works",
    "counted_by_kpk": "yes",
    "summary_id": "Dugaan suap",
    "summary_en": "Alleged bribe",
    "source_id": NEWS,
    "reliability": "news",
}


def test_the_kind_of_an_office_is_asked_and_a_known_one_taken(lay: Lay) -> None:
    assert offices_of("Bupati A; Camat (ditahan); Bupati A") == ["Bupati A", "Camat"]
    [question] = lay("ott_incidents", OTT).questions
    assert question.key == "office:Kepala Dinas PUPR"
    assert ("kepala_daerah", "kepala daerah") in question.options
    answered = lay("ott_incidents", OTT, answers={question.key: "pejabat_pemda"})
    assert answered.counts == (Counts("ott_incidents", 1, 0, 0), Counts("ott_offices", 2, 0, 0))
    written = answered.files["ott_offices.csv"]
    assert b"ott-2019-03-03-62,Kepala Dinas PUPR,pejabat_pemda" in written
    assert b"ott-2019-03-03-62,Jabatan ott-2019-01-15-63,lainnya" in written
    wrong = lay("ott_incidents", OTT, answers={question.key: "no such kind"})
    assert [one.key for one in wrong.questions] == [question.key]


def test_the_parts_of_a_removed_row_go_with_it(lay: Lay) -> None:
    one = {**OTT, "ott_date": "2019-01-15", "incident_id": "ott-2019-01-15-63-2", "source_id": "x"}
    source = {"source_id": "x", "publisher": "X", "url": "https://x.id/", "source_kind": "news"}
    kept = {**one, "region_code": "63", "source_id": "daftar-ott-000005"}
    answers = {"office:Kepala Dinas PUPR": "pejabat_pemda"}
    proposal = lay("ott_incidents", kept, sources=(source,), answers=answers, replaces=True)
    gone = {(row.table, row.cells["incident_id"]) for row in proposal.of_kind("removed")}
    assert gone == {
        ("ott_incidents", "ott-2019-01-15-63"),
        ("ott_offices", "ott-2019-01-15-63"),
    }


# --- findings ------------------------------------------------------------------------------------


def test_a_jump_of_more_than_15_points_is_a_finding(lay: Lay, country: Path) -> None:
    """Kalteng was 67.76 in 2024: 82.76 is 15 points away, 82.77 is more."""
    at = lay("spi_results", score("62", "2025", "82.76"))
    assert "jump" not in found(country, at)
    beyond = found(country, lay("spi_results", score("62", "2025", "82.77")))["jump"]
    assert dict(beyond.values)["before"] == 2024
    assert str(dict(beyond.values)["points"]) == "15.01"
    assert beyond.place is not None
    assert (beyond.place.row, beyond.place.column) == (2, "score")
    for lang, number in (("id", "15,01"), ("en", "15.01")):
        said = beyond.sentence(words(lang), lambda _code: "Kalimantan Tengah")
        assert number in said
        assert "Kalimantan Tengah" in said


def test_a_value_far_from_the_other_sources_is_a_finding(lay: Lay, country: Path) -> None:
    """Kalsel 2023: 72.54 and 72.55; what is known to be wrong (2024: 99.99) counts nowhere."""
    source = {"source_id": NEW, "publisher": "B", "url": "https://b.id/1", "source_kind": "news"}
    near = lay("spi_results", score("63", "2023", "77.54", NEW), sources=(source,))
    assert "far" not in found(country, near)
    far = lay("spi_results", score("63", "2023", "77.56", NEW), sources=(source,))
    assert str(dict(found(country, far)["far"].values)["points"]) == "5.01"
    excluded = lay("spi_results", score("63", "2024", "69.00", NEW), sources=(source,))
    assert "far" not in found(country, excluded)


def test_another_value_of_the_same_source_is_a_finding(lay: Lay, country: Path) -> None:
    known = found(country, lay("spi_results", score("63", "2024", "64.20", NEWS)))["known"]
    assert dict(known.values) == {"column": "score", "old": "64.15", "new": "64.20"}
    # The same finding in the next preview, so that a mark on it holds.
    again = found(country, lay("spi_results", score("63", "2024", "64.20", NEWS)))["known"]
    assert known.key == again.key


@pytest.mark.parametrize(
    ("stated", "value", "is_odd"),
    [
        ("waspada", "77.99", False),
        ("waspada", "78.00", True),
        ("Rentan (zona merah)", "72.99", False),
        ("sangat rentan", "70", True),
        ("zona biru", "70", False),  # no class that we know
    ],
)
def test_a_class_that_does_not_fit_the_score_is_a_finding(
    lay: Lay, country: Path, stated: str, value: str, is_odd: bool
) -> None:
    proposal = lay("spi_results", score("13", "2025", value, published_class=stated))
    assert ("class" in found(country, proposal)) is is_odd


def test_a_reported_class_is_laid_beside_the_known_scores(lay: Lay, country: Path) -> None:
    report = {
        "region_code": "62",
        "scope": "pemprov",
        "year": "2024",
        "spi_class": "terjaga",
        "source_id": NEWS,
        "reliability": "weak",
    }
    odd = found(country, lay("spi_class_reports", report))["class"]
    assert dict(odd.values)["expected"] == "rentan"
    assert "class" not in found(
        country, lay("spi_class_reports", {**report, "spi_class": "rentan"})
    )


def test_a_new_year_is_a_finding_with_what_it_lacks(lay: Lay, country: Path) -> None:
    proposal = lay("spi_results", score("62", "2026", "70"), answers={"classes:2026": "none"})
    kinds = found(country, proposal)
    assert {"new_year", "no_classes", "coverage"} <= kinds.keys()
    assert "sebagian" in kinds["coverage"].sentence(words("id"), lambda code: code)
    with_classes = lay("spi_results", score("62", "2026", "70"), answers={"classes:2026": "2025"})
    assert "no_classes" not in found(country, with_classes)


def test_an_event_on_a_day_with_another_one_near_is_a_finding(lay: Lay, country: Path) -> None:
    """An operation in Banjarmasin on the day of one on the province that it lies in."""
    answers = {"office:Kepala Dinas PUPR": "pejabat_pemda"}
    near = {
        **OTT,
        "incident_id": "ott-2019-01-15-6371",
        "ott_date": "2019-01-15",
        "region_code": "63.71",
        "government_level": "kota",
    }
    event = found(country, lay("ott_incidents", near, answers=answers))["event"]
    assert dict(event.values)["other"] == "ott-2019-01-15-63"
    assert "event" not in found(country, lay("ott_incidents", OTT, answers=answers))
    changed = {"incident_id": "ott-2019-01-15-63", "ott_date": "2019-01-15", "people_arrested": "3"}
    assert "event_changed" in found(country, lay("ott_incidents", changed))


def test_every_kind_of_finding_has_a_sentence_in_both_languages() -> None:
    names = "new old year before points column other day stated score expected span note key"
    values = dict.fromkeys(names.split(), "x")
    for kind, text in review.SENTENCES.items():
        for lang in ("id", "en"):
            assert words(lang)(text, region="r", **values), kind


def test_the_small_country_has_the_columns_that_are_written_here() -> None:
    assert set(OTT) <= set(COLUMNS["ott_incidents"])

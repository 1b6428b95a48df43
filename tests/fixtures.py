"""A small country, written by hand: few enough rows to compute every answer on paper.

`WORLD` is sound: it breaks no rule of the description and no check. Tests load it with
`answers(WORLD)`, or change a copy of it first.
"""

from __future__ import annotations

import copy
import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import compute, parquet

from dashboard import facts
from dashboard.core import limits
from dashboard.warehouse import build, indicator_tables

ROOT = Path(__file__).resolve().parents[1]
DATA, SQL = ROOT / "data", ROOT / "sql"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
COLUMNS = {
    resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
    for resource in PACKAGE["resources"]
}
Tables = dict[str, list[dict[str, Any]]]


def rows(columns: str, *values: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows as records: the columns once, then one tuple a row."""
    return [dict(zip(columns.split(), row, strict=True)) for row in values]


KPK, NEWS, WEAK = "kpk-go-id-000001", "kabar-id-000002", "blog-id-000003"
COURT, LIST, DUKCAPIL = "putusan-id-000004", "daftar-ott-000005", "dukcapil-000006"
TRAINING, RULES = "pelatihan-000007", "peraturan-000008"

WORLD: Tables = {
    "regions": rows(
        "region_code region_name short_name level province_code island_group",
        ("00", "Indonesia", "Nasional", "nasional", None, None),
        ("13", "Sumatera Barat", "Sumbar", "provinsi", "13", "Sumatera"),
        ("31", "DKI Jakarta", "Jakarta", "provinsi", "31", "Jawa"),
        ("31.01", "Kabupaten Administrasi Kepulauan Seribu", None, "kabupaten", "31", "Jawa"),
        ("31.71", "Kota Administrasi Jakarta Pusat", None, "kota", "31", "Jawa"),
        ("61", "Kalimantan Barat", "Kalbar", "provinsi", "61", "Kalimantan"),
        ("62", "Kalimantan Tengah", "Kalteng", "provinsi", "62", "Kalimantan"),
        ("62.71", "Kota Palangka Raya", None, "kota", "62", "Kalimantan"),
        ("63", "Kalimantan Selatan", "Kalsel", "provinsi", "63", "Kalimantan"),
        ("63.01", "Kabupaten Tanah Laut", None, "kabupaten", "63", "Kalimantan"),
        ("63.71", "Kota Banjarmasin", None, "kota", "63", "Kalimantan"),
    ),
    "region_aliases": rows(
        "region_code alias alias_kind valid_to regulation",
        ("31", "Daerah Khusus Jakarta", "short", None, None),
        ("63.01", "Tala", "abbreviation", None, None),
        ("63.01", "Kabupaten Laut", "former", 2000, "PP 1/2000"),
    ),
    "sources": rows(
        "source_id publisher url published_on source_kind",
        (KPK, "KPK", "https://kpk.go.id/1", "2024-01-30", "official"),
        (NEWS, "Kabar", "https://kabar.id/2", "2024-02", "news"),
        (WEAK, "Blog", "https://blog.id/3", None, "news"),
        (COURT, "Putusan", "https://putusan.id/4", "2016", "official"),
        (LIST, "Daftar", "https://daftar.id/5", "2019-02-01", "news"),
        (DUKCAPIL, "Dukcapil", "https://dukcapil.id/6", "2025-01-15", "official"),
        (TRAINING, "Pelatihan", "https://pelatihan.id/7", "2024-10-17", "news"),
        (RULES, "Peraturan", "https://peraturan.id/8", None, "official"),
    ),
    "population": rows(
        "region_code as_of population source_id",
        ("13", "2024-12-31", 500_000, DUKCAPIL),
        ("31", "2024-12-31", 10_000_000, DUKCAPIL),
        ("31.01", "2024-12-31", 30_000, DUKCAPIL),
        ("31.71", "2024-12-31", 9_970_000, DUKCAPIL),
        ("61", "2024-12-31", 1_000_000, DUKCAPIL),
        ("62", "2024-12-31", 2_000_000, DUKCAPIL),
        ("62.71", "2024-12-31", 2_000_000, DUKCAPIL),
        ("63", "2024-12-31", 4_000_000, DUKCAPIL),
        ("63.01", "2024-12-31", 3_300_000, DUKCAPIL),
        ("63.71", "2024-12-31", 700_000, DUKCAPIL),
    ),
    "spi_results": rows(
        "region_code scope year score source_id reliability excluded_reason_en",
        ("00", "nasional", 2021, "72.4", KPK, "official", None),
        ("00", "nasional", 2022, "71.94", KPK, "official", None),
        ("00", "nasional", 2023, "70.97", KPK, "official", None),
        ("00", "nasional", 2023, "71", NEWS, "news", None),
        ("00", "nasional", 2024, "71.53", KPK, "official", None),
        ("00", "rerata_pemprov", 2024, "68.10", KPK, "official", None),
        ("13", "pemprov", 2024, "79.00", NEWS, "news", None),
        ("61", "pemprov", 2021, "70.00", KPK, "official", None),
        ("61", "pemprov", 2024, "64.15", KPK, "official", None),
        ("62", "pemprov", 2023, "65.99", KPK, "official", None),
        ("62", "pemprov", 2024, "67.76", KPK, "official", None),
        ("63", "pemprov", 2022, "73.76", KPK, "official", None),
        ("63", "pemprov", 2023, "72.54", KPK, "official", None),
        ("63", "pemprov", 2023, "72.55", NEWS, "news", None),
        ("63", "pemprov", 2024, "64.15", NEWS, "news", None),
        ("63", "pemprov", 2024, "99.99", WEAK, "weak", "the score of another body"),
        ("63", "agregat_wilayah", 2024, "70.5", WEAK, "weak", None),
        ("63.71", "pemkot", 2023, "76.00", KPK, "official", None),
        ("63.71", "pemkot", 2024, "78.50", NEWS, "news", None),
    ),
    # Where a score is known it decides: only Kalteng's class of 2025 counts.
    "spi_class_reports": rows(
        "region_code scope year spi_class source_id reliability",
        ("62", "pemprov", 2025, "waspada", WEAK, "weak"),
        ("63", "pemprov", 2024, "terjaga", WEAK, "weak"),
    ),
    "spi_classes": rows(
        "year scheme spi_class lower_bound upper_bound source_id",
        *(
            (year, "kpk-2022", name, lower, upper, KPK)
            for year in (2022, 2023)
            for name, lower, upper in (
                ("sangat_rentan", 0, 68),
                ("rentan", 68, 73.7),
                ("waspada", 73.7, 77.5),
                ("terjaga", 77.5, 100),
            )
        ),
        *(
            (year, "kpk-2024", name, lower, upper, KPK)
            for year in (2024, 2025)
            for name, lower, upper in (
                ("rentan", 0, 73),
                ("waspada", 73, 78),
                ("terjaga", 78, 100),
            )
        ),
    ),
    "spi_survey_years": rows(
        "year respondents source_id",
        *((year, 100_000, KPK) for year in (2021, 2022, 2023, 2024, 2025)),
    ),
    "spi_method_notes": rows(
        "year note_kind note_id note_en source_id",
        (2021, "series_start", "awal", "start", KPK),
        (2023, "method_change", "kelompok besar", "size groups", KPK),
        (2023, "not_published", "tidak terbit", "not published", NEWS),
        (2024, "method_change", "matriks", "matrix", NEWS),
        (2024, "class_change", "tiga kelas", "three classes", KPK),
    ),
    "ott_incidents": [
        {
            "date_precision": "day",
            "outcome_id": None,
            "outcome_en": None,
            "outcome_kind": None,
            "offices_id": f"Jabatan {row['incident_id']}",
            "offices_en": f"Office {row['incident_id']}",
            "summary_id": "Dugaan suap",
            "summary_en": "Alleged bribe",
            "reliability": "news",
            **row,
        }
        for row in rows(
            "incident_id ott_date region_code government_level sector counted_by_kpk source_id",
            ("ott-2015-06-01-6271", "2015-06-01", "62.71", "kota", "pengadaan", "yes", LIST),
            ("ott-2016-03-05-63", "2016-03-05", "63", "provinsi", "perizinan", "yes", LIST),
            ("ott-2016-05-05-00", "2016-05-05", "00", "pusat", "lainnya", "yes", COURT),
            ("ott-2016-07-01-6301", "2016-07-01", "63.01", "kabupaten", "bansos", "yes", COURT),
            ("ott-2016-09-09-6371", "2016-09-09", "63.71", "pusat", "peradilan", "yes", COURT),
            ("ott-2017-02-02-31", "2017-02-02", "31", "provinsi", "pengadaan", "yes", LIST),
            ("ott-2018-10-10-62", "2018-10-10", "62", "provinsi", "perizinan", "no", LIST),
            ("ott-2019-01-15-63", "2019-01-15", "63", "provinsi", "pengadaan", "yes", LIST),
        )
    ],
    "ott_offices": rows(
        "incident_id office office_kind",
        *(
            (incident_id, f"Jabatan {incident_id}", "lainnya")
            for incident_id in (
                "ott-2015-06-01-6271",
                "ott-2016-03-05-63",
                "ott-2016-05-05-00",
                "ott-2016-07-01-6301",
                "ott-2016-09-09-6371",
                "ott-2017-02-02-31",
                "ott-2018-10-10-62",
                "ott-2019-01-15-63",
            )
        ),
    ),
    "ott_yearly": rows(
        "year ott_count reliability source_id",
        (2015, 5, "news", NEWS),
        (2016, 4, "official", KPK),
        (2017, 1, "official", KPK),
        (2018, 0, "official", KPK),
    ),
    "bimtek_activity": [
        {
            "event_key": None,
            "end_date": None,
            "topic": "antikorupsi",
            "organizer": "KPK",
            "kpk_involved": "yes",
            "source_id": TRAINING,
            "reliability": "news",
            **row,
        }
        for row in rows(
            "activity_id start_date end_date date_precision region_code activity_type "
            "title_id title_en event_key",
            *(
                (
                    "keg-2016-09-20-6371",
                    "2016-09-20",
                    "2016-09-21",
                    "day",
                    "63.71",
                    "bimtek",
                    "Bimtek Banjarmasin",
                    "Training in Banjarmasin",
                    None,
                ),
                (
                    "keg-2024-04-01-62",
                    "2024-04-01",
                    None,
                    "month",
                    "62",
                    "rakor",
                    "Rakor Kalteng",
                    "Meeting in Kalteng",
                    None,
                ),
                (
                    "keg-2024-10-16-6371",
                    "2024-10-16",
                    None,
                    "day",
                    "63.71",
                    "bimtek",
                    "Bimtek pejabat",
                    "Training of officials",
                    None,
                ),
                (
                    "keg-2024-12-09-00",
                    "2024-12-09",
                    None,
                    "day",
                    "00",
                    "kampanye",
                    "Hakordia",
                    "Anti-corruption day",
                    "hakordia-2024",
                ),
                (
                    "keg-2024-12-09-13",
                    "2024-12-09",
                    None,
                    "day",
                    "13",
                    "kampanye",
                    "Hakordia Sumbar",
                    "Anti-corruption day in Sumbar",
                    "hakordia-2024",
                ),
            ),
        )
    ],
    "wbk_status": rows(
        "year region_code unit_name unit_count owner_type stage award_by year_basis source_id "
        "reliability",
        (2023, "63.71", "RSUD", 1, "pemda", "belum lolos", "kemenpanrb", "stated", NEWS, "news"),
    ),
    "wbk_yearly": rows("year scope wbk_count source_id", (2023, "nasional", 120, NEWS)),
    "regulations": rows(
        "region_code instrument number year subject title_id source_id reliability",
        ("63.71", "Peraturan Wali Kota", "5", 2019, "wbs", "Pengaduan", RULES, "official"),
    ),
    "paksi_counts": rows(
        "region_code as_of paksi source_id reliability", ("63", "2024", 12, NEWS, "news")
    ),
    "coverage": rows(
        "table_name from_year to_year completeness absence_means note_id note_en",
        ("spi_results", 2021, 2025, "partial", "unknown", "sebagian", "partial"),
        ("ott_incidents", 2014, 2015, "partial", "unknown", "sebagian", "partial"),
        ("ott_incidents", 2016, 2018, "complete", "zero", "lengkap", "complete"),
        ("ott_incidents", 2019, 2019, "partial", "unknown", "sebagian", "partial"),
    ),
}


def world() -> Tables:
    """A copy of the small country that a test may change."""
    return copy.deepcopy(WORLD)


def only(tables: Tables, **changed: list[dict[str, Any]]) -> Tables:
    """The tables with some of them replaced."""
    return {**tables, **changed}


def write_facts(folder: Path, tables: Tables) -> Path:
    """A folder of facts as it is shipped: description, CSV files and shapes.

    The description asks for fewer rows, and only the regions of the tables have a shape.
    """
    (folder / "geo").mkdir(parents=True, exist_ok=True)
    package = copy.deepcopy(PACKAGE)
    for resource in package["resources"]:
        resource.pop("minimum_rows", None)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    regions = tables.get("regions", [])
    for layer, levels in (("provinces", ("provinsi",)), ("regencies", ("kabupaten", "kota"))):
        codes = [row["region_code"] for row in regions if row["level"] in levels]
        shapes = parquet.read_table(DATA / "geo" / f"{layer}.parquet")
        shapes = shapes.filter(compute.field("region_code").isin(pa.array(codes, pa.string())))
        parquet.write_table(shapes, folder / "geo" / f"{layer}.parquet")
    for name, columns in COLUMNS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables.get(name, []))
    return folder


@cache
def models_behind(text: str) -> tuple[Path, ...]:
    """The models that a query names, and those that they name in turn, in working order."""
    known = build.models(SQL)
    named = set(re.findall(r"\b(?:stg|mart)_\w+", text))
    for path in reversed(known):
        if path.stem in named:
            named |= set(re.findall(r"\b(?:stg|mart)_\w+", path.read_text(encoding="utf-8")))
    return tuple(path for path in known if path.stem in named)


class Answers:
    """A folder of facts in memory. Of the models only those are made that a query needs.

    A hundred small countries are asked for one or two models each; that a build makes all of them
    is what tests/warehouse/test_build.py shows.
    """

    def __init__(self, data_dir: Path) -> None:
        self.connection = duckdb.connect()
        self._made: set[Path] = set()
        described = facts.read_description(data_dir)
        facts.load(self.connection, described.tables, data_dir)
        indicator_tables.load(self.connection, described)

    def sql(self, text: str, /, **parameters: Any) -> list[dict[str, Any]]:
        self._make(text)
        found = self.connection.sql(text, params=parameters)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    def ask(self, query: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query file such as `spi/spi_map`; its limits as pages bind them."""
        text = (SQL / "query" / f"{query}.sql").read_text(encoding="utf-8")
        given = {"most_rows": limits.MOST_ROWS, "most_each": limits.ACTIVITIES_OF_OPERATION}
        most = {name: value for name, value in given.items() if f"${name}\n" in text}
        return self.sql(text, **most, **parameters)

    def failing_checks(self) -> dict[str, tuple[int, str]]:
        for path in (SQL / "check").glob("*.sql"):
            self._make(path.read_text(encoding="utf-8"))
        return build.failing_checks(self.connection, SQL)

    def _make(self, text: str) -> None:
        for path in models_behind(text):
            if path not in self._made:
                build.create(self.connection, path)
                self._made.add(path)


@cache
def shipped() -> Answers:
    """The answers on the facts that are shipped."""
    return Answers(DATA)
